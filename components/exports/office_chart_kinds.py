"""View → native Office chart: the kinds that Excel can draw, with the labels they have on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from components.exports.document import Item
from components.exports.office_chart import Chart, Label, Position, Series
from components.exports.pptx_shapes import Run
from components.exports.svg_marks import Fill
from components.exports.svg_series import series_fill
from components.views.columns import is_whole
from components.views.figures_flow import narrowest
from components.views.formats import fraction, full, is_missing, percent, short, shortened, text_width
from components.views.model import View, ViewKind
from components.views.palette import text_on
from components.views.tokens import LIGHT
from data.measures.model import SMALL_BASE

Values = list[float | None]
MANY_POINTS = 12
"""Up to so many points all carry their number; beyond only the highest, the lowest and the newest."""
_BIG = 10_000
"""From here on the screen prints 万, which no number format can."""
_NAMES_SHARE = 0.34
"""Of the width that names of lying bars may take; longer ones are broken by Office, the longest cut."""


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
    values = _values(rows["value"])
    base = _values(rows["compare"]) if "compare" in rows else None
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
            labels=words,
        )
    )
    aside = max(
        (text_width(_said(label), size) for s in series for label in s.labels.values() if label.position == "r"),
        default=0,
    )
    left = _axis_width(top, view, size)
    inner = (left / width, 0.06, (width - left - aside - 14) / width, (height * 0.94 - size * 2) / height)
    return Chart(
        labels,
        series,
        inner,
        heading=_heading(view, "年月"),
        most=top * 1.13,
        axis_format=_axis_format(view),
        skip=_skip(labels, inner[2] * width, size),
        size=size,
        number_format=_cells(view, rows["value"]),
    )


def _bars(view: View, width: float, height: float, size: float) -> Chart:
    """Lying bars in the frame's order, the number at each end."""
    rows = view.frame
    values = _values(rows["value"])
    said = (
        [str(text) for text in rows["display"]] if "display" in rows else [short(v, view.unit) for v in rows["value"]]
    )
    picked = rows["highlight"].to_numpy(dtype=bool) if "highlight" in rows else np.ones(len(rows), dtype=bool)
    printed = _number_format(view, rows["value"], said)
    words = (
        {} if printed else {i: Label((Run(text, size, LIGHT.ink),), "outEnd") for i, text in enumerate(said) if text}
    )
    size = _row_size(len(values), height, size)
    series = Series(
        _named(view, "value"),
        values,
        Fill(LIGHT.bar),
        point_fills={i: Fill(LIGHT.soft) for i, pick in enumerate(picked) if not pick},
        labels=words,
        number_format=printed,
    )
    return _lying(view, [series], said, max((v for v in values if v is not None), default=0) or 1.0, width, size)


def _share_bars(view: View, width: float, height: float, size: float) -> Chart:
    """Shares in front of a grey 100 %; small bases are printed as a fraction and have no bar."""
    rows = view.frame
    small = rows["is_small"].to_numpy(dtype=bool)
    values = [None if is_small else v for v, is_small in zip(_values(rows["value"]), small, strict=True)]
    size = _row_size(len(values), height, size)
    unit = f" {view.unit}" if view.unit and view.unit != "%" else ""
    words = {}
    for i, (above, below, value) in enumerate(zip(rows["numerator"], rows["denominator"], values, strict=True)):
        of = fraction(above, below)
        runs = (Run(of, size, LIGHT.ink, True), Run(unit, size, LIGHT.mute))
        if value is not None:
            runs = (Run(percent(value), size, LIGHT.ink, True), Run(f"  {of}{unit}", size, LIGHT.mute))
        words[i] = Label(runs, "outEnd")
    if len(rows) == 1 and values[0] is not None:
        return _ring_of_share(view, width, height, size)
    said = [_said(label) for label in words.values()]
    series = [
        Series("满格（100%）", [100.0] * len(values), Fill(LIGHT.grid), labels=words),
        Series(_named(view, "value"), values, Fill(LIGHT.bar)),
    ]
    parts = [(_named(view, name), _values(rows[name])) for name in ("numerator", "denominator")]
    return _lying(view, series, said, 100.0, width, size, further=parts, overlap=100)


