"""Every measure equals plain pandas on a random store: each area level, period, category and breakdown."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from data.ledgers import LEDGERS
from data.measures.registry import MEASURES, breakdowns
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.oracle import Oracle, Result
from tests.data.measures.oracle_tables import ACTOR, CATEGORY

CODES = [code for code in MEASURES if MEASURES[code].ledger in CATEGORY and MEASURES[code].kind != "quality"]
"""Measures of the ledgers the oracle knows; registers and the data themselves have tests of their own."""
AREAS = ("", "01", "0203", "030102", "030303")
PERIODS = ("2024-07..2025-03", "2023-11..2023-12", "2025-03")


def same(found: float | None, expected: float | None) -> bool:
    if expected is None or (isinstance(found, float) and math.isnan(found)) or found is None:
        return expected is None and (found is None or math.isnan(found))
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-6)


def expect(oracle: Oracle, code: str, period: str, grid: str, only: dict[str, list[str]]) -> Result:
    """The oracle's figure, without a value where the cohort is not due."""
    start, _, end = period.partition("..")
    value, above, below = oracle.value(code, start, end or start, grid, only)
    if MEASURES[code].cohort and not above and oracle.all_waiting(code, start, end or start, grid, only):
        value = None
    return value, above, below


def never_heard_of(oracle: Oracle, code: str, period: str, grid: str) -> bool:
    """Whether the ledger has no row of an area up to the end of the period."""
    ledger = MEASURES[code].ledger
    if ledger == "grids" or MEASURES[code].kind == "share_of_grids":
        return False
    opened = LEDGERS[ledger].opened_field
    return oracle.within(oracle.rows(ledger, grid), opened, "0000-01", period.rpartition("..")[2]).empty


@pytest.mark.parametrize("grid", AREAS)
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("code", CODES)
def test_figure(store: Reader, oracle: Oracle, code: str, period: str, grid: str) -> None:
    figure = ask(store, period, grid).figure(code)
    value, above, below = expect(oracle, code, period, grid, {})
    if never_heard_of(oracle, code, period, grid):
        assert figure.state == "none"
        value = None
    if figure.state == "hide":
        assert may_hide(oracle, code, period, grid)
        value, above, below = None, None, None
    assert same(figure.value, value), (figure, value)
    assert same(figure.numerator, above)
    assert same(figure.denominator, below)


@pytest.mark.parametrize("code", CODES)
def test_figure_of_chosen_categories(store: Reader, oracle: Oracle, code: str) -> None:
    ledger = MEASURES[code].ledger
    chosen = list(LEDGERS[ledger].field(CATEGORY[ledger]).codes[:2])
    figure = ask(store, PERIODS[0], "02", **{ledger: chosen}).figure(code)
    value, above, below = expect(oracle, code, PERIODS[0], "02", {CATEGORY[ledger]: chosen})
    assert same(figure.value, value), (figure, value)
    assert same(figure.numerator, above)
    assert same(figure.denominator, below)


@pytest.mark.parametrize("grid", ("", "0102"))
@pytest.mark.parametrize("code", [code for code in CODES if "month" in breakdowns(code)])
def test_rows_by_month(store: Reader, oracle: Oracle, code: str, grid: str) -> None:
    period = "2024-01..2025-03"
    rows = ask(store, period, grid).rows(code, "month")
    assert list(rows["key"]) == [str(month) for month in pd.period_range("2024-01", "2025-03", freq="M")]
    for row in rows.itertuples():
        value, above, below = expect(oracle, code, row.key, grid, {})
        assert same(row.value, value), (row, value)
        assert same(row.numerator, above)
        assert same(row.denominator, below)


@pytest.mark.parametrize(
    ("grid", "by"), [("", "grid"), ("01", "grid"), ("0101", "grid"), ("", "grid3"), ("02", "grid2")]
)
@pytest.mark.parametrize("code", CODES)
def test_rows_by_grid(store: Reader, oracle: Oracle, code: str, grid: str, by: str) -> None:
    period = PERIODS[0]
    rows = ask(store, period, grid).rows(code, by)
    level = len(grid) // 2 + 1 if by == "grid" else int(by[-1])
    codes = [name for name in oracle.grids["grid_code"] if len(name) == 2 * level and name.startswith(grid)]
    assert list(rows["key"]) == sorted(codes)
    for row in rows.itertuples():
        value, above, below = expect(oracle, code, period, row.key, {})
        if row.state == "hide":
            assert may_hide(oracle, code, period, row.key), row
            assert all(same(number, None) for number in (row.value, row.numerator, row.denominator))
            continue
        assert level < 3 or not is_small(oracle, code, period, row.key), row
        if never_heard_of(oracle, code, period, row.key):
            assert row.state == "none"
            value = None
        assert same(row.value, value), (row, value)
        assert same(row.numerator, above)
        assert same(row.denominator, below)


