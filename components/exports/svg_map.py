"""The grid map as marks: polygons by class, the four empties hatched, names where they fit, legend and scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from components.exports.document import Item, Outline
from components.exports.svg_marks import Box, Fill, Mark, Path, Point, Stroke, Words, outline, polyline
from components.views import map_state
from components.views.formats import text_width
from components.views.map_state import EMPTIES, SMALL, spread
from components.views.palette import text_on
from components.views.tokens import Theme, map_theme

_STATE_PATTERNS = {"n": ("none", "diagonal"), "w": ("wait", "dots"), "h": ("hide", "cross")}
_SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend: letter or class number, its fill, its words and how many grids it has."""

    letter: str
    fill: Fill
    words: str
    count: int


def classed(item: Item, theme: Theme) -> tuple[pd.DataFrame, list[Key]]:
    """The frame with a column ``letter`` (class number or the empty's letter), and the legend from high to low."""
    frame, letters, classes = map_state.classed(item.view, theme)
    ramp = spread(theme.seq, len(classes)) if classes else []
    keys = [
        Key(str(index), Fill(ramp[index]), step.label, step.count) for index, step in reversed(list(enumerate(classes)))
    ]
    for letter, words in (SMALL, *EMPTIES.values()):
        if count := letters.count(letter):
            keys.append(Key(letter, empty_fill(letter, theme), words, count))
    return frame.assign(letter=letters), keys


def empty_fill(letter: str, theme: Theme) -> Fill:
    """The grey, and the hatch over it, of a grid without a colour."""
    values = map_theme(theme)
    if letter == "z":
        return Fill(str(values["zero"]))
    if letter == SMALL[0]:
        return Fill(str(values["zero"]), "lines", str(values["none_fg"]))
    kind, pattern = _STATE_PATTERNS[letter]
    return Fill(str(values[f"{kind}_bg"]), pattern, str(values[f"{kind}_fg"]))  # type: ignore[arg-type]  # patterns are those above


