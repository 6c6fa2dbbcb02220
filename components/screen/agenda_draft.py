"""An agenda while it is edited: what the visitor has changed and not yet saved, and what others saved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from data.meetings.model import Agenda, Entry, PeriodRule

_DRAFTS, _NEXT = "wl_agenda_drafts", "wl_agenda_row"


@dataclass(slots=True)
class Row:
    """An entry of the draft.

    Attributes:
        number: never given twice, so that the widgets of a row move with it.
        entry: as it is now.
    """

    number: int
    entry: Entry


@dataclass(slots=True)
class Draft:
    """An agenda as the visitor has it on the screen.

    Attributes:
        number: never given twice; names the widgets of this draft.
        base: as it was read.
        title: as typed.
        rule: as chosen.
        rows: in order.
    """

    number: int
    base: Agenda
    title: str
    rule: PeriodRule
    rows: list[Row] = field(default_factory=list)

    @property
    def agenda(self) -> Agenda:
        """What saving would write."""
        entries = tuple(row.entry for row in self.rows)
        return replace(self.base, title=self.title.strip() or self.base.title, rule=self.rule, entries=entries)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self.agenda != self.base

    def field(self, name: str, number: int = 0) -> str:
        """Key of a field: of the draft, or of one of its rows."""
        return f"agenda_{name}_{number or self.number}"

    def read_fields(self) -> None:
        """Take over what the visitor has typed, wherever in a run this is asked: callbacks come before the fields."""
        typed = st.session_state
        self.title = str(typed.get(self.field("title"), self.title))
        self.rule = typed.get(self.field("rule"), self.rule)
        for row in self.rows:
            note = str(typed.get(self.field("note", row.number), row.entry.note))
            dwell = int(typed.get(self.field("dwell", row.number), row.entry.dwell_seconds))
            row.entry = replace(row.entry, note=note, dwell_seconds=dwell)

    def add(self, entries: list[Entry]) -> None:
        """Append entries."""
        self.rows += [Row(_number(), entry) for entry in entries]

    def move(self, number: int, by: int) -> None:
        """Move a row up (-1) or down (1), as far as there is a place."""
        at = self._place(number)
        to = at + by
        if at >= 0 and 0 <= to < len(self.rows):
            self.rows[at], self.rows[to] = self.rows[to], self.rows[at]

    def remove(self, number: int) -> None:
        """Take a row out."""
        self.rows = [row for row in self.rows if row.number != number]

    def _place(self, number: int) -> int:
        return next((place for place, row in enumerate(self.rows) if row.number == number), -1)


def draft_of(agenda: Agenda) -> Draft:
    """The visitor's draft of an agenda: what has been changed and not saved is kept, else it is read anew."""
    held = _drafts().get(agenda.code)
    if held:
        held.read_fields()
    return held if held and (held.is_changed or held.base == agenda) else begin(agenda)


def begin(agenda: Agenda) -> Draft:
    """Start over from what is saved."""
    draft = Draft(_number(), agenda, agenda.title, agenda.rule)
    draft.add(list(agenda.entries))
    _drafts()[agenda.code] = draft
    return draft


def unsaved(code: str) -> Draft | None:
    """The draft of an agenda, if it holds changes that are not saved."""
    held = _drafts().get(code)
    if held:
        held.read_fields()
    return held if held and held.is_changed else None


def _drafts() -> dict[str, Draft]:
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return drafts


def _number() -> int:
    st.session_state[_NEXT] = number = st.session_state.get(_NEXT, 0) + 1
    return int(number)
