"""Fields of cells as marks: the calendar of days and the heat map of two dimensions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from components.exports.document import Item
from components.exports.svg_axes import LINE, two_lines
from components.exports.svg_map import empty_fill
from components.exports.svg_marks import NO_FILL, NO_STROKE, Box, Fill, Mark, Point, Stroke, Words
from components.views.figures_marked import frames
from components.views.formats import is_missing, short, shortened, text_width, whole
from components.views.palette import text_on
from components.views.tokens import Theme

_CORNER = "角标：有台账该报未报"
_STATE_LETTERS = {"none": "n", "zero": "z", "wait": "w", "hide": "h"}
_WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_FAR_ROW, _FAR_COLUMN, _FAR_KEPT = 1.7, 3.0, 12
"""On a wall a row is at least so many sizes high and a column so many wide; of more rows this many are kept."""


def pale(theme: Theme) -> str:
    """Of a day inside the period with nothing: unlike the lowest class, unlike the days outside."""
    return "#20262F" if theme.is_dark else "#F0F1F3"


def step_colour(value: float, top: float, theme: Theme) -> str:
    """The colour of a value on the ramp in steps from nothing to the largest."""
    steps = len(theme.seq)
    return theme.seq[min(max(int(value / (top or 1.0) * steps), 0), steps - 1)]


def calendar(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """A column a week, a row a weekday; months named above, the meaning of the colours below."""
    rows, unit = item.view.frame, item.view.unit
    days = pd.to_datetime(rows["day"])
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    if days.empty:
        return []
    top = float(np.nanmax(values, initial=0)) or 1.0
    monday = days.iloc[0] - pd.Timedelta(days=int(days.iloc[0].day_of_week))
    weeks = ((days - monday).dt.days // 7).to_numpy()
    left, upper = text_width("周一", theme.size) + theme.size * 0.8, theme.size * 1.9
    count = int(weeks.max()) + 1
    most = theme.size * (7.0 if theme.is_far else 2.8)
    wide = min((width - left) / count, most)
    high = min((height - upper - theme.size * 2.2) / 7, wide * (3.0 if theme.is_far else 1.6))
    left += (width - left - wide * count) / 2 if theme.is_far else 0
    marks: list[Mark] = [
        Words(left - theme.size * 0.5, upper + (day + 0.5) * high, _WEEK[day], theme.size, theme.ink2, "end")
        for day in range(0, 7, 2)
    ]
    for when, week, value in zip(days, weeks, values, strict=True):
        colour = pale(theme) if is_missing(value) or not value else step_colour(value, top, theme)
        hint = f"{when.year}年{when.month}月{when.day}日 {_WEEK[when.day_of_week]}：{whole(value, unit)}"
        x, y = left + week * wide, upper + when.day_of_week * high
        marks.append(Box(x + 1, y + 1, wide - 2, high - 2, Fill(colour), hint=hint))
    marks += _months(days, weeks, left, wide, width, theme)
    return marks + _key(width, upper + 7 * high + theme.size * 1.3, f"最多一天 {whole(top, unit)}", theme)


def _months(days: pd.Series, weeks: np.ndarray, left: float, wide: float, width: float, theme: Theme) -> list[Mark]:
    """Each month over the week it starts in; January with its year where there are several."""
    several = days.dt.year.nunique() > 1
    marks: list[Mark] = []
    end = -1.0
    for index, (when, week) in enumerate(zip(days, weeks, strict=True)):
        if when.day != 1 and index:
            continue
        name = f"{when.year % 100}年{when.month}月" if several and (when.month == 1 or not index) else f"{when.month}月"
        x = left + week * wide
        if x < end or (theme.is_far and x + text_width(name, theme.size) > width):
            continue
        marks.append(Words(x, theme.size * 0.8, name, theme.size, theme.ink2))
        end = x + text_width(name, theme.size) + theme.size * 0.4
    return marks


def _key(width: float, y: float, most: str, theme: Theme) -> list[Mark]:
    """What the colours mean, in one line at the right: nothing, then few to many."""
    side, gap = theme.size * 0.9, theme.size * 0.35
    tail = f"多（{most}）"
    start = width - text_width(tail, theme.size) - (side + gap) * len(theme.seq) - theme.size * 5.4
    marks: list[Mark] = [
        Box(start, y - side / 2, side, side, Fill(pale(theme)), Stroke(theme.line, 0.8)),
        Words(start + side + gap, y, "无", theme.size, theme.mute),
        Words(start + side + theme.size * 2.4, y, "少", theme.size, theme.mute),
    ]
    x = start + side + theme.size * 3.8
    for colour in theme.seq:
        marks.append(Box(x, y - side / 2, side, side, Fill(colour)))
        x += side + gap
    return [*marks, Words(x, y, tail, theme.size, theme.mute)]


def heatmap(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Rows by columns, each cell with its number; words where it has none."""
    rows, unit = item.view.frame, item.view.unit
    down, across = list(dict.fromkeys(rows["row"])), list(dict.fromkeys(rows["column"]))
    if not down or not across:
        return []
    marks: list[Mark] = []
    if theme.is_far:
        down, across, note = _few_cells(down, across, width, height, theme)
        rows = rows[rows["row"].isin(down) & rows["column"].isin(across)]
        if note:
            marks.append(Words(width, height - theme.size * 0.75, note, theme.size, theme.mute, "end"))
            height -= theme.size * 1.7
    if "silent" in rows and (rows["silent"] > 0).any():
        marks.append(Words(width, height - theme.size * 0.75, _CORNER, theme.size, theme.mute, "end"))
        height -= theme.size * 1.7
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    top = float(np.nanmax(values, initial=0)) or 1.0
    named = max(text_width(str(name), theme.size) for name in down)
    left = min(named, width * 0.3) + theme.size * 0.7
    wide = (width - left) / len(across)
    has_two_lines = any(text_width(str(name), theme.size) > wide - theme.size * 0.3 for name in across)
    upper = theme.size * (3.2 if theme.is_far and has_two_lines else 1.9)
    high = min((height - upper) / len(down), theme.size * (5 if theme.is_far else 3))
    size = max(min(theme.size, high * 0.8), theme.least)
    for i, name in enumerate(down):
        shown = shortened(str(name), left - theme.size * 0.7 + (1 if theme.is_far else 0), size)
        marks.append(Words(left - theme.size * 0.5, upper + (i + 0.5) * high, shown, size, theme.ink2, "end"))
    for j, name in enumerate(across):
        marks += _column_name(str(name), left + (j + 0.5) * wide, wide, upper, theme)
    said = rows["display"] if "display" in rows else [""] * len(rows)
    states = rows["state"] if "state" in rows else [""] * len(rows)
    few = rows["silent"].to_numpy() if "silent" in rows else np.zeros(len(rows), dtype="int64")
    for row, column, value, words, state, silent in zip(
        rows["row"], rows["column"], values, said, states, few, strict=True
    ):
        x, y = left + across.index(column) * wide, upper + down.index(row) * high
        known = not is_missing(value)
        fill = _cell_fill(str(state), value, top, theme)
        text = short(value, unit) if known else str(words or "")
        ink = theme.watch if state == "silent" else text_on(fill.colour, theme) if known else theme.ink2
        hint = f"{row} · {column}：{whole(value, unit) if known else text}"
        marks.append(Box(x + 1, y + 1, wide - 2, high - 2, fill, NO_STROKE, hint))
        if silent and state != "silent":
            side = theme.size * 0.4
            marks.append(Box(x + wide - 1 - side, y + 1, side, side, Fill(theme.watch)))
        room = wide - (theme.size * 0.4 if theme.is_far else 4)
        if theme.is_far and text_width(text, theme.least) > room:
            text = text.replace(".0%", "%")
        fitted = min(size, size * room / max(text_width(text, size), 1e-9))
        if text and fitted >= max(size * 0.6, theme.least):
            if fill.pattern:
                plate = text_width(text, fitted) + size * 0.5
                marks.append(Box(x + (wide - plate) / 2, y + high * 0.15, plate, high * 0.7, Fill(fill.colour)))
            marks.append(Words(x + wide / 2, y + high / 2, text, fitted, ink, "middle"))
    return [*marks, *_framed(rows, (left, upper), (wide, high), theme)]


