"""Funnels, cohorts, backlogs, waiting lists, flows and days, against loops over the raw rows."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from data.ledgers import LEDGERS
from data.measures.answers import Answers
from data.measures.registry import UnknownMeasureError
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.oracle import Oracle
from tests.data.measures.oracle_tables import CATEGORY, LIMITS, STEPS

LIFECYCLES = ("micro_wishes", "demands", "projects")
PERIOD = "2024-05..2025-02"
AREAS = ("", "02", "0101", "030201")


OPEN = {"micro_wishes": "wish_open_count"}


def is_held_back(answers: Answers, ledger: str, found: pd.DataFrame) -> bool:
    """Whether nothing is told because it would be about one or two items of one grid; test_hiding says when."""
    if not found.empty or ledger not in OPEN:
        return False
    return answers.hides(ledger) or answers.figure(OPEN[ledger]).state == "hide"


def items_of(oracle: Oracle, ledger: str, grid: str, only: dict[str, list[str]] | None = None) -> list[dict]:
    start, end = PERIOD.split("..")
    return oracle.within(oracle.rows(ledger, grid, only), STEPS[ledger][0], start, end).to_dict("records")


@pytest.mark.parametrize("grid", AREAS)
@pytest.mark.parametrize("ledger", LIFECYCLES)
def test_funnel(store: Reader, oracle: Oracle, ledger: str, grid: str) -> None:
    items = items_of(oracle, ledger, grid)
    answers = ask(store, PERIOD, grid)
    funnel = answers.funnel(ledger)
    if is_held_back(answers, ledger, funnel):
        return
    steps = STEPS[ledger]
    assert funnel["n"].tolist() == [
        sum(oracle.come(ledger, i, oracle.as_of) >= k for i in items) for k in range(len(steps))
    ]
    for k in range(1, len(steps)):
        before, step = steps[k - 1], steps[k]
        days = pd.Series([(i[step] - i[before]).days for i in items if i[step] and i[before]], dtype="float64")
        assert (funnel["median_days"][k], funnel["p90_days"][k]) == pytest.approx(
            (days.quantile(0.5), days.quantile(0.9)), nan_ok=True
        )


@pytest.mark.parametrize("grid", AREAS)
@pytest.mark.parametrize("ledger", LIFECYCLES)
def test_cohorts(store: Reader, oracle: Oracle, ledger: str, grid: str) -> None:
    step = 1
    answers = ask(store, PERIOD, grid)
    cohorts = answers.cohorts(ledger, LEDGERS[ledger].stages[step].code).set_index("month")
    if is_held_back(answers, ledger, cohorts):
        return
    expected: dict[str, Counter] = {month: Counter() for month in cohorts.index}
    for item in items_of(oracle, ledger, grid):
        if oracle.come(ledger, item, oracle.as_of) >= step:
            fate = "reached"
        elif not oracle.is_open(ledger, item, oracle.as_of):
            fate = "exited"
        else:
            fate = "waiting" if oracle.is_overdue(ledger, item, oracle.as_of) else "not_due"
        expected[f"{item[STEPS[ledger][0]]:%Y-%m}"].update([fate, "opened"])
    for month, counts in expected.items():
        found = {name: cohorts.loc[month, name] for name in ("opened", "reached", "exited", "waiting", "not_due")}
        assert found == {name: counts[name] for name in found}, month


@pytest.mark.parametrize("period", (PERIOD, "2025-03", "2025-01..2025-12"))
@pytest.mark.parametrize("grid", AREAS)
@pytest.mark.parametrize("ledger", LIFECYCLES)
def test_backlog_on_the_last_day(store: Reader, oracle: Oracle, ledger: str, grid: str, period: str) -> None:
    day = {"2025-02": pd.Timestamp("2025-02-28").date()}.get(period.rpartition("..")[2], oracle.as_of)
    open_items = [i for i in oracle.rows(ledger, grid).to_dict("records") if oracle.is_open(ledger, i, day)]
    ages = Counter(bucket((day - item[STEPS[ledger][0]]).days) for item in open_items)
    late = Counter(bucket((day - i[STEPS[ledger][0]]).days) for i in open_items if oracle.is_overdue(ledger, i, day))
    found = ask(store, period, grid).backlog(ledger).set_index("bucket")
    assert found["n"].to_dict() == {name: ages[name] for name in found.index}
    assert found["overdue_n"].to_dict() == {name: late[name] for name in found.index}


def bucket(age: int) -> str:
    for last, name in ((7, "0-7"), (15, "8-15"), (30, "16-30"), (60, "31-60"), (90, "61-90")):
        if age <= last:
            return name
    return "91+"


@pytest.mark.parametrize("grid", AREAS)
@pytest.mark.parametrize("ledger", LIFECYCLES)
def test_waiting(store: Reader, oracle: Oracle, ledger: str, grid: str) -> None:
    declared = LEDGERS[ledger]
    chosen = list(declared.field(CATEGORY[ledger]).codes[:3])
    rows = oracle.rows(ledger, grid, {CATEGORY[ledger]: chosen}).to_dict("records")
    still = [item for item in rows if oracle.is_open(ledger, item, oracle.as_of)]
    still.sort(key=lambda item: (item[declared.opened_field], item[declared.id_field]))
    answers = ask(store, PERIOD, grid, **{ledger: chosen})
    found = answers.waiting(ledger, 15)
    if is_held_back(answers, ledger, found):
        return
    assert found["item_code"].tolist() == [item[declared.id_field] for item in still[:15]]
    for row, item in zip(found.itertuples(), still, strict=False):
        assert row.waited_days == (oracle.as_of - item[declared.opened_field]).days
        assert (row.over_days > 0) == oracle.is_overdue(ledger, item, oracle.as_of)
        come = oracle.come(ledger, item, oracle.as_of)
        assert row.stage_label == declared.stages[come].label
        limit = next((days for days in LIMITS[ledger][come + 1 :] if days is not None), None)
        if limit is not None and not item.get("due_on"):
            assert row.limit_days == limit
        assert row.in_stage_days == (oracle.as_of - item[STEPS[ledger][come]]).days


@pytest.mark.parametrize("grid", ("", "0102"))
def test_flows_give_out_what_they_take_in(store: Reader, oracle: Oracle, grid: str) -> None:
    flows = ask(store, PERIOD, grid).flows()
    items = items_of(oracle, "demands", grid)
    categories = set(LEDGERS["demands"].field("demand_category").codes)
    assert flows[flows["source"].isin(categories)]["n"].sum() == len(items)
    for node in ("协商清单", "项目清单"):
        assert flows[flows["target"] == node]["n"].sum() == flows[flows["source"] == node]["n"].sum()
    inflow, outflow = flows.groupby("target")["n"].sum(), flows.groupby("source")["n"].sum()
    ends = inflow.drop(labels=[node for node in outflow.index if node in inflow.index])
    assert ends.sum() == len(items)
    come = [oracle.come("demands", item, oracle.as_of) for item in items]
    assert inflow["协商清单"] == sum(k >= 1 for k in come)
    assert inflow["项目清单"] == sum(k >= 2 for k in come)
    assert inflow["治理清单"] == sum(k >= 4 for k in come)


@pytest.mark.parametrize("chosen", ([], ["环境整治", "助老助残"]))
@pytest.mark.parametrize("grid", AREAS)
@pytest.mark.parametrize(("code", "field"), [("event_count", ""), ("service_hours", "service_hours")])
def test_daily(store: Reader, oracle: Oracle, code: str, field: str, grid: str, chosen: list[str]) -> None:
    daily = ask(store, "2024-02", grid, volunteer_events=chosen).daily(code)
    assert len(daily) == 29
    rows = oracle.rows("volunteer_events", grid, {"event_type": chosen} if chosen else None)
    for row in daily.itertuples():
        mine = rows[rows["held_on"] == row.day]
        expected = pd.to_numeric(mine[field]).sum() if field else len(mine)
        assert row.value == pytest.approx(expected)


def test_daily_refuses_what_cannot_be_added(store: Reader) -> None:
    with pytest.raises(UnknownMeasureError, match="不能按日"):
        ask(store, PERIOD).daily("active_team_count")


@pytest.mark.parametrize("grid", ("", "03", "0303"))
def test_silent_grids(store: Reader, oracle: Oracle, grid: str) -> None:
    events = oracle.rows("volunteer_events", grid)
    busy = set(oracle.within(events, "held_on", "2025-01", "2025-01")["grid_code"])
    silent = ask(store, "2025-01", grid).silent_grids()
    leaves = [code for code in oracle.grids["grid_code"] if len(code) == 6 and code.startswith(grid)]
    assert sorted(silent["grid_code"]) == sorted(set(leaves) - busy)
    for row in silent.itertuples():
        past = [day for day in events[events["grid_code"] == row.grid_code]["held_on"] if f"{day:%Y-%m}" <= "2025-01"]
        assert row.last_on == max(past, default=None)
        if past:
            assert row.silent_days == (pd.Timestamp("2025-01-31").date() - max(past)).days


def test_money(store: Reader, oracle: Oracle) -> None:
    start, end = PERIOD.split("..")
    money = ask(store, PERIOD, "01").money().set_index("category")
    for category, row in money.iterrows():
        only = {"project_category": [str(category)]}
        assert row["n"] == oracle.value("project_filed_count", start, end, "01", only)[0]
        for name in ("budget_yuan", "own_funds_yuan", "quoted_yuan", "final_yuan", "saved_yuan"):
            assert row[name] == pytest.approx(oracle.value(f"project_{name}", start, end, "01", only)[0])
