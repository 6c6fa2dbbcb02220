"""Measures day by day, and the grids in which nothing has happened."""

from __future__ import annotations

import pandas as pd

from data.ledgers import Ledger
from data.measures.grouped import DECIMALS
from data.measures.items import raw_where
from data.measures.model import Measure
from data.measures.query import Context
from data.measures.registry import UnknownMeasureError
from data.store.mart_rows import paired_column

SILENT_LEDGER = "volunteer_events"


def daily(context: Context, code: str) -> pd.DataFrame:
    """A count or sum per day of the period, days without any included.

    The marts answer for the district, for level-1 grids, and for smaller grids with all categories together;
    one category inside a smaller grid is read from the few rows of that grid.

    Raises:
        UnknownMeasureError: the measure is neither a count nor a sum.
    """
    definition = context.measure(code)
    if definition.kind not in ("count", "sum"):
        raise UnknownMeasureError(f"指标“{definition.label}”不能按日统计，只有件数和合计可以")
    period = context.scope.period
    days = pd.date_range(period.first_day, period.last_day)
    counts = _counts(context, definition)
    values = counts.assign(day=pd.to_datetime(counts["day"])).set_index("day")["value"].astype("float64")
    return pd.DataFrame({"day": days.date, "value": values.reindex(days).fillna(0.0).round(DECIMALS).to_numpy()})


def _counts(context: Context, definition: Measure) -> pd.DataFrame:
    name, period = definition.ledger, context.scope.period
    if not context.has(name):
        return pd.DataFrame(columns=["day", "value"])
    chosen = context.scope.categories_of(name)
    if chosen and context.area_detail > 1:
        ledger = context.ledger(name)
        field = ledger.stage(definition.stage).field
        # a difference with an unknown side is NULL and drops out of the sum, as in the paired sums of the marts
        value = "count(*)" if definition.kind == "count" else f"sum({_raw_amount(ledger, definition)})"
        return context.select(
            f"{field} AS day, {value} AS value", name, raw_where(context, ledger, field), "GROUP BY 1"
        )
    table = f"mart_{'stage_day' if context.area_detail > 1 else 'stage_day_category'}_{name}"
    where = context.where(name).add("stage = ?", definition.stage)
    where.add("day BETWEEN ? AND ?", period.first_day, period.last_day)
    value = "sum(n)" if definition.kind == "count" else f"sum({_amount(definition)})"
    return context.select(f"day, {value} AS value", table, where, "GROUP BY 1")


def _raw_amount(ledger: Ledger, definition: Measure) -> str:
    """What is summed, over the ledger's own rows."""
    flags = {flag.name: flag.sql for flag in ledger.flags}
    return flags.get(definition.field, definition.field.replace("-", " - "))


def _amount(definition: Measure) -> str:
    field, _, less = definition.field.partition("-")
    return f"{paired_column(field, less)} - {paired_column(less, field)}" if less else field


def silent_grids(context: Context) -> pd.DataFrame:
    """See ``Answers.silent_grids``; the longest silent first, those never heard of at the head."""
    columns = ["grid_code", "grid_name", "path", "last_on", "silent_days"]
    net, period = context.net, context.scope.period
    end = min(period.last_day, context.as_of)
    active = net.frame[net.active(context.scope.grid_code, end)]
    if active.empty:
        return pd.DataFrame(columns=columns)
    last = _last_days(context, context.key_sql(f"grid{net.depth}")).reindex(active["grid_code"])
    frame = active[["grid_code", "grid_name"]].assign(last_on=last.to_numpy())
    silent = frame[~(frame["last_on"] >= pd.Timestamp(period.first_day))]
    silent = silent.sort_values(["last_on", "grid_code"], na_position="first", kind="stable").reset_index(drop=True)
    silent["silent_days"] = (pd.Timestamp(end) - silent["last_on"]).dt.days
    silent["path"] = [net.path_text(code) for code in silent["grid_code"]]
    days = silent["last_on"]
    return silent.assign(last_on=days.dt.date.astype("object").where(days.notna(), None)).loc[:, columns]


def _last_days(context: Context, grid: str) -> pd.Series:
    """The last day with an event up to the end of the period, by grid."""
    if not context.has(SILENT_LEDGER):
        return pd.Series(dtype="datetime64[us]")
    where = context.where(SILENT_LEDGER).add("month <= ?", context.scope.period.end)
    where.add("stage = ?", context.ledger(SILENT_LEDGER).stages[0].code)
    columns = f"{grid} AS grid, max(last_day) AS last_on"
    frame = context.select(columns, f"mart_stage_month_{SILENT_LEDGER}", where, "GROUP BY 1")
    return pd.to_datetime(frame.set_index("grid")["last_on"])
