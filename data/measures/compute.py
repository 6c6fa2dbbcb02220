"""Computing a measure from the marts: for the whole scope, or by one key.

Counts add up; rates, quantiles and distinct counts are computed anew for each key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from data.measures.catalog.lifecycles import OVERDUE_FIELD
from data.measures.deliberation import deliberation_parts
from data.measures.deliberation_fields import DELIBERATION_FIELDS
from data.measures.due import due_count, due_rate, due_soon
from data.measures.grouped import Columns, floats, grouped, rate
from data.measures.model import Measure
from data.measures.monthly import added_up, by_month
from data.measures.net_totals import net_totals
from data.measures.pairing import pairing_parts
from data.measures.parts import Floats, Parts
from data.measures.points import point_parts
from data.measures.points_fields import POINT_FIELDS
from data.measures.query import Context
from data.measures.register_grids import register_grids
from data.measures.registers import register_parts
from data.measures.scope import Period
from data.measures.supply import supply_parts
from data.measures.supply_fields import PAIRING_FIELDS, SUPPLY_FIELDS
from data.measures.teams import team_table
from data.measures.work_fields import CADENCE_FIELDS, WORK_FIELDS
from data.measures.work_parts import work_parts
from data.quality.figures import quality_parts
from data.store.mart_rows import paired_column, sum_columns
from data.store.mart_shapes import WITHIN


def parts(context: Context, measure: Measure, by: str = "") -> Parts:
    """The measure over the scope, by a key.

    Args:
        context: version and scope.
        measure: what to compute.
        by: "" for the whole scope, else as ``Answers.rows``.

    Returns:
        Numbers by key; keys without any item are absent.
    """
    if measure.kind == "quality":
        return quality_parts(context, measure)
    if measure.ledger == "grids":
        return net_totals(context, measure, by)
    if not context.has(measure.ledger):
        return Parts([])
    if measure.field in SUPPLY_FIELDS:
        return supply_parts(context, measure, by)
    if measure.field in PAIRING_FIELDS:
        return pairing_parts(context, measure, by)
    if measure.field in DELIBERATION_FIELDS:
        return deliberation_parts(context, measure, by)
    if measure.field in POINT_FIELDS:
        return point_parts(context, measure, by)
    if measure.field in WORK_FIELDS or measure.field in CADENCE_FIELDS:
        return work_parts(context, measure, by, parts)
    return _KINDS[measure.kind](context, measure, by)


def _of_stage(context: Context, measure: Measure, by: str) -> Columns:
    """Items and all sums of the measure's stage.

    A page asks for most of them in one scope, so they are fetched together: all stages and sums at once.
    Only over grids, where that would be many rows, the one stage is asked for. Over months all of them are fetched,
    and the period is added up from them.
    """
    where = context.where(measure.ledger)
    for name, value in measure.where:
        where.add(f"{name} = ?", value)
    sums = {"n": "sum(n)::BIGINT AS n"}
    sums |= {name: f"sum({name}) AS {name}" for name in sum_columns(context.ledger(measure.ledger))}
    columns = ", ".join(sums.values())
    table = team_table(context, measure, by) if by == "actor" else context.mart("stage_month", measure.ledger, by)
    if by in ("", "month"):
        months = by_month(context, columns, table, where, "stage")
        at_stage = months["stage"] == measure.stage
        of_stage = {name: values[at_stage] for name, values in months.items()}
        return of_stage if by else added_up(of_stage, *sums)
    where.between("month", context.scope.period)
    if by.startswith("grid"):
        return grouped(context, columns, table, where.add("stage = ?", measure.stage), by)
    found = grouped(context, columns, table, where, by, "stage")
    mine = found["stage"] == measure.stage
    return {name: values[mine] for name, values in found.items()}


def _count(context: Context, measure: Measure, by: str) -> Parts:
    found = _of_stage(context, measure, by)
    counts = floats(found["n"])
    return Parts(found["key"], {"value": counts, "base": counts})


def _sum(context: Context, measure: Measure, by: str) -> Parts:
    found = _of_stage(context, measure, by)
    return Parts(found["key"], {"value": _amount(measure, found), "base": floats(found["n"])})


def _amount(measure: Measure, found: Columns) -> Floats:
    """The summed field; "a-b" is a difference over the items where both are known."""
    field, _, less = measure.field.partition("-")
    if not less:
        return floats(found[field])
    return floats(floats(found[paired_column(field, less)]) - floats(found[paired_column(less, field)]))


def _ratio(context: Context, measure: Measure, by: str) -> Parts:
    if measure.cohort:
        return _cohort_ratio(context, measure, by)
    found = _of_stage(context, measure, by)
    above, is_share, base = measure.field.partition("/")
    if is_share:
        return rate(measure, found["key"], *(floats(found[name]) for name in (above, base, "n")))
    field, _, less = measure.field.partition("-")
    below = found[paired_column(field, less)] if less else found["n"]
    return rate(measure, found["key"], _amount(measure, found), floats(below), floats(found["n"]))


def _cohort_ratio(context: Context, measure: Measure, by: str) -> Parts:
    """All rates on one base are fetched together: items by how far they have come."""
    codes = [stage.code for stage in context.ledger(measure.ledger).stages]
    where = context.where(measure.ledger).add("stage = ?", measure.from_stage)
    counts = {f"reached_{k}": f"furthest >= {k}" for k in range(len(codes))}
    counts["pending"] = f"status = '{WITHIN}'"
    if not measure.stage:
        counts["exited"] = "exit_code = ?"
        where.values.insert(0, measure.field)
    columns = ", ".join(f"coalesce(sum(n) FILTER ({test}), 0)::BIGINT AS {name}" for name, test in counts.items())
    table = context.mart("cohort", measure.ledger, by)
    if by in ("", "month"):
        months = by_month(context, columns, table, where)
        found = months if by else added_up(months, *counts)
    else:
        found = grouped(context, columns, table, where.between("month", context.scope.period), by)
    above = found[f"reached_{codes.index(measure.stage)}" if measure.stage else "exited"]
    everything = floats(found["reached_0"])
    result = rate(measure, found["key"], floats(above), everything, everything)
    result.pending = floats(found["pending"])
    return result


def _distinct(context: Context, measure: Measure, by: str) -> Parts:
    where = context.where(measure.ledger).add("stage = ?", measure.stage)
    columns, table = "count(DISTINCT actor)::BIGINT AS value, sum(n)::BIGINT AS n", team_table(context, measure, by)
    if by == "month":
        found = by_month(context, columns, table, where)
    else:
        found = grouped(context, columns, table, where.between("month", context.scope.period), by)
    return Parts(found["key"], {"value": floats(found["value"]), "base": floats(found["n"])})


def _quantile(context: Context, measure: Measure, by: str) -> Parts:
    where = context.where(measure.ledger).between("month", context.scope.period)
    where.add("from_stage = ? AND to_stage = ?", measure.from_stage, measure.stage)
    found = grouped(context, "sum(n)::BIGINT AS n", context.mart("dwell", measure.ledger, by), where, by, "days")
    names, days, counts = found["key"], found["days"], found["n"]
    starts = np.flatnonzero(np.append(True, names[1:] != names[:-1])) if len(names) else np.array([], dtype="int64")
    spans = [slice(start, end) for start, end in zip(starts, [*starts[1:], len(names)], strict=False)]
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
    if measure.stage:
        where.add("stage = ?", measure.stage)
    columns = "sum(n)::BIGINT AS n, coalesce(sum(n) FILTER (is_overdue), 0)::BIGINT AS overdue"
    found = grouped(context, columns, context.mart("backlog", measure.ledger, by), where, by)
    counts = floats(found["overdue" if measure.field == OVERDUE_FIELD else "n"])
    return Parts(found["key"], {"value": counts, "base": counts})


def _share_of_grids(context: Context, measure: Measure, by: str) -> Parts:
    depth = context.net.depth
    if not depth:
        return Parts([])
    where = context.where(measure.ledger).between("month", context.scope.period)
    where.add("stage = ?", measure.stage).add(f"g{depth} <> ''")
    key = "''" if by.startswith("grid") else context.key_column(by)
    found = context.arrays(f"DISTINCT {key} AS key, g{depth} AS grid", f"mart_stage_month_{measure.ledger}", where)
    pairs = list(zip(found["key"], found["grid"], strict=True))
    if by == "month":
        return _grids_by_month(context, measure, pairs)
    active, heirs = context.net.active(context.scope.grid_code, context.units_day), context.heirs
    grids = context.net.keys("grid_code")[active]
    keys = context.net.keys(context.key_column(by))[active] if by.startswith("grid") else grids
    places = {grid: key for grid, key in zip(grids, keys, strict=True) if key}
    hits = {(key, heirs.get(grid, grid)) for key, grid in pairs}
    if by.startswith("grid"):
        total, reached = Counter(places.values()), Counter(places[grid] for _, grid in hits if grid in places)
    else:
        reached = Counter(key for key, grid in hits if grid in places)
        total = Counter(dict.fromkeys(("",) if not by else (*_declared(context, measure, by), *reached), len(grids)))
    return _covered(measure, total, reached)


def _grids_by_month(context: Context, measure: Measure, pairs: list[tuple[str, str]]) -> Parts:
    """Each month against the grids there are at its end."""
    total, reached = Counter[str](), Counter[str]()
    for month in context.scope.period.months:
        then = context.narrowed(context.scope.with_period(Period(month, month)))
        grids = set(then.net.keys("grid_code")[then.net.active(then.scope.grid_code, then.units_day)])
        heirs = then.heirs
        total[month] = len(grids)
        reached[month] = len({heirs.get(grid, grid) for key, grid in pairs if key == month} & grids)
    return _covered(measure, total, reached)


def _covered(measure: Measure, total: Counter[str], reached: Counter[str]) -> Parts:
    denominator = np.array(list(total.values()), dtype="float64")
    numerator = np.array([reached[name] for name in total], dtype="float64")
    if measure.is_rate:
        return rate(measure, total, numerator, denominator, denominator)
    silent = np.where(denominator > 0, denominator - numerator, np.nan)
    return Parts(total, {"value": silent, "base": denominator})


def _declared(context: Context, measure: Measure, by: str) -> tuple[str, ...]:
    ledger = context.ledger(measure.ledger)
    return ledger.field(ledger.category_field if by == "category" else by).codes


_KINDS: dict[str, Callable[[Context, Measure, str], Parts]] = {
    "count": _count,
    "sum": _sum,
    "ratio": _ratio,
    "distinct": _distinct,
    "quantile": _quantile,
    "stock": _stock,
    "share_of_grids": _share_of_grids,
    "due_count": due_count,
    "due_rate": due_rate,
    "due_soon": due_soon,
    "register_count": register_parts,
    "register_sum": register_parts,
    "register_share": register_parts,
    "register_grids": register_grids,
}
