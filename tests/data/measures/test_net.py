"""The net: names, paths, children, search."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.stores import load


def test_paths_and_names(store: Reader) -> None:
    answers = ask(store, "2025-01", "010203")
    assert answers.grid_path("010203") == [("01", "街道1"), ("0102", "社区12"), ("010203", "网格123")]
    assert answers.grid_path("") == []
    assert (answers.area_name, answers.area_level) == ("网格123", 3)
    assert ask(store, "2025-01").area_name == "测试区"
    assert ask(store, "2025-01").district.level_names == ("街道", "社区", "网格")


def test_lists(store: Reader) -> None:
    answers = ask(store, "2025-01")
    assert len(answers.grids()) == 39
    assert answers.grids(1)["child_count"].tolist() == [3, 3, 3]
    assert answers.grids(3, "0102")["grid_code"].tolist() == ["010201", "010202", "010203"]
    assert len(answers.grids(0, "01")) == 12
    assert answers.grids(3, "nowhere").empty


def test_search_by_name_and_code(store: Reader) -> None:
    answers = ask(store, "2025-01")
    assert answers.find_grids("网格12")["grid_code"].tolist() == ["010201", "010202", "010203"]
    leading, inside = ["0303", "030301", "030302", "030303"], ["010303", "020303"]
    assert answers.find_grids("0303")["grid_code"].tolist() == leading + inside
    assert len(answers.find_grids("0303", 2)) == 2
    assert answers.find_grids("社区11")["path"].tolist() == ["街道1"]
    assert answers.find_grids("  ").empty
    assert answers.find_grids("(").empty


def test_closed_and_future_grids_do_not_count(new_home: Path) -> None:
    grids = pd.DataFrame(
        {
            "grid_code": ["1", "11", "111", "112", "113"],
            "grid_name": list("甲乙丙丁戊"),
            "level": [1, 2, 3, 3, 3],
            "parent_code": [None, "1", "11", "11", "11"],
            "household_count": [None, None, 10, 20, 40],
            "opened_on": [None, None, None, date(2025, 3, 1), None],
            "closed_on": [None, None, None, None, date(2025, 2, 1)],
        }
    )
    store = load(new_home, {}, grids, "2025-04-30")
    assert ask(store, "2025-01..2025-04").rows("household_count", "month")["value"].tolist() == [50, 10, 30, 30]
    assert ask(store, "2025-04").figure("grid_count").value == 2
