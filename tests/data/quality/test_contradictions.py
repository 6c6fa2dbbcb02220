"""Every planted contradiction is found, and nothing else."""

from __future__ import annotations

import pandas as pd
import pytest

from data.quality.behind import Pick
from data.quality.contradictions import PUBLISHED, looked_at
from data.quality.rules import RULES
from data.store.reader import Reader, open_store
from data.store.writer import begin
from tests.data.quality.planted import EXPECTED, ask, events, net


@pytest.mark.parametrize("code", RULES)
def test_each_rule_finds_what_was_planted_and_nothing_else(store: Reader, code: str) -> None:
    page = ask(store).quality.rows(Pick("rule", code), 100)
    assert sorted(page.rows["key"]) == EXPECTED.get(code, [])
    assert page.total == len(EXPECTED.get(code, []))
    counted = ask(store).quality.contradictions().set_index("code")["n"]
    if code in EXPECTED:
        assert counted[code] == len(EXPECTED[code])
    else:
        assert pd.isna(counted[code]) and code not in looked_at(store)


def test_the_events_rules_agree_with_pandas_on_the_rows(store: Reader) -> None:
    rows = pd.read_parquet(store.files("volunteer_events"))
    nobody = rows["participation_count"] == 0
    expected = {
        "hours_without_people": rows[nobody & (rows["service_hours"] > 0)],
        "people_without_hours": rows[(rows["participation_count"] > 0) & (rows["service_hours"] == 0)],
        "served_without_people": rows[nobody & (rows["people_served_count"] > 0)],
        "repeated_item": rows[rows.duplicated(["event_title", "grid_code", "held_on"], keep=False)],
        "not_lowest": rows[rows["grid_code"].str.len() < 6],
    }
    for code, frame in expected.items():
        assert sorted(frame["event_code"]) == EXPECTED[code]


def test_each_hit_says_whose_row_it_is_and_where_it_was_read(store: Reader) -> None:
    row = ask(store).quality.rows(Pick("rule", "hours_without_people"), 10).rows.iloc[0]
    assert (row["ledger"], row["source_file"], row["source_row"]) == ("volunteer_events", "volunteer_events.csv", 2)
    assert row["said"] == "服务时长 20.0 小时，参与 0 人次"
    assert row["grid_path"].startswith("街道1 · 社区11 · ")


def test_an_area_sees_its_own_contradictions(store: Reader) -> None:
    mine = ask(store, area="03").quality.contradictions().set_index("code")["n"]
    assert mine["in_closed_grid"] == 1 and mine.fillna(0).sum() == 1
    assert ask(store, area="03").figure("contradiction_count").value == 1
    whole = ask(store).figure("contradiction_count")
    assert whole.value == sum(map(len, EXPECTED.values()))


def test_pages_of_rows_do_not_overlap(store: Reader) -> None:
    desk = ask(store).quality
    first, second = (desk.rows(Pick("rule", "repeated_item"), 1, offset) for offset in (0, 1))
    assert first.total == second.total == 2
    assert {*first.rows["key"], *second.rows["key"]} == set(EXPECTED["repeated_item"])


def test_teams_are_not_asked_of_a_list_that_holds_other_teams(tmp_path) -> None:
    from tests.data.quality.planted import _upsert, others

    teams = others()["teams"].assign(team_name=["丙队", "丁队"])
    with begin(tmp_path / "home", "x") as txn:
        txn.put_grids(net())
        _upsert(txn, "x", {"volunteer_events": events().iloc[:6], "teams": teams}, "2025-01-01")
        txn.publish()
    found = ask(open_store(tmp_path / "home")).quality.contradictions().set_index("code")["n"]
    assert pd.isna(found["team_not_listed"])
    assert pd.isna(found[PUBLISHED]), "nothing is published for a district without a name of its own"


def test_published_figures_that_differ_are_counted(demo_home) -> None:
    from data.figures.compare import compared
    from data.figures.model import published

    demo = open_store(demo_home)
    found = ask(demo, "2025-01..2025-06").quality.contradictions().set_index("code")["n"]
    known = published(demo.district.profile.name)
    assert known is not None
    assert found[PUBLISHED] == sum(row.agrees == "no" for row in compared(demo, known))
