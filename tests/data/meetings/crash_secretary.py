"""A secretary whose machine dies: runs in a process of its own and writes until it is killed."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

from data.meetings.book import add_entry, finish_order, open_meeting
from data.meetings.model import Entry
from tests.data.meetings.samples import SCOPE, give


def write_for_ever(home: Path, meeting: str, told: Path) -> None:
    """Give an order and finish it, again and again, and tell of each step once it is done."""
    with told.open("a", encoding="utf-8") as file:
        while True:
            order = give(home, meeting)
            file.write(f"given {order.code}\n")
            file.flush()
            finish_order(home, order.code, done_on=date(2025, 7, 9), result="办结")
            file.write(f"done {order.code}\n")
            file.flush()


def write_some(home: Path, agenda: str, meeting: str, name: str, count: int) -> None:
    """Add entries and orders while others do."""
    for number in range(count):
        add_entry(home, agenda, Entry(name, f"v{number}", SCOPE))
        give(home, meeting, who=name, what=str(number))


def die_at(home: Path, agenda: str, call: int) -> None:
    """Open a meeting, and be killed right before the given sync to the disk, if there are so many."""
    made = 0
    sync = os.fsync

    def counted(handle: int) -> None:
        nonlocal made
        made += 1
        if made == call:
            os.kill(os.getpid(), signal.SIGKILL)
        sync(handle)

    os.fsync = counted
    open_meeting(home, agenda, held_on=date(2025, 7, 3))
