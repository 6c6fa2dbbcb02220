"""Property, teams, meetings and points: small tables done by hand, and plain pandas over the demo district's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.ledgers import LEDGERS
from data.store.reader import Reader, open_store
from tests.data.measures.conftest import ask
from tests.data.measures.stores import load, net

AS_OF = date(2025, 6, 30)


def rows(ledger: str, *given: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(given), columns=[field.name for field in LEDGERS[ledger].fields])


def compound(code: str, grid: str, **more: object) -> dict[str, object]:
    return {"compound_code": code, "compound_name": f"小区{code}", "grid_code": grid, **more}


def entry(code: str, group: str, kind: str, points: int, day: date, **more: object) -> dict[str, object]:
    named = {"entry_code": code, "group_name": group, "group_kind": "志愿服务队", "grid_code": "0101"}
    return {**named, "entry_kind": kind, "points": points, "entered_on": day, **more}


def deliberation_and_points() -> dict[str, pd.DataFrame]:
    return {
        "demands": rows(
            "demands",
            *(
                {
                    "demand_code": code,
                    "demand_title": code,
                    "grid_code": "010101",
                    "demand_category": "生活服务类",
                    "submitted_on": date(2025, 6, 5),
                    "consulted_on": date(2025, 6, 6),
                    "converted_on": filed,
                }
                for code, filed in (("D1", date(2025, 6, 9)), ("D2", None))
            ),
        ),
        "meetings": rows(
            "meetings",
            {
                "meeting_code": "M1",
                "grid_code": "0101",
                "meeting_kind": "议事会",
                "met_on": date(2025, 6, 2),
                "attendance_count": 20,
                "item_count": 4,
                "linked_demands": "D1、D2；D9,D1",
            },
            {
                "meeting_code": "M2",
                "grid_code": "0201",
                "meeting_kind": "联席会议",
                "met_on": date(2025, 6, 3),
                "attendance_count": 30,
                "item_count": 1,
            },
        ),
        "points": rows(
            "points",
            entry("1", "甲队", "服务得分", 50, date(2024, 8, 1), expires_on=date(2025, 8, 1)),
            entry("2", "甲队", "服务得分", 40, date(2025, 6, 1), expires_on=date(2026, 6, 1)),
            entry("3", "甲队", "兑换", 30, date(2025, 6, 10)),
            entry("4", "甲队", "反馈", 0, date(2025, 6, 12)),
            entry("5", "乙队", "服务得分", 10, date(2025, 6, 2), expires_on=date(2025, 6, 20)),
            entry("6", "乙队", "到期", 10, date(2025, 6, 21)),
        ),
    }


@pytest.fixture
def small(new_home: Path) -> Reader:
    frames = {
        "compounds": rows(
            "compounds",
            compound("A", "0101", managed_from=date(2024, 5, 1), is_covered="是", has_committee="是"),
            compound("B", "0101", managed_from=date(2025, 3, 31), is_covered="是", has_committee="否"),
            compound("C", "0102", is_covered="否", compound_closed_on=date(2025, 5, 1)),
            compound("D", "0201", managed_from=date(2025, 6, 1), has_committee="是", is_cross_appointed="是"),
            compound("E", "0201", compound_opened_on=date(2025, 6, 15), managed_from=date(2025, 6, 15)),
        ),
        "titles": rows(
            "titles",
            {
                "title_code": "1",
                "holder": "甲",
                "grid_code": "01",
                "title_kind": "示范街道",
                "given_on": date(2023, 1, 1),
            },
            {
                "title_code": "2",
                "holder": "乙",
                "grid_code": "0101",
                "title_kind": "示范社区",
                "given_on": date(2023, 1, 1),
                "valid_until": date(2025, 6, 29),
            },
            {
                "title_code": "3",
                "holder": "丙",
                "grid_code": "0101",
                "title_kind": "示范社区",
                "given_on": date(2025, 2, 1),
                "valid_until": AS_OF,
            },
        ),
    }
    return load(new_home, frames | deliberation_and_points(), net(), AS_OF.isoformat())


def test_compounds_by_hand(small: Reader) -> None:
    june = ask(small, "2025-06")
    assert june.figure("compound_count").value == 4, "C is gone"
    assert june.figure("compound_unmanaged_count").value == 0
    told = ask(small, "2025-01..2025-06").rows("compound_unmanaged_count", "month")["value"].tolist()
    assert told == [3, 3, 2, 2, 1, 0], "C counts until it closes, E not before it stands"
    assert june.figure("covered_community_count").value == 1
    assert june.figure("covered_subdistrict_count").value == 1
    crossed = june.figure("committee_cross_appointed_rate_pct")
    assert (crossed.numerator, crossed.denominator) == (1, 2)
    assert ask(small, "2025-06", "02").figure("compound_covered_rate_pct").numerator == 0


def test_a_title_is_over_the_day_after_its_last(small: Reader) -> None:
    june = ask(small, "2025-06")
    assert june.figure("title_count").value == 3
    assert june.figure("title_valid_count").value == 2
    assert june.figure("title_expired_count").value == 1
    assert ask(small, "2025-01").figure("title_count").value == 2


def test_items_that_came_to_something(small: Reader) -> None:
    june = ask(small, "2025-06")
    demand, project = june.figure("meeting_demand_rate_pct"), june.figure("meeting_project_rate_pct")
    assert (demand.numerator, demand.denominator) == (2, 5), "D9 is on no record, D1 counts once"
    assert (project.numerator, project.denominator) == (1, 5)
    kinds = june.rows("meeting_demand_rate_pct", "category").set_index("key")
    assert kinds.loc["议事会", ["numerator", "denominator"]].tolist() == [2, 4]
    assert june.figure("meeting_attendance_count").value == 50


def test_points_by_hand(small: Reader) -> None:
    june = ask(small, "2025-06")
    codes = ("points_earned", "points_redeemed", "points_expired", "points_feedback_count", "points_balance")
    assert [june.figure(code).value for code in codes] == [50, 30, 10, 1, 60]
    assert ask(small, "2025-05").figure("points_balance").value == 50
    assert june.figure("points_expiring").value == 20, "30 of the first 50 are spent before the newer 40"
    rate = june.figure("points_redemption_rate_pct")
    assert (rate.numerator, rate.denominator) == (30, 50)
    held = june.rows("points_balance", "actor").set_index("key")["value"]
    assert held.to_dict() == {"甲队": 60, "乙队": 0}
    by_month = ask(small, "2025-05..2025-06").rows("points_balance", "month")["value"].tolist()
    assert by_month == [50, 60]


def test_points_of_an_area_by_group(small: Reader) -> None:
    """Team marts of areas know no kind: an entry's kind must be asked of the ledger itself."""
    earned = ask(small, "2025-06", entry("1", "甲队", "服务得分", 0, AS_OF)["grid_code"]).rows("points_earned", "actor")
    assert earned.set_index("key")["value"].to_dict() == {"甲队": 40, "乙队": 10}


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Reader:
    return open_store(demo_home)


