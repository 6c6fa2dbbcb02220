"""A map without boundaries: circles where there are only points, tiles where there is only the tree.

Both are GeoJSON of the same form as real boundaries (feature id = grid code, ``n`` = name, ``p`` = parent
code), so the map draws, colours and drills into them the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

TILE = 0.01
"""Width of one tile in degrees. Close to the equator the map's projection leaves squares square."""
GAPS = {1: 0.10, 2: 0.05, 3: 0.025}
"""Level → empty rim around a tile, in tiles: groups stay visible without lines."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in tiles, y downwards."""

    x: float
    y: float
    width: float
    height: float

    def shrunk(self, rim: float) -> Box:
        """The rectangle without a rim; never less than half of it."""
        rim = min(rim, self.width / 4, self.height / 4)
        return Box(self.x + rim, self.y + rim, self.width - 2 * rim, self.height - 2 * rim)


def tile_map(grids: pd.DataFrame) -> dict[int, dict[str, Any]]:
    """Level → GeoJSON of nested tiles: one of equal size for each grid of the lowest level, grouped by parent.

    Args:
        grids: grid_code, grid_name, level, parent_code; as ``Answers.grids`` gives them.
    """
    rows = _rows(grids)
    boxes = _nested({row["grid_code"]: row for row in rows})
    levels = sorted({row["level"] for row in rows})
    return {
        level: _collection([_feature(row, _ring(boxes[row["grid_code"]])) for row in rows if row["level"] == level])
        for level in levels
    }


def _nested(grids: dict[str, dict[str, Any]]) -> dict[str, Box]:
    """Code → rectangle; every child inside its parent."""
    children: dict[str, list[str]] = {}
    for code, row in grids.items():
        children.setdefault(row["parent_code"] if row["parent_code"] in grids else "", []).append(code)
    weights: dict[str, int] = {}
    for code in sorted(grids, key=lambda code: -grids[code]["level"]):
        weights[code] = sum(weights[child] for child in children.get(code, ())) or 1
    total = sum(weights[code] for code in children.get("", ()))
    # A screen is wider than high, and the legend takes some of the width.
    boxes = {"": Box(0, 0, 1.35 * total**0.5, total**0.5 / 1.35)}
    for parent in ["", *sorted(grids, key=lambda code: grids[code]["level"])]:
        codes = children.get(parent, [])
        for code, box in zip(codes, split([weights[code] for code in codes], boxes[parent]), strict=True):
            boxes[code] = box.shrunk(GAPS.get(grids[code]["level"], min(GAPS.values())))
    return boxes


def split(weights: list[int], box: Box) -> list[Box]:
    """Cut a rectangle into parts of the given weights, in order, each as close to a square as halving allows."""
    if not weights:
        return []
    if len(weights) == 1:
        return [box]
    total = sum(weights)
    cut = min(range(1, len(weights)), key=lambda index: abs(sum(weights[:index]) * 2 - total))
    share = sum(weights[:cut]) / total
    if box.width >= box.height:
        first = Box(box.x, box.y, box.width * share, box.height)
        second = Box(box.x + first.width, box.y, box.width - first.width, box.height)
    else:
        first = Box(box.x, box.y, box.width, box.height * share)
        second = Box(box.x, box.y + first.height, box.width, box.height - first.height)
    return split(weights[:cut], first) + split(weights[cut:], second)


def with_coordinates(grids: pd.DataFrame) -> pd.DataFrame:
    """The grids with longitude and latitude filled upwards: a parent without any lies amid its children."""
    filled = grids.copy()
    for level in sorted(filled["level"].unique(), reverse=True):
        below = filled[filled["level"] == level].groupby("parent_code")[["longitude", "latitude"]].mean()
        for column in ("longitude", "latitude"):
            filled[column] = filled[column].fillna(filled["grid_code"].map(below[column]))
    return filled


def point_map(grids: pd.DataFrame) -> dict[str, Any]:
    """GeoJSON points of the grids that have coordinates."""
    rows = _rows(grids.dropna(subset=["longitude", "latitude"]))
    places = [[round(row["longitude"], 6), round(row["latitude"], 6)] for row in rows]
    return _collection(
        [_feature(row, {"type": "Point", "coordinates": place}) for row, place in zip(rows, places, strict=True)]
    )


def _rows(grids: pd.DataFrame) -> list[dict[str, Any]]:
    """The grids as plain values, in the order of their codes."""
    texts = ("grid_code", "grid_name", "parent_code")
    rows = [
        {str(name): value for name, value in row.items()} for row in grids.sort_values("grid_code").to_dict("records")
    ]
    return [
        row | {"level": int(row["level"])} | {name: "" if pd.isna(row[name]) else str(row[name]) for name in texts}
        for row in rows
    ]


def _ring(box: Box) -> dict[str, Any]:
    west, east = box.x * TILE, (box.x + box.width) * TILE
    north, south = -box.y * TILE, -(box.y + box.height) * TILE
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in corners]]}


def _feature(row: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    properties = {"n": row["grid_name"], "p": row["parent_code"]}
    return {"type": "Feature", "id": row["grid_code"], "properties": properties, "geometry": geometry}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
