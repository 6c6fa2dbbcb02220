"""What stands between a slide's heading and its foot: charts and maps as everywhere, the other kinds in large letters.

A slide is read from the back row and cannot be scrolled: what does not fit is left out by a rule and counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from components.exports.document import Item
from components.exports.pictures_inside import wrapped
from components.exports.svg import DRAWERS, Drawer, is_drawn
from components.exports.svg_marks import Mark, Path, Words
from components.exports.tables import table_of
from components.slides.body_cards import cards_body
from components.slides.body_table import table_body
from components.slides.layout import THEME, Body
from components.views.formats import plain
from data.grids.outlines import Polygons, Ring, thinned

FAILED = "本页未能生成"
"""Heading of a slide that could not be drawn."""
NOTHING = "没有可以列出的记录。"
SENTENCE_PX, _LARGEST_SENTENCE_PX = 30.0, 40.0
_PITCH, _BETWEEN = 1.5, 0.7
"""Line distance, and the gap between two sentences, in sizes."""
_EMPTY_PX = 42.0
_TOLERANCE_PX = 0.8
"""Edges of a map move by less than this."""


def body_of(item: Item) -> Body:
    """The drawing of any view, as large as the slide leaves room."""
    view = item.view
    if view.empty or not len(view.frame):
        return sentence_body(view.empty or NOTHING)
    if view.kind == "map":
        return lambda width, height: map_marks(item, width, height)
    if is_drawn(item):
        return lambda width, height: DRAWERS[view.kind](item, width, height, THEME)
    if view.kind == "cards":
        return cards_body(view.frame.to_dict("records"))
    if view.kind == "text":
        return sentences_body([plain(str(text)) for text in view.frame["sentence"]])
    return table_body(table_of(item))


def map_marks(item: Item, width: float, height: float, drawer: Drawer = DRAWERS["map"]) -> list[Mark]:
    """A map with no more corners than a wall shows: a deck is sent whole, and maps are most of its bytes.

    Args:
        item: a map with its outlines.
        width: in px.
        height: in px.
        drawer: draws it.
    """
    grids = {str(code) for code in item.view.frame["grid_code"]}
    inside = {code: shape.polygons for code, shape in item.outlines.items() if code in grids}
    if not inside:
        return drawer(item, width, height, THEME)
    low, high = _extent(inside.values())
    px = float(max((high - low) / (width, height)))
    shapes = thinned(inside, px * _TOLERANCE_PX)
    for code, shape in item.outlines.items():
        # Edges of what is above the grids; of what is larger than the picture they would run over the rest of the slide.
        near, far = _extent([shape.polygons])
        if code not in grids and (near > low - px * 4).all() and (far < high + px * 4).all():
            shapes |= thinned({code: shape.polygons}, px * _TOLERANCE_PX)
    light = {code: replace(item.outlines[code], polygons=polygons) for code, polygons in shapes.items()}
    return [_rounded(mark) for mark in drawer(replace(item, outlines=light), width, height, THEME)]


def _extent(shapes: Iterable[Polygons]) -> tuple[Ring, Ring]:
    """The south-west and the north-east corner."""
    points = np.concatenate([ring for polygons in shapes for rings in polygons for ring in rings])
    return points.min(axis=0), points.max(axis=0)


def _rounded(mark: Mark) -> Mark:
    """The mark with corners at tenths of a px."""
    if not isinstance(mark, Path):
        return mark
    return replace(mark, steps=tuple((letter, tuple(round(value, 1) for value in at)) for letter, at in mark.steps))


def sentence_body(sentence: str) -> Body:
    """One sentence in the middle of the slide: why there is nothing to see."""

    def body(width: float, height: float) -> list[Mark]:
        room = width * 0.8
        lines = wrapped(sentence, room, _EMPTY_PX)
        pitch = _EMPTY_PX * 1.6
        top = (height - pitch * len(lines)) / 2
        return [
            Words(width / 2, top + pitch * (row + 0.5), line, _EMPTY_PX, THEME.ink2, "middle")
            for row, line in enumerate(lines)
        ]

    return body


def sentences_body(sentences: list[str]) -> Body:
    """Numbered sentences, as large as all of them fit; else as many as fit, and how many more there are."""

    def body(width: float, height: float) -> list[Mark]:
        size = _LARGEST_SENTENCE_PX
        while size > SENTENCE_PX and _needed(sentences, width, size) > height:
            size -= 2
        size = max(size, SENTENCE_PX)
        shown = list(sentences)
        more = size * _PITCH
        while len(shown) > 1 and _needed(shown, width, size) > height - (more if len(shown) < len(sentences) else 0):
            shown.pop()
        spare = height - _needed(sentences, width, size)
        between = size * _BETWEEN + max(min(spare / max(len(shown) - 1, 1), size * _BETWEEN), 0)
        marks, y = _numbered(shown, width, size, height, between)
        if left_out := len(sentences) - len(shown):
            marks.append(Words(0, y + more / 2, f"另有 {left_out} 条，见快照与通报", SENTENCE_PX * 0.85, THEME.ink2))
        return marks

    return body


def _indent(size: float) -> float:
    return size * 2


def _needed(sentences: list[str], width: float, size: float) -> float:
    lines = sum(len(wrapped(sentence, width - _indent(size), size)) for sentence in sentences)
    return size * (_PITCH * lines + _BETWEEN * max(len(sentences) - 1, 0))


def _numbered(
    sentences: list[str], width: float, size: float, height: float, between: float
) -> tuple[list[Mark], float]:
    """The sentences' lines and where they end; a single one that is too long for the slide ends in an ellipsis."""
    marks: list[Mark] = []
    y = 0.0
    for number, sentence in enumerate(sentences, 1):
        lines = wrapped(sentence, width - _indent(size), size)
        fit = max(int((height - y) / (size * _PITCH)), 1)
        if len(lines) > fit:
            lines = [*lines[: fit - 1], lines[fit - 1][:-1] + "…"]
        marks.append(Words(0, y + size * _PITCH / 2, f"{number}.", size, THEME.accent, is_bold=True))
        marks += [
            Words(_indent(size), y + size * _PITCH * (row + 0.5), line, size, THEME.ink)
            for row, line in enumerate(lines)
        ]
        y += size * _PITCH * len(lines) + between
    return marks, y
