"""Supply and demand on random lists: every figure worked out a second time with merges."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.ledgers.resources import SUPPLY_KINDS, USUAL_UNITS
from data.store.reader import Reader
from tests.data.measures.conftest import ask
from tests.data.measures.stores import load, net
from tests.data.measures.supply_rows import AS_OF, demand, match, resource, rows


@pytest.fixture(scope="module")
def lists() -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(5)
    leaves = [code for code in net()["grid_code"] if len(code) == 6]

    def any_day(first: date = date(2024, 6, 1)) -> date:
        return first + timedelta(days=int(rng.integers(0, (AS_OF - first).days + 1)))

    def later(day: date, odds: float) -> date | None:
        found = day + timedelta(days=int(rng.integers(0, 60)))
        return found if rng.random() < odds and found <= AS_OF else None

    frames: dict[str, list[dict[str, object]]] = {name: [] for name in ("resources", "service_demands", "matches")}
    for number in range(160):
        listed = any_day()
        frames["resources"].append(
            resource(
                f"R{number:03d}",
                str(rng.choice(leaves)),
                str(rng.choice(SUPPLY_KINDS)),
                None if rng.random() < 0.05 else int(rng.integers(0, 40)),
                listed,
                provider_kind="企业",
                retired_on=later(listed, 0.1),
                capacity_unit="桶" if rng.random() < 0.05 else None,
            )
        )
    for number in range(120):
        submitted = any_day()
        matched = later(submitted, 0.6)
        gone = None if matched else later(submitted, 0.2)
        frames["service_demands"].append(
            demand(
                f"D{number:03d}",
                str(rng.choice(leaves)),
                str(rng.choice(SUPPLY_KINDS)),
                int(rng.integers(1, 30)),
                submitted,
                matched_on=matched,
                fulfilled_on=later(matched, 0.5) if matched else None,
                exit_reason="撤回" if gone else None,
                exited_on=gone,
            )
        )
    for number in range(140):
        suggested = any_day()
        accepted = later(suggested, 0.7)
        gone = later(accepted or suggested, 0.2)
        frames["matches"].append(
            match(
                f"M{number:03d}",
                f"R{int(rng.integers(0, 160)):03d}",
                f"D{int(rng.integers(0, 120)):03d}",
                int(rng.integers(1, 15)),
                suggested,
                accepted_on=accepted,
                exit_reason="取消" if gone else None,
                exited_on=gone,
            )
        )
    return {name: rows(name, *given) for name, given in frames.items() if given}


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory, lists: dict[str, pd.DataFrame]) -> Reader:
    return load(tmp_path_factory.mktemp("supply") / "home", lists, net(), AS_OF.isoformat())


def on_or_before(values: pd.Series, day: date) -> pd.Series:
    return values.map(lambda value: value is not None and not pd.isna(value) and value <= day).astype(bool)


def told(lists: dict[str, pd.DataFrame], day: date, grid: str) -> pd.DataFrame:
    """One row a kind, worked out with merges: stock, used, left and wanted in the usual unit, unmet items."""
    held = lists["matches"]
    held = held[on_or_before(held["accepted_on"], day) & ~on_or_before(held["exited_on"], day)]
    things, needs = lists["resources"], lists["service_demands"]
    things = things[things["grid_code"].str.startswith(grid) & on_or_before(things["listed_on"], day)]
    things = things[~on_or_before(things["retired_on"], day)]
    taken = held.groupby("resource_code")["match_quantity"].sum()
    left = (things["capacity"].astype(float) - things["resource_code"].map(taken).astype(float).fillna(0)).clip(lower=0)
    things = things.assign(
        left=left.where(things["capacity_unit"].isna()), used=things["resource_code"].isin(taken.index)
    )
    needs = needs[needs["grid_code"].str.startswith(grid) & on_or_before(needs["submitted_on"], day)]
    needs = needs[~on_or_before(needs["fulfilled_on"], day) & ~on_or_before(needs["exited_on"], day)]
    sums = held.groupby("service_demand_code")["match_quantity"].sum()
    served = needs["service_demand_code"].map(sums).astype(float).fillna(0)
    needs = needs.assign(
        wanted=(needs["quantity"].astype(float) - served).clip(lower=0), unmet=~on_or_before(needs["matched_on"], day)
    )
    by_thing, by_need = things.groupby("resource_kind"), needs.groupby("service_demand_kind")
    table = {"stock": by_thing.size(), "used": by_thing["used"].sum(), "left": by_thing["left"].sum()}
    table |= {"wanted": by_need["wanted"].sum(), "unmet": by_need["unmet"].sum()}
    return pd.DataFrame(table).reindex(SUPPLY_KINDS).fillna(0)


@pytest.mark.parametrize("grid", ["", "01", "0202", "030101"])
@pytest.mark.parametrize(("period", "day"), [("2025-03", AS_OF), ("2024-11..2025-01", date(2025, 1, 31))])
def test_figures_agree_with_merges(
    listed: Reader, lists: dict[str, pd.DataFrame], period: str, day: date, grid: str
) -> None:
    answers, table = ask(listed, period, grid), told(lists, day, grid)
    for code, column in (("resource_count", "stock"), ("service_demand_unmet_count", "unmet")):
        assert answers.rows(code, "category").set_index("key")["value"].reindex(SUPPLY_KINDS).fillna(0).tolist() == (
            table[column].tolist()
        ), code
    idle = answers.rows("idle_resource_count", "category").set_index("key")["value"]
    assert idle.reindex(SUPPLY_KINDS).tolist() == (table["stock"] - table["used"]).tolist()
    use = answers.figure("resource_use_rate_pct")
    assert (use.numerator, use.denominator) == (table["used"].sum(), table["stock"].sum())
    gaps = answers.rows("supply_gap_pct", "category").set_index("key").reindex(SUPPLY_KINDS)
    assert gaps["denominator"].tolist() == table["wanted"].tolist()
    short = (table["wanted"] - table["left"]).clip(lower=0)
    assert gaps["numerator"].tolist() == short.tolist()
    assert answers.supply.unmet().shape[0] == table["unmet"].sum()
    assert answers.supply.idle().shape[0] == (table["stock"] - table["used"]).sum()


def test_the_matrix_agrees_with_merges_area_by_area(listed: Reader, lists: dict[str, pd.DataFrame]) -> None:
    frame = ask(listed, "2025-03").supply.gaps()
    assert list(frame["unit"].unique()) == list(dict.fromkeys(USUAL_UNITS.values()))
    for code, cells in frame.groupby("key"):
        table = told(lists, AS_OF, str(code))
        found = cells.set_index("kind").reindex(SUPPLY_KINDS)
        assert found["left"].tolist() == table["left"].tolist()
        assert found["wanted"].tolist() == table["wanted"].tolist()


def test_months_agree_with_single_months(listed: Reader) -> None:
    for code in ("idle_resource_count", "resource_use_rate_pct"):
        by_month = ask(listed, "2024-10..2025-03").rows(code, "month").set_index("key")["value"]
        assert by_month["2024-12"] == ask(listed, "2024-12").figure(code).value
        assert by_month["2025-03"] == ask(listed, "2025-03").figure(code).value
