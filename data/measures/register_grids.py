"""Grids held against a register: in how many there is a row of it, and in how many there is none.

Only rows that stand in a grid itself count for it: a community's branch does not cover each of its grids.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np

from data.measures.model import Condition, Measure
from data.measures.parts import Parts
from data.measures.query import Context, Where
from data.measures.registers import by_month, end_day, narrow, register_table, standing

WITHOUT, REST = "without", "rest"
"""As a measure's field: grids without such a row; grids with such a row but none of the narrower sort."""


def register_grids(context: Context, measure: Measure, by: str) -> Parts:
    """Grids of a level that exist on a day by whether the register has a row standing there then."""
    if by == "month":
        return by_month(context, lambda day: _at(context, measure, "", day))
    return _at(context, measure, by, end_day(context, context.scope.period))


def _at(context: Context, measure: Measure, by: str, day: date) -> Parts:
    net = context.net
    level = min(measure.grid_level or net.depth, net.depth)
    if not level:
        return Parts([])
    active = net.active(context.scope.grid_code, day, level)
    grids = net.keys("grid_code")[active]
    reached = standing_in(context, measure.ledger, measure.where, level, day)
    if measure.field == REST:
        reached -= standing_in(context, measure.ledger, measure.above, level, day)
    keys = net.keys(context.key_column(by))[active] if by.startswith("grid") else np.full(len(grids), "", dtype=object)
    total = Counter(str(key) for key in keys if key or not by)
    hit = Counter(str(key) for key, grid in zip(keys, grids, strict=True) if grid in reached)
    names = list(total) or [""]
    base = np.array([total[name] for name in names], dtype="float64")
    found = np.array([hit[name] for name in names], dtype="float64")
    if measure.is_rate:
        value = np.where(base > 0, found * 100 / np.maximum(base, 1), np.nan)
        return Parts(names, {"numerator": found, "denominator": base, "value": value, "base": base})
    counted = base - found if measure.field == WITHOUT else found
    return Parts(names, {"value": np.where(base > 0, counted, np.nan), "base": base})


def standing_in(
    context: Context, ledger_name: str, conditions: tuple[Condition, ...], level: int, day: date
) -> set[str]:
    """Grids of a level that a row of a register stands in directly on a day.

    Args:
        context: version and scope; neither its area nor its categories narrow the register.
        ledger_name: the register.
        conditions: on the rows.
        level: of the grids.
        day: on which the rows stand.
    """
    if not context.has(ledger_name):
        return set()
    ledger = context.ledger(ledger_name)
    where = narrow(standing(Where(), ledger, day), conditions, day).add(f"g{level} <> ''")
    if level < 3:
        where.add(f"g{level + 1} = ''")
    found = context.arrays(f"DISTINCT g{level} AS grid", register_table(ledger), where)
    heirs = context.net.lineage.heirs(day)
    return {heirs.get(str(code), str(code)) for code in found["grid"]}
