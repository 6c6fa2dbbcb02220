"""Paired organs and communities: who is paired with whom, and how many of the agreed items were kept."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from data.measures.lifecycle import DUE_DAY, EXIT_DAY, STAGE_DAY, day_of
from data.measures.model import Measure
from data.measures.parts import Parts
from data.measures.query import Context
from data.measures.scope import Period
from data.measures.supply import end_day
from data.measures.supply_book import dated_rows
from data.measures.supply_fields import ORGANS
from data.store.reader import Reader


def pairing_parts(context: Context, measure: Measure, by: str) -> Parts:
    """Organs or communities with anything agreed by the end of the period; by month: of each month."""
    if by == "month":
        months = [month for month in context.scope.period.months if month <= f"{context.as_of:%Y-%m}"]
        found = [_at(context, measure, "", end_day(context, Period(month, month))).aligned([""]) for month in months]
        return Parts(months, {"value": [part.value[0] for part in found], "base": [part.base[0] for part in found]})
    return _at(context, measure, by, end_day(context, context.scope.period))


def _at(context: Context, measure: Measure, by: str, day: date) -> Parts:
    rows = agreed(context, day)
    column = "organ_name" if measure.field == ORGANS else "community"
    rows = rows[rows[column] != ""]
    groups = rows.groupby(_keys(context, rows, by))[column]
    sizes = groups.nunique()
    return Parts(sizes.index, {"value": sizes, "base": groups.size()})


def _keys(context: Context, rows: pd.DataFrame, by: str) -> np.ndarray:
    if by.startswith("grid"):
        return context.keys_of(rows, by)
    return rows[by].to_numpy(dtype=object) if by else np.full(len(rows), "", dtype=object)


def agreed(context: Context, day: date) -> pd.DataFrame:
    """Items inside the scope agreed on or before the day."""
    rows = _rows(context.store)
    mask = np.array(rows[STAGE_DAY.format(0)] <= day_of(day), dtype=bool)
    mask &= context.inside(rows)
    chosen = context.scope.categories_of("pairings")
    return rows[mask & rows["category"].isin(chosen).to_numpy() if chosen else mask]


@lru_cache(maxsize=4)
def _rows(store: Reader) -> pd.DataFrame:
    """All items with the community they belong to; never change the frame.

    The community is the level-2 grid an item was agreed with or lies in, else the grid as given.
    """
    rows = dated_rows(store, "pairings")
    given = rows["grid_code"].fillna("")
    return rows.assign(
        category=rows["pairing_kind"].fillna(""),
        organ_name=rows["organ_name"].fillna(""),
        community=rows["g2"].where(rows["g2"] != "", given),
    )


def pairing_matrix(context: Context) -> pd.DataFrame:
    """Every pair of an organ and a community with anything agreed by the end of the period.

    Columns organ, community (code), community_name, agreed, kept (by that day), exited, overdue (open past the
    agreed day).
    """
    number = day_of(end_day(context, context.scope.period))
    rows = agreed(context, end_day(context, context.scope.period))
    kept = rows[STAGE_DAY.format(1)] <= number
    gone = ~kept & (rows[EXIT_DAY] <= number)
    late = ~kept & ~gone & (rows[DUE_DAY] < number)
    counted = rows.assign(kept=kept, exited=gone, overdue=late).groupby(["organ_name", "community"], sort=True)
    frame = counted.agg(
        agreed=("pairing_code", "size"), kept=("kept", "sum"), exited=("exited", "sum"), overdue=("overdue", "sum")
    )
    frame = frame.astype("int64").reset_index().rename(columns={"organ_name": "organ"})
    frame.insert(2, "community_name", [context.net.name(code) for code in frame["community"]])
    return frame
