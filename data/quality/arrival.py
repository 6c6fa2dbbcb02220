"""How late rows came: the import that brought a row against the end of the month it speaks of.

History that was typed in at once says nothing about how quickly a district reports: only months that ended on or
after the day of a ledger's first import are judged. A corrected row counts by the import that corrected it, as
older contents are not kept.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from data.ledgers import ACTIVITY_LEDGERS
from data.measures.scope import Period, month_index
from data.store.reader import Reader

LATE_DAYS = 10
"""A row is late when its import came more than this many days after the end of its month."""
COLUMNS = ("ledger", "month", "g1", "g2", "g3", "n", "late")


@lru_cache(maxsize=4)
def arrivals(store: Reader) -> pd.DataFrame:
    """Rows that can be judged and those of them that came late, by ledger, month and grids. Never change the frame."""
    parts = [part for name in ACTIVITY_LEDGERS if store.has_rows(name) and len(part := arrivals_of(store, name))]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))


@lru_cache(maxsize=64)
def arrivals_of(store: Reader, name: str) -> pd.DataFrame:
    """:func:`arrivals` of one ledger; empty where none can be judged. Never change the frame."""
    came = days_of_import(store)
    days = _days(store, name)
    if not days:
        return pd.DataFrame()
    ledger = store.ledger(name)
    first_month = min(days).replace(day=1)
    rows = store.query(
        f"SELECT date_trunc('month', r.{ledger.opened_field})::DATE AS day, import_id, coalesce(g1, '') AS g1, "  # noqa: S608  (our own names)
        f"coalesce(g2, '') AS g2, coalesce(g3, '') AS g3, count(*)::BIGINT AS n FROM {name} r "
        f"LEFT JOIN grid_tree t ON r.{ledger.grid_field} = t.grid_code "
        f"WHERE r.{ledger.opened_field} >= ? GROUP BY ALL",
        [first_month],
    )
    if rows.empty:
        return rows
    rows["month"] = pd.to_datetime(rows["day"]).dt.strftime("%Y-%m")
    rows["late"] = [
        n if came.get(import_id, date.max) > month_end(month) + timedelta(days=LATE_DAYS) else 0
        for import_id, month, n in zip(rows["import_id"], rows["month"], rows["n"], strict=True)
    ]
    keys = ["month", "g1", "g2", "g3"]
    return rows.groupby(keys, as_index=False)[["n", "late"]].sum().assign(ledger=name).loc[:, list(COLUMNS)]


def days_of_import(store: Reader) -> dict[str, date]:
    """Import → the day it came; imports of which nothing is known are absent."""
    return {
        source.import_id: date.fromisoformat(source.imported_at[:10])
        for source in store.manifest.sources
        if source.imported_at
    }


def _days(store: Reader, ledger: str) -> list[date]:
    """The days on which a ledger was imported, as far as they are known."""
    came = days_of_import(store)
    return [
        came[source.import_id]
        for source in store.manifest.sources
        if source.ledger == ledger and source.import_id in came
    ]


def month_end(month: str) -> date:
    """The last day of a month."""
    return Period(month, month).last_day


def first_judged(store: Reader, ledger: str) -> str:
    """The first month of a ledger that can be judged; empty when nothing is known of its imports."""
    days = _days(store, ledger)
    return f"{min(days):%Y-%m}" if days else ""


def late_rows_condition(store: Reader, ledger: str) -> tuple[str, list[object]]:
    """Late rows of a ledger as a condition on it (columns of the ledger, alias ``r``) with its values."""
    field = store.ledger(ledger).opened_field
    first = first_judged(store, ledger)
    if not first:
        return "false", []
    by_limit: dict[str, list[str]] = {}
    for import_id, day in days_of_import(store).items():
        by_limit.setdefault(_late_before(day), []).append(import_id)
    tests, values = [], []
    for month, imports in by_limit.items():
        tests.append(f"(list_contains(?, r.import_id) AND r.{field} < ?)")
        values += [imports, Period(month, month).first_day]
    return f"r.{field} >= ? AND ({' OR '.join(tests)})", [Period(first, first).first_day, *values]


def _late_before(day: date) -> str:
    """Rows of months before this one are late when they come on the day."""
    month = f"{day:%Y-%m}"
    while month_end(month) + timedelta(days=LATE_DAYS) >= day:
        index = month_index(month) - 1
        month = f"{index // 12:04d}-{index % 12 + 1:02d}"
    following = month_index(month) + 1
    return f"{following // 12:04d}-{following % 12 + 1:02d}"
