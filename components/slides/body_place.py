"""A grid on a slide: its main figures, its map with a letter on each grid below, and what the letters stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from components.exports.document import Item
from components.exports.pictures_scene import shifted
from components.exports.svg_marks import NO_FILL, Box, Fill, Mark, Path, Stroke, Words
from components.slides.bodies import map_marks
from components.slides.body_cards import card_grid
from components.slides.layout import THEME, Body
from components.views.formats import shortened, text_width
from components.views.tokens import RADIUS

_CARDS_HIGH, _NOTE_HIGH, _GAP = 204.0, 36.0, 24.0
_SIZES = (28.0, 24.5)
_ROW = 1.5
_KEY_WIDE = 1.7
_MAP_SHARE = 0.5
"""At least so much of the width is the map's."""
_LONGEST_MAP = 2.0
"""A map and its legend are at most so many times as wide as high, or the legend stands far off."""
_WIDEST_COLUMN = 24.0
"""In characters: name and figure stay close enough to be read across."""


@dataclass(frozen=True, slots=True)
class Child:
    """A grid that can be gone to from here.

    Attributes:
        key: its letter; may be empty.
        name: its name.
        shown: its figure in words.
    """

    key: str
    name: str
    shown: str


def place_body(cards: Sequence[dict[Any, Any]], lettered: Item, children: Sequence[Child], pick: str = "") -> Body:
    """The slide of a grid.

    Args:
        cards: rows of its main figures.
        lettered: its map, whose labels are the letters.
        children: what the letters stand for; none below a last grid.
        pick: label of the grid to outline among its neighbours; empty for none.
    """

    def body(width: float, height: float) -> list[Mark]:
        high = _CARDS_HIGH + (_NOTE_HIGH if any(row["note"] for row in cards) else 0)
        marks = card_grid(cards, width, high, len(cards)) if cards else []
        top = high + _GAP if cards else 0.0
        beside = _list(children, width * (1 - _MAP_SHARE), height - top)
        room = width - beside.width - (_GAP * 1.5 if children else 0)
        map_width = min(room, (height - top) * _LONGEST_MAP)
        drawn = map_marks(lettered, map_width, height - top)
        drawn += [
            replace(mark, fill=NO_FILL, stroke=Stroke(THEME.accent, 5))
            for mark in drawn
            if pick and isinstance(mark, Path) and mark.hint.startswith(f"{pick}：")
        ]
        marks += [shifted(mark, (room - map_width) / 2, top) for mark in drawn]
        return marks + [shifted(mark, width - beside.width, top) for mark in beside.marks]

    return body


def lettered_map(item: Item, labels: Mapping[str, str]) -> Item:
    """The map with other labels, by code, and no borders but that of the grid itself: those above it lie outside."""
    view = item.view
    codes = [str(code) for code in view.frame["grid_code"]]
    frame = view.frame.assign(label=[labels.get(code, "") for code in codes])
    kept = {*codes, str(view.options.get("parent", ""))}
    outlines = {code: shape for code, shape in item.outlines.items() if code in kept}
    return replace(item, view=replace(view, frame=frame), outlines=outlines)


@dataclass(frozen=True, slots=True)
class _List:
    marks: tuple[Mark, ...]
    width: float


def _list(children: Sequence[Child], most_wide: float, height: float) -> _List:
    """Key, name and figure of each, in as few columns and as large as fit."""
    if not children:
        return _List((), 0.0)
    for size, across in ((_SIZES[0], 1), (_SIZES[1], 1), (_SIZES[1], 2)):
        down = min(-(-len(children) // across), int(height / (size * _ROW)))
        if down * across >= len(children):
            break
    shown = children[: down * across]
    if len(shown) < len(children):
        shown = shown[:-1]
    own = max(text_width(child.name, size) + text_width(child.shown, size) for child in shown) + size * (
        _KEY_WIDE + 1.2
    )
    wide = min(own, size * _WIDEST_COLUMN, (most_wide - _GAP * (across - 1)) / across)
    marks: list[Mark] = []
    for number, child in enumerate(shown):
        marks += _line(child, (wide + _GAP) * (number // down), size * _ROW * (number % down + 0.5), wide, size)
    if left_out := len(children) - len(shown):
        number = len(shown)
        x, y = (wide + _GAP) * (number // down), size * _ROW * (number % down + 0.5)
        marks.append(Words(x, y, f"另有 {left_out} 个", size, THEME.ink2))
    return _List(tuple(marks), wide * across + _GAP * (across - 1))


def _line(child: Child, x: float, y: float, wide: float, size: float) -> list[Mark]:
    marks: list[Mark] = []
    side = size * 1.3
    if child.key:
        marks.append(Box(x, y - side / 2, side, side, Fill(THEME.ink), radius=RADIUS))
        marks.append(Words(x + side / 2, y, child.key, size, THEME.paper, "middle", is_bold=True))
    left = x + size * _KEY_WIDE
    room = x + wide - left - text_width(child.shown, size) - size * 0.6
    marks.append(Words(left, y, shortened(child.name, room, size), size, THEME.ink))
    return [*marks, Words(x + wide, y, child.shown, size, THEME.ink2, "end")]
