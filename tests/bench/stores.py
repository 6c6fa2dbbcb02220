"""Stores to measure on, filled through the real import."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from tests.bench.rows import write_events
from tests.cli import run_cli

Say = Callable[[str], None]
IMPORT_SECONDS = 3_600
CELLS_FILE = "网格边界.geojson"
GRID_FILES = ("district.toml", "街道边界.geojson", "社区边界.geojson", CELLS_FILE, "背景图层.geojson", "网格台账.xlsx")


def demo_files(folder: Path) -> Path:
    """The demo district's files, written once."""
    target = folder / "demo"
    if not (target / GRID_FILES[0]).exists():
        made = run_cli(folder, "demo", "--out", str(target))
        assert made.returncode == 0, made.stderr
    return target


def import_into(home: Path, *files: Path | str) -> float:
    """Import files and return the seconds it took."""
    started = time.perf_counter()
    done = run_cli(home, "import", *map(str, files), timeout=IMPORT_SECONDS)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return time.perf_counter() - started


def events_store(folder: Path, rows: int, say: Say) -> dict[str, Any]:
    """The demo's grids with any number of events; keeps the CSV for the naive page.

    Returns:
        home, csv, rows, bytes of the CSV and seconds of the import.
    """
    demo = demo_files(folder)
    home, csv = folder / f"store_{rows}", folder / f"events_{rows}.csv"
    codes = [feature["properties"]["网格编码"] for feature in features_of(demo / CELLS_FILE)]
    say(f"{rows:,} events: writing the file")
    write_events(csv, codes, rows)
    import_into(home, *(demo / name for name in GRID_FILES))
    say(f"{rows:,} events: importing {csv.stat().st_size / 1e6:,.0f} MB")
    seconds = import_into(home, csv, "--ledger", "volunteer_events")
    return {"home": home, "csv": csv, "rows": rows, "csv_bytes": csv.stat().st_size, "import_seconds": seconds}


def cells_store(folder: Path, parts: int, say: Say) -> dict[str, Any]:
    """The demo's tree with every level-3 grid cut into a number of parts.

    Returns:
        home, the leaf GeoJSON and the number of cells.
    """
    demo = demo_files(folder)
    leaves = demo / CELLS_FILE
    if parts > 1:
        leaves = folder / f"cells_{parts}.geojson"
        cut = [part for feature in features_of(demo / CELLS_FILE) for part in cut_feature(feature, parts)]
        leaves.write_text(json.dumps({"type": "FeatureCollection", "features": cut}, ensure_ascii=False), "utf-8")
    count = len(features_of(leaves))
    home = folder / f"cells_store_{parts}"
    say(f"{count:,} cells: importing")
    seconds = import_into(home, demo / "district.toml", demo / "街道边界.geojson", demo / "社区边界.geojson", leaves)
    return {"home": home, "leaves": leaves, "cells": count, "import_seconds": seconds}


def features_of(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file."""
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    return found


def cut_feature(feature: dict[str, Any], parts: int) -> list[dict[str, Any]]:
    """A leaf cut into parts that nest exactly; codes get two more digits."""
    properties = feature["properties"]
    return [
        {
            "type": "Feature",
            "properties": properties
            | {
                "网格编码": f"{properties['网格编码']}{number:02d}",
                "网格名称": f"{properties['网格名称']}{number:02d}",
            },
            "geometry": mapping(piece),
        }
        for number, piece in enumerate(cut(shape(feature["geometry"]), parts))
    ]


def cut(polygon: BaseGeometry, parts: int) -> list[BaseGeometry]:
    """Halve along the longer side until there are enough parts."""
    if parts == 1:
        return [polygon]
    west, south, east, north = polygon.bounds
    share = (parts // 2) / parts
    if east - west > north - south:
        middle = west + (east - west) * share
        sides = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    else:
        middle = south + (north - south) * share
        sides = shapely.box(west, south, east, middle), shapely.box(west, middle, east, north)
    first, second = (shapely.intersection(polygon, side) for side in sides)
    return cut(first, parts // 2) + cut(second, parts - parts // 2)
