"""Coordinates that are not what the file says are asked about, and the answer given in the question works."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import prcoords
import pytest
import shapely

from data.grids.coordinates import offset_of, to_metres
from data.intake.report import FileReport
from tests.data.intake.conftest import Store, feature, square

CODES = ["01", "0101", "0102", "0103"]
PLACES = [(113.60, 34.70, 0.04), (113.60, 34.70, 0.02), (113.62, 34.70, 0.02), (113.62, 34.72, 0.02)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "files").mkdir()
    return Store(tmp_path / "store", tmp_path / "files")


def _file(
    store: Store, name: str, move: Callable[[np.ndarray], np.ndarray] = lambda points: points, crs: str = ""
) -> Path:
    features = []
    for code, place in zip(CODES, PLACES, strict=True):
        shape = shapely.transform(shapely.from_geojson(json.dumps(square(*place))), move)
        features.append(
            feature(json.loads(shapely.to_geojson(shape)), code=code, level=len(code) // 2, name=f"格{code}")
        )
    members = {"crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}} if crs else {}
    return store.geojson(name, features, **members)


def _service(forward: Callable[[tuple[float, float]], tuple[float, float]]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda points: np.array([forward((lat, lon))[::-1] for lon, lat in points.tolist()])


def _projected(crs: str) -> Callable[[np.ndarray], np.ndarray]:
    def move(points: np.ndarray) -> np.ndarray:
        moved = gpd.GeoSeries(gpd.points_from_xy(*points.T), crs="EPSG:4490").to_crs(crs)
        return np.column_stack([moved.x, moved.y])

    return move


def _asked(report: FileReport) -> str:
    assert report.verdict == "ask", report
    return report.questions[0].message


def _first_answer(question: str) -> str:
    return re.findall(r"--crs ([A-Za-z][\w:/]+)", question, re.ASCII)[0]


def _assert_at_home(store: Store) -> None:
    grid = store.rows("grids").set_index("grid_code").loc["0102"]
    assert (grid["longitude"], grid["latitude"]) == pytest.approx((113.63, 34.71), abs=2e-5)


@pytest.mark.parametrize(
    ("crs", "forward", "words"), [("gcj02", prcoords.wgs_gcj, "GCJ-02"), ("bd09", prcoords.wgs_bd, "BD-09")]
)
@pytest.mark.parametrize("declared", ["", "4490"])
def test_an_offset_against_known_grids_is_measured_and_asked_about(
    store: Store, crs: str, forward: Callable, words: str, declared: str
) -> None:
    store.bring(_file(store, "旧.geojson", crs="4490"))
    shifted = _file(store, "新.geojson", _service(forward), declared)
    question = _asked(store.bring_one(shifted))
    assert words in question
    east, north = offset_of(crs, 113.62, 34.72)
    told = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) 米", question)]
    assert told == pytest.approx([abs(east), abs(north)], abs=10)
    assert store.bring_one(shifted, crs=_first_answer(question)).verdict == "accept"
    _assert_at_home(store)


def test_an_offset_shows_by_the_outline_when_codes_differ(store: Store) -> None:
    store.bring(_file(store, "旧.geojson", crs="4490"))
    x, y = shapely.get_coordinates(shapely.from_geojson(json.dumps(square(*PLACES[0])))).T
    moved = _service(prcoords.wgs_gcj)(np.column_stack([x, y]))
    shape = {"type": "Polygon", "coordinates": [moved.tolist()]}
    assert "GCJ-02" in _asked(store.bring_one(store.geojson("新.geojson", [feature(shape, code="77", level=1)])))


def test_new_boundaries_in_the_same_place_are_taken_and_so_is_one_grid_that_moved(store: Store) -> None:
    store.bring(_file(store, "旧.geojson", crs="4490"))
    assert store.bring_one(_file(store, "新.geojson", lambda points: points + 1e-5)).verdict == "accept"
    one = feature(square(113.625, 34.70, 0.02), code="0102", level=2, name="格0102")
    assert not store.bring_one(store.geojson("一个.geojson", [one])).is_open


def test_what_a_person_has_told_is_taken_and_a_contradiction_said(store: Store) -> None:
    store.bring(_file(store, "旧.geojson", crs="4490"))
    report = store.bring_one(_file(store, "新.geojson", _service(prcoords.wgs_gcj)), crs="EPSG:4490")
    assert report.verdict == "accept-with-warning"
    assert {finding.code for finding in report.findings if finding.weight == "warn"} == {"crs_offset"}


@pytest.mark.parametrize(
    ("move", "declared", "words"),
    [
        (lambda points: points[:, ::-1], "4490", "写反了"),
        (lambda points: np.round(points * 1e6), "4490", "一百万倍"),
        (_projected("EPSG:4526"), "", "第 38 带"),
        (_projected("EPSG:4497"), "", "六度带第 19 带"),
        (_projected("EPSG:3857"), "", "墨卡托"),
        (_projected("EPSG:4526"), "4490", "却不是经纬度"),
        (lambda points: _projected("EPSG:4526")(points)[:, ::-1], "", "对调"),
        (lambda points: points, "4547", "坐标却像经纬度"),
        (_projected("EPSG:4526"), "4547", "换算后却不在"),
    ],
)
def test_coordinates_of_another_kind_are_asked_about_and_the_answer_works(
    store: Store, move: Callable[[np.ndarray], np.ndarray], declared: str, words: str
) -> None:
    path = _file(store, "网格.geojson", move, declared)
    question = _asked(store.bring_one(path))
    assert words in question
    assert store.bring_one(path, crs=_first_answer(question)).verdict == "accept", question
    _assert_at_home(store)


def test_metres_without_a_zone_are_placed_by_the_known_grids(store: Store) -> None:
    path = _file(store, "网格.geojson", _projected("EPSG:4547"))
    assert "中央经线 111°" in _asked(store.bring_one(path))
    store.bring(_file(store, "旧.geojson", crs="4490"))
    question = _asked(store.bring_one(path))
    assert _first_answer(question) == "EPSG:4547"
    assert "离现有网格 0 公里" in question


def test_areas_are_measured_in_metres() -> None:
    (metres,) = to_metres(np.array([shapely.box(113.60, 34.70, 113.62, 34.72)]))
    assert shapely.area(metres)[0] == pytest.approx(4.063e6, rel=2e-3)
