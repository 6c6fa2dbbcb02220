"""Where a task stands, by hand; the store's figures beside tables done by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data.measures.registry import MEASURES
from data.measures.work_list import Span, current, span_of, standing
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.stores import AS_OF, load, net
from tests.data.measures.work_rows import item, progress, report, rows, target

NAMES = ("work_items", "work_targets", "work_progress", "expected_reports")
CODES = [code for code, measure in MEASURES.items() if measure.ledger in NAMES]


def span(text: str) -> Span:
    found = span_of(text)
    assert found is not None
    return found


YEAR = span("2025年")
HALF, QUARTER_DAY, END = date(2025, 7, 2), date(2025, 4, 2), date(2025, 12, 31)
"""Days on which 183, 92 and 365 of the year's 365 days have passed."""


@pytest.mark.parametrize(
    ("direction", "target", "day", "actual", "baseline", "status"),
    [
        # 183/365 = 50.1 % of the time
        ("增加", 100, HALF, 100, None, "done"),
        ("增加", 100, HALF, 41, None, "on_course"),
        ("增加", 100, HALF, 40, None, "at_risk"),
        ("增加", 100, HALF, 26, None, "at_risk"),
        ("增加", 100, HALF, 25, None, "late"),
        ("增加", 100, HALF, 0, None, "late"),
        ("增加", 0, HALF, 0, None, "done"),
        ("增加", 100, END, 99, None, "late"),
        ("增加", 100, END, None, None, "late"),
        # no actual yet: 25.2 % of the time is past the grace of a quarter, a day earlier is not
        ("增加", 100, QUARTER_DAY, None, None, "at_risk"),
        ("增加", 100, QUARTER_DAY - timedelta(days=1), None, None, "not_due"),
        ("增加", 100, date(2024, 12, 31), 100, None, "not_due"),
        # from 40 down to 20: 31 is 45 % of the way
        ("减少", 20, HALF, 31, 40, "on_course"),
        ("减少", 20, HALF, 34, 40, "at_risk"),
        ("减少", 20, HALF, 36, 40, "late"),
        ("减少", 20, HALF, 20, 40, "done"),
        ("减少", 20, HALF, 45, 40, "late"),
        ("减少", 20, HALF, 31, None, "at_risk"),
        # down to nothing
        ("清零", 0, HALF, 0, 12, "done"),
        ("清零", 0, HALF, 7, 12, "on_course"),
        ("清零", 0, HALF, 8, 12, "at_risk"),
        ("清零", 0, HALF, 1, None, "at_risk"),
        ("清零", 0, END, 1, 12, "late"),
        ("清零", 4, END, 4, 8, "done"),
        ("清零", 4, END, 5, 8, "late"),
    ],
)
def test_the_rule_by_hand(
    direction: str, target: float, day: date, actual: float | None, baseline: float | None, status: str
) -> None:
    assert standing(direction, target, YEAR, day, actual, baseline).status == status


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("2025", "2025年", "2025-01", "2025-12"),
        ("2025年", "2025年", "2025-01", "2025-12"),
        ("2025-H2", "2025年下半年", "2025-07", "2025-12"),
        ("2025年上半年", "2025年上半年", "2025-01", "2025-06"),
        ("2025-Q3", "2025年三季度", "2025-07", "2025-09"),
        ("2025年第二季度", "2025年二季度", "2025-04", "2025-06"),
        ("2025年4季度", "2025年四季度", "2025-10", "2025-12"),
        ("2025-06", "2025年6月", "2025-06", "2025-06"),
        ("2025 年 12 月", "2025年12月", "2025-12", "2025-12"),
    ],
)
def test_periods_are_read_as_they_are_written(text: str, label: str, first: str, last: str) -> None:
    found = span(text)
    assert (found.label, found.period.start, found.period.end) == (label, first, last)


@pytest.mark.parametrize("text", ["", "今年", "2025-13", "2025-Q5", "25年", "2025年五季度"])
def test_other_texts_are_no_period(text: str) -> None:
    assert span_of(text) is None


def test_which_targets_count() -> None:
    spans = [span("2024年"), span("2025年一季度"), span("2025年二季度"), span("2025年")]
    assert current(spans, date(2025, 5, 1)) == [2, 3]
    assert current(spans[:2], date(2025, 5, 1)) == [1]
    assert current(spans[1:3], date(2024, 5, 1)) == [0]
    assert current([], date(2024, 5, 1)) == []


