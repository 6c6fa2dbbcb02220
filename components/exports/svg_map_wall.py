"""The map for the back row: what has no room on its grid stands beside the map, never over it or small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from components.exports.document import Item
from components.exports.svg_axes import LINE, extent, touch
from components.exports.svg_map import Key, areas, classed, grid_map, heading, known_rows, projection, scale_bar
from components.exports.svg_marks import Box, Fill, Mark, Path, Stroke, Words, polyline
from components.views.formats import shortened, text_width
from components.views.palette import text_on
from components.views.tokens import RADIUS, Theme

_GAP, _PAD = 28.0, 20.0
_PANEL_SHARE = 0.34
"""Of the width that a panel beside the map takes at most."""
_PITCH = 1.6
"""Line distance of panels, in sizes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a panel: what it is, how much, and the fill in front of it, if it has one."""

    name: str
    amount: str
    fill: Fill | None = None
    is_head: bool = False


def map_drawing(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """The map of a page or a paper, or that of a wall."""
    return wall_map(item, width, height, theme) if theme.is_far else grid_map(item, width, height, theme)


def wall_map(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Legend at the lower left, the map, and where there is room the values by name at the right."""
    frame, keys = classed(item, theme)
    known = known_rows(item, frame)
    legend = _legend_lines(item, keys)
    left = _panel_width(legend, width, theme)
    marks = _panel(legend, 0, height - _panel_height(legend, theme), left, theme)
    listed = _listed(item, frame, height, theme)
    beside = _panel_width(listed, width, theme) if listed else 0.0
    if known.empty:
        return marks + (_panel(listed, width - beside, 0, beside, theme) if listed else [])
    room, high = width - left - _GAP, height - theme.size * 1.9
    codes = list(known["grid_code"].astype(str))
    is_listed = bool(listed) and _map_width(item, codes, room, high) <= room - beside - _GAP
    if is_listed:
        marks += _panel(listed, width - beside, 0, beside, theme)
        room -= beside + _GAP
    at = _moved(projection(item.outlines, codes, room, high), left + _GAP)
    marks += areas(item, known, keys, at, theme)
    marks += _names(item, known, {key.letter: key.fill for key in keys}, at, theme, with_values=not is_listed)
    return marks + scale_bar(item, at, left + _GAP, height, theme)


def _moved(at: Any, dx: float) -> Any:
    def moved(point: Any) -> tuple[float, float]:
        x, y = at(point)
        return x + dx, y

    return moved


def _map_width(item: Item, codes: list[str], width: float, height: float) -> float:
    """How wide the map becomes in a room."""
    at = projection(item.outlines, codes, width, height)
    xs = [at(point)[0] for code in codes for polygon in item.outlines[code].polygons for point in polygon[0]]
    return max(xs) - min(xs)


def _legend_lines(item: Item, keys: list[Key]) -> list[Line]:
    name, _ = heading(item)
    return [
        Line(name, "", is_head=True),
        Line(str(item.view.options.get("unit", item.view.unit)), f"{_each(item)}数"),
        *(Line(key.words, f"{key.count:,}", key.fill) for key in keys),
    ]


def _listed(item: Item, frame: pd.DataFrame, height: float, theme: Theme) -> list[Line]:
    """Names and values in the order of the codes where all of them fit; of more none is picked out, the map shows them."""
    rows = frame[frame["letter"].str.isdigit()]
    most = int((height - 2 * _PAD) / (theme.size * _PITCH)) - 1
    if not 2 <= len(rows) <= most:
        return []
    return [
        Line(f"各{_each(item)}", "", is_head=True),
        *(Line(str(label), str(display)) for label, display in zip(rows["label"], rows["display"], strict=True)),
    ]


def _each(item: Item) -> str:
    """What one area of the map is: 社区."""
    named = str(item.view.options.get("each", "")).removesuffix("数")
    by = item.view.basis.split("，")[0]
    return named if named not in ("", "个") else by.removeprefix("按") if by.startswith("按") else "网格"


def _panel_width(lines: list[Line], width: float, theme: Theme) -> float:
    swatch = theme.size * 2.1 if any(line.fill for line in lines) else 0.0
    wanted = max(
        text_width(line.name, theme.size)
        + (swatch if line.fill else 0)
        + (text_width(line.amount, theme.size) + theme.size * 1.2 if line.amount else 0)
        for line in lines
    )
    return min(wanted + 2 * _PAD, width * _PANEL_SHARE)


def _panel_height(lines: list[Line], theme: Theme) -> float:
    return len(lines) * theme.size * _PITCH + 2 * _PAD


