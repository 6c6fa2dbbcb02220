"""One slide as one picture: the finding in large letters, one drawing down to the foot, nothing small, nothing pale.

Sizes are px at a height of 1080; the player scales the picture to its window.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from components.exports.pictures_inside import wrapped
from components.exports.pictures_scene import shifted
from components.exports.svg_axes import LINE
from components.exports.svg_marks import Box, Fill, Mark, Scene, Words, to_svg
from components.slides.model import LEAST_HEADING_PX, LEAST_TEXT_PX, Shape
from components.views.formats import plain, shortened, text_width
from components.views.tokens import SCREEN, Theme

Body = Callable[[float, float], list[Mark]]
"""(width, height) → marks between 0 and the width and height, from back to front."""

THEME: Theme = replace(
    SCREEN,
    size=28,
    least=LEAST_TEXT_PX,
    card=SCREEN.paper,
    mute=SCREEN.ink2,
    bar="#72A6CE",
    soft="#2D5B80",
    seq=("#1C3E5A", "#2D5B80", "#72A6CE", "#A7CDE8", "#E4F3FD"),
)
"""What slides are drawn in. Drawings stand on the bare slide (``card``), panels and table headings on ``control``.

The ramp leaves out the middle blues: neither white nor black words reach 7:1 on them, and on a wall words stand in
cells, bars and areas. Steps of lightness 12, 29, 15, 15; the widest lies in the middle.
"""

EDGE = 67.0
"""Empty rim at the left and right."""
FREE_BELOW = 44.0
"""Left to the player for its progress and number."""
_KICKER_PX, _FOOT_PX, _HEADING_PX = 28.0, 24.5, 50.0
_KICKER_MIDDLE, _HEADING_TOP = 46.0, 78.0
_GAP = 20.0
_HATCH = 1.5
"""Hatches are this much coarser than on paper: they are seen from the back row."""
_CLAUSE = re.compile(r"[，；。、：]")


def slide_svg(*, heading: str, kicker: str, right: str, foot: str, body: Body, shape: Shape, prefix: str) -> str:
    """A whole slide as one SVG element; the lowest :data:`FREE_BELOW` px stay empty for the player.

    Args:
        heading: the sentence it says; shortened at a clause where two lines do not hold it.
        kicker: page and view, grey at the top left.
        right: period and area, grey at the top right.
        foot: unit, 口径, source, 截至, 示例数据, joined by " · ".
        body: draws what is between heading and foot.
        shape: proportions of the projection.
        prefix: begins the ids inside; must differ between slides of one page.
    """
    width = shape.width - 2 * EDGE
    marks: list[Mark] = [Box(0, 0, shape.width, shape.height, Fill(THEME.paper))]
    marks += _top(kicker, right, width)
    head, below = _heading(heading, width)
    foot_marks, above = _foot(foot, width, shape.height - FREE_BELOW)
    room = above - below
    marks += [*head, *(_bare(shifted(mark, EDGE, below)) for mark in body(width, room)), *foot_marks]
    return to_svg(Scene(shape.width, shape.height, tuple(marks)), prefix=prefix, hatch=_HATCH)


def body_size(shape: Shape, heading: str, foot: str) -> tuple[float, float]:
    """Width and height in px that a slide's body gets."""
    width = shape.width - 2 * EDGE
    return width, _foot(foot, width, shape.height - FREE_BELOW)[1] - _heading(heading, width)[1]


def _bare(mark: Mark) -> Mark:
    """The mark without its hint: nobody points at a wall, and a hint would lie over it."""
    return mark if isinstance(mark, Words) or not mark.hint else replace(mark, hint="")


def _top(kicker: str, right: str, width: float) -> list[Mark]:
    beside = shortened(right, width * 0.5, _KICKER_PX)
    left = shortened(kicker, width - text_width(beside, _KICKER_PX) - _KICKER_PX * 2, _KICKER_PX)
    said = ((EDGE, left, "start"), (EDGE + width, beside, "end"))
    return [Words(x, _KICKER_MIDDLE, text, _KICKER_PX, THEME.ink2, anchor) for x, text, anchor in said if text]  # type: ignore[arg-type]  # anchors are those above


