"""Figures, rows and comparisons: computed parts with gaps filled and every empty cell explained."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from data.ledgers import LEDGERS
from data.measures.compute import parts
from data.measures.model import Comparison, Figure, Measure
from data.measures.query import Context, Where
from data.measures.registry import UnknownMeasureError, breakdowns, measure
from data.measures.scope import Period, month_index, month_of_index

COLUMNS = ("key", "label", "value", "numerator", "denominator", "state")
Tone = Literal["good", "watch", "same", "neutral"]
UNSTATED = "未填"
"""Label of an empty category or dimension."""


def figure(context: Context, code: str) -> Figure:
    """The measure over the whole scope."""
    definition = measure(code)
    computed = _with_states(context, definition, parts(context, definition), pd.Index([""]), "")
    row = computed.iloc[0]
    return Figure(
        definition,
        _number(definition, row["value"]),
        _number(definition, row["numerator"], is_part=True),
        _number(definition, row["denominator"], is_part=True),
        row["state"],
    )


def is_whole(definition: Measure) -> bool:
    """Whether the measure's values are whole numbers by nature."""
    if definition.kind == "sum":
        return LEDGERS[definition.ledger].field(definition.field.partition("-")[0]).type == "integer"
    return definition.kind in ("count", "distinct", "stock") or (
        definition.kind == "share_of_grids" and not definition.is_share
    )


def _number(definition: Measure, value: float, *, is_part: bool = False) -> float | None:
    if pd.isna(value):
        return None
    return int(value) if (is_whole(definition) or is_part) and float(value).is_integer() else float(value)


def rows(context: Context, code: str, by: str) -> pd.DataFrame:
    """The measure broken down; see ``Answers.rows``.

    Raises:
        UnknownMeasureError: no such measure, or it cannot be broken down that way.
    """
    definition = measure(code)
    if by not in breakdowns(code):
        raise UnknownMeasureError(f"指标“{definition.label}”不能按“{by}”分组，可用 {'、'.join(breakdowns(code))}")
    if by.startswith("grid") and not context.grid_column(by):
        return pd.DataFrame(columns=list(COLUMNS))
    computed = parts(context, definition, by)
    keys, labels = _keys(context, definition, by, computed)
    frame = _with_states(context, definition, computed, keys, by)
    frame.insert(0, "key", keys)
    frame.insert(1, "label", labels)
    return frame.loc[:, list(COLUMNS)].reset_index(drop=True)


def _keys(context: Context, definition: Measure, by: str, computed: pd.DataFrame) -> tuple[pd.Index, list[str]]:
    """Every key to be shown, in natural order, with its label."""
    if by == "month":
        months = context.scope.period.months
        return pd.Index(months), [f"{int(month[:4])}年{int(month[5:])}月" for month in months]
    if by.startswith("grid"):
        grids = context.net.below(context.scope.grid_code, int(context.grid_column(by)[1]))
        return pd.Index(grids["grid_code"]), list(grids["grid_name"].fillna(grids["grid_code"]))
    if by == "actor":
        ordered = computed.assign(name=computed.index).sort_values(["value", "name"], ascending=[False, True])
        return ordered.index, list(ordered.index)
    return _codes(context, definition, by, computed)


def _codes(context: Context, definition: Measure, by: str, computed: pd.DataFrame) -> tuple[pd.Index, list[str]]:
    ledger = LEDGERS[definition.ledger]
    declared: list[str] = list(ledger.field(ledger.category_field if by == "category" else by).codes)
    chosen = context.scope.categories_of(definition.ledger) if by == "category" else ()
    shown = [code for code in declared if not chosen or code in chosen]
    keys = shown + sorted(str(key) for key in computed.index if key not in declared)
    return pd.Index(keys), [key or UNSTATED for key in keys]


