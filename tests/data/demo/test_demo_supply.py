"""The demo's lists of supply, demand and pairing come to their published counts and hang together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.demo.district import build_district
from data.demo.generate import DEFAULT_SEED
from data.demo.pairings import draw_pairings
from data.demo.profile import load_profile
from data.demo.rhythm import AS_OF
from data.demo.supply import draw_supply
from data.ledgers import LEDGERS


@pytest.fixture(scope="module", params=["guancheng", "lukou", "aksai"])
def drawn(request: pytest.FixtureRequest) -> tuple[Any, dict[str, pd.DataFrame]]:
    profile = load_profile(request.param)
    district = build_district(DEFAULT_SEED, profile)
    lists = draw_supply(district, profile, np.random.default_rng(1))
    return profile, {**lists, "pairings": draw_pairings(district, profile, np.random.default_rng(2))}


def test_published_counts_are_hit_exactly(drawn: tuple[Any, dict[str, pd.DataFrame]]) -> None:
    profile, lists = drawn
    for name in ("resources", "service_demands"):
        if name in profile.counts:
            assert len(lists[name]) == profile.counts[name]
    if profile.code == "guancheng":
        assert (len(lists["resources"]), len(lists["service_demands"])) == (543, 259)
    if profile.code == "aksai":
        assert lists["pairings"]["organ_name"].nunique() == 73
        assert lists["pairings"]["grid_code"].nunique() == 4
    if profile.code == "lukou":
        kinds = lists["resources"].groupby("provider_kind").size()
        assert kinds.to_dict() == {"企业": 6, "学校医院": 6, "社会组织": 1}


def test_rows_keep_their_declaration(drawn: tuple[Any, dict[str, pd.DataFrame]]) -> None:
    for name, frame in drawn[1].items():
        ledger = LEDGERS[name]
        declared = {field.name for field in ledger.fields}
        assert set(frame.columns) <= declared
        assert frame[ledger.id_field].is_unique
        for field in ledger.fields:
            if field.required:
                assert frame[field.name].notna().all(), (name, field.name)
            if field.codes and field.name in frame:
                assert set(frame[field.name].dropna()) <= set(field.codes)
        dates = [frame[stage.field].dropna() for stage in ledger.stages if stage.field in frame]
        assert all(day <= AS_OF for column in dates for day in column)


def test_matches_never_take_more_than_there_is(drawn: tuple[Any, dict[str, pd.DataFrame]]) -> None:
    lists = drawn[1]
    matches = lists["matches"]
    kind = lists["resources"].set_index("resource_code")["resource_kind"]
    assert (matches["resource_code"].map(kind) == matches["match_kind"]).all()
    held = matches[matches["accepted_on"].notna()]
    assert held["exited_on"].isna().all() and held["service_demand_code"].is_unique
    taken = held.groupby("resource_code")["match_quantity"].sum()
    capacity = lists["resources"].set_index("resource_code")["capacity"]
    assert (taken <= capacity[taken.index].astype(float)).all()


def test_a_demand_is_matched_when_its_match_is_accepted(drawn: tuple[Any, dict[str, pd.DataFrame]]) -> None:
    lists = drawn[1]
    held = lists["matches"][lists["matches"]["accepted_on"].notna()].set_index("service_demand_code")
    needs = lists["service_demands"].set_index("service_demand_code")
    assert needs["matched_on"].dropna().to_dict() == held["accepted_on"].to_dict()
    assert needs["fulfilled_on"].dropna().to_dict() == held["match_fulfilled_on"].dropna().to_dict()
    matched = needs[needs["matched_on"].notna()]
    assert (matched["matched_on"] >= matched["submitted_on"]).all()
