"""A row of figures on a slide: each large, with what it is compared with and what it stands on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from components.exports.pictures_inside import wrapped
from components.exports.svg_axes import LINE
from components.exports.svg_marks import Box, Fill, Mark, Path, Stroke, Words, disc, polyline
from components.slides.layout import THEME, Body
from components.views.formats import is_missing, shortened, text_width
from components.views.tokens import RADIUS

MOST_CARDS = 8
"""More figures than these nobody takes in from a wall."""
VALUE_PX = 62.0
_LARGEST_VALUE_PX = 84.0
LABEL_PX, CHIP_PX, NOTE_PX = 28.0, 26.0, 24.5
_GAP, _PAD = 20.0, 24.0
_LEAST_WIDE = 380.0
"""A card narrower than this breaks its label and its note too often."""
_LEAST_HIGH = 1.2 * _PAD + VALUE_PX * LINE + CHIP_PX * 1.9 + LABEL_PX * LINE
"""A card lower than this has no room for label, value and change."""
_SPARK_HIGH = 90.0
_TONES = {
    "good": (THEME.good, THEME.good_fill, "向好"),
    "watch": (THEME.watch, THEME.watch_fill, "需关注"),
}


def cards_body(rows: Sequence[dict[Any, Any]]) -> Body:
    """Cards in a grid that fills the slide; beyond :data:`MOST_CARDS` a line says how many there are elsewhere."""

    def body(width: float, height: float) -> list[Mark]:
        marks: list[Mark] = []
        left_out = len(rows) - MOST_CARDS
        if left_out > 0:
            height -= NOTE_PX * 2
            words = f"另有 {left_out} 项指标，见快照与通报"
            marks.append(Words(0, height + NOTE_PX * 1.2, words, NOTE_PX, THEME.ink2))
        return marks + card_grid(rows[:MOST_CARDS], width, height)

    return body


def card_grid(rows: Sequence[dict[Any, Any]], width: float, height: float, across: int = 0) -> list[Mark]:
    """Cards side by side in as many columns as their number and the width ask for.

    Args:
        rows: of a cards view, as dictionaries.
        width: in px.
        height: in px; all rows of cards together take it wholly.
        across: cards in a row; 0 = as suits.
    """
    across = across or columns_for(len(rows), width, height)
    down = -(-len(rows) // across)
    wide, high = (width - _GAP * (across - 1)) / across, (height - _GAP * (down - 1)) / down
    marks: list[Mark] = []
    for index, row in enumerate(rows):
        marks += _card(row, (wide + _GAP) * (index % across), (high + _GAP) * (index // across), wide, high)
    return marks


def columns_for(count: int, width: float, height: float) -> int:
    """How many cards stand in a row: no gaps if possible, none too narrow, shaped as near to 3:2 as can be."""

    def clumsiness(across: int) -> tuple[bool, bool, float]:
        down = -(-count // across)
        wide, high = width / across, (height - _GAP * (down - 1)) / down
        return wide < _LEAST_WIDE or high < _LEAST_HIGH, down * across - count > 1, abs(math.log(wide / high / 1.5))

    return min(range(1, count + 1), key=clumsiness)


def _card(row: dict[Any, Any], x: float, y: float, wide: float, high: float) -> list[Mark]:
    """From the top: label, value and unit, chip; from the foot: note; the months behind where room is left."""
    left, room = x + _PAD, wide - 2 * _PAD
    marks: list[Mark] = [Box(x, y, wide, high, Fill(THEME.control), Stroke(THEME.line, 1.5), radius=RADIUS)]
    chip, chip_size = _chip_words(row, room)
    note = str(row.get("note") or "")
    large = min(max(VALUE_PX, high * 0.22), _LARGEST_VALUE_PX)
    fixed = 2 * _PAD * 0.6 + large * LINE + (CHIP_PX * 1.9 if chip else 0)
    line = LABEL_PX * LINE
    labels = _lines(str(row["label"]), room, LABEL_PX, 2 if high - fixed >= 2 * line + NOTE_PX * LINE else 1)
    spare = high - fixed - line * len(labels)
    notes = _lines(note, room, NOTE_PX, max(int(spare / (NOTE_PX * LINE)), 0)) if note else []
    spare -= NOTE_PX * LINE * len(notes)
    at = y + _PAD * 0.6
    for text in labels:
        marks.append(Words(left, at + line / 2, text, LABEL_PX, THEME.ink2, is_bold=True))
        at += line
    # What is spare and no line of months is worth spreads the parts, so that cards of one row end alike.
    spark = _spark(row.get("spark"), left, room) if spare >= _SPARK_HIGH else None
    at += 0 if spark else min(spare * 0.3, 30)
    marks += _value(row, left, at + large * LINE / 2, room, large)
    at += large * LINE
    if chip:
        marks += _chip(row, chip, chip_size, left, at + CHIP_PX * 0.95)
        at += CHIP_PX * 1.9
    foot = y + high - _PAD * 0.6 - NOTE_PX * LINE * len(notes)
    if spark and foot - at >= _SPARK_HIGH * 0.7:
        marks += spark(at + 18, min(foot - at - 34, 150))
    marks += [
        Words(left, foot + NOTE_PX * LINE * (number + 0.5), text, NOTE_PX, THEME.ink2)
        for number, text in enumerate(notes)
    ]
    return marks


def _lines(text: str, room: float, size: float, most: int) -> list[str]:
    """The text on at most so many lines, the last one shortened where it must be."""
    lines = wrapped(text, room, size)
    if len(lines) <= most:
        return [line.strip(" ·") for line in lines]
    if not most:
        return []
    kept = lines[: most - 1]
    return [*kept, shortened(text[sum(map(len, kept)) :].strip(" ·"), room, size)]


def _value(row: dict[Any, Any], left: float, middle: float, room: float, large: float) -> list[Mark]:
    value, unit = str(row["display"]), str(row["unit"] or "")
    beside = text_width(unit, LABEL_PX) + LABEL_PX * 0.5 if unit else 0
    if (long := text_width(value, large)) > room - beside:
        large = max(LABEL_PX, large * (room - beside) / long)
    marks: list[Mark] = [Words(left, middle, value, large, THEME.ink, is_bold=True)]
    if unit:
        # Commas and points of a large figure are narrower than reckoned, which leaves room by itself.
        gap = LABEL_PX * (0.05 if any(sign in value for sign in ",.") else 0.5)
        after = left + text_width(value, large) + gap
        marks.append(Words(after, middle + (large - LABEL_PX) * 0.36, unit, LABEL_PX, THEME.ink2))
    return marks


def _chip_words(row: dict[Any, Any], room: float) -> tuple[str, float]:
    """How it changed and what that means, and its size: without the arrow where there is no room for it."""
    change = str(row.get("change_text") or "")
    if not change:
        return "", CHIP_PX
    arrow = {"+": "↑ ", "-": "↓ "}.get(change[0], "")
    word = _TONES.get(str(row.get("tone") or ""), ("", "", ""))[2]
    full, short = (" · ".join(part for part in (text, word) if part) for text in (arrow + change, change))
    for text, size in ((full, CHIP_PX), (full, NOTE_PX), (short, NOTE_PX)):
        if text_width(text, size) <= room - size * 1.2:
            return text, size
    return shortened(short, room - NOTE_PX * 1.2, NOTE_PX), NOTE_PX


def _chip(row: dict[Any, Any], text: str, size: float, left: float, middle: float) -> list[Mark]:
    ink, fill, _ = _TONES.get(str(row.get("tone") or ""), (THEME.ink2, THEME.paper, ""))
    wide, high = text_width(text, size) + size * 1.2, CHIP_PX * 1.7
    return [
        Box(left, middle - high / 2, wide, high, Fill(fill), radius=high / 2),
        Words(left + wide / 2, middle, text, size, ink, "middle"),
    ]


def _spark(values: Any, left: float, room: float) -> Any:
    """Draws the months behind a figure between two heights; None where there are fewer than two."""
    months = [None if is_missing(value) else float(value) for value in (values if values is not None else [])]
    known = [value for value in months if value is not None]
    if len(known) < 2:
        return None
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = room / max(len(months) - 1, 1)

    def drawn(top: float, high: float) -> list[Mark]:
        runs: list[list[tuple[float, float]]] = [[]]
        for index, value in enumerate(months):
            if value is None:
                runs.append([])
            else:
                runs[-1].append((left + step * index, top + high - (value - low) / span * high))
        last = next(run[-1] for run in reversed(runs) if run)
        lines: list[Mark] = [Path(polyline(run), stroke=Stroke(THEME.bar, 3)) for run in runs if len(run) > 1]
        return [*lines, disc(*last, 5, Fill(THEME.bar))]

    return drawn
