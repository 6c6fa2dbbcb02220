from __future__ import annotations

import numpy as np
import prcoords
import pytest
import shapely

from data.grids.coordinates import looks_like_degrees, normalised_crs, to_degrees
from data.intake.report import QuestionError

PLACES = [(113.66, 34.75), (94.35, 39.63), (121.47, 31.23), (116.40, 39.90)]


@pytest.mark.parametrize(("crs", "forward"), [("gcj02", prcoords.wgs_gcj), ("bd09", prcoords.wgs_bd)])
def test_map_services_offsets_are_undone(crs: str, forward) -> None:
    shifted = shapely.points([forward((lat, lon))[::-1] for lon, lat in PLACES])
    back = shapely.get_coordinates(to_degrees(shifted, crs))
    assert np.abs(back - PLACES).max() < 1e-6


def test_places_outside_china_stay_where_they_are() -> None:
    away = shapely.points([[-105.5, 39.0], [2.35, 48.85]])
    assert shapely.equals(to_degrees(away, "gcj02"), away).all()


def test_shared_vertices_stay_shared() -> None:
    left, right = shapely.box(113.6, 34.7, 113.61, 34.71), shapely.box(113.61, 34.7, 113.62, 34.71)
    moved = to_degrees(np.array([left, right], dtype=object), "gcj02")
    assert shapely.coverage_is_valid(moved)


def test_chinese_projected_metres_and_geographic_systems() -> None:
    point = shapely.points([[472513.927, 3841352.517]])
    assert shapely.get_coordinates(to_degrees(point, "EPSG:4547"))[0] == pytest.approx((113.7, 34.7), abs=1e-3)
    same = shapely.points([[113.7, 34.7]])
    for crs in ("EPSG:4490", "EPSG:4326", "OGC:CRS84"):
        assert shapely.equals(to_degrees(same, crs), same).all()


def test_heights_are_dropped_and_missing_shapes_pass() -> None:
    mixed = np.array([shapely.Point(113, 34, 99), None], dtype=object)
    found = to_degrees(mixed, "EPSG:4326")
    assert not shapely.has_z(found[0])
    assert found[1] is None
    assert looks_like_degrees(mixed)


def test_names_people_use() -> None:
    assert [normalised_crs(name) for name in ("GCJ-02", "BD09", "WGS84", "cgcs2000", "EPSG:4547")] == [
        "gcj02",
        "bd09",
        "EPSG:4326",
        "EPSG:4490",
        "EPSG:4547",
    ]
    with pytest.raises(QuestionError, match="不认识坐标系"):
        normalised_crs("EPSG:0")
