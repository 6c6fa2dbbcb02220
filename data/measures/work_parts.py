"""Measures of the work list and of the meetings' reports, by any key."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data.measures.lifecycle import DUE_DAY, EXIT_DAY, STAGE_DAY, day_of
from data.measures.model import Measure
from data.measures.parts import Parts
from data.measures.query import Context
from data.measures.scope import Period
from data.measures.supply import end_day
from data.measures.supply_book import Mask, dated_rows
from data.measures.work_book import Compute, state_of, work_book_of
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
)
from data.store.reader import Reader

_COLUMNS = {
    "work_items": {"category": "work_category", "actor": "owner_unit"},
    "expected_reports": {"category": "cadence_kind", "actor": "unit_name"},
}
ON_TIME_STATE, LATE_STATE, SILENT_STATE, NOT_DUE_STATE = "on_time", "late", "silent", "not_due"


def work_parts(context: Context, measure: Measure, by: str, compute: Compute) -> Parts:
    """A measure of the work list or of the meetings by a key; by month: of each month."""
    if by != "month":
        return _at(context, measure, by, context.scope.period, compute)
    months = [month for month in context.scope.period.months if month <= f"{context.as_of:%Y-%m}"]
    found = [_at(context, measure, "", Period(month, month), compute).aligned([""]) for month in months]
    names = ("numerator", "denominator", "value", "base")
    return Parts(months, {name: [getattr(part, name)[0] for part in found] for name in names})


def _at(context: Context, measure: Measure, by: str, period: Period, compute: Compute) -> Parts:
    day = end_day(context, period)
    if measure.field in CADENCE_FIELDS:
        return _cadence(context, measure, by, period, day)
    if measure.field == CHANGES:
        return _counted(changes(context, period), context, by, None)
    if measure.field in (ENDED, MISSED):
        ended = ended_targets(context, period, compute)
        return _counted(ended if measure.field == ENDED else ended[~ended["is_met"]], context, by, len(ended))
    rows = items_inside(context, state_of(context.store, day, compute))
    status = rows["status"]
    if measure.field == RATE:
        due = rows[~status.isin(("not_due", "not_set"))]
        return _rate(due, due["status"].isin(("done", "on_course")), context, by)
    if measure.field == ITEM_DONE_RATE:
        return _rate(rows, status == "done", context, by)
    wanted = measure.field.removeprefix("work:")
    return _counted(rows if wanted == "all" else rows[status == wanted], context, by, len(rows))


def items_inside(context: Context, rows: pd.DataFrame, ledger: str = "work_items") -> pd.DataFrame:
    """Rows inside the scope's area and of the categories chosen."""
    mask = np.ones(len(rows), dtype=bool)
    mask &= context.inside(rows)
    chosen = context.scope.categories_of(ledger)
    if chosen:
        mask &= rows[_COLUMNS[ledger]["category"]].isin(chosen).to_numpy()
    return rows[mask]


def changes(context: Context, period: Period) -> pd.DataFrame:
    """Targets of the scope's items that were replaced in the period, newest first.

    Columns of the items, and target_code, target_period, old_value, new_value (None where nothing took its place), changed_on,
    reason.
    """
    book = work_book_of(context.store)
    rows = []
    listed: list[dict[str, Any]] = items_inside(context, book.items).to_dict("records")  # type: ignore[assignment]
    for item in listed:
        held = book.targets.get(item["item_code"], [])
        for target in held:
            changed = target.replaced_on
            if changed is None or not period.first_day <= changed <= min(period.last_day, context.as_of):
                continue
            after = [other for other in held if other.set_on >= changed and other.span == target.span]
            new = min(after, key=lambda other: other.set_on).value if after else None
            said = {
                "target_code": target.code,
                "target_period": target.span.label,
                "old_value": target.value,
                "new_value": new,
            }
            rows.append({**item, **said, "changed_on": changed, "reason": target.reason})
    more = ["target_code", "target_period", "old_value", "new_value", "changed_on", "reason"]
    frame = pd.DataFrame(rows, columns=[*book.items.columns, *more])
    return frame.sort_values(["changed_on", "item_code"], ascending=[False, True], ignore_index=True)


def ended_targets(context: Context, period: Period, compute: Compute) -> pd.DataFrame:
    """Targets of the scope's items whose own period ended within a period and by the as-of day, in force on their last day.

    Columns of the items, and target_code, last_day, is_met.
    """
    book, until = work_book_of(context.store), min(period.last_day, context.as_of)
    inside = items_inside(context, book.items)
    rows = []
    for item, said in zip(inside.itertuples(index=False), inside.to_dict("records"), strict=True):
        for target in book.targets.get(str(item.item_code), []):
            last = target.span.period.last_day
            number = day_of(last)
            is_listed = said[STAGE_DAY.format(0)] <= number < said[EXIT_DAY]
            if not period.first_day <= last <= until or not target.holds(last) or not is_listed:
                continue
            judged, _ = book.judge(item, target, last, compute)
            rows.append({**said, "target_code": target.code, "last_day": last, "is_met": judged.status == "done"})
    frame = pd.DataFrame(rows, columns=[*book.items.columns, "target_code", "last_day", "is_met"])
    return frame.astype({"is_met": bool})


