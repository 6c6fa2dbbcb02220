"""Parts of a count that no breakdown tells: one day, one age, how far items have come, what became of them, one flow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from data.measures.breakdown import UNSTATED
from data.measures.lifecycle import AGE_BUCKETS
from data.measures.model import Measure
from data.measures.organisation_desk import OrganisationDesk
from data.measures.progress import AFTER_PROJECT, CONSULTATION, ENDS, GOVERNANCE, LEFT, NOT_CONSULTED, PROJECT
from data.measures.query import Context
from data.measures.registry import UnknownMeasureError
from data.passport.model import Cut, Selection

BETWEEN = "→"
"""Between the two ends of a flow."""
LATE, WITHIN = "late", "within"
"""Whether open items are past their limit."""
_LAST = len(LEFT)
"""Place of the last list among the stages of demands."""
_LONG_AGO = -1_000_000
Condition = tuple[str, list[Any]]


def cut_down(context: Context, measure: Measure, found: list[Selection], cuts: tuple[Cut, ...]) -> list[Selection]:
    """The rows of a count that belong to every one of the cuts.

    Raises:
        UnknownMeasureError: the measure is no plain count or sum, or no such cut is known.
    """
    if not cuts:
        return found
    if measure.is_rate or any(one.side != "value" for one in found):
        raise UnknownMeasureError(f"指标“{measure.label}”是比率，不能再切出一部分")
    for cut in cuts:
        if cut.kind not in _CUTS:
            raise UnknownMeasureError(f"没有“{cut.kind}”这种切法")
        condition, values = _CUTS[cut.kind](context, measure, cut.key)
        found = [
            replace(one, sql=f"SELECT * FROM ({one.sql}) WHERE {condition}", values=(*one.values, *values))  # noqa: S608  (our own names)
            for one in found
        ]
    return found


def _item(context: Context, measure: Measure, key: str) -> Condition:
    """One item by its number."""
    return f"{context.ledger(measure.ledger).id_field} = ?", [key]


def _day(context: Context, measure: Measure, key: str) -> Condition:
    """What reached the measure's stage on one day."""
    return f"{context.ledger(measure.ledger).stage(measure.stage).field} = ?", [date.fromisoformat(key)]


def _age(context: Context, measure: Measure, key: str) -> Condition:
    """Open items of one age."""
    bucket = next(one for one in AGE_BUCKETS if one.code == key)
    if bucket.last is None:
        return "_age >= ?", [bucket.first]
    # what is dated later than the day it is looked at counts among the youngest
    first = bucket.first if bucket is not AGE_BUCKETS[0] else _LONG_AGO
    return "_age BETWEEN ? AND ?", [first, bucket.last]


def _open(context: Context, measure: Measure, key: str) -> Condition:
    """Open items past their limit, or not."""
    return ("is_late" if key == LATE else "is_late IS NOT true"), []


def _reached(context: Context, measure: Measure, key: str) -> Condition:
    """Items that have come to a stage by the as-of day."""
    return "furthest >= ?", [_place(context, measure, key)]


def _became(context: Context, measure: Measure, key: str) -> Condition:
    """What became of a batch, seen from a stage: reached, not_due, waiting or exited."""
    stage, _, what = key.partition(":")
    how = {
        "reached": "furthest >= ?",
        "exited": "furthest < ? AND NOT is_open",
        "waiting": "furthest < ? AND is_open AND is_late IS true",
        "not_due": "furthest < ? AND is_open AND is_late IS NOT true",
    }
    return how[what], [_place(context, measure, stage)]


def _place(context: Context, measure: Measure, stage: str) -> int:
    return [each.code for each in context.ledger(measure.ledger).stages].index(stage)


def _flow(context: Context, measure: Measure, key: str) -> Condition:
    """Demands that went from one list to another, or, of a list alone, all that came to it."""
    parts = [_came_to(node) for node in key.split(BETWEEN)]
    return " AND ".join(f"({condition})" for condition, _ in parts), [value for _, values in parts for value in values]


def _came_to(node: str) -> Condition:
    """Demands that came to a list, or ended as a node of the flow says; any other name is a category."""
    lists = {NOT_CONSULTED: "furthest < 1", CONSULTATION: "furthest >= 1", PROJECT: "furthest >= 2"}
    if node == GOVERNANCE:
        return f"furthest >= {_LAST}", []
    if node in lists:
        return lists[node], []
    for place, name in LEFT.items():
        if node == name:
            return f"furthest = {place} AND exited_as = ''", []
    if node in ENDS:
        return "furthest < 2 AND exited_as = ?", [node]
    if node.startswith(AFTER_PROJECT):
        return f"furthest >= 2 AND furthest < {_LAST} AND exited_as = ?", [node.removeprefix(AFTER_PROJECT)]
    return "category = ?", ["" if node == UNSTATED else node]


def _under(context: Context, measure: Measure, key: str) -> Condition:
    """Organisations of a branch of their tree, its head included."""
    codes = OrganisationDesk(context).branch(key)
    return f"list_contains(?, {context.ledger(measure.ledger).id_field})", [codes]


_CUTS: dict[str, Callable[[Context, Measure, str], Condition]] = {
    "item": _item,
    "day": _day,
    "age": _age,
    "open": _open,
    "reached": _reached,
    "became": _became,
    "flow": _flow,
    "under": _under,
}
