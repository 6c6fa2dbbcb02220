"""Orders: given in a meeting, carried out or not, and brought before the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from data.meetings import shelf
from data.meetings.model import Meeting, Order
from data.meetings.records import order_line
from data.meetings.wording import RESULT_LENGTH, WHAT_LENGTH, WHO_LENGTH, checked_day, not_before, one_line, said
from data.store.layout import Layout

_ID_LENGTH = 80
NO_MEETING = ""
"""Where an order was given between two meetings."""


def give_order(
    home: Path,
    meeting_code: str,
    *,
    who: str,
    what: str,
    due_on: date,
    given_on: date,
    page: str = "",
    view: str = "",
    citation: str = "",
) -> Order:
    """Write down what a meeting orders.

    Args:
        home: the store's folder.
        meeting_code: code of the meeting.
        who: the unit or post that does it.
        what: the task.
        due_on: by when.
        given_on: day it is given.
        page: page of the view on the wall.
        view: id of that view.
        citation: citation code of that view.

    Raises:
        MeetingError: no such meeting, who or what is empty or too long, or a day is wrong.
        StoreBusyError: another program holds the file.
    """
    order = _as_given(meeting_code, who, what, due_on, given_on, page, view, citation)
    layout = Layout(home.absolute())
    with shelf.writing(layout):
        meeting = shelf.found(shelf.meetings(layout), meeting_code, "会议")
        return _keep_order(layout, replace(order, code=shelf.fresh_code(shelf.orders(layout)), meeting=meeting.code))


def assign_order(
    home: Path,
    *,
    who: str,
    what: str,
    due_on: date,
    given_on: date,
    page: str = "",
    view: str = "",
    citation: str = "",
) -> Order:
    """Write down what is given to a unit between two meetings; the next one begins with it. See :func:`give_order`.

    Raises:
        MeetingError: who or what is empty or too long, or a day is wrong.
        StoreBusyError: another program holds the file.
    """
    order = _as_given(NO_MEETING, who, what, due_on, given_on, page, view, citation)
    layout = Layout(home.absolute())
    with shelf.writing(layout):
        return _keep_order(layout, replace(order, code=shelf.fresh_code(shelf.orders(layout))))


def _as_given(
    meeting: str, who: str, what: str, due_on: date, given_on: date, page: str, view: str, citation: str
) -> Order:
    """An order without a code, what was typed checked and masked."""
    given = checked_day(given_on, "交办日期")
    return Order(
        "",
        meeting,
        said(who, WHO_LENGTH, "责任单位"),
        said(what, WHAT_LENGTH, "议定事项"),
        not_before(due_on, given, "办理时限", "交办日期"),
        given,
        one_line(page, _ID_LENGTH, "页面"),
        one_line(view, _ID_LENGTH, "画面"),
        one_line(citation, _ID_LENGTH, "引用码"),
    )


def finish_order(home: Path, order_code: str, *, done_on: date, result: str = "") -> Order:
    """Write down that an order was carried out; once more mends the day or the words.

    Raises:
        MeetingError: no such order, done before it was given, or the result is too long.
        StoreBusyError: another program holds the file.
    """
    words = one_line(result, RESULT_LENGTH, "办理结果")
    layout = Layout(home.absolute())
    with shelf.writing(layout):
        order = shelf.found(shelf.orders(layout), order_code, "议定事项")
        day = not_before(done_on, order.given_on, "办结日期", "交办日期")
        return _keep_order(layout, replace(order, done_on=day, result=words))


def reopen_order(home: Path, order_code: str, *, result: str = "") -> Order:
    """Write down that an order is not finished after all, or, while it is open, how it stands.

    Raises:
        MeetingError: no such order, or the words are too long.
        StoreBusyError: another program holds the file.
    """
    words = one_line(result, RESULT_LENGTH, "办理结果")
    layout = Layout(home.absolute())
    with shelf.writing(layout):
        order = shelf.found(shelf.orders(layout), order_code, "议定事项")
        return _keep_order(layout, replace(order, done_on=None, result=words))


def _keep_order(layout: Layout, order: Order) -> Order:
    shelf.write_line(layout.orders, order_line(order))
    return order


def orders_of(home: Path, meeting_code: str) -> list[Order]:
    """What a meeting ordered, in the order it was given; nothing where the meeting is unknown."""
    return [order for order in all_orders(home) if order.meeting == meeting_code.strip().upper()]


def all_orders(home: Path) -> list[Order]:
    """Every order of every meeting, in the order they were given."""
    return list(shelf.orders(Layout(home)).values())


def orders_before(home: Path, meeting: Meeting) -> list[Order]:
    """What a meeting begins with: the orders of the meeting before it, and those that were open after that meeting.

    All as of the day it is held: what was finished later is open, without the words that were said later. The
    meeting before it is the last earlier one that gave orders, so that a rehearsal of the same day hides nothing.
    An older order is told once more when it was finished since that meeting, and then no longer; so is one that
    was given between meetings.

    Returns:
        The one due first at the top.
    """
    earlier = {
        known.code: known
        for known in shelf.by_day(shelf.meetings(Layout(home)).values())
        if shelf.place_of(known) < shelf.place_of(meeting)
    }
    given = [
        known_on(order, meeting.held_on)
        for order in all_orders(home)
        if order.meeting in earlier or (order.meeting == NO_MEETING and order.given_on <= meeting.held_on)
    ]
    last = max((earlier[order.meeting] for order in given if order.meeting), key=shelf.place_of, default=None)
    shown = [
        order
        for order in given
        if last is None or order.meeting == last.code or order.done_on is None or order.done_on > last.held_on
    ]
    return sorted(shown, key=lambda order: (order.due_on, order.given_on))


def is_first(home: Path, meeting: Meeting) -> bool:
    """Whether no meeting was held before this one."""
    return all(shelf.place_of(known) >= shelf.place_of(meeting) for known in shelf.meetings(Layout(home)).values())


def known_on(order: Order, day: date) -> Order:
    """An order as of a day: what was finished later is open, without the words that were said about it."""
    is_later = order.done_on is not None and order.done_on > day
    return replace(order, done_on=None, result="") if is_later else order
