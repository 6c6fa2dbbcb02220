"""Lying bars as marks: amounts, shares against a grey 100 %, and the funnel of stages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from components.exports.document import Item
from components.exports.svg_marks import Box, Fill, Mark, Path, Stroke, Words, polyline
from components.views import figures_marked
from components.views.figures_flow import narrowest, steps_heading
from components.views.formats import fraction, full, is_missing, percent, short, shortened, text_width, whole
from components.views.palette import text_on
from components.views.tokens import Theme

_ROW_MOST = 3.2
"""A row is at most this many lines of text high: few bars do not become blocks."""
_FAR_MOST, _FAR_LEAST, _FAR_KEPT, _FAR_LAST = 0.19, 1.85, 12, 3
"""Seen from afar a row is at most this share of the height and at least so many lines high; where the rows are too
many, so many are kept, the last few among them where both ends matter."""
_FAR_BARS = 0.34
"""Of a wall's width that bars want; names and numbers give way down to the least size."""
Places = list[int | None]
"""Rows of the frame from top to bottom; None is the line that says how many are left out."""


class Rows:
    """Where the rows of lying bars stand: names at the left, words at the right, bars between."""

    def __init__(self, labels: Sequence[str], widest: float, width: float, height: float, theme: Theme) -> None:
        self.theme = theme
        self.pitch = min(height / max(len(labels), 1), height * _FAR_MOST if theme.is_far else theme.size * _ROW_MOST)
        self.top = (height - self.pitch * len(labels)) / 2
        self.thick = self.pitch * (0.66 if len(labels) > 3 else 0.56)
        if not theme.is_far:
            # Many rows on little height: letters shrink before they touch.
            self._stand(labels, widest, width, float(theme.size))
            self.size = min(theme.size, self.pitch * 0.92)
            return
        # From afar few rows have larger letters, as long as the bars keep their share of the width.
        large = min(max(self.pitch * 0.4, theme.least), theme.size * 1.35)
        for size in (large, min(large, theme.size), theme.least):
            self._stand(labels, min(widest * size / theme.size, width * 0.4), width, size)
            if self.right - self.left >= width * _FAR_BARS:
                break

    def _stand(self, labels: Sequence[str], beside: float, width: float, size: float) -> None:
        """Set the edges of the bars for a size of text."""
        named = max((text_width(label, size) for label in labels), default=0)
        self.size, self.em, self.beside = size, size, beside
        self.left = min(named, width * 0.34) + size * 0.7
        self.right = max(width - beside - size * 0.8, self.left + width * 0.15)

    def middle(self, row: int) -> float:
        """Height of a row's middle."""
        return self.top + (row + 0.5) * self.pitch

    def name(self, row: int, label: str) -> Words:
        """The row's name, cut where it is too long."""
        shown = shortened(label, self.left - self.em * 0.7 + (1 if self.theme.is_far else 0), self.size)
        return Words(self.left - self.em * 0.5, self.middle(row), shown, self.size, self.theme.ink2, "end")

    def bar(self, row: int, share: float, colour: str, hint: str = "") -> Box:
        """A bar of a share of the whole width."""
        wide = (self.right - self.left) * max(share, 0)
        return Box(self.left, self.middle(row) - self.thick / 2, wide, self.thick, Fill(colour), hint=hint)

    def said(self, text: str) -> str:
        """Words beside a bar, cut where a wall has no room for them."""
        return shortened(text, self.beside + 1, self.size) if self.theme.is_far else text

    def rest(self, row: int, count: int) -> Words:
        """The line that says how many rows are left out."""
        return Words(self.left, self.middle(row), f"另有 {count:,} 项未列出", self.size, self.theme.mute)


def shown_rows(
    count: int, height: float, theme: Theme, *, picked: Collection[int] = (), both_ends: bool = False
) -> Places:
    """Which rows are drawn: all of them, but on a wall only as many as can be read from the back row.

    Args:
        count: rows of the frame.
        height: px there are.
        theme: says whether the surface is seen from afar.
        picked: rows that stay in any case.
        both_ends: the last rows are as telling as the first, as where the frame is sorted.
    """
    most = max(int(height / (theme.size * _FAR_LEAST)), 3)
    if not theme.is_far or count <= most:
        return list(range(count))
    kept = min(_FAR_KEPT, most - 1)
    last = list(range(count - _FAR_LAST, count)) if both_ends and kept > 2 * _FAR_LAST else []
    wanted = [*sorted(picked)[:kept], *(row for row in range(count) if row not in picked and row not in last)]
    first = sorted(wanted[: kept - len(last)])
    return [*first, None, *last]


