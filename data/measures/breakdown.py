"""Figures, rows and comparisons: computed parts with gaps filled and every empty cell explained."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ledgers import LEDGERS
from data.measures.compute import parts
from data.measures.hiding import is_hidden
from data.measures.history import is_known
from data.measures.model import Figure, MapState, Measure
from data.measures.parts import Parts
from data.measures.query import Context
from data.measures.registry import UnknownMeasureError, breakdowns
from data.measures.scope import Period, month_index, month_of_index
from data.store.reader import Reader

COLUMNS = ("key", "label", "value", "numerator", "denominator", "state")
Tone = Literal["good", "watch", "same", "neutral"]
_COUNTED = ("count", "due_count", "due_soon")
_REGISTERED = ("register_count", "register_sum")
UNSTATED = "未填"
"""Label of an empty category or dimension."""


def figure(context: Context, code: str) -> Figure:
    """The measure over the whole scope."""
    definition = context.measure(code)
    numbers, states = _explained(context, definition, parts(context, definition), [""], "")
    value, numerator, denominator = (
        _number(definition, float(column[0]), is_part=is_part)
        for column, is_part in ((numbers.value, False), (numbers.numerator, True), (numbers.denominator, True))
    )
    return Figure(definition, value, numerator, denominator, states[0])


def is_whole(definition: Measure) -> bool:
    """Whether the measure's values are whole numbers by nature."""
    if definition.kind in ("sum", "register_sum"):
        ledger, name = LEDGERS[definition.ledger], definition.field.partition("-")[0]
        return name in {flag.name for flag in ledger.flags} or ledger.field(name).type == "integer"
    return definition.kind in (*_COUNTED, "distinct", "stock", "register_count") or (
        definition.kind in ("share_of_grids", "register_grids", "quality") and not definition.is_share
    )


def _number(definition: Measure, value: float, *, is_part: bool = False) -> float | None:
    if np.isnan(value):
        return None
    return int(value) if (is_whole(definition) or is_part) and float(value).is_integer() else float(value)


def rows(context: Context, code: str, by: str) -> pd.DataFrame:
    """The measure broken down; see ``Answers.rows``.

    Raises:
        UnknownMeasureError: no such measure, or it cannot be broken down that way.
    """
    definition = _broken_down(context, code, by)
    if by.startswith("grid") and context.grid_level(by) > 3:
        return pd.DataFrame(columns=list(COLUMNS))
    keys, labels, numbers, states = _columns(context, definition, by)
    columns = (keys, labels, numbers.value, numbers.numerator, numbers.denominator, states)
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _broken_down(context: Context, code: str, by: str) -> Measure:
    """The measure, where it can be broken down that way."""
    definition = context.measure(code)
    if by not in breakdowns(code):
        raise UnknownMeasureError(f"指标“{definition.label}”不能按“{by}”分组，可用 {'、'.join(breakdowns(code))}")
    return definition


def _columns(context: Context, definition: Measure, by: str) -> tuple[list[str], list[str], Parts, list[MapState]]:
    """Keys, labels, numbers and why there is none of a breakdown."""
    computed = parts(context, definition, by)
    keys, labels = _keys(context, definition, by, computed)
    return keys, labels, *_explained(context, definition, computed, keys, by)


def _keys(context: Context, definition: Measure, by: str, computed: Parts) -> tuple[list[str], list[str]]:
    """Every key to be shown, in natural order, with its label."""
    if by == "month":
        months = list(context.scope.period.months)
        return months, [f"{int(month[:4])}年{int(month[5:])}月" for month in months]
    if by.startswith("grid"):
        return _grids(context, by, computed)
    if by == "actor":
        ordered = [
            name for _, name in sorted(zip(np.nan_to_num(-computed.value, nan=np.inf), computed.keys, strict=True))
        ]
        return ordered, ordered
    return _codes(context, definition, by, computed.keys)


def _grids(context: Context, by: str, computed: Parts) -> tuple[list[str], list[str]]:
    """The grids that exist at the end of the period, and any other something is recorded for, so that nothing is lost."""
    net, day = context.net, context.units_day
    listed = net.frame["grid_code"][net.active(context.scope.grid_code, day, context.grid_level(by))].tolist()
    recorded = np.nan_to_num(computed.base) + np.nan_to_num(computed.value) != 0
    others = {key for key, is_recorded in zip(computed.keys, recorded, strict=True) if is_recorded} - set(listed)
    keys = sorted([*listed, *(key for key in others if key in net)])
    return keys, [net.name(key) + net.ended(key, day) for key in keys]


