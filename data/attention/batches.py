"""Batches at the same age: how far items had come by the as-of day, and those of earlier years by that day of theirs.

A batch of last year has had a year more than this year's, so its rate as it stands today says nothing about this
year's. Each earlier batch is therefore counted as it stood the same time after its own month.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pandas as pd

from data.store.reader import Reader

MOST_ROWS = 2_000_000
"""Batches are counted from the rows themselves: a ledger with more of them is left out."""


@lru_cache(maxsize=16)
def batches(store: Reader, ledger: str, from_stage: str, stage: str) -> pd.DataFrame | None:
    """Items that reached a stage, by grid, category and month, and how many had come to a later one.

    Computed once a version; never change the frame.

    Args:
        store: the version.
        ledger: its name.
        from_stage: whose month an item belongs to.
        stage: the later one; one after it counts as well.

    Returns:
        Columns g1, g2, g3, category, month, n, reached_0 (by the as-of day), reached_1 (by the same day a year
        earlier) … as far as the ledger goes back; None for a ledger that is too large.
    """
    summary, declared = store.manifest.ledgers.get(ledger), store.ledger(ledger)
    if summary is None or summary.first is None or summary.rows > MOST_ROWS:
        return None
    codes = [each.code for each in declared.stages]
    began = declared.stages[codes.index(from_stage)].field
    later = ", ".join(f"r.{each.field}" for each in declared.stages[codes.index(stage) :])
    days = _days(store.as_of, summary.first)
    reached = ", ".join(
        f"count(*) FILTER (least({later}) <= DATE '{day}')::BIGINT AS reached_{back}" for back, day in enumerate(days)
    )
    category = f"coalesce(r.{declared.category_field}, '')" if declared.category_field else "''"
    return store.query(
        "SELECT coalesce(t.g1, '') AS g1, coalesce(t.g2, '') AS g2, coalesce(t.g3, '') AS g3, "  # noqa: S608  (our own names)
        f"{category} AS category, strftime(r.{began}, '%Y-%m') AS month, count(*)::BIGINT AS n, {reached} "
        f"FROM {ledger} r LEFT JOIN grid_tree t ON t.grid_code = r.{declared.grid_field} "
        f"WHERE r.{began} <= ? AND r.{declared.opened_field} IS NOT NULL GROUP BY ALL",
        [store.as_of],
    )


def _days(as_of: date, first: date) -> list[date]:
    """The as-of day, and the same day of each earlier year with records."""
    days = [(pd.Timestamp(as_of) - pd.DateOffset(years=back)).date() for back in range(as_of.year - first.year + 1)]
    return [day for day in days if day >= first]
