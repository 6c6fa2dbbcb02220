"""A count by area as it is asked for: in total, or by household, people, grid or staff."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from components.views.formats import amount, ratio
from components.views.pages import parts
from data.measures.answers import Answers
from data.measures.fair import BASES, unit_per
from data.measures.model import Measure


@dataclass(frozen=True, slots=True)
class Counted:
    """A breakdown by areas, divided as the scope says.

    Attributes:
        rows: columns key, label, value, numerator, denominator, state and display (what a cell says).
        unit: of the values.
        measures: codes of the measures they come from.
        note: how much of the net the division rests on; empty where on all of it.
    """

    rows: pd.DataFrame
    unit: str
    measures: tuple[str, ...]
    note: str = ""


def counted(answers: Answers, measure: Measure, by: str) -> Counted:
    """The measure by areas, divided by what the scope asks for where the measure may be."""
    per = answers.scope.per
    if not per or per not in answers.fair.offered(measure.code):
        rows = answers.rows(measure.code, by)
        said = [parts.shown(v, s, measure.unit) for v, s in zip(rows["value"], rows["state"], strict=True)]
        return Counted(rows.assign(display=said), measure.unit, (measure.code,))
    rows, unit = answers.fair.per(measure.code, by, per), unit_per(measure, per)
    known, grids = int(rows["known"].sum()), int(rows["grids"].sum())
    note = f"{BASES[per].label}按 {known:,}/{grids:,} 个有数的网格折算。" if known < grids else ""
    cells = zip(rows["value"], rows["numerator"], rows["state"], rows["why"], strict=True)
    said = [_cell(*cell, unit, measure.unit) for cell in cells]
    return Counted(rows.assign(display=said), unit, (measure.code, BASES[per].measure), note)


def _cell(value: float, count: float, state: str, why: str, unit: str, count_unit: str) -> str:
    """0.76 场/百户（208 场）; 12 场，户数不详; 数少隐去."""
    if why:
        return f"{' '.join(amount(count, count_unit))}，{why}"
    if pd.isna(value) or state == "zero":
        return parts.shown(value, state, unit)
    return f"{ratio(value)} {unit}（{' '.join(amount(count, count_unit))}）"
