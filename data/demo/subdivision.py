"""Cut the district into nested areas: first in straight lines, from the whole down to the level-3 grids.

River and railway part the district into blocks; seats share a block's land; communities and grids come from
repeated cuts, each across the longer way, so that pieces stay compact and hold similar numbers of residents.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, Polygon
from shapely.ops import split

from data.demo.drawing import Line, Sketch
from data.demo.terrain import Points, density, old_town_share, smoothed

_STREET_TILT = np.radians(-4.0)


@dataclass(frozen=True, slots=True)
class Piece:
    """An area of the straight-line sketch.

    Attributes:
        polygon: its shape in metres.
        residents: sample points, one for the same number of residents each; sizes follow from them.
    """

    polygon: Polygon
    residents: Points


@dataclass(frozen=True, slots=True)
class Leaf:
    """A level-3 piece with its place in the tree: index of seat, of the community in it, of the grid in that."""

    seat: int
    community: int
    grid: int
    polygon: Polygon


def metres(line: Line) -> Points:
    """Kilometres of the drawing as metres."""
    return np.array(line) * 1000.0


def subdivide(rng: np.random.Generator, sketch: Sketch) -> list[Leaf]:
    """All leaves, ordered by seat, community and grid."""
    seats = _seat_pieces(sketch)
    community_counts = _community_counts(seats, sketch)
    communities = [
        (index, rank, piece)
        for index, (seat, count) in enumerate(zip(seats, community_counts, strict=True))
        for rank, piece in enumerate(_in_reading_order(_cut(seat, count, rng)))
    ]
    weights = [len(piece.residents) * rng.uniform(0.8, 1.25) for _, _, piece in communities]
    told = [count for seat in sketch.seats for count in seat.grids]
    grid_counts = told or _shares(weights, sketch.levels[2], at_least=min(2, sketch.levels[2] // sketch.levels[1]))
    return [
        Leaf(seat, rank, number, grid.polygon)
        for (seat, rank, community), count in zip(communities, grid_counts, strict=True)
        for number, grid in enumerate(_in_reading_order(_cut(community, count, rng)))
    ]


def _community_counts(seats: list[Piece], sketch: Sketch) -> list[int]:
    """Communities of each seat: as told, else by its residents."""
    if all(seat.grids for seat in sketch.seats):
        return [len(seat.grids) for seat in sketch.seats]
    most = min(6, sketch.levels[1] // sketch.levels[0])
    return _shares([len(piece.residents) for piece in seats], sketch.levels[1], at_least=most)


def _seat_pieces(sketch: Sketch) -> list[Piece]:
    """The land of each seat, in the order they are listed."""
    outline = Polygon(metres(sketch.outline))
    blocks = [outline]
    for line in sketch.barriers:
        barrier = LineString(smoothed(metres(line)))
        blocks = [part for block in blocks for part in split(block, barrier).geoms]
    residents = _sample_residents(outline)
    seats = [shapely.Point(np.array(seat.at) * 1000) for seat in sketch.seats]
    land: dict[int, Polygon] = {}
    for block in blocks:
        inside = [index for index, seat in enumerate(seats) if block.contains(seat)]
        if len(inside) == 1:
            land[inside[0]] = block
            continue
        cells = shapely.voronoi_polygons(MultiPoint([seats[index] for index in inside]), extend_to=outline)
        for index in inside:
            cell = next(cell for cell in cells.geoms if cell.contains(seats[index]))
            land[index] = cell.intersection(block)
    return [Piece(land[index], _points_in(land[index], residents)) for index in range(len(sketch.seats))]


def _sample_residents(outline: Polygon) -> Points:
    """Evenly spread points (the R2 sequence) thinned to the density of residents."""
    steps = np.arange(1, 240_001)[:, None] * np.array([0.7548776662466927, 0.5698402909980532]) % 1.0
    west, south, east, north = outline.bounds
    points = steps * np.array([east - west, north - south]) + np.array([west, south])
    weight = density(points)
    chance = np.arange(1, len(points) + 1) * 0.6180339887498949 % 1.0
    kept = points[chance < weight / weight.max()]
    return _points_in(outline, kept)


def _points_in(polygon: Polygon, points: Points) -> Points:
    return np.asarray(points[shapely.contains_xy(polygon, points[:, 0], points[:, 1])])


def _shares(weights: list[float] | list[int], total: int, at_least: int) -> list[int]:
    """Split a total in proportion to weights by largest remainder, giving everyone a minimum."""
    spare = total - at_least * len(weights)
    exact = np.array(weights, dtype=float) / sum(weights) * spare
    counts = np.floor(exact).astype(int)
    for index in np.argsort(counts - exact, kind="stable")[: spare - int(counts.sum())]:
        counts[index] += 1
    return [int(count) + at_least for count in counts]


def _cut(piece: Piece, count: int, rng: np.random.Generator) -> list[Piece]:
    """Cut a piece into a number of pieces with similar numbers of residents."""
    if count == 1:
        return [piece]
    first = count // 2
    near, far = _best_halves(piece, first / count * rng.uniform(0.94, 1.06), rng)
    return _cut(near, first, rng) + _cut(far, count - first, rng)


def _best_halves(piece: Piece, fraction: float, rng: np.random.Generator) -> tuple[Piece, Piece]:
    """The cut, among a few directions, that leaves the rounder smaller half."""
    best: tuple[float, Piece, Piece] | None = None
    for heading in _headings(piece, rng):
        normal = np.array([np.cos(heading), np.sin(heading)])
        along = piece.residents @ normal
        offset = float(np.quantile(along, fraction))
        halves = _parted(piece.polygon, normal, offset)
        if halves is None:
            continue
        score = min(_roundness(half) for half in halves)
        if best is None or score > best[0]:
            near, far = piece.residents[along <= offset], piece.residents[along > offset]
            best = (score, Piece(halves[0], near), Piece(halves[1], far))
    if best is None:
        raise ValueError("no straight cut leaves two whole pieces")
    return best[1], best[2]


def _headings(piece: Piece, rng: np.random.Generator) -> list[float]:
    """Directions to try: along the streets in the old town, along and across the piece elsewhere."""
    box = shapely.get_coordinates(piece.polygon.minimum_rotated_rectangle)
    sides = np.diff(box[:3], axis=0)
    longest = sides[int(np.argmax((sides**2).sum(axis=1)))]
    own = float(np.arctan2(longest[1], longest[0]))
    centre = np.array([[piece.polygon.centroid.x, piece.polygon.centroid.y]])
    if rng.random() < float(old_town_share(centre)[0]) * 1.2:
        streets = [_STREET_TILT, _STREET_TILT + np.pi / 2]
        return [*(street + rng.normal(0, 0.03) for street in streets), own]
    return [own + rng.normal(0, 0.12), own + np.pi / 2, own + rng.uniform(0.2, 0.45), own - rng.uniform(0.2, 0.45)]


def _parted(polygon: Polygon, normal: Points, offset: float) -> tuple[Polygon, Polygon] | None:
    """The parts before and beyond a line, or None when either falls into several."""
    tangent, reach = np.array([-normal[1], normal[0]]), 40_000.0
    middle = normal * offset
    ends = (middle - tangent * reach, middle + tangent * reach)
    before = polygon.intersection(Polygon([*ends, ends[1] - normal * reach, ends[0] - normal * reach]))
    beyond = polygon.intersection(Polygon([*ends, ends[1] + normal * reach, ends[0] + normal * reach]))
    whole = before.geom_type == beyond.geom_type == "Polygon" and not before.is_empty and not beyond.is_empty
    return (before, beyond) if whole else None


def _roundness(polygon: Polygon) -> float:
    """1 for a circle, near 0 for a sliver."""
    return float(4 * np.pi * polygon.area / polygon.length**2)


def _in_reading_order(pieces: list[Piece]) -> list[Piece]:
    """From north to south in bands, west to east within a band: the order people number grids in."""
    centres = [piece.polygon.centroid for piece in pieces]
    band = float(np.sqrt(np.mean([piece.polygon.area for piece in pieces]))) * 1.2
    order = sorted(range(len(pieces)), key=lambda i: (-round(centres[i].y / band), centres[i].x))
    return [pieces[index] for index in order]
