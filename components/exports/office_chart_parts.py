"""What the makers of native charts share: numbers, formats, and the room that words take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from components.exports.office_chart import Label
from components.views.columns import is_divided, is_whole
from components.views.figures_marked import picked
from components.views.formats import is_missing, ratio, ratio_decimals, text_width
from components.views.model import View

Values = list[float | None]
_BIG = 10_000
"""From here on the screen prints 万, which no number format can."""


def numbers(column: pd.Series) -> Values:
    """A column as plain numbers; None where there is none."""
    return [None if is_missing(value) else float(value) for value in column]


def number_format(view: View, values: pd.Series, said: Sequence[str]) -> str:
    """The format that prints each number as it is on the screen; "" where none does."""
    known = pd.to_numeric(values, errors="coerce").dropna()
    if values.isna().any() or (known.abs() >= _BIG).any():
        return ""
    for code, written in (("#,##0", "{:,.0f}"), ("#,##0.0", "{:,.1f}"), ('0.0"%"', "{:.1f}%")):
        if [written.format(value) for value in known] == list(said):
            return code
    return ""


def cell_format(view: View, values: pd.Series) -> str:
    """How the workbook prints the numbers."""
    if view.unit == "%" or view.kind == "share_bars":
        return "0.0"
    if is_divided(view.unit):
        decimals = max((ratio_decimals(value) for value in numbers(values) if value is not None), default=0)
        return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return "#,##0" if is_whole(values) else "#,##0.0"


def axis_format(view: View) -> str:
    """How the value axis prints its numbers."""
    # A format with optional decimals would leave the point behind whole numbers: 5.
    return '0"%"' if view.unit == "%" else "General" if "/" in view.unit or view.unit == "天" else "#,##0"


def axis_width(top: float, view: View, size: float) -> float:
    """Room that the numbers of the value axis take, in points."""
    written = ratio(top) if is_divided(view.unit) else f"{top * 1.13:,.0f}" + ("%" if view.unit == "%" else "")
    return text_width(written, size) + size * 0.9


def every(labels: Sequence[str], room: float, size: float) -> int:
    """Every how manieth name has room; names may break into two lines."""
    widest = max((text_width(label, size) for label in labels), default=0)
    widest = widest if widest <= size * 6 else widest / 2
    return max(1, -(-int((widest + 4) * len(labels)) // max(int(room), 1)))


def row_size(count: int, height: float, size: float) -> float:
    """Words no higher than the rows they stand in."""
    return max(min(size, height / max(count, 1) * 0.72), 7)


def unpicked(rows: pd.DataFrame) -> list[int]:
    """Places of the rows beside the chosen ones; none where nothing is chosen."""
    return [int(place) for place in np.flatnonzero(~picked(rows))]


def words_of(label: Label) -> str:
    """A label's words without their look."""
    return "".join(run.text for run in label.runs)


def name_of(view: View, column: str, other: str = "") -> str:
    """What a column is called in the legend and the workbook."""
    return str(view.labels.get(column) or other or view.title)


def heading_of(view: View, other: str) -> str:
    """What the categories are called in the workbook."""
    return str(view.labels.get("label") or view.labels.get("key") or other)
