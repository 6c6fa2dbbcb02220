"""The work list and the meetings on random lists, beside merges over whole columns."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.ledgers.expected_reports import CADENCES
from data.ledgers.work_items import WORK_CATEGORIES
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.stores import AS_OF, load, net
from tests.data.measures.work_rows import item, progress, report, rows, target


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
    goal = frame["target_value"].astype(float)
    come = (actual / goal).where(up, (base - actual) / (base - goal).where(base > goal)) * 100
    time = ((day - date(2025, 1, 1)).days + 1) / 90 * 100
    met = (up & (actual >= goal)) | (~up & (actual <= goal))
    status = pd.Series("late", index=frame.index)
    status[come >= time - 25] = "at_risk"
    status[come >= time - 10] = "on_course"
    status[come.isna()] = "at_risk"
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
