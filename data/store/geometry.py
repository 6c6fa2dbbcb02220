"""Shapes of a version: exact ones as GeoParquet, and light ones as gzipped GeoJSON for the browser."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

SHAPE_COLUMNS = ("grid_code", "name", "parent_code", "geometry")
BACKGROUND_KINDS = ("water", "rail", "road", "green", "outline")
COORDINATE_DIGITS = 6
"""A tenth of a metre; more would only be bytes."""
TOLERANCE_SHARE = 0.01
"""Detail smaller than this share of a typical grid's width is dropped from the light shapes."""


def merged_shapes(old: Path | None, new: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The shapes of a level after an import: by grid code, the new shape where there is one.

    Args:
        old: the level's present file, or None.
        new: columns grid_code, name, parent_code, geometry; degrees.
    """
    import geopandas as gpd
    import pandas as pd

    fresh = new[list(SHAPE_COLUMNS)].drop_duplicates("grid_code", keep="last").set_crs("EPSG:4326", allow_override=True)
    if old is None:
        return fresh.sort_values("grid_code", ignore_index=True)
    before = gpd.read_parquet(old)
    kept = before[~before["grid_code"].isin(fresh["grid_code"])]
    both = fresh if kept.empty else pd.concat([kept, fresh], ignore_index=True)
    return both.sort_values("grid_code", ignore_index=True)


def write_light_shapes(shapes: gpd.GeoDataFrame, names: Mapping[str, tuple[str, str]], target: Path) -> int:
    """Write a level for the map: edges simplified together, so that neighbours still share them.

    Args:
        shapes: exact shapes of one level.
        names: grid code → name and parent code, as the grids table has them now.
        target: the .json.gz to write.

    Returns:
        Number of features.
    """
    rows = zip(shapes["grid_code"], shapes["name"], shapes["parent_code"], _simplified(shapes), strict=True)
    features = []
    for code, name, parent, geometry in rows:
        label, above = names.get(code, (name, parent))
        features.append(_feature(geometry, {"n": label or "", "p": above or ""}, code))
    return _write(features, target)


def write_light_background(background: gpd.GeoDataFrame, target: Path) -> int:
    """Write the quiet layers below the grids. Columns kind (water, rail, road, green, outline) and geometry."""
    rows = zip(background["kind"], background.geometry, strict=True)
    return _write([_feature(geometry, {"k": kind}) for kind, geometry in rows if not geometry.is_empty], target)


def _simplified(shapes: gpd.GeoDataFrame) -> list[Any]:
    """Shapes less their finest detail, in degrees."""
    import numpy as np
    import shapely

    geometries = np.asarray(shapes.geometry.array)
    _, south, _, north = shapes.total_bounds
    # A degree of longitude is shorter than one of latitude: simplify where both are equally long.
    squeeze = math.cos(math.radians((south + north) / 2))
    level = shapely.transform(geometries, lambda points: points * [squeeze, 1.0])
    tolerance = TOLERANCE_SHARE * math.sqrt(float(np.median(shapely.area(level))))
    simple = shapely.coverage_simplify(level, tolerance)
    return list(shapely.transform(simple, lambda points: points / [squeeze, 1.0]))


def _feature(geometry: Any, properties: dict[str, str], code: str = "") -> dict[str, Any]:
    from shapely.geometry import mapping

    shape = mapping(geometry)
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])},
    }
    return feature | ({"id": code} if code else {})


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(float(coordinates), COORDINATE_DIGITS)
    return [_rounded(part) for part in coordinates]


def _write(features: list[dict[str, Any]], target: Path) -> int:
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    # No time stamp in the gzip header: equal shapes give an equal file, and so one the browser already has.
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    return len(features)
