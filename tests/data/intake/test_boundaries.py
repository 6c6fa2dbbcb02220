"""Levels, parents, broken shapes and strange coordinates, from file to store."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import geopandas as gpd
import pytest

from data.store.pointer import current_version, read_manifest
from tests.data.intake.conftest import Store, feature, square

STREET = feature(square(113.60, 34.70, 0.04), code="01", name="东街", level=1)
LEFT = feature(square(113.60, 34.70, 0.02), code="0101", name="一社区", level=2)
RIGHT = feature(square(113.62, 34.70, 0.02), code="0102", name="二社区", level=2)


def _grids(store: Store) -> dict[str, tuple[int, str | None]]:
    frame = store.rows("grids")
    return {
        row.grid_code: (row.level, row.parent_code if isinstance(row.parent_code, str) else None)
        for row in frame.itertuples()
    }


def _light(store: Store, table: str) -> dict[str, object]:
    manifest = read_manifest(store.home, current_version(store.home) or 0)
    (file,) = manifest.files(table)
    return json.loads(gzip.decompress((store.home / file.path).read_bytes()))


def _without(item: dict[str, object], *names: str, **others: object) -> dict[str, object]:
    properties = {key: value for key, value in item["properties"].items() if key not in names}
    return {**item, "properties": properties | others}


def test_the_parent_named_in_the_file_wins_over_the_code(store: Store) -> None:
    store.bring(store.geojson("网格.geojson", [STREET, _without(STREET, code="02"), _without(LEFT, 上级编码="02")]))
    assert _grids(store)["0101"] == (2, "02")


def test_parents_come_from_the_longest_code_above(store: Store) -> None:
    above = [_without(STREET, code=code) for code in ("0", "01")]
    store.bring(store.geojson("网格.geojson", [*above, LEFT]))
    assert _grids(store)["0101"] == (2, "01")


def test_the_only_grid_above_is_the_parent(store: Store) -> None:
    store.bring(store.geojson("网格.geojson", [_without(STREET, code="区"), LEFT, RIGHT]))
    assert _grids(store) == {"区": (1, None), "0101": (2, "区"), "0102": (2, "区")}


def test_parents_come_from_the_place_when_codes_say_nothing(store: Store) -> None:
    streets = [_without(LEFT, code="甲", level=1), _without(RIGHT, code="乙", level=1)]
    inner = [
        feature(square(113.605, 34.705, 0.005), code="x1", level=2),
        feature(square(113.625, 34.705, 0.005), code="x2", level=2),
    ]
    store.bring(store.geojson("网格.geojson", [*streets, *inner]))
    assert _grids(store)["x1"] == (2, "甲")
    assert _grids(store)["x2"] == (2, "乙")


def test_parents_are_found_in_the_store_too(store: Store) -> None:
    store.bring(store.geojson("街道.geojson", [STREET]))
    report = store.bring_one(store.geojson("社区.geojson", [_without(LEFT, code="x")]))
    assert report.verdict == "accept"
    assert _grids(store)["x"] == (2, "01")


def test_levels_by_option_by_name_and_by_count(store: Store) -> None:
    bare = [_without(item, "level") for item in (STREET, LEFT, RIGHT)]
    report = store.bring(store.geojson("社区边界.geojson", bare[1:]), store.geojson("街道边界.geojson", bare[:1]))
    assert {code: level for code, (level, _) in _grids(store).items()} == {"01": 1, "0101": 2, "0102": 2}
    assert [finding.code for finding in report.files[0].findings if finding.code.startswith("level")] == [
        "level_assumed"
    ]
    store.bring(store.geojson("a.geojson", [_without(bare[1], code="31"), _without(bare[2], code="32")]), level=3)
    assert _grids(store)["31"][0] == 3
    store.bring(
        store.geojson("b.geojson", [_without(bare[1], code="z1"), _without(bare[2], code="z2")]),
        store.geojson("c.geojson", [_without(bare[0], code="z")]),
    )
    assert (_grids(store)["z"][0], _grids(store)["z1"][0]) == (1, 2)


def test_levels_that_cannot_be_told_are_asked_for(store: Store) -> None:
    files = [store.geojson(f"{name}.geojson", [feature(square(113.6, 34.7, 0.01), code=name)]) for name in "abcd"]
    report = store.bring(*files)
    assert (report.exit_code, report.version) == (3, None)
    assert "--level" in report.files[0].questions[0].message


def test_a_missing_parent_and_a_straying_child_are_told(store: Store) -> None:
    astray = feature(square(114.5, 34.7, 0.01), code="0103", name="飞地", level=2)
    lost = feature(square(113.6, 34.7, 0.01), code="099901", name="无主", level=3, parent="0999")
    report = store.bring_one(store.geojson("网格.geojson", [STREET, LEFT, astray, lost]))
    assert report.verdict == "accept-with-warning"
    told = {finding.code: finding for finding in report.findings if finding.weight == "warn"}
    assert set(told) == {"parent_missing", "outside_parent"}
    assert "无主（099901）" in told["parent_missing"].message
    assert "飞地（0103，0% 在上级内）" in told["outside_parent"].message


def test_a_code_with_two_shapes_is_kept_aside_and_the_same_shape_counts_once(store: Store) -> None:
    report = store.bring_one(store.geojson("网格.geojson", [LEFT, _without(RIGHT, code="0101"), LEFT]))
    assert (report.rows_read, report.rows_accepted, report.rows_quarantined, report.rows_duplicate) == (3, 1, 1, 1)
    assert store.reasons()[2].startswith("网格.geojson 第 2 个要素，编码“0101”已用于“一社区”")


def test_broken_shapes_are_repaired_or_refused_by_number(store: Store) -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[113.6, 34.7], [113.61, 34.71], [113.61, 34.7], [113.6, 34.71], [113.6, 34.7]]],
    }
    flat = {"type": "Polygon", "coordinates": [[[113.6, 34.7], [113.61, 34.7], [113.6, 34.7], [113.6, 34.7]]]}
    far = square(1137, 34.7, 0.01)
    wrong = {"type": "MultiPolygon", "coordinates": [[[113.6, 34.7], [113.61, 34.7], [113.6, 34.71], [113.6, 34.7]]]}
    line = {"type": "LineString", "coordinates": [[113.6, 34.7], [113.61, 34.7]]}
    mixed = {"type": "GeometryCollection", "geometries": [line, RIGHT["geometry"]]}
    broken = {"type": "Polygon", "coordinates": [[[113.6, 34.7], ["?", 34.7], [113.6, 34.71], [113.6, 34.7]]]}
    shapes = [bow, flat, far, broken, line, LEFT["geometry"], mixed, wrong]
    features = [feature(shape, code=f"0{i}", level=1) for i, shape in enumerate(shapes)]
    report = store.bring_one(store.geojson("网格.geojson", features))
    assert (report.rows_accepted, report.rows_quarantined) == (4, 4)
    assert store.rows("grids")["has_shape"].all()
    assert [finding.count for finding in report.findings if finding.code == "geometry_repaired"] == [1]
    reasons = store.reasons()
    for row, words in {2: "没有面积", 3: "超出经纬度范围", 4: "读不出来", 5: "是线而不是面"}.items():
        assert words in reasons[row]
    exact = read_manifest(store.home, 1).files("shapes_1")[0]
    assert gpd.read_parquet(store.home / exact.path).is_valid.all()


def test_grids_known_by_points_only(store: Store) -> None:
    point = {"type": "Point", "coordinates": [113.61, 34.71]}
    store.bring(store.geojson("点.geojson", [feature(point, code="0101", name="一社区", level=2)]))
    grid = store.rows("grids").iloc[0]
    assert (grid["longitude"], grid["latitude"], bool(grid["has_shape"])) == (113.61, 34.71, False)
    assert read_manifest(store.home, 1).files("shapes_2") == ()


def test_grids_from_a_table_find_their_parents(store: Store) -> None:
    headers = ["网格编码", "网格名称", "网格层级", "户数"]
    store.bring(store.csv("网格台账.csv", [["01", "东街", "1", ""], ["0101", "一社区", "2", "800"]], headers))
    assert _grids(store) == {"01": (1, None), "0101": (2, "01")}


def test_attributes_of_known_grids_need_nothing_but_the_code(store: Store) -> None:
    store.bring(store.geojson("网格.geojson", [LEFT]))
    table = store.csv("网格台账.csv", [["0101", "800"], ["0109", "1"]], ["网格编码", "户数"])
    report = store.bring_one(table)
    assert (report.rows_accepted, report.rows_quarantined) == (1, 1)
    grid = store.rows("grids").iloc[0]
    assert (grid["grid_name"], grid["level"], grid["household_count"]) == ("一社区", 2, 800)
    assert bool(grid["has_shape"])
    assert "“0109”是新网格，必须有网格名称" in store.reasons()[3]


def test_a_boundary_file_without_names_keeps_the_known_ones(store: Store) -> None:
    store.bring(store.geojson("网格.geojson", [LEFT]))
    store.bring(store.geojson("新边界.geojson", [_without(LEFT, "name"), _without(RIGHT, "name")]))
    assert store.rows("grids").set_index("grid_code")["grid_name"].to_dict() == {"0101": "一社区", "0102": "0102"}


def test_metres_without_a_word_are_asked_about_and_taken_when_told(store: Store) -> None:
    path = store.folder / "米.geojson"
    shapes = gpd.GeoDataFrame.from_features([LEFT], crs="EPSG:4490").to_crs("EPSG:4547")
    path.write_text(shapes.set_crs(None, allow_override=True).to_json(drop_id=True), encoding="utf-8")
    report = store.bring(path)
    assert (report.exit_code, report.version) == (3, None)
    assert "--crs" in report.files[0].questions[0].message
    told = store.bring_one(path, crs="EPSG:4547")
    assert told.rows_accepted == 1
    grid = store.rows("grids").iloc[0]
    assert (grid["longitude"], grid["latitude"]) == pytest.approx((113.61, 34.71), abs=1e-5)


def test_an_unknown_coordinate_system_is_asked_about(store: Store) -> None:
    report = store.bring(store.geojson("网格.geojson", [LEFT]), crs="火星")
    assert "不认识坐标系“火星”" in report.files[0].questions[0].message


def test_several_shapes_without_codes_are_asked_about(store: Store) -> None:
    report = store.bring_one(store.geojson("网格.geojson", [_without(LEFT, "code"), _without(RIGHT, "code")]))
    assert report.verdict == "ask"
    assert "找不到网格编码，看到的属性是 name、level" in report.questions[0].message


def test_background_layers_are_told_from_grids(store: Store) -> None:
    river = {"type": "LineString", "coordinates": [[113.6, 34.7], [113.64, 34.74]]}
    point = {"type": "Point", "coordinates": [113.61, 34.71]}
    layers = [
        feature(river, 类别="河流"),
        feature(square(113.6, 34.7, 0.01), 类别="公园"),
        feature(point, 类别="红色驿站"),
        feature(point, 类别="河长制公示牌"),
    ]
    report = store.bring_one(store.geojson("背景.geojson", layers))
    assert (report.verdict, report.ledger, report.rows_accepted) == ("accept", "background", 3)
    drawn = _light(store, "geometry_background")
    assert [item["properties"] for item in drawn["features"]] == [{"k": "water"}, {"k": "green"}, {"k": "place"}]


def test_light_shapes_carry_code_name_and_parent(store: Store) -> None:
    store.bring(store.geojson("网格.geojson", [STREET, LEFT, RIGHT]))
    drawn = _light(store, "geometry_2")
    assert [(item["id"], item["properties"]) for item in drawn["features"]] == [
        ("0101", {"n": "一社区", "p": "01"}),
        ("0102", {"n": "二社区", "p": "01"}),
    ]


def test_a_bare_geometry_is_one_grid_of_the_first_level(store: Store, tmp_path: Path) -> None:
    path = store.folder / "某区轮廓.json"
    path.write_text(json.dumps(square(113.6, 34.7, 0.02)), encoding="utf-8")
    report = store.bring_one(path)
    assert report.rows_accepted == 1
    grid = store.rows("grids").iloc[0]
    assert (grid["grid_code"], grid["grid_name"], grid["level"]) == ("L1-01", "某区轮廓", 1)
