"""The wall: a meeting over its frozen version, or an unattended screen over the newest one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import streamlit as st

from components.screen import playing, presenter
from components.screen.playing import DESK, LIVE, WALL
from components.slides.deck import live_deck, meeting_deck
from components.slides.model import Deck, Shape, Slide
from components.slides.places import place_slide
from data.measures.scope import Scope
from data.meetings import book
from data.meetings.model import Agenda, Meeting, Order
from data.settings import store_home
from data.store.errors import StoreError
from data.store.pointer import current_version
from data.store.reader import Reader, open_store

DWELL_SECONDS = 20
_LEAST_DWELL = 3
_drawing = threading.Lock()
"""Wall and presenter's page open at the same moment: the second one waits and finds the deck."""


def show() -> None:
    """Draw what the address asks for instead of a page."""
    asked = st.query_params
    playing.bare()
    try:
        if asked.get(WALL) == LIVE:
            _live(book.read_agenda(store_home(), asked.get("agenda", "")), asked.get("dwell", ""))
        else:
            _meeting(book.read_meeting(store_home(), asked.get(DESK) or asked.get(WALL, "")))
    except StoreError as error:
        playing.sorry("没有打开投屏", f"{error}。请从“会议投屏”页重新打开。")


def _meeting(meeting: Meeting) -> None:
    home = store_home()
    reader = book.store_of(home, meeting)
    channel = f"wanglan-{meeting.code}"

    def build(shape: Shape) -> Deck:
        with _drawing:
            return _meeting_deck(home, meeting, shape, tuple(book.orders_before(home, meeting)))

    if DESK in st.query_params:
        presenter.style()
        playing.play("desk", channel, build, wall_url=f"?{WALL}={meeting.code}")
        presenter.orders_form(meeting, build)
    else:
        playing.play("wall", channel, build)
    scope = meeting.entries[0].scope if meeting.entries else None
    playing.wire(lambda: meeting.code, _places(lambda: reader, scope))


def _live(agenda: Agenda, dwell: str) -> None:
    home, code = store_home(), agenda.code
    seconds = int(dwell) if dwell.isdecimal() and dwell.isascii() and len(dwell) < 6 else DWELL_SECONDS

    def build(shape: Shape) -> Deck:
        with _drawing:
            return _live_deck(home, book.read_agenda(home, code), shape, current_version(home) or 0, date.today())

    def stamp() -> str:
        """What the screen shows changes with the data, the agenda and, for what is overdue, the day."""
        return f"{current_version(home)} {book.read_agenda(home, code).saved_at} {date.today()}"

    reader = open_store(home)
    entries = agenda.entries_at(reader.as_of)
    auto = min(max(seconds, _LEAST_DWELL), book.MOST_DWELL)
    playing.play("wall", f"wanglan-live-{code}", build, auto_seconds=auto)
    playing.wire(stamp, _places(lambda: open_store(home), entries[0].scope if entries else None))


def _places(reader: Callable[[], Reader], scope: Scope | None) -> playing.BuildPlace:
    def place(code: str, shape: Shape) -> Slide:
        if scope is None:
            raise StoreError("议程里还没有画面，不知道看哪个时段")
        wide = replace(scope, grid_code="", categories=())
        return place_slide(reader(), wide, code, shape)

    return place


@lru_cache(maxsize=6)
def _meeting_deck(home: Path, meeting: Meeting, shape: Shape, orders: tuple[Order, ...]) -> Deck:
    """Kept per what its first slide says, which is the only part that can still be corrected."""
    return meeting_deck(home, meeting, shape)


@lru_cache(maxsize=3)
def _live_deck(home: Path, agenda: Agenda, shape: Shape, version: int, today: date) -> Deck:
    return live_deck(home, agenda, shape)
