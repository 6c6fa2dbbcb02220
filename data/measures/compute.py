"""Computing a measure from the marts: for the whole scope, or by one key.

Counts add up; rates, quantiles and distinct counts are computed anew for each key.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ledgers import LEDGERS
from data.measures.catalog.lifecycles import OVERDUE_FIELD
from data.measures.model import Measure
from data.measures.net_totals import net_totals
from data.measures.parts import Floats, Parts
from data.measures.query import Context, Where
from data.store.mart_shapes import WITHIN, paired_column

DECIMALS = 6
"""Sums of decimals are rounded here, so that the order of adding never shows."""


def parts(context: Context, measure: Measure, by: str = "") -> Parts:
    """The measure over the scope, by a key.

    Args:
        context: version and scope.
        measure: what to compute.
        by: "" for the whole scope, else as ``Answers.rows``.

    Returns:
        Numbers by key; keys without any item are absent.
    """
    if measure.ledger == "grids":
        return net_totals(context, measure, by)
    if not context.has(measure.ledger):
        return Parts([])
    return _KINDS[measure.kind](context, measure, by)


def _grouped(context: Context, columns: str, table: str, where: Where, by: str) -> tuple[list[str], pd.DataFrame]:
    key = context.key_column(by)
    if by.startswith("grid") or by == "actor":
        where.add(f"{key} <> ''")
    if not by:
        frame = context.select(columns, table, where, "HAVING count(*) > 0")
        return [""] * len(frame), frame
    frame = context.select(f"{key} AS key, {columns}", table, where, "GROUP BY 1")
    return frame["key"].tolist(), frame


def _floats(frame: pd.DataFrame, column: str) -> Floats:
    return np.round(frame[column].to_numpy(dtype="float64"), DECIMALS)


def _team_mart(context: Context, by: str) -> str:
    """The narrower mart of teams, where the question needs grids below level 1."""
    is_wide = context.area_level <= 1 and (not by.startswith("grid") or context.key_column(by) == "g1")
    return "actor_month" if is_wide else "actor_grid_month"


def _reached(context: Context, measure: Measure) -> Where:
    where = context.where(measure.ledger).between("month", context.scope.period)
    return where.add("stage = ?", measure.stage)


def _month_table(context: Context, measure: Measure, by: str) -> str:
    mart = _team_mart(context, by) if by == "actor" else "stage_month"
    return f"mart_{mart}_{measure.ledger}"


def _count(context: Context, measure: Measure, by: str) -> Parts:
    table = _month_table(context, measure, by)
    keys, frame = _grouped(context, "sum(n)::BIGINT AS n", table, _reached(context, measure), by)
    counts = _floats(frame, "n")
    return Parts(keys, {"value": counts, "base": counts})


def _sum(context: Context, measure: Measure, by: str) -> Parts:
    columns = f"sum({amount(measure)}) AS value, sum(n)::BIGINT AS n"
    keys, frame = _grouped(context, columns, _month_table(context, measure, by), _reached(context, measure), by)
    return Parts(keys, {"value": _floats(frame, "value"), "base": _floats(frame, "n")})


def amount(measure: Measure) -> str:
    """The summed column; "a-b" is a difference over the items where both are known."""
    field, _, less = measure.field.partition("-")
    return f"{paired_column(field, less)} - {paired_column(less, field)}" if less else field


def _ratio(context: Context, measure: Measure, by: str) -> Parts:
    if measure.cohort:
        return _cohort_ratio(context, measure, by)
    field, _, less = measure.field.partition("-")
    below = f"sum({paired_column(field, less)})" if less else "sum(n)::BIGINT"
    columns = f"sum({amount(measure)}) AS numerator, {below} AS denominator, sum(n)::BIGINT AS n"
    keys, frame = _grouped(context, columns, _month_table(context, measure, by), _reached(context, measure), by)
    return _rate(measure, keys, _floats(frame, "numerator"), _floats(frame, "denominator"), _floats(frame, "n"))


def _rate(measure: Measure, keys: list[str], numerator: Floats, denominator: Floats, base: Floats) -> Parts:
    value = quotient(measure, numerator, denominator)
    return Parts(keys, {"numerator": numerator, "denominator": denominator, "value": value, "base": base})


def quotient(measure: Measure, numerator: Floats, denominator: Floats) -> Floats:
    """Numerator over denominator, in per cent for shares; missing where there is nothing below the line."""
    scale = 100 if measure.is_share else 1
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator == 0, np.nan, numerator * scale / denominator)


def _cohort_ratio(context: Context, measure: Measure, by: str) -> Parts:
    where = context.where(measure.ledger).between("month", context.scope.period).add("stage = ?", measure.from_stage)
    reached = "exit_code = ?"
    if measure.stage:
        codes = [stage.code for stage in LEDGERS[measure.ledger].stages]
        reached = f"furthest >= {codes.index(measure.stage)}"
    else:
        where.values.insert(0, measure.field)
    columns = (
        f"coalesce(sum(n) FILTER ({reached}), 0)::BIGINT AS numerator, sum(n)::BIGINT AS denominator, "
        f"coalesce(sum(n) FILTER (status = '{WITHIN}'), 0)::BIGINT AS pending"
    )
    keys, frame = _grouped(context, columns, f"mart_cohort_{measure.ledger}", where, by)
    denominator = _floats(frame, "denominator")
    result = _rate(measure, keys, _floats(frame, "numerator"), denominator, denominator)
    result.pending = _floats(frame, "pending")
    return result


def _distinct(context: Context, measure: Measure, by: str) -> Parts:
    table = f"mart_{_team_mart(context, by)}_{measure.ledger}"
    columns = "count(DISTINCT actor)::BIGINT AS value, sum(n)::BIGINT AS n"
    keys, frame = _grouped(context, columns, table, _reached(context, measure), by)
    return Parts(keys, {"value": _floats(frame, "value"), "base": _floats(frame, "n")})


def _quantile(context: Context, measure: Measure, by: str) -> Parts:
    where = context.where(measure.ledger).between("month", context.scope.period)
    where.add("from_stage = ? AND to_stage = ?", measure.from_stage, measure.stage)
    key = context.key_column(by)
    if by.startswith("grid"):
        where.add(f"{key} <> ''")
    columns = f"{key} AS key, days, sum(n)::BIGINT AS n"
    frame = context.select(columns, f"mart_dwell_{measure.ledger}", where, "GROUP BY 1, 2 ORDER BY 1, 2")
    names = frame["key"].to_numpy(dtype="object")
    days, counts = frame["days"].to_numpy(), frame["n"].to_numpy()
    starts = np.flatnonzero(np.append(True, names[1:] != names[:-1])) if len(names) else np.array([], dtype="int64")
    ends = np.append(starts[1:], len(names))
    spans = [slice(start, end) for start, end in zip(starts, ends, strict=False)]
    values = np.array([histogram_quantile(days[span], counts[span], measure.quantile or 0.5) for span in spans])
    return Parts(names[starts], {"value": values, "base": [counts[span].sum() for span in spans]})


def histogram_quantile(days: NDArray[np.int64], counts: NDArray[np.int64], quantile: float) -> float:
    """The quantile of the values a histogram stands for, linearly interpolated as numpy and pandas do.

    Args:
        days: the values, ascending.
        counts: how often each occurs.
        quantile: between 0 and 1.

    Returns:
        NaN for an empty histogram.
    """
    total = int(counts.sum())
    if total == 0:
        return np.nan
    ranks = np.cumsum(counts)

    def at(rank: int) -> int:
        return int(days[np.searchsorted(ranks, rank, side="right")])

    position = (total - 1) * quantile
    below = int(position)
    low, high, fraction = at(below), at(min(below + 1, total - 1)), position - below
    # numpy interpolates from the nearer end; from the other one the last digit could differ
    return low + (high - low) * fraction if fraction < 0.5 else high - (high - low) * (1 - fraction)


def _stock(context: Context, measure: Measure, by: str) -> Parts:
    where = context.where(measure.ledger)
    if by == "month":
        where.between("month", context.scope.period)
    else:
        where.add("month = ?", context.stock_month)
    if measure.field == OVERDUE_FIELD:
        where.add("is_overdue")
    keys, frame = _grouped(context, "sum(n)::BIGINT AS n", f"mart_backlog_{measure.ledger}", where, by)
    counts = _floats(frame, "n")
    return Parts(keys, {"value": counts, "base": counts})


def _share_of_grids(context: Context, measure: Measure, by: str) -> Parts:
    depth = context.net.depth
    if not depth:
        return Parts([])
    active = context.net.active(context.scope.grid_code, min(context.scope.period.last_day, context.as_of))
    key = context.key_column(by)
    where = _reached(context, measure).add(f"g{depth} <> ''")
    columns = f"DISTINCT {key} AS key, g{depth} AS grid"
    seen = context.select(columns, f"mart_stage_month_{measure.ledger}", where)
    reached = seen["key"][seen["grid"].isin(active["grid_code"])].value_counts()
    if by.startswith("grid"):
        total = active[key][active[key] != ""].value_counts()
    else:
        whole = {"": [""], "month": context.scope.period.months}
        keys = whole.get(by) or dict.fromkeys([*_declared(measure, by), *reached.index])
        total = pd.Series(len(active), index=pd.Index(list(keys), dtype="object"))
    denominator = np.asarray(total, dtype="float64")
    numerator = Parts(reached.index, {"value": reached}).aligned(list(total.index)).value
    numerator = np.nan_to_num(numerator)
    if measure.is_rate:
        return _rate(measure, list(total.index), numerator, denominator, denominator)
    silent = np.where(denominator > 0, denominator - numerator, np.nan)
    return Parts(total.index, {"value": silent, "base": denominator})


def _declared(measure: Measure, by: str) -> tuple[str, ...]:
    ledger = LEDGERS[measure.ledger]
    return ledger.field(ledger.category_field if by == "category" else by).codes


_KINDS: dict[str, Callable[[Context, Measure, str], Parts]] = {
    "count": _count,
    "sum": _sum,
    "ratio": _ratio,
    "distinct": _distinct,
    "quantile": _quantile,
    "stock": _stock,
    "share_of_grids": _share_of_grids,
}
