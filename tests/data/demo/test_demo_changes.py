"""The merged and split grids of the default demo district."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.demo.changes import LOGS
from data.ledgers import LEDGERS
from tests.data.demo.conftest import read_boundaries


def test_three_merges_and_two_splits_in_the_second_year(ledgers):
    changes = ledgers["grid_changes"]
    assert changes["change_on"].between(pd.Timestamp(2024, 7, 1), pd.Timestamp(2025, 6, 30)).all()
    merged = changes[changes["change_kind"] == "合并"].groupby("to_code").size()
    split = changes[changes["change_kind"] == "拆分"].groupby("from_code").size()
    assert (merged.tolist(), split.tolist()) == ([2, 2, 2], [2, 2])


def test_the_net_of_the_as_of_day_is_the_published_one(ledgers):
    grids = ledgers["grids"]
    there = grids[grids["closed_on"].isna()]
    assert there.groupby("level").size().tolist() == [13, 138, 564]
    before = grids[(grids["opened_on"] <= "2024-06-30") & ~(grids["closed_on"] <= "2024-06-30")]
    # three pairs became one each, two grids became two each
    assert (before["level"] == 3).sum() == 564 + 3 - 2


def test_old_and_new_grids_cover_the_same_land_and_people(ledgers, net, demo_folder: Path):
    closed = read_boundaries(demo_folder / "已撤销网格边界.geojson")["polygon"]
    now, grids = net[3]["polygon"], ledgers["grids"].set_index("grid_code")
    links = ledgers["grid_changes"]
    for side, other in (("to_code", "from_code"), ("from_code", "to_code")):
        for code, group in links.groupby(side):
            if len(group) == 2:
                whole, parts = (now, closed) if side == "to_code" else (closed, now)
                together = parts[group[other]].tolist()
                assert together[0].union(together[1]).symmetric_difference(whole[code]).area < whole[code].area / 1e6
                assert grids.loc[group[other], "household_count"].sum() == grids.loc[code, "household_count"]


@pytest.mark.parametrize("name", LOGS)
def test_rows_carry_the_code_of_their_day(ledgers, name):
    rows, grids = ledgers[name], ledgers["grids"].set_index("grid_code")
    changed = set(ledgers["grid_changes"]["from_code"]) | set(ledgers["grid_changes"]["to_code"])
    mine = rows[rows["grid_code"].isin(changed)]
    days = mine[LEDGERS[name].opened_field]
    assert (days >= mine["grid_code"].map(grids["opened_on"])).all()
    assert not (days >= mine["grid_code"].map(grids["closed_on"])).any()


def test_both_halves_of_a_merged_grid_were_active(ledgers):
    merged = ledgers["grid_changes"].query("change_kind == '合并'")["from_code"]
    assert set(merged) <= set(ledgers["volunteer_events"]["grid_code"])
