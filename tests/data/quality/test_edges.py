"""Nothing, one row, few rows: the page's questions still have answers."""

from __future__ import annotations

import json
import re
from datetime import date

import pandas as pd
import pytest

from data.measures.catalog.quality import QUALITY_MEASURES
from data.quality.behind import Pick
from data.store.reader import Reader
from tests.cli import run_cli
from tests.data.measures.stores import load, net
from tests.data.quality.planted import EXPECTED, ask

KINDS = ("reporting", "empty", "late", "refused", "rule")


@pytest.mark.parametrize("with_grids", [False, True])
def test_a_store_without_rows(tmp_path, with_grids: bool) -> None:
    bare = load(tmp_path / "home", {}, net() if with_grids else None, "2025-03-20")
    answers = ask(bare)
    assert {m.code: answers.figure(m.code).value or 0 for m in QUALITY_MEASURES} == {
        m.code: len(net()) if with_grids and m.code == "stored_row_count" else 0 for m in QUALITY_MEASURES
    }
    desk = answers.quality
    assert desk.ledgers == [] and desk.silent().empty and desk.filled().empty and desk.late().empty
    assert len(desk.reporting()) == (3 if with_grids else 0)
    for kind in KINDS:
        assert desk.rows(Pick(kind, "volunteer_events.team_name"), 10).total == 0


def test_one_row(tmp_path) -> None:
    event = {
        "event_code": ["E1"],
        "event_title": ["唯一"],
        "grid_code": ["010101"],
        "event_type": ["政策宣传"],
        "held_on": [date(2025, 3, 1)],
    }
    one = load(tmp_path / "home", {"volunteer_events": pd.DataFrame(event)}, net(), "2025-03-20")
    desk = ask(one).quality
    assert desk.reporting("volunteer_events")["n"].sum() == 1
    assert desk.silent().empty and desk.contradictions()["n"].fillna(0).sum() == 0
    assert desk.rows(Pick("reporting", "volunteer_events", "2025-03"), 10).rows["said"].tolist() == ["2025-03-01 唯一"]


def test_few_wishes_of_one_grid_are_not_told(store: Reader) -> None:
    """Three wishes lie in one lowest grid; its neighbours have none, so what is hidden on their page is hidden here."""
    whole = ask(store, "2025-01").quality.rows(Pick("rule", "wish_unclaimed"), 10)
    assert whole.total == 1
    few = ask(store, "2025-01", "010101")
    held_back = few.records("micro_wishes")[1] == 0
    assert (few.quality.rows(Pick("rule", "wish_unclaimed"), 10).total == 0) == held_back
    assert ("micro_wishes.claimed_on" in set(few.quality.filled()["key"])) == (not held_back)


def test_few_wishes_are_hidden_where_the_district_has_one_grid_an_area(tmp_path) -> None:
    wish = {"grid_code": ["01", "02", "02", "02"], "wish_category": "便民服务", "submitted_on": date(2025, 1, 9)}
    grids = pd.DataFrame(
        {"grid_code": ["01", "0101", "010101", "02", "0201", "020101"], "level": [1, 2, 3] * 2}
    ).assign(grid_name=lambda rows: "格" + rows["grid_code"], parent_code=[None, "01", "0101", None, "02", "0201"])
    wishes = pd.DataFrame(wish).assign(
        wish_code=["W1", "W2", "W3", "W4"], grid_code=["010101", "020101", "020101", "020101"]
    )
    small = load(tmp_path / "home", {"micro_wishes": wishes}, grids, "2025-03-20")
    for ledger in ("micro_wishes", ""):
        cells = ask(small, "2025-01").quality.reporting(ledger)
        cells = cells[cells["month"] == "2025-01"].set_index("area")
        assert cells.loc["01", "state"] == "hide" and pd.isna(cells.loc["01", "n"])
    assert ask(small, "2025-01").quality.rows(Pick("reporting", "micro_wishes", "2025-01", "01"), 10).total == 0


def test_the_command_says_what_the_page_says(store: Reader) -> None:
    done = run_cli(store.home, "quality", "--json")
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    found = {row["code"]: row["n"] for row in body["contradictions"]}
    assert {code: found[code] for code in EXPECTED} == {code: len(keys) for code, keys in EXPECTED.items()}
    assert {one["code"]: one["value"] for one in body["measures"]}["silent_unit_count"] == 1
    assert [row["area"] for row in body["silent"]] == ["03"] and len(body["geometry"]) == 6
    plain = run_cli(store.home, "quality")
    assert plain.returncode == 0
    assert "[静默] 街道3 志愿服务台账：2024-12 以后没有记录，往常每月 5 条" in plain.stdout
    assert re.search(r"数字矛盾 \d+ 处", plain.stdout) and "nan" not in plain.stdout.lower()


def test_the_command_without_a_store_says_so(tmp_path) -> None:
    done = run_cli(tmp_path / "home", "quality")
    assert done.returncode == 1 and "还没有数据" in done.stderr


def test_measures_are_found_by_their_codes(store: Reader) -> None:
    done = run_cli(store.home, "measure", "contradiction_count")
    assert done.returncode == 0, done.stderr
    assert str(sum(map(len, EXPECTED.values()))) in done.stdout