def _codes(context: Context, definition: Measure, by: str, found: list[str]) -> tuple[list[str], list[str]]:
    ledger = context.ledger(definition.ledger)
    declared = ledger.field(ledger.category_field if by == "category" else by).codes
    chosen = context.scope.categories_of(definition.ledger) if by == "category" else ()
    shown = [code for code in declared if not chosen or code in chosen]
    keys = shown + sorted(key for key in found if key not in declared)
    return keys, [key or UNSTATED for key in keys]


def _explained(
    context: Context, definition: Measure, computed: Parts, keys: list[str], by: str
) -> tuple[Parts, list[MapState]]:
    """The numbers for every key with gaps filled, and why there is no number where there is none."""
    numbers = computed.aligned(keys)
    counts = definition.kind in (*_COUNTED, *_REGISTERED, "sum", "distinct", "stock") and definition.ledger != "grids"
    if counts:
        numbers.value = np.nan_to_num(numbers.value)
    if definition.is_rate:
        numbers.numerator, numbers.denominator = np.nan_to_num(numbers.numerator), np.nan_to_num(numbers.denominator)
    states = np.full(len(keys), "value", dtype="object")
    if counts:
        states[numbers.value == 0] = "zero"
    states[np.isnan(numbers.value) | ~_is_known(context, definition, keys, by)] = "none"
    if definition.cohort:
        all_wait = (numbers.numerator == 0) & (numbers.denominator > 0) & (numbers.pending == numbers.denominator)
        states[all_wait] = "wait"
    hidden = is_hidden(context, definition, numbers, by)
    states[hidden] = "hide"
    numbers.value = np.where(np.isin(states.astype(str), ("none", "wait", "hide")), np.nan, numbers.value)
    numbers.numerator = np.where(hidden, np.nan, numbers.numerator)
    numbers.denominator = np.where(hidden, np.nan, numbers.denominator)
    return numbers, states.tolist()


def _is_known(context: Context, definition: Measure, keys: list[str], by: str) -> NDArray[np.bool_]:
    """Whether the ledger speaks of a key at all, up to the end of the period."""
    everything = np.ones(len(keys), dtype=bool)
    if definition.ledger == "grids":
        return everything
    if not context.has(definition.ledger):
        return ~everything
    if by == "month":
        first, last = months_of_record(context)
        return np.array([first <= month <= last for month in keys])
    # a register names what there is: a grid it does not name has none
    if definition.kind in ("share_of_grids", "register_share", "register_grids", *_REGISTERED) or (
        by and not by.startswith("grid")
    ):
        return everything
    end = context.scope.period.end
    if by:
        return is_known(context.store, definition.ledger, map(context.units, keys), end)
    members = [code for member in context.net.members(context.scope.grid_code) for code in context.units(member)]
    return is_known(context.store, definition.ledger, [members], end)


def months_of_record(context: Context) -> tuple[str, str]:
    """First month with any record, and the as-of day's month (or the last one with a record, if later)."""
    return _months_of_record(context.store)


@lru_cache(maxsize=16)
def _months_of_record(store: Reader) -> tuple[str, str]:
    """Of a version: asked with every figure."""
    summaries = [summary for summary in store.manifest.ledgers.values() if summary.first and summary.last]
    as_of = f"{store.as_of:%Y-%m}"
    first = min((f"{summary.first:%Y-%m}" for summary in summaries), default=as_of)
    return first, max([as_of, *(f"{summary.last:%Y-%m}" for summary in summaries)])


def series(context: Context, code: str, months: int) -> pd.DataFrame:
    """The measure for each of the last months up to the scope's end."""
    end = context.scope.period.end
    period = Period(month_of_index(month_index(end) - months + 1), end)
    wide = context.narrowed(context.scope.with_period(period))
    keys, _, numbers, _ = _columns(wide, _broken_down(context, code, "month"), "month")
    columns = {"value": numbers.value, "numerator": numbers.numerator, "denominator": numbers.denominator}
    return pd.DataFrame({"month": keys, **columns})
