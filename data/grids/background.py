"""Quiet layers among the grids: rivers, railways, roads, parks, the district's outline, and places as points."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from data.grids.layer import Layer
from data.intake.header_text import normalise
from data.intake.headers import match_columns
from data.ledgers.grids import GRIDS

_KIND_HEADERS = {"类别", "类型", "图层", "地物", "kind", "category", "class", "fclass", "layer"}
_WORDS = {
    "water": ("河", "水", "湖", "渠", "塘", "water", "river", "lake", "canal"),
    "rail": ("铁路", "铁道", "轨道", "地铁", "rail", "subway"),
    "road": ("路", "街", "大道", "road", "street", "highway"),
    "green": ("公园", "绿", "林", "park", "green", "forest"),
    "outline": ("界", "轮廓", "outline", "boundary"),
}
_PLACE_WORDS = ("中心", "站", "阵地", "食堂", "小院", "广场", "学校", "医院", "place", "poi")


def background_kinds(layer: Layer) -> list[str] | None:
    """The kind of every feature ("" for one that is not drawn), or None when the layer is no background.

    A layer with grid codes or levels is a boundary layer whatever else it says.
    """
    known = {field.name for field in match_columns(layer.headers, GRIDS).columns.values()}
    header = next((name for name in layer.headers if normalise(name) in _KIND_HEADERS), None)
    if header is None or known & {"grid_code", "level", "parent_code"} or any(layer.ids):
        return None
    shapes = layer.geometry if layer.geometry is not None else [None] * len(layer)
    return [_kind(text, shape) for text, shape in zip(layer.column(header), shapes, strict=True)]


def background_frame(layer: Layer, kinds: list[str], shapes: np.ndarray) -> gpd.GeoDataFrame:
    """The features that have a kind, as ``put_background`` takes them."""
    drawn = [i for i, (kind, shape) in enumerate(zip(kinds, shapes, strict=True)) if kind and shape is not None]
    return gpd.GeoDataFrame({"kind": [kinds[i] for i in drawn]}, geometry=[shapes[i] for i in drawn], crs="EPSG:4326")


def _kind(text: str, shape: shapely.Geometry | None) -> str:
    """A point is a place or nothing: a bus stop called 东河路 is neither river nor road."""
    lowered = text.strip().lower()
    if shape is not None and shapely.get_dimensions(shape) == 0:
        return "place" if any(word in lowered for word in _PLACE_WORDS) else ""
    return next((kind for kind, words in _WORDS.items() if any(word in lowered for word in words)), "")
