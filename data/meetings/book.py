"""The book of meetings: agendas, the meetings that froze them, and the orders they gave.

It lies beside the versions in files that only grow, so that a crash costs at most the line being written. Saving
again, finishing and reopening add a line with the whole of it; the last line of a code is what holds. A meeting is
written once and never changed: together with its version, which is never pruned, it shows the same on any later day.

**What an order looks like on a day that is past.** The first slide of a meeting shows its orders as of the day the
meeting was held: what was finished later is open (or late) there, and what was said about it later is left out.
This rests on the day an order was finished, which the one who enters it gives, not on the moment of entering it: so a
completion entered after the meeting, but dated before it, mends the slide, and reopening an order takes its
completion back on every slide. Both correct the record. When each line was written stands in the file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

from data.meetings import shelf
from data.meetings.model import Agenda, Entry, Meeting, PeriodRule
from data.meetings.orders import (
    all_orders,
    finish_order,
    give_order,
    is_first,
    orders_before,
    orders_of,
    reopen_order,
)
from data.meetings.records import agenda_line, meeting_line
from data.meetings.wording import NOTE_LENGTH, TITLE_LENGTH, MeetingError, checked_day, one_line, some_lines
from data.store.errors import StoreError, VersionMissingError
from data.store.journal import append, now
from data.store.layout import Layout
from data.store.pointer import current_version, read_numbers
from data.store.reader import Reader, open_store

__all__ = [
    "MeetingError",
    "add_entry",
    "all_orders",
    "finish_order",
    "give_order",
    "is_first",
    "open_meeting",
    "orders_before",
    "orders_of",
    "read_agenda",
    "read_agendas",
    "read_meeting",
    "read_meetings",
    "remove_agenda",
    "reopen_order",
    "save_agenda",
    "store_of",
]

NEW_TITLE = "新议程"
MOST_ENTRIES = 60
LEAST_DWELL, MOST_DWELL = 5, 3600
"""Seconds a view may stay on the wall by itself."""
_MOST_CODE = 20


def read_agendas(home: Path) -> list[Agenda]:
    """Every agenda that is not removed, the one saved last first."""
    return sorted(shelf.agendas(Layout(home)).values(), key=lambda agenda: agenda.saved_at)[::-1]


def read_agenda(home: Path, code: str) -> Agenda:
    """An agenda.

    Raises:
        MeetingError: there is none of that code.
    """
    return shelf.found(shelf.agendas(Layout(home)), code, "议程")


def save_agenda(home: Path, agenda: Agenda) -> Agenda:
    """Keep an agenda; one without a code gets one.

    Returns:
        The agenda as it was kept.

    Raises:
        MeetingError: it is too long, or its rule or code is none.
        StoreBusyError: another program holds the file.
    """
    tidy = _tidy_agenda(agenda)
    layout = Layout(home.absolute())
    with shelf.writing(layout):
        return _keep_agenda(layout, tidy)


def remove_agenda(home: Path, code: str) -> None:
    """Take an agenda off the list. Meetings that were opened with it stay as they are.

    Raises:
        MeetingError: there is none of that code.
        StoreBusyError: another program holds the file.
    """
    layout = Layout(home.absolute())
    with shelf.writing(layout):
        agenda = shelf.found(shelf.agendas(layout), code, "议程")
        shelf.write_line(layout.agendas, {"code": agenda.code, "is_removed": True})


def add_entry(home: Path, agenda_code: str, entry: Entry) -> Agenda:
    """Add a view at the end of an agenda.

    Args:
        home: the store's folder.
        agenda_code: code of the agenda; empty makes a new one.
        entry: what is added.

    Returns:
        The agenda with the entry.

    Raises:
        MeetingError: there is none of that code, or it is full.
        StoreBusyError: another program holds the file.
    """
    layout = Layout(home.absolute())
    with shelf.writing(layout):
        agenda = shelf.found(shelf.agendas(layout), agenda_code, "议程") if agenda_code else Agenda("", NEW_TITLE)
        return _keep_agenda(layout, _tidy_agenda(replace(agenda, entries=(*agenda.entries, entry))))


def open_meeting(home: Path, agenda_code: str, *, held_on: date, version: int | None = None) -> Meeting:
    """Open a meeting: an agenda over one version, which is never pruned from now on.

    Args:
        home: the store's folder.
        agenda_code: code of the agenda.
        held_on: day of the meeting.
        version: number of the version; None = the current one.

    Raises:
        MeetingError: no such agenda, it is empty, or the day is mistyped.
        VersionMissingError: no such version.
        StoreError: the store is empty.
        StoreBusyError: another program holds the file.
    """
    day = checked_day(held_on, "会议日期")
    layout = Layout(home.absolute())
    with shelf.writing(layout):
        agenda = shelf.found(shelf.agendas(layout), agenda_code, "议程")
        if not agenda.entries:
            raise MeetingError(f"“{agenda.title}”里还没有画面：先在各页用“加入议程”添加，或套用一个模板，再开会")
        number = _published(home, version)
        if number not in read_numbers(layout.cited):
            append(layout.cited, str(number))  # first, so that the version is kept whenever the meeting is
        reader = open_store(home, number)
        meeting = Meeting(
            shelf.fresh_code(shelf.meetings(layout)),
            agenda.title,
            agenda.code,
            day,
            number,
            reader.as_of,
            agenda.entries_at(reader.as_of),
            now(),
        )
        shelf.write_line(layout.opened_meetings, meeting_line(meeting))
        return meeting


def _published(home: Path, version: int | None) -> int:
    """The number of a version that is or was current; checked under the lock that pruning needs."""
    current = current_version(home)
    if current is None:
        raise StoreError("数据仓还没有数据，请先导入台账再开会")
    number = current if version is None else version
    if number > current and number not in read_numbers(Layout(home).undone):
        raise VersionMissingError(f"数据仓中没有第 {number} 版，当前是第 {current} 版")
    return open_store(home, number).version


def read_meetings(home: Path) -> list[Meeting]:
    """Every meeting, the one held last first."""
    return shelf.by_day(shelf.meetings(Layout(home)).values())[::-1]


def read_meeting(home: Path, code: str) -> Meeting:
    """A meeting.

    Raises:
        MeetingError: there is none of that code.
    """
    return shelf.found(shelf.meetings(Layout(home)), code, "会议")


def store_of(home: Path, meeting: Meeting) -> Reader:
    """The version a meeting shows.

    Raises:
        VersionMissingError: it is gone all the same (files removed by hand, or the book moved without the versions).
    """
    try:
        return open_store(home, meeting.version)
    except VersionMissingError:
        raise VersionMissingError(
            f"“{meeting.title}”（{meeting.held_on.isoformat()}）用的第 {meeting.version} 版数据已不在数据仓里，"
            "画面无法重现；议定事项仍可查看。如有备份，请连同 versions、files 文件夹一起恢复"
        ) from None


def _keep_agenda(layout: Layout, agenda: Agenda) -> Agenda:
    code = agenda.code or shelf.fresh_code(shelf.agendas(layout))
    kept = replace(agenda, code=code, saved_at=now())
    shelf.write_line(layout.agendas, agenda_line(kept))
    return kept


def _tidy_agenda(agenda: Agenda) -> Agenda:
    code = agenda.code.strip().upper()
    if code and not (len(code) <= _MOST_CODE and code.isascii() and code.isalnum()):
        raise MeetingError(f"议程编号“{code[:20]}”只能用字母和数字")
    if agenda.rule not in get_args(PeriodRule):
        raise MeetingError(f"议程的期间规则“{agenda.rule}”无法识别")
    if len(agenda.entries) > MOST_ENTRIES:
        raise MeetingError(f"一个议程最多 {MOST_ENTRIES} 个画面，现有 {len(agenda.entries)} 个，请分成两个议程")
    title = one_line(agenda.title, TITLE_LENGTH, "议程名称") or NEW_TITLE
    return replace(agenda, code=code, title=title, entries=tuple(map(_tidy_entry, agenda.entries)))


def _tidy_entry(entry: Entry) -> Entry:
    return replace(
        entry,
        note=some_lines(entry.note, NOTE_LENGTH, "备注"),
        dwell_seconds=min(max(int(entry.dwell_seconds), LEAST_DWELL), MOST_DWELL),
    )