def bars(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """One bar a name in the frame's order, the number at its end; highlighted ones stand out from paler others."""
    rows, unit = item.view.frame, item.view.unit
    labels = [str(label) for label in rows["label"]]
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    shown = [str(text) for text in rows["display"]] if "display" in rows else [short(v, unit) for v in values]
    picked = rows["highlight"].to_numpy(dtype=bool) if "highlight" in rows else np.ones(len(rows), dtype=bool)
    top = float(np.nanmax(values, initial=0)) or 1.0
    kept = [] if picked.all() else [int(index) for index in np.flatnonzero(picked)]
    places = shown_rows(len(labels), height, theme, picked=kept)
    widest = max((text_width(shown[i], theme.size) for i in places if i is not None), default=0)
    place = Rows(_named(places, labels), widest, width, height, theme)
    marks: list[Mark] = []
    for row, index in enumerate(places):
        if index is None:
            marks.append(place.rest(row, len(labels) - len(places) + 1))
            continue
        label, value = labels[index], values[index]
        share = 0.0 if is_missing(value) else value / top
        bar = place.bar(row, share, theme.bar if picked[index] else theme.soft, f"{label}：{whole(value, unit)}")
        marks += [place.name(row, label), bar]
        at = bar.x + bar.width + place.em * 0.4
        marks.append(Words(at, place.middle(row), place.said(shown[index]), place.size, theme.ink))
    return marks


def _named(places: Places, labels: Sequence[str]) -> list[str]:
    """The names of the rows that are drawn; the line of those left out has none."""
    return ["" if index is None else labels[index] for index in places]


def share_bars(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Shares on a grey bar that stands for 100 %; small ones are a fraction without a bar."""
    rows = item.view.frame
    labels = [str(label) for label in rows["label"]]
    words = share_words(item)
    if (
        theme.is_far
        and max((text_width(f"{bold}  {rest}", theme.size) for bold, rest in words), default=0) > width * 0.3
    ):
        words = share_words(item, is_brief=True)
    chosen = figures_marked.picked(rows)
    kept = [] if chosen.all() else [int(index) for index in np.flatnonzero(chosen)]
    places = shown_rows(len(labels), height, theme, both_ends=True, picked=kept)
    widest = max((text_width(f"{bold}  {rest}", theme.size) for bold, rest in words), default=0)
    place = Rows(_named(places, labels), widest, width, height, theme)
    marks: list[Mark] = []
    for row, index in enumerate(places):
        if index is None:
            marks.append(place.rest(row, len(labels) - len(places) + 1))
            continue
        label, (bold, rest), value = labels[index], words[index], rows["value"].iloc[index]
        is_small = bool(rows["is_small"].iloc[index]) or is_missing(value)
        hint = f"{label}：{bold} {rest}".strip()
        marks += [place.name(row, label), _whole_bar(place, row, theme, is_small=is_small)]
        if not is_small:
            fill = theme.bar if chosen[index] else theme.soft
            marks.append(place.bar(row, min(float(value), 100) / 100, fill, hint))
            marks += _whisker(place, row, rows, index)
        at = place.right + place.em * 0.6
        marks.append(Words(at, place.middle(row), bold, place.size, theme.ink, is_bold=True))
        gap = 0.1 if rows["is_small"].iloc[index] else 0.7
        after = at + text_width(bold, place.size) + place.em * gap
        marks.append(Words(after, place.middle(row), rest, place.size, theme.mute))
    return marks


def _whisker(place: Rows, row: int, rows: pd.DataFrame, index: int) -> list[Mark]:
    """The interval of a share as a thin line with ends; none where the view has none."""
    if "low_pct" not in rows or is_missing(rows["low_pct"].iloc[index]):
        return []
    wide, middle, tip = place.right - place.left, place.middle(row), place.thick * 0.18
    low, high = (place.left + wide * float(rows[name].iloc[index]) / 100 for name in ("low_pct", "high_pct"))
    lines = ([(low, middle), (high, middle)], *([(x, middle - tip), (x, middle + tip)] for x in (low, high)))
    stroke = Stroke(place.theme.ink2, 2.0 if place.theme.is_far else 1.2)
    return [Path(polyline(points), stroke=stroke) for points in lines]


def _whole_bar(place: Rows, row: int, theme: Theme, *, is_small: bool) -> Box:
    """The grey bar of 100 %; hatched where there is no share, so that it is not taken for 0 % or for all."""
    bar = place.bar(row, 1.0, theme.grid)
    if not is_small:
        return bar
    return Box(bar.x, bar.y, bar.width, bar.height, Fill(theme.control, "diagonal", theme.grid))


def share_words(item: Item, *, is_brief: bool = False) -> list[tuple[str, str]]:
    """What stands beside each share: its percentage and fraction, or a fraction alone on a small base.

    Args:
        item: with share bars.
        is_brief: fractions of large numbers are in 万.
    """
    rows, unit = item.view.frame, item.view.unit
    tail = f" {unit}" if unit and unit != "%" else ""
    said = []
    for above, below, value, small in zip(
        rows["numerator"], rows["denominator"], rows["value"], rows["is_small"], strict=True
    ):
        pair = f"{short(above)}/{short(below)}" if is_brief else fraction(above, below)
        said.append((pair, tail.strip()) if small else (percent(value), f"{pair}{tail}"))
    return said


def funnel(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Left-aligned bars, the share of the stage before and the median days beside each, the narrowest step in ochre."""
    rows, unit = item.view.frame, item.view.unit
    labels = [str(label) for label in rows["label"]]
    counts = rows["n"].to_numpy(dtype=float, na_value=np.nan)
    top = float(np.nanmax(counts, initial=0)) or 1.0
    low = narrowest(rows)
    beside = [("", steps_heading(rows))] + [_step(item, row) for row in range(1, len(labels))]
    places = shown_rows(len(labels), height, theme, both_ends=True)
    widest = max((text_width(f"{bold}  {rest}", theme.size) for bold, rest in beside), default=0)
    place = Rows(_named(places, labels), widest, width, height, theme)
    marks: list[Mark] = []
    for row, index in enumerate(places):
        if index is None:
            marks.append(place.rest(row, len(labels) - len(places) + 1))
            continue
        label, count = labels[index], counts[index]
        fill = theme.watch if index == low else theme.bar
        share = 0.0 if is_missing(count) else count / top
        bar = place.bar(row, share, fill, f"{label}：{full(count)} {unit}")
        marks += [place.name(row, label), bar, _count(bar, full(count), place, row, theme)]
        bold, rest = beside[index]
        at = place.right + place.em * 0.6
        ink = theme.watch if index == low else theme.ink
        marks.append(Words(at, place.middle(row), bold, place.size, ink, is_bold=True))
        after = at + (text_width(bold, place.size) + place.em * 0.7 if bold else 0)
        marks.append(Words(after, place.middle(row), rest, place.size, theme.mute))
    return marks


def _count(bar: Box, text: str, place: Rows, row: int, theme: Theme) -> Words:
    """A stage's number, in its bar where it has room there, else after it."""
    is_inside = bar.width > text_width(text, place.em) + place.em
    x = bar.x + bar.width / 2 if is_inside else bar.x + bar.width + place.em * 0.4
    colour = text_on(bar.fill.colour, theme) if is_inside else theme.ink
    anchor: Literal["middle", "start"] = "middle" if is_inside else "start"
    return Words(x, place.middle(row), text, place.size, colour, anchor, is_bold=True)


def _step(item: Item, row: int) -> tuple[str, str]:
    """Share of the stage before, and the median days."""
    rows = item.view.frame
    days = rows["median_days"].iloc[row]
    return percent(rows["share_pct"].iloc[row]), "" if is_missing(days) else f"中位 {full(float(days))} 天"
