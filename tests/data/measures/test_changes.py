"""Grids that were merged, split, renamed and set up: each number beside plain pandas over a store made by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.measures.answers import Answers
from data.measures.lineage import Change, Lineage
from data.measures.scope import Compare, Period, Scope
from data.store.reader import Reader
from tests.data.measures.stores import load

START = date(2025, 1, 1)
GRIDS = pd.DataFrame(
    [
        ("1", "街道", 1, None, None, None, None),
        ("11", "社区", 2, "1", None, None, None),
        ("111", "甲", 3, "11", 30, None, START),
        ("112", "乙", 3, "11", 20, None, START),
        ("113", "丙", 3, "11", 52, START, None),
        ("114", "丁", 3, "11", 40, None, date(2025, 2, 1)),
        ("115", "戊", 3, "11", 25, date(2025, 2, 1), None),
        ("116", "己", 3, "11", 15, date(2025, 2, 1), None),
        ("117", "庚", 3, "11", 10, None, START),
        ("118", "辛", 3, "11", 10, START, None),
        ("119", "壬", 3, "11", 60, None, None),
        ("120", "癸", 3, "11", 18, START, None),
        ("121", "子", 3, "11", 5, START, None),
    ],
    columns=["grid_code", "grid_name", "level", "parent_code", "household_count", "opened_on", "closed_on"],
)
CHANGES = pd.DataFrame(
    [
        (START, "合并", "111", "113", None),
        (START, "合并", "112", "113", None),
        (date(2025, 2, 1), "拆分", "114", "115", None),
        (date(2025, 2, 1), "拆分", "114", "116", None),
        (START, "更名", "117", "118", None),
        (START, "拆分", "119", "120", 25.0),
        (START, "设立", None, "121", None),
    ],
    columns=["change_on", "change_kind", "from_code", "to_code", "share_pct"],
)
EVENTS = pd.DataFrame(
    [
        ("a", "111", date(2024, 1, 10), 5),
        ("b", "111", date(2024, 3, 10), 6),
        ("c", "112", date(2024, 2, 10), 7),
        ("d", "112", date(2024, 12, 10), 8),
        ("e", "113", date(2025, 1, 10), 9),
        ("f", "113", date(2025, 3, 10), 10),
        ("g", "114", date(2024, 2, 20), 11),
        ("h", "114", date(2025, 1, 20), 12),
        ("i", "115", date(2025, 2, 20), 13),
        ("j", "117", date(2024, 3, 20), 14),
        ("k", "118", date(2025, 2, 21), 15),
        ("l", "119", date(2024, 1, 5), 40),
        ("m", "119", date(2024, 2, 5), 40),
        ("n", "119", date(2024, 3, 5), 40),
        ("o", "119", date(2024, 3, 6), 40),
        ("p", "120", date(2025, 3, 5), 16),
        ("q", "119", date(2025, 3, 7), 17),
    ],
    columns=["event_code", "grid_code", "held_on", "participation_count"],
)
WISHES = pd.DataFrame(
    [
        ("w1", "111", date(2024, 11, 1), date(2024, 11, 5), date(2025, 1, 9)),
        ("w2", "112", date(2024, 12, 1), None, None),
        ("w3", "113", date(2025, 2, 1), None, None),
        ("w4", "114", date(2024, 12, 1), None, None),
    ],
    columns=["wish_code", "grid_code", "submitted_on", "claimed_on", "fulfilled_on"],
)
NOW = "2025-01..2025-03"
MERGED = {"111": "113", "112": "113", "117": "118"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    events = EVENTS.assign(event_title="活动", activity_type="宣讲")
    wishes = WISHES.assign(wish_title="心愿")
    tables = {"volunteer_events": events, "micro_wishes": wishes, "grid_changes": CHANGES}
    return load(tmp_path_factory.mktemp("changes"), tables, GRIDS, "2025-03-31")


def ask(store: Reader, period: str = NOW, grid: str = "", compare: Compare = "year_ago") -> Answers:
    return Answers(store, Scope(Period.parse(period), grid, compare=compare))


def open_on(day: date) -> pd.DataFrame:
    leaves = GRIDS[GRIDS["level"] == 3]
    opened, closed = leaves["opened_on"].fillna(date.min), leaves["closed_on"].fillna(date.max)
    return leaves[(opened <= day) & (closed > day)]


def events_in(first: date, last: date, *codes: str) -> pd.DataFrame:
    return EVENTS[EVENTS["grid_code"].isin(codes) & (EVENTS["held_on"] >= first) & (EVENTS["held_on"] <= last)]


LAST_YEAR = (date(2024, 1, 1), date(2024, 3, 31))


def test_counts_of_grids_are_those_of_their_day(store: Reader) -> None:
    compared = ask(store).compare("grid_count")
    assert compared.base is not None
    assert compared.current.value == len(open_on(date(2025, 3, 31))) == 7
    assert compared.base.value == len(open_on(date(2024, 3, 31))) == 5
    households = ask(store).compare("household_count")
    assert households.base is not None
    assert households.base.value == open_on(date(2024, 3, 31))["household_count"].sum()


def test_coverage_compares_last_years_grids_above_and_below_the_line(store: Reader) -> None:
    compared = ask(store).compare("grid_event_coverage_pct")
    now, then = open_on(date(2025, 3, 31))["grid_code"], open_on(date(2024, 3, 31))["grid_code"]
    active = events_in(*LAST_YEAR, *then)["grid_code"].nunique()
    assert compared.base is not None
    assert (compared.base.numerator, compared.base.denominator) == (active, len(then)) == (5, 5)
    assert compared.current.numerator == len(set(events_in(START, date(2025, 3, 31), *now)["grid_code"])) == 5
    assert compared.current.denominator == len(now)


def test_coverage_by_month_takes_each_months_grids(store: Reader) -> None:
    rows = ask(store, "2024-11..2025-03").rows("grid_event_coverage_pct", "month")
    ends = [date(2024, 11, 30), date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]
    assert rows["denominator"].tolist() == [len(open_on(day)) for day in ends]
    for day, found in zip(ends, rows["numerator"], strict=True):
        assert found == events_in(day.replace(day=1), day, *open_on(day)["grid_code"])["grid_code"].nunique()


def test_lists_name_the_grids_of_their_period(store: Reader) -> None:
    for period, day in ((NOW, date(2025, 3, 31)), ("2024-01..2024-03", date(2024, 3, 31))):
        rows = ask(store, period, "11").rows("participation_count", "grid")
        expected = open_on(day)["grid_code"]
        # what was split within the period keeps its own rows: they cannot be told apart
        more = {"114"} if period == NOW else set()
        assert set(rows["key"]) == set(expected) | more
        assert rows["value"].sum() == ask(store, period).figure("participation_count").value
    last = ask(store, NOW, "11").rows("participation_count", "grid").set_index("key")
    assert last.loc["114", "label"] == "丁（已撤销）"
    assert last.loc["113", "value"] == 19


def test_a_period_across_the_merge_counts_the_land_of_today(store: Reader) -> None:
    period = "2024-12..2025-03"
    mapped = EVENTS["grid_code"].replace(MERGED)
    span = (EVENTS["held_on"] >= date(2024, 12, 1)) & (EVENTS["held_on"] <= date(2025, 3, 31))
    rows = ask(store, period, "11").rows("participation_count", "grid").set_index("key")["value"]
    for code in ("113", "118", "120", "119"):
        expected = EVENTS[span & (mapped == code)]["participation_count"].sum()
        assert rows[code] == ask(store, period, code).figure("participation_count").value == expected


def test_a_merged_grid_compares_with_its_parts(store: Reader) -> None:
    compared = ask(store, NOW, "113").compare("participation_count")
    assert compared.current.value == 19
    assert compared.base is not None
    assert compared.base.value == events_in(*LAST_YEAR, "111", "112")["participation_count"].sum() == 18
    assert compared.note == "去年同期为合并前 甲、乙 两格之和"
    ratio = ask(store, NOW, "113").compare("participation_per_event")
    assert ratio.base is not None
    assert ratio.base.value == pytest.approx(18 / 3)
    households = ask(store, NOW, "113").compare("household_count")
    assert households.base is not None
    assert (households.current.value, households.base.value) == (52, 50)


def test_items_of_a_merged_grid_stay_with_its_heir(store: Reader) -> None:
    answers = ask(store, NOW, "113")
    assert (answers.figure("wish_open_count").state, answers.figure("wish_fulfilled_count").state) == ("hide", "hide")
    # two items of one small grid are hidden, and they are those of 113
    states = ask(store, NOW, "11").rows("wish_open_count", "grid").set_index("key")["state"]
    assert (states["113"], states["115"], "112" in states) == ("hide", "none", False)


def test_a_part_of_a_split_grid_is_not_comparable(store: Reader) -> None:
    compared = ask(store, NOW, "115").compare("participation_count")
    assert (compared.base, compared.change) == (None, None)
    assert compared.note == "拆分前不可比：去年同期的 丁 只有一部分在本范围"
    # together, the parts are what the grid was
    assert ask(store, NOW, "11").compare("participation_count").note == ""


def test_a_stated_share_apportions_what_adds_up(store: Reader) -> None:
    compared = ask(store, NOW, "120").compare("event_count")
    assert compared.base is not None
    assert compared.base.value == len(events_in(*LAST_YEAR, "119")) * 0.25 == 1
    assert compared.note == "去年同期为拆分前 壬 按调整记录的占比折算"
    rest = ask(store, NOW, "119").compare("event_count")
    assert rest.base is not None
    assert rest.base.value == 3
    assert ask(store, NOW, "120").compare("participation_per_event").base is None


def test_renamed_and_new_grids(store: Reader) -> None:
    renamed = ask(store, NOW, "118").compare("participation_count")
    assert renamed.base is not None
    assert (renamed.base.value, renamed.note) == (14, "去年同期为更名前 庚 一格的数")
    new = ask(store, NOW, "121").compare("participation_count")
    assert (new.base, new.note) == (None, "去年同期还没有这个网格")
    assert ask(store, NOW, "121", "previous").compare("event_count").note == "上期还没有这个网格"


def test_silent_grids_are_those_of_the_period(store: Reader) -> None:
    assert ask(store).silent_grids()["grid_code"].tolist() == ["116", "121"]
    assert ask(store).figure("silent_grid_count").value == 2
    # the parts of 113 were active: it is not silent in a period that begins before them
    assert "113" not in ask(store, "2024-12").silent_grids()["grid_code"].tolist()
    assert ask(store, "2024-11").silent_grids()["grid_code"].tolist() == sorted(
        open_on(date(2024, 11, 30))["grid_code"],
        key=lambda code: (events_in(date.min, date(2024, 11, 30), code)["held_on"].max(), code),
    )


def test_grids_of_the_net_on_a_day(store: Reader) -> None:
    assert len(ask(store).grids(3)) == 7
    assert len(ask(store, "2024-03").grids(3)) == 5
    assert len(ask(store).grids(3, with_closed=True)) == 11
    assert ask(store).find_grids("甲")["path"].tolist() == ["街道 · 社区（已撤销）"]


def test_days_are_filled_in_from_the_changes(tmp_path: Path) -> None:
    grids = GRIDS.assign(opened_on=None, closed_on=None)
    store = load(tmp_path, {"grid_changes": CHANGES}, grids, "2025-03-31")
    now, then = (set(ask(store, period).grids(3)["grid_code"]) for period in (NOW, "2024-03"))
    assert {"111", "112", "117"} & now == set()
    assert {"118", "121"} & then == set()


def test_changes_in_a_row_and_back() -> None:
    day = [date(2024, month, 1) for month in (3, 6, 9)]
    closed = {"a": day[0], "b": day[1], "c": day[2]}
    opened = {"b": day[0], "c": day[1], "x": day[2], "y": day[2]}
    chain = [Change(day[0], "合并", "a", "b"), Change(day[1], "更名", "b", "c")]
    split = [Change(day[2], "拆分", "c", "x"), Change(day[2], "拆分", "c", "y")]
    back = [Change(day[2], "更名", "c", "a")]
    lineage = Lineage([*chain, *split, *back], opened, closed)
    assert lineage.heirs(date(2024, 7, 1)) == {"a": "c", "b": "c"}
    assert lineage.heirs(date(2024, 10, 1)) == {}
    whole = lineage.before(["x", "y"], date(2024, 10, 1), date(2024, 1, 1))
    assert whole is not None
    assert whole.weights == {"a": 1.0}
    part = lineage.before(["x"], date(2024, 10, 1), date(2024, 1, 1))
    assert part is not None
    assert pd.isna(part.weights["a"])
    assert lineage.before(["c"], date(2024, 8, 1), date(2024, 7, 1)) is None
