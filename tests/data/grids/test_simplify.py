from __future__ import annotations

import gzip
import json

import geopandas as gpd
import numpy as np
import shapely

from data.grids.simplify import BUDGET_BYTES, background_geojson, level_geojson


def _net(columns: int = 6, rows: int = 5, detail: int = 2000) -> gpd.GeoDataFrame:
    """Cells whose shared edges wave: each edge is one line that both neighbours use."""
    side = np.linspace(0, 1, detail)
    wave = 0.08 * np.sin(side * np.pi * 7) * np.sin(side * np.pi)

    def across(x: int, y: int) -> list[tuple[float, float]]:
        bend = wave if 0 < y < rows else 0 * wave
        return [(113.6 + 0.01 * (x + s), 34.7 + 0.01 * (y + w)) for s, w in zip(side, bend, strict=True)]

    def up(x: int, y: int) -> list[tuple[float, float]]:
        bend = wave if 0 < x < columns else 0 * wave
        return [(113.6 + 0.01 * (x + w), 34.7 + 0.01 * (y + s)) for s, w in zip(side, bend, strict=True)]

    cells = {
        f"{x}{y}": shapely.Polygon(across(x, y) + up(x + 1, y)[1:] + across(x, y + 1)[::-1][1:] + up(x, y)[::-1][1:])
        for x in range(columns)
        for y in range(rows)
    }
    frame = {"grid_code": list(cells), "name": [f"第{code}格" for code in cells], "parent_code": ["p"] * len(cells)}
    return gpd.GeoDataFrame(frame, geometry=list(cells.values()), crs="EPSG:4326")


def _read(payload: bytes) -> gpd.GeoDataFrame:
    body = json.loads(gzip.decompress(payload))
    frame = gpd.GeoDataFrame.from_features(body["features"])
    return frame.assign(code=[item["id"] for item in body["features"]])


def test_neighbours_still_share_their_edges_and_the_outline_is_whole() -> None:
    net = _net()
    drawn = _read(level_geojson(net))
    assert shapely.get_num_coordinates(drawn.geometry).sum() < shapely.get_num_coordinates(net.geometry).sum() / 5
    assert shapely.coverage_is_valid(np.asarray(drawn.geometry))
    assert np.isclose(shapely.union_all(drawn.geometry).area, drawn.area.sum(), rtol=1e-9), "no gap, no overlap"
    exact = np.asarray(net.sort_values("grid_code").geometry)
    moved = shapely.area(shapely.symmetric_difference(exact, np.asarray(drawn.geometry))) / shapely.area(exact)
    assert moved.max() < 0.002, "a cell differs from the exact one by less than a five-hundredth"


def test_codes_names_parents_and_order() -> None:
    drawn = _read(level_geojson(_net()))
    assert drawn["code"].tolist() == sorted(drawn["code"])
    assert drawn.loc[0, ["n", "p"]].tolist() == ["第00格", "p"]


def test_the_same_shapes_give_the_same_bytes_in_any_order() -> None:
    net = _net(3, 3)
    assert level_geojson(net) == level_geojson(net.sample(frac=1, random_state=1))


def test_coordinates_have_six_decimals() -> None:
    drawn = _read(level_geojson(_net(2, 2)))
    points = shapely.get_coordinates(drawn.geometry)
    assert (np.round(points, 6) == points).all()


def test_a_level_with_endless_detail_is_brought_to_its_budget() -> None:
    rng = np.random.default_rng(1)
    angle = np.sort(rng.uniform(0, 2 * np.pi, 60_000))
    radius = 0.1 + 0.002 * rng.standard_normal(60_000).cumsum() / 250
    coast = shapely.make_valid(
        shapely.Polygon(np.column_stack([113 + radius * np.cos(angle), 34 + radius * np.sin(angle)]))
    )
    frame = {"grid_code": ["1"], "name": ["海岸"], "parent_code": [None]}
    payload = level_geojson(gpd.GeoDataFrame(frame, geometry=[coast], crs="EPSG:4326"))
    assert len(payload) <= BUDGET_BYTES
    assert _read(payload).loc[0, "p"] == ""


def test_overlapping_shapes_are_drawn_all_the_same() -> None:
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(0.5, 0.5, 1.5, 1.5)]
    frame = {"grid_code": ["a", "b"], "name": ["甲", "乙"], "parent_code": ["", ""]}
    drawn = _read(level_geojson(gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")))
    assert np.isclose(drawn.area, 1).all()


def test_background_keeps_lines_and_kinds() -> None:
    shapes = [shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)]
    payload = background_geojson(gpd.GeoDataFrame({"kind": ["rail", "green"]}, geometry=shapes, crs="EPSG:4326"))
    body = json.loads(gzip.decompress(payload))
    assert [(item["properties"]["k"], item["geometry"]["type"]) for item in body["features"]] == [
        ("rail", "LineString"),
        ("green", "Polygon"),
    ]
