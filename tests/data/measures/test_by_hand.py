"""Tables small enough to do in one's head."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.ledgers import ACTIVITY_LEDGERS
from data.measures.registry import MEASURES, breakdowns
from tests.data.measures.conftest import ask
from tests.data.measures.stores import load, net


def wishes(*rows: tuple[str, str, str | None, str | None, str | None, str | None]) -> pd.DataFrame:
    """(grid, submitted, claimed, fulfilled, exit reason, exited) a wish."""
    names = ["grid_code", "submitted_on", "claimed_on", "fulfilled_on", "exit_reason", "exited_on"]
    frame = pd.DataFrame(rows, columns=names)
    frame.insert(0, "wish_code", [f"W{n}" for n in range(1, len(rows) + 1)])
    return frame.assign(wish_category="便民服务", wish_title="修灯")


SEVEN = wishes(
    ("010101", "2025-01-01", "2025-01-03", "2025-01-11", None, None),
    ("010101", "2025-01-10", "2025-01-20", "2025-02-09", None, None),
    ("010102", "2025-01-20", None, "2025-02-03", None, None),
    ("0101", "2025-01-31", None, None, "撤回", "2025-02-10"),
    ("01", "2025-02-01", "2025-02-05", None, None, None),
    ("999999", "2025-02-20", None, None, None, None),
    ("010201", "2025-02-25", None, None, "重复", None),
)
"""Done with all stages; done late; done without a claim date; taken back; claimed and stuck; a grid the net
does not know, waiting; left without a date."""


@pytest.fixture
def seven(new_home: Path):
    return load(new_home, {"micro_wishes": SEVEN}, net(), as_of="2025-03-05")


def test_counts_fall_in_the_month_of_their_stage(seven) -> None:
    january, february = ask(seven, "2025-01"), ask(seven, "2025-02")
    assert [january.figure(f"wish_{s}_count").value for s in ("submitted", "claimed", "fulfilled")] == [4, 2, 1]
    assert [february.figure(f"wish_{s}_count").value for s in ("submitted", "claimed", "fulfilled")] == [3, 1, 2]


def test_a_missing_stage_in_the_middle_counts_as_passed_in_the_cohort(seven) -> None:
    rate = ask(seven, "2025-01").figure("wish_claim_rate_pct")
    assert (rate.numerator, rate.denominator, rate.value) == (3, 4, 75.0)
    rate = ask(seven, "2025-01").figure("wish_fulfilment_rate_pct")
    assert (rate.numerator, rate.denominator, rate.value) == (3, 4, 75.0)


def test_days_are_whole_and_interpolated(seven) -> None:
    both = ask(seven, "2025-01..2025-02")
    assert both.figure("wish_fulfilment_days_median").value == 14
    assert both.figure("wish_fulfilment_days_p90").value == pytest.approx(14 + 0.8 * 16)
    assert both.figure("wish_claim_days_median").value == 4


def test_open_and_overdue_at_each_month_end(seven) -> None:
    months = ask(seven, "2025-01..2025-03").rows("wish_open_count", "month")
    assert months["value"].tolist() == [3, 2, 2]
    late = ask(seven, "2025-01..2025-03").rows("wish_overdue_count", "month")
    # January: the third wish is 11 days old and not claimed. March: the fifth is 32 days old, the sixth 13.
    assert late["value"].tolist() == [1, 0, 2]


def test_backlog_ages(seven) -> None:
    ages = ask(seven, "2025-03").backlog("micro_wishes").set_index("bucket")
    assert ages["n"].to_dict() == {"0-7": 0, "8-15": 1, "16-30": 0, "31-60": 1, "61-90": 0, "91+": 0}
    assert ages["overdue_n"].to_dict() == ages["n"].to_dict()
    assert list(ages["label"])[-1] == "91天及以上"


def test_waiting_items_oldest_first(seven) -> None:
    waiting = ask(seven, "2025-01").waiting("micro_wishes")
    assert waiting["item_code"].tolist() == ["W5", "W6"]
    assert waiting["waited_days"].tolist() == [32, 13]
    assert waiting["in_stage_days"].tolist() == [28, 13]
    assert waiting["limit_days"].tolist() == [30, 10]
    assert waiting["over_days"].tolist() == [2, 3]
    assert waiting["stage_label"].tolist() == ["认领", "提出"]
    assert waiting["opened_on"].tolist() == [date(2025, 2, 1), date(2025, 2, 20)]


def test_an_area_holds_its_whole_subtree_and_an_unknown_grid_only_the_district(seven) -> None:
    def count(grid: str) -> float | None:
        return ask(seven, "2025-01..2025-02", grid).figure("wish_submitted_count").value

    assert (count(""), count("01"), count("0101")) == (7, 6, 4)


def test_every_kind_of_empty(seven) -> None:
    rows = ask(seven, "2025-02", "01").rows("wish_submitted_count", "grid").set_index("key")
    assert rows["state"].to_dict() == {"0101": "zero", "0102": "value", "0103": "none"}
    assert rows["value"].fillna(-1).to_dict() == {"0101": 0, "0102": 1, "0103": -1}
    rows = ask(seven, "2025-01..2025-02", "0101").rows("wish_submitted_count", "grid").set_index("key")
    assert rows["state"].to_dict() == {"010101": "hide", "010102": "hide", "010103": "none"}
    fresh = ask(seven, "2025-02", "01").figure("wish_claim_rate_pct")
    assert (fresh.value, fresh.numerator, fresh.denominator) == (50.0, 1, 2)


def test_a_cohort_not_yet_due_waits(new_home: Path) -> None:
    store = load(new_home, {"micro_wishes": wishes(("01", "2025-03-01", None, None, None, None))}, net(), "2025-03-05")
    rate = ask(store, "2025-03").figure("wish_claim_rate_pct")
    assert (rate.state, rate.value, rate.numerator, rate.denominator) == ("wait", None, 0, 1)
    later = load(new_home, {}, None, "2025-03-20")
    assert ask(later, "2025-03").figure("wish_claim_rate_pct").value == 0


def test_funnel_and_cohorts(seven) -> None:
    funnel = ask(seven, "2025-01").funnel("micro_wishes")
    assert funnel["n"].tolist() == [4, 3, 3]
    assert funnel["of_first_pct"].tolist() == [100, 75, 75]
    assert funnel["median_days"].fillna(-1).tolist() == [-1, 6, 14]
    short = ask(seven, "2025-01").funnel("micro_wishes", ("submitted", "fulfilled"))
    assert short["n"].tolist() == [4, 3]
    assert short["median_days"].fillna(-1).tolist() == [-1, 14]
    cohorts = ask(seven, "2025-01..2025-03").cohorts("micro_wishes", "fulfilled")
    assert cohorts["opened"].tolist() == [4, 3, 0]
    assert cohorts["reached"].tolist() == [3, 0, 0]
    assert cohorts["exited"].tolist() == [1, 1, 0]
    assert cohorts["waiting"].tolist() == [0, 2, 0]
    assert cohorts["not_due"].tolist() == [0, 0, 0]
    assert cohorts["share_pct"].fillna(-1).tolist() == [75, 0, -1]


def test_compare_needs_a_full_base_period(seven) -> None:
    assert ask(seven, "2025-01").compare("wish_fulfilled_count").base is None
    comparison = ask(seven, "2025-02").compare("wish_fulfilled_count")
    assert (comparison.change, comparison.change_pct, comparison.tone) == (1, 100.0, "good")
    share = ask(seven, "2025-02").compare("wish_claim_rate_pct")
    assert share.change_pct is None
    assert share.change == pytest.approx(100 / 3 - 75)
    assert share.tone == "watch"
    assert ask(seven, "2025-02").compare("wish_open_count").tone == "neutral"


def test_series_says_nothing_outside_the_record(seven) -> None:
    series = ask(seven, "2025-04").series("wish_submitted_count", 5)
    assert series["month"].tolist() == ["2024-12", "2025-01", "2025-02", "2025-03", "2025-04"]
    assert series["value"].fillna(-1).tolist() == [-1, 4, 3, 0, -1]


def test_money_saved_needs_both_sides(new_home: Path) -> None:
    projects = pd.DataFrame(
        {
            "project_code": ["P1", "P2", "P3"],
            "grid_code": "01",
            "project_category": ["设施改造类", "设施改造类", "文化教育类"],
            "filed_on": "2025-01-05",
            "quoted_yuan": [3_600_000.0, 500.0, None],
            "final_yuan": [1_700_000.0, None, 70.5],
        }
    )
    answers = ask(load(new_home, {"projects": projects}, net()), "2025-01")
    assert answers.figure("project_quoted_yuan").value == 3_600_500
    assert answers.figure("project_final_yuan").value == 1_700_070.5
    assert answers.figure("project_saved_yuan").value == 1_900_000
    rate = answers.figure("project_saved_rate_pct")
    assert (rate.numerator, rate.denominator) == (1_900_000, 3_600_000)
    money = answers.money().set_index("category")
    assert money.loc["设施改造类", ["n", "saved_yuan"]].tolist() == [2, 1_900_000]
    assert money.loc["文化教育类", "saved_yuan"] == 0
    assert money["n"].sum() == 3


def test_one_row(new_home: Path) -> None:
    events = pd.DataFrame(
        {
            "event_code": ["E1"],
            "grid_code": ["010101"],
            "event_type": ["环境整治"],
            "held_on": ["2025-06-08"],
            "team_name": ["甲队"],
            "participation_count": [12],
            "service_hours": [18.5],
        }
    )
    answers = ask(load(new_home, {"volunteer_events": events}, net()), "2025-06")
    assert answers.figure("event_count").value == 1
    assert answers.figure("service_hours").value == 18.5
    assert answers.figure("participation_per_event").value == 12
    assert answers.figure("active_team_count").value == 1
    coverage = answers.figure("grid_event_coverage_pct")
    assert (coverage.numerator, coverage.denominator) == (1, 27)
    assert len(answers.silent_grids()) == 26
    assert answers.daily("participation_count")["value"].tolist() == [0] * 7 + [12] + [0] * 22
    assert answers.rows("event_count", "team_kind").set_index("key")["value"].to_dict()[""] == 1


def test_an_empty_store_answers_everything(new_home: Path) -> None:
    answers = ask(load(new_home, {}, None, "2025-06-30"), "2025-01..2025-06")
    for code in MEASURES:
        assert answers.figure(code).value is None, code
        assert answers.compare(code).change is None
        for by in breakdowns(code):
            assert answers.rows(code, by)["value"].isna().all()
    for ledger in ACTIVITY_LEDGERS:
        assert answers.funnel(ledger)["n"].sum() == 0
        assert answers.backlog(ledger)["n"].sum() == 0
        assert answers.waiting(ledger).empty
        frame, count = answers.records(ledger)
        assert frame.empty
        assert count == 0
    assert answers.flows().empty
    assert answers.money()["n"].sum() == 0
    assert answers.silent_grids().empty
    assert answers.grids().empty
    assert answers.item("demands", "D1") is None
    assert str(answers.available_period()) == "2025-06..2025-06"


def test_an_unknown_area_holds_nothing(seven) -> None:
    answers = ask(seven, "2025-01", "no-such-grid")
    assert answers.figure("wish_submitted_count").state == "none"
    assert answers.area_name == "no-such-grid"
    assert answers.rows("wish_submitted_count", "grid").empty
