"""待核清单 as tables: why rows wait, and the rows of a ledger as they may be mended. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from data.intake.quarantine import FILE, PENDING_HEADER, REASONS_HEADER, ROW, SHEET
from data.ledgers import LEDGERS

ALL = ""
FIXED = (REASONS_HEADER, FILE, SHEET, ROW, PENDING_HEADER)
"""Columns that say something about a row and are no cells of it."""
_BETWEEN = "；"
_VALUE = re.compile(r"“([^“”]*)”|\d[\d,.:/-]*")
_ADVICE = re.compile(r"，请|（")
_PLACE = re.compile(r"^.{0,400}? 第 ?\d+ ?(?:行|个对象|条|个)\s*")
_COLUMN = re.compile(r"“([^“”]*)”列[：:]?")
_LABELS = frozenset(field.label for ledger in LEDGERS.values() for field in ledger.fields)


def kind_of(reason: str) -> str:
    """What is wrong, without where, without the value and without advice: the same for all rows that have it."""
    bare = _PLACE.sub("", reason)
    column = _COLUMN.match(bare)
    rest = _ADVICE.split(bare[column.end() :] if column else bare)[0]
    says = " ".join(_VALUE.sub(lambda found: found[0] if found[1] in _LABELS else "…", rest).split())
    return f"{column[1]}：{says}" if column else says


def kinds_of(reasons: str) -> list[str]:
    """The kinds of all reasons of a row, each once."""
    return list(dict.fromkeys(map(kind_of, reasons.split(_BETWEEN))))


def reason_table(frames: Mapping[str, pd.DataFrame], labels: Mapping[str, str]) -> pd.DataFrame:
    """Ledger, kind of reason and number of rows, the most frequent first.

    Args:
        frames: ledger → rows that wait.
        labels: ledger → what it is called.
    """
    listed = [
        (ledger, kind)
        for ledger, frame in frames.items()
        for reasons in frame[REASONS_HEADER]
        for kind in kinds_of(reasons)
    ]
    found = pd.DataFrame(listed, columns=["ledger", "reason"]).groupby(["ledger", "reason"], as_index=False).size()
    found = found.sort_values(["size", "ledger", "reason"], ascending=[False, True, True], ignore_index=True)
    return found.assign(label=found["ledger"].map(lambda name: labels.get(name, name)))


def waiting(frame: pd.DataFrame, reason: str = ALL) -> pd.DataFrame:
    """The rows that wait, or those of them with a kind of reason."""
    if not reason:
        return frame
    return frame[[reason in kinds_of(reasons) for reasons in frame[REASONS_HEADER]]].reset_index(drop=True)


def edit_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows as a person mends them: why first, then the cells, and where they stood."""
    cells = [name for name in frame.columns if name not in FIXED]
    shown = frame[[REASONS_HEADER, *cells, FILE, SHEET, ROW, PENDING_HEADER]]
    reasons = [
        _BETWEEN.join(_PLACE.sub("", reason) for reason in said.split(_BETWEEN)) for said in frame[REASONS_HEADER]
    ]
    return shown.assign(**{REASONS_HEADER: reasons})


def edited(frame: pd.DataFrame, changes: Mapping[int, Mapping[str, str | None]]) -> pd.DataFrame:
    """The rows that were changed, with their changes.

    Args:
        frame: the rows that wait.
        changes: place of a row → column → its new text.
    """
    places = sorted(changes)
    kept = frame.iloc[places].reset_index(drop=True)
    for number, place in enumerate(places):
        for name, text in changes[place].items():
            kept.loc[number, name] = text or ""
    return kept
