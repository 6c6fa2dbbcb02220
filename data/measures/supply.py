"""Measures of supply against demand: idle resources, use, and the gap by kind and area."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data.measures.model import Measure
from data.measures.parts import Parts
from data.measures.query import Context
from data.measures.scope import Period
from data.measures.supply_book import Book, Mask, State, book_of
from data.measures.supply_fields import GAP, IDLE


def supply_parts(context: Context, measure: Measure, by: str) -> Parts:
    """A measure of supply by a key: at the end of the period; by month: of each month."""
    if by != "month":
        return _at(context, measure, by, end_day(context, context.scope.period))
    months = [month for month in context.scope.period.months if month <= f"{context.as_of:%Y-%m}"]
    found = [_at(context, measure, "", end_day(context, Period(month, month))).aligned([""]) for month in months]
    names = ("numerator", "denominator", "value", "base")
    return Parts(months, {name: [getattr(part, name)[0] for part in found] for name in names})


def end_day(context: Context, period: Period) -> date:
    """The day a stock is taken at: the period's last, or the as-of day where that is earlier."""
    return min(period.last_day, context.as_of)


def _at(context: Context, measure: Measure, by: str, day: date) -> Parts:
    book = book_of(context.store)
    state = book.at(day)
    if measure.field == GAP:
        return _gap(context, book, state, by)
    mine = inside(context, book.resources, "resources") & state.is_listed
    keys = keys_of(context, book.resources, by)[mine]
    names, places = np.unique(keys, return_inverse=True)
    stock = np.bincount(places, minlength=len(names)).astype("float64")
    used = np.bincount(places, state.is_used[mine], len(names)).astype("float64")
    if measure.field == IDLE:
        return Parts(names, {"value": stock - used, "base": stock})
    return Parts(names, {"numerator": used, "denominator": stock, "value": used * 100 / stock, "base": stock})


def keys_of(context: Context, rows: pd.DataFrame, by: str) -> np.ndarray:
    """The key of each row; rows without a grid of that level have an empty one."""
    if by.startswith("grid"):
        return context.keys_of(rows, by)
    column = {"": None, "category": "kind"}.get(by, by)
    return np.full(len(rows), "", dtype=object) if column is None else rows[column].fillna("").to_numpy(dtype=object)


def inside(context: Context, rows: pd.DataFrame, ledger: str) -> Mask:
    """Rows inside the scope's area and of the kinds chosen for a ledger."""
    mask = np.ones(len(rows), dtype=bool)
    mask &= context.inside(rows)
    chosen = context.scope.categories_of(ledger)
    return mask & rows["kind"].isin(chosen).to_numpy() if chosen else mask


def _gap(context: Context, book: Book, state: State, by: str) -> Parts:
    """Units of two kinds never add: over all kinds together there is no gap to speak of."""
    if by != "category" and len(context.scope.categories_of("service_demands")) != 1:
        return Parts([])
    wanted = _amounts(context, book.demands, state.outstanding, by)
    left = _amounts(context, book.resources, state.left, by)
    names = sorted(key for key in wanted.index if key and wanted[key] > 0) if by else list(wanted.index)
    below = np.array([wanted[name] for name in names], dtype="float64")
    above = np.maximum(below - np.array([left.get(name, 0.0) for name in names], dtype="float64"), 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(below > 0, above * 100 / below, np.nan)
    return Parts(names, {"numerator": above, "denominator": below, "value": value, "base": below})


def _amounts(context: Context, rows: pd.DataFrame, amounts: np.ndarray, by: str) -> pd.Series:
    """Amounts in the usual unit by key, inside the area, of the kinds chosen for the demands."""
    mine = inside(context, rows, "service_demands") & rows["is_usual"].to_numpy(dtype=bool)
    return pd.Series(np.nan_to_num(amounts[mine])).groupby(keys_of(context, rows, by)[mine]).sum()