def is_small(oracle: Oracle, code: str, period: str, grid: str) -> bool:
    """Whether a number of the wishes of one grid stands on one or two of them."""
    if MEASURES[code].ledger != "micro_wishes":
        return False
    start, _, end = period.partition("..")
    value, above, below = oracle.value(code, start, end or start, grid)
    if MEASURES[code].kind == "quantile":
        counted = {"wish_claim_days_median": "wish_claimed_count"}.get(code, "wish_fulfilled_count")
        value = oracle.value(counted, start, end or start, grid)[0]
    counts = (value,) if below is None else (above, below)
    return any(0 < (count or 0) < 3 for count in counts)


def may_hide(oracle: Oracle, code: str, period: str, grid: str) -> bool:
    """Whether a number may be held back: it is small, or one beside it is and would follow from it."""
    beside = [name for name in oracle.grids["grid_code"] if len(name) == 6 and name.startswith(grid[:2])]
    if MEASURES[code].kind == "quantile":
        beside = [name for name in beside if name.startswith(grid)]
    return len(grid) > 2 and any(is_small(oracle, code, period, name) for name in beside)


@pytest.mark.parametrize("code", [code for code in CODES if "actor" in breakdowns(code)])
@pytest.mark.parametrize("grid", ("", "03", "0101"))
def test_rows_by_actor(store: Reader, oracle: Oracle, code: str, grid: str) -> None:
    column = ACTOR[MEASURES[code].ledger]
    rows = ask(store, PERIODS[0], grid).rows(code, "actor")
    for row in rows.itertuples():
        assert same(row.value, oracle.value(code, *PERIODS[0].split(".."), grid, {column: [row.key]})[0]), row
    teams = {name for name in oracle.rows(MEASURES[code].ledger, grid)[column] if isinstance(name, str)}
    absent = [
        oracle.value(code, *PERIODS[0].split(".."), grid, {column: [name]})[0] for name in teams - set(rows["key"])
    ]
    assert not any(absent)
    values = rows["value"].dropna().tolist()
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("grid", ("", "02", "0301"))
def test_teams_of_chosen_categories(store: Reader, oracle: Oracle, grid: str) -> None:
    chosen = ["环境整治", "平安巡防"]
    answers = ask(store, PERIODS[0], grid, volunteer_events=chosen)
    only = {"event_type": chosen}
    for row in answers.rows("service_hours", "actor").itertuples():
        assert same(row.value, expect(oracle, "service_hours", PERIODS[0], grid, only | {"team_name": [row.key]})[0])
    assert same(
        answers.figure("active_team_count").value, expect(oracle, "active_team_count", PERIODS[0], grid, only)[0]
    )
    for row in answers.rows("active_team_count", "grid").itertuples():
        assert same(row.value, expect(oracle, "active_team_count", PERIODS[0], row.key, only)[0])


CASES = [(code, by) for code in CODES for by in MEASURES[code].breakdowns if by != "actor"]


@pytest.mark.parametrize("grid", ("", "0203"))
@pytest.mark.parametrize(("code", "by"), CASES)
def test_rows_by_code(store: Reader, oracle: Oracle, code: str, by: str, grid: str) -> None:
    ledger = MEASURES[code].ledger
    column = CATEGORY[ledger] if by == "category" else by
    rows = ask(store, PERIODS[0], grid).rows(code, by)
    declared = list(LEDGERS[ledger].field(column).codes)
    assert list(rows["key"])[: len(declared)] == declared
    for row in rows[rows["key"] != ""].itertuples():
        value, above, below = expect(oracle, code, PERIODS[0], grid, {column: [row.key]})
        assert same(row.value, value), (row, value)
        assert same(row.numerator, above)
        assert same(row.denominator, below)