@pytest.fixture
def small(new_home: Path) -> Reader:
    """As of 20 March 2025: 79 of 90 days of the quarter, 79 of 365 of the year."""
    frames = {
        "work_items": rows(
            "work_items",
            item("A", grid_code="01"),
            item("B", closed_on=date(2025, 3, 10)),
            item("C", "清零", work_category="网格治理", owner_unit="区教育局"),
            item("D", actual_measure="event_count"),
            item("E", exit_reason="取消", exited_on=date(2025, 2, 1)),
            item("F"),
            item("G", actual_measure="work_item_count"),
            item("H", "减少"),
        ),
        "work_targets": rows(
            "work_targets",
            # more is asked from February on; 30 of 40 would be on course, 30 of 60 is not
            target("A", "2025年一季度", 40, replaced_on=date(2025, 2, 1), change_reason="上级任务数调整"),
            target("A", "2025年一季度", 60, set_on=date(2025, 2, 1)),
            target("A", "2025年", 40),
            target("B", "2025年", 40),
            target("C", "2025年一季度", 0),
            target("D", "2025-02", 2),
            target("D", "2025-03", 2),
            target("G", "2025年", 5),
            target("H", "今年", 5),
        ),
        "work_progress": rows(
            "work_progress",
            progress("A", date(2024, 12, 30), 99),
            progress("A", date(2025, 1, 30), 10),
            progress("A", date(2025, 3, 10), 20),
            progress("A", date(2025, 3, 25), 50),
            progress("C", date(2024, 12, 30), 8),
            progress("C", date(2025, 1, 30), 3),
        ),
        "expected_reports": rows(
            "expected_reports",
            report("区民政局", "季度联席会议", "2025年一季度", date(2025, 1, 1), date(2025, 4, 5), None),
            report("区民政局", "季度联席会议", "2024年四季度", date(2024, 10, 1), date(2025, 1, 5), date(2025, 1, 5)),
            report("区教育局", "季度联席会议", "2024年四季度", date(2024, 10, 1), date(2025, 1, 5), date(2025, 1, 6)),
            report("街道1办事处", "乡镇月度例会", "2025年1月", date(2025, 1, 1), date(2025, 2, 5), None),
            report("街道1办事处", "乡镇月度例会", "2025年2月", date(2025, 2, 1), date(2025, 3, 20), None),
        ),
        "volunteer_events": pd.DataFrame(
            {
                "event_code": ["1", "2", "3"],
                "event_title": ["活动"] * 3,
                "grid_code": ["010101"] * 3,
                "held_on": [date(2025, 2, 3), date(2025, 2, 5), date(2025, 3, 5)],
            }
        ),
    }
    return load(new_home, frames, net(), AS_OF.isoformat())


def test_items_by_hand(small: Reader) -> None:
    frame = ask(small, "2025-03").work.items().set_index("item_code")
    assert dict(frame["status"]) == {
        # 30 of 60 is 50 % at 87.8 % of the quarter; the year's target alone would be done
        "A": "late",
        "B": "done",
        # 5 of 8 gone: 62.5 % at 87.8 %
        "C": "late",
        # one event of two at 20/31 of March
        "D": "at_risk",
        # no target, a target from the list itself, a target whose period cannot be read
        "F": "not_set",
        "G": "not_due",
        "H": "not_set",
    }
    assert list(frame.index[:2]) == ["A", "C"], "furthest behind first"
    assert frame.loc["A", ["target_value", "actual"]].tolist() == [60, 30]
    assert frame.loc["C", "completion_pct"] == 62.5
    assert frame.loc["D", "actual"] == 1
    assert ask(small, "2025-03").work.unread_targets == 1


def test_earlier_days_see_earlier_targets(small: Reader) -> None:
    january = ask(small, "2025-01").work.items().set_index("item_code")
    # 10 of 40 at 31/90: 25 % beside 34.4 %; 3 of 8 left is 62.5 % beside 34.4 %; E is still on the list
    assert january.loc["A", ["target_value", "actual", "status"]].tolist() == [40, 10, "on_course"]
    assert january.loc["C", "status"] == "on_course"
    assert january.loc["B", "status"] == "not_due", "8.5 % of the year and no actual"
    assert "E" in january.index
    february = ask(small, "2025-02").work.items().set_index("item_code")
    assert february.loc["D", "status"] == "done", "two events in February"


