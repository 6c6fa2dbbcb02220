"""One drawing for day and night: light colours in the drawing itself, dark ones laid over them by classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import shapely

from components.exports.document import Item
from components.exports.svg import scene_of
from components.exports.svg_marks import Path, Scene, Step, to_svg
from components.views.tokens import DARK, LIGHT

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_TAG = re.compile(r"<(rect|path|text|circle)\b([^>]*)>")
_PAINT = re.compile(r'\b(fill|stroke)="(#[0-9A-Fa-f]{6})"')
_MANY, _BEND_PX = 12, 0.35
"""Outlines of at least so many corners lose those that lie this close to a straight line: bytes, not shape."""


NIGHT = replace(DARK, size=LIGHT.size, wide=LIGHT.wide)
"""The dark theme in the light one's sizes, so that both draw the same marks."""


class Night:
    """Pairs of a light colour and its dark one met in the drawings of a page, each with a class."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str, str], str] = {}

    def drawn(self, item: Item, width: float, height: float, prefix: str) -> str:
        """The item's drawing in light colours, with classes that darken it at night.

        Args:
            item: see ``svg.is_drawn``.
            width: in px.
            height: in px.
            prefix: begins ids inside; must differ between drawings.
        """
        by_day = to_svg(_thinned(scene_of(item, width, height, LIGHT)), prefix=prefix)
        by_night = to_svg(_thinned(scene_of(item, width, height, NIGHT)), prefix=prefix)
        if _COLOUR.split(by_day) != _COLOUR.split(by_night):
            # The themes drew different marks: the light drawing stays on light paper.
            return by_day.replace("<svg ", '<svg class="paper" ', 1)
        dark = iter(_COLOUR.findall(by_night))
        return _TAG.sub(lambda tag: self._with_classes(tag, dark), by_day)

    def _with_classes(self, tag: re.Match[str], dark: Iterator[str]) -> str:
        classes = []
        for kind, light in _PAINT.findall(tag[2]):
            night = next(dark)
            if night != light:
                classes.append(self._pairs.setdefault((kind, light, night), f"k{len(self._pairs)}"))
        named = f' class="{" ".join(classes)}"' if classes else ""
        return f"<{tag[1]}{named}{tag[2]}>"

    @property
    def rules(self) -> str:
        """CSS for the dark scheme."""
        return "".join(f".{name}{{{kind}:{night}}}" for (kind, _, night), name in self._pairs.items())


def _thinned(scene: Scene) -> Scene:
    """The scene without corners that nobody sees."""
    marks = tuple(replace(mark, steps=_fewer(mark.steps)) if isinstance(mark, Path) else mark for mark in scene.marks)
    return replace(scene, marks=marks)


def _fewer(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Outlines of many corners with only those that bend by more than a fraction of a pixel; others unchanged."""
    if len(steps) < _MANY or any(letter == "C" for letter, _ in steps):
        return steps
    kept: list[Step] = []
    for _, run in groupby(steps, _RunNumber()):
        part = list(run)
        if len(part) < _MANY:
            kept += part
            continue
        line = shapely.simplify(shapely.linestrings([values for letter, values in part if values]), _BEND_PX)
        corners = [(round(float(x), 1), round(float(y), 1)) for x, y in shapely.get_coordinates(line)]
        kept += [("M", corners[0]), *(("L", corner) for corner in corners[1:])]
        kept += [step for step in part if step[0] == "Z"]
    return tuple(kept)


class _RunNumber:
    """Numbers the rings of a path: each begins with M."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, step: Step) -> int:
        self._number += step[0] == "M"
        return self._number
