"""Where a task stands, by hand; the store's figures beside tables done by hand and plain pandas on random lists."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.ledgers import LEDGERS
from data.ledgers.expected_reports import CADENCES
from data.ledgers.work_items import WORK_CATEGORIES
from data.measures.registry import MEASURES
from data.measures.work_list import Span, current, span_of, standing
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.stores import AS_OF, load, net

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


def rows(ledger: str, *given: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(given), columns=[field.name for field in LEDGERS[ledger].fields])


def item(code: str, direction: str = "增加", **more: object) -> dict[str, object]:
    named = {"item_code": code, "item_title": f"任务{code}", "work_category": "组织建设", "owner_unit": "区民政局"}
    return {**named, "phase": "打基础", "direction": direction, "opened_on": date(2025, 1, 2), **more}


def target(code: str, period: str, value: float, **more: object) -> dict[str, object]:
    named = {"target_code": f"{code}-{period}-{value}", "item_code": code, "target_period": period}
    return {**named, "target_value": value, "set_on": date(2025, 1, 2), **more}


def progress(code: str, day: date, value: float) -> dict[str, object]:
    named = {"progress_code": f"{code}-{day}", "item_code": code, "reported_on": day}
    return {**named, "progress_value": value}


def report(unit: str, kind: str, period: str, first: date, due: date, sent: date | None) -> dict[str, object]:
    named = {"report_code": f"{unit}-{period}", "unit_name": unit, "cadence_kind": kind, "report_period": period}
    return {**named, "expected_from": first, "due_on": due, "report_sent_on": sent}


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


@pytest.fixture(scope="module")
def lists() -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(11)
    codes = [None, "01", "0102", "010203", "03"]
    items, targets, said, reports = [], [], [], []
    for number in range(90):
        code = f"T{number:03d}"
        opened = date(2024, 1, 1) + timedelta(days=int(rng.integers(0, 440)))
        closed = opened + timedelta(days=int(rng.integers(20, 300)))
        items.append(
            item(
                code,
                str(rng.choice(["增加", "清零"])),
                opened_on=opened,
                work_category=str(rng.choice(WORK_CATEGORIES)),
                grid_code=codes[int(rng.integers(len(codes)))],
                closed_on=closed if rng.random() < 0.2 and closed <= AS_OF else None,
            )
        )
        if rng.random() < 0.9:
            baseline = int(rng.integers(10, 30))
            targets.append(target(code, "2025-Q1", int(rng.integers(1, 60)), baseline_value=baseline))
        for _ in range(int(rng.integers(0, 5))):
            day = date(2024, 12, 1) + timedelta(days=int(rng.integers(0, 110)))
            said.append(progress(code, day, int(rng.integers(0, 20))))
    for number in range(300):
        first = date(2024, int(rng.integers(1, 13)), 1)
        due = first + timedelta(days=int(rng.integers(28, 120)))
        sent = due + timedelta(days=int(rng.integers(-20, 12)))
        gone = rng.random() < 0.1 or sent > AS_OF
        row = report(f"单位{number % 14}", CADENCES[number % 2], f"期{number}", first, due, None if gone else sent)
        reports.append({**row, "grid_code": codes[number % len(codes)]})
    frames = {"work_items": items, "work_targets": targets, "expected_reports": reports}
    told = {name: rows(name, *given) for name, given in frames.items()}
    return {**told, "work_progress": rows("work_progress", *said).drop_duplicates("progress_code")}


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory, lists: dict[str, pd.DataFrame]) -> Reader:
    return load(tmp_path_factory.mktemp("work") / "home", lists, net(), AS_OF.isoformat())


def by_merges(lists: dict[str, pd.DataFrame], day: date, grid: str) -> pd.Series:
    """Items by status, worked out with merges over whole columns."""
    frame = lists["work_items"]
    frame = frame[(frame["opened_on"] <= day) & frame["grid_code"].fillna("").str.startswith(grid)]
    goals = lists["work_targets"][["item_code", "target_value", "baseline_value"]]
    said = lists["work_progress"]
    said = said[(said["reported_on"] >= date(2025, 1, 1)) & (said["reported_on"] <= day)].sort_values("reported_on")
    groups = said.groupby("item_code")["progress_value"]
    frame = frame.merge(goals, on="item_code", how="left")
    frame = frame.merge(groups.agg(["sum", "last"]), left_on="item_code", right_index=True, how="left")
    up = frame["direction"] == "增加"
    actual = frame["sum"].where(up, frame["last"]).astype(float)
    base = frame["baseline_value"].astype(float)
    come = (actual / frame["target_value"].astype(float)).where(up, (base - actual) / base) * 100
    time = ((day - date(2025, 1, 1)).days + 1) / 90 * 100
    met = (up & (actual >= frame["target_value"].astype(float))) | (~up & (actual <= 0))
    status = pd.Series("late", index=frame.index)
    status[come >= time - 25] = "at_risk"
    status[come >= time - 10] = "on_course"
    status[actual.isna()] = "at_risk" if time > 25 else "not_due"
    status[met] = "done"
    status[frame["target_value"].isna()] = "not_set"
    status[frame["closed_on"].map(lambda value: not pd.isna(value) and value <= day)] = "done"
    return status.value_counts()


@pytest.mark.parametrize("grid", ["", "01", "0102", "010203"])
@pytest.mark.parametrize(
    ("period", "day"), [("2025-03", AS_OF), ("2025-02", date(2025, 2, 28)), ("2025-01", date(2025, 1, 31))]
)
def test_statuses_agree_with_merges(
    listed: Reader, lists: dict[str, pd.DataFrame], period: str, day: date, grid: str
) -> None:
    # every target is set on 2 January 2025: before that day none is in force
    answers, told = ask(listed, period, grid), by_merges(lists, day, grid)
    found = {s: answers.figure(f"work_{s}_count").value for s in ("done", "on_course", "at_risk", "late", "not_set")}
    assert found == {status: int(told.get(status, 0)) for status in found}
    assert answers.figure("work_item_count").value == told.sum()
    by_category = answers.rows("work_late_count", "category")
    assert by_category["value"].sum() == told.get("late", 0)


@pytest.mark.parametrize("grid", ["", "01", "03"])
@pytest.mark.parametrize("period", ["2025-03", "2024-06..2024-12", "2025-01..2025-03"])
def test_reports_agree_with_pandas(listed: Reader, lists: dict[str, pd.DataFrame], period: str, grid: str) -> None:
    answers = ask(listed, period, grid)
    first, last = answers.scope.period.first_day, answers.scope.period.last_day
    day = min(last, AS_OF)
    frame = lists["expected_reports"]
    frame = frame[frame["grid_code"].fillna("").str.startswith(grid) & frame["due_on"].between(first, last)]
    sent = frame["report_sent_on"].map(lambda value: not pd.isna(value) and value <= day).astype(bool)
    frame = frame.assign(sent=sent)[sent | (frame["due_on"] < day)]
    on_time = frame["sent"] & (pd.to_datetime(frame["report_sent_on"]) <= pd.to_datetime(frame["due_on"]))
    timely = answers.figure("report_timeliness_rate_pct")
    assert (timely.numerator, timely.denominator) == (on_time.sum(), len(frame))
    assert answers.figure("expected_report_count").value == len(frame)
    assert answers.figure("silent_report_count").value == (~frame["sent"]).sum()
    assert answers.figure("late_sent_report_count").value == (frame["sent"] & ~on_time).sum()
    assert answers.figure("silent_unit_count").value == frame.loc[~frame["sent"], "unit_name"].nunique()


def test_months_agree_with_single_months(listed: Reader) -> None:
    for code in ("work_late_count", "work_on_course_rate_pct", "silent_report_count", "report_timeliness_rate_pct"):
        by_month = ask(listed, "2024-10..2025-03").rows(code, "month").set_index("key")["value"]
        for month in ("2025-01", "2025-03"):
            assert by_month[month] == pytest.approx(ask(listed, month).figure(code).value), code


@pytest.mark.parametrize("code", CODES)
def test_every_figure_of_an_empty_store_says_no_record(new_home: Path, code: str) -> None:
    figure = ask(load(new_home, {}, net(), AS_OF.isoformat()), "2025-01..2025-03").figure(code)
    assert (figure.value, figure.state) == (None, "none")


def test_an_empty_store_has_empty_lists(new_home: Path) -> None:
    work = ask(load(new_home, {}, net(), AS_OF.isoformat()), "2025-03").work
    assert work.items().empty and work.changes().empty and work.owners().empty
    assert work.cadence().empty and work.silent_units().empty
