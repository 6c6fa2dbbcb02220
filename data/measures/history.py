"""Since when a ledger speaks of a grid: what tells "no record" from "nothing in the period"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.store.reader import Reader


@lru_cache(maxsize=32)
def first_months(store: Reader, ledger: str) -> dict[str, str]:
    """Month of the first item of each grid of any level, and of the district (""); grids without any are absent."""
    if not store.has_rows(ledger):
        return {}
    sql = f"SELECT g1, g2, g3, min(opened_month) AS month FROM mart_stage_month_{ledger} GROUP BY ALL"  # noqa: S608
    first: dict[str, str] = {}
    for *grids, month in store.query(sql).itertuples(index=False, name=None):
        for code in {"", *grids}:
            first[code] = min(month, first.get(code, month))
    return first


def is_known(store: Reader, ledger: str, units: Iterable[Sequence[str]], month: str) -> NDArray[np.bool_]:
    """Whether the ledger has any item of each set of grids ("" = the district) opened by the end of a month."""
    first = first_months(store, ledger)
    return np.array([any(code in first and first[code] <= month for code in codes) for codes in units], dtype=bool)