def keys_of_items(rows: pd.DataFrame, context: Context, by: str, ledger: str = "work_items") -> np.ndarray:
    """The key of each row in a breakdown."""
    if not by:
        return np.full(len(rows), "", dtype=object)
    if by.startswith("grid"):
        return context.keys_of(rows, by)
    return rows[_COLUMNS[ledger].get(by, by)].fillna("").to_numpy(dtype=object)


def _named(groups: pd.Series, by: str) -> pd.Series:
    """Without those that lie in no grid of the level or name no unit."""
    return groups[groups.index != ""] if by.startswith("grid") or by == "actor" else groups


def _counted(
    rows: pd.DataFrame, context: Context, by: str, of: int | None, ledger: str = "work_items", unique: str = ""
) -> Parts:
    groups = pd.Series(range(len(rows)), dtype="int64").groupby(keys_of_items(rows, context, by, ledger))
    sizes = groups.size()
    if unique:
        sizes = rows[unique].reset_index(drop=True).groupby(keys_of_items(rows, context, by, ledger)).nunique()
    sizes = _named(sizes, by)
    if not by and of and sizes.empty:
        return Parts([""], {"value": [0], "base": [of]})
    return Parts(sizes.index, {"value": sizes, "base": sizes})


def _rate(rows: pd.DataFrame, is_good: pd.Series, context: Context, by: str, ledger: str = "work_items") -> Parts:
    groups = is_good.astype("float64").reset_index(drop=True).groupby(keys_of_items(rows, context, by, ledger))
    above, below = _named(groups.sum(), by), _named(groups.size().astype("float64"), by)
    return Parts(below.index, {"numerator": above, "denominator": below, "value": above * 100 / below, "base": below})


@lru_cache(maxsize=4)
def cadence_rows(store: Reader) -> pd.DataFrame:
    """All expected reports of a version, texts filled; never change the frame."""
    rows = dated_rows(store, "expected_reports")
    return rows.assign(**{name: rows[name].fillna("") for name in ("unit_name", "cadence_kind", "report_period")})


def cadence_states(rows: pd.DataFrame, day: date) -> np.ndarray:
    """What became of each expected report by a day: on time, late, silent (未报) or not due (未到期).

    A report is still welcome on the day it is due: it is silent from the day after.
    """
    number = day_of(day)
    sent, due = rows[STAGE_DAY.format(1)].to_numpy(), rows[DUE_DAY].to_numpy()
    has_come = sent <= number
    states = np.where(due < number, SILENT_STATE, NOT_DUE_STATE).astype(object)
    states[has_come & (sent <= due)] = ON_TIME_STATE
    states[has_come & (sent > due)] = LATE_STATE
    return states


def due_reports(context: Context, period: Period) -> pd.DataFrame:
    """Expected reports of the scope that were due in the period, with their ``state``; those not due are left out."""
    rows = items_inside(context, cadence_rows(context.store), "expected_reports")
    due = rows[DUE_DAY].to_numpy()
    within: Mask = (due >= day_of(period.first_day)) & (due <= day_of(period.last_day))
    rows = rows[within].assign(state=cadence_states(rows[within], end_day(context, period)))
    return rows[rows["state"] != NOT_DUE_STATE]


def _cadence(context: Context, measure: Measure, by: str, period: Period, day: date) -> Parts:
    ledger = "expected_reports"
    if measure.field == UNITS:
        rows = items_inside(context, cadence_rows(context.store), ledger)
        rows = rows[(rows[STAGE_DAY.format(0)] <= day_of(day)) & (rows["unit_name"] != "")]
        return _counted(rows, context, by, None, ledger, "unit_name")
    rows = due_reports(context, period)
    if measure.field == TIMELY_RATE:
        return _rate(rows, rows["state"] == ON_TIME_STATE, context, by, ledger)
    if measure.field == EXPECTED:
        return _counted(rows, context, by, None, ledger)
    wanted = {SILENT: SILENT_STATE, LATE: LATE_STATE}.get(measure.field, SILENT_STATE)
    unique = "" if measure.field in (SILENT, LATE) else "unit_name"
    return _counted(rows[rows["state"] == wanted], context, by, len(rows), ledger, unique)
