"""Files that nobody here wrote; skipped where they are not at hand."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from data.intake.run import import_files
from data.store.pointer import read_manifest
from tests.data.intake.conftest import Store

pytestmark = pytest.mark.shared

Find = Callable[[str], Path]


def _shapes(store: Store, level: int) -> gpd.GeoDataFrame:
    (file,) = read_manifest(store.home, 1).files(f"shapes_{level}")
    return gpd.read_parquet(store.home / file.path)


def test_a_country_in_three_levels(store: Store, shared_file: Find) -> None:
    path = shared_file("real/us_states_counties.topojson")
    report = store.bring_one(path)
    assert (report.verdict, report.rows_accepted, report.rows_quarantined) == ("accept", 3288, 0)
    repaired = [finding for finding in report.findings if finding.code == "geometry_repaired"]
    assert repaired[0].message.startswith("40 个图形")

    grids = store.rows("grids")
    assert grids["level"].value_counts().to_dict() == {3: 3231, 2: 56, 1: 1}
    counties = grids[grids["level"] == 3]
    assert (counties["grid_code"].str.len() == 5).all()
    assert counties["grid_code"].str.startswith("0").sum() == 316
    assert (counties["parent_code"] == counties["grid_code"].str[:2]).all()
    assert set(grids[grids["level"] == 2]["parent_code"]) == set(grids[grids["level"] == 1]["grid_code"])
    assert _shapes(store, 3).is_valid.all()


def test_a_states_area_agrees_with_an_equal_area_projection(store: Store, shared_file: Find) -> None:
    path = shared_file("real/us_states_counties.topojson")
    store.bring(path)
    area = store.rows("grids").set_index("grid_code")["area_km2"]
    topology = json.loads(path.read_text(encoding="utf-8"))
    for code in ("08", "29", "48"):
        outline = _decoded(topology, "states", code)
        dense = shapely.segmentize(outline, 0.01)
        project = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True).transform
        flat = shapely.transform(dense, lambda xy, project=project: np.column_stack(project(xy[:, 0], xy[:, 1])))
        assert area[code] == pytest.approx(flat.area / 1e6, rel=1e-3)


def _decoded(topology: dict, name: str, code: str) -> shapely.Geometry:
    """The outer rings of one object, decoded the plain way."""
    (found,) = [item for item in topology["objects"][name]["geometries"] if item["id"] == code]
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(index: int) -> list[tuple[float, float]]:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][index if index >= 0 else ~index]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        return points if index >= 0 else points[::-1]

    polygons = [found["arcs"]] if found["type"] == "Polygon" else found["arcs"]
    rings = [[point for index in polygon[0] for point in arc(index)] for polygon in polygons]
    return shapely.union_all([shapely.Polygon(ring) for ring in rings if len(set(ring)) > 2])


def test_an_outline_in_gcj02_comes_to_its_true_place(store: Store, shared_file: Find) -> None:
    path = shared_file("real/guancheng_outline_gcj02.geojson")
    report = store.bring_one(path, crs="gcj02")
    assert report.rows_accepted == 1
    grid = store.rows("grids").iloc[0]
    assert grid["level"] == 1
    assert grid["area_km2"] == pytest.approx(205.77, rel=5e-3)

    given = shapely.get_coordinates(shapely.from_geojson(path.read_text(encoding="utf-8")))
    stored = shapely.get_coordinates(_shapes(store, 1).geometry.iloc[0])
    assert len(stored) == len(given)
    geod = pyproj.Geod(ellps="WGS84")
    for (lon, lat), (x, y) in zip(given[::20], stored[::20], strict=True):
        true_lon, true_lat = _by_bisection(lon, lat)
        assert geod.inv(x, y, true_lon, true_lat)[2] < 5
        assert geod.inv(x, y, lon, lat)[2] > 400


def _by_bisection(lon: float, lat: float) -> tuple[float, float]:
    """The WGS 84 point whose GCJ-02 image is the one given, narrowed down from a box around it."""
    west, east, south, north = lon - 0.02, lon + 0.02, lat - 0.02, lat + 0.02
    for _ in range(40):
        x, y = (west + east) / 2, (south + north) / 2
        image_x, image_y = _gcj02(x, y)
        west, east = (x, east) if image_x < lon else (west, x)
        south, north = (y, north) if image_y < lat else (south, y)
    return (west + east) / 2, (south + north) / 2


def _gcj02(lon: float, lat: float) -> tuple[float, float]:
    """The public formula, written out a second time."""
    x, y = lon - 105, lat - 35
    waves = 20 * math.sin(6 * math.pi * x) + 20 * math.sin(2 * math.pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x) ** 0.5
    north += 2 / 3 * (waves + 20 * math.sin(math.pi * y) + 40 * math.sin(math.pi * y / 3))
    north += 2 / 3 * (160 * math.sin(math.pi * y / 12) + 320 * math.sin(math.pi * y / 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x) ** 0.5
    east += 2 / 3 * (waves + 20 * math.sin(math.pi * x) + 40 * math.sin(math.pi * x / 3))
    east += 2 / 3 * (150 * math.sin(math.pi * x / 12) + 300 * math.sin(math.pi * x / 30))
    axis, flat = 6378245.0, 0.00669342162296594323
    squeeze = 1 - flat * math.sin(math.radians(lat)) ** 2
    metres_north = math.radians(axis * (1 - flat) / squeeze**1.5)
    metres_east = math.radians(axis / squeeze**0.5 * math.cos(math.radians(lat)))
    return lon + east / metres_east, lat + north / metres_north


@pytest.mark.parametrize(
    "name",
    [
        "_ref_grids_ok.geojson",
        "geo_utf8_bom.geojson",
        "geo_crs_member_says_4490.geojson",
        "geo_level_as_text.geojson",
        "gpkg_three_layers.gpkg",
        "shp_ok.zip",
        "shp_gbk_no_cpg.zip",
    ],
)
def test_clean_boundaries_of_all_kinds(store: Store, shared_file: Find, name: str) -> None:
    report = store.bring_one(shared_file(f"nasty/{name}"))
    assert (report.verdict, report.rows_accepted) == ("accept", 21)
    grids = store.rows("grids")
    assert grids["level"].value_counts().to_dict() == {3: 16, 2: 4, 1: 1}
    below = grids[grids["level"] > 1]
    assert (below["parent_code"] == below["grid_code"].str[:-2]).all()
    assert "第1街道第1网格" in set(grids["grid_name"])


def test_no_file_however_broken_ends_in_a_crash(tmp_path: Path, shared_file: Find) -> None:
    listed = json.loads(shared_file("nasty/manifest.json").read_text(encoding="utf-8"))
    secret = shared_file("nasty/_canary.txt").read_text(encoding="utf-8").strip()
    for item in listed:
        if item["file"] == "_canary.txt":
            continue
        report = import_files([shared_file(f"nasty/{item['file']}")], tmp_path / item["file"])
        assert report.files[0].verdict in ("accept", "accept-with-warning", "accept-empty", "ask", "reject")
        stopped = report.files[0].is_open or report.files[0].verdict == "accept-empty"
        assert stopped == (report.version is None)
        assert secret not in report.to_json()
        if item["verdict"] == "reject":
            assert report.files[0].verdict == "reject", item["file"]
