"""View → native Office chart: the kinds that Excel can draw, with the labels they have on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from components.exports.document import Item
from components.exports.office_chart import Chart, Label, Position, Series
from components.exports.office_chart_bars import bars, funnel, share_bars
from components.exports.office_chart_parts import (
    Values,
    axis_format,
    axis_width,
    cell_format,
    every,
    heading_of,
    numbers,
    unpicked,
    words_of,
)
from components.exports.office_chart_ring import ring_of_stack
from components.exports.pptx_shapes import Run
from components.exports.svg_marks import Fill
from components.exports.svg_series import series_fill
from components.views.formats import is_missing, short, text_width
from components.views.model import View, ViewKind
from components.views.tokens import LIGHT

PALE = 0.45
"""How much of its colour a bar keeps beside a chosen one."""
MANY_POINTS = 12
"""Up to so many points all carry their number; beyond only the highest, the lowest and the newest."""


def chart_of(item: Item, width: float, height: float, size: float = 12) -> Chart | None:
    """The native chart of an item; None where its kind has none (maps, flows, calendars, tables, cards).

    Args:
        item: a view with something to show.
        width: the chart will have, in points; room for words depends on it.
        height: the chart will have.
        size: of words, in points.
    """
    maker = _MAKERS.get(item.view.kind)
    return maker(item.view, width, height, size) if maker and not item.view.empty and len(item.view.frame) else None


def _trend(view: View, width: float, height: float, size: float) -> Chart:
    """The period as a line with points, the compared one dashed in grey; both named at their ends."""
    rows = view.frame
    labels = [str(label) for label in rows["label"]]
    values = numbers(rows["value"])
    base = numbers(rows["compare"]) if "compare" in rows else None
    top = max([v for v in (*values, *(base or [])) if v is not None], default=0) or 1.0
    names = (str(view.options.get("name") or "本期"), str(view.options.get("compare_name") or "对比期"))
    shifts = _apart(_last(values), _last(base), top)
    series = []
    if base is not None:
        there = Label((Run(names[1], size, LIGHT.mute),), "r", shifts[1])
        ends = {len(base) - 1: there} if _last(base) is not None else {}
        series.append(Series(names[1], base, is_line=True, line=LIGHT.ref, width=1.75, is_dashed=True, labels=ends))
    words = _point_words(values, view, size, names[0] if base is not None else "", shifts[0])
    series.append(
        Series(
            names[0] if base is not None else view.title,
            values,
            is_line=True,
            line=LIGHT.good,
            has_points=True,
            point_fills=dict.fromkeys(unpicked(rows), Fill(LIGHT.card)),
            labels=words,
        )
    )
    aside = max(
        (text_width(words_of(label), size) for s in series for label in s.labels.values() if label.position == "r"),
        default=0,
    )
    left = axis_width(top, view, size)
    inner = (left / width, 0.06, (width - left - aside - 14) / width, (height * 0.94 - size * 2) / height)
    return Chart(
        labels,
        series,
        inner,
        heading=heading_of(view, "年月"),
        most=top * 1.13,
        axis_format=axis_format(view),
        skip=every(labels, inner[2] * width, size),
        size=size,
        number_format=cell_format(view, rows["value"]),
    )


def _stacked(view: View, width: float, height: float, size: float) -> Chart:
    """Parts on top of each other with the whole above, or side by side; a single stack is a ring."""
    rows = view.frame
    declared: dict[str, dict[str, str]] = dict(view.options["series"])
    side_by_side = bool(view.options.get("grouped"))
    if len(rows) == 1 and not side_by_side and len(declared) > 1:
        return ring_of_stack(view, width, height, size)
    labels = [str(label) for label in rows["label"]]
    left = axis_width(1, view, size)
    series = [_part(rows, name, d) for name, d in declared.items()]
    totals = _totals(view, list(declared)) if not side_by_side else [_most(rows, list(declared))]
    top = max((t for t in totals if t is not None), default=0) or 1.0
    left = axis_width(top, view, size)
    room = width - left - 8
    if side_by_side:
        series = [_with_numbers(s, view, size * min(1, 22 / max(len(labels) * len(series), 1) + 0.55)) for s in series]
    elif max((text_width(short(t), size) for t in totals), default=0) < room / max(len(labels), 1) * 1.1:
        words = {i: Label((Run(short(t), size, LIGHT.ink),), "t") for i, t in enumerate(totals) if t}
        series.append(Series("合计", totals, is_line=True, labels=words, is_named=False))
    has_legend = len(declared) > 1
    above = size * 2.6 if has_legend else size
    inner = (left / width, above / height, room / width, (height - above - size * 2.2) / height)
    names = sum(text_width(s.name, size) + size * 2.6 for s in series if s.is_named)
    return Chart(
        labels,
        series,
        inner,
        heading=heading_of(view, "类别"),
        is_stacked=not side_by_side,
        gap=55 if len(labels) > 3 else 150,
        most=top * 1.12,
        axis_format=axis_format(view),
        skip=every(labels, room, size),
        has_legend=has_legend,
        legend_at=(0, 0, min(names / width, 1.0), 0.08),
        size=size,
        number_format=cell_format(view, pd.Series(rows[list(declared)].to_numpy(dtype=float).ravel())),
    )


def _part(rows: pd.DataFrame, name: str, declared: Mapping[str, str]) -> Series:
    """One series of the piles, paler beside the chosen ones."""
    fill = series_fill(declared["role"], LIGHT)
    pale = dict.fromkeys(unpicked(rows), replace(fill, opacity=PALE))
    return Series(declared["label"], numbers(rows[name]), fill, point_fills=pale)


def _last(values: Values | None) -> float | None:
    return values[-1] if values else None


def _apart(here: float | None, there: float | None, top: float) -> tuple[float, float]:
    """How far the names at two line ends must move, as parts of the height, so as not to touch."""
    if here is None or there is None or abs(here - there) / top >= 0.08:
        return 0.0, 0.0
    move = (0.08 - abs(here - there) / top) / 2
    return (-move, move) if here >= there else (move, -move)


def _point_words(values: Values, view: View, size: float, name: str, shift: float) -> dict[int, Label]:
    """The numbers at the points, dips below the line; the newest with the line's name behind it."""
    known = [i for i, value in enumerate(values) if value is not None]
    shown = set(known)
    if len(values) > MANY_POINTS and known:
        high = max(known, key=lambda i: values[i] or 0)
        low = min(known, key=lambda i: values[i] or 0)
        shown = {known[-1], *(i for i in (high, low) if known[-1] - i > 1)}
    words = {}
    for i in shown:
        number = Run(short(values[i], view.unit), size, LIGHT.ink)
        if i == len(values) - 1:
            named = (number, Run(f"  {name}", size, LIGHT.good, True)) if name else (number,)
            words[i] = Label(named, "r", shift)
        else:
            words[i] = Label((number,), _side(values, i))
    return words


def _side(values: Values, index: int) -> Position:
    near = [values[i] for i in (index - 1, index + 1) if 0 <= i < len(values)]
    beside = [value for value in near if value is not None]
    here = values[index] or 0
    is_dip = all(here <= other for other in beside) and any(here < other for other in beside)
    return "b" if here > 0 and is_dip else "t"


def _with_numbers(series: Series, view: View, size: float) -> Series:
    words = {
        i: Label((Run(short(value, view.unit), size, LIGHT.ink),), "outEnd")
        for i, value in enumerate(series.values)
        if value is not None
    }
    return Series(series.name, series.values, series.fill, labels=words)


def _totals(view: View, names: list[str]) -> Values:
    declared = view.options.get("total")
    if declared and declared in view.frame:
        return numbers(view.frame[declared])
    return numbers(view.frame[names].sum(axis=1, min_count=1))


def _most(rows: pd.DataFrame, names: list[str]) -> float | None:
    value = rows[names].max().max()
    return None if is_missing(value) else float(value)


_MAKERS: dict[ViewKind, Callable[[View, float, float, float], Chart]] = {
    "trend": _trend,
    "bars": bars,
    "share_bars": share_bars,
    "funnel": funnel,
    "stacked": _stacked,
}
