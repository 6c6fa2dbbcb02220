"""Registers, the organisation and zones: small tables done by hand, and one done again by pandas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import Reader
from tests.data.measures.stores import load, net

UNITS = pd.DataFrame(
    [
        ("A", "", "党委", "01", 7, 3, "2022-01-01", None),
        ("B", "A", "党总支", "0101", 5, 5, "2022-01-01", None),
        ("C", "B", "党支部", "010101", None, None, "2022-01-01", None),
        ("D", "B", "党小组", "010102", None, None, "2025-02-01", None),
        ("E", "B", "工作小组", "010103", None, None, "2022-01-01", None),
        ("F", "A", "党支部", "010201", None, None, "2022-01-01", "2025-02-01"),
        ("G", "C", "工作小组", "010101", None, None, "2022-01-01", None),
        ("S", "", "社区社会组织", "010301", None, None, "2022-01-01", None),
    ],
    columns=[
        "org_code",
        "parent_org_code",
        "org_kind",
        "grid_code",
        "committee_seats",
        "cross_seats",
        "opened_on",
        "closed_on",
    ],
)
"""A branch, a group set up in February, an interim group, a branch closed in February, and no one's society."""
STAFF = pd.DataFrame(
    [
        ("1", "010101", "网格员", "专职", 3, None),
        ("2", "010101", "楼栋长", "兼职", 9, None),
        ("3", "010102", "网格员", "兼职", 2, "2025-02-10"),
        ("4", "0101", "网格员", "专职", 4, None),
        ("5", "010103", "网格员", "动态", 0, None),
    ],
    columns=["staff_row_code", "grid_code", "staff_role", "employment", "headcount", "until_on"],
)
CHARGES = pd.DataFrame(
    [("1", "区级领导", "村和社区", "0101"), ("2", "街道班子成员", "网格", "010101"), ("3", "科级干部", "网格", "0102")],
    columns=["sponsorship_code", "leader_rank", "target_kind", "grid_code"],
)
EVENTS = pd.DataFrame(
    [
        (f"E{n}", code, "2025-02-01", "便民服务")
        for n, code in enumerate(["010101", "010102", "010103", "010201", "02", "030303"])
    ],
    columns=["event_code", "grid_code", "held_on", "event_type"],
)
ZONES = pd.DataFrame([("P", "示范片区")], columns=["zone_code", "zone_name"])
MEMBERS = pd.DataFrame([("P", "0101"), ("P", "010101"), ("P", "030303")], columns=["zone_code", "grid_code"])
"""A community, one of its own grids again, and a grid far away."""


@pytest.fixture
def store(new_home: Path) -> Reader:
    ledgers = {
        "organisations": UNITS,
        "grid_staff": STAFF,
        "sponsorships": CHARGES,
        "volunteer_events": EVENTS,
        "zones": ZONES,
        "zone_grids": MEMBERS,
    }
    return load(new_home, ledgers, net(), as_of="2025-03-05")


def ask(store: Reader, month: str, area: str = "") -> Answers:
    return Answers(store, Scope(Period(month, month), area))


def test_grids_are_built_not_yet_able_or_without_as_of_the_day(store: Reader) -> None:
    codes = [f"grid_{state}_count" for state in ("built", "interim", "unbuilt")]
    assert [ask(store, "2025-01", "01").figure(code).value for code in codes] == [2, 1, 6]
    assert [ask(store, "2025-02", "01").figure(code).value for code in codes] == [2, 1, 6]
    assert [ask(store, "2025-02", "0101").figure(code).value for code in codes] == [2, 1, 0]
    covered = ask(store, "2025-02").figure("grid_branch_coverage_pct")
    assert (covered.numerator, covered.denominator) == (2, 27)
    states = ask(store, "2025-02", "0101").organisation.grids().set_index("grid_code")["state"].to_dict()
    assert states == {"010101": "built", "010102": "built", "010103": "interim"}


def test_units_are_counted_as_of_the_day_and_societies_stand_apart(store: Reader) -> None:
    rows = ask(store, "2025-02").rows("party_organisation_count", "month")
    assert ask(store, "2025-01").figure("party_organisation_count").value == 4
    assert rows["value"].tolist() == [4]
    assert ask(store, "2025-02").figure("community_organisation_count").value == 1
    cross = ask(store, "2025-02").figure("cross_seat_rate_pct")
    assert (cross.numerator, cross.denominator) == (8, 12)


def test_the_tree_hangs_together_and_every_unit_is_in_it_once(store: Reader) -> None:
    tree = ask(store, "2025-03").organisation.unit_tree().set_index("key")
    assert tree.loc["A", "value"] == 6
    assert tree.loc["B", "parent"] == "A" and tree.loc["B", "value"] == 5
    assert tree.loc["C", "value"] == 2 and tree.loc["C", "interim"] == 1


def test_staff_of_a_community_do_not_staff_its_grids(store: Reader) -> None:
    january, march = ask(store, "2025-01", "0101"), ask(store, "2025-03", "0101")
    assert january.figure("grid_worker_count").value == 9
    assert march.figure("grid_worker_count").value == 7
    assert january.figure("grid_unstaffed_count").value == 1
    assert march.figure("grid_unstaffed_count").value == 2
    found = march.rows("grid_worker_count", "employment").set_index("key")["value"]
    assert found[["专职", "兼职", "动态"]].tolist() == [7, 0, 0]


def test_a_charge_counts_only_for_what_it_names(store: Reader) -> None:
    answers = ask(store, "2025-03")
    communities, grids = (answers.figure(f"sponsored_{kind}_rate_pct") for kind in ("community", "grid"))
    assert (communities.numerator, communities.denominator) == (1, 9)
    assert (grids.numerator, grids.denominator) == (1, 27)
    rows = answers.organisation.charges()
    assert rows.groupby("target_kind")["has_leader"].agg(["sum", "size"]).values.tolist() == [[1, 9], [1, 27]]


def test_pandas_agrees_on_every_register_by_area(store: Reader) -> None:
    for month, day in (("2025-01", "2025-01-31"), ("2025-02", "2025-02-28"), ("2025-03", "2025-03-05")):
        here = UNITS[(UNITS["opened_on"] <= day) & ~(UNITS["closed_on"].fillna("9999") <= day)]
        here = here[here["org_kind"].isin(["党委", "党总支", "党支部", "党小组"])]
        expected = here["grid_code"].str[:2].value_counts().to_dict()
        rows = ask(store, month).rows("party_organisation_count", "grid1").set_index("key")["value"]
        assert {key: int(value) for key, value in rows.items() if value} == expected
        staff = STAFF[(STAFF["staff_role"] == "网格员") & ~(STAFF["until_on"].fillna("9999") <= day)]
        assert ask(store, month).figure("grid_worker_count").value == staff["headcount"].sum()


def test_a_zone_counts_what_lies_in_two_members_once(store: Reader) -> None:
    zone = ask(store, "2025-02", "zone:P")
    assert zone.area_name == "示范片区"
    assert zone.figure("event_count").value == 4
    assert zone.figure("grid_count").value == 4
    covered = zone.figure("grid_event_coverage_pct")
    assert (covered.numerator, covered.denominator) == (4, 4)
    assert zone.rows("event_count", "grid")["key"].tolist() == ["010101", "010102", "010103", "030303"]
    assert zone.figure("grid_worker_count").value == 7
    assert zone.records("volunteer_events")[1] == 4
    assert zone.figure("zone_count").value == 1


def test_an_unknown_zone_holds_nothing(store: Reader) -> None:
    assert not ask(store, "2025-02", "zone:X").figure("event_count").value
