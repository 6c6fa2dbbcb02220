"""Due dates worked out at import, held to days counted by hand on the State Council's calendar."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.measures.workdays import after, is_working_day
from tests.data.intake.conftest import Store

HEADERS = ["上报编号", "问题类别", "上报日期", "立案日期", "办理时限", "延期", "缓办日期", "恢复办理日期", "应结日期"]


def due_of(store: Store, **cells: str) -> date | None:
    """The due date stored for one report of litter, two working days, reported on 8 February 2024."""
    row = {"上报编号": "S1", "问题类别": "露天垃圾", "上报日期": "2024-02-08"} | cells
    store.bring_one(store.csv("民呼我应台账.csv", [[row.get(name, "") for name in HEADERS]], HEADERS))
    found = pd.to_datetime(store.rows("issue_reports")["due_on"]).iloc[0]
    return None if pd.isna(found) else found.date()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-02-04", True),  # a Sunday made up for
        ("2024-02-09", True),  # New Year's Eve, a Friday, was no public holiday that year
        ("2024-02-12", False),  # a Monday in the Spring Festival
        ("2024-02-18", True),
        ("2024-10-07", False),
        ("2024-10-12", True),
        ("2002-10-01", True),  # years without a known calendar: Monday to Friday
    ],
)
def test_working_days(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


def test_the_day_itself_does_not_count() -> None:
    assert after(date(2025, 6, 30), 3) == date(2025, 7, 3)
    assert after(date(2024, 2, 8), 2) == date(2024, 2, 18)


@pytest.mark.parametrize(
    ("cells", "due"),
    [
        ({}, "2024-02-18"),
        ({"立案日期": "2024-02-09"}, "2024-02-19"),
        ({"问题类别": "矛盾纠纷"}, "2024-02-28"),
        ({"办理时限": "5"}, "2024-02-21"),
        ({"延期": "3"}, "2024-02-21"),
        # the 18th and 19th, both working days, do not count
        ({"办理时限": "5", "缓办日期": "2024-02-18", "恢复办理日期": "2024-02-20"}, "2024-02-23"),
        # from a Saturday of the festival to its last day no working day is lost
        ({"办理时限": "5", "缓办日期": "2024-02-10", "恢复办理日期": "2024-02-18"}, "2024-02-21"),
        ({"缓办日期": "2024-02-09"}, "2024-02-18"),
        ({"应结日期": "2024-03-01"}, "2024-03-01"),
        ({"上报日期": "2002-09-30"}, "2002-10-02"),
    ],
)
def test_due_date(store: Store, cells: dict[str, str], due: str) -> None:
    assert due_of(store, **cells) == date.fromisoformat(due)


def test_a_table_with_the_required_columns_only_has_due_dates_too(store: Store) -> None:
    rows = [["S1", "店外经营", "2025-06-27"], ["S2", "其他事项", "2025-06-27"]]
    store.bring_one(store.csv("民呼我应.csv", rows, ["上报编号", "问题类别", "上报日期"]))
    found = store.rows("issue_reports").sort_values("report_code")["due_on"]
    assert [f"{day:%Y-%m-%d}" for day in found] == ["2025-07-01", "2025-07-04"]


def test_years_without_a_calendar_are_told(store: Store) -> None:
    rows = [["S1", "店外经营", "2001-06-27"]]
    report = store.bring_one(store.csv("民呼我应.csv", rows, ["上报编号", "问题类别", "上报日期"]))
    assert [finding.message for finding in report.findings] == [
        "2001 年的节假日安排没有收录，应结日期按周一至周五推算。"
    ]
    assert report.verdict == "accept"


def test_other_ledgers_are_left_alone(store: Store) -> None:
    headers = ["项目编号", "项目名称", "网格编码", "项目类别", "备案日期"]
    store.bring_one(store.csv("项目清单台账.csv", [["P1", "修路", "0101", "设施改造类", "2025-06-01"]], headers))
    assert store.rows("projects")["due_on"].isna().all()
