"""Where grids are drawn in a picture: rings in kilometres on a plane, from the same light shapes the map fetches.

A picture has no map projection of its own: x is kilometres east, y kilometres north. Areas are true
(Lambert's equal-area projection around the middle of what is drawn), so a large grid looks as large as it is.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from data.grids.tiles import TILE, point_map, tile_map, with_coordinates
from data.store.reader import Reader

Ring = NDArray[np.float64]
Polygons = tuple[tuple[Ring, ...], ...]
"""Each polygon's outer ring, then its holes."""

_DOT_CORNERS = 32
_DOT_SHARE = 0.09
"""All dots together cover this share of the extent, as on the screen."""


class GridOutline(NamedTuple):
    """Where one grid is drawn.

    Attributes:
        polygons: each polygon's outer ring, then its holes; corner points (n, 2) in km east and north of the
            south-west corner of all that is drawn, the last equal to the first.
        label_at: a point well inside, in the same km.
        is_schematic: a tile of equal size for each grid of the lowest level, because the version has no shapes.
    """

    polygons: tuple[tuple[Ring, ...], ...]
    label_at: tuple[float, float]
    is_schematic: bool


def outlines(reader: Reader, level: int, codes: Iterable[str], above: Iterable[int] = ()) -> dict[str, GridOutline]:
    """The outlines of grids on one plane.

    Shapes where the version has them, dots where a grid has only coordinates, and a schematic arrangement
    where the level has neither, as on the screen's map.

    Args:
        reader: the open version.
        level: level of the grids.
        codes: which of them; a code that has no place is left out of the answer.
        above: further levels whose grids around the wanted ones are drawn as borders, on the same plane.

    Returns:
        Grid code → outline, wanted grids first, in the order of their codes.
    """
    wanted = set(codes)
    found = {code: shape for code, shape in sorted(_level(reader, level).items()) if code in wanted}
    is_schematic = not found and bool(wanted)
    layers = _tiles(reader) if is_schematic else {}
    if is_schematic:
        found = {code: shape for code, shape in sorted(layers.get(level, {}).items()) if code in wanted}
    for upper in above:
        around = _ancestors(_tree(reader), found)
        shapes = layers.get(upper, {}) if is_schematic else _level(reader, upper)
        found |= {code: shape for code, shape in sorted(shapes.items()) if code in around and code not in found}
    return _on_a_plane(found, is_schematic)


def thinned(beside: Mapping[str, Polygons], tolerance_km: float) -> dict[str, Polygons]:
    """Shapes with fewer corners, for a small picture; edges that two grids share stay shared.

    Args:
        beside: polygons of grids that lie side by side, none above another.
        tolerance_km: edges move by less than about this.
    """
    flat = np.array([_as_shape(polygons) for polygons in beside.values()], dtype=object)
    try:
        simple = shapely.coverage_simplify(flat, tolerance_km)
    except shapely.GEOSException:  # shapes as files have them may cross each other
        return dict(beside)
    return {
        code: polygons if shape.is_empty else _polygons(shape)
        for (code, polygons), shape in zip(beside.items(), simple, strict=True)
    }


def _as_shape(polygons: Polygons) -> shapely.Geometry:
    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in polygons])


@lru_cache(maxsize=12)
def _level(reader: Reader, level: int) -> Mapping[str, shapely.Geometry]:
    """Code → shape of a level in degrees, or the point of a grid that has no shape."""
    file = reader.geometry_file(level)
    shapes = _shapes(file) if file is not None else {}
    grids = _grids(reader)
    if len(shapes) >= int((grids["level"] == level).sum()):
        return shapes
    placed = with_coordinates(grids)
    bare = placed[(placed["level"] == level) & ~placed["grid_code"].isin(list(shapes))]
    points = point_map(bare)["features"]
    return shapes | {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in points}


