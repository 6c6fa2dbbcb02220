"""Quiet layers below the grids: rivers, railways, roads, parks and the district's outline."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from data.grids.layer import Layer
from data.intake.headers import match_columns, normalise
from data.ledgers.grids import GRIDS

_KIND_HEADERS = {"类别", "类型", "图层", "地物", "kind", "category", "class", "fclass", "layer"}
_WORDS = {
    "water": ("河", "水", "湖", "渠", "塘", "water", "river", "lake", "canal"),
    "rail": ("铁路", "铁道", "轨道", "地铁", "rail", "subway"),
    "road": ("路", "街", "大道", "road", "street", "highway"),
    "green": ("公园", "绿", "林", "park", "green", "forest"),
    "outline": ("界", "轮廓", "outline", "boundary"),
}


def background_kinds(layer: Layer) -> list[str] | None:
    """The kind of every feature ("" for one that is not drawn), or None when the layer is no background.

    A layer with grid codes or levels is a boundary layer whatever else it says.
    """
    known = {field.name for field in match_columns(layer.headers, GRIDS).columns.values()}
    header = next((name for name in layer.headers if normalise(name) in _KIND_HEADERS), None)
    if header is None or known & {"grid_code", "level", "parent_code"} or any(layer.ids):
        return None
    return [_kind(text) for text in layer.column(header)]


def background_frame(layer: Layer, kinds: list[str], shapes: np.ndarray) -> gpd.GeoDataFrame:
    """The lines and polygons that have a kind, as ``put_background`` takes them."""
    drawn = [
        i
        for i, (kind, shape) in enumerate(zip(kinds, shapes, strict=True))
        if kind and shape is not None and shapely.get_dimensions(shape) > 0
    ]
    return gpd.GeoDataFrame({"kind": [kinds[i] for i in drawn]}, geometry=[shapes[i] for i in drawn], crs="EPSG:4326")


def _kind(text: str) -> str:
    lowered = text.strip().lower()
    return next((kind for kind, words in _WORDS.items() if any(word in lowered for word in words)), "")