def _funnel(view: View, width: float, height: float, size: float) -> Chart:
    """Counts from the left; behind them an unseen bar of full length that carries share and days; the narrowest in ochre."""
    rows = view.frame
    counts = _values(rows["n"])
    top = max((n for n in counts if n is not None), default=0) or 1.0
    low = narrowest(rows)
    size = _row_size(len(counts), height, size)
    inside: dict[int, Label] = {}
    for i, count in enumerate(counts):
        if count is not None:
            fits = count / top > 0.12
            colour = text_on(LIGHT.watch if i == low else LIGHT.bar, LIGHT) if fits else LIGHT.ink
            inside[i] = Label((Run(full(count), size + 1, colour, True),), "ctr" if fits else "outEnd")
    beside = {0: Label((Run("转化率 · 用时", size, LIGHT.mute),), "outEnd")} if len(counts) > 1 else {}
    for i, (share, days) in enumerate(zip(rows["share_pct"], rows["median_days"], strict=True)):
        if i:
            time = "" if is_missing(days) else f"  中位 {full(float(days))} 天"
            colour = LIGHT.watch if i == low else LIGHT.ink
            beside[i] = Label((Run(percent(share), size, colour, True), Run(time, size, LIGHT.mute)), "outEnd")
    fills = {} if low is None else {low: Fill(LIGHT.watch)}
    series = [
        Series("（留白）", [top] * len(counts), labels=beside),
        Series(_named(view, "n", "数量"), counts, Fill(LIGHT.bar), point_fills=fills, labels=inside),
    ]
    parts = [(_named(view, name, word), _values(rows[name])) for name, word in _STEP_WORDS]
    said = [_said(label) for label in beside.values()]
    return _lying(view, series, said, top, width, size, further=parts, overlap=100, heading="环节")


_STEP_WORDS = (("share_pct", "转化率（%）"), ("median_days", "中位天数（天）"))


def _stacked(view: View, width: float, height: float, size: float) -> Chart:
    """Parts on top of each other with the whole above, or side by side; a single stack is a ring."""
    rows = view.frame
    declared: dict[str, dict[str, str]] = dict(view.options["series"])
    side_by_side = bool(view.options.get("grouped"))
    if len(rows) == 1 and not side_by_side and len(declared) > 1:
        return _ring_of_stack(view, width, height, size)
    labels = [str(label) for label in rows["label"]]
    left = _axis_width(1, view, size)
    series = [Series(d["label"], _values(rows[name]), series_fill(d["role"], LIGHT)) for name, d in declared.items()]
    totals = _totals(view, list(declared)) if not side_by_side else [_most(rows, list(declared))]
    top = max((t for t in totals if t is not None), default=0) or 1.0
    left = _axis_width(top, view, size)
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
        heading=_heading(view, "类别"),
        is_stacked=not side_by_side,
        gap=55 if len(labels) > 3 else 150,
        most=top * 1.12,
        axis_format=_axis_format(view),
        skip=_skip(labels, room, size),
        has_legend=has_legend,
        legend_at=(0, 0, min(names / width, 1.0), 0.08),
        size=size,
        number_format=_cells(view, pd.Series(rows[list(declared)].to_numpy(dtype=float).ravel())),
    )


def _ring_of_stack(view: View, width: float, height: float, size: float) -> Chart:
    """The parts of one whole."""
    declared: dict[str, dict[str, str]] = dict(view.options["series"])
    row = view.frame.iloc[0]
    names = [d["label"] for d in declared.values()]
    values = [None if is_missing(row[name]) else float(row[name]) for name in declared]
    fills = {i: series_fill(d["role"], LIGHT) for i, d in enumerate(declared.values())}
    return _ring(view, names, values, fills, str(row["label"]), (width, height), size)


