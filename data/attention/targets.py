"""Tasks behind their phased target; where each stands is said by ``data.measures.work_list``."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.attention.model import TASK, Evidence, Form, Signal
from data.attention.residents import Residents
from data.measures.query import Context

_BEHIND = ("late", "at_risk")
_COUNTED, _REPORTED, _UNKNOWN = 1.0, 0.9, 0.5
"""How sure it is how far a task has come: counted from a ledger, reported by the unit, not to be said."""


def targets(context: Context, residents: Residents, tasks: pd.DataFrame) -> list[Signal]:
    """Tasks that are late or at risk, unordered.

    Args:
        context: version and scope.
        residents: of the version.
        tasks: the work list at the end of the period (``WorkDesk.items``).
    """
    behind: list[dict[str, Any]] = tasks[tasks["status"].isin(_BEHIND)].to_dict("records")  # type: ignore[assignment]  # keys are column names
    return [_signal(context, residents, task) for task in behind]


def _signal(context: Context, residents: Residents, task: dict[str, Any]) -> Signal:
    owner = str(task["owner_unit"] or "")
    area = residents.area_of(owner)
    actual, time = _number(task["actual"]), _number(task["time_pct"]) or 0.0
    come = _number(task["completion_pct"])
    form: Form = "task_unreported" if actual is None else "task_missed" if come is None else "task_behind"
    told = {"task_behind": (come, time, "%"), "task_unreported": (None, time, "%")}
    value, expected, unit = told.get(form, (actual, _number(task["target_value"]), str(task["measure_unit"] or "")))
    behind = time * _UNKNOWN if come is None else max(time - come, 0.0)
    return Signal(
        kind="target",
        form=form,
        topic=f"{TASK}@{task['item_code']}",
        measures=("work_late_count" if task["status"] == "late" else "work_at_risk_count",),
        evidence=Evidence("work_list", "items", context.scope),
        area=area,
        subject=str(task["item_title"]),
        value=value,
        expected=expected,
        unit=unit,
        span=str(task["target_period"]),
        owner=owner,
        people=residents.of(area),
        deviation=min(behind / 100, 1.0),
        confidence=_UNKNOWN if come is None else _COUNTED if task["source"] else _REPORTED,
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
