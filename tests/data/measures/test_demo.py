"""Every measure on the demo district equals plain pandas over the stored rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.ledgers import ACTIVITY_LEDGERS
from data.measures.registry import MEASURES
from data.store.reader import Reader, open_store
from tests.data.measures.conftest import ask
from tests.data.measures.oracle import Oracle
from tests.data.measures.test_against_pandas import CODES, expect, never_heard_of, same

PERIODS = ("2025-01..2025-06", "2024-07..2025-06")
BY_LISTS = (
    "report_due_soon_count",
    "idle_resource_count",
    "resource_use_rate_pct",
    "supply_gap_pct",
    "pairing_community_count",
)
"""What the oracle knows of its own random rows only; test_supply_lists does the demo's."""
KNOWN = [code for code in CODES if code not in BY_LISTS]


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Reader:
    return open_store(demo_home)


@pytest.fixture(scope="module")
def demo_oracle(demo: Reader) -> Oracle:
    frames = {name: pd.read_parquet(demo.files(name)) for name in ACTIVITY_LEDGERS}
    changes = pd.read_parquet(demo.files("grid_changes"))
    return Oracle(frames, pd.read_parquet(demo.files("grids")), demo.as_of, changes)


def areas(demo: Reader) -> list[str]:
    """The district and, of each level, the middle grid."""
    grids = demo.query("SELECT grid_code, level FROM grids ORDER BY grid_code")
    by_level = [grids.loc[grids["level"] == level, "grid_code"].tolist() for level in (1, 2, 3)]
    return ["", *(codes[len(codes) // 2] for codes in by_level)]


@pytest.mark.parametrize("code", KNOWN)
def test_figures(demo: Reader, demo_oracle: Oracle, code: str) -> None:
    for grid in areas(demo):
        for period in PERIODS:
            figure = ask(demo, period, grid).figure(code)
            if figure.state == "hide":
                assert grid == areas(demo)[-1] and MEASURES[code].ledger == "micro_wishes"
                continue
            value, above, below = expect(demo_oracle, code, period, grid, {})
            value = None if never_heard_of(demo_oracle, code, period, grid) else value
            assert same(figure.value, value), (grid, period, figure, value)
            assert same(figure.numerator, above)
            assert same(figure.denominator, below)


@pytest.mark.parametrize("code", KNOWN)
def test_children_and_months(demo: Reader, demo_oracle: Oracle, code: str) -> None:
    for row in ask(demo, PERIODS[0]).rows(code, "grid").iloc[::4].itertuples():
        value, above, below = expect(demo_oracle, code, PERIODS[0], row.key, {})
        value = None if never_heard_of(demo_oracle, code, PERIODS[0], row.key) else value
        assert same(row.value, value), (row, value)
        assert same(row.numerator, above)
        assert same(row.denominator, below)
    for row in ask(demo, PERIODS[0]).rows(code, "month").iloc[::2].itertuples():
        value, above, below = expect(demo_oracle, code, row.key, "", {})
        assert same(row.value, value), (row, value)
        assert same(row.numerator, above)
        assert same(row.denominator, below)


@pytest.mark.parametrize(
    "code", [code for code in KNOWN if MEASURES[code].kind in ("count", "sum") and MEASURES[code].ledger != "grids"]
)
def test_parts_make_the_whole(demo: Reader, code: str) -> None:
    """What adds up does: months, categories and the rows of level-1 grids (demo items all lie in a known grid)."""
    answers = ask(demo, PERIODS[1])
    whole = answers.figure(code).value
    for by in ("month", "category", "grid1"):
        assert same(answers.rows(code, by)["value"].sum(), whole), by
