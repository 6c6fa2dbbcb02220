"""How agendas, meetings and orders are written into their files, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from data.measures.scope import Scope
from data.meetings.model import DWELL_SECONDS, Agenda, Entry, Meeting, Order, PeriodRule

Line = Mapping[str, Any]
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
"""What reading a line may raise that an older or newer edition, or a hand, has written."""


def agenda_line(agenda: Agenda) -> dict[str, Any]:
    """Plain values, for the file."""
    return {
        "code": agenda.code,
        "title": agenda.title,
        "rule": agenda.rule,
        "entries": [_entry_line(entry) for entry in agenda.entries],
        "saved_at": agenda.saved_at,
    }


def meeting_line(meeting: Meeting) -> dict[str, Any]:
    """Plain values, for the file."""
    return {
        "code": meeting.code,
        "title": meeting.title,
        "agenda": meeting.agenda,
        "held_on": meeting.held_on.isoformat(),
        "version": meeting.version,
        "as_of": meeting.as_of.isoformat(),
        "entries": [_entry_line(entry) for entry in meeting.entries],
        "opened_at": meeting.opened_at,
    }


def order_line(order: Order) -> dict[str, Any]:
    """Plain values, for the file."""
    return {
        "code": order.code,
        "meeting": order.meeting,
        "who": order.who,
        "what": order.what,
        "due_on": order.due_on.isoformat(),
        "given_on": order.given_on.isoformat(),
        "page": order.page,
        "view": order.view,
        "citation": order.citation,
        "done_on": order.done_on.isoformat() if order.done_on else None,
        "result": order.result,
    }


def _entry_line(entry: Entry) -> dict[str, Any]:
    return {
        "page": entry.page,
        "view": entry.view,
        "scope": entry.scope.to_dict(),
        "note": entry.note,
        "dwell_seconds": entry.dwell_seconds,
        "measure": entry.measure,
        "level": entry.level,
    }


def agenda_of(line: Line) -> Agenda:
    """The inverse of :func:`agenda_line`; entries that cannot be read any more are left out.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: the line is none of ours.
    """
    if line["rule"] not in get_args(PeriodRule):
        raise ValueError(line["rule"])
    return Agenda(
        str(line["code"]), str(line["title"]), line["rule"], _entries_of(line["entries"]), str(line["saved_at"])
    )


def meeting_of(line: Line) -> Meeting:
    """The inverse of :func:`meeting_line`; entries that cannot be read any more are left out.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: the line is none of ours.
    """
    return Meeting(
        str(line["code"]),
        str(line["title"]),
        str(line["agenda"]),
        date.fromisoformat(line["held_on"]),
        int(line["version"]),
        date.fromisoformat(line["as_of"]),
        _entries_of(line["entries"]),
        str(line["opened_at"]),
    )


def order_of(line: Line) -> Order:
    """The inverse of :func:`order_line`.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: the line is none of ours.
    """
    done_on = line["done_on"]
    return Order(
        str(line["code"]),
        str(line["meeting"]),
        str(line["who"]),
        str(line["what"]),
        date.fromisoformat(line["due_on"]),
        date.fromisoformat(line["given_on"]),
        str(line["page"]),
        str(line["view"]),
        str(line["citation"]),
        date.fromisoformat(done_on) if done_on else None,
        str(line["result"]),
    )


def _entries_of(lines: list[Line]) -> tuple[Entry, ...]:
    found = []
    for line in lines:
        try:
            found.append(_entry_of(line))
        except UNREADABLE:
            continue
    return tuple(found)


def _entry_of(line: Line) -> Entry:
    page, view = str(line["page"]), str(line["view"])
    if not page or not view:
        raise ValueError(line)
    return Entry(
        page,
        view,
        Scope.from_dict(line["scope"]),
        str(line.get("note", "")),
        int(line.get("dwell_seconds", DWELL_SECONDS)),
        str(line.get("measure", "")),
        int(line.get("level", 0)),
    )
