"""Making shapes fit to be stored: valid polygons in degrees, or a reason why not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from data.grids.coordinates import in_range, to_metres
from data.grids.layer import Layer, geometry_array
from data.intake.report import FileReport

_MULTIPOLYGON, _COLLECTION = 6, 7
_NEAR_ZERO = 0.5
"""Degrees about the place of no coordinates."""
_SLIVER = 1.0
"""Square metres."""
_LEAST_AREA = 1e-12
"""Square degrees, about 0.01 m²: less is a line or a point written as a polygon."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The shapes of a layer, fit to be stored.

    Attributes:
        shapes: valid shapes in degrees, None where there is none.
        problems: per shape why it cannot be used, "" when it can.
        mended: places of those that crossed themselves or had a broken ring.
        turned: how many had their rings the wrong way round.
        slivers: how many parts of less than a square metre were left out.
    """

    shapes: np.ndarray
    problems: list[str]
    mended: frozenset[int]
    turned: int
    slivers: int

    def tell(self, report: FileReport) -> None:
        """Say what was repaired."""
        said = (
            ("geometry_repaired", f"{len(self.mended)} 个图形自相交或有坏环，已修复。", len(self.mended)),
            ("rings_turned", f"{self.turned} 个图形的环方向写反了，已改正。", self.turned),
            ("slivers_dropped", f"{self.slivers} 处不到 1 平方米的碎片已去掉。", self.slivers),
        )
        for code, words, count in said:
            if count:
                report.note(code, words, report.file, count, "info")


def repair(layer: Layer) -> Repaired:
    """Valid shapes of a layer in degrees, and what is wrong with the others."""
    shapes = layer.geometry
    polygonal = np.isin(shapely.get_type_id(shapes), (3, 6, 7))
    invalid = polygonal & ~shapely.is_valid(shapes)
    repaired = shapes.copy()
    for i in np.flatnonzero(shapely.get_type_id(shapes) == _COLLECTION).tolist():
        repaired[i] = _polygons(shapes[i])
    if invalid.any():
        repaired[invalid] = [_polygons(shape) for shape in shapely.make_valid(shapes[invalid])]
    slivers = sum(
        _drop_slivers(repaired, i) for i in np.flatnonzero(shapely.get_type_id(repaired) == _MULTIPOLYGON).tolist()
    )
    thin = polygonal & (shapely.area(repaired) < _LEAST_AREA)
    turned = _turned(shapes) & ~invalid & ~thin
    repaired[turned] = shapely.orient_polygons(repaired[turned])
    mended = frozenset(np.flatnonzero(invalid & ~thin).tolist()) | layer.collapsed
    # The rings of a shapefile run the other way by its own standard: nothing to tell.
    told = int(turned.sum()) if layer.is_json else 0
    return Repaired(geometry_array(repaired), _problems(layer, thin), mended, told, slivers)


def _problems(layer: Layer, thin: np.ndarray) -> list[str]:
    """Per shape why it cannot be used; the first reason counts."""
    shapes = layer.geometry
    problems = [""] * len(shapes)
    for i in np.flatnonzero(~in_range(shapes)).tolist():
        problems[i] = f"坐标超出经纬度范围（{_first_point(shapes[i])}），没有采用"
    at_zero = _at_zero(shapes)
    if not at_zero.all():
        for i in np.flatnonzero(at_zero).tolist():
            problems[i] = "坐标在经度 0、纬度 0 处，没有填真实位置，没有采用"
    for i in layer.unreadable:
        problems[i] = "图形的坐标结构有误，读不出来，没有采用"
    for i in np.flatnonzero(thin).tolist():
        problems[i] = problems[i] or "图形没有面积（点数不够或首尾重合），没有采用"
    for i in np.flatnonzero(np.isin(shapely.get_type_id(shapes), (1, 2, 5))).tolist():
        problems[i] = problems[i] or "图形是线而不是面或点，没有采用"
    return problems


def _at_zero(shapes: np.ndarray) -> np.ndarray:
    """Per shape: whether it lies where longitude and latitude were never filled in."""
    bounds = shapely.bounds(shapes)
    found: np.ndarray = (np.abs(np.nan_to_num(bounds, nan=180.0)) < _NEAR_ZERO).all(axis=1)
    return found


def _turned(shapes: np.ndarray) -> np.ndarray:
    """Per shape: whether it is one polygon whose outer ring runs clockwise."""
    rings = shapely.get_exterior_ring(shapes)
    found: np.ndarray = ~shapely.is_missing(rings) & ~shapely.is_empty(rings) & ~shapely.is_ccw(rings)
    return found


def _drop_slivers(shapes: np.ndarray, place: int) -> int:
    """Leave out the parts of a shape that are less than a square metre. Returns how many."""
    parts = shapely.get_parts(shapes[place])
    if len(parts) < 2 or not in_range(parts).all():
        return 0
    (metres,) = to_metres(parts)
    kept = parts[shapely.area(metres) >= _SLIVER]
    if len(kept) in (0, len(parts)):
        return 0
    shapes[place] = kept[0] if len(kept) == 1 else shapely.MultiPolygon(list(kept))
    return len(parts) - len(kept)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """What make_valid gives, without the stray lines and points."""
    parts = [part for part in shapely.get_parts([shape]) if part.geom_type in ("Polygon", "MultiPolygon")]
    flat = [one for part in parts for one in shapely.get_parts([part])]
    return flat[0] if len(flat) == 1 else shapely.MultiPolygon(flat)


def _first_point(shape: shapely.Geometry) -> str:
    x, y = shapely.get_coordinates(shape)[0]
    return f"{x:g}, {y:g}"
