"""Measures of items with a due date: what became of those due in the period, and what is due next."""

from __future__ import annotations

import numpy as np

from data.measures.grouped import floats, grouped, rate
from data.measures.model import Measure
from data.measures.outcomes import BASE, OUTCOMES
from data.measures.parts import Floats, Parts
from data.measures.query import Context
from data.measures.workdays import after


def _outcomes(context: Context, measure: Measure, by: str) -> tuple[list[str], dict[str, Floats]]:
    """Items due in the period by what became of them; all outcomes at once, as a page asks for most of them."""
    where = context.where(measure.ledger).between("month", context.scope.period)
    wanted = dict.fromkeys([*BASE, *measure.field.split("+")])
    counts = [f"coalesce(sum(n) FILTER (outcome = '{name}'), 0)::BIGINT AS {name}" for name in OUTCOMES]
    table = context.mart("due_actor" if by == "actor" else "due", measure.ledger, by)
    found = grouped(context, ", ".join(counts), table, where, by)
    return list(found["key"]), {name: floats(found[name]) for name in wanted}


def due_count(context: Context, measure: Measure, by: str) -> Parts:
    """Items with the measure's outcomes."""
    keys, found = _outcomes(context, measure, by)
    counts = np.sum([found[name] for name in measure.field.split("+")], axis=0)
    return Parts(keys, {"value": counts, "base": counts})


def due_rate(context: Context, measure: Measure, by: str) -> Parts:
    """The share of 应结 less 缓办 with the measure's outcomes."""
    keys, found = _outcomes(context, measure, by)
    below = np.sum([found[name] for name in BASE], axis=0)
    return rate(measure, keys, np.sum([found[name] for name in measure.field.split("+")], axis=0), below, below)


def due_soon(context: Context, measure: Measure, by: str) -> Parts:
    """Open items due from the as-of day to so many working days after it, whatever the period."""
    last = after(context.as_of, int(measure.field))
    where = context.where(measure.ledger).add("day BETWEEN ? AND ?", context.as_of, last)
    table = context.mart("open_due", measure.ledger, by)
    found = grouped(context, "sum(n)::BIGINT AS n", table, where, by)
    counts = floats(found["n"])
    return Parts(found["key"], {"value": counts, "base": counts})
