"""Geometry for the browser: simplified per level, shared edges kept shared, as gzipped GeoJSON.

The exact shapes stay in the store. What is made here is only drawn, so it may lose vertices but must not
open gaps between neighbours, and the same shapes must give the same bytes (the file name is a hash of them).
"""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Collection, Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

BUDGET_BYTES = 150_000
"""Aim for one level's file; larger levels get ``BUDGET_PER_UNIT`` bytes a grid instead."""
BUDGET_PER_UNIT = 150
DECIMALS = 6
"""Decimals of a degree: about 0.1 m."""

_EXTENT_SHARE = 1 / 40_000
"""The finest tolerance as a share of the extent: well below a pixel when the level fills a 4K screen."""
_ROUNDS = 6
_log = logging.getLogger(__name__)


def level_geojson(shapes: gpd.GeoDataFrame, closed: Collection[str] = ()) -> bytes:
    """The grids of one level as gzipped GeoJSON.

    Args:
        shapes: columns grid_code, name, parent_code and geometry (EPSG:4326).
        closed: codes of grids that are there no more: they lie over those that took their place, so they share no edges.

    Returns:
        Gzipped GeoJSON in order of code; feature id = grid code, properties ``n`` (name) and ``p`` (parent).
    """
    ordered = shapes.sort_values("grid_code", kind="stable")
    rows = [
        {"type": "Feature", "id": str(code), "properties": {"n": _text(name), "p": _text(parent)}}
        for code, name, parent in zip(ordered["grid_code"], ordered["name"], ordered["parent_code"], strict=True)
    ]
    geometry = np.asarray(ordered.geometry.array, dtype=object)
    limit = max(BUDGET_BYTES, BUDGET_PER_UNIT * len(rows))
    return _within(rows, geometry, limit, coverage=~ordered["grid_code"].isin(list(closed)).to_numpy(dtype=bool))


def background_geojson(shapes: gpd.GeoDataFrame) -> bytes:
    """Rivers, railways, roads and parks as gzipped GeoJSON.

    Args:
        shapes: columns kind (water, rail, road, green, outline, place) and geometry (EPSG:4326).
    """
    rows = [{"type": "Feature", "properties": {"k": _text(kind)}} for kind in shapes["kind"]]
    geometry = np.asarray(shapes.geometry.array, dtype=object)
    return _within(rows, geometry, BUDGET_BYTES, coverage=np.zeros(len(rows), dtype=bool))


def _within(rows: list[dict[str, Any]], geometry: np.ndarray, limit: int, *, coverage: np.ndarray) -> bytes:
    """Simplify, a little more each round, until the file is small enough."""
    tolerance = _finest(geometry)
    payload = b""
    for _ in range(_ROUNDS):
        drawn = np.empty(len(geometry), dtype=object)
        for chosen, together in ((coverage, True), (~coverage, False)):
            drawn[chosen] = _simplified(geometry[chosen], tolerance, coverage=together)
        payload = _packed(rows, drawn)
        if len(payload) <= limit:
            break
        tolerance *= 2
    return payload


def _finest(geometry: np.ndarray) -> float:
    """Tolerance to begin with, in degrees."""
    bounds = shapely.bounds(geometry)
    bounds = bounds[~np.isnan(bounds).any(axis=1)]
    if not len(bounds):
        return 0.0
    width, height = bounds[:, 2:].max(axis=0) - bounds[:, :2].min(axis=0)
    return float(max(width, height)) * _EXTENT_SHARE


def _simplified(geometry: np.ndarray, tolerance: float, *, coverage: bool) -> np.ndarray:
    """All shapes at once so that a shared edge is simplified once; one by one only if GEOS refuses the whole."""
    if coverage and tolerance and len(geometry):
        try:
            # The tolerance of coverage_simplify is the square root of an area, not a distance.
            drawn = shapely.coverage_simplify(geometry, tolerance * 2)
        except shapely.errors.GEOSException as error:
            _log.warning("coverage_simplify refused the level, simplifying shape by shape: %s", error)
            drawn = shapely.simplify(geometry, tolerance)
    else:
        drawn = shapely.simplify(geometry, tolerance)
    lost = shapely.is_empty(drawn) & ~shapely.is_empty(geometry)
    return np.where(lost, geometry, drawn)


def _packed(rows: list[dict[str, Any]], geometry: Iterable[shapely.Geometry | None]) -> bytes:
    """GeoJSON text, gzipped without a time stamp."""
    features = [{**row, "geometry": _rounded(shape)} for row, shape in zip(rows, geometry, strict=True)]
    body = {"type": "FeatureCollection", "features": features}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


def _rounded(shape: shapely.Geometry | None) -> dict[str, Any] | None:
    if shape is None or shape.is_empty:
        return None
    body = dict(shape.__geo_interface__)
    if "geometries" in body:
        body["geometries"] = [_rounded(part) for part in shape.geoms]
    else:
        body["coordinates"] = _coordinates(body["coordinates"])
    return body


def _coordinates(values: Any) -> Any:
    """Nested coordinates rounded."""
    if isinstance(values[0], (int, float)):
        return [round(values[0], DECIMALS), round(values[1], DECIMALS)]
    return [_coordinates(value) for value in values]


def _text(value: object) -> str:
    """A missing name or parent is an empty string."""
    return value if isinstance(value, str) else ""