def _with_states(
    context: Context, definition: Measure, computed: pd.DataFrame, keys: pd.Index, by: str
) -> pd.DataFrame:
    """The parts for every key: gaps filled, and why there is no number where there is none."""
    frame = computed.reindex(keys).astype("float64")
    has_rate = definition.is_rate
    if has_rate:
        frame[["numerator", "denominator"]] = frame[["numerator", "denominator"]].fillna(0.0)
    elif definition.kind in ("count", "sum", "distinct", "stock") and definition.ledger != "grids":
        frame["value"] = frame["value"].fillna(0.0)
    is_known = _is_known(context, definition, keys, by)
    state = pd.Series("value", index=frame.index, dtype="object")
    if not has_rate and definition.kind != "share_of_grids" and definition.ledger != "grids":
        state[frame["value"] == 0] = "zero"
    state[frame["value"].isna() | ~is_known] = "none"
    if definition.cohort:
        all_wait = (frame["numerator"] == 0) & (frame["denominator"] > 0) & (frame["pending"] == frame["denominator"])
        state[all_wait] = "wait"
    hidden = _is_hidden(context, definition, frame, by)
    state[hidden] = "hide"
    frame.loc[state.isin(["none", "wait", "hide"]), "value"] = np.nan
    frame.loc[hidden, ["numerator", "denominator"]] = np.nan
    return frame.assign(state=state.to_numpy())


def _is_hidden(context: Context, definition: Measure, frame: pd.DataFrame, by: str) -> pd.Series:
    """Numbers of a single level-3 grid that stand on so few items that they could point to a household."""
    least = LEDGERS[definition.ledger].suppress_below
    if not least or not by.startswith("grid") or context.grid_column(by) != "g3":
        return pd.Series(False, index=frame.index)
    return (frame["base"] > 0) & (frame["base"] < least)


def _is_known(context: Context, definition: Measure, keys: pd.Index, by: str) -> pd.Series:
    """Whether the ledger speaks of a key at all, up to the end of the period."""
    known = pd.Series(True, index=keys)
    if definition.ledger == "grids":
        return known
    if not context.has(definition.ledger):
        return ~known
    if by == "month":
        first, last = months_of_record(context)
        return pd.Series([first <= month <= last for month in keys], index=keys)
    if definition.kind == "share_of_grids" or by not in ("", "grid", "grid1", "grid2", "grid3"):
        return known
    where = Where().add("opened_month <= ?", context.scope.period.end)
    if context.scope.grid_code:
        level = context.area_level
        where.add(f"g{level} = ?", context.scope.grid_code) if level else where.add("false")
    column = context.grid_column(by) if by else "''"
    seen = context.select(f"DISTINCT {column} AS key", f"mart_stage_month_{definition.ledger}", where)
    return pd.Series(keys.isin(seen["key"]), index=keys)


def months_of_record(context: Context) -> tuple[str, str]:
    """First month with any record, and the as-of day's month (or the last one with a record, if later)."""
    summaries = [summary for summary in context.store.manifest.ledgers.values() if summary.first and summary.last]
    as_of = f"{context.as_of:%Y-%m}"
    first = min((f"{summary.first:%Y-%m}" for summary in summaries), default=as_of)
    return first, max([as_of, *(f"{summary.last:%Y-%m}" for summary in summaries)])


def series(context: Context, code: str, months: int) -> pd.DataFrame:
    """The measure for each of the last months up to the scope's end."""
    end = context.scope.period.end
    period = Period(month_of_index(month_index(end) - months + 1), end)
    wide = Context(context.store, context.scope.with_period(period))
    frame = rows(wide, code, "month").rename(columns={"key": "month"})
    return frame.loc[:, ["month", "value", "numerator", "denominator"]]


def compare(context: Context, code: str) -> Comparison:
    """The measure beside the compared period.

    There is no base where the compared period starts before the first month with any record. A period
    that runs past the as-of day is compared as it stands, with the whole compared period.
    """
    current = figure(context, code)
    scope = context.scope.base
    if scope is None or scope.period.start < months_of_record(context)[0]:
        return Comparison(current, None, None, None, "neutral")
    base = figure(Context(context.store, scope), code)
    if current.value is None or base.value is None:
        return Comparison(current, base, None, None, "neutral")
    change = current.value - base.value
    relative = None
    if not current.measure.is_share and base.value > 0:
        relative = change * 100 / base.value
    return Comparison(current, base, change, relative, _tone(current.measure, change))


def _tone(definition: Measure, change: float) -> Tone:
    if definition.direction == "neutral":
        return "neutral"
    if abs(change) < 1e-9:
        return "same"
    return "good" if (change > 0) == (definition.direction == "up") else "watch"
