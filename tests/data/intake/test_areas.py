"""Which grid a row means: by code, by a code a spreadsheet has shortened, by name; never by a name two grids share."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.answers import Answers
from tests.data.intake.conftest import EVENT_HEADERS, Store, event

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
