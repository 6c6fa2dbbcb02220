"""Lying bars as marks: amounts, shares against a grey 100 %, and the funnel of stages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from components.exports.document import Item
from components.exports.svg_marks import Box, Fill, Mark, Words
from components.views.figures_flow import narrowest
from components.views.formats import fraction, full, is_missing, percent, short, shortened, text_width, whole
from components.views.palette import text_on
from components.views.tokens import Theme

_ROW_MOST = 3.2
"""A row is at most this many lines of text high: few bars do not become blocks."""


class Rows:
    """Where the rows of lying bars stand: names at the left, words at the right, bars between."""

    def __init__(self, labels: Sequence[str], widest: float, width: float, height: float, theme: Theme) -> None:
        named = max((text_width(label, theme.size) for label in labels), default=0)
        self.theme = theme
        self.left = min(named, width * 0.34) + theme.size * 0.7
        self.right = max(width - widest - theme.size * 0.8, self.left + width * 0.15)
        self.pitch = min(height / max(len(labels), 1), theme.size * _ROW_MOST)
        self.top = (height - self.pitch * len(labels)) / 2
        self.thick = self.pitch * (0.66 if len(labels) > 3 else 0.56)
        # Many rows on little height: letters shrink before they touch.
        self.size = min(theme.size, self.pitch * 0.92)

    def middle(self, row: int) -> float:
        """Height of a row's middle."""
        return self.top + (row + 0.5) * self.pitch

    def name(self, row: int, label: str) -> Words:
        """The row's name, cut where it is too long."""
        shown = shortened(label, self.left - self.theme.size * 0.7, self.size)
        return Words(self.left - self.theme.size * 0.5, self.middle(row), shown, self.size, self.theme.ink2, "end")

    def bar(self, row: int, share: float, colour: str, hint: str = "") -> Box:
        """A bar of a share of the whole width."""
        wide = (self.right - self.left) * max(share, 0)
        return Box(self.left, self.middle(row) - self.thick / 2, wide, self.thick, Fill(colour), hint=hint)


def bars(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """One bar a name in the frame's order, the number at its end; highlighted ones stand out from paler others."""
    rows, unit = item.view.frame, item.view.unit
    labels = [str(label) for label in rows["label"]]
    values = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    shown = [str(text) for text in rows["display"]] if "display" in rows else [short(v, unit) for v in values]
    picked = rows["highlight"].to_numpy(dtype=bool) if "highlight" in rows else np.ones(len(rows), dtype=bool)
    top = float(np.nanmax(values, initial=0)) or 1.0
    place = Rows(labels, max((text_width(text, theme.size) for text in shown), default=0), width, height, theme)
    marks: list[Mark] = []
    for row, (label, value) in enumerate(zip(labels, values, strict=True)):
        share = 0.0 if is_missing(value) else value / top
        bar = place.bar(row, share, theme.bar if picked[row] else theme.soft, f"{label}：{whole(value, unit)}")
        marks += [place.name(row, label), bar]
        at = bar.x + bar.width + theme.size * 0.4
        marks.append(Words(at, place.middle(row), shown[row], place.size, theme.ink))
    return marks


def share_bars(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Shares on a grey bar that stands for 100 %; small ones are a fraction without a bar."""
    rows = item.view.frame
    labels = [str(label) for label in rows["label"]]
    words = share_words(item)
    widest = max((text_width(f"{bold}  {rest}", theme.size) for bold, rest in words), default=0)
    place = Rows(labels, widest, width, height, theme)
    marks: list[Mark] = []
    for row, (label, (bold, rest)) in enumerate(zip(labels, words, strict=True)):
        value = rows["value"].iloc[row]
        hint = f"{label}：{bold} {rest}".strip()
        marks += [place.name(row, label), place.bar(row, 1.0, theme.grid)]
        if not rows["is_small"].iloc[row] and not is_missing(value):
            marks.append(place.bar(row, min(float(value), 100) / 100, theme.bar, hint))
        at = place.right + theme.size * 0.6
        marks.append(Words(at, place.middle(row), bold, place.size, theme.ink, is_bold=True))
        gap = 0.1 if rows["is_small"].iloc[row] else 0.7
        after = at + text_width(bold, place.size) + theme.size * gap
        marks.append(Words(after, place.middle(row), rest, place.size, theme.mute))
    return marks


def share_words(item: Item) -> list[tuple[str, str]]:
    """What stands beside each share: its percentage and fraction, or a fraction alone on a small base."""
    rows, unit = item.view.frame, item.view.unit
    tail = f" {unit}" if unit and unit != "%" else ""
    said = []
    for above, below, value, small in zip(
        rows["numerator"], rows["denominator"], rows["value"], rows["is_small"], strict=True
    ):
        pair = fraction(above, below)
        said.append((pair, tail.strip()) if small else (percent(value), f"{pair}{tail}"))
    return said


def funnel(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Left-aligned bars, the share of the stage before and the median days beside each, the narrowest step in ochre."""
    rows, unit = item.view.frame, item.view.unit
    labels = [str(label) for label in rows["label"]]
    counts = rows["n"].to_numpy(dtype=float, na_value=np.nan)
    top = float(np.nanmax(counts, initial=0)) or 1.0
    low = narrowest(rows)
    beside = [("", "转化率 · 用时" if len(labels) > 1 else "")] + [_step(item, row) for row in range(1, len(labels))]
    widest = max((text_width(f"{bold}  {rest}", theme.size) for bold, rest in beside), default=0)
    place = Rows(labels, widest, width, height, theme)
    marks: list[Mark] = []
    for row, (label, count) in enumerate(zip(labels, counts, strict=True)):
        fill = theme.watch if row == low else theme.bar
        share = 0.0 if is_missing(count) else count / top
        bar = place.bar(row, share, fill, f"{label}：{full(count)} {unit}")
        inside = bar.width > text_width(full(count), theme.size) + theme.size
        x = bar.x + bar.width / 2 if inside else bar.x + bar.width + theme.size * 0.4
        colour = text_on(fill, theme) if inside else theme.ink
        marks += [place.name(row, label), bar]
        marks.append(
            Words(x, place.middle(row), full(count), place.size, colour, "middle" if inside else "start", is_bold=True)
        )
        bold, rest = beside[row]
        at = place.right + theme.size * 0.6
        ink = theme.watch if row == low else theme.ink
        marks.append(Words(at, place.middle(row), bold, place.size, ink, is_bold=True))
        after = at + (text_width(bold, place.size) + theme.size * 0.7 if bold else 0)
        marks.append(Words(after, place.middle(row), rest, place.size, theme.mute))
    return marks


def _step(item: Item, row: int) -> tuple[str, str]:
    """Share of the stage before, and the median days."""
    rows = item.view.frame
    days = rows["median_days"].iloc[row]
    return percent(rows["share_pct"].iloc[row]), "" if is_missing(days) else f"中位 {full(float(days))} 天"
