"""Counts per household and staff, intervals and peers, each against its own computation in pandas or scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from data.measures.intervals import wilson_pct
from data.measures.registry import MEASURES
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.stores import AS_OF, load, net

PERIOD = "2024-01..2024-12"
Frames = dict[str, pd.DataFrame]


def test_the_interval_is_that_of_scipy() -> None:
    pairs = [(above, below) for below in (1, 2, 9, 22, 113) for above in {0, 1, below // 2, below - 1, below}]
    low, high = wilson_pct(*zip(*pairs, strict=True))
    for found_low, found_high, (above, below) in zip(low, high, pairs, strict=True):
        expected = binomtest(above, below).proportion_ci(method="wilson")
        assert (found_low, found_high) == pytest.approx((expected.low * 100, expected.high * 100), abs=1e-9)
    assert np.isnan(wilson_pct([0], [0])[0]).all()


def in_period(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    return frame[pd.to_datetime(frame[column]).between("2024-01-01", "2024-12-31")]


def test_events_per_hundred_households(store: Reader, frames: Frames) -> None:
    events = in_period(frames["volunteer_events"], "held_on")
    leaves = net().query("level == 3")
    found = ask(store, PERIOD).fair.per("event_count", "grid", "household").set_index("key")
    for street in ("01", "02", "03"):
        count = events["grid_code"].str.startswith(street).sum()
        households = leaves.loc[leaves["grid_code"].str.startswith(street), "household_count"].sum()
        assert found.loc[street, "value"] == pytest.approx(100 * count / households)
        assert found.loc[street, "numerator"] == count and found.loc[street, "denominator"] == households
    whole = ask(store, PERIOD).fair.per("event_count", "", "household")
    assert whole["value"].item() == pytest.approx(100 * len(events) / leaves["household_count"].sum())


def test_per_grid_counts_the_grids_there_are(store: Reader, frames: Frames) -> None:
    events = in_period(frames["volunteer_events"], "held_on")
    found = ask(store, PERIOD).fair.per("event_count", "grid", "grid").set_index("key")
    assert found.loc["02", "value"] == pytest.approx(events["grid_code"].str.startswith("02").sum() / 9)


def test_an_area_whose_staff_is_not_known_has_no_number_and_says_why(store: Reader) -> None:
    found = ask(store, PERIOD).fair.per("event_count", "grid", "staff")
    assert found["value"].isna().all() and (found["state"] == "none").all(), "a third of the grids name no staff"
    assert set(found["why"]) == {"网格员数不全（6/9 格）"} and (found["numerator"] > 0).all()
    # people are not known of any grid: nobody is offered a number per person
    assert ask(store, PERIOD).fair.offered("event_count") == ("household", "grid", "staff")


@pytest.mark.parametrize("code", ["wish_fulfilment_rate_pct", "active_team_count", "wish_fulfilment_days_median"])
def test_rates_medians_and_distinct_numbers_are_not_divided(store: Reader, code: str) -> None:
    assert ask(store, PERIOD).fair.offered(code) == ()
    with pytest.raises(ValueError, match="不能折算"):
        ask(store, PERIOD).fair.per(code, "grid", "household")


def test_leaves_are_ranked_among_their_own_kind(store: Reader) -> None:
    code = "demand_conversion_rate_pct"
    answers = ask(store, "2023-11..2025-03")
    rows = answers.rows(code, "grid3").set_index("key")
    kinds = net().set_index("grid_code")["grid_kind"]
    found = answers.fair.peers(code, "grid3")
    assert len(found) == len(rows) and list(found["group"].drop_duplicates()) == ["城市社区", "农牧村", "专属"]
    for kind, group in found.groupby("group"):
        mine = rows[kinds.reindex(rows.index) == kind]
        sound = mine[(mine["denominator"] >= 10) & mine["value"].notna()]
        ranks = sound["value"].round(1).rank(method="min", ascending=False)
        pooled = 100 * sound["numerator"].sum() / sound["denominator"].sum()
        by_key = group.set_index("key")
        assert by_key["rank"].dropna().to_dict() == ranks.to_dict()
        assert by_key.loc[ranks.index, "group_value"].tolist() == pytest.approx([pooled] * len(ranks))
        for key, row in by_key.iterrows():
            expected = ""
            if key in ranks.index:
                interval = binomtest(int(row["numerator"]), int(row["denominator"])).proportion_ci(method="wilson")
                expected = (
                    "above" if interval.low * 100 > pooled else "below" if interval.high * 100 < pooled else "same"
                )
            assert row["verdict"] == expected
    assert found["rank"].notna().any() and found["rank"].isna().any()


def test_communities_go_by_the_kind_of_their_grids(store: Reader) -> None:
    """One urban and one rural grid in each community, besides the dedicated one."""
    assert set(ask(store, PERIOD).fair.peers("wish_fulfilment_rate_pct", "grid2")["group"]) == {"城乡兼有"}


def test_the_median_of_a_group_is_taken_over_all_its_items(store: Reader, frames: Frames) -> None:
    code = "wish_fulfilment_days_median"
    found = ask(store, PERIOD).fair.peers(code, "grid")
    wishes = in_period(frames["micro_wishes"], "fulfilled_on").dropna(subset=["submitted_on"])
    days = (pd.to_datetime(wishes["fulfilled_on"]) - pd.to_datetime(wishes["submitted_on"])).dt.days
    ranked = found.dropna(subset=["rank"])
    assert len(ranked) == 3 and (found["verdict"] == "").all(), "nothing is claimed of a median"
    assert found["group_value"].tolist() == pytest.approx([days.median()] * 3)
    counts = wishes["grid_code"].str[:2].value_counts()
    assert found.set_index("key")["denominator"].to_dict() == counts.to_dict()


@pytest.mark.parametrize("code", ["event_count", "participation_per_event", "wish_open_count", "service_hours"])
def test_activity_is_not_ranked(store: Reader, code: str) -> None:
    with pytest.raises(ValueError, match="不排名"):
        ask(store, PERIOD).fair.peers(code)


def test_only_shares_and_times_are_outcomes() -> None:
    outcomes = [measure for measure in MEASURES.values() if measure.is_outcome]
    assert outcomes and all(measure.is_share or measure.unit == "天" for measure in outcomes)


def test_old_and_newer_compounds_stand_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    kinds = ["老旧小区", "单位家属院", "商品房小区", "安置小区"]
    rows = [
        {
            "compound_code": f"C{number}",
            "compound_name": f"小区{number}",
            "grid_code": f"0{number % 3 + 1}01",
            "compound_kind": kinds[number % 4],
            "has_committee": "是" if number % 5 else "否",
        }
        for number in range(120)
    ]
    store = load(tmp_path_factory.mktemp("old") / "home", {"compounds": pd.DataFrame(rows)}, net(), AS_OF.isoformat())
    found = ask(store, PERIOD).fair.peers("compound_committee_rate_pct", "grid")
    table = pd.DataFrame(rows)
    table["is_old"] = table["compound_kind"].isin(kinds[:2])
    for group, is_old in (("老旧小区、家属院", True), ("其他小区", False)):
        mine = table[table["is_old"] == is_old]
        expected = mine.groupby(mine["grid_code"].str[:2])["has_committee"].agg(
            lambda said: 100 * (said == "是").mean()
        )
        shown = found[found["group"] == group].set_index("key")["value"]
        assert shown.to_dict() == pytest.approx(expected.to_dict())
