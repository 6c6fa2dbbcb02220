"""结对共建: organs × communities with the agreed items that were kept, and the kinds of items."""

from __future__ import annotations

import pandas as pd

from components.views.formats import fraction, full
from components.views.model import View
from components.views.pages import charts, parts
from data.measures.answers import Answers

LEDGER = "pairings"
MOST_COLUMNS = 8
"""With more communities than this the matrix names each organ's communities in one cell."""


def pairing_kinds(answers: Answers) -> View:
    """How many of the agreed items of each kind were kept."""
    return charts.share_bars(
        answers,
        "pairing_kinds",
        "各类契约事项兑现率",
        "pairing_kept_rate_pct",
        "category",
        "兑现",
    )


def matrix(answers: Answers, search: str = "") -> View:
    """One row an organ, one column a community, kept/agreed in each cell; organs and communities can be searched.

    Args:
        answers: the numbers.
        search: only organs or communities whose name contains it.
    """
    pairs = answers.pairing_matrix()
    text = search.strip()
    hit = pairs["organ"].str.contains(text, regex=False) | pairs["community_name"].str.contains(text, regex=False)
    found = pairs[hit] if text else pairs
    frame, labels = _wide(found) if found["community"].nunique() <= MOST_COLUMNS else _named(found)
    organs, communities = (answers.figure(f"pairing_{side}_count").value for side in ("organ", "community"))
    finding = (
        f"**{full(organs)} 家单位**与 **{full(communities)} 个社区**结对，约定 {full(pairs['agreed'].sum())} 项，"
        f"已兑现 **{fraction(pairs['kept'].sum(), pairs['agreed'].sum())} 项**，"
        f"到期未兑现 {full(pairs['overdue'].sum())} 项。"
    )
    why = ""
    if answers.has_ledger(LEDGER):
        what = f"没有名称含“{text}”的结对单位或社区，换个词再试" if len(pairs) and text else "没有结对共建的约定事项"
        why = f"{answers.scope.sentence(answers.area_name)}：截至期末{what}。"
    return parts.make(
        answers,
        "pairing_matrix",
        "结对共建一览",
        "table",
        frame,
        (LEDGER,),
        unit="项",
        basis="截至期末，格内为已兑现/已约定",
        finding=finding,
        why_empty=why,
        measures=("pairing_organ_count", "pairing_community_count", "pairing_agreed_count", "pairing_kept_count"),
        by="actor",
        labels=labels,
        options={"formats": {"agreed": "integer", "kept": "integer", "overdue": "integer"}},
    )


def _totals(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.groupby("organ", sort=True)[["agreed", "kept", "overdue"]].sum()


_TOTAL_LABELS = {"agreed": "约定（项）", "kept": "已兑现（项）", "overdue": "到期未兑现（项）"}


def _wide(pairs: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """A column a community, in code order."""
    names = dict(zip(pairs["community"], pairs["community_name"], strict=True))
    cells = pairs.assign(cell=[fraction(k, a) for k, a in zip(pairs["kept"], pairs["agreed"], strict=True)])
    wide = cells.pivot(index="organ", columns="community", values="cell").fillna("—")
    wide = wide.reindex(columns=sorted(names))
    frame = _totals(pairs).join(wide).reset_index()
    labels = {"organ": "结对单位", **{code: names[code] for code in sorted(names)}, **_TOTAL_LABELS}
    return frame.loc[:, list(labels)], labels


def _named(pairs: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Each organ's communities in words, where columns would be too many."""
    said = [
        f"{name} {fraction(kept, agreed)}"
        for name, kept, agreed in zip(pairs["community_name"], pairs["kept"], pairs["agreed"], strict=True)
    ]
    named = pairs.assign(said=said).groupby("organ", sort=True)["said"].agg("、".join)
    frame = _totals(pairs).join(named).reset_index()
    labels = {"organ": "结对单位", "said": "结对社区（已兑现/已约定）", **_TOTAL_LABELS}
    return frame.loc[:, list(labels)], labels
