"""The quiet layers behind the grids: river, lakes, railway, roads, parks, and the places where work is done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.demo.boundaries import bent, joined
from data.demo.district import District, Grid
from data.demo.names import is_park
from data.demo.terrain import DECIMALS

_METRE = 1 / 100_000
"""About a metre in degrees, near enough for the width of a river."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing drawn behind or upon the grids.

    Attributes:
        kind: 河流, 湖泊, 铁路, 道路, 公园, 区界, or the kind of a place.
        name: what it is called.
        geometry: in degrees.
        grid_code: grid a place lies in; empty for the background.
    """

    kind: str
    name: str
    geometry: BaseGeometry
    grid_code: str = ""


def background(district: District) -> list[Feature]:
    """River, railway, roads, parks and the outline of the district."""
    outline = joined([grid.polygon for grid in district.of_level(1)])
    view = outline.buffer(1_500 * _METRE)
    sketch = district.sketch
    features = []
    if sketch.river:
        river = bent(sketch.river, district.warp).buffer(48 * _METRE, quad_segs=3).intersection(view)
        features.append(Feature("河流", sketch.river_name, river))
    features += [Feature("公园", grid.stem, _lawn(grid)) for grid in district.of_level(3) if is_park(grid.name)]
    features += [Feature("湖泊", f"{grid.stem}湖", _pond(grid)) for grid in district.of_level(3) if "湿地" in grid.name]
    features += [Feature("道路", name, bent(line, district.warp).intersection(view)) for name, line in sketch.roads]
    if sketch.railway:
        features.append(Feature("铁路", sketch.railway_name, bent(sketch.railway, district.warp).intersection(view)))
    features.append(Feature("区界", district.name, outline))
    return [Feature(item.kind, item.name, _rounded(item.geometry), item.grid_code) for item in features]


def places(district: District, seed: int) -> list[Feature]:
    """A service centre in each community, and stations in some grids."""
    rng = np.random.default_rng([seed, 51])
    homes = {grid.parent_code: grid for grid in reversed(district.of_level(3)) if grid.kind != "专属"}
    features = [
        _place("党群服务中心", homes[area.code], f"{area.name}党群服务中心", rng) for area in district.of_level(2)
    ]
    for grid in district.of_level(3):
        kind = ("红色驿站", "社区食堂", "文明实践站", "议事小院", "", "", "", "")[int(rng.integers(8))]
        if kind and grid.kind != "专属":
            features.append(_place(kind, grid, f"{grid.name}{kind}", rng))
    return features


def _place(kind: str, grid: Grid, name: str, rng: np.random.Generator) -> Feature:
    """A place somewhere well inside its grid."""
    core = grid.polygon.buffer(-40 * _METRE)
    west, south, east, north = core.bounds
    tries = np.column_stack((rng.uniform(west, east, 24), rng.uniform(south, north, 24))).round(6)
    inside = tries[shapely.contains_xy(core, tries[:, 0], tries[:, 1])]
    return Feature(kind, name, shapely.Point(inside[0] if len(inside) else grid.point), grid.code)


def _lawn(grid: Grid) -> BaseGeometry:
    """A park a little inside its grid, with round corners."""
    return _shrunk(grid, 0.30, 0.15)


def _pond(grid: Grid) -> BaseGeometry:
    """Open water in the middle of a wetland park."""
    return _shrunk(grid, 0.85, 0.45)


def _shrunk(grid: Grid, inward: float, outward: float) -> BaseGeometry:
    """The grid taken in and let out again, by shares of the largest circle in it; the further, the rounder."""
    radius = shapely.maximum_inscribed_circle(grid.polygon).length
    return grid.polygon.buffer(-inward * radius).buffer(outward * radius, quad_segs=4)


def _rounded(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, lambda points: np.round(points, DECIMALS))
