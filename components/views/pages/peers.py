"""同类比较: the areas below by one outcome, each kind by itself, with what its difference is worth."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.formats import NO_VALUE, fraction, full
from components.views.model import View
from components.views.pages import areas, grid_map, parts, viewpoint
from components.views.pages.map_frame import Frame
from data.measures.answers import Answers
from data.measures.model import SMALL_BASE, Measure
from data.measures.peers import FEW_PEERS
from data.measures.registry import MEASURES

FURTHER = (
    "report_closure_rate_pct",
    "report_satisfaction_rate_pct",
    "demand_consultation_rate_pct",
    "compound_committee_rate_pct",
    "compound_managed_rate_pct",
)
"""Outcomes that the map does not offer."""
_MANY = 20
"""Of so many areas one stands apart by chance alone, which then is said."""


def offered(answers: Answers, level: int) -> tuple[str, ...]:
    """Outcomes that areas of a level can be compared by, in the order of the menu."""
    of_map = [code for code in grid_map.offered(answers, level) if MEASURES[code].is_outcome]
    return (*of_map, *(code for code in FURTHER if answers.has_ledger(MEASURES[code].ledger)))


def build(answers: Answers, code: str, frame: Frame) -> dict[str, View]:
    """The comparison of the grids that are on the map, by id."""
    wide = answers.narrowed(answers.scope.with_grid(frame.parent))
    by = "grid" if frame.level == frame.parent_level + 1 else f"grid{frame.level}"
    return {"peers": peer_table(wide, code, by, frame.level)}


def peer_table(answers: Answers, code: str, by: str, level: int) -> View:
    """Areas of one level among their peers.

    Args:
        answers: the numbers of the area whose parts are compared.
        code: an outcome.
        by: the breakdown.
        level: of the areas.
    """
    measure = answers.measure(code)
    rows = answers.fair.peers(code, by)
    name = parts.level_name(answers, level)
    table = _table(measure, rows)
    counts_by = viewpoint.counts_by(measure, answers.ledger(measure.ledger))
    return parts.make(
        answers,
        "peers",
        f"同类比较：{measure.label}",
        "table",
        table,
        (measure.ledger,),
        unit=measure.unit,
        basis="，".join(part for part in (f"各类{name}分开", counts_by) if part),
        is_empty=table.empty or not rows["denominator"].fillna(0).any(),
        finding=_finding(rows, measure, name),
        why_empty=parts.no_areas_below(answers) if rows.empty else words.missing(answers, measure.ledger),
        measures=(code,),
        labels={
            "group": "同类",
            "label": name,
            "value": f"{measure.label}（{measure.unit}）",
            "counted": "分子/分母" if measure.is_rate else "依据件数",
            "interval": "95% 区间",
            "place": "同类名次",
            "difference": "与同类合计差",
            "verdict": "差别",
        },
        options={
            "widths": {"group": 110, "counted": 92, "interval": 118, "place": 84, "difference": 116, "verdict": 96},
        },
    )


def _table(measure: Measure, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in words; a time has no interval, so nothing is claimed of its difference."""
    table = pd.DataFrame(
        {
            "group": rows["group"],
            "label": rows["label"],
            "value": [_value(measure, row) for row in rows.itertuples()],
            "counted": [_counted(measure, row) for row in rows.itertuples()],
            "interval": [
                parts.interval(low, high) if base >= SMALL_BASE else ""
                for low, high, base in zip(
                    rows["low_pct"], rows["high_pct"], rows["denominator"].fillna(0), strict=True
                )
            ],
            "place": [
                NO_VALUE if pd.isna(rank) else f"{rank:.0f}/{ranked}"
                for rank, ranked in zip(rows["rank"], rows["ranked"], strict=True)
            ],
            "difference": [_difference(measure, value) for value in rows["difference"]],
            "verdict": rows["verdict"].map(areas.VERDICTS),
        }
    )
    return table if measure.is_item_share else table.drop(columns=["interval", "verdict"])


def _value(measure: Measure, row: object) -> str:
    """91.7%, 16 天; the bare fraction of a small base; why there is none."""
    value, base, state = (getattr(row, name) for name in ("value", "denominator", "state"))
    if pd.isna(value) or state in ("none", "wait", "hide"):
        return parts.shown(None, state, measure.unit)
    if measure.is_share:
        return f"{value:.1f}%" if base >= SMALL_BASE else f"不足 {SMALL_BASE}"
    return full(round(float(value), 1))


def _counted(measure: Measure, row: object) -> str:
    above, below = (getattr(row, name) for name in ("numerator", "denominator"))
    if pd.isna(below):
        return NO_VALUE
    return fraction(above, below) if measure.is_rate else full(below)


def _difference(measure: Measure, value: float) -> str:
    if pd.isna(value):
        return NO_VALUE
    if not round(value, 1):
        return "持平"
    if measure.is_share:
        return f"{'高' if value > 0 else '低'} {abs(value):.1f} 个百分点"
    return f"{'长' if value > 0 else '短'} {abs(value):.1f} {measure.unit}"


def _finding(rows: pd.DataFrame, measure: Measure, name: str) -> str:
    """How many stand apart from their peers, by name where they are few; and how many are not ranked."""
    compared = int(rows["group_value"].notna().mul(rows["rank"].notna()).sum())
    few = int((rows["rank"].isna() & rows["denominator"].gt(0)).sum())
    rest = f"{few} 个不足 {SMALL_BASE} 件或同类不足 {FEW_PEERS} 个，只列数不排名" if few else ""
    if not measure.is_item_share or not compared:
        return words.joined([f"**{compared} 个**{name}可比" if compared else "", rest])
    said = [
        f"**{len(found)} 个**{word}同类" + (f"（{words.listing(found['label'])}）" if len(found) <= 3 else "")
        for verdict, word in (("below", "明显低于"), ("above", "明显高于"))
        if len(found := rows[rows["verdict"] == verdict])
    ]
    chance = f"按 95% 区间，没有差别也会有约 {compared / 20:.0f} 个落在外面" if said and compared >= _MANY else ""
    alike = f"{compared} 个可比的{name}中，" + (
        "、".join(said) if said else "没有一个与同类有明显差别，名次先后不说明问题"
    )
    return words.joined([alike, chance, rest])
