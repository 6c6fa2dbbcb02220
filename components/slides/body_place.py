"""A grid on a slide: its main figures, its map with a letter on each grid below, and what the letters stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from components.exports.document import Item
from components.exports.pictures_scene import shifted
from components.exports.svg_map import grid_map
from components.exports.svg_marks import NO_FILL, Box, Fill, Mark, Path, Stroke, Words
from components.slides.bodies import map_marks
from components.slides.body_cards import card_grid
from components.slides.layout import THEME, Body
from components.views.formats import shortened, text_width
from components.views.tokens import RADIUS

_CARDS_HIGH, _NOTE_HIGH, _GAP = 212.0, 37.0, 24.0
_SIZES = (28.0, 24.5)
_ROW = 1.5
_BADGE_PX = 26.0
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
        code: its code.
        key: its letter; may be empty.
        name: its name.
        shown: its figure in words.
    """

    code: str
    key: str
    name: str
    shown: str


def place_body(cards: Sequence[dict[Any, Any]], item: Item, children: Sequence[Child], pick: str = "") -> Body:
    """The slide of a grid.

    Args:
        cards: rows of its main figures.
        item: its map.
        children: what the letters stand for; none below a last grid.
        pick: code of the grid to outline and name among its neighbours; empty for none.
    """

    def body(width: float, height: float) -> list[Mark]:
        high = _CARDS_HIGH + (_NOTE_HIGH if any(row["note"] for row in cards) else 0)
        marks = card_grid(cards, width, high, len(cards)) if cards else []
        top = high + _GAP if cards else 0.0
        beside = _list(children, width * (1 - _MAP_SHARE), height - top)
        room = width - beside.width - (_GAP * 1.5 if children else 0)
        map_width = min(room, (height - top) * _LONGEST_MAP)
        drawn = _map(item, {child.code: child.key for child in children}, pick, map_width, height - top)
        marks += [shifted(mark, (room - map_width) / 2, top) for mark in drawn]
        return marks + [shifted(mark, width - beside.width, top) for mark in beside.marks]

    return body


def _map(item: Item, keys: Mapping[str, str], pick: str, width: float, height: float) -> list[Mark]:
    """The map with the keys of grids in place of their names, the larger grids first where two would touch."""
    view = item.view
    names = dict(zip(view.frame["grid_code"].astype(str), view.frame["label"].astype(str), strict=True))
    # With codes for labels each area's hint says whose it is.
    coded = replace(item, view=replace(view, frame=view.frame.assign(label=list(names))))
    drawn = [
        mark
        for mark in map_marks(coded, width, height, grid_map)
        if not (isinstance(mark, Words) and mark.text in names)
    ]
    grids = [(mark, mark.hint.partition("：")[0]) for mark in drawn if isinstance(mark, Path) and mark.hint]
    drawn += [replace(mark, fill=NO_FILL, stroke=Stroke(THEME.accent, 5)) for mark, code in grids if code == pick]
    placed = [(*_middle(mark), names[code] if code == pick else keys.get(code, "")) for mark, code in grids]
    taken: list[Box] = []
    for _, x, y, text in sorted(placed, reverse=True):
        wide = max(text_width(text, _BADGE_PX) + _BADGE_PX * 0.5, _BADGE_PX * 1.3)
        plate = _plate(x, y, wide)
        if text and not any(_touch(plate, other) for other in taken):
            taken.append(plate)
            drawn += _badge(x, y, text, wide)
    return drawn


def _middle(area: Path) -> tuple[float, float, float]:
    """The radius and the middle of the largest circle in an area."""
    rings: list[list[tuple[float, float]]] = []
    for letter, at in area.steps:
        if letter == "M":
            rings.append([])
        if at:
            rings[-1].append((at[0], at[1]))
    shapes = [shapely.Polygon(ring).buffer(0) for ring in rings if len(ring) > 2]
    spoke = shapely.maximum_inscribed_circle(max(shapes, key=shapely.area), tolerance=1)
    (x, y), *_ = spoke.coords
    return float(spoke.length), float(x), float(y)


def _plate(x: float, y: float, wide: float) -> Box:
    high = _BADGE_PX * 1.3
    return Box(x - wide / 2, y - high / 2, wide, high, Fill(THEME.ink), Stroke(THEME.paper, 1.5), radius=RADIUS)


def _badge(x: float, y: float, text: str, wide: float) -> list[Mark]:
    """A key in its box, which reads on any colour and hatch."""
    return [_plate(x, y, wide), Words(x, y, text, _BADGE_PX, THEME.paper, "middle", is_bold=True)]


def _touch(one: Box, other: Box) -> bool:
    return (
        abs(one.x + one.width / 2 - other.x - other.width / 2) < (one.width + other.width) / 2
        and abs(one.y - other.y) < one.height
    )


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
    if child.key:
        marks += _badge(x + _BADGE_PX * 0.65, y, child.key, _BADGE_PX * 1.3)
    left = x + size * _KEY_WIDE
    room = x + wide - left - text_width(child.shown, size) - size * 0.6
    marks.append(Words(left, y, shortened(child.name, room, size), size, THEME.ink))
    return [*marks, Words(x + wide, y, child.shown, size, THEME.ink2, "end")]
