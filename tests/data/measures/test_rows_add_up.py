"""The rows behind every figure come to the figure: each measure over several scopes, each kind by each breakdown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.measures.answers import Answers
from data.measures.model import Figure
from data.measures.registry import MEASURES, breakdowns
from data.measures.scope import Period, Scope
from data.store.reader import Reader, open_store
from tests.data.measures.oracle_tables import CATEGORY

STAGED = [code for code in MEASURES if MEASURES[code].ledger in CATEGORY and MEASURES[code].ledger != "grids"]
"""Measures of the random store's ledgers; the demo district has the others."""
OTHERS = [code for code in MEASURES if code not in STAGED]
RANDOM_SCOPES = (Scope(Period("2024-07", "2025-03")), Scope(Period("2023-11", "2024-08"), "01"))
BROKEN_DOWN = list(
    {
        (MEASURES[code].kind, MEASURES[code].cohort, by): (code, by) for code in STAGED for by in breakdowns(code)
    }.values()
)
"""One measure of each kind for each breakdown."""


def wrong(answers: Answers, figure: Figure, by: str = "", key: str = "") -> Iterator[str]:
    """What the rows of each side come to, where that is not the figure; and figures that open to nothing."""
    desk, code = answers.passports, figure.measure.code
    found = {one.side: one for one in desk.selections(code, by, key)}
    if not found and (figure.value or figure.denominator) and not desk.passport(code, by, key).is_held_back:
        yield f"{code} {by} {key} opens to nothing"
    amounts = {side: desk.amount(one) or 0 for side, one in found.items()}
    above, below = figure.numerator or 0, figure.denominator or 0
    expected = {"value": figure.value or 0, "numerator": above, "denominator": below, "rest": below - above}
    for side, amount in amounts.items():
        came_to = max(amounts["denominator"] - amount, 0) if found[side].adds == "part" else amount
        if not math.isclose(came_to, expected[side], rel_tol=1e-9, abs_tol=1e-6):
            yield f"{code} {by} {key} {side}: {came_to} instead of {expected[side]}"


@pytest.mark.parametrize("scope", RANDOM_SCOPES, ids=["district", "subdistrict"])
def test_items_with_stages(store: Reader, scope: Scope) -> None:
    answers = Answers(store, scope)
    assert not [what for code in STAGED for what in wrong(answers, answers.figure(code))]


def test_one_month_grid_category_or_team(store: Reader) -> None:
    """The last row of a breakdown that stands on anything opens to its own rows."""
    answers = Answers(store, RANDOM_SCOPES[0])
    found: list[str] = []
    for code, by in BROKEN_DOWN:
        rows = answers.rows(code, by)
        known = rows.loc[(rows["value"].fillna(0) > 0) & (rows["state"] == "value"), "key"]
        for key in known.tail(1):
            found += wrong(answers, answers.passports.passport(code, by, key).figure, by, key)
    assert not found


def test_registers_lists_and_the_net(demo_home: Path) -> None:
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    found: list[str] = []
    for code in OTHERS:
        figure = answers.figure(code)
        if MEASURES[code].kind != "quality":
            found += wrong(answers, figure)
            continue
        sums = {one.side: float(one.frame["n"].sum()) for one in answers.passports.lines(code)}
        found += [f"{code} {side}: {n}" for side, n in sums.items() if n != (getattr(figure, side) or 0)]
    assert not found
