"""GeoJSON and TopoJSON, decoded here because ids, leading zeros and broken rings must survive the reading."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape as as_shape

from data.grids.layer import Layer, attribute_text, geometry_array, table_of
from data.intake.limits import open_plain
from data.intake.report import RefusedError

_GEOMETRY_TYPES = {
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
}


def read_json_layers(path: Path) -> list[Layer]:
    """The layers of a GeoJSON or TopoJSON file.

    Raises:
        RefusedError: the file is damaged, holds no shapes, or is JSON of another kind.
    """
    body = _parsed(path)
    if isinstance(body, list):
        body = {"type": "FeatureCollection", "features": body}
    kind = body.get("type") if isinstance(body, dict) else None
    if kind == "Topology":
        layers = _topology(body)
    elif kind == "FeatureCollection":
        layers = [_features(body.get("features") or [], _declared(body))]
    elif kind == "Feature":
        layers = [_features([body], _declared(body))]
    elif kind in _GEOMETRY_TYPES:
        layers = [_features([{"type": "Feature", "properties": {}, "geometry": body}], _declared(body))]
        layers[0].is_bare = True
    else:
        raise RefusedError(f"“{path.name}”是 JSON，但不是 GeoJSON 或 TopoJSON，请确认导出的格式。", "file_kind")
    layers = [layer for layer in layers if len(layer)]
    for layer in layers:
        layer.is_json = True
    if not layers:
        raise RefusedError(f"“{path.name}”里没有任何要素，请检查导出的范围。", "file_empty")
    return layers


def _parsed(path: Path) -> Any:
    try:
        with open_plain(path) as file:
            raw = file.read()
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        try:
            return json.loads(raw.decode("gb18030"))
        except ValueError as error:
            raise RefusedError(f"“{path.name}”的文字编码读不出来，请另存为 UTF-8。", "encoding") from error
    except (ValueError, RecursionError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise RefusedError(f"“{path.name}”不完整或已损坏（JSON 读到一半中断），请重新导出。", "file_damaged") from error


def _declared(body: dict[str, Any]) -> str:
    """The CRS of the old ``crs`` member; GeoJSON without one is CRS84 by its standard."""
    name = str(((body.get("crs") or {}).get("properties") or {}).get("name") or "")
    code = re.search(r"EPSG:+(?:[\d.]*:)?(\d+)$", name)
    return f"EPSG:{code[1]}" if code else "OGC:CRS84"


def _features(features: list[Any], crs: str) -> Layer:
    proper = [item for item in features if isinstance(item, dict)]
    headers, rows = table_of(_properties(item) for item in proper)
    shapes: list[Any] = []
    unreadable: set[int] = set()
    renested: set[int] = set()
    for place, item in enumerate(proper):
        shape = _shape(item.get("geometry"))
        if shape is None and item.get("geometry"):
            shape = _shape(_renested(item["geometry"]))
            (unreadable if shape is None else renested).add(place)
        shapes.append(shape)
    ids = [attribute_text(item.get("id")) for item in proper]
    layer = Layer("", headers, rows, ids, geometry_array(shapes), crs, unreadable=unreadable, renested=renested)
    layer.numeric = _numeric(proper)
    return layer


def _shape(geometry: Any) -> shapely.Geometry | None:
    """The shape of a geometry, None when its coordinates make none."""
    try:
        return as_shape(geometry) if geometry else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None


def _renested(geometry: Any) -> Any:
    """A geometry that names one kind and is nested like the other, under its right name."""
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    depth, inner = 0, coordinates
    while isinstance(inner, list) and inner:
        depth, inner = depth + 1, inner[0]
    kind = {3: "Polygon", 4: "MultiPolygon"}.get(depth)
    return {"type": kind, "coordinates": coordinates} if kind else None


def _numeric(items: list[dict[str, Any]]) -> set[str]:
    """Attributes written as numbers."""
    return {
        key
        for item in items
        for key, value in _properties(item).items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _properties(item: dict[str, Any]) -> dict[str, Any]:
    found = item.get("properties")
    return found if isinstance(found, dict) else {}


def _topology(body: dict[str, Any]) -> list[Layer]:
    """One layer an object of the topology."""
    arcs = _arcs(body)
    layers = []
    for name, thing in (body.get("objects") or {}).items():
        items = thing.get("geometries") if thing.get("type") == "GeometryCollection" else [thing]
        items = [item for item in items or [] if isinstance(item, dict)]
        decoder = _Decoder(arcs)
        shapes = geometry_array(decoder.shape(item, place) for place, item in enumerate(items))
        headers, rows = table_of(_properties(item) for item in items)
        ids = [attribute_text(item.get("id")) for item in items]
        layer = Layer(str(name), headers, rows, ids, shapes, "OGC:CRS84", collapsed=decoder.collapsed)
        layer.numeric = _numeric(items)
        layers.append(layer)
    return layers


def _arcs(body: dict[str, Any]) -> list[np.ndarray]:
    """Arcs in degrees; quantised ones are running differences."""
    transform = body.get("transform")
    raw = [np.asarray([point[:2] for point in arc], dtype=float).reshape(-1, 2) for arc in body.get("arcs") or []]
    if not transform:
        return raw
    scale, translate = np.asarray(transform["scale"]), np.asarray(transform["translate"])
    return [np.cumsum(arc, axis=0) * scale + translate for arc in raw]


class _Decoder:
    """Puts arcs together to shapes; notes features with a ring that quantisation reduced to less than a triangle."""

    def __init__(self, arcs: list[np.ndarray]) -> None:
        self.arcs = arcs
        self.collapsed: set[int] = set()

    def shape(self, item: dict[str, Any], place: int) -> shapely.Geometry | None:
        """The geometry of one object, or None for an unknown or empty one."""
        kind = item.get("type")
        arcs: Any = item.get("arcs")
        if kind == "Polygon":
            return self._polygons([arcs], place)
        if kind == "MultiPolygon":
            return self._polygons(arcs, place)
        if kind == "LineString":
            return shapely.LineString(self._line(arcs))
        if kind == "MultiLineString":
            return shapely.MultiLineString([self._line(line) for line in arcs])
        return None

    def _line(self, indexes: list[int]) -> np.ndarray:
        parts = [self.arcs[i] if i >= 0 else self.arcs[~i][::-1] for i in indexes]
        return np.concatenate([part if n == 0 else part[1:] for n, part in enumerate(parts)])

    def _polygons(self, polygons: list[list[list[int]]], place: int) -> shapely.Geometry | None:
        built = []
        for rings in polygons:
            lines = [self._line(ring) for ring in rings]
            usable = [line for line in lines if len(line) >= 4]
            if len(usable) < len(lines):
                self.collapsed.add(place)
            if len(lines[0]) >= 4:
                built.append(shapely.Polygon(usable[0], usable[1:]))
        if not built:
            return None
        return built[0] if len(polygons) == 1 else shapely.MultiPolygon(built)
