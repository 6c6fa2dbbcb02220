"""Whether the rows behind a figure can be relied on: are months missing, did rows come late, were rows refused."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from data.ledgers import ACTIVITY_LEDGERS
from data.measures.query import Context
from data.passport.model import QualityMark
from data.quality.areas import first_level, within
from data.quality.arrival import arrivals_of
from data.quality.reporting import reporting_of
from data.store.reader import Reader


def quality_mark(context: Context, ledger: str) -> QualityMark:
    """The mark of a ledger within the scope's period and area; refused rows are known for the whole version only."""
    store = context.store
    summary = store.manifest.ledgers.get(ledger)
    refused, stored = _refused(store).get(ledger, 0), summary.rows if summary else 0
    if ledger not in ACTIVITY_LEDGERS or not context.has(ledger):
        return QualityMark(None, None, None, None, refused, stored)
    rows = within(context, arrivals_of(store, ledger))
    late, judged = (int(rows["late"].sum()), int(rows["n"].sum())) if len(rows) else (0, 0)
    return QualityMark(*_months(context, ledger), late, judged, refused, stored)


def _months(context: Context, ledger: str) -> tuple[int, int]:
    """Months × first-level areas that should have come, and those of them that are silent."""
    table, period = reporting_of(context.store, ledger), context.scope.period
    inside = first_level(context)
    states = table.states(ledger)[np.isin(table.areas, list(inside))]
    states = states[:, [period.start <= month <= period.end for month in table.months]]
    return int(np.isin(states.astype(str), ("value", "zero", "silent")).sum()), int((states == "silent").sum())


@lru_cache(maxsize=4)
def _refused(store: Reader) -> dict[str, int]:
    rows = store.query("SELECT coalesce(ledger, '') AS ledger, count(*)::BIGINT AS n FROM quarantine GROUP BY 1")
    return {str(name): int(n) for name, n in rows.itertuples(index=False)}