def _framed(rows: pd.DataFrame, start: Point, cell: Point, theme: Theme) -> list[Mark]:
    """A line around the chosen rows and columns."""
    (left, upper), (wide, high), edge = start, cell, Stroke(theme.ink, theme.size / 7)
    return [
        Box(left + a * wide, upper + c * high, (b - a + 1) * wide, (d - c + 1) * high, NO_FILL, edge)
        for a, b, c, d in frames(rows)
    ]


def _cell_fill(state: str, value: object, top: float, theme: Theme) -> Fill:
    """A cell's colour by its number; where it has none, the grey or hatch of its state."""
    if state == "silent":
        return Fill(theme.watch_fill)
    if state in _STATE_LETTERS:
        fill = empty_fill(_STATE_LETTERS[state], theme)
        # From afar no word reads on a hatch, and the word says it all.
        return Fill(fill.colour) if theme.is_far else fill
    return Fill(theme.control) if is_missing(value) else Fill(step_colour(float(str(value)), top, theme))


def _few_cells(
    down: list[str], across: list[str], width: float, height: float, theme: Theme
) -> tuple[list[str], list[str], str]:
    """As many rows and columns as a wall can show, and a line that says how many are left out."""
    most_down = int((height - theme.size * 3.2) / (theme.size * _FAR_ROW))
    kept_down = down if len(down) <= most_down else down[: min(_FAR_KEPT, most_down - 1)]
    room = width - min(max(text_width(str(name), theme.size) for name in down), width * 0.3) - theme.size
    kept_across = across[: max(int(room / (theme.size * _FAR_COLUMN)), 1)]
    left_out = [
        f"{count:,} {what}"
        for count, what in ((len(down) - len(kept_down), "行"), (len(across) - len(kept_across), "列"))
        if count
    ]
    return kept_down, kept_across, f"另有 {'、'.join(left_out)}未列出" if left_out else ""


def _column_name(name: str, x: float, wide: float, upper: float, theme: Theme) -> list[Mark]:
    """A column's name above it, in two lines where one is too long."""
    room = wide - theme.size * 0.3
    if text_width(name, theme.size) <= room:
        # On a wall two lines fit above the cells: a single one stands near them.
        return [Words(x, upper - theme.size * (0.8 if theme.is_far else 1.0), name, theme.size, theme.ink2, "middle")]
    size = theme.text(0.85)
    if theme.is_far:
        lines = two_lines(name, room, size)
        last = upper - size * LINE * 0.6
        return [
            Words(x, last - size * LINE * (len(lines) - 1 - row), line, size, theme.ink2, "middle")
            for row, line in enumerate(lines)
        ]
    half = (len(name) + 1) // 2
    return [
        Words(x, theme.size * (0.45 + line), shortened(text, room, size), size, theme.ink2, "middle")
        for line, text in enumerate((name[:half], name[half:]))
    ]
