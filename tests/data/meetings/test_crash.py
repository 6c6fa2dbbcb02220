"""Whoever is killed, and whenever: what was kept stays kept, and the next one can write."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections.abc import Callable
from datetime import date

import pytest

from data.meetings.book import all_orders, finish_order, open_meeting, read_agenda, read_meetings, store_of
from data.store.layout import Layout
from data.store.maintenance import prune
from data.store.pointer import read_numbers
from tests.data.meetings import crash_secretary
from tests.data.meetings.samples import ENTRY, OTHER, give
from tests.data.store.rows import event, publish

KILLS = 8
JULY_3 = date(2025, 7, 3)
no_kill = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9 and no forkserver")


@pytest.fixture(scope="module")
def start() -> Callable[..., multiprocessing.Process]:
    """Starts real processes quickly: one server has the libraries loaded and forks."""
    context = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
    if sys.platform != "win32":
        context.set_forkserver_preload(["tests.data.meetings.crash_secretary"])

    def begin_process(target, *arguments):
        process = context.Process(target=target, args=arguments)
        process.start()
        return process

    return begin_process


@no_kill
def test_every_order_that_was_taken_outlives_the_one_who_took_it(home, agenda, start, tmp_path_factory):
    meeting = open_meeting(home, agenda.code, held_on=JULY_3).code
    told = tmp_path_factory.mktemp("told") / "steps"
    moments = random.Random(20250630)
    own = []
    for _ in range(KILLS):
        before = len(told.read_text().splitlines()) if told.exists() else 0
        process = start(crash_secretary.write_for_ever, home, meeting, told)
        deadline = time.monotonic() + 60
        while not told.exists() or len(told.read_text().splitlines()) < before + 3:
            assert time.monotonic() < deadline and process.is_alive()
            assert all(order.result in ("", "办结") for order in all_orders(home))
        time.sleep(moments.uniform(0, 0.02))
        process.kill()
        process.join()
        assert process.exitcode == -9
        own.append(give(home, meeting, who="秘书").code)
        kept = {order.code: order for order in all_orders(home)}
        steps = [line.split() for line in told.read_text().splitlines()]
        assert {code for _, code in steps} <= set(kept)
        assert [code for word, code in steps if word == "done" and kept[code].done_on is None] == []
        assert set(own) <= set(kept)
        assert len(kept) <= len({code for _, code in steps}) + len(own) + KILLS, "at most one untold a kill"


@no_kill
def test_a_meeting_that_is_there_has_its_version_however_its_opening_ended(home, agenda, start):
    codes = set()
    for call in range(1, 7):
        process = start(crash_secretary.die_at, home, agenda.code, call)
        process.join()
        codes.add(process.exitcode)
        assert read_numbers(Layout(home).cited) >= {meeting.version for meeting in read_meetings(home)}
    assert codes == {-9, 0}, "some were killed, and some calls lay beyond the last sync"
    publish(home, volunteer_events=[event("a", "2025-06-30", 6)])
    publish(home, volunteer_events=[event("a", "2025-06-30", 7)])
    prune(home, keep=1)
    meetings = read_meetings(home)
    assert meetings
    assert [store_of(home, meeting).version for meeting in meetings] == [1] * len(meetings)


def test_two_who_write_at_once_lose_nothing(home, agenda, start):
    meeting = open_meeting(home, agenda.code, held_on=JULY_3).code
    processes = [start(crash_secretary.write_some, home, agenda.code, meeting, name, 15) for name in ("left", "right")]
    for process in processes:
        process.join()
        assert process.exitcode == 0
    entries = read_agenda(home, agenda.code).entries
    assert entries[:2] == (ENTRY, OTHER)
    for name in ("left", "right"):
        assert [entry.view for entry in entries if entry.page == name] == [f"v{number}" for number in range(15)]
        assert [order.what for order in all_orders(home) if order.who == name] == [str(number) for number in range(15)]
    assert len({order.code for order in all_orders(home)}) == 30


def test_a_line_cut_anywhere_costs_that_line_only(home, agenda):
    meeting = open_meeting(home, agenda.code, held_on=JULY_3).code
    first = give(home, meeting)
    path = Layout(home).orders
    whole = path.read_bytes()
    finish_order(home, first.code, done_on=date(2025, 7, 9), result="办结")
    full = path.read_bytes()
    for cut in range(len(whole), len(full) - 1):
        path.write_bytes(full[:cut])
        assert all_orders(home) == [first]
        if cut % 40 == 0:
            second = give(home, meeting, who="另一单位")
            assert all_orders(home) == [first, second]
            assert all_orders(home.absolute()) == [first, second]
