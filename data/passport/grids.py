"""The rows behind figures of the net: grids themselves, and grids held against what was done or stands in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.measures.model import Measure
from data.measures.query import Context
from data.measures.register_grids import REST, WITHOUT, standing_in
from data.measures.registers import end_day
from data.passport.lists import numbered
from data.passport.model import Selection
from data.passport.staged import keyed


def of_net(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """Totals of the net: the lowest grids that exist at the end of the period, with what each adds."""
    rows = context.net.frame[context.net.active(context.scope.grid_code, context.units_day)]
    rows = rows.assign(category=rows["grid_kind"].fillna(""))
    chosen = context.scope.categories_of("grids")
    rows = rows[rows["category"].isin(chosen)] if chosen else rows
    rows = rows[rows[context.key_column(by)] == key] if by else rows
    above, _, below = measure.field.partition("/")
    if not above:
        return [numbered(context, "grids", rows["grid_code"])]
    found = []
    for side, field in (("numerator" if below else "value", above), ("denominator", below)):
        if field:
            known = rows[rows[field].notna()]
            amounts = known[field].astype(float)
            found.append(numbered(context, "grids", known["grid_code"], side, amounts, "sum", field))  # type: ignore[arg-type]  # words of literals
    return found


def held_against(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """Grids in which something was done in the period, or stands at its end: those with it, those without, or both sides."""
    level = context.net.depth
    if measure.kind == "register_grids":
        level = min(measure.grid_level or level, level)
    if not level:
        return []
    grids = _grids(context, level, by, key)
    reached = _done(context, measure, by, key) if measure.kind == "share_of_grids" else _stands(context, measure, level)
    hit = np.array([code in reached for code in grids], dtype=bool)
    if measure.is_rate:
        above = numbered(context, "grids", grids[hit], "numerator")
        return [above, numbered(context, "grids", grids, "denominator")]
    is_without = measure.kind == "share_of_grids" or measure.field == WITHOUT
    return [numbered(context, "grids", grids[~hit if is_without else hit])]


def _grids(context: Context, level: int, by: str, key: str) -> NDArray[np.object_]:
    """Grids of a level in the scope at the end of the period, or those of them under one grid of a breakdown."""
    net = context.net
    active = net.active(context.scope.grid_code, context.units_day, level)
    if by.startswith("grid"):
        active = active & (net.keys(context.key_column(by)) == key)
    return net.keys("grid_code")[active]


def _done(context: Context, measure: Measure, by: str, key: str) -> set[str]:
    """Grids with an item that reached the stage in the period; what was done before a merger counts for the grid it is now."""
    column = f"g{context.net.depth}"
    where = context.where(measure.ledger).between("month", context.scope.period)
    where.add("stage = ?", measure.stage).add(f"{column} <> ''")
    if not by.startswith("grid"):
        keyed(context, where, context.ledger(measure.ledger), by, key)
    found = context.arrays(f"DISTINCT {column} AS grid", f"mart_stage_month_{measure.ledger}", where)
    heirs = context.heirs
    return {heirs.get(str(code), str(code)) for code in found["grid"]}


def _stands(context: Context, measure: Measure, level: int) -> set[str]:
    day = end_day(context, context.scope.period)
    reached = standing_in(context, measure.ledger, measure.where, level, day)
    if measure.field == REST:
        reached = reached - standing_in(context, measure.ledger, measure.above, level, day)
    return reached
