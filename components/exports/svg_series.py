"""Series as marks: the line with its compared period, and stacked or grouped bars."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from components.exports.document import Item
from components.exports.svg_marks import Box, Fill, Mark, Path, Point, Stroke, Words, disc, polyline
from components.views.formats import is_missing, short, text_width, whole
from components.views.model import View
from components.views.palette import role_colour
from components.views.tokens import Theme

_MANY_POINTS = 14
"""Beyond so many points only the highest, the lowest and the newest carry their number."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing area of a series: px of its edges, and the value at its top edge."""

    left: float
    right: float
    top: float
    bottom: float
    most: float
    count: int

    def x(self, index: int) -> float:
        """The middle of a category."""
        return self.left + (index + 0.5) * self.pitch

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom - (self.bottom - self.top) * value / self.most

    @property
    def pitch(self) -> float:
        """Width of a category."""
        return (self.right - self.left) / max(self.count, 1)


def readable_step(top: float, *, is_whole: bool, lines: int = 4) -> float:
    """The distance of grid lines: 1, 2 or 5 times a power of ten, at least 1 where only whole numbers occur."""
    raw = max(top, 1e-9) / lines
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw - 1e-12)
    return max(step, 1.0) if is_whole else step


def axes(
    view: View, labels: list[str], top: float, edges: tuple[float, float, float, float], theme: Theme
) -> tuple[Frame, list[Mark]]:
    """Grid lines with their values and the names of the categories, thinned where they would touch.

    Args:
        view: gives the unit.
        labels: names along the axis.
        top: largest value.
        edges: left, right, top and bottom of everything, axis words included.
        theme: colours and size.
    """
    left, right, upper, lower = edges
    step = readable_step(top, is_whole=view.unit != "%" and "/" not in view.unit)
    most = step * max(math.ceil(top / step - 1e-9), 1)
    values = np.arange(0, most + step / 2, step)
    names = [short(float(value), view.unit) if value else "0" for value in values]
    frame = Frame(
        left + max(text_width(name, theme.size) for name in names) + theme.size * 0.6,
        right,
        upper,
        lower - theme.size * 1.7,
        most,
        len(labels),
    )
    marks: list[Mark] = []
    for value, name in zip(values, names, strict=True):
        y = frame.y(float(value))
        colour = theme.ref if not value else theme.grid
        marks.append(Path(polyline([(frame.left, y), (frame.right, y)]), stroke=Stroke(colour, 1)))
        marks.append(Words(frame.left - theme.size * 0.5, y, name, theme.size * 0.92, theme.mute, "end"))
    shown, size = shown_labels(labels, frame.pitch, theme)
    for index in shown:
        marks.append(Words(frame.x(index), lower - theme.size * 0.75, labels[index], size, theme.ink2, "middle"))
    return frame, marks


def shown_labels(labels: list[str], pitch: float, theme: Theme) -> tuple[list[int], float]:
    """Which labels have room, and their size: a little smaller before any is left out; the last is always there."""
    widest = max((text_width(label, theme.size) for label in labels), default=0) + theme.size * 0.4
    size = theme.size * min(1.0, max(pitch / max(widest, 1e-9), 0.72))
    step = max(1, math.ceil(widest * size / theme.size / max(pitch, 1e-9) - 1e-9))
    return list(range(len(labels) - 1, -1, -step))[::-1], size


