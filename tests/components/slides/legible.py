"""What an eye in the back row would stumble over in a drawing, found by arithmetic of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from components.exports.svg_marks import Box, Fill, Mark, Path, Words
from components.slides.model import LEAST_CONTRAST, LEAST_TEXT_PX
from components.views.formats import text_width

LINE = 1.35
"""Height of a line of our font in sizes, nearly; lines set closer than this touch."""
Extent = tuple[float, float, float, float]


def faults(marks: Sequence[Mark], width: float, height: float, paper: str) -> list[str]:
    """Every fault of a drawing in a sentence; none for a legible one."""
    words = [(index, mark) for index, mark in enumerate(marks) if isinstance(mark, Words) and mark.text.strip()]
    found = [f"small: {mark.text} {mark.size:.1f}" for _, mark in words if mark.size < LEAST_TEXT_PX]
    found += [f"outside: {mark.text} {extent(mark)}" for _, mark in words if not _inside(extent(mark), width, height)]
    found += [f"overlap: {words[i][1].text} | {words[j][1].text}" for i, j in _touching([extent(m) for _, m in words])]
    areas = _Areas(marks)
    for index, mark in words:
        least = min(contrast(mark.colour, behind) for behind in areas.behind(index, extent(mark), paper))
        if least < LEAST_CONTRAST:
            found.append(f"contrast {least:.2f}: {mark.text} {mark.colour}")
    for mark in marks:
        if not isinstance(mark, Words):
            west, north, east, south = _reach(mark)
            if west < -2 or north < -2 or east > width + 2 or south > height + 2:
                found.append(f"outside: {type(mark).__name__} {_reach(mark)}")
    return found


def extent(mark: Words) -> Extent:
    """Left, top, right and bottom of a line of text."""
    long = text_width(mark.text, mark.size)
    left = {"start": mark.x, "middle": mark.x - long / 2, "end": mark.x - long}[mark.anchor]
    return left, mark.y - mark.size * LINE / 2, left + long, mark.y + mark.size * LINE / 2


def contrast(one: str, other: str) -> float:
    """WCAG 2, from its text."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def covered(marks: Iterable[Mark], width: float, height: float) -> tuple[float, float]:
    """The shares of width and height the marks reach over."""
    reaches = [extent(mark) if isinstance(mark, Words) else _reach(mark) for mark in marks]
    west, north, east, south = zip(*reaches, strict=True)
    return (max(east) - min(west)) / width, (max(south) - min(north)) / height


def _luminance(colour: str) -> float:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _inside(box: Extent, width: float, height: float) -> bool:
    return box[0] >= -1 and box[1] >= -1 and box[2] <= width + 1 and box[3] <= height + 1


def _touching(boxes: Sequence[Extent]) -> list[tuple[int, int]]:
    """Which lines overlap by more than a hair; each pair once."""
    left, top, right, bottom = np.array(boxes).reshape(-1, 4).T
    across = left[:, None] + 1 < right[None, :]
    down = top[:, None] + 1 < bottom[None, :]
    return [(int(i), int(j)) for i, j in np.argwhere(np.triu(across & across.T & down & down.T, k=1))]


class _Areas:
    """Everything filled, found by where it lies."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._areas = _filled(marks)
        self._tree = shapely.STRtree([shape for _, shape, _ in self._areas])

    def behind(self, index: int, box: Extent, paper: str) -> set[str]:
        """The colours directly behind a line of text, at fifteen points of it."""
        left, top, right, bottom = box
        middle, half = (top + bottom) / 2, (bottom - top) / 2 * 0.6
        hits = sorted(self._tree.query(shapely.box(*box), predicate="intersects").tolist())
        near = [self._areas[hit] for hit in hits if self._areas[hit][0] < index]
        found: set[str] = set()
        for x in np.linspace(left + 1, right - 1, 5):
            for y in (middle - half, middle, middle + half):
                layers = [fill for _, shape, fill in near if shapely.contains_xy(shape, x, y)]
                found |= _blended(layers, paper)
        return found


def _filled(marks: Sequence[Mark]) -> list[tuple[int, BaseGeometry, Fill]]:
    """Everything filled: its place in the drawing, its shape, how it is filled."""
    found: list[tuple[int, BaseGeometry, Fill]] = []
    for index, mark in enumerate(marks):
        if isinstance(mark, Words) or not mark.fill.colour:
            continue
        if isinstance(mark, Box):
            found.append((index, shapely.box(mark.x, mark.y, mark.x + mark.width, mark.y + mark.height), mark.fill))
        else:
            rings = [shapely.Polygon(ring) for ring in _rings(mark) if len(ring) > 2]
            shape = shapely.Polygon()
            for ring in rings:
                shape = shape.symmetric_difference(ring.buffer(0))
            found.append((index, shape, mark.fill))
    return found


def _rings(mark: Path) -> list[list[tuple[float, float]]]:
    """Corner points of each part, curves as nine points."""
    rings: list[list[tuple[float, float]]] = []
    for letter, values in mark.steps:
        if letter == "M":
            rings.append([(values[0], values[1])])
        elif letter == "L":
            rings[-1].append((values[0], values[1]))
        elif letter == "C":
            corners = np.array([rings[-1][-1], values[0:2], values[2:4], values[4:6]])
            for t in np.linspace(0.125, 1, 8):
                weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
                x, y = weights @ corners
                rings[-1].append((float(x), float(y)))
    return rings


def _reach(mark: Box | Path) -> Extent:
    if isinstance(mark, Box):
        return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
    points = np.array([point for ring in _rings(mark) for point in ring])
    (west, north), (east, south) = points.min(axis=0), points.max(axis=0)
    return float(west), float(north), float(east), float(south)


def _blended(layers: Sequence[Fill], paper: str) -> set[str]:
    """The colours of layers from back to front; a hatch shows both of its colours."""
    shown = {paper}
    for fill in layers:
        colours = {fill.colour, fill.ink} if fill.pattern else {fill.colour}
        shown = {_mixed(under, over, fill.opacity) for under in shown for over in colours}
    return shown


def _mixed(under: str, over: str, share: float) -> str:
    parts = [round(int(under[at : at + 2], 16) * (1 - share) + int(over[at : at + 2], 16) * share) for at in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in parts)
