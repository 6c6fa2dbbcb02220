"""Making shapes fit to be stored: valid polygons in degrees, or a reason why not."""

from __future__ import annotations

import numpy as np
import shapely

from data.grids.coordinates import in_range
from data.grids.layer import Layer, geometry_array

_COLLECTION = 7
_LEAST_AREA = 1e-12
"""Square degrees, about 0.01 m²: less is a line or a point written as a polygon."""


def repair(layer: Layer) -> tuple[np.ndarray, list[str], int]:
    """Valid shapes of a layer in degrees.

    Returns:
        The shapes (None where there is none), per shape why it cannot be used ("" when it can), and how many
        had to be repaired.
    """
    shapes = layer.geometry
    problems = [""] * len(shapes)
    polygonal = np.isin(shapely.get_type_id(shapes), (3, 6, 7))
    invalid = polygonal & ~shapely.is_valid(shapes)
    repaired = shapes.copy()
    for i in np.flatnonzero(shapely.get_type_id(shapes) == _COLLECTION).tolist():
        repaired[i] = _polygons(shapes[i])
    if invalid.any():
        repaired[invalid] = [_polygons(shape) for shape in shapely.make_valid(shapes[invalid])]
    for i in np.flatnonzero(~in_range(shapes)).tolist():
        problems[i] = f"坐标超出经纬度范围（{_first_point(shapes[i])}），没有采用"
    for i in layer.unreadable:
        problems[i] = "图形的坐标结构有误，读不出来，没有采用"
    thin = polygonal & (shapely.area(repaired) < _LEAST_AREA)
    for i in np.flatnonzero(thin).tolist():
        problems[i] = problems[i] or "图形没有面积（点数不够或首尾重合），没有采用"
    for i in np.flatnonzero(np.isin(shapely.get_type_id(shapes), (1, 2, 5))).tolist():
        problems[i] = problems[i] or "图形是线而不是面或点，没有采用"
    mended = set(np.flatnonzero(invalid & ~thin)) | layer.collapsed
    return geometry_array(repaired), problems, len(mended)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """What make_valid gives, without the stray lines and points."""
    parts = [part for part in shapely.get_parts([shape]) if part.geom_type in ("Polygon", "MultiPolygon")]
    flat = [one for part in parts for one in shapely.get_parts([part])]
    return flat[0] if len(flat) == 1 else shapely.MultiPolygon(flat)


def _first_point(shape: shapely.Geometry) -> str:
    x, y = shapely.get_coordinates(shape)[0]
    return f"{x:g}, {y:g}"
