"""A signal: something in the figures that somebody should look at, with what it is ranked by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.measures.scope import Scope

Kind = Literal["target", "change", "due", "silent", "contradiction"]
KIND_LABELS: dict[Kind, str] = {
    "target": "目标",
    "change": "变化",
    "due": "时限",
    "silent": "静默",
    "contradiction": "矛盾",
}
"""In words, and in the order in which equals stand."""

TASK = "task"
"""What the topic of a signal about one task begins with."""

Form = Literal[
    "task_behind",
    "task_missed",
    "task_unreported",
    "task_soon",
    "more",
    "fewer",
    "higher",
    "lower",
    "overdue",
    "due_soon",
    "orders_late",
    "orders_soon",
    "ledger_silent",
    "unit_silent",
    "rule",
]
"""What exactly a signal of a kind says, and so which sentence is made of it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the numbers of a signal can be looked at.

    Attributes:
        page: last part of the page's address.
        view: id of the view on that page.
        scope: what the page is opened with.
    """

    page: str
    view: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing to look at.

    Attributes:
        kind: which question it answers.
        form: what it says.
        topic: what it is about, whatever the kind; of two signals on one topic only the graver is told.
        measures: codes of the measures its numbers come from.
        area: code of the grid it is about; empty = the scope's area.
        area_name: its name.
        subject: the task, the unit, the rule or the ledger, in the district's words.
        value: the number that is told.
        expected: what it is held against; None where nothing is.
        base: how many there are in all, or below the line of a rate; None where nothing is counted.
        above: above the line of a rate; None for any other number.
        unit: of the numbers; of a rate, what is counted above and below its line.
        months: how many months it lasts, or the window is long.
        span: the months or the target's period it is about, in words or as ``2025-01..2025-06``.
        owner: the unit that has to do it.
        people: residents affected (households or grids in a district that knows no residents).
        deviation: how far it is off, 0 to 1.
        confidence: how sure it is, 0 to 1.
        evidence: where to look.
    """

    kind: Kind
    form: Form
    topic: str
    measures: tuple[str, ...]
    evidence: Evidence
    area: str = ""
    area_name: str = ""
    subject: str = ""
    value: float | None = None
    expected: float | None = None
    base: float | None = None
    above: float | None = None
    unit: str = ""
    months: int = 0
    span: str = ""
    owner: str = ""
    people: float = 0.0
    deviation: float = 0.0
    confidence: float = 1.0

    @property
    def score(self) -> float:
        """People affected × deviation × confidence."""
        return self.people * self.deviation * self.confidence

    @property
    def key(self) -> str:
        """Names the signal in the book of what was done about it; the next month or target has another."""
        return "|".join((self.form, self.topic, self.span))
