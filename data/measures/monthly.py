"""Columns by month, asked once for all months there are: another period of the same area needs no query.

For what adds up over months; as many rows as there are months and stages.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from data.measures.grouped import Columns
from data.measures.query import Context, Where
from data.store.reader import Reader


def by_month(context: Context, columns: str, table: str, where: Where, *more: str) -> Columns:
    """Columns by month (and more) of the scope's period, the month first as ``key``.

    Args:
        context: version and scope.
        columns: aggregates.
        table: a mart with a column ``month``.
        where: conditions besides the period; gets one more.
        more: further columns to group by.
    """
    where.add("month <> ''")
    names = ", ".join(("month", *more))
    asked = ", ".join(("month AS key", *more, columns))
    sql = f"SELECT {asked} FROM {table} WHERE {where} GROUP BY {names} ORDER BY {names}"  # noqa: S608  (names are ours)
    found = _every_month(context.store, sql, tuple(where.values))
    period = context.scope.period
    inside = (found["key"] >= period.start) & (found["key"] <= period.end)
    return {name: values[inside] for name, values in found.items()}


def added_up(found: Columns, *names: str) -> Columns:
    """The named columns over all months as one row with an empty key; no row where there is none to add."""
    if not len(found["key"]):
        return found
    key = np.array([""], dtype=object)
    # of columns in which something is missing, the sum of what is known, as in SQL
    return {"key": key, **{name: found[name].sum(keepdims=True) for name in names}}


@lru_cache(maxsize=256)
def _every_month(store: Reader, sql: str, values: tuple[Any, ...]) -> Columns:
    found = store.arrays(sql, values)
    for column in found.values():
        column.setflags(write=False)
    return found
