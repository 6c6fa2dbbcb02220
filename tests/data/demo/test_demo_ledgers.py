from __future__ import annotations

import itertools
import re

import pandas as pd
import pytest

from data.demo.profile import load_profile
from data.ledgers import ACTIVITY_LEDGERS, LEDGERS

FIRST_DAY, AS_OF = pd.Timestamp(2023, 7, 1), pd.Timestamp(2025, 6, 30)
STAGED = sorted(name for name, ledger in ACTIVITY_LEDGERS.items() if ledger.is_lifecycle)
LEAVING = [name for name in STAGED if ACTIVITY_LEDGERS[name].exit_field]
"""Ledgers whose items may end early."""
FOLLOWED = [name for name in LEAVING if name not in ("matches", "pairings", "work_items")]
"""Ledgers of what is asked for: something is new and something is old on any day. Contracts are agreed once a year."""
FEW = ("organisations", "compounds", "grids", "titles", "trainings")
"""Registers of which one district has not every kind, and the net, of which only the lowest level has one."""
CODES_OF_REFERENCES = ("linked_demands",)
"""Free text that holds codes of other ledgers; their digits are no telephone numbers."""


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("volunteer_events", 5_800, 6_200), ("micro_wishes", 2_900, 3_100), ("demands", 3_900, 4_100)],
)
def test_ledgers_have_the_size_of_a_district(ledgers, name, least, most):
    assert least < len(ledgers[name]) < most


def test_158_projects_are_filed_in_2024(ledgers):
    filed = ledgers["projects"]["filed_on"].dt.year.value_counts()
    assert filed[2024] == 158
    assert filed.sum() == 316
    assert ledgers["projects"]["project_category"].nunique() == 8


@pytest.mark.parametrize("name", sorted(LEDGERS))
def test_cells_are_as_declared(ledgers, name):
    frame, ledger = ledgers[name], load_profile().ledger(name)
    if ledger.id_field:
        assert frame[ledger.id_field].is_unique
    for field in ledger.fields:
        if field.name not in frame:
            continue
        cells = frame[field.name]
        if field.required:
            assert cells.notna().all()
        if field.codes:
            assert set(cells.dropna()) <= set(field.codes)
            assert field.name != ledger.category_field or name in FEW or set(cells) == set(field.codes)
        if field.type == "text" and field.name not in CODES_OF_REFERENCES:
            assert not cells.dropna().map(lambda text: bool(re.search(r"\d{7}", text.replace("-", "")))).any() or (
                field.name.endswith("_code")
            )


@pytest.mark.parametrize("name", sorted(ACTIVITY_LEDGERS))
def test_every_row_lies_in_a_grid_and_in_the_two_years(ledgers, name):
    frame, ledger = ledgers[name], ACTIVITY_LEDGERS[name]
    assert set(frame["grid_code"].dropna()) <= set(ledgers["grids"]["grid_code"])
    for field in [stage.field for stage in ledger.stages] + ([ledger.exit_date_field] if ledger.exit_field else []):
        if field not in frame:
            continue
        assert frame[field].dropna().between(FIRST_DAY, AS_OF).all(), field


@pytest.mark.parametrize("name", STAGED)
def test_stages_come_in_order_and_none_is_skipped(ledgers, name):
    fields = [stage.field for stage in ACTIVITY_LEDGERS[name].stages if stage.field in ledgers[name]]
    for before, after in itertools.pairwise(fields):
        reached = ledgers[name].dropna(subset=[after])
        assert (reached[before] <= reached[after]).all(), f"{before} → {after}"


@pytest.mark.parametrize("name", LEAVING)
def test_an_item_that_went_elsewhere_goes_no_further(ledgers, name):
    frame, ledger = ledgers[name], ACTIVITY_LEDGERS[name]
    if ledger.exit_date_field not in frame:
        pytest.skip("no item of the demo's ends early")
    gone = frame[frame[ledger.exit_date_field].notna()]
    assert len(gone) > 0
    assert (frame[ledger.exit_field].notna() == frame[ledger.exit_date_field].notna()).all()
    assert gone[ledger.closed_field].isna().all()
    for stage in ledger.stages:
        assert not (gone[stage.field] > gone[ledger.exit_date_field]).any(), stage.code


@pytest.mark.parametrize("name", FOLLOWED)
def test_items_are_open_at_every_stage_on_the_as_of_day(ledgers, name):
    frame, ledger = ledgers[name], ACTIVITY_LEDGERS[name]
    fields = [stage.field for stage in ledger.stages]
    is_open = frame[fields[-1]].isna() & frame[ledger.exit_date_field].isna()
    stood_at = frame.loc[is_open, fields].notna().sum(axis=1)
    assert set(stood_at) == set(range(1, len(fields)))
    waited = (AS_OF - frame.loc[is_open, fields[0]]).dt.days
    assert waited.min() < 15 < 150 < waited.max()


def test_young_cohorts_are_not_yet_due(ledgers):
    wishes = ledgers["micro_wishes"]
    share = wishes["fulfilled_on"].notna().groupby(wishes["submitted_on"].dt.to_period("M")).mean()
    assert share["2025-06"] < 0.6 < 0.85 < share["2024-06"]


def test_whoever_claims_a_wish_is_known_once_it_is_claimed(ledgers):
    wishes = ledgers["micro_wishes"]
    assert (wishes["claimed_by"].notna() == wishes["claimed_on"].notna()).all()


def test_converted_demands_and_projects_point_at_each_other(ledgers):
    demands, projects = ledgers["demands"].set_index("demand_code"), ledgers["projects"].set_index("project_code")
    links = ledgers["demand_project_links"]
    assert not links.duplicated().any()
    assert set(links["project_code"]) == set(projects.index)
    assert set(links["demand_code"]) == set(demands.index[demands["converted_on"].notna()])
    first_filed = links["project_code"].map(projects["filed_on"]).groupby(links["demand_code"]).min()
    assert (demands["converted_on"].reindex(first_filed.index) == first_filed).all()
    assert links.groupby("project_code").size().max() >= 5
    assert (links.groupby("demand_code").size() == 2).sum() >= 10


def test_money_is_consistent(ledgers):
    projects = ledgers["projects"]
    assert (projects["own_funds_yuan"] <= projects["budget_yuan"]).all()
    assert (projects["final_yuan"].notna() == projects["completed_on"].notna()).all()
    assert (projects["quoted_yuan"].notna() == projects["published_on"].notna()).all()
    settled = projects.dropna(subset=["final_yuan"])
    within = (settled["final_yuan"] <= settled["quoted_yuan"]).mean()
    assert 0.88 < within < 1
    assert 0.08 < projects["own_funds_yuan"].sum() / projects["budget_yuan"].sum() < 0.3
