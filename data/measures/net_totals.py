"""Totals of the net itself: grids, households, people, staff."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.measures.model import Measure
from data.measures.parts import Parts
from data.measures.query import Context
from data.measures.scope import Period


def net_totals(context: Context, measure: Measure, by: str) -> Parts:
    """Totals over the grids of the deepest level at the end of the period; by month: of each month."""
    if by != "month":
        return _at(context, measure, by, context.scope.period)
    months = context.scope.period.months
    found = [_at(context, measure, "", Period(month, month)).aligned([""]) for month in months]
    columns = {name: [getattr(part, name)[0] for part in found] for name in ("numerator", "denominator", "value")}
    return Parts(months, columns)


def _at(context: Context, measure: Measure, by: str, period: Period) -> Parts:
    active = context.net.frame[context.net.active(context.scope.grid_code, min(period.last_day, context.as_of))]
    active = active.assign(category=active["grid_kind"].fillna(""))
    chosen = context.scope.categories_of("grids")
    if chosen:
        active = active[active["category"].isin(chosen)]
    groups = active.groupby(context.key_column(by) if by else pd.Series("", index=active.index))
    sizes = groups.size()

    def total(column: str) -> np.ndarray:
        return groups[column].sum(min_count=1).to_numpy(dtype="float64", na_value=np.nan)

    above, _, below = measure.field.partition("/")
    if not below:
        return Parts(sizes.index, {"value": total(above) if above else sizes})
    numerator, denominator = total(above), total(below)
    value = numerator / np.where(denominator == 0, np.nan, denominator)
    return Parts(sizes.index, {"numerator": numerator, "denominator": denominator, "value": value})
