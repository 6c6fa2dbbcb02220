"""Computing a measure from the marts: for the whole scope, or by one key.

Every computation yields *parts*: one row a key with ``numerator`` and ``denominator`` (rates), ``value``,
``base`` (the items the number stands on, for hiding small ones) and ``pending`` (items of a cohort that
are open and not yet due). Counts add up; rates, quantiles and distinct counts are computed anew for each key.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from data.ledgers import LEDGERS
from data.measures.catalog.lifecycles import OVERDUE_FIELD
from data.measures.model import Measure
from data.measures.query import Context, Where
from data.measures.scope import Period
from data.store.mart_shapes import WITHIN, paired_column

PARTS = ("numerator", "denominator", "value", "base", "pending")
DECIMALS = 6
"""Sums of decimals are rounded here, so that the order of adding never shows."""


def parts(context: Context, measure: Measure, by: str = "") -> pd.DataFrame:
    """The measure over the scope, by a key.

    Args:
        context: version and scope.
        measure: what to compute.
        by: "" for the whole scope, else as ``Answers.rows``.

    Returns:
        Index: the key; columns :data:`PARTS`. Keys without any item are absent.
    """
    if measure.ledger == "grids":
        return _of_grids(context, measure, by)
    if not context.has(measure.ledger):
        return pd.DataFrame(columns=list(PARTS), dtype="float64")
    frame = _KINDS[measure.kind](context, measure, by)
    return frame.reindex(columns=list(PARTS)).astype("float64")


def _key(context: Context, by: str) -> str:
    """The mart column a breakdown groups by."""
    if not by:
        return "''"
    if by.startswith("grid"):
        return context.grid_column(by)
    return by


def _grouped(context: Context, columns: str, table: str, where: Where, by: str) -> pd.DataFrame:
    key = _key(context, by)
    if by.startswith("grid") or by == "actor":
        where.add(f"{key} <> ''")
    return context.select(f"{key} AS key, {columns}", table, where, "GROUP BY 1").set_index("key")


def _by_actor(context: Context, by: str) -> str:
    """The narrower mart of teams, where the question needs grids below level 1."""
    wide = context.area_level <= 1 and (not by.startswith("grid") or context.grid_column(by) == "g1")
    return "actor_month" if wide else "actor_grid_month"


def _reached(context: Context, measure: Measure) -> Where:
    where = context.where(measure.ledger).between("month", context.scope.period)
    return where.add("stage = ?", measure.stage)


def _month_table(context: Context, measure: Measure, by: str) -> str:
    mart = _by_actor(context, by) if by == "actor" else "stage_month"
    return f"mart_{mart}_{measure.ledger}"


def _count(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    table = _month_table(context, measure, by)
    frame = _grouped(context, "sum(n)::BIGINT AS value", table, _reached(context, measure), by)
    return frame.assign(base=frame["value"])


def _sum(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    columns = f"sum({amount(measure)}) AS value, sum(n)::BIGINT AS base"
    frame = _grouped(context, columns, _month_table(context, measure, by), _reached(context, measure), by)
    return frame.assign(value=frame["value"].astype("float64").round(DECIMALS))


def amount(measure: Measure) -> str:
    """The summed column; "a-b" is a difference over the items where both are known."""
    field, _, less = measure.field.partition("-")
    return f"{paired_column(field, less)} - {paired_column(less, field)}" if less else field


def _ratio(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    if measure.cohort:
        return _cohort_ratio(context, measure, by)
    field, _, less = measure.field.partition("-")
    below = f"sum({paired_column(field, less)})" if less else "sum(n)::BIGINT"
    columns = f"sum({amount(measure)}) AS numerator, {below} AS denominator, sum(n)::BIGINT AS base"
    frame = _grouped(context, columns, _month_table(context, measure, by), _reached(context, measure), by)
    frame = frame.astype("float64").round(DECIMALS)
    return frame.assign(value=quotient(frame["numerator"], frame["denominator"], measure))


def quotient(numerator: pd.Series, denominator: pd.Series, measure: Measure) -> pd.Series:
    """Numerator over denominator, in per cent for shares; missing where there is nothing below the line."""
    return numerator * (100 if measure.is_share else 1) / denominator.where(denominator != 0)


def _cohort_ratio(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    ledger = LEDGERS[measure.ledger]
    where = context.where(measure.ledger).between("month", context.scope.period).add("stage = ?", measure.from_stage)
    if measure.stage:
        codes = [stage.code for stage in ledger.stages]
        reached: str = f"furthest >= {codes.index(measure.stage)}"
        values: list[str] = []
    else:
        reached, values = "exit_code = ?", [measure.field]
    columns = (
        f"coalesce(sum(n) FILTER ({reached}), 0)::BIGINT AS numerator, sum(n)::BIGINT AS denominator, "
        f"coalesce(sum(n) FILTER (status = '{WITHIN}'), 0)::BIGINT AS pending"
    )
    where.values[:0] = values
    frame = _grouped(context, columns, f"mart_cohort_{measure.ledger}", where, by)
    value = quotient(frame["numerator"], frame["denominator"], measure)
    return frame.assign(value=value, base=frame["denominator"])


def _distinct(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    table = f"mart_{_by_actor(context, by)}_{measure.ledger}"
    columns = "count(DISTINCT actor)::BIGINT AS value, sum(n)::BIGINT AS base"
    return _grouped(context, columns, table, _reached(context, measure), by)


def _quantile(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    where = context.where(measure.ledger).between("month", context.scope.period)
    where.add("from_stage = ? AND to_stage = ?", measure.from_stage, measure.stage)
    key = _key(context, by)
    if by.startswith("grid"):
        where.add(f"{key} <> ''")
    table = f"mart_dwell_{measure.ledger}"
    counts = context.select(f"{key} AS key, days, sum(n)::BIGINT AS n", table, where, "GROUP BY 1, 2 ORDER BY 1, 2")
    rows = {
        name: {
            "value": histogram_quantile(group["days"], group["n"], measure.quantile or 0.5),
            "base": group["n"].sum(),
        }
        for name, group in counts.groupby("key", sort=False)
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "base"])


def histogram_quantile(days: pd.Series, counts: pd.Series, quantile: float) -> float | None:
    """The quantile of the values a histogram stands for, linearly interpolated as numpy and pandas do.

    Args:
        days: the values, ascending.
        counts: how often each occurs.
        quantile: between 0 and 1.
    """
    total = int(counts.sum())
    if total == 0:
        return None
    ranks, values = np.cumsum(counts.to_numpy()), days.to_numpy()

    def at(rank: int) -> int:
        return int(values[np.searchsorted(ranks, rank, side="right")])

    position = (total - 1) * quantile
    below = int(position)
    low, high, fraction = at(below), at(min(below + 1, total - 1)), position - below
    # numpy interpolates from the nearer end; from the other one the last digit could differ
    return low + (high - low) * fraction if fraction < 0.5 else high - (high - low) * (1 - fraction)


def _stock(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    where = context.where(measure.ledger)
    last = context.stock_month
    if by == "month":
        where.between("month", context.scope.period)
    else:
        where.add("month = ?", last)
    if measure.field == OVERDUE_FIELD:
        where.add("is_overdue")
    frame = _grouped(context, "sum(n)::BIGINT AS value", f"mart_backlog_{measure.ledger}", where, by)
    return frame.assign(base=frame["value"])


def _share_of_grids(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    depth = context.net.depth
    if not depth:
        return pd.DataFrame()
    active = context.net.active(context.scope.grid_code, min(context.scope.period.last_day, context.as_of))
    key = _key(context, by)
    where = _reached(context, measure).add(f"g{depth} <> ''")
    columns = f"DISTINCT {key} AS key, g{depth} AS grid"
    seen = context.select(columns, f"mart_stage_month_{measure.ledger}", where)
    reached = seen[seen["grid"].isin(active["grid_code"])].groupby("key").size()
    if by.startswith("grid"):
        total = active[active[key] != ""].groupby(key).size()
    else:
        keys = {"": [""], "month": list(context.scope.period.months)}.get(by, list(reached.index))
        total = pd.Series(len(active), index=keys)
    frame = pd.DataFrame({"denominator": total, "numerator": reached.reindex(total.index).fillna(0)})
    if measure.is_share:
        return frame.assign(value=quotient(frame["numerator"], frame["denominator"], measure))
    silent = (frame["denominator"] - frame["numerator"]).where(frame["denominator"] > 0)
    return pd.DataFrame({"value": silent})


def _of_grids(context: Context, measure: Measure, by: str) -> pd.DataFrame:
    """Totals of the net itself, at the end of the period; by month: at the end of each month."""
    if by == "month":
        periods = {month: Period(month, month) for month in context.scope.period.months}
        frames = [_of_grids_at(context, measure, "", period).rename({"": month}) for month, period in periods.items()]
        return pd.concat(frames)
    return _of_grids_at(context, measure, by, context.scope.period)


def _of_grids_at(context: Context, measure: Measure, by: str, period: Period) -> pd.DataFrame:
    active = context.net.active(context.scope.grid_code, min(period.last_day, context.as_of))
    active = active.assign(grid_kind=active["grid_kind"].fillna(""))
    chosen = context.scope.categories_of("grids")
    if chosen:
        active = active[active["grid_kind"].isin(chosen)]
    key = {"": None, "category": "grid_kind"}.get(by, context.grid_column(by) if by.startswith("grid") else None)
    groups = active.groupby(active[key] if key else pd.Series("", index=active.index))

    def total(column: str) -> pd.Series:
        return groups[column].sum(min_count=1).astype("float64")

    above, _, below = measure.field.partition("/")
    if below:
        frame = pd.DataFrame({"numerator": total(above), "denominator": total(below)})
        return _filled(frame.assign(value=quotient(frame["numerator"], frame["denominator"], measure)))
    return _filled(pd.DataFrame({"value": total(above) if above else groups.size().astype("float64")}))


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reindex(columns=list(PARTS)).astype("float64")


_KINDS: dict[str, Callable[[Context, Measure, str], pd.DataFrame]] = {
    "count": _count,
    "sum": _sum,
    "ratio": _ratio,
    "distinct": _distinct,
    "quantile": _quantile,
    "stock": _stock,
    "share_of_grids": _share_of_grids,
}