def _heading(heading: str, width: float) -> tuple[list[Mark], float]:
    """The finding's lines, and where the drawing may begin."""
    lines, size = fitted_heading(plain(heading), width)
    pitch = size * LINE
    marks: list[Mark] = [
        Words(EDGE, _HEADING_TOP + pitch * (row + 0.5), line, size, THEME.ink, is_bold=True)
        for row, line in enumerate(lines)
    ]
    return marks, _HEADING_TOP + pitch * max(len(lines), 1) + _GAP


def fitted_heading(text: str, width: float) -> tuple[list[str], float]:
    """The lines of a heading and their size: one line, else two as large as they can be, else cut at a clause."""
    text = " ".join(text.split())
    if text_width(text, _HEADING_PX) <= width:
        return [text] if text else [], _HEADING_PX
    for is_broken_anywhere in (False, True):
        for size in (46.0, 43.0, float(LEAST_HEADING_PX)):
            if lines := _two_lines(text, width, size, is_broken_anywhere=is_broken_anywhere):
                return lines, size
    size = float(LEAST_HEADING_PX)
    for cut in reversed([match.start() for match in _CLAUSE.finditer(text)]):
        kept = text[:cut] + "…"
        if text_width(kept, size) > width * 0.6 and (lines := _two_lines(kept, width, size, is_broken_anywhere=True)):
            return lines, size
    first, *rest = wrapped(text, width, size)
    return [first, shortened("".join(rest), width, size)], size


def _two_lines(text: str, width: float, size: float, *, is_broken_anywhere: bool) -> list[str]:
    """The text on two lines of about equal length, broken after a clause where that leaves no stump.

    Args:
        text: on one line.
        width: px of a line.
        size: of the text.
        is_broken_anywhere: where no clause ends at a good place; else, and where the text is too long, there are no lines.
    """
    if len(wrapped(text, width, size)) > 2:
        return []
    halves: list[tuple[str, str]] = [(text[: match.end()], text[match.end() :]) for match in _CLAUSE.finditer(text)]
    fitting = [pair for pair in halves if all(width * 0.3 < text_width(half, size) <= width for half in pair)]
    if fitting:
        first, second = min(fitting, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
        return [first, second]
    if not is_broken_anywhere:
        return []
    narrow = text_width(text, size) / 2
    while len(lines := wrapped(text, narrow, size)) > 2:
        narrow += size
    return lines


def _foot(foot: str, width: float, bottom: float) -> tuple[list[Mark], float]:
    """One or two lines just above the free strip, and where the drawing has to end."""
    lines = _foot_lines([part for part in foot.split(" · ") if part], width)
    pitch = _FOOT_PX * LINE
    top = bottom - pitch * max(len(lines), 1)
    marks: list[Mark] = [
        Words(EDGE, top + pitch * (row + 0.5), line, _FOOT_PX, THEME.ink2) for row, line in enumerate(lines)
    ]
    return marks, top - _GAP * 0.7


def _foot_lines(parts: list[str], width: float) -> list[str]:
    """The parts on at most two lines; the longest is shortened until they fit, the others are never cut."""
    while True:
        lines: list[str] = []
        for part in parts:
            if lines and text_width(f"{lines[-1]} · {part}", _FOOT_PX) <= width:
                lines[-1] = f"{lines[-1]} · {part}"
            else:
                lines.append(part)
        fits = len(lines) <= 2 and all(text_width(line, _FOOT_PX) <= width for line in lines)
        longest = max(parts, key=len, default="")
        if fits or len(longest) < 4:
            return lines[:2]
        shorter = shortened(longest, text_width(longest, _FOOT_PX) - _FOOT_PX, _FOOT_PX)
        parts = [shorter if part is longest else part for part in parts]
