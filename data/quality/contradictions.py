"""The rules over one version: how many rows each finds, by grid, and the rows themselves a page at a time."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from data.quality.model import HIT_COLUMNS
from data.quality.rules import RULES
from data.store.reader import Reader

PUBLISHED = "published_differs"
"""Code of the one finding that does not come from rows: published figures the ledgers disagree with."""


@lru_cache(maxsize=4)
def counted(store: Reader) -> pd.DataFrame:
    """Hits of every rule by ledger and grid. Computed once a version; never change the frame.

    Columns code, ledger, grid_code, n. A rule that had nothing to look at has no row here and is not in
    :func:`looked_at`.
    """
    parts = [
        store.query(
            f"SELECT '{code}' AS code, ledger, grid_code, count(*)::BIGINT AS n FROM ({sql}) GROUP BY ALL"  # noqa: S608
        )
        for code, sql in _queries(store).items()
    ]
    empty = pd.DataFrame({"code": [], "ledger": [], "grid_code": []}, dtype="str").assign(n=pd.Series(dtype="int64"))
    return pd.concat([part for part in parts if len(part)] or [empty], ignore_index=True)


def looked_at(store: Reader) -> frozenset[str]:
    """Codes of the rules that had something to look at in the version."""
    return frozenset(_queries(store))


def hit_rows(
    store: Reader, code: str, grids: list[str] | None, without: list[str], limit: int, offset: int
) -> pd.DataFrame:
    """Rows a rule found, in the order of ledger, number and place in the file.

    Args:
        store: the version.
        code: of the rule.
        grids: only rows of these grids; None = all, those without a grid included.
        without: ledgers whose rows may not be listed here.
        limit: rows on one page.
        offset: rows before it.
    """
    sql = _queries(store).get(code)
    if sql is None:
        return pd.DataFrame(columns=list(HIT_COLUMNS))
    inside = "true" if grids is None else "list_contains($grids, grid_code)"
    given = {"without": without} | ({} if grids is None else {"grids": grids})
    return store.query(
        f"SELECT {', '.join(HIT_COLUMNS)} FROM ({sql}) WHERE {inside} AND NOT list_contains($without, ledger) "  # noqa: S608
        f"ORDER BY ledger, key, source_row LIMIT {int(limit)} OFFSET {int(offset)}",
        given,
    )


@lru_cache(maxsize=4)
def _queries(store: Reader) -> dict[str, str]:
    """Rule → its SELECT, for the rules that have something to look at."""
    written = {code: rule.query(store) for code, rule in RULES.items()}
    return {code: sql for code, sql in written.items() if sql}
