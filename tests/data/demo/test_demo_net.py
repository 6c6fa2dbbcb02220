from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from data.ledgers.grids import GRID_KINDS

SQUARE_KM = 91.63 * 110.94
"""Of a square degree at this latitude."""


def test_counts_are_those_of_a_whole_district(net):
    assert {level: len(frame) for level, frame in net.items()} == {1: 13, 2: 138, 3: 564}


@pytest.mark.parametrize("level", [1, 2, 3])
def test_neighbours_share_their_edges_without_gap_or_overlap(net, level):
    polygons = net[level]["polygon"].to_numpy()
    assert shapely.coverage_is_valid(polygons)
    whole = shapely.union_all(polygons)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0
    assert shapely.area(polygons).sum() == pytest.approx(whole.area, rel=1e-9)


@pytest.mark.parametrize("level", [2, 3])
def test_children_fill_their_parent_exactly(net, level):
    parents = net[level - 1]
    by_parent = net[level].groupby("上级网格编码")["polygon"]
    assert set(by_parent.groups) == set(parents.index)
    for code, children in by_parent:
        parent = parents.loc[code, "polygon"]
        union = shapely.union_all(children.to_numpy())
        assert union.symmetric_difference(parent).area < 1e-9 * parent.area


def test_a_code_starts_with_the_code_of_its_parent(net):
    assert [set(net[level].index.str.len()) for level in (1, 2, 3)] == [{9}, {12}, {15}]
    for level in (2, 3):
        assert (net[level].index.str[: 9 + 3 * (level - 2)] == net[level]["上级网格编码"]).all()
    assert net[1].index.str.startswith("99").all()


def test_names_are_unique(net):
    names = pd.concat([net[level]["网格名称"] for level in (1, 2, 3)])
    assert names.is_unique


def test_kinds_are_declared_and_all_present(net):
    assert set(net[2]["网格类型"]) == {"城市社区", "农牧村"}
    assert set(net[3]["网格类型"]) == set(GRID_KINDS)
    assert (net[3]["网格类型"] == "专属").sum() == 26


def test_sizes_are_small_in_the_old_town_and_large_outside(net):
    area = pd.Series(shapely.area(net[3]["polygon"].to_numpy()) * SQUARE_KM, index=net[3].index)
    assert 180 < area.sum() < 220
    old, open_country = area[area.index.str.startswith("990104001")], area[area.index.str.startswith("990104200")]
    assert open_country.median() > 3 * old.median()
    assert old.median() > 0.05


def test_no_polygon_is_a_sliver(net):
    for level in (2, 3):
        polygons = net[level]["polygon"].to_numpy()
        roundness = 4 * np.pi * shapely.area(polygons) / shapely.length(polygons) ** 2
        assert roundness.min() > 0.25


def test_river_and_railway_are_subdistrict_boundaries(demo_folder, net):
    layers = json.loads((demo_folder / "背景图层.geojson").read_text(encoding="utf-8"))["features"]
    by_kind = {item["properties"]["类别"]: shape(item["geometry"]) for item in layers}
    assert {"河流", "铁路", "道路", "公园", "湖泊", "区界"} <= set(by_kind)
    edges = shapely.union_all([polygon.boundary for polygon in net[1]["polygon"]])
    for kind in ("河流", "铁路"):
        inside = by_kind[kind].intersection(by_kind["区界"]).buffer(0.0003)
        assert edges.intersection(inside).length * 100 > 10, f"{kind} 应有十公里以上是街道界"


def test_grid_ledger_agrees_with_the_boundaries(net, ledgers):
    every = ledgers["grids"].set_index("grid_code")
    grids = every[every["closed_on"].isna()]
    shapes = pd.concat(net.values())
    assert set(grids.index) == set(shapes.index)
    assert (grids["grid_name"] == shapes["网格名称"].reindex(grids.index)).all()
    points = shapely.points(grids["longitude"], grids["latitude"])
    assert shapely.contains(shapes["polygon"].reindex(grids.index).to_numpy(), points).all()
    for column in ("household_count", "population_count", "staff_count"):
        for level in (2, 3):
            sums = grids[grids["level"] == level].groupby("parent_code")[column].sum()
            assert (sums == grids[column].reindex(sums.index)).all()


def test_places_lie_in_the_grid_they_name(demo_folder, net):
    shapes = pd.concat(net.values())["polygon"]
    places = json.loads((demo_folder / "阵地点位.geojson").read_text(encoding="utf-8"))["features"]
    assert len(places) > 300
    for place in places:
        assert shapes[place["properties"]["所属网格编码"]].contains(shape(place["geometry"]))
