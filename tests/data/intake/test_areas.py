"""Which grid a row means: by code, by a code a spreadsheet has shortened, by name; never by a name two grids share."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.grids.coordinates import offset_of
from data.intake.answers import Answers
from tests.data.intake.conftest import EVENT_HEADERS, Store, event, feature, square

GRIDS = [
    ["01", "东风街道", "1", ""],
    ["02", "西关街道", "1", ""],
    ["0101", "光明社区", "2", "01"],
    ["0201", "光明社区", "2", "02"],
    ["0202", "和平社区", "2", "02"],
]
NAMED = ["所属网格" if header == "网格编码" else header for header in EVENT_HEADERS]


@pytest.fixture
def net(store: Store) -> Store:
    store.bring(store.csv("网格台账.csv", GRIDS, ["网格编码", "网格名称", "网格层级", "上级网格编码"]))
    return store


def test_codes_a_spreadsheet_has_shortened_are_found(net: Store) -> None:
    rows = [
        event("A", 网格编码="202"),
        event("B", 网格编码="0202.0"),
        event("C", 网格编码="2.02E+2"),
        event("D", 网格编码="0202"),
    ]
    report = net.bring_one(net.csv("志愿服务.csv", rows))
    assert set(net.rows("volunteer_events")["grid_code"]) == {"0202"}
    assert report.area_match == {"by_code": 3, "by_name": 0, "by_point": 0, "unmatched": 1}
    assert "科学计数" in net.reasons()[4]


def test_names_with_and_without_suffix_and_parent(net: Store) -> None:
    said = ["和平社区", "和平", "和平村", "东风街道光明社区", "光明社区", "没有的社区"]
    rows = [event(f"E{place}", 网格编码=name) for place, name in enumerate(said)]
    left = Answers(areas={"光明社区": "", "没有的社区": ""})
    report = net.bring_one(net.csv("志愿服务.csv", rows, NAMED), answers=left)
    stored = net.rows("volunteer_events").set_index("event_code")["grid_code"]
    assert stored.to_dict() == {"E0": "0202", "E1": "0202", "E2": "0202", "E3": "0101"}
    assert (report.area_match["by_name"], report.area_match["unmatched"]) == (4, 2)
    assert [one.count for one in report.findings if one.code == "area_by_name"] == [4]
    assert "“光明社区”" in net.reasons()[6]


def test_a_dry_run_tells_and_stores_nothing(net: Store, tmp_path: Path) -> None:
    path = net.csv("志愿服务.csv", [event("A", 网格编码="0202")])
    report = net.bring(path, dry_run=True)
    assert (report.version, report.files[0].rows_accepted, report.exit_code) == (None, 1, 0)
    assert report.to_dict()["verdict"] == "accept"
    assert net.rows("volunteer_events").empty


PLACED = [
    ["04", "北下街街道", "1", ""],
    ["05", "南关街道", "1", ""],
    ["0401", "东里社区", "2", "04"],
    ["0501", "东里社区", "2", "05"],
    ["040101", "第一网格", "3", "0401"],
    ["050101", "第一网格", "3", "0501"],
]


@pytest.fixture
def streets(store: Store) -> Store:
    store.bring(store.csv("网格台账.csv", PLACED, ["网格编码", "网格名称", "网格层级", "上级网格编码"]))
    return store


def grids_of(store: Store) -> dict[str, str]:
    return store.rows("volunteer_events").set_index("event_code")["grid_code"].to_dict()


def test_the_area_above_tells_two_of_one_name_apart(streets: Store) -> None:
    said = {
        "A": "北下街街道东里社区",
        "B": "南关东里",
        "C": "北下街/东里社区/第一网格",
        "D": "南关街道 东里社区 第一网格",
        "E": "东里社区-第一网格",
        "F": "北下街街道第一网格",
    }
    rows = [event(code, 网格编码=name) for code, name in said.items()]
    report = streets.bring_one(
        streets.csv("志愿服务.csv", rows, NAMED), answers=Answers(areas={"东里社区-第一网格": ""})
    )
    found = {"A": "0401", "B": "0501", "C": "040101", "D": "050101", "F": "040101"}
    assert grids_of(streets) == found
    assert (report.area_match["by_name"], report.area_match["unmatched"]) == (5, 1)


def test_columns_beside_name_the_areas_above(streets: Store) -> None:
    headers = [*NAMED, "所属社区", "所属街道"]
    rows = [
        [*event("A", 网格编码="第一网格"), "东里社区", "南关街道"],
        [*event("B", 网格编码="第一网格"), "东里", "北下街街道"],
        [*event("C", 网格编码=""), "东里社区", "北下街"],
        [*event("D", 网格编码="040101"), "东里社区", "南关街道"],
        [*event("E", 网格编码=""), "", ""],
    ]
    report = streets.bring_one(streets.csv("志愿服务.csv", rows, headers))
    assert grids_of(streets) == {"A": "050101", "B": "040101", "C": "0401", "D": "040101"}
    assert report.columns["所属街道"] == "grid_code"
    assert report.area_match == {"by_code": 1, "by_name": 3, "by_point": 0, "unmatched": 0}


def test_a_name_that_is_chosen_goes_before_what_it_is_like(streets: Store) -> None:
    rows = [event("A", 网格编码="东里社区"), event("B", 网格编码="没有的")]
    path = streets.csv("志愿服务.csv", rows, NAMED)
    (question,) = streets.bring_one(path).questions
    suggested = [choice.answers["areas"].get("东里社区") for choice in question.choices]
    assert {"0401", "0501"} <= set(suggested)
    assert "“北下街街道东里社区”（0401）" in question.message
    streets.bring(path, answers=Answers(areas={"东里社区": "0501", "没有的": ""}))
    assert grids_of(streets) == {"A": "0501"}
    assert "没有的" in streets.reasons()[3]


def test_few_strange_names_are_kept_aside_with_what_they_are_like(streets: Store) -> None:
    rows = [
        *(event(f"E{n}", 网格编码="0401") for n in range(9)),
        event("X", 网格编码="北下街到"),
        event("Y", 网格编码="0409"),
    ]
    path = streets.csv("志愿服务.csv", rows)
    looked_at = streets.bring(path, preview=True, dry_run=True).files[0]
    assert (looked_at.verdict, [one.code for one in looked_at.questions]) == ("accept-with-warning", ["areas_unknown"])
    report = streets.bring_one(path)
    assert (report.rows_accepted, report.rows_quarantined, report.questions) == (9, 2, [])
    assert streets.reasons()[11].endswith("最像的是“北下街街道”（04）")
    assert "最像" not in streets.reasons()[12]


WEST, SIDE = 113.5, 0.25
"""Of few binary digits, so that a point can lie exactly on the shared edge."""


@pytest.fixture
def shaped(store: Store) -> Store:
    places = [
        feature(square(WEST + SIDE * n, 34.5, SIDE), code=f"0{n + 1}", name=f"第{n + 1}网格", level=3) for n in (0, 1)
    ]
    store.bring(store.geojson("网格.geojson", places))
    return store


def test_coordinates_find_the_grid_and_are_not_stored(shaped: Store) -> None:
    headers = [*EVENT_HEADERS, "经度", "纬度"]
    rows = [
        [*event("A", 网格编码=""), "113.61", "34.71"],
        [*event("B", 网格编码="没有的"), "34.71", "113.83"],
        [*event("EDGE", 网格编码=""), "113.75", "34.71"],
        [*event("OUT", 网格编码=""), "114.9", "34.71"],
        [*event("NONE", 网格编码=""), "", "不详"],
        [*event("CODE", 网格编码="02"), "113.61", "34.71"],
    ]
    report = shaped.bring_one(shaped.csv("志愿服务.csv", rows, headers))
    assert grids_of(shaped) == {"A": "01", "B": "02", "EDGE": "01", "CODE": "02"}
    assert report.area_match == {"by_code": 1, "by_name": 0, "by_point": 3, "unmatched": 0}
    assert set(report.masked) >= {"经度", "纬度"}
    stored = [*shaped.rows("volunteer_events").columns, *shaped.rows("quarantine")["raw"]]
    assert not any("113.6" in text or "113.75" in text or "114.9" in text or "经度" in text for text in stored)


def test_a_table_with_coordinates_alone_needs_no_column_for_the_grid(shaped: Store) -> None:
    headers = [*(header for header in EVENT_HEADERS if header != "网格编码"), "经纬度"]
    cells = event("A")
    report = shaped.bring_one(shaped.csv("志愿服务.csv", [[*cells[:2], *cells[3:], "113.83；34.71"]], headers))
    assert grids_of(shaped) == {"A": "02"}
    assert report.area_match["by_point"] == 1


def test_coordinates_of_a_map_service_are_brought_back_when_said(shaped: Store) -> None:
    east, north = offset_of("gcj02", 113.601, 34.71)
    lon, lat = 113.601 + east / 91_500, 34.71 + north / 110_900
    edge = f"{WEST + SIDE - 0.001 + east / 91_500:.6f}"
    rows = [[*event("A", 网格编码=""), f"{lon:.6f}", f"{lat:.6f}"], [*event("B", 网格编码=""), edge, f"{lat:.6f}"]]
    path = shaped.csv("志愿服务.csv", rows, [*EVENT_HEADERS, "lng", "lat"])
    shaped.bring(path, crs="gcj02")
    assert grids_of(shaped) == {"A": "01", "B": "01"}
    shaped.bring(path, crs="EPSG:4490")
    assert grids_of(shaped) == {"A": "01", "B": "02"}