def raw(store: Reader, ledger: str) -> pd.DataFrame:
    return pd.concat([pd.read_parquet(path) for path in store.files(ledger)], ignore_index=True)


@pytest.mark.parametrize("period", ["2024-02", "2024-07..2024-12", "2025-01..2025-06"])
def test_registers_agree_with_plain_pandas(demo: Reader, period: str) -> None:
    answers = ask(demo, period)
    day = pd.Timestamp(answers.scope.period.last_day)
    homes = raw(demo, "compounds")
    homes["seat"] = homes["grid_code"].str[:9]
    waiting = homes[~(pd.to_datetime(homes["managed_from"]) <= day)]
    assert answers.figure("compound_unmanaged_count").value == len(waiting)
    covered = homes[homes["is_covered"] == "是"].groupby("seat").size()
    by_seat = answers.rows("compound_covered_count", "grid").set_index("key")["value"]
    assert by_seat[by_seat > 0].to_dict() == covered.to_dict()
    stars = raw(demo, "star_ratings")
    valid = stars[(pd.to_datetime(stars["rated_on"]) <= day) & (pd.to_datetime(stars["rated_until"]) > day)]
    told = answers.rows("starred_firm_count", "category").set_index("key")["value"]
    assert told[told > 0].to_dict() == valid["stars"].value_counts().to_dict()
    teams = raw(demo, "teams")
    standing = teams[(pd.to_datetime(teams["team_opened_on"]) <= day) & (teams["team_list_kind"] != "特色载体")]
    assert answers.figure("team_count").value == len(standing)
    assert answers.figure("team_member_count").value == standing["member_count"].sum()


@pytest.mark.parametrize("period", ["2024-02", "2024-07..2024-12", "2025-01..2025-06"])
def test_meetings_and_points_agree_with_plain_pandas(demo: Reader, period: str) -> None:
    answers = ask(demo, period)
    first, last = (pd.Timestamp(day) for day in (answers.scope.period.first_day, answers.scope.period.last_day))
    held = raw(demo, "meetings")
    held = held[pd.to_datetime(held["met_on"]).between(first, last)]
    demands = raw(demo, "demands").set_index("demand_code")["converted_on"]
    linked = held["linked_demands"].dropna().str.split("、").explode()
    rate, filed = answers.figure("meeting_demand_rate_pct"), answers.figure("meeting_project_rate_pct")
    assert (rate.numerator, rate.denominator) == (len(linked), held["item_count"].sum())
    assert filed.numerator == demands[linked].notna().sum()
    entries = raw(demo, "points")
    entered = pd.to_datetime(entries["entered_on"])
    sign = entries["entry_kind"].map({"服务得分": 1, "兑换": -1, "到期": -1, "反馈": 0})
    assert answers.figure("points_balance").value == (entries["points"] * sign)[entered <= last].sum()
    mine = entries[entered.between(first, last)].groupby("entry_kind")["points"].sum()
    assert answers.figure("points_earned").value == mine["服务得分"]
    assert answers.figure("points_redeemed").value == mine["兑换"]
    by_group = (entries["points"] * sign)[entered <= last].groupby(entries["group_name"]).sum()
    told = answers.rows("points_balance", "actor").set_index("key")["value"]
    assert told.to_dict() == by_group.to_dict()
    assert np.all(by_group >= 0), "no group spends what it does not have"
