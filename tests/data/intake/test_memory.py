"""What was answered is remembered: the same table is known again, and a name of an area means the same anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from data.intake.answers import answers_from
from data.intake.memory import forget, listed
from data.intake.report import FileReport
from tests.cli import run_cli
from tests.data.intake.conftest import EVENT_HEADERS, Store, event

GRIDS = [["01", "东风街道", "1", ""], ["0101", "光明社区", "2", "01"], ["0102", "和平社区", "2", "01"]]
GRID_HEADERS = ["网格编码", "网格名称", "网格层级", "上级网格编码"]
STRANGE = ["流水", "何事", "何地", "何类", "何时"]
ANSWERS = {
    "ledger": "volunteer_events",
    "headers": {
        "流水": "event_code",
        "何事": "event_title",
        "何地": "grid_code",
        "何类": "event_type",
        "何时": "held_on",
    },
    "values": {"event_type": {"扫地": "环境整治"}, "event_title": {"甲": "乙"}},
}


@pytest.fixture
def net(store: Store) -> Store:
    store.bring(store.csv("网格台账.csv", GRIDS, GRID_HEADERS))
    return store


def strange(store: Store, name: str, code: str, headers: list[str] = STRANGE, **cells: str) -> Path:
    row = dict(zip(STRANGE, [code, "清扫", "0101", "扫地", "2025-06-01"], strict=True)) | cells
    return store.csv(name, [[row[header] for header in headers]], headers)


def told(store: Store, path: Path, body: Mapping[str, Any], **wishes: object) -> FileReport:
    return store.bring_one(path, answers=answers_from(body), **wishes)


def codes(report: FileReport) -> set[str]:
    return {finding.code for finding in report.findings}


def test_the_same_table_is_known_again(net: Store) -> None:
    first = strange(net, "一月.csv", "A")
    assert net.bring_one(first).verdict == "ask"
    assert told(net, first, ANSWERS).rows_accepted == 1
    report = net.bring_one(strange(net, "二月.csv", "B", STRANGE[::-1]))
    assert (report.rows_accepted, report.ledger) == (1, "volunteer_events")
    assert "remembered" in codes(report)
    assert set(net.rows("volunteer_events")["event_type"]) == {"环境整治"}


def test_a_dry_run_remembers_nothing(net: Store) -> None:
    told(net, strange(net, "一月.csv", "A"), ANSWERS, dry_run=True)
    assert listed(net.home) == []


def test_nothing_personal_is_remembered(net: Store) -> None:
    body = ANSWERS | {"constants": {"team_name": "张三的队"}, "areas": {"光明社区3号楼1201室": "0101", "光明": "0101"}}
    told(net, strange(net, "一月.csv", "A"), body)
    kept = {one.kind: one.answers for one in listed(net.home)}
    assert kept["table"]["values"] == {"event_type": {"扫地": "环境整治"}}
    assert "constants" not in kept["table"]
    assert kept["area"] == {"areas": {"光明": "0101"}}


def test_a_later_answer_replaces_the_earlier_one(net: Store) -> None:
    told(net, strange(net, "一月.csv", "A"), ANSWERS)
    told(net, strange(net, "二月.csv", "B", 何类="扫"), {"values": {"event_type": {"扫": "文明劝导"}}})
    (kept,) = listed(net.home)
    assert kept.answers["values"] == {"event_type": {"扫地": "环境整治", "扫": "文明劝导"}}
    told(net, strange(net, "三月.csv", "C"), {"values": {"event_type": {"扫地": "便民服务"}}})
    net.bring_one(strange(net, "四月.csv", "D"))
    rows = net.rows("volunteer_events").set_index("event_code")["event_type"]
    assert rows.to_dict() == {"A": "环境整治", "B": "文明劝导", "C": "便民服务", "D": "便民服务"}


def test_the_order_of_day_and_month_is_remembered_but_not_against_the_column(net: Store) -> None:
    def file(name: str, code: str, day: str) -> Path:
        return net.csv(name, [event(code, 网格编码="0101", 活动日期=day), event(code + "0", 网格编码="0101")])

    told(net, file("一.csv", "A", "03/04/2024"), {"date_order": "MDY"})
    assert net.bring_one(file("二.csv", "B", "05/06/2024")).rows_accepted == 2
    net.bring_one(file("三.csv", "C", "25/06/2024"))
    days = net.rows("volunteer_events").set_index("event_code")["held_on"]
    assert [f"{days[code]:%Y-%m-%d}" for code in ("A", "B", "C")] == ["2024-03-04", "2024-05-06", "2024-06-25"]


def test_names_of_areas_are_remembered_across_ledgers(net: Store) -> None:
    told(net, net.csv("志愿服务.csv", [event("A", 网格编码="光明里")]), {"areas": {"光明里": "0101"}})
    headers = ["心愿编号", "网格编码", "心愿类别", "提出日期"]
    report = net.bring_one(net.csv("微心愿.csv", [["W1", "光明里", "便民服务", "2025-01-01"]], headers))
    assert set(net.rows("micro_wishes")["grid_code"]) == {"0101"}
    assert report.area_match["by_name"] == 1
    assert "area_remembered" in codes(report)


def test_memory_that_no_longer_fits_is_told_and_passed_over(net: Store) -> None:
    told(net, strange(net, "一月.csv", "A"), ANSWERS | {"areas": {"光明里": "0101"}})
    path = net.home / "intake" / "memory.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["kind"] == "area":
            line["answers"] = {"areas": {"光明里": "0999"}}
        else:
            line["answers"]["headers"]["何事"] = "no_such_field"
    torn = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + '\n{"code": "T'
    path.write_text(torn, encoding="utf-8")
    report = net.bring_one(strange(net, "二月.csv", "B", 何地="光明里"), answers=answers_from({"areas": {"别处": ""}}))
    assert report.verdict == "ask"
    many = net.csv(
        "二月.csv", [[f"B{n}", "清扫", "光明里" if n == 0 else "0101", "扫地", "2025-06-01"] for n in range(9)], STRANGE
    )
    report = net.bring_one(many)
    stale = "；".join(one.message for one in report.findings if one.code == "memory_stale")
    assert "字段 no_such_field" in stale
    assert "网格 0999 不在网格台账里" in stale
    assert (report.rows_accepted, report.rows_quarantined) == (8, 1)


def test_the_command_lists_and_forgets(net: Store) -> None:
    told(net, strange(net, "一月.csv", "A"), ANSWERS)
    (kept,) = listed(net.home)
    shown = run_cli(net.home, "memory")
    assert kept.code in shown.stdout
    assert "volunteer_events" in shown.stdout
    assert forget(net.home, kept.code)
    assert not forget(net.home, kept.code)
    assert net.bring_one(strange(net, "二月.csv", "B")).verdict == "ask"


def test_a_column_that_is_left_out_stays_out(net: Store) -> None:
    path = net.csv("志愿服务.csv", [event("A", 网格编码="0101")])
    told(net, path, {"headers": {"服务时长": "", "参与人次": ""}})
    assert net.rows("volunteer_events")["service_hours"].isna().all()
    again = net.bring_one(net.csv("志愿服务.csv", [event("B", 网格编码="0101")], EVENT_HEADERS))
    assert "service_hours" not in again.columns.values()
