"""The rows behind the figures: scope, order, paging, search and links."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.oracle import Oracle
from tests.data.measures.stores import load, net

PERIOD = "2024-05..2025-02"


@pytest.mark.parametrize("chosen", ([], ["安全隐患类"]))
@pytest.mark.parametrize("grid", ("", "02", "0203", "010101"))
def test_records_newest_first(store: Reader, oracle: Oracle, grid: str, chosen: list[str]) -> None:
    only = {"demand_category": chosen} if chosen else None
    rows = oracle.within(oracle.rows("demands", grid, only), "submitted_on", *PERIOD.split(".."))
    rows = rows.sort_values(["submitted_on", "demand_code"], ascending=False)
    frame, count = ask(store, PERIOD, grid, demands=chosen).records("demands")
    assert count == len(rows)
    assert frame["demand_code"].tolist() == rows["demand_code"].tolist()[:200]
    later, same_count = ask(store, PERIOD, grid, demands=chosen).records("demands", limit=30, offset=190)
    assert same_count == count
    assert later["demand_code"].tolist() == rows["demand_code"].tolist()[190:220]


def test_records_tell_where(store: Reader) -> None:
    frame, _ = ask(store, PERIOD, "010101").records("demands")
    assert set(frame["grid_path"]) == {"街道1 · 社区11 · 网格111"}


@pytest.fixture
def odd(new_home: Path) -> Answers:
    titles = ["修100%的灯", "修100盏灯", "a_b", "aXb", "it's", "C:\\路"]
    rows = pd.DataFrame({"wish_title": titles, "grid_code": "01", "wish_category": "便民服务"})
    rows = rows.assign(wish_code=[f"W{n}" for n in range(6)], submitted_on="2025-01-05", claimed_by="Zhang队")
    return ask(load(new_home, {"micro_wishes": rows}, net()), "2025-01")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("100%", ["W0"]), ("a_b", ["W2"]), ("'", ["W4"]), ("\\", ["W5"]), ("w3", ["W3"]), ("zhang", 6), ("; DROP", 0)],
)
def test_search_takes_every_sign_as_itself(odd: Answers, text: str, expected: list[str] | int) -> None:
    frame, count = odd.records("micro_wishes", text)
    if isinstance(expected, int):
        assert count == len(frame) == expected
    else:
        assert frame["wish_code"].tolist() == expected


def test_item_and_links(store: Reader) -> None:
    answers = Answers(store, Scope(Period("2025-01", "2025-01")))
    item = answers.item("demands", "X00002")
    assert item is not None
    assert item["demand_title"] == "事项2"
    assert item["source_file"] == "x.csv"
    assert answers.item("demands", "no such") is None
    assert sorted(answers.linked(demand_code="X00002")["project_code"]) == ["X00003", "X00004"]
    assert sorted(answers.linked(project_code="X00003")["demand_code"]) == ["X00001", "X00002"]
    assert answers.linked(demand_code="X00009").empty
