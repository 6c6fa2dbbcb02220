"""A map from the tree alone: every child inside its parent, leaves of one size, nothing over another."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from shapely.geometry import shape

from data.grids.tiles import Box, point_map, split, tile_map, with_coordinates


def tree(streets: int = 3, communities: int = 4, grids: int = 5) -> pd.DataFrame:
    rows: list[tuple] = []
    for a in range(streets):
        rows.append((f"{a:02d}", f"街道{a}", 1, ""))
        for b in range(communities + a):
            rows.append((f"{a:02d}{b:02d}", f"社区{b}", 2, f"{a:02d}"))
            rows += [(f"{a:02d}{b:02d}{c:02d}", f"网格{c}", 3, f"{a:02d}{b:02d}") for c in range(grids)]
    frame = pd.DataFrame(rows, columns=["grid_code", "grid_name", "level", "parent_code"])
    return frame.assign(longitude=float("nan"), latitude=float("nan"))


def test_tiles_nest_and_do_not_overlap() -> None:
    layers = tile_map(tree())
    shapes = {f["id"]: shape(f["geometry"]) for layer in layers.values() for f in layer["features"]}
    assert {level: len(layer["features"]) for level, layer in layers.items()} == {1: 3, 2: 15, 3: 75}
    for layer in layers.values():
        for feature in layer["features"]:
            parent = feature["properties"]["p"]
            assert not parent or shapes[parent].covers(shapes[feature["id"]])
        for one, other in itertools.combinations([shapes[f["id"]] for f in layer["features"]], 2):
            assert one.intersection(other).area == 0


def test_leaves_are_of_about_one_size_and_near_to_squares() -> None:
    leaves = [shape(feature["geometry"]) for feature in tile_map(tree())[3]["features"]]
    areas = [leaf.area for leaf in leaves]
    assert max(areas) < 1.6 * min(areas)
    for leaf in leaves:
        west, south, east, north = leaf.bounds
        assert 0.3 < (east - west) / (north - south) < 3.2


def test_a_grid_whose_parent_is_unknown_is_still_drawn() -> None:
    orphaned = tree().assign(parent_code=lambda rows: rows["parent_code"].where(rows["level"] == 3, "nowhere"))
    assert sum(len(layer["features"]) for layer in tile_map(orphaned).values()) == len(orphaned)


def test_split_keeps_shares_and_order() -> None:
    parts = split([1, 1, 2], Box(0, 0, 4, 1))
    assert [round(part.width * part.height, 6) for part in parts] == [1, 1, 2]
    assert [part.x for part in parts] == [0, 1, 2]
    assert split([], Box(0, 0, 1, 1)) == []


def test_a_parent_without_coordinates_lies_amid_its_children() -> None:
    grids = tree(1, 2, 2)
    is_leaf = grids["level"] == 3
    grids.loc[is_leaf, "longitude"] = [100.0, 102.0, 104.0, 106.0]
    grids.loc[is_leaf, "latitude"] = [30.0, 30.0, 32.0, 32.0]
    filled = with_coordinates(grids).set_index("grid_code")
    assert filled.loc["0000", "longitude"] == 101
    assert filled.loc["00", ["longitude", "latitude"]].tolist() == [103, 31]
    assert grids["longitude"].isna().sum() == 3


def test_points_only_of_grids_that_have_a_place() -> None:
    grids = tree(1, 1, 2)
    grids.loc[grids["grid_code"] == "000001", ["longitude", "latitude"]] = [104.123456789, 30.5]
    (feature,) = point_map(grids)["features"]
    assert feature["id"] == "000001"
    assert feature["properties"] == {"n": "网格1", "p": "0000"}
    assert feature["geometry"]["coordinates"] == [pytest.approx(104.123457), 30.5]