def test_figures_of_the_list_by_hand(small: Reader) -> None:
    march = ask(small, "2025-03")
    counts = {
        name: march.figure(f"work_{name}_count").value for name in ("item", "done", "on_course", "at_risk", "late")
    }
    assert counts == {"item": 7, "done": 1, "on_course": 0, "at_risk": 1, "late": 2}
    assert march.figure("work_not_due_count").value == 1 and march.figure("work_not_set_count").value == 2
    rate = march.figure("work_on_course_rate_pct")
    assert (rate.numerator, rate.denominator, rate.value) == (1, 4, 25)
    assert ask(small, "2025-03", "01").figure("work_item_count").value == 1
    assert ask(small, "2025-03", work_items=["网格治理"]).figure("work_late_count").value == 1
    assert march.rows("work_late_count", "actor").set_index("key")["value"].to_dict() == {"区教育局": 1, "区民政局": 1}
    assert march.figure("work_target_change_count").value == 0
    changed = ask(small, "2025-01..2025-03")
    assert changed.figure("work_target_change_count").value == 1
    row = changed.work.changes().iloc[0]
    assert (row["changed_on"], row["old_value"], row["new_value"]) == (date(2025, 2, 1), 40, 60)
    assert row["reason"] == "上级任务数调整"


def test_owners_see_only_targets_that_ended(small: Reader) -> None:
    frame = ask(small, "2025-03").work.owners()
    assert frame.to_dict("records") == [
        {"owner_unit": "区民政局", "quarter": "2025-Q1", "ended": 1, "met": 1, "missed": 0}
    ], "D's February; March and the quarter are not over"


def test_meetings_by_hand(small: Reader) -> None:
    answers = ask(small, "2025-01..2025-03")
    assert answers.figure("reporting_unit_count").value == 3
    by_kind = answers.rows("reporting_unit_count", "category").set_index("key")["value"]
    assert by_kind.to_dict() == {"季度联席会议": 2, "乡镇月度例会": 1}
    assert answers.figure("expected_report_count").value == 3, "due today and due in April are not due"
    assert answers.figure("silent_report_count").value == 1
    assert answers.figure("late_sent_report_count").value == 1
    assert answers.figure("silent_unit_count").value == 1
    timely = answers.figure("report_timeliness_rate_pct")
    assert (timely.numerator, timely.denominator) == (1, 3)
    states = answers.work.cadence().set_index(["unit_name", "report_period"])["state_label"]
    assert states.to_dict() == {
        ("区教育局", "2024年四季度"): "迟报",
        ("区民政局", "2024年四季度"): "按时",
        ("区民政局", "2025年一季度"): "未到期",
        ("街道1办事处", "2025年1月"): "未报",
        ("街道1办事处", "2025年2月"): "未到期",
    }
    units = answers.work.silent_units()
    assert units["unit_name"].tolist() == ["街道1办事处", "区教育局", "区民政局"]
    assert units["last_sent"].tolist() == [None, date(2025, 1, 6), date(2025, 1, 5)]


@pytest.mark.parametrize("code", CODES)
def test_every_figure_of_an_empty_store_says_no_record(new_home: Path, code: str) -> None:
    figure = ask(load(new_home, {}, net(), AS_OF.isoformat()), "2025-01..2025-03").figure(code)
    assert (figure.value, figure.state) == (None, "none")


def test_an_empty_store_has_empty_lists(new_home: Path) -> None:
    work = ask(load(new_home, {}, net(), AS_OF.isoformat()), "2025-03").work
    assert work.items().empty and work.changes().empty and work.owners().empty
    assert work.cadence().empty and work.silent_units().empty


def test_targets_that_ended_by_hand(new_home: Path) -> None:
    frames = {
        "work_items": rows(
            "work_items",
            item("A"),
            item("B", owner_unit="区教育局"),
            item("C", exit_reason="取消", exited_on=date(2025, 3, 1)),
            item("D"),
        ),
        "work_targets": rows(
            "work_targets",
            # of the same quarter only the target in force on its last day counts: 30 of 60
            target("A", "2025年一季度", 20, replaced_on=date(2025, 2, 1)),
            target("A", "2025年一季度", 60, set_on=date(2025, 2, 1)),
            target("A", "2025年", 40),
            target("B", "2025-02", 2),
            target("B", "2025-04", 9),
            target("C", "2025年一季度", 1),
            target("D", "2025年一季度", 1),
        ),
        "work_progress": rows(
            "work_progress",
            progress("A", date(2025, 3, 10), 30),
            progress("B", date(2025, 2, 10), 5),
            progress("B", date(2025, 4, 10), 5),
        ),
    }
    store = load(new_home, frames, net(), "2025-05-10")
    quarter, later = ask(store, "2025-01..2025-03"), ask(store, "2025-04..2025-06")
    ended, missed = "work_target_ended_count", "work_target_missed_count"
    assert [quarter.figure(code).value for code in (ended, missed)] == [3, 2]
    assert [later.figure(code).value for code in (ended, missed)] == [1, 1]
    by_owner = quarter.rows(missed, "actor").set_index("key")["value"]
    assert by_owner.to_dict() == {"区民政局": 2}
