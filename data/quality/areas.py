"""A scope's area as the tables of this package know it: first-level grids, grids of any level, months."""

from __future__ import annotations

import pandas as pd

from data.measures.query import Context


def first_level(context: Context) -> set[str]:
    """The first-level grids the scope's area lies in or covers; all of them for the district."""
    frame = context.net.frame
    return set(frame.loc[context.inside(frame), "g1"]) - {""}


def grids_inside(context: Context) -> list[str] | None:
    """Codes of all grids inside the scope's area; None for the district, where rows without a grid count too."""
    if not context.scope.grid_code:
        return None
    frame = context.net.frame
    return [str(code) for code in frame.loc[context.inside(frame), "grid_code"]]


def within(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows (with columns month, g1, g2, g3) of the scope's period and area."""
    period = context.scope.period
    if rows.empty:
        return rows
    return rows[rows["month"].between(period.start, period.end) & context.inside(rows)]
