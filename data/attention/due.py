"""What is past its limit, and what will be within days: items of the ledgers, and targets that end soon.

One signal a ledger, for the area in which more than half of the overdue items are, or else for the whole.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.attention.model import TASK, Evidence, Form, Signal
from data.attention.residents import Residents
from data.measures.breakdown import figure, rows
from data.measures.hiding import hides
from data.measures.query import Context
from data.measures.work_list import span_of

OVERDUE = {
    "report_overdue_count": "report_open_count",
    "demand_overdue_count": "demand_open_count",
    "wish_overdue_count": "wish_open_count",
    "project_overdue_count": "project_open_count",
    "service_demand_overdue_count": "service_demand_open_count",
}
"""Open items past their limit → all open items."""
DUE_SOON = {"report_due_soon_count": "report_open_count"}
EVIDENCE = {
    "report_overdue_count": ("issue_reports", "overdue"),
    "report_due_soon_count": ("issue_reports", "due_soon"),
    "demand_overdue_count": ("demands_to_projects", "stuck_demands"),
    "wish_overdue_count": ("micro_wishes", "waiting"),
    "project_overdue_count": ("demands_to_projects", "stuck_projects"),
    "service_demand_overdue_count": ("supply_and_demand", "unmet"),
}
LEAST_ITEMS = 3
SURE_FROM = 10
"""n items are as sure as n / (n + this)."""
_REPORTED = 0.9
"""How sure it is how far a task has come."""
SOON_DAYS = 10
"""A target that ends within so many days is near."""


def due(context: Context, residents: Residents, tasks: pd.DataFrame | None) -> list[Signal]:
    """Overdue and near-due, unordered.

    Args:
        context: version and scope.
        residents: of the version.
        tasks: the work list at the end of the period (``WorkDesk.items``); None where none is kept.
    """
    found = [_open_items(context, residents, code, base, "overdue") for code, base in OVERDUE.items()]
    if reaches_now(context):
        found += [_open_items(context, residents, code, base, "due_soon") for code, base in DUE_SOON.items()]
        found += [] if tasks is None else _tasks_soon(context, residents, tasks)
    return [signal for signal in found if signal is not None]


def reaches_now(context: Context) -> bool:
    """Whether the period holds the as-of day: what is due next belongs to no other."""
    return context.scope.period.first_day <= context.as_of <= context.scope.period.last_day


def sureness(count: float) -> float:
    """How sure a number of items is: a half at ten, more with more."""
    return count / (count + SURE_FROM)


def _open_items(context: Context, residents: Residents, code: str, base: str, form: Form) -> Signal | None:
    measure = context.measure(code)
    if not context.has(measure.ledger) or hides(context, measure.ledger):
        return None
    count, open_count = figure(context, code).value or 0.0, figure(context, base).value or 0.0
    if count < LEAST_ITEMS or not open_count:
        return None
    area, mine, open_there = _mostly_in(context, code, base, count)
    if area:
        count, open_count = mine, max(open_there, mine)
    scope = context.scope.with_grid(area or context.scope.grid_code)
    return Signal(
        kind="due",
        form=form,
        topic=f"{measure.ledger}@{scope.grid_code}",
        measures=(code, base),
        evidence=Evidence(*EVIDENCE[code], scope),
        area=scope.grid_code,
        area_name=context.net.name(area) if area else "",
        subject=measure.label,
        value=count,
        base=open_count,
        unit=measure.unit,
        people=_living_there(context.narrowed(scope), residents, measure.ledger, form),
        deviation=min(count / open_count, 1.0),
        confidence=sureness(count),
    )


def _mostly_in(context: Context, code: str, base: str, total: float) -> tuple[str, float, float]:
    """The area below that holds more than half, its number and its open items; nothing where none does."""
    if context.area_level + 1 >= context.net.depth:
        return "", 0.0, 0.0
    parts = rows(context, code, "grid")
    values = parts["value"].to_numpy(dtype="float64", na_value=0.0)
    if len(values) < 2 or 2 * values.max() <= total:
        return "", 0.0, 0.0
    at = int(values.argmax())
    opened = rows(context, base, "grid")
    there = opened.loc[opened["key"] == parts["key"].iloc[at], "value"].sum()
    return str(parts["key"].iloc[at]), float(values[at]), float(there)


def _living_there(context: Context, residents: Residents, ledger: str, form: Form) -> float:
    """Residents of the lowest grids that have such an item."""
    column = f"g{context.net.depth}"
    where = context.where(ledger)
    if form == "overdue":
        table = f"mart_backlog_{ledger}"
        where.add("month = ?", context.stock_month).add("is_overdue")
    else:
        table = f"mart_open_due_{ledger}"
    found = context.arrays(f"DISTINCT {column} AS grid", table, where)
    heirs = context.heirs
    codes = np.array([heirs.get(str(code), str(code)) for code in found["grid"]], dtype=object)
    return residents.of_grids(codes)


def _tasks_soon(context: Context, residents: Residents, tasks: pd.DataFrame) -> list[Signal]:
    running: list[dict[str, Any]] = tasks[~tasks["status"].isin(["done", "not_set"])].to_dict("records")  # type: ignore[assignment]  # keys are column names
    found = []
    for task in running:
        span = span_of(str(task["target_period"]))
        if span is not None and 0 < (span.period.last_day - context.as_of).days <= SOON_DAYS:
            found.append(_task_soon(context, residents, task, span.period.last_day))
    return found


def _task_soon(context: Context, residents: Residents, task: dict[str, Any], last: date) -> Signal:
    come = 0.0 if pd.isna(task["completion_pct"]) else float(task["completion_pct"])
    owner = str(task["owner_unit"] or "")
    area = residents.area_of(owner)
    return Signal(
        kind="due",
        form="task_soon",
        topic=f"{TASK}@{task['item_code']}",
        measures=("work_done_rate_pct",),
        evidence=Evidence("work_list", "items", context.scope),
        area=area,
        subject=str(task["item_title"]),
        value=come,
        unit="%",
        span=last.isoformat(),
        owner=owner,
        people=residents.of(area),
        deviation=min(max(100 - come, 0.0), 100.0) / 100,
        confidence=_REPORTED,
    )
