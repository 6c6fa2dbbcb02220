"""The rules over one version: how many rows each finds, by ledger and grid."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

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
            f"SELECT '{code}' AS code, ledger, grid_code, count(*)::BIGINT AS n FROM ({sql}) GROUP BY ALL"  # noqa: S608  (our own names)
        )
        for code, sql in _queries(store).items()
    ]
    empty = pd.DataFrame({"code": [], "ledger": [], "grid_code": []}, dtype="str").assign(n=pd.Series(dtype="int64"))
    return pd.concat([part for part in parts if len(part)] or [empty], ignore_index=True)


def looked_at(store: Reader) -> frozenset[str]:
    """Codes of the rules that had something to look at in the version."""
    return frozenset(_queries(store))


def rule_query(store: Reader, code: str) -> str:
    """The SELECT of a rule over the version, in ``HIT_COLUMNS``; "" where it has nothing to look at."""
    return _queries(store).get(code, "")


@lru_cache(maxsize=4)
def published_differing(store: Reader) -> pd.DataFrame | None:
    """Published figures the ledgers disagree with: columns text, published, counted, why; None without any published.

    Computed once a version.
    """
    # what is published is compared through measures, which know this package
    from data.figures.compare import compared
    from data.figures.model import published

    known = published(store.district.profile.name)
    if known is None:
        return None
    rows = [row for row in compared(store, known) if row.agrees == "no"]
    told = [(row.figure.text, row.figure.value, row.counted, row.why) for row in rows]
    return pd.DataFrame(told, columns=["text", "published", "counted", "why"])


@lru_cache(maxsize=4)
def _queries(store: Reader) -> dict[str, str]:
    """Rule → its SELECT, for the rules that have something to look at."""
    written = {code: rule.query(store) for code, rule in RULES.items()}
    return {code: sql for code, sql in written.items() if sql}