def _shapes(file: Path) -> dict[str, shapely.Geometry]:
    """The polygons of a stored file."""
    collection = json.loads(gzip.decompress(file.read_bytes()))
    return {
        str(feature["id"]): shapely.geometry.shape(feature["geometry"])
        for feature in collection["features"]
        if feature["geometry"] and feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
    }


@lru_cache(maxsize=4)
def _grids(reader: Reader) -> pd.DataFrame:
    """The version's grids. Shared: never change it."""
    return reader.query("SELECT grid_code, grid_name, level, parent_code, longitude, latitude FROM grids")


@lru_cache(maxsize=4)
def _tree(reader: Reader) -> Mapping[str, str]:
    """Grid code → parent code."""
    grids = _grids(reader)
    return dict(zip(grids["grid_code"].astype(str), grids["parent_code"].fillna("").astype(str), strict=True))


@lru_cache(maxsize=4)
def _tiles(reader: Reader) -> Mapping[int, Mapping[str, shapely.Geometry]]:
    """Level → tiles in degrees of the screen's schematic map."""
    return {
        level: {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in layer["features"]}
        for level, layer in tile_map(_grids(reader)).items()
    }


def _ancestors(tree: Mapping[str, str], codes: Iterable[str]) -> set[str]:
    """Every grid above any of the codes."""
    above: set[str] = set()
    for code in codes:
        while (code := tree.get(code, "")) and code not in above:
            above.add(code)
    return above


def _on_a_plane(shapes: Mapping[str, shapely.Geometry], is_schematic: bool) -> dict[str, GridOutline]:
    """Degrees → kilometres from the south-west corner."""
    if not shapes:
        return {}
    flat = np.array(list(shapes.values()), dtype=object)
    flat = shapely.transform(flat, _tile_km if is_schematic else _kilometres(flat))
    flat = _dots_as_circles(flat)
    west, south, _, _ = shapely.total_bounds(flat)
    flat = shapely.transform(flat, lambda points: points - (west, south))
    return {code: _outline(shape, is_schematic) for code, shape in zip(shapes, flat, strict=True)}


def _tile_km(points: Ring) -> Ring:
    """A tile is one kilometre wide: it stands for no real place."""
    return points / TILE


def _kilometres(shapes: NDArray[Any]) -> Any:
    points = np.radians(shapely.get_coordinates(shapes))
    # The mean of directions, not of numbers: 179° and -179° lie beside each other.
    middle = math.degrees(math.atan2(np.sin(points[:, 0]).mean(), np.cos(points[:, 0]).mean()))
    latitude = math.degrees((points[:, 1].min() + points[:, 1].max()) / 2)
    project = pyproj.Proj(proj="laea", lat_0=latitude, lon_0=middle, ellps="GRS80", units="km")
    return lambda degrees: np.column_stack(project(degrees[:, 0], degrees[:, 1]))


def _dots_as_circles(shapes: NDArray[Any]) -> NDArray[Any]:
    """Points become discs small enough to stand beside each other."""
    is_dot = shapely.get_dimensions(shapes) == 0
    if not is_dot.any():
        return shapes
    west, south, east, north = shapely.total_bounds(shapes)
    extent = max((east - west) * (north - south), (east - west) ** 2 / 4, (north - south) ** 2 / 4) or 1.0
    radius = math.sqrt(_DOT_SHARE * extent / len(shapes) / math.pi)
    discs = shapely.buffer(shapes, radius, quad_segs=_DOT_CORNERS // 4)
    return np.where(is_dot, discs, shapes)


def _outline(shape: shapely.Geometry, is_schematic: bool) -> GridOutline:
    inside = shapely.point_on_surface(max(_parts(shape), key=shapely.area))
    return GridOutline(_polygons(shape), (float(inside.x), float(inside.y)), is_schematic)


def _parts(shape: shapely.Geometry) -> list[shapely.Geometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def _polygons(shape: shapely.Geometry) -> Polygons:
    return tuple(
        tuple(np.asarray(ring.coords, dtype=np.float64)[:, :2] for ring in (part.exterior, *part.interiors))
        for part in _parts(shape)
    )