def trend(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """The current period as a line with points, the compared one dashed in grey, each named at its end."""
    view, rows = item.view, item.view.frame
    labels = [str(label) for label in rows["label"]]
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    base = rows["compare"].to_numpy(dtype=float, na_value=np.nan) if "compare" in rows else None
    known = values if base is None else np.concatenate([values, base])
    top = (float(np.nanmax(known, initial=0)) or 1.0) * 1.06
    names = _names(view) if base is not None else ("", "")
    aside = max(text_width(name, theme.size) for name in names) + theme.size
    frame, marks = axes(view, labels, top, (0, width - aside, theme.size * 1.4, height), theme)
    if base is not None:
        marks += _line(frame, base, Stroke(theme.ref, theme.wide * 0.7, is_dashed=True), view)
    marks += _line(frame, values, Stroke(theme.good, theme.wide), view)
    for index, value in enumerate(values):
        if is_missing(value):
            continue
        hint = f"{labels[index]}：{whole(value, view.unit)}"
        marks.append(disc(frame.x(index), frame.y(value), theme.wide * 1.25, Fill(theme.good), hint))
    marks += _point_words(frame, values, base, view, theme)
    return marks + (_end_names(frame, values, base, names, theme) if base is not None else [])


def _names(view: View) -> tuple[str, str]:
    return str(view.options.get("name") or "本期"), str(view.options.get("compare_name") or "对比期")


def _line(frame: Frame, values: np.ndarray, stroke: Stroke, view: View) -> list[Mark]:
    """The line through the known points, broken where there is none; a stock keeps its value until the next count."""
    marks: list[Mark] = []
    run: list[Point] = []
    for index, value in enumerate([*values, np.nan]):
        if not is_missing(value):
            if run and view.options.get("step"):
                run.append((frame.x(index), run[-1][1]))
            run.append((frame.x(index), frame.y(float(value))))
            continue
        if len(run) > 1:
            marks.append(Path(polyline(run), stroke=stroke))
        run = []
    return marks


def _point_words(frame: Frame, values: np.ndarray, base: np.ndarray | None, view: View, theme: Theme) -> list[Mark]:
    """Numbers at the points where there is room, else at the highest, lowest and newest; away from the other line."""
    known = [index for index, value in enumerate(values) if not is_missing(value)]
    widest = max((text_width(short(values[i], view.unit), theme.size) for i in known), default=0)
    if known and (widest + theme.size * 0.5 > frame.pitch or len(known) > _MANY_POINTS):
        high, low = max(known, key=lambda i: values[i]), min(known, key=lambda i: values[i])
        apart = [i for i in (high, low) if (known[-1] - i) * frame.pitch > widest + theme.size * 0.5]
        known = sorted({known[-1], *apart})
    marks: list[Mark] = []
    for index in known:
        is_below = values[index] > 0 and _belongs_below(values, base, index)
        y = frame.y(float(values[index])) + theme.size * (1.05 if is_below else -1.05)
        if y > frame.bottom - theme.size * 0.5:
            y = frame.y(float(values[index])) - theme.size * 1.05
        text = short(values[index], view.unit)
        marks.append(Words(frame.x(index), y, text, theme.size, theme.ink, "middle", halo=theme.card))
    return marks


def _belongs_below(values: np.ndarray, base: np.ndarray | None, index: int) -> bool:
    """Whether a point's number stands under it: a dip, or just under the compared line."""
    near = [values[i] for i in (index - 1, index + 1) if 0 <= i < len(values) and not is_missing(values[i])]
    is_dip = bool(near) and all(values[index] <= other for other in near)
    is_under = base is not None and not is_missing(base[index]) and values[index] < base[index]
    return is_dip or (is_under and not all(values[index] >= other for other in near))


def _end_names(
    frame: Frame, values: np.ndarray, base: np.ndarray | None, names: tuple[str, str], theme: Theme
) -> list[Mark]:
    """The names of the two lines, written where they end and kept apart."""
    ends = [line[-1] if line is not None and len(line) else np.nan for line in (values, base)]
    if any(is_missing(end) for end in ends):
        ends = [frame.most * 0.9, frame.most * 0.8]
    here, there = (frame.y(float(end)) for end in ends)
    gap = theme.size * 1.2
    if abs(here - there) < gap:
        middle = (here + there) / 2
        here, there = (middle - gap / 2, middle + gap / 2) if here <= there else (middle + gap / 2, middle - gap / 2)
    x = frame.x(frame.count - 1) + theme.size * 0.9
    return [
        Words(x, y, name, theme.size, colour, halo=theme.card)
        for name, y, colour in zip(names, (here, there), (theme.good, theme.mute), strict=True)
    ]


def stacked(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Bars of parts over months or groups, the whole on top of each; or side by side, each with its number."""
    view, rows = item.view, item.view.frame
    series: dict[str, dict[str, str]] = dict(view.options["series"])
    grouped = bool(view.options.get("grouped"))
    labels = [str(label) for label in rows["label"]]
    parts = {column: rows[column].to_numpy(dtype=float, na_value=np.nan) for column in series}
    totals = _totals(view, parts, grouped=grouped)
    top = (float(np.nanmax(totals, initial=0)) or 1.0) * 1.08
    fills = {column: series_fill(declared["role"], theme) for column, declared in series.items()}
    key, used = legend([(series[column]["label"], fills[column]) for column in series], width, theme)
    frame, marks = axes(view, labels, top, (0, width, used + theme.size * 1.2, height), theme)
    thick = frame.pitch * (0.66 if len(labels) > 3 else 0.4)
    draw = _side_by_side if grouped else _piled
    marks += draw(frame, parts, fills, thick, view, theme)
    if not grouped:
        marks += _total_words(frame, totals, view, theme)
    return [*key, *marks]


def _totals(view: View, parts: dict[str, np.ndarray], *, grouped: bool) -> np.ndarray:
    columns = np.array(list(parts.values()))
    if grouped:
        return np.nanmax(columns, axis=0, initial=0)
    declared = view.options.get("total")
    if declared and declared in view.frame:
        return view.frame[declared].to_numpy(dtype=float, na_value=np.nan)
    return np.nansum(columns, axis=0)


def _piled(
    frame: Frame, parts: dict[str, np.ndarray], fills: dict[str, Fill], thick: float, view: View, theme: Theme
) -> list[Mark]:
    marks: list[Mark] = []
    reached = np.zeros(frame.count)
    names = view.options["series"]
    for column, values in parts.items():
        for index, value in enumerate(values):
            if is_missing(value) or not value:
                continue
            low, high = frame.y(reached[index]), frame.y(reached[index] + value)
            hint = f"{view.frame['label'].iloc[index]} {names[column]['label']}：{whole(value, view.unit)}"
            marks.append(Box(frame.x(index) - thick / 2, high, thick, low - high, fills[column], hint=hint))
        reached = reached + np.nan_to_num(values)
    return marks


def _side_by_side(
    frame: Frame, parts: dict[str, np.ndarray], fills: dict[str, Fill], thick: float, view: View, theme: Theme
) -> list[Mark]:
    marks: list[Mark] = []
    each = thick / len(parts)
    names = view.options["series"]
    for number, (column, values) in enumerate(parts.items()):
        for index, value in enumerate(values):
            if is_missing(value):
                continue
            x, y = frame.x(index) - thick / 2 + number * each, frame.y(float(value))
            hint = f"{view.frame['label'].iloc[index]} {names[column]['label']}：{whole(value, view.unit)}"
            marks.append(Box(x, y, each * 0.92, frame.bottom - y, fills[column], hint=hint))
            text = short(value, view.unit)
            size = min(theme.size * 0.92, theme.size * each * 0.98 / max(text_width(text, theme.size * 0.92), 1e-9))
            if size >= theme.size * 0.6:
                marks.append(Words(x + each * 0.46, y - theme.size * 0.7, text, size, theme.ink, "middle"))
    return marks


def _total_words(frame: Frame, totals: np.ndarray, view: View, theme: Theme) -> list[Mark]:
    texts = ["" if is_missing(total) or not total else short(total, view.unit) for total in totals]
    widest = max((text_width(text, theme.size * 0.92) for text in texts), default=0)
    if widest > frame.pitch * 1.05:
        return []
    return [
        Words(frame.x(i), frame.y(float(totals[i])) - theme.size * 0.8, text, theme.size * 0.92, theme.ink, "middle")
        for i, text in enumerate(texts)
        if text
    ]


def series_fill(role: str, theme: Theme) -> Fill:
    """A series' fill; what is not due yet is hatched as well, so that it is told apart without colour."""
    colour = role_colour(theme, role)
    return Fill(colour, "diagonal", theme.ref) if role == "not_due" else Fill(colour)


def legend(entries: list[tuple[str, Fill]], width: float, theme: Theme) -> tuple[list[Mark], float]:
    """Squares and names in lines that fit, and the height they take; nothing for a single series."""
    if len(entries) < 2:
        return [], 0.0
    marks: list[Mark] = []
    x, y, side = 0.0, theme.size * 0.8, theme.size * 0.85
    for name, fill in entries:
        wide = side + theme.size * 0.5 + text_width(name, theme.size)
        if x and x + wide > width:
            x, y = 0.0, y + theme.size * 1.6
        marks.append(Box(x, y - side / 2, side, side, fill))
        marks.append(Words(x + side + theme.size * 0.5, y, name, theme.size, theme.ink2))
        x += wide + theme.size * 1.4
    return marks, y + theme.size * 0.8
