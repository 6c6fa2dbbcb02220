from __future__ import annotations

import pandas as pd

from data.demo import oddities
from data.demo.organisations import STALLED_UNIT
from data.demo.profile import load_profile


def test_events_follow_the_year(ledgers):
    held_on = ledgers["volunteer_events"]["held_on"]
    by_month = held_on.dt.to_period("M").value_counts()
    for year in (2024, 2025):
        months = by_month[by_month.index.year == year]
        assert str(months.idxmax()) == f"{year}-03"
        assert str(months.idxmin()) == f"{year}-02"
    assert held_on.value_counts().index[0] in (pd.Timestamp(2024, 3, 5), pd.Timestamp(2025, 3, 5))


def test_spring_festival_is_quiet_and_saturday_is_busy(ledgers):
    held_on = ledgers["volunteer_events"]["held_on"]
    usual_week = len(held_on) / 104
    for festival in ("2024-02-10", "2025-01-29"):
        week = held_on.between(pd.Timestamp(festival), pd.Timestamp(festival) + pd.Timedelta(days=6)).sum()
        assert week < 0.3 * usual_week
    assert held_on.dt.day_of_week.mode()[0] == 5


def test_offices_rest_on_holidays_and_weekends(ledgers):
    claimed = ledgers["micro_wishes"]["claimed_on"].dropna()
    assert not claimed.between("2024-10-01", "2024-10-07").any()
    assert (claimed.dt.day_of_week < 5).all()


def test_some_grids_are_busy_some_fell_silent_some_never_stirred(ledgers):
    events, grids = ledgers["volunteer_events"], ledgers["grids"]
    leaves = set(grids.loc[grids["level"] == 3, "grid_code"])
    counts = events["grid_code"].value_counts()
    last = events[events["grid_code"].isin(leaves)].groupby("grid_code")["held_on"].max()
    assert len(leaves - set(counts.index)) == load_profile().size("never_active_grids")
    assert (last < pd.Timestamp(2025, 5, 1)).sum() >= load_profile().size("gone_silent_grids")
    assert counts[counts.index.isin(leaves)].max() > 2.5 * counts[counts.index.isin(leaves)].median()


def test_no_event_before_its_grid_was_opened_or_after_it_was_closed(ledgers):
    grids = ledgers["grids"].set_index("grid_code")
    events = ledgers["volunteer_events"]
    assert (events["held_on"] >= events["grid_code"].map(grids["opened_on"])).all()
    assert not (events["held_on"] >= events["grid_code"].map(grids["closed_on"])).any()


def test_teams_stay_in_their_subdistrict(ledgers):
    events = ledgers["volunteer_events"]
    seats = events.groupby("team_name")["grid_code"].agg(lambda codes: codes.str[:9].nunique())
    assert (seats == 1).sum() == 60
    assert 8 <= (seats > 1).sum() <= 14


def test_the_planted_oddities_are_there(ledgers):
    events, wishes, projects = ledgers["volunteer_events"], ledgers["micro_wishes"], ledgers["projects"]
    per_grid_day = events.groupby(["grid_code", "held_on"]).size()
    assert per_grid_day.max() >= load_profile().size("burst_events")
    assert per_grid_day.idxmax()[1] == pd.Timestamp(oddities.BURST_DAY)
    batch = wishes[wishes["fulfilled_on"] == pd.Timestamp(oddities.BATCH_DAY)]
    assert batch["grid_code"].str[:9].value_counts().iloc[0] > 20
    stalled = wishes[
        (wishes["claimed_by"] == STALLED_UNIT) & (wishes["claimed_on"] >= pd.Timestamp(oddities.STALL_FROM))
    ]
    assert len(stalled) > 30
    assert stalled["fulfilled_on"].notna().mean() < 0.25
    saved = projects["quoted_yuan"] - projects["final_yuan"]
    assert saved.max() == oddities.CUT_QUOTE_YUAN[0] - oddities.CUT_QUOTE_YUAN[1]
