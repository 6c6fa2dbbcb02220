"""Series as marks: the line with its compared period, and stacked or grouped bars."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from components.exports.document import Item
from components.exports.svg_axes import LINE, Frame, axes, clear_words, extent, is_time, legend
from components.exports.svg_marks import Box, Fill, Mark, Path, Point, Stroke, Words, disc, polyline
from components.views.figures_marked import spans
from components.views.formats import is_missing, short, shortened, text_width, whole
from components.views.model import View
from components.views.palette import role_colour
from components.views.tokens import Theme

_NAMES_SHARE = 0.22
"""Of a wall's width that the names of the lines may take."""
_FAR_PITCH = 3.2
"""On a wall a group's bar is at least so many sizes apart from the next; more groups are counted, not drawn."""
_MANY_POINTS = 14
"""Beyond so many points only the highest, the lowest and the newest carry their number."""


def trend(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """The current period as a line with points, the compared one dashed in grey, each named at its end."""
    view, rows = item.view, item.view.frame
    labels = [str(label) for label in rows["label"]]
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    base = rows["compare"].to_numpy(dtype=float, na_value=np.nan) if "compare" in rows else None
    known = values if base is None else np.concatenate([values, base])
    top = (float(np.nanmax(known, initial=0)) or 1.0) * 1.06
    names = _names(view, width * _NAMES_SHARE if theme.is_far else 0, theme) if base is not None else ("", "")
    aside = max(text_width(name, theme.size) for name in names) + _end_gap(values, view, theme)
    frame, marks = axes(view, labels, top, (0, width - aside, theme.size * 1.4, height), theme)
    marks = [*_bands(frame, rows, theme), *marks]
    if base is not None:
        marks += _line(frame, base, Stroke(theme.ref, theme.wide * 0.7, is_dashed=True), view)
    marks += _line(frame, values, Stroke(theme.good, theme.wide), view)
    for index, value in enumerate(values):
        if is_missing(value):
            continue
        hint = f"{labels[index]}：{whole(value, view.unit)}"
        marks.append(disc(frame.x(index), frame.y(value), theme.wide * 1.25, Fill(theme.good), hint))
    ends = _end_names(frame, values, base, names, _end_gap(values, view, theme), theme) if base is not None else []
    if theme.is_far:
        return [*marks, *ends, *_clear_numbers(frame, values, base, view, theme, [*marks, *ends])]
    return [*marks, *_point_words(frame, values, base, view, theme), *ends]


def _bands(frame: Frame, rows: pd.DataFrame, theme: Theme) -> list[Mark]:
    """A grey band behind the chosen months."""
    return [
        Box(
            frame.x(first) - frame.pitch / 2,
            frame.top,
            frame.pitch * (last - first + 1),
            frame.bottom - frame.top,
            Fill(theme.grid),
        )
        for first, last in spans(rows)
    ]


def _names(view: View, room: float, theme: Theme) -> tuple[str, str]:
    """What the two lines are called, cut to a width where there is one."""
    names = str(view.options.get("name") or "本期"), str(view.options.get("compare_name") or "对比期")
    here, there = (shortened(name, room, theme.size) if room else name for name in names)
    return here, there


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


def _clear_numbers(
    frame: Frame, values: np.ndarray, base: np.ndarray | None, view: View, theme: Theme, standing: list[Mark]
) -> list[Mark]:
    """The numbers of a wall: as many as stand free of each other and of the names; newest, highest, lowest first."""
    known = [index for index, value in enumerate(values) if not is_missing(value)]
    telling = [known[-1], max(known, key=lambda i: values[i]), min(known, key=lambda i: values[i])] if known else []
    lines = _lines(frame, [values, base], view)
    near = theme.size * 1.05
    choices = []
    for index in dict.fromkeys([*telling, *(known if len(known) <= _MANY_POINTS else [])]):
        at, text = frame.y(float(values[index])), short(values[index], view.unit)
        is_below = values[index] > 0 and _belongs_below(values, base, index)
        long = text_width(text, theme.size)
        low, high = frame.left + long / 2 - theme.size * 0.3, frame.right - long / 2 + theme.size * 0.3
        places = [
            Words(
                min(max(frame.x(index) + dx, low), high),
                at + dy,
                text,
                theme.size,
                theme.ink,
                "middle",
                halo=theme.card,
            )
            for dx in (0.0, long / 2 + theme.size * 0.3, -long / 2 - theme.size * 0.3)
            for dy in ((near, -near) if is_below else (-near, near))
        ]
        places = [place for place in places if place.y <= frame.bottom - theme.size * LINE / 2]
        # A number on the line is harder to read than one beside its point.
        choices.append(sorted(places, key=lambda place: bool(shapely.box(*extent(place)).intersects(lines))))
    return clear_words(choices, standing, frame.right + theme.size, frame.bottom)


def _lines(frame: Frame, series: list[np.ndarray | None], view: View) -> BaseGeometry:
    """The drawn lines as one shape, to keep numbers off them."""
    drawn = [mark for line in series if line is not None for mark in _line(frame, line, Stroke(), view)]
    return shapely.union_all(
        [shapely.LineString([step for _, step in mark.steps]) for mark in drawn if isinstance(mark, Path)]
    )


def _belongs_below(values: np.ndarray, base: np.ndarray | None, index: int) -> bool:
    """Whether a point's number stands under it: a dip, or just under the compared line."""
    near = [values[i] for i in (index - 1, index + 1) if 0 <= i < len(values) and not is_missing(values[i])]
    is_dip = bool(near) and all(values[index] <= other for other in near)
    is_under = base is not None and not is_missing(base[index]) and values[index] < base[index]
    return is_dip or (is_under and not all(values[index] >= other for other in near))


def _end_gap(values: np.ndarray, view: View, theme: Theme) -> float:
    """From the newest point to the names of the lines: on a wall its number keeps clear of them."""
    if not theme.is_far or not len(values) or is_missing(values[-1]):
        return float(theme.size)
    return text_width(short(values[-1], view.unit), theme.size) / 2 + theme.size * 0.6


def _end_names(
    frame: Frame,
    values: np.ndarray,
    base: np.ndarray | None,
    names: tuple[str, str],
    gap_x: float,
    theme: Theme,
) -> list[Mark]:
    """The names of the two lines, written where they end and kept apart."""
    ends = [line[-1] if line is not None and len(line) else np.nan for line in (values, base)]
    if any(is_missing(end) for end in ends):
        ends = [frame.most * 0.9, frame.most * 0.8]
    here, there = (frame.y(float(end)) for end in ends)
    gap = theme.size * (LINE if theme.is_far else 1.2)
    if abs(here - there) < gap:
        middle = (here + there) / 2
        here, there = (middle - gap / 2, middle + gap / 2) if here <= there else (middle + gap / 2, middle - gap / 2)
    if theme.is_far:
        lowest = frame.bottom - theme.size * LINE / 2
        over = max(here, there) - lowest
        here, there = (y - over if over > 0 else y for y in (here, there))
    x = frame.x(frame.count - 1) + (gap_x if theme.is_far else theme.size * 0.9)
    return [
        Words(x, y, name, theme.size, colour, halo=theme.card)
        for name, y, colour in zip(names, (here, there), (theme.good, theme.mute), strict=True)
    ]


def stacked(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Bars of parts over months or groups, the whole on top of each; or side by side, each with its number."""
    view = _few_groups(item.view, width, theme) if theme.is_far else item.view
    rows = view.frame
    series: dict[str, dict[str, str]] = dict(view.options["series"])
    grouped = bool(view.options.get("grouped"))
    labels = [str(label) for label in rows["label"]]
    parts = {column: rows[column].to_numpy(dtype=float, na_value=np.nan) for column in series}
    totals = _totals(view, parts, grouped=grouped)
    top = (float(np.nanmax(totals, initial=0)) or 1.0) * 1.08
    fills = {column: series_fill(declared["role"], theme) for column, declared in series.items()}
    key, used = legend([(series[column]["label"], fills[column]) for column in series], width, theme)
    if left_out := len(item.view.frame) - len(rows):
        note = f"另有 {left_out:,} 组未列出"
        key.append(Words(width, used + theme.size * 0.8, note, theme.size, theme.mute, "end"))
        used += theme.size * 1.6
    frame, marks = axes(view, labels, top, (0, width, used + theme.size * 1.2, height), theme)
    marks = [*_bands(frame, rows, theme), *marks]
    thick = frame.pitch * (0.66 if len(labels) > 3 else 0.4)
    thick = frame.pitch * 0.88 if grouped and theme.is_far else thick
    draw = _side_by_side if grouped else _piled
    marks += draw(frame, parts, fills, thick, view, theme)
    if not grouped:
        marks += _total_words(frame, totals, view, theme)
    return [*key, *marks]


def _few_groups(view: View, width: float, theme: Theme) -> View:
    """The view with as many groups as a wall can name; months are never left out, only some of their names."""
    most = int(width * 0.94 / (theme.size * _FAR_PITCH))
    if len(view.frame) <= most or is_time(str(label) for label in view.frame["label"]):
        return view
    return replace(view, frame=view.frame.head(most))


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
            usual = theme.text(0.92) if theme.is_far else theme.size
            size = min(theme.text(0.92), usual * each * 0.98 / max(text_width(text, theme.text(0.92)), 1e-9))
            if size >= max(theme.size * 0.6, theme.least):
                marks.append(Words(x + each * 0.46, y - theme.size * 0.7, text, size, theme.ink, "middle"))
    return marks


def _total_words(frame: Frame, totals: np.ndarray, view: View, theme: Theme) -> list[Mark]:
    texts = ["" if is_missing(total) or not total else short(total, view.unit) for total in totals]
    widest = max((text_width(text, theme.text(0.92)) for text in texts), default=0)
    if widest > frame.pitch * 1.05:
        return []
    return [
        Words(frame.x(i), frame.y(float(totals[i])) - theme.size * 0.8, text, theme.text(0.92), theme.ink, "middle")
        for i, text in enumerate(texts)
        if text
    ]


def series_fill(role: str, theme: Theme) -> Fill:
    """A series' fill; what is not due yet is hatched as well, so that it is told apart without colour."""
    colour = role_colour(theme, role)
    return Fill(colour, "diagonal", theme.ref) if role == "not_due" else Fill(colour)
