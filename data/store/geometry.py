"""Shapes of a version: exact ones as GeoParquet, and light ones (``data.grids.simplify``) for the browser."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from data.store.manifest import TableFile

if TYPE_CHECKING:
    import geopandas as gpd

SHAPE_COLUMNS = ("grid_code", "name", "parent_code", "geometry")


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


def light_tables(
    exact: Mapping[int, Path],
    changed: Mapping[int, gpd.GeoDataFrame],
    names: Mapping[str, tuple[str, str]],
    closed: Collection[str],
    folder: Path,
) -> dict[str, tuple[TableFile, ...]]:
    """Write every level for the map.

    Args:
        exact: level → file of its exact shapes.
        changed: level → the same in memory, where it was made just now.
        names: code → name and parent of every grid.
        closed: codes of grids that were closed at some time.
        folder: where the files go.

    Returns:
        The tables of light shapes.
    """
    import geopandas as gpd

    tables: dict[str, tuple[TableFile, ...]] = {}
    for level, path in exact.items():
        target = folder / f"{level}.json.gz"
        shapes = changed[level] if level in changed else gpd.read_parquet(path)
        tables[f"geometry_{level}"] = (TableFile(target.as_posix(), write_light_shapes(shapes, names, target, closed)),)
    return tables


def write_light_shapes(
    shapes: gpd.GeoDataFrame, names: Mapping[str, tuple[str, str]], target: Path, closed: Collection[str] = ()
) -> int:
    """Write a level for the map, named as the grids table names its grids now.

    Args:
        shapes: exact shapes of one level.
        names: grid code → name and parent code.
        target: the .json.gz to write.
        closed: codes of grids that are there no more.

    Returns:
        Number of features.
    """
    from data.grids.simplify import level_geojson

    rows = zip(shapes["grid_code"], shapes["name"], shapes["parent_code"], strict=True)
    labels = [names.get(code, (name, parent)) for code, name, parent in rows]
    named = shapes.assign(name=[name for name, _ in labels], parent_code=[parent for _, parent in labels])
    target.write_bytes(level_geojson(named, closed))
    return len(named)


def write_light_background(background: gpd.GeoDataFrame, target: Path) -> int:
    """Write the quiet layers below the grids (columns kind and geometry); returns the number of features."""
    from data.grids.simplify import background_geojson

    target.write_bytes(background_geojson(background))
    return len(background)
