"""Periods are compared over the same stretch of days, and counts of unequal periods by the month."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.measures.answers import Answers
from data.measures.scope import Compare, Period, Scope
from data.measures.windows import window
from data.store.reader import Reader
from tests.data.measures.stores import AS_OF, load, net


@pytest.mark.parametrize(
    ("period", "compare", "as_of", "expected"),
    [
        ("2025-01..2025-06", "previous", date(2025, 6, 30), "2024年7—12月"),
        ("2025-01..2025-07", "cumulative", date(2025, 7, 31), "2024年1—7月"),
        ("2025-01..2025-07", "cumulative", date(2025, 7, 9), "2024年1月1日—7月9日"),
        ("2025", "year_ago", date(2025, 6, 30), "2024年1—6月"),
        ("2025", "previous", date(2025, 6, 17), "2024年1月1日—6月17日"),
        ("2025-03", "previous", date(2025, 3, 30), "2025年2月"),
        ("2024-11..2025-02", "previous", date(2025, 2, 10), "2024年7月1日—10月10日"),
        ("2025-01", "previous", date(2024, 12, 31), None),
    ],
)
def test_the_same_stretch_of_days_is_compared_with(
    period: str, compare: Compare, as_of: date, expected: str | None
) -> None:
    found = window(Scope(Period.parse(period), compare=compare), as_of)
    assert (found.label if found else None) == expected


def test_any_other_period_must_be_over_and_is_kept_whole() -> None:
    def against(text: str) -> Scope:
        return Scope(Period.parse("2025-01..2025-06"), compare="custom", against=Period.parse(text))

    unequal = window(against("2023-05..2023-07"), date(2025, 6, 15))
    assert unequal is not None and unequal.lengths == (5.5, 3.0) and unequal.label == "2023年5—7月"
    assert window(against("2025-04..2025-06"), date(2025, 6, 15)) is None
    assert window(against("2025-04..2025-06"), date(2025, 6, 30)) is not None


def held(frames: dict[str, pd.DataFrame], first: str, last: str) -> int:
    """Events counted by pandas."""
    days = pd.to_datetime(frames["volunteer_events"]["held_on"])
    return int(days.between(first, last).sum())


def test_half_a_month_is_compared_with_half_a_month(store: Reader, frames: dict[str, pd.DataFrame]) -> None:
    answers = Answers(store, Scope(Period.parse("2025-01..2025-03"), compare="cumulative"))
    found = answers.compare("event_count")
    now, then = held(frames, "2025-01-01", "2025-03-20"), held(frames, "2024-01-01", "2024-03-20")
    assert then != held(frames, "2024-01-01", "2024-03-31"), "the days that are left out must matter"
    assert (found.current.value, found.base.value if found.base else None, found.change) == (now, then, now - then)
    assert found.note == "与2024年1月1日—3月20日比"


def test_what_cannot_be_told_by_the_day_is_not_compared(store: Reader) -> None:
    answers = Answers(store, Scope(Period.parse("2025-01..2025-03"), compare="year_ago"))
    for code in ("active_team_count", "grid_event_coverage_pct"):
        found = answers.compare(code)
        assert found.change is None and "20日" in found.note
    assert answers.compare("participation_per_event").change is not None


def test_unequal_periods_are_compared_by_the_month(store: Reader, frames: dict[str, pd.DataFrame]) -> None:
    scope = Scope(Period.parse("2024-03..2024-08"), compare="custom", against=Period.parse("2024-09..2024-10"))
    found = Answers(store, scope).compare("event_count")
    now, then = held(frames, "2024-03-01", "2024-08-31") / 6, held(frames, "2024-09-01", "2024-10-31") / 2
    assert found.is_monthly and found.change == pytest.approx(now - then)
    assert found.change_pct == pytest.approx((now - then) * 100 / then)
    assert Answers(store, scope).compare("active_team_count").change is None


def test_a_ledger_that_begins_later_is_not_compared(
    tmp_path_factory: pytest.TempPathFactory, frames: dict[str, pd.DataFrame]
) -> None:
    wishes = frames["micro_wishes"]
    late = wishes[pd.to_datetime(wishes["submitted_on"]) >= "2024-06-01"]
    home = tmp_path_factory.mktemp("late") / "home"
    store = load(home, {"volunteer_events": frames["volunteer_events"], "micro_wishes": late}, net(), AS_OF.isoformat())
    answers = Answers(store, Scope(Period.parse("2025-01..2025-02"), compare="year_ago"))
    found = answers.compare("wish_submitted_count")
    assert found.change is None and "2024年6月" in found.note
    assert answers.compare("event_count").change is not None


def test_a_scope_of_before_is_read_and_a_new_one_comes_back() -> None:
    old = {"period": "2025-01..2025-06", "grid_code": "01", "categories": [], "compare": "year_ago", "mode": ""}
    assert Scope.from_dict(old).to_dict() == old
    new = Scope(Period("2025-01", "2025-06"), compare="custom", against=Period("2024-01", "2024-03"), per="staff")
    assert Scope.from_dict(new.to_dict()) == new
    for wrong in ({"compare": "custom"}, {"against": "2024-01"}, {"per": "dog"}, {"against": 5}):
        with pytest.raises((ValueError, TypeError)):
            Scope.from_dict(old | wrong)
