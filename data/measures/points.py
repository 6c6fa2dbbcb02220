"""Points of teams and groups: what they hold at a day, and how much of what was earned is redeemed."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from data.ledgers.points import EARNED, EXPIRED, REDEEMED
from data.measures.model import Measure
from data.measures.parts import Parts
from data.measures.points_fields import BALANCE, REDEMPTION, SOON_DAYS
from data.measures.query import Context, Where
from data.measures.registers import end_day, register_table
from data.measures.scope import Period

SIGNED = f"CASE category WHEN '{EARNED}' THEN points WHEN '{REDEEMED}' THEN -points WHEN '{EXPIRED}' THEN -points END"


def point_parts(context: Context, measure: Measure, by: str) -> Parts:
    """What is held, or runs out soon, at the end of the period, by month of each; or the rate of the period's entries."""
    if measure.field == REDEMPTION:
        return _redemption(context, measure, by)
    held = _balance if measure.field == BALANCE else _expiring
    if by != "month":
        return held(context, by)
    months = [month for month in context.scope.period.months if month <= f"{context.as_of:%Y-%m}"]
    found = [held(context.narrowed(context.scope.with_period(Period(m, m))), "").aligned([""]) for m in months]
    return Parts(months, {name: [getattr(part, name)[0] for part in found] for name in ("value", "base")})


def _balance(context: Context, by: str) -> Parts:
    """All that was ever earned, less what was redeemed and what expired, up to the end of a month."""
    where = context.area().add("month <= ?", context.stock_month)
    key = _placed(context, where, by)
    table = _entries(context, by)
    columns = f"{key} AS key, sum({SIGNED})::DOUBLE AS value, sum(n)::DOUBLE AS n"
    found = context.arrays(columns, table, where, "GROUP BY key ORDER BY key")
    return Parts([str(name) for name in found["key"]], {"value": _floats(found["value"]), "base": _floats(found["n"])})


def _expiring(context: Context, by: str) -> Parts:
    """What runs out within the next weeks: each group spends its oldest points first, so the newest are what it holds."""
    day = end_day(context, context.scope.period)
    where = context.area().add("entered_on <= ?", day)
    key = {"actor": "group_name", "group_kind": "group_kind"}.get(by, context.key_sql(by))
    if by.startswith("grid"):
        where.add(f"{key} <> ''")
    signed = SIGNED.replace("category", "entry_kind")
    later = f"entry_kind = '{EARNED}' AND (expires_on IS NULL OR expires_on > ?)"
    where.values.insert(0, day + timedelta(days=SOON_DAYS))
    columns = (
        f"{key} AS key, group_name AS one, "
        f"greatest(coalesce(sum({signed}), 0) - coalesce(sum(points) FILTER ({later}), 0), 0)::DOUBLE AS value, "
        "count(*)::DOUBLE AS n"
    )
    found = context.arrays(
        columns, register_table(context.ledger("points")), where, "GROUP BY key, one ORDER BY key, one"
    )
    keys, places = np.unique(found["key"].astype(str), return_inverse=True)
    value, base = (np.bincount(places, _floats(found[name]), len(keys)) for name in ("value", "n"))
    return Parts([str(name) for name in keys], {"value": value, "base": base})


def _redemption(context: Context, measure: Measure, by: str) -> Parts:
    where = context.area().between("month", context.scope.period)
    key = _placed(context, where, by)
    table = _entries(context, by)
    columns = (
        f"{key} AS key, sum(points) FILTER (category = '{REDEEMED}')::DOUBLE AS above, "
        f"sum(points) FILTER (category = '{EARNED}')::DOUBLE AS below"
    )
    found = context.arrays(columns, table, where, "GROUP BY key ORDER BY key")
    above, below = _floats(found["above"]), _floats(found["below"])
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(below > 0, above * (100 if measure.is_share else 1) / below, np.nan)
    keys = [str(name) for name in found["key"]]
    return Parts(keys, {"numerator": above, "denominator": below, "value": value, "base": below})


def _entries(context: Context, by: str) -> str:
    """Entries by month and kind; by group from the ledger's own rows, as team marts know no kind."""
    if by != "actor":
        return context.mart("stage_month", "points", by)
    return (
        "(SELECT *, strftime(entered_on, '%Y-%m') AS month, entry_kind AS category, group_name AS actor, 1 AS n "  # noqa: S608
        f"FROM {register_table(context.ledger('points'))})"
    )


def _placed(context: Context, where: Where, by: str) -> str:
    key = context.key_sql(by)
    if by.startswith("grid") or by == "actor":
        where.add(f"{key} <> ''")
    return key


def _floats(values: np.ndarray) -> np.ndarray:
    return np.nan_to_num(np.ma.filled(values.astype("float64"), np.nan))
