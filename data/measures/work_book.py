"""The work list as it stood on any day: the target that counts for each item, its actual, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data.ledgers.work_items import LEVEL, SUMMED, UP
from data.measures.lifecycle import EXIT_DAY, STAGE_DAY, day_of
from data.measures.model import Measure
from data.measures.parts import Parts
from data.measures.query import Context
from data.measures.registry import MEASURES
from data.measures.scope import Period, Scope
from data.measures.supply_book import dated_rows
from data.measures.work_list import Span, Standing, current, span_of, standing, worst
from data.store.reader import Reader

Compute = Callable[[Context, Measure], Parts]
"""Computes a measure over a scope (``data.measures.compute.parts``)."""

OWN_LEDGERS = ("work_items", "expected_reports")
"""A task is not measured by the work list itself."""
_FILLED = ("count", "sum", "distinct", "stock", "due_count")
STATE_COLUMNS = (
    "status",
    "target_period",
    "target_value",
    "actual",
    "completion_pct",
    "time_pct",
    "deviation",
    "period_end",
)


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the targets whose period could be read."""

    code: str
    item: str
    span: Span
    value: float
    baseline: float | None
    set_on: date
    replaced_on: date | None
    reason: str

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.set_on <= day and (self.replaced_on is None or self.replaced_on > day)


class WorkBook:
    """Items, targets and progress of a version. Made once and shared: never change its frames.

    Args:
        store: the open version.
    """

    def __init__(self, store: Reader) -> None:
        self._store = store
        rows = dated_rows(store, "work_items")
        filled = ("work_category", "phase", "list_kind", "owner_unit", "grid_code")
        self.items = rows.assign(
            **{name: rows[name].fillna("") for name in filled}, closed_day=rows[STAGE_DAY.format(1)]
        )
        self.unread = 0
        self.targets: dict[str, list[Target]] = {}
        for row in _table(store, "work_targets", "item_code, set_on, target_code"):
            span = span_of(row["target_period"])
            if span is None:
                self.unread += 1
                continue
            self.targets.setdefault(row["item_code"], []).append(_target(row, span))
        self._progress: dict[str, list[tuple[date, float]]] = {}
        for row in _table(store, "work_progress", "item_code, reported_on, progress_code"):
            said = (_day(row["reported_on"]), float(row["progress_value"]))
            self._progress.setdefault(row["item_code"], []).append(said)

    def listed(self, day: date) -> np.ndarray:
        """Which items are on the list on a day: taken up, not called off."""
        number = day_of(day)
        return np.asarray((self.items[STAGE_DAY.format(0)] <= number) & (self.items[EXIT_DAY] > number), dtype=bool)

    def judge(self, item: Any, target: Target, day: date, compute: Compute) -> tuple[Standing, float | None]:
        """Where a target of an item stands on a day (not after its period), and the actual it was judged by."""
        until = min(day, target.span.period.last_day)
        actual, before = self._actual(item, target.span, until, compute)
        baseline = before if target.baseline is None else target.baseline
        return standing(item.direction, target.value, target.span, until, actual, baseline), actual

    def _actual(self, item: Any, span: Span, until: date, compute: Compute) -> tuple[float | None, float | None]:
        """The actual of a period up to a day, and the last level reported before the period."""
        if isinstance(item.actual_measure, str) and item.actual_measure.strip():
            return self._measured(item.actual_measure.strip(), item.grid_code, span, until, compute), None
        said = self._progress.get(item.item_code, [])
        inside = [value for day, value in said if span.period.first_day <= day <= until]
        before = [value for day, value in said if day < span.period.first_day]
        if not inside:
            return None, before[-1] if before else None
        kind = item.value_kind if isinstance(item.value_kind, str) else SUMMED if item.direction == UP else LEVEL
        return sum(inside) if kind == SUMMED else inside[-1], before[-1] if before else None

    def _measured(self, code: str, grid: str, span: Span, until: date, compute: Compute) -> float | None:
        declared = MEASURES.get(code)
        if declared is None or declared.ledger in OWN_LEDGERS or until < span.period.first_day:
            return None
        context = Context(self._store, Scope(Period(span.period.start, f"{until:%Y-%m}"), grid, compare="none"))
        if not context.has(declared.ledger):
            return None
        value = float(compute(context, declared).aligned([""]).value[0])
        if np.isnan(value):
            return 0.0 if declared.kind in _FILLED else None
        return value


def _table(store: Reader, name: str, order: str) -> list[dict[str, Any]]:
    if not store.has_rows(name):
        return []
    frame = store.query(f"SELECT * FROM {name} ORDER BY {order}", [])  # noqa: S608  (declared names)
    return frame.to_dict("records")  # type: ignore[return-value]


def _target(row: dict[str, Any], span: Span) -> Target:
    return Target(
        row["target_code"],
        row["item_code"],
        span,
        float(row["target_value"]),
        None if pd.isna(row["baseline_value"]) else float(row["baseline_value"]),
        _day(row["set_on"]),
        None if pd.isna(row["replaced_on"]) else _day(row["replaced_on"]),
        row["change_reason"] if isinstance(row["change_reason"], str) else "",
    )


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


@lru_cache(maxsize=4)
def work_book_of(store: Reader) -> WorkBook:
    """The book of a version; readers never change, so neither does it."""
    return WorkBook(store)


@lru_cache(maxsize=64)
def state_of(store: Reader, day: date, compute: Compute) -> pd.DataFrame:
    """The items on the list on a day with where they stand; never change the frame.

    Columns: the ledger's fields, g1 … g3, and ``STATE_COLUMNS`` of the target that counts.
    """
    book = work_book_of(store)
    items = book.items[book.listed(day)].reset_index(drop=True)
    told = [_state(book, item, day, compute) for item in items.itertuples(index=False)]
    return pd.concat([items, pd.DataFrame(told, columns=list(STATE_COLUMNS), dtype="object")], axis=1)


def _state(book: WorkBook, item: Any, day: date, compute: Compute) -> tuple[Any, ...]:
    """The status and the target that speaks for an item; a closed item is done, whatever its targets say."""
    is_closed = item.closed_day <= day_of(day)
    held = [target for target in book.targets.get(item.item_code, []) if target.holds(day)]
    counting = [held[i] for i in current([target.span for target in held], day)]
    if not counting:
        return ("done" if is_closed else "not_set", "", None, None, None, None, None, None)
    judged = [book.judge(item, target, day, compute) for target in counting]
    which = worst([found for found, _ in judged])
    (found, actual), target = judged[which], counting[which]
    return (
        "done" if is_closed else found.status,
        target.span.label,
        target.value,
        actual,
        found.completion_pct,
        found.time_pct,
        found.deviation,
        target.span.period.last_day,
    )
