"""What a joint meeting is made of: an agenda of views, the meeting that froze it, and the orders it gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from data.measures.periods import preset_period
from data.measures.scope import Scope

PeriodRule = Literal["kept", "this_month", "this_quarter", "this_year"]
"""Which months a view shows when its agenda is used again: those it was added with, or the newest of a kind."""

State = Literal["open", "late", "done", "done_late"]
STATES: dict[State, str] = {"open": "办理中", "late": "逾期未办结", "done": "按期办结", "done_late": "逾期办结"}
"""What became of an order, in words."""

USUAL_DAYS = 14
"""By when an order is due unless another day is chosen, in days after the meeting."""

DWELL_SECONDS = 60
"""How long a view stays on the wall by itself unless the agenda says otherwise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One view of an agenda.

    Attributes:
        page: last part of the page's address.
        view: id of the view on that page.
        scope: period, area, categories, comparison and mode.
        note: for the one who presents; never on the wall.
        dwell_seconds: how long it stays when slides advance by themselves.
        measure: measure of the map page; empty elsewhere.
        level: level of the map page; 0 elsewhere.
    """

    page: str
    view: str
    scope: Scope
    note: str = ""
    dwell_seconds: int = DWELL_SECONDS
    measure: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Agenda:
    """An ordered list of views, kept with the store and used again.

    Attributes:
        code: names it in addresses; given when it is saved.
        title: 三季度联席会议.
        rule: which months its views show when a meeting opens.
        entries: in order.
        saved_at: when, ISO 8601 in UTC.
    """

    code: str
    title: str
    rule: PeriodRule = "kept"
    entries: tuple[Entry, ...] = ()
    saved_at: str = ""

    def entries_at(self, as_of: date) -> tuple[Entry, ...]:
        """The entries over the months that the rule means on a day."""
        if self.rule == "kept":
            return self.entries
        period = preset_period(self.rule, as_of)
        return tuple(replace(entry, scope=entry.scope.with_period(period)) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Meeting:
    """An agenda at one version of the data: what it shows is the same on any later day.

    Attributes:
        code: names it in addresses.
        title: the agenda's title when it was opened.
        agenda: code of the agenda.
        held_on: day of the meeting.
        version: number of the version it shows; never pruned.
        as_of: 截至 of that version.
        entries: in order, with the periods they were opened with.
        opened_at: when, ISO 8601 in UTC.
    """

    code: str
    title: str
    agenda: str
    held_on: date
    version: int
    as_of: date
    entries: tuple[Entry, ...] = ()
    opened_at: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What a meeting ordered: who does what by when, beside the view that was on the wall.

    Attributes:
        code: names it.
        meeting: code of the meeting; empty where it was given between two.
        who: the unit or post that does it; never a resident.
        what: the task in one line.
        due_on: by when.
        given_on: day it was given.
        page: page of the view on the wall; empty where none was.
        view: id of that view.
        citation: citation code of that view, so that it can be opened again.
        done_on: day it was finished; None while it is open.
        result: what became of it, in one line.
    """

    code: str
    meeting: str
    who: str
    what: str
    due_on: date
    given_on: date
    page: str = ""
    view: str = ""
    citation: str = ""
    done_on: date | None = None
    result: str = ""

    def state(self, on: date) -> State:
        """What became of it by a day; due today is not late."""
        if self.done_on is not None and self.done_on <= on:
            return "done" if self.done_on <= self.due_on else "done_late"
        return "open" if on <= self.due_on else "late"


def state_counts(states: Iterable[State]) -> dict[State, int]:
    """How many orders are in each state, every state included."""
    found = Counter(states)
    return {state: found[state] for state in STATES}


@dataclass(frozen=True, slots=True)
class Template:
    """An agenda to begin with.

    Attributes:
        code: how it is named.
        title: 季度联席会议.
        rule: which months its views show.
        views: page.view, in order; those a district does not keep are left out.
    """

    code: str
    title: str
    rule: PeriodRule
    views: tuple[str, ...] = field(default=())