def _ring_of_share(view: View, width: float, height: float, size: float) -> Chart:
    """One share: what is above the line, and the rest of what is below it."""
    row = view.frame.iloc[0]
    above, below = float(row["numerator"]), float(row["denominator"])
    names = [_named(view, "numerator", "分子"), "其余"]
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
    high = min((size + 2) * 2.2 * len(told) / height, 0.9)
    return Chart(
        told,
        [Series(name, values, point_fills=fills)],
        ((width * 0.25 - side / 2) / width, (height - side) / 2 / height, side / width, side / height),
        is_ring=True,
        has_legend=True,
        legend_at=(0.54, 0.5 - high / 2, 0.45, high),
        size=size + 2,
        number_format="#,##0.##",
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


def _lying(
    view: View,
    series: list[Series],
    said: Sequence[str],
    top: float,
    width: float,
    size: float,
    *,
    further: Sequence[tuple[str, Sequence[float | str | None]]] = (),
    overlap: int = 0,
    heading: str = "类别",
) -> Chart:
    labels = [str(label) for label in view.frame["label"]]
    left = min(max((text_width(label, size) for label in labels), default=0) + size, width * _NAMES_SHARE)
    labels = [shortened(label, 1.8 * (left - size), size) for label in labels]
    right = max((text_width(text, size) for text in said), default=0) + size * 1.6
    few = {1: 260, 2: 190, 3: 130}
    return Chart(
        labels,
        series,
        (left / width, 0.01, (width - left - right) / width, 0.98),
        heading=_heading(view, heading),
        further=further,
        is_lying=True,
        overlap=overlap,
        gap=few.get(len(labels), 52),
        most=top,
        size=size,
        number_format=_cells(view, view.frame["n" if view.kind == "funnel" else "value"]),
    )


def _values(column: pd.Series) -> Values:
    return [None if is_missing(value) else float(value) for value in column]


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
    return "b" if beside and here > 0 and all(here <= other for other in beside) else "t"


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
        return _values(view.frame[declared])
    return _values(view.frame[names].sum(axis=1, min_count=1))


def _most(rows: pd.DataFrame, names: list[str]) -> float | None:
    value = rows[names].max().max()
    return None if is_missing(value) else float(value)


def _number_format(view: View, values: pd.Series, said: Sequence[str]) -> str:
    """The format that prints each number as it is on the screen; "" where none does."""
    known = pd.to_numeric(values, errors="coerce").dropna()
    if values.isna().any() or (known.abs() >= _BIG).any():
        return ""
    for code, written in (("#,##0", "{:,.0f}"), ("#,##0.0", "{:,.1f}"), ('0.0"%"', "{:.1f}%")):
        if [written.format(value) for value in known] == list(said):
            return code
    return ""


def _cells(view: View, values: pd.Series) -> str:
    if view.unit == "%" or view.kind == "share_bars":
        return "0.0"
    return "#,##0" if is_whole(values) else "#,##0.0"


def _axis_format(view: View) -> str:
    return '0"%"' if view.unit == "%" else "#,##0.##" if "/" in view.unit or view.unit == "天" else "#,##0"


def _axis_width(top: float, view: View, size: float) -> float:
    return text_width(f"{top * 1.13:,.0f}" + ("%" if view.unit == "%" else ""), size) + size * 0.9


def _skip(labels: Sequence[str], room: float, size: float) -> int:
    """Every how manieth name has room; names may break into two lines."""
    widest = max((text_width(label, size) for label in labels), default=0)
    widest = widest if widest <= size * 6 else widest / 2
    return max(1, -(-int((widest + 4) * len(labels)) // max(int(room), 1)))


def _row_size(count: int, height: float, size: float) -> float:
    """Words no higher than the rows they stand in."""
    return max(min(size, height / max(count, 1) * 0.72), 7)


def _said(label: Label) -> str:
    return "".join(run.text for run in label.runs)


def _named(view: View, column: str, other: str = "") -> str:
    return str(view.labels.get(column) or other or view.title)


def _heading(view: View, other: str) -> str:
    return str(view.labels.get("label") or view.labels.get("key") or other)


_MAKERS: dict[ViewKind, Callable[[View, float, float, float], Chart]] = {
    "trend": _trend,
    "bars": _bars,
    "share_bars": _share_bars,
    "funnel": _funnel,
    "stacked": _stacked,
}
