"""What is safe is repaired and said; what is not is refused by name."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest

from data.intake.report import FileReport, Finding
from data.store.pointer import read_manifest
from tests.data.intake.conftest import Store, feature, square


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "files").mkdir()
    return Store(tmp_path / "store", tmp_path / "files")


def _bring(
    store: Store, *features: dict[str, object], name: str = "网格.geojson"
) -> tuple[FileReport, dict[str, Finding]]:
    report = store.bring_one(store.geojson(name, features))
    return report, {finding.code: finding for finding in report.findings}


def test_a_ring_the_wrong_way_round_is_turned(store: Store) -> None:
    ring = square(113.6, 34.7, 0.01)["coordinates"][0]
    report, told = _bring(store, feature({"type": "Polygon", "coordinates": [ring[::-1]]}, code="01", level=1))
    assert (report.verdict, told["rings_turned"].count) == ("accept", 1)
    _, told = _bring(store, feature({"type": "Polygon", "coordinates": [ring]}, code="01", level=1))
    assert "rings_turned" not in told


def test_a_splinter_is_left_out_and_an_islet_is_kept(store: Store) -> None:
    parts = [square(113.6, 34.7, 0.01), square(113.62, 34.7, 0.000005), square(113.63, 34.7, 0.0001)]
    shape = {"type": "MultiPolygon", "coordinates": [part["coordinates"] for part in parts]}
    report, told = _bring(store, feature(shape, code="01", level=1))
    assert (report.verdict, told["slivers_dropped"].count) == ("accept", 1)
    (file,) = read_manifest(store.home, 1).files("shapes_1")
    (kept,) = gpd.read_parquet(store.home / file.path).geometry
    assert sorted(part.area for part in kept.geoms) == pytest.approx([1e-8, 1e-4])


def test_coordinates_never_filled_in_are_refused_by_name(store: Store) -> None:
    good = feature(square(113.6, 34.7, 0.01), code="01", name="东街", level=1)
    zero = feature(square(0, 0, 0.01), code="02", name="零点", level=1)
    report, _ = _bring(store, good, zero)
    assert (report.rows_accepted, report.rows_quarantined) == (1, 1)
    assert "“零点”（02）的坐标在经度 0、纬度 0 处" in store.reasons()[2]


def test_a_shape_nested_too_deep_or_too_shallow_is_read(store: Store) -> None:
    one, other = square(113.6, 34.7, 0.01)["coordinates"], square(113.61, 34.7, 0.01)["coordinates"]
    shallow = feature({"type": "MultiPolygon", "coordinates": one}, code="01", name="东街", level=1)
    deep = feature({"type": "Polygon", "coordinates": [other]}, code="02", name="西街", level=1)
    report, told = _bring(store, shallow, deep)
    assert (report.verdict, report.rows_accepted) == ("accept-with-warning", 2)
    assert "东街（01）、西街（02）" in told["nesting_repaired"].message


def test_zeros_lost_by_numbers_come_back_from_the_known_grids(store: Store) -> None:
    street = feature(square(113.6, 34.7, 0.02), code=1, name="东街", level=1)
    community = feature(square(113.6, 34.7, 0.01), code=101, name="一社区", level=2, parent=1)
    report, told = _bring(store, street, community)
    assert (report.verdict, set(store.rows("grids")["grid_code"])) == ("accept-with-warning", {"1", "101"})
    assert "无从补回" in told["codes_as_numbers"].message

    other = Store(store.home.with_name("other"), store.folder)
    texts = [
        {**item, "properties": item["properties"] | {"code": "0" + str(item["properties"]["code"]), "parent": None}}
        for item in (street, community)
    ]
    other.bring(other.geojson("旧.geojson", texts))
    _, told = _bring(other, street, community)
    grids = other.rows("grids").set_index("grid_code")
    assert set(grids.index) == {"01", "0101"}
    assert (grids.loc["0101", "parent_code"], told["zeros_restored"].count) == ("01", 2)


def test_national_codes_may_be_numbers(store: Store) -> None:
    report, _ = _bring(store, feature(square(113.6, 34.7, 0.01), code=410104001, name="东街", level=1))
    assert report.verdict == "accept"


def test_shapes_that_cross_themselves_are_counted_in_the_sentence(store: Store) -> None:
    bow = [[113.0, 34.0], [113.02, 34.02], [113.02, 34.0], [113.0, 34.02], [113.0, 34.0]]
    crossed = feature({"type": "Polygon", "coordinates": [bow]}, 网格编码="01", 网格名称="甲街道", 网格层级="1")
    other = feature(square(113.1, 34.0, 0.01), 网格编码="02", 网格名称="乙街道", 网格层级="1")
    report = store.bring_one(store.geojson("网格.geojson", [crossed, other]))
    (told,) = [finding for finding in report.findings if finding.code == "geometry_repaired"]
    assert told.message == "1 个图形自相交或有坏环，已修复。"