def grid_map(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """The grids in their colours, the legend at the right."""
    frame, keys = classed(item, theme)
    known = known_rows(item, frame)
    beside = max((text_width(f"{key.words}（{key.count}）", theme.size) for key in keys), default=0) + theme.size * 3
    beside = min(max(beside, *(text_width(text, theme.size) + theme.size for text in heading(item))), width * 0.4)
    legend = _legend(item, keys, width - beside + theme.size, height, theme)
    if known.empty:
        return legend
    at = projection(item.outlines, list(known["grid_code"].astype(str)), width - beside, height - theme.size * 2)
    marks = areas(item, known, keys, at, theme)
    marks += _names(item, known, {key.letter: key.fill for key in keys}, at, theme)
    return marks + legend + scale_bar(item, at, 0, height, theme)


def known_rows(item: Item, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose grids have an outline."""
    return frame[frame["grid_code"].astype(str).isin(item.outlines.keys())]


def areas(item: Item, known: pd.DataFrame, keys: list[Key], at: Any, theme: Theme) -> list[Mark]:
    """The grids in their colours, then the edges of upper levels."""
    fills = {key.letter: key.fill for key in keys}
    names = map_theme(theme)
    edge = Stroke(str(names["edge"]), 0.7 if len(known) > 60 else 1.0)
    if theme.is_far:
        edge = Stroke(str(names["cell"]), 1.2 if len(known) > 60 else 2.0)
    marks: list[Mark] = []
    for code, label, letter, display in zip(
        known["grid_code"].astype(str), known["label"], known["letter"], known["display"], strict=True
    ):
        rings = [[at(point) for point in ring[:-1]] for polygon in item.outlines[code].polygons for ring in polygon]
        marks.append(Path(outline(rings), fills[letter], edge, f"{label}：{display}"))
    return marks + _borders(item, set(known["grid_code"].astype(str)), at, theme)


def _borders(item: Item, grids: set[str], at: Any, theme: Theme) -> list[Mark]:
    """The edges of upper levels, where their outlines came along."""
    # Tiles lie apart from each other already: around them a quiet line is enough.
    is_schematic = any(shape.is_schematic for shape in item.outlines.values())
    edge = Stroke(theme.line, 0.8) if is_schematic else Stroke(str(map_theme(theme)["top"]), _border_width(theme))
    return [
        Path(outline([[at(point) for point in ring[:-1]] for rings in shape.polygons for ring in rings]), stroke=edge)
        for code, shape in item.outlines.items()
        if code not in grids
    ]


def _border_width(theme: Theme) -> float:
    return 2.4 if theme.is_far else 1.4


def projection(outlines: Mapping[str, Outline], codes: list[str], width: float, height: float) -> Any:
    """km → px: as large as fits, north up, in the middle."""
    points = np.concatenate([ring for code in codes for polygon in outlines[code].polygons for ring in polygon])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    scale = min(width / max(east - west, 1e-9), height / max(north - south, 1e-9)) * 0.985
    left = (width - (east - west) * scale) / 2
    top = (height - (north - south) * scale) / 2

    def at(point: Any) -> Point:
        return left + (float(point[0]) - west) * scale, top + (north - float(point[1])) * scale

    return at


def _names(item: Item, known: pd.DataFrame, fills: Mapping[str, Fill], at: Any, theme: Theme) -> list[Mark]:
    """Names that lie wholly on their grid and touch no other name, larger grids first."""
    taken: list[tuple[float, float, float, float]] = []
    marks: list[Mark] = []
    rows = []
    for code, label, letter in zip(known["grid_code"].astype(str), known["label"], known["letter"], strict=True):
        rings = [polygon[0] for polygon in item.outlines[code].polygons]
        spans = [np.array([at(point) for point in ring]) for ring in rings]
        largest = max(spans, key=lambda ring: float(np.ptp(ring[:, 0]) * np.ptp(ring[:, 1])))
        wide, high = float(np.ptp(largest[:, 0])), float(np.ptp(largest[:, 1]))
        rows.append((wide * high, code, str(label), letter, wide, high))
    for _, code, label, letter, wide, high in sorted(rows, reverse=True):
        size = theme.size * 0.92
        long = text_width(label, size)
        if long > wide * 0.96 or size * 1.1 > high:
            continue
        x, y = at(item.outlines[code].label_at)
        box = (x - long / 2, y - size * 0.6, x + long / 2, y + size * 0.6)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        fill = fills[letter]
        ink = theme.ink if fill.pattern else text_on(fill.colour, theme)
        marks.append(Words(x, y, label, size, ink, "middle", halo=fill.colour))
    return marks


def _legend(item: Item, keys: list[Key], x: float, height: float, theme: Theme) -> list[Mark]:
    pitch, side = theme.size * 1.75, theme.size * 1.15
    y = max(height - pitch * len(keys) - theme.size * 4.2, theme.size)
    name, note = heading(item)
    marks: list[Mark] = [
        Words(x, y, name, theme.size, theme.ink, is_bold=True),
        Words(x, y + theme.size * 1.5, note, theme.size * 0.92, theme.mute),
    ]
    y += theme.size * 3.2
    edge = Stroke(theme.line, 0.8)
    for key in keys:
        marks.append(Box(x, y - side / 2, side * 1.4, side, key.fill, edge))
        marks.append(Words(x + side * 1.4 + theme.size * 0.5, y, f"{key.words}（{key.count}）", theme.size, theme.ink2))
        y += pitch
    return marks


def heading(item: Item) -> tuple[str, str]:
    """What the legend is of, and what its brackets hold."""
    options = item.view.options
    unit, each = str(options.get("unit", item.view.unit)), f"括号内为{options.get('each', '个数')}"
    return str(options.get("measure_label", item.view.title)), f"{unit}（{each}）" if unit else each


def scale_bar(item: Item, at: Any, left: float, height: float, theme: Theme) -> list[Mark]:
    """A bar of round length; none where the tiles are no real shapes."""
    if any(shape.is_schematic for shape in item.outlines.values()):
        note = "示意图：格子大小不代表面积"
        return [Words(left, height - theme.size * 0.8, note, theme.text(0.92), theme.mute)]
    pixels = at((1.0, 0.0))[0] - at((0.0, 0.0))[0]
    km = max((length for length in _SCALES if length * pixels <= theme.size * 9), default=_SCALES[0])
    x0, y, x1 = left + 1, height - theme.size * 0.8, km * pixels
    bar = Path(polyline([(x0, y - 4), (x0, y), (x0 + x1, y), (x0 + x1, y - 4)]), stroke=Stroke(theme.mute, 1.2))
    text = f"{km:g} 公里" if km >= 1 else f"{km * 1000:.0f} 米"
    return [bar, Words(left + x1 + theme.size * 0.7, y - 2, text, theme.text(0.92), theme.mute)]
