"""Which ledger a table is, and what is asked when that cannot be told."""

from __future__ import annotations

import pytest

from data.intake.header_text import normalise
from data.intake.headers import match_columns
from data.intake.recognition import recognise
from data.intake.report import QuestionError
from data.ledgers import LEDGERS
from tests.data.intake.conftest import EVENT_HEADERS, Store, event


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=list(LEDGERS))
def test_a_ledgers_own_labels_lead_to_it(ledger) -> None:
    labels = [field.label for field in ledger.fields]
    assert recognise(labels, ["文件"], "文件").ledger is ledger
    assert list(match_columns(labels, ledger).columns.values()) == list(ledger.fields)


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=list(LEDGERS))
def test_every_alias_names_one_field_only(ledger) -> None:
    for field in ledger.fields:
        for name in field.headers:
            assert list(match_columns([name], ledger).columns.values()) == [field], name


def test_headers_are_compared_without_blanks_width_case_and_marks() -> None:
    assert normalise(" 服务时长（小时）* ") == normalise("服务时长(小时)")
    assert normalise("\ufeffGrid_Code") == "grid_code"
    headers = ["活 动 编 号", "HELD_ON", "网格编码*", "类型", "服务时长（小时）"]
    found = match_columns(headers, LEDGERS["volunteer_events"])
    assert [field.name for field in found.columns.values()] == [
        "event_code",
        "held_on",
        "grid_code",
        "event_type",
        "service_hours",
    ]


def test_another_unit_in_brackets_is_not_taken_for_ours() -> None:
    found = match_columns(["预算金额（元）", "决算金额(万元)", "自筹资金（元）"], LEDGERS["projects"])
    assert [field.name for field in found.columns.values()] == ["budget_yuan", "own_funds_yuan"]
    assert found.unused == (1,)


def test_the_preferred_header_wins_over_an_alias() -> None:
    found = match_columns(["名称", "活动名称"], LEDGERS["volunteer_events"])
    assert {place: field.name for place, field in found.columns.items()} == {1: "event_title"}


def test_strange_columns_lead_to_a_question_that_names_them(store: Store) -> None:
    report = store.bring(store.csv("表.csv", [["1", "2"]], ["甲", "乙"]))
    assert (report.exit_code, report.version, report.files[0].verdict) == (3, None, "ask")
    assert "看到的列是 甲、乙" in report.files[0].questions[0].message


def test_a_missing_required_column_is_named(store: Store) -> None:
    headers = ["活动编号", "活动名称", "网格编码", "活动类型"]
    report = store.bring_one(store.csv("志愿服务台账.csv", [["1", "a", "01", "环境整治"]], headers))
    assert report.verdict == "ask"
    assert "缺少必填列 “活动日期”" in report.questions[0].message


def test_a_column_that_comes_twice_is_asked_about(store: Store) -> None:
    headers = [*EVENT_HEADERS, "活动日期"]
    report = store.bring_one(store.csv("志愿服务台账.csv", [[*event(), "2025-01-01"]], headers))
    assert report.verdict == "ask"
    assert "有 2 列都可作“活动日期”" in report.questions[0].message


def test_the_name_decides_between_ledgers_that_fit_equally() -> None:
    headers = ["编号", "网格编码", "类别", "完成日期", "登记日期"]
    assert recognise(headers, ["2025微心愿"], "f").ledger.name == "micro_wishes"
    assert recognise(headers, ["2025需求台账"], "f").ledger.name == "demands"
    with pytest.raises(QuestionError, match="也可能是"):
        recognise(headers, ["数据"], "f")


def test_the_named_ledger_is_taken_by_name_or_label(store: Store) -> None:
    headers = ["编号", "网格编码", "类别", "登记日期"]
    row = ["W1", "01", "便民服务", "2025-01-01"]
    for name in ("micro_wishes", "微心愿台账"):
        assert store.bring_one(store.csv("数据.csv", [row], headers), ledger=name).ledger == "micro_wishes"
    assert (
        "没有名为“没有的”的台账"
        in store.bring_one(store.csv("数据.csv", [row], headers), ledger="没有的").questions[0].message
    )


def test_one_bad_file_stops_the_whole_import(store: Store) -> None:
    store.bring(store.csv("志愿服务.csv", [event("A")]))
    bad = store.folder / "坏.geojson"
    bad.write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    report = store.bring(store.csv("志愿服务2.csv", [event("B")]), bad)
    assert (report.version, report.exit_code) == (None, 2)
    assert store.rows("volunteer_events")["event_code"].tolist() == ["A"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.csv", b" \n\n", "空文件"),
        ("网页.csv", b"<!DOCTYPE html><html></html>", "网页"),
        ("坏.xlsx", b"PK\x03\x04 not a zip", "损坏"),
        ("旧.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "不是完好的工作簿"),
        ("引号.csv", ('编号,名称\n1,好\n2,"坏\n3,好\n').encode(), "第 3 行起的引号没有成对"),
        ("乱.csv", b"\xe4\xb8\xad\xff\xff\n\xff\xfe\xff", "UTF-8"),
        ("空.geojson", b'{"type":"FeatureCollection","features":[]}', "没有任何要素"),
        ("别的.json", b'{"a": 1}', "不是 GeoJSON"),
        ("district.toml", b'name = "x"\nlevel_names = ["a"]\n', "三级名称"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(store: Store, name: str, content: bytes, words: str) -> None:
    path = store.folder / name
    path.write_bytes(content)
    report = store.bring(path)
    assert (report.files[0].verdict, report.version, report.exit_code) == ("reject", None, 2)
    assert words in report.files[0].findings[0].message


def test_a_missing_file_is_said(store: Store) -> None:
    assert "找不到文件" in store.bring_one(store.folder / "没有.csv").findings[0].message
