"""待核清单 as tables: why rows wait, and the rows of a ledger as they may be mended. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from data.intake.quarantine import ID_HEADER, REASON_HEADER
from data.ledgers import LEDGERS

ALL = ""
_VALUE = re.compile(r"“([^“”]*)”|\d[\d,.:/-]*")
_ADVICE = re.compile(r"，请|（")
_PLACE = re.compile(r"^.{0,400}? 第 ?\d+ ?(?:行|个对象|条|个)\s*")
_COLUMN = re.compile(r"“([^“”]*)”列[：:]?")
_LABELS = frozenset(field.label for ledger in LEDGERS.values() for field in ledger.fields)


def kind_of(reason: str) -> str:
    """What is wrong, without where, without the value and without advice: the same for all rows that have it."""
    bare = sentence_of(reason)
    column = _COLUMN.match(bare)
    rest = _ADVICE.split(bare[column.end() :] if column else bare)[0]
    says = " ".join(_VALUE.sub(lambda found: found[0] if found[1] in _LABELS else "…", rest).split())
    return f"{column[1]}：{says}" if column else says


def sentence_of(reason: str) -> str:
    """What is wrong, without the place, which the table shows beside it."""
    return _PLACE.sub("", reason)


def reason_table(rows: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Ledger, kind of reason and number of rows, the most frequent first."""
    listed = [
        (ledger, kind)
        for ledger, reasons in zip(rows["ledger"], rows["reasons"], strict=True)
        for kind in dict.fromkeys(map(kind_of, reasons))
    ]
    frame = pd.DataFrame(listed, columns=["ledger", "reason"])
    found = frame.groupby(["ledger", "reason"], as_index=False).size()
    found = found.sort_values(["size", "ledger", "reason"], ascending=[False, True, True], ignore_index=True)
    return found.assign(label=found["ledger"].map(lambda name: labels.get(name, name)))


def waiting(rows: pd.DataFrame, ledger: str, reason: str = ALL) -> pd.DataFrame:
    """The rows of a ledger that wait, or those of them with a kind of reason."""
    kept = rows[rows["ledger"] == ledger]
    if reason:
        kept = kept[[reason in map(kind_of, reasons) for reasons in kept["reasons"]]]
    return kept.reset_index(drop=True)


def edit_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as a person mends them: why first, then the cells under the file's own headings, and where they stood."""
    headers = list(dict.fromkeys(header for cells in rows["cells"] for header in cells))
    return pd.DataFrame(
        {
            REASON_HEADER: ["；".join(map(sentence_of, reasons)) for reasons in rows["reasons"]],
            **{header: [str(cells.get(header) or "") for cells in rows["cells"]] for header in headers},
            "文件": rows["file"],
            "行": rows["row_number"],
            ID_HEADER: rows["row_id"],
        }
    )


def edited(frame: pd.DataFrame, changes: Mapping[int, Mapping[str, str]]) -> pd.DataFrame:
    """The rows that were changed, with their changes, as they go into a file: number, cells, reason."""
    kept = frame.iloc[sorted(changes)].copy()
    for place, changed in changes.items():
        for header, text in changed.items():
            kept.loc[frame.index[place], header] = "" if text is None else str(text)
    cells = [name for name in frame.columns if name not in (REASON_HEADER, "文件", "行", ID_HEADER)]
    return kept[[ID_HEADER, *cells, REASON_HEADER]].reset_index(drop=True)
