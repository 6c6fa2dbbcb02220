"""Columns by meaning: what a heading is like, what the cells below it say, and what is never taken silently."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from data.intake.answers import answers_from
from data.intake.header_rows import find_header
from data.intake.headers import Said, match_columns
from data.intake.likeness import ALIKE, likeness
from data.intake.recognition import columns_of, ledger_confidence, recognise
from data.ledgers import LEDGERS
from tests.data.intake.conftest import EVENT_HEADERS, SHARED, Store, event

EVENTS = LEDGERS["volunteer_events"]
REPORTS = LEDGERS["issue_reports"]


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=list(LEDGERS))
def test_no_alias_of_one_field_is_like_another_field(ledger) -> None:
    alike = [
        (name, field.label, other.label)
        for field in ledger.fields
        for name in field.headers
        for other in ledger.fields
        if other is not field and likeness(name, other) >= ALIKE
    ]
    assert alike == []


@pytest.mark.parametrize(
    ("header", "ledger", "field"),
    [
        ("办结日", REPORTS, "resolved_on"),
        ("办 结 的 日期", REPORTS, "resolved_on"),
        ("上报（编号）", REPORTS, "report_code"),
        ("活动日", EVENTS, "held_on"),
        ("particpation_count", EVENTS, "participation_count"),
    ],
)
def test_what_people_write_is_like_what_is_meant(header: str, ledger, field: str) -> None:
    best = max(ledger.fields, key=lambda one: likeness(header, one))
    assert (best.name, likeness(header, best) >= ALIKE) == (field, True)


@pytest.mark.parametrize(
    "header", ["应办结日期", "未办结日期", "下次活动日期", "活动日期类型", "办结人数", "日", "claimed_by"]
)
def test_a_word_that_changes_the_meaning_is_not_passed_over(header: str) -> None:
    known = {"办结日期", "活动日期", "claimed_on"}
    fields = [field for ledger in LEDGERS.values() for field in ledger.fields if known & set(field.headers)]
    assert [field.label for field in fields if header not in field.headers and likeness(header, field) >= ALIKE] == []


def test_an_optional_column_that_is_only_alike_is_told_and_not_taken(store: Store) -> None:
    headers = [*EVENT_HEADERS[:-1], "服务的时长", "志愿服务的队"]
    path = store.csv("志愿服务.csv", [[*event("A")[:-1], "2.5", "2025-01-01"]], headers)
    report = store.bring_one(path)
    said = [finding.message for finding in report.findings if finding.code == "column_similar"]
    assert said == ["“服务的时长”像是“服务时长”，没有自动采用；确是的，请选定后再导入。"]
    assert store.rows("volunteer_events")["service_hours"].isna().all()
    store.bring(path, answers=answers_from({"headers": {"服务的时长": "service_hours"}}))
    assert store.rows("volunteer_events")["service_hours"].tolist() == [2.5]


def test_how_each_column_was_understood() -> None:
    headers = ["活动编号", "活动名称", "网格", "类别", "日子", "经办人", "服务的时长"]
    said = Said({"日子": "held_on"}, {"类别": "event_type"})
    columns = columns_of(headers, match_columns(headers, EVENTS, said))
    assert [(one.field, one.way) for one in columns] == [
        ("event_code", "exact"),
        ("event_title", "exact"),
        ("grid_code", "alias"),
        ("event_type", "remembered"),
        ("held_on", "told"),
        ("", "none"),
        ("", "none"),
    ]
    assert all(0 < one.confidence <= 1 for one in columns[:5])


def test_a_clear_ledger_is_surer_than_a_doubtful_one() -> None:
    clear = recognise([field.label for field in EVENTS.fields], ["志愿服务台账"], "f")
    doubtful = recognise(["编号", "网格编码", "类别", "完成日期", "登记日期"], ["微心愿"], "f")
    assert 0.5 <= ledger_confidence(doubtful) < ledger_confidence(clear) <= 1
    assert ledger_confidence(recognise(EVENT_HEADERS, ["f"], "f", "volunteer_events")) == 1


def test_the_cells_tell_which_column_is_meant(store: Store) -> None:
    headers = ["活动编号", "活动名称", "网格编码", "活动类型", "甲", "乙", "姓名"]
    rows = [[*event(f"E{n}")[:4], "很好", f"2025-06-0{n}", "2025-06-01"] for n in range(1, 4)]
    (question,) = store.bring_one(store.csv("志愿服务台账.csv", rows, headers)).questions
    (choice,) = [one for one in question.choices if "headers" in next(iter(one.answers["files"].values()))]
    assert choice.answers == {"files": {"志愿服务台账.csv": {"headers": {"乙": "held_on"}}}}


def test_merged_headings_are_parted_by_the_rows_below_them() -> None:
    rows = [
        ["统计表", "", "", "", ""],
        ["活动编号", "活动日期", "志愿者", "", ""],
        ["", "", "社会人士", "", "学生"],
        ["", "", "人数", "小时", "人数"],
        ["E1", "2025-06-01", "3", "6", "1"],
    ]
    merged = [((0, 0), (0, 4)), ((1, 2), (1, 4)), ((2, 2), (2, 3))]
    names = ("活动编号", "活动日期", "志愿者 社会人士 人数", "志愿者 社会人士 小时", "志愿者 学生 人数")
    assert find_header(rows, merged) == (1, 3, names)
    assert find_header([rows[1], ["E1", "2025-06-01", "", "", ""]], merged[1:2]) == (0, 1, tuple(rows[1]))


def test_a_day_without_its_year_takes_the_year_beside(store: Store) -> None:
    days = ["6.29", "6月27日", "2024.6.28", "6/5", "6.3"]
    rows = [[*event(f"E{n}", 活动日期=day), "2024"] for n, day in enumerate(days)]
    store.bring(store.csv("志愿服务.csv", rows, [*EVENT_HEADERS, "年份"]))
    found = store.rows("volunteer_events").set_index("event_code")["held_on"]
    assert {code: f"{day:%Y-%m-%d}" for code, day in found.items()} == {
        "E0": "2024-06-29",
        "E1": "2024-06-27",
        "E2": "2024-06-28",
        "E3": "2024-06-05",
    }
    assert "不是日期" in store.reasons()[6]


@pytest.mark.shared
def test_the_published_layout_of_volunteer_figures_comes_in(store: Store, tmp_path: Path) -> None:
    path = SHARED / "nasty" / "xlsx_three_row_header_volunteer_stats.xlsx"
    if not path.exists():
        pytest.skip("the team's folder of broken files is not beside this checkout")
    people = "志愿者服务人数及时长统计 社会人士"
    body = {
        "constants": {"event_code": "", "grid_code": "04"},
        "headers": {f"{people} 人数": "participation_count", f"{people} 小时": "service_hours"},
        "values": {"event_type": {"*": "便民服务"}},
    }
    report = store.bring_one(path, answers=answers_from(body))
    stored = store.rows("volunteer_events")
    assert (report.rows_read, len(stored)) == (12, 12)
    assert (stored["participation_count"].sum(), stored["service_hours"].sum()) == (186, 372)
    assert sorted({f"{day:%m-%d}" for day in stored["held_on"]}) == ["06-27", "06-28", "06-29", "06-30"]


def test_one_heading_for_two_columns_is_told_apart_by_its_place(store: Store) -> None:
    book = openpyxl.Workbook()
    book.active.append([*EVENT_HEADERS, "活动日期"])
    book.active.append([*event("A"), "2024-01-01"])
    book.save(store.folder / "志愿服务.xlsx")
    path = store.folder / "志愿服务.xlsx"
    (question,) = store.bring_one(path).questions
    store.bring(path, answers=answers_from(question.choices[1].answers))
    assert f"{store.rows('volunteer_events')['held_on'][0]:%Y-%m-%d}" == "2024-01-01"