def _panel(lines: list[Line], x: float, y: float, wide: float, theme: Theme) -> list[Mark]:
    """A panel of lines: name at the left, amount at the right."""
    size, pitch = float(theme.size), theme.size * _PITCH
    high = _panel_height(lines, theme)
    marks: list[Mark] = [Box(x, y, wide, high, Fill(theme.control), Stroke(theme.line, 1), radius=RADIUS)]
    for row, line in enumerate(lines):
        middle, left, right = y + _PAD + pitch * (row + 0.5), x + _PAD, x + wide - _PAD
        if line.fill:
            marks.append(Box(left, middle - size * 0.5, size * 1.5, size, line.fill, Stroke(theme.ref, 1)))
            left += size * 2.1
        least = min(text_width(line.name, size), size * 4) + size * 0.8
        amount = shortened(line.amount, right - left - least + 1, size)
        taken = text_width(amount, size) + size * 0.8 if amount else 0.0
        ink = theme.ink if line.is_head or (not line.fill and line.amount) else theme.ink2
        name = shortened(line.name, right - left - taken + 1, size)
        marks.append(Words(left, middle, name, size, ink, is_bold=line.is_head))
        if amount:
            marks.append(Words(right, middle, amount, size, theme.ink, "end"))
        if line.is_head:
            under = middle + pitch / 2
            marks.append(Path(polyline([(left, under), (right, under)]), stroke=Stroke(theme.line, 1)))
    return marks


def _names(
    item: Item, known: pd.DataFrame, fills: dict[str, Fill], at: Any, theme: Theme, *, with_values: bool
) -> list[Mark]:
    """Names that lie wholly on their grid and touch no other name, larger grids first."""
    rows = known.assign(shape=[_shape(item, code, at) for code in known["grid_code"].astype(str)])
    rows = rows.assign(area=[shape.area for shape in rows["shape"]]).sort_values("area", ascending=False)
    taken: list[tuple[float, float, float, float]] = []
    marks: list[Mark] = []
    for row in rows.itertuples():
        texts = [[str(row.label), str(row.display)]] if with_values else []
        placed = _placed(
            [*texts, [str(row.label)]], row.shape, at(item.outlines[str(row.grid_code)].label_at), taken, theme
        )
        if not placed:
            continue
        taken += [extent(words) for words in placed]
        fill = fills[str(row.letter)]
        if fill.pattern:
            # No ink reads on a hatch: the name gets a plate.
            west, north, east, south = (
                f(box[i] for box in map(extent, placed)) for i, f in enumerate((min, min, max, max))
            )
            marks.append(Box(west - 4, north, east - west + 8, south - north, Fill(theme.card), radius=RADIUS))
        ink = theme.ink if fill.pattern else text_on(fill.colour, theme)
        marks += [Words(w.x, w.y, w.text, w.size, ink, "middle", is_bold=w.is_bold) for w in placed]
    return marks


def _placed(
    texts: list[list[str]],
    shape: BaseGeometry,
    middle: tuple[float, float],
    taken: list[tuple[float, float, float, float]],
    theme: Theme,
) -> list[Words]:
    """The first of the texts, in the largest size, that lies on the shape and on no other name; none if none does."""
    spots = [middle, (shape.centroid.x, shape.centroid.y)]
    for lines in texts:
        for size in dict.fromkeys((float(theme.size), theme.least)):
            for x, y in spots:
                top = y - size * LINE * (len(lines) - 1) / 2
                words = [
                    Words(x, top + size * LINE * row, line, size, theme.ink, "middle", is_bold=row > 0)
                    for row, line in enumerate(lines)
                ]
                boxes = [extent(line) for line in words]
                on_shape = all(shape.contains(_inked(box)) for box in boxes)
                if on_shape and not any(touch(box, other) for box in boxes for other in taken):
                    return words
    return []


def _inked(box: tuple[float, float, float, float]) -> BaseGeometry:
    """The part of a line's box that letters take, with a little air at both ends."""
    left, top, right, bottom = box
    air = (bottom - top) * 0.12
    return shapely.box(left - air, top + air, right + air, bottom - air)


def _shape(item: Item, code: str, at: Any) -> BaseGeometry:
    """The grid as it is drawn, in px."""
    polygons = [
        shapely.Polygon([at(point) for point in outer], [[at(point) for point in hole] for hole in holes])
        for outer, *holes in item.outlines[code].polygons
    ]
    shape = shapely.union_all([polygon.buffer(0) for polygon in polygons])
    shapely.prepare(shape)
    return shape
