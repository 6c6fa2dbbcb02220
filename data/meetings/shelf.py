"""Where the book of meetings lies: reading its files, and writing a line while nobody else does."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

from data.access.citations import ALPHABET
from data.meetings.model import Agenda, Meeting, Order
from data.meetings.records import UNREADABLE, Line, agenda_of, meeting_of, order_of
from data.meetings.wording import MeetingError
from data.store.journal import append, appending, as_line, by_code, entries, now
from data.store.layout import Layout
from data.store.pointer import sync_folder

Kind = TypeVar("Kind")

_CODE_LENGTH = 6
_LETTERS = "".join(sign for sign in ALPHABET if sign.isalpha())


@contextmanager
def writing(layout: Layout) -> Iterator[None]:
    """Hold the lock of the growing files, which keeps versions from being pruned meanwhile.

    Raises:
        StoreBusyError: somebody else held it all the time.
    """
    with appending(layout):
        if not layout.meetings.exists():
            layout.meetings.mkdir(parents=True)
            sync_folder(layout.home)
        yield


def write_line(path: Path, line: Line) -> None:
    """Add a line that says when it was written. Call it while :func:`writing` is held."""
    append(path, as_line({**line, "at": now()}))


def agendas(layout: Layout) -> Mapping[str, Agenda]:
    """Agendas that are not removed, by code."""
    return _kept(layout.agendas, agenda_of)


def meetings(layout: Layout) -> Mapping[str, Meeting]:
    """Meetings by code, in the order they were opened."""
    return _kept(layout.opened_meetings, meeting_of)


def orders(layout: Layout) -> Mapping[str, Order]:
    """Orders by code, in the order they were given."""
    return _kept(layout.orders, order_of)


_read: dict[Path, tuple[tuple[int, int], Mapping[str, object]]] = {}


def _kept(path: Path, read: Callable[[Line], Kind]) -> Mapping[str, Kind]:
    """What the last readable line of each code says; the file is read again only when it has grown."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return {}
    stamp = (stat.st_mtime_ns, stat.st_size)
    known = _read.get(path)
    if known is None or known[0] != stamp:
        known = _read[path] = (stamp, by_code(entries(path), read, UNREADABLE))
    return cast(Mapping[str, Kind], known[1])


def by_day(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Meetings by the day they were held; on one day, as they were opened."""
    return sorted(meetings, key=place_of)


def place_of(meeting: Meeting) -> tuple[date, str]:
    """Which meeting comes before which."""
    return meeting.held_on, meeting.opened_at


def found(kept: Mapping[str, Kind], code: str, name: str) -> Kind:
    """What has a code.

    Raises:
        MeetingError: nothing has.
    """
    one = kept.get(code.strip().upper())
    if one is None:
        raise MeetingError(f"这里没有编号为“{code.strip()[:20]}”的{name}：可能已被删除，或出自另一台机器的网览")
    return one


def fresh_code(taken: Container[str]) -> str:
    """A short code nobody has, beginning with a letter so that no program takes it for a number."""
    while True:
        code = secrets.choice(_LETTERS) + "".join(secrets.choice(ALPHABET) for _ in range(_CODE_LENGTH - 1))
        if code not in taken:
            return code
