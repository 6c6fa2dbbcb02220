"""Parts of one whole as a native ring: a single stack, a single share."""

from __future__ import annotations

from components.exports.office_chart import Chart, Series
from components.exports.office_chart_parts import Values, name_of
from components.exports.svg_marks import Fill
from components.exports.svg_series import series_fill
from components.views.formats import fraction, full, is_missing, percent, text_width
from components.views.model import View
from components.views.tokens import LIGHT
from data.measures.model import SMALL_BASE


def ring_of_stack(view: View, width: float, height: float, size: float) -> Chart:
    """The parts of one whole."""
    declared: dict[str, dict[str, str]] = dict(view.options["series"])
    row = view.frame.iloc[0]
    names = [d["label"] for d in declared.values()]
    values = [None if is_missing(row[name]) else float(row[name]) for name in declared]
    fills = {i: series_fill(d["role"], LIGHT) for i, d in enumerate(declared.values())}
    return _ring(view, names, values, fills, str(row["label"]), (width, height), size)


def ring_of_share(view: View, width: float, height: float, size: float) -> Chart:
    """One share: what is above the line, and the rest of what is below it."""
    row = view.frame.iloc[0]
    above, below = float(row["numerator"]), float(row["denominator"])
    names = [name_of(view, "numerator", "分子"), "其余"]
    fills = {0: Fill(LIGHT.bar), 1: Fill(LIGHT.soft)}
    return _ring(view, names, [above, below - above], fills, str(row["label"]), (width, height), size)


def _ring(
    view: View,
    names: list[str],
    values: Values,
    fills: dict[int, Fill],
    name: str,
    room: tuple[float, float],
    size: float,
) -> Chart:
    whole = sum(v for v in values if v is not None)
    told = [_part_words(part, v, whole, view.unit, values) for part, v in zip(names, values, strict=True)]
    width, height = room
    side = min(height * 0.92, width * 0.45)
    wide = max(text_width(text, size + 2) for text in told) * 1.08 + size * 3
    high = min((size + 2) * 2.2 * len(told) / height, 0.9)
    return Chart(
        told,
        [Series(name, values, point_fills=fills)],
        ((width * 0.25 - side / 2) / width, (height - side) / 2 / height, side / width, side / height),
        is_ring=True,
        has_legend=True,
        legend_at=(0.54, 0.5 - high / 2, min(wide / width, 0.45), high),
        centre=(name, f"{full(whole)} {view.unit}" if None not in values else ""),
        size=size + 2,
        number_format="#,##0" if all(v is None or v.is_integer() for v in values) else "#,##0.0",
    )


def _part_words(name: str, value: float | None, whole: float, unit: str, values: Values) -> str:
    """A part's name, number and share; without a share where another part is hidden, as a fraction of a small whole."""
    if value is None:
        return name
    if None in values or not whole:
        return f"{name}  {full(value)} {unit}"
    if whole < SMALL_BASE:
        return f"{name}  {fraction(value, whole)} {unit}"
    return f"{name}  {full(value)} {unit}，{percent(100 * value / whole)}"
