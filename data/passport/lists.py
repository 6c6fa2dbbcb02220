"""The rows behind figures that are worked out from whole lists: supply and demand, pairing, tasks, reports, points, meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import pandas as pd

from data.ledgers.points import EARNED, REDEEMED
from data.measures.compute import parts
from data.measures.deliberation import LINKED, NOTHING_LINKED
from data.measures.deliberation_fields import DELIBERATION_FIELDS, PROJECTS_OF
from data.measures.lifecycle import STAGE_DAY, day_of
from data.measures.model import Measure
from data.measures.pairing import agreed
from data.measures.points import SIGNED
from data.measures.points_fields import BALANCE, POINT_FIELDS, REDEMPTION, SOON_DAYS
from data.measures.query import Context
from data.measures.registers import end_day, register_table
from data.measures.supply import inside as supply_inside
from data.measures.supply import keys_of
from data.measures.supply_book import book_of
from data.measures.supply_fields import GAP, IDLE, ORGANS, PAIRING_FIELDS, SUPPLY_FIELDS
from data.measures.work_book import state_of
from data.measures.work_fields import (
    CADENCE_FIELDS,
    CHANGES,
    ENDED,
    EXPECTED,
    ITEM_DONE_RATE,
    LATE,
    MISSED,
    RATE,
    SILENT,
    TIMELY_RATE,
    UNITS,
    WORK_FIELDS,
)
from data.measures.work_parts import (
    LATE_STATE,
    ON_TIME_STATE,
    SILENT_STATE,
    cadence_rows,
    changes,
    due_reports,
    ended_targets,
    items_inside,
    keys_of_items,
)
from data.passport.model import AMOUNT, Adds, Selection, Side
from data.passport.staged import keyed, selected

LIST_FIELDS = SUPPLY_FIELDS | PAIRING_FIELDS | DELIBERATION_FIELDS | POINT_FIELDS | WORK_FIELDS | CADENCE_FIELDS


def listed(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """The rows behind a measure whose field is one of ``LIST_FIELDS``."""
    if measure.field in SUPPLY_FIELDS:
        return _supply(context, measure, by, key)
    if measure.field in PAIRING_FIELDS:
        return _pairing(context, measure, by, key)
    if measure.field in DELIBERATION_FIELDS:
        return _deliberation(context, measure, by, key)
    if measure.field in POINT_FIELDS:
        return _points(context, measure, by, key)
    return _reports(context, measure, by, key) if measure.field in CADENCE_FIELDS else _tasks(context, measure, by, key)


def numbered(
    context: Context,
    ledger: str,
    codes: Iterable[str],
    side: Side = "value",
    amounts: Iterable[float] | None = None,
    adds: Adds = "rows",
    field: str = "",
) -> Selection:
    """Rows of a ledger by their numbers, with what each brings (1 unless given)."""
    names = list(codes)
    brought = [1.0] * len(names) if amounts is None else [float(value) for value in amounts]
    sql = (
        f"SELECT r.*, v.{AMOUNT} FROM {ledger} r JOIN (SELECT unnest(?::VARCHAR[]) AS of_code, "  # noqa: S608  (declared names)
        f"unnest(?::DOUBLE[]) AS {AMOUNT}) v ON r.{context.ledger(ledger).id_field} = v.of_code"
    )
    return Selection(side, ledger, sql, (names, brought), adds, field)


def _supply(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    book = book_of(context.store)
    state = book.at(end_day(context, context.scope.period))
    if measure.field != GAP:
        rows = book.resources
        mine = supply_inside(context, rows, "resources") & state.is_listed & (keys_of(context, rows, by) == key)
        codes = rows["resource_code"]
        if measure.field == IDLE:
            return [numbered(context, "resources", codes[mine & ~state.is_used])]
        used, stock = codes[mine & state.is_used], codes[mine]
        return [numbered(context, "resources", used, "numerator"), numbered(context, "resources", stock, "denominator")]
    if by != "category" and len(context.scope.categories_of("service_demands")) != 1:
        return []
    found = []
    for side, ledger, rows, amounts, field in (
        ("denominator", "service_demands", book.demands, state.outstanding, "quantity"),
        ("numerator", "resources", book.resources, state.left, "capacity"),
    ):
        mine = supply_inside(context, rows, "service_demands") & rows["is_usual"].to_numpy(dtype=bool)
        mine &= (keys_of(context, rows, by) == key) & (np.nan_to_num(amounts) > 0)
        codes = rows[context.ledger(ledger).id_field][mine]
        adds: Adds = "sum" if side == "denominator" else "part"
        found.append(numbered(context, ledger, codes, side, amounts[mine], adds, field))  # type: ignore[arg-type]  # words of literals
    return found[::-1]


def _pairing(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    rows = agreed(context, end_day(context, context.scope.period))
    column = "organ_name" if measure.field == ORGANS else "community"
    mine = _of_key(rows, context.keys_of(rows, by) if by.startswith("grid") else None, by, key) & (rows[column] != "")
    chosen = rows[mine]
    field = "organ_name" if measure.field == ORGANS else ""
    # the community of an item is worked out from its grid: each counts once, by its first item
    first = 1.0 - chosen.duplicated(column).astype(float)
    return [numbered(context, "pairings", chosen["pairing_code"], amounts=first, adds="sum", field=field)]


def _of_key(rows: pd.DataFrame, keys: np.ndarray | None, by: str, key: str) -> np.ndarray:
    if not by:
        return np.ones(len(rows), dtype=bool)
    return np.asarray((rows[by].to_numpy(dtype=object) if keys is None else keys) == key, dtype=bool)


def _deliberation(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    """Meetings of the period with the items raised, and those of them that came to something."""
    period = context.scope.period
    linked = LINKED if context.has("demands") else NOTHING_LINKED
    counted = "projects" if measure.field == PROJECTS_OF else "demands"
    ledger = context.ledger("meetings")
    found = []
    for side, amount in (("numerator", f"least(coalesce(l.{counted}, 0), item_count)"), ("denominator", "item_count")):
        where = keyed(context, context.where("meetings"), ledger, by, key)
        where.add("met_on BETWEEN ? AND ?", period.first_day, period.last_day).add(f"({amount}) > 0")
        sql = (
            f"SELECT m.*, ({amount})::DOUBLE AS {AMOUNT} FROM {register_table(ledger)} m "  # noqa: S608  (our own names)
            f"LEFT JOIN {linked} l ON l.meeting_code = m.meeting_code WHERE {where}"
        )
        found.append(Selection(side, "meetings", sql, tuple(where.values), "sum", "item_count"))  # type: ignore[arg-type]  # words of literals
    return found


def _points(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    if measure.field == REDEMPTION:
        return [_entries(context, measure, by, key, "numerator"), _entries(context, measure, by, key, "denominator")]
    if measure.field != BALANCE:
        return [_expiring(context, by, key)]
    where = context.area().add("strftime(entered_on, '%Y-%m') <= ?", context.stock_month)
    where = keyed(context, where, context.ledger("points"), by, key).add(f"({SIGNED}) <> 0")
    return [selected(context, measure, where, amount=SIGNED, adds="sum", field="points")]


def _entries(context: Context, measure: Measure, by: str, key: str, side: Side) -> Selection:
    """Entries of the period: redeemed above the line, earned below it."""
    period = context.scope.period
    where = context.area().add("entered_on BETWEEN ? AND ?", period.first_day, period.last_day)
    where.add("category = ?", REDEEMED if side == "numerator" else EARNED)
    where = keyed(context, where, context.ledger("points"), by, key).add("points IS NOT NULL")
    return selected(context, measure, where, side, amount="points", adds="sum", field="points")


def _expiring(context: Context, by: str, key: str) -> Selection:
    """Points earned that are still held and run out soon: the oldest are spent first, so the newest are what is left."""
    day = end_day(context, context.scope.period)
    ledger, horizon = context.ledger("points"), day + timedelta(days=SOON_DAYS)
    where = keyed(context, context.area().add("entered_on <= ?", day), ledger, by, key)
    later = f"category = '{EARNED}' AND (expires_on IS NULL OR expires_on > ?)"
    soon = f"category = '{EARNED}' AND expires_on <= ?"
    sql = (
        f"SELECT *, greatest(least(points, held - coalesce(newer, 0)), 0)::DOUBLE AS {AMOUNT} FROM (SELECT *, "  # noqa: S608  (our own names)
        f"sum(points) FILTER ({soon}) OVER (PARTITION BY group_name ORDER BY expires_on DESC, entered_on DESC, entry_code DESC "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newer, "
        f"coalesce(sum({SIGNED}) OVER (PARTITION BY group_name), 0) "
        f"- coalesce(sum(points) FILTER ({later}) OVER (PARTITION BY group_name), 0) AS held "
        f"FROM {register_table(ledger)} WHERE {where}) WHERE {soon} AND {AMOUNT} > 0"
    )
    values = (horizon, horizon, *where.values, horizon)
    return Selection("value", "points", sql, values, "sum", "points")


def _tasks(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    period = context.scope.period
    if measure.field == CHANGES:
        rows = changes(context, period)
        rows = rows[keys_of_items(rows, context, by) == key]
        return [numbered(context, "work_targets", rows["target_code"])]
    if measure.field in (ENDED, MISSED):
        rows = ended_targets(context, period, parts)
        rows = rows[(keys_of_items(rows, context, by) == key) & ((measure.field == ENDED) | ~rows["is_met"])]
        return [numbered(context, "work_targets", rows["target_code"])]
    rows = items_inside(context, state_of(context.store, end_day(context, period), parts))
    rows = rows[keys_of_items(rows, context, by) == key]
    codes, status = rows["item_code"], rows["status"]
    if measure.field == RATE:
        due = ~status.isin(("not_due", "not_set"))
        return _sides(context, "work_items", codes[due & status.isin(("done", "on_course"))], codes[due])
    if measure.field == ITEM_DONE_RATE:
        return _sides(context, "work_items", codes[status == "done"], codes)
    wanted = measure.field.removeprefix("work:")
    return [numbered(context, "work_items", codes if wanted == "all" else codes[status == wanted])]


def _sides(context: Context, ledger: str, above: pd.Series, below: pd.Series) -> list[Selection]:
    return [numbered(context, ledger, above, "numerator"), numbered(context, ledger, below, "denominator")]


def _reports(context: Context, measure: Measure, by: str, key: str) -> list[Selection]:
    name, period = "expected_reports", context.scope.period
    id_field = context.ledger(name).id_field
    if measure.field == UNITS:
        rows = items_inside(context, cadence_rows(context.store), name)
        rows = rows[(rows[STAGE_DAY.format(0)] <= day_of(end_day(context, period))) & (rows["unit_name"] != "")]
        rows = rows[keys_of_items(rows, context, by, name) == key]
        return [numbered(context, name, rows[id_field], adds="distinct", field="unit_name")]
    rows = due_reports(context, period)
    rows = rows[keys_of_items(rows, context, by, name) == key]
    codes, state = rows[id_field], rows["state"]
    if measure.field == TIMELY_RATE:
        return _sides(context, name, codes[state == ON_TIME_STATE], codes)
    if measure.field == EXPECTED:
        return [numbered(context, name, codes)]
    chosen = codes[state == (LATE_STATE if measure.field == LATE else SILENT_STATE)]
    if measure.field in (SILENT, LATE):
        return [numbered(context, name, chosen)]
    return [numbered(context, name, chosen, adds="distinct", field="unit_name")]
