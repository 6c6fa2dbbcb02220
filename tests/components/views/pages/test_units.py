"""Maps draw the grids of their period, and say what they leave out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from components.views.pages import cards, grid_map
from components.views.pages.map_frame import Frame, crumbs
from data.measures.answers import Answers
from data.measures.registry import MEASURES
from data.measures.scope import Compare, Period, Scope
from data.store.reader import Reader
from tests.data.measures.stores import load

NEW_YEAR, MARCH = date(2025, 1, 1), date(2025, 3, 1)
GRIDS = pd.DataFrame(
    [
        ("1", "街道", 1, None, None, None, True),
        ("11", "社区", 2, "1", None, None, True),
        ("111", "甲", 3, "11", None, NEW_YEAR, True),
        ("112", "乙", 3, "11", None, NEW_YEAR, False),
        ("113", "丙", 3, "11", NEW_YEAR, None, True),
        ("114", "丁", 3, "11", None, MARCH, True),
        ("115", "戊", 3, "11", MARCH, None, True),
        ("116", "己", 3, "11", MARCH, None, True),
    ],
    columns=["grid_code", "grid_name", "level", "parent_code", "opened_on", "closed_on", "has_shape"],
)
CHANGES = pd.DataFrame(
    [
        (NEW_YEAR, "合并", "111", "113"),
        (NEW_YEAR, "合并", "112", "113"),
        (MARCH, "拆分", "114", "115"),
        (MARCH, "拆分", "114", "116"),
    ],
    columns=["change_on", "change_kind", "from_code", "to_code"],
)
EVENTS = pd.DataFrame(
    [
        ("a", "111", date(2024, 1, 5)),
        ("b", "112", date(2024, 4, 5)),
        ("c", "114", date(2024, 2, 5)),
        ("d", "114", date(2025, 1, 5)),
        ("e", "113", date(2025, 2, 5)),
        ("f", "113", date(2025, 4, 5)),
        ("g", "113", date(2025, 4, 6)),
        ("h", "115", date(2025, 4, 7)),
    ],
    columns=["event_code", "grid_code", "held_on"],
).assign(event_title="活动", activity_type="宣讲")


@pytest.fixture
def store(tmp_path: Path) -> Reader:
    return load(tmp_path, {"volunteer_events": EVENTS, "grid_changes": CHANGES}, GRIDS, "2025-04-30")


def ask(store: Reader, period: str, grid: str = "", compare: Compare = "year_ago") -> Answers:
    return Answers(store, Scope(Period.parse(period), grid, compare=compare))


def drawn(store: Reader, period: str) -> tuple[dict[str, float], str]:
    view = grid_map.grid_map(ask(store, period, "11"), MEASURES["event_count"], Frame(3, "11", 2))
    return dict(zip(view.frame["grid_code"], view.frame["value"], strict=True)), view.finding


def test_this_year_draws_this_years_grids_only(store: Reader) -> None:
    values, said = drawn(store, "2025-01..2025-04")
    assert {code: value for code, value in values.items() if value == value} == {"113": 3, "115": 1}
    assert set(values) == {"113", "115", "116"}
    assert said.endswith("另有 1 个已不在用的网格在本期还记着数，没有画在图上：丁（已撤销）。")


def test_last_year_draws_last_years_grids_and_names_those_without_a_shape(store: Reader) -> None:
    values, said = drawn(store, "2024-01..2024-04")
    assert values == {"111": 1, "112": 1, "114": 1}
    assert said.endswith("1 个网格没有边界，图上画不出来。")


def test_the_way_down_counts_the_grids_of_the_period(store: Reader) -> None:
    for period, count in (("2025-04", 3), ("2024-04", 3), ("2025-02", 2)):
        assert crumbs(ask(store, period, "11"))[-1] == ("11", "社区", f"{count} 网格")


def test_a_card_says_what_last_year_stands_for(store: Reader) -> None:
    view = cards.cards(ask(store, "2025-01..2025-04", "113"), "cards", "数", ("event_count",))
    assert view.frame["note"].tolist() == ["去年同期为合并前 甲、乙 两格之和"]
    assert view.frame["change_text"].tolist() == ["+1 场"]
    split = cards.cards(ask(store, "2025-01..2025-04", "115"), "cards", "数", ("event_count",))
    assert split.frame["note"].tolist() == ["拆分前不可比：去年同期的 丁 只有一部分在本范围"]
    assert split.frame["change_text"].tolist() == [""]
