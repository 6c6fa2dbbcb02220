"""What series stand on: grid lines, the names along the axis, the legend, and words that keep clear of each other."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from components.exports.svg_marks import Box, Fill, Mark, Path, Stroke, Words, polyline
from components.views.formats import short, shortened, text_width
from components.views.model import View
from components.views.tokens import Theme

LINE = 1.45
"""Height of a line of our font, in sizes: at this distance no two lines touch."""
_TIME = re.compile(r"(\d{2,4}年)?(\d{1,2}([月日季]|—\d{1,2}月)?)?(第?[\d一二三四]{1,2}(季度?|周))?")
Name = tuple[int, list[str], float]
"""A category, the lines of its name, and their size."""


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
    # On a wall the highest value reaches the top: half a step of air is half a grid line of height lost.
    most = top if theme.is_far else step * max(math.ceil(top / step - 1e-9), 1)
    values = np.arange(0, most * (1 + 1e-9) if theme.is_far else most + step / 2, step)
    names = [short(float(value), view.unit) if value else "0" for value in values]
    left += max(text_width(name, theme.size) for name in names) + theme.size * 0.6
    pitch = (right - left) / max(len(labels), 1)
    words, below = _names_below(labels, pitch, theme)
    frame = Frame(left, right, upper, lower - below, most, len(labels))
    marks: list[Mark] = []
    for value, name in zip(values, names, strict=True):
        y = frame.y(float(value))
        colour = theme.ref if not value else theme.grid
        marks.append(Path(polyline([(frame.left, y), (frame.right, y)]), stroke=Stroke(colour, 1)))
        marks.append(Words(frame.left - theme.size * 0.5, y, name, theme.text(0.92), theme.mute, "end"))
    for index, lines, size in words:
        for row, line in enumerate(lines):
            y = lower - below + theme.size * 0.95 + row * size * LINE
            half = text_width(line, size) / 2
            # On a wall a long first name stays clear of the zero of the other axis.
            x = max(frame.x(index), frame.left - theme.size * 0.4 + half) if theme.is_far else frame.x(index)
            marks.append(Words(x, y, line, size, theme.ink2, "middle"))
    return frame, marks


def _names_below(labels: list[str], pitch: float, theme: Theme) -> tuple[list[Name], float]:
    """The names that have room below the axis, each with its lines and size, and the height they take."""
    shown, size = shown_labels(labels, pitch, theme)
    if not theme.is_far or is_time(labels) or len(shown) == len(labels):
        return [(index, [labels[index]], size) for index in shown], theme.size * 1.7
    # Names of things cannot be guessed from their neighbours: two lines each, cut, rather than every other name.
    size = theme.least
    words = [(index, two_lines(label, pitch - size * 0.5, size), size) for index, label in enumerate(labels)]
    return words, theme.size * 0.95 + size * LINE * 1.5


def two_lines(label: str, room: float, size: float) -> list[str]:
    """A name on two lines of a width at most, the second cut where it is too long."""
    if text_width(label, size) <= room:
        return [label]
    first = label[: (len(label) + 1) // 2]
    if text_width(label, size) > room * 2:
        first = label
    while text_width(first, size) > room and len(first) > 1:
        first = first[:-1]
    rest = label[len(first) :]
    return [first, shortened(rest, room, size)] if rest else [first]


def is_time(labels: Iterable[str]) -> bool:
    """Whether the names along an axis are months, quarters, years or numbers: a name left out is then understood."""
    return all(_TIME.fullmatch(label) for label in labels)


def shown_labels(labels: list[str], pitch: float, theme: Theme) -> tuple[list[int], float]:
    """Which labels have room, and their size: a little smaller before any is left out; the last is always there."""
    widest = max((text_width(label, theme.size) for label in labels), default=0) + theme.size * 0.4
    least = max(0.72, theme.least / theme.size)
    size = theme.size * min(1.0, max(pitch / max(widest, 1e-9), least))
    step = max(1, math.ceil(widest * size / theme.size / max(pitch, 1e-9) - 1e-9))
    dated = [index for index, label in enumerate(labels) if "年" in label]
    if theme.is_far and step > 1 and dated:
        # Months without a year mean nothing on a wall: those that carry one stay.
        return list(range(dated[0] % step, len(labels), step)), size
    return list(range(len(labels) - 1, -1, -step))[::-1], size


def legend(entries: list[tuple[str, Fill]], width: float, theme: Theme) -> tuple[list[Mark], float]:
    """Squares and names in lines that fit, and the height they take; nothing for a single series."""
    if len(entries) < 2:
        return [], 0.0
    marks: list[Mark] = []
    x, y, side = 0.0, theme.size * 0.8, theme.size * 0.85
    for name, fill in entries:
        text = shortened(name, width - side - theme.size, theme.size) if theme.is_far else name
        wide = side + theme.size * 0.5 + text_width(text, theme.size)
        if x and x + wide > width:
            x, y = 0.0, y + theme.size * 1.6
        marks.append(Box(x, y - side / 2, side, side, fill))
        marks.append(Words(x + side + theme.size * 0.5, y, text, theme.size, theme.ink2))
        x += wide + theme.size * 1.4
    return marks, y + theme.size * 0.8


def clear_words(
    choices: Iterable[Sequence[Words]], standing: Iterable[Mark], width: float, height: float
) -> list[Mark]:
    """Of each choice the first place that is free: it touches no word that stands and lies inside; none if there is none.

    Args:
        choices: the same words at several places, the most important words first.
        standing: marks whose words are in the way.
        width: px of the drawing.
        height: px of the drawing.
    """
    taken = [extent(mark) for mark in standing if isinstance(mark, Words)]
    placed: list[Mark] = []
    for places in choices:
        for words in places:
            box = extent(words)
            is_inside = box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= height
            if is_inside and not any(touch(box, other) for other in taken):
                taken.append(box)
                placed.append(words)
                break
    return placed


def all_zero(width: float, height: float, theme: Theme) -> list[Mark]:
    """What stands where a drawing of parts would be empty."""
    return [Words(width / 2, height / 2, "各项均为零，没有可画的部分", theme.size, theme.mute, "middle")]


def extent(words: Words) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line of text."""
    long = text_width(words.text, words.size)
    left = {"start": words.x, "middle": words.x - long / 2, "end": words.x - long}[words.anchor]
    return left, words.y - words.size * LINE / 2, left + long, words.y + words.size * LINE / 2


def touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
