"""What was done about signals: seen, explained or given to a unit. A file beside the versions that only grows.

The last line of a signal is what holds. A signal that was dealt with no longer opens the day, until it grows worse,
the unit's time is over or its task is done while the signal lasts, or a meeting is held after that day: there it is
on the agenda again. What was written is masked like everything people type, and never names a resident.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from data.attention.model import Signal
from data.meetings import shelf
from data.meetings.model import Order
from data.meetings.orders import all_orders, assign_order
from data.meetings.records import UNREADABLE
from data.meetings.wording import RESULT_LENGTH, WHAT_LENGTH, WHO_LENGTH, checked_day, one_line, said
from data.store.journal import append, appending, as_line, by_code, entries, now
from data.store.layout import Layout
from data.store.pointer import sync_folder

Action = Literal["seen", "explained", "assigned"]
ACTIONS: dict[Action, str] = {"seen": "知道了", "explained": "已说明", "assigned": "已交办"}
WORSE = 1.25
"""A signal that weighs this many times as much as when it was dealt with is told again."""
_KEY_LENGTH, _SENTENCE_LENGTH = 300, 300


@dataclass(frozen=True, slots=True)
class Handled:
    """What was done about one signal.

    Attributes:
        key: of the signal.
        action: what was done.
        by: the unit or post that did it.
        on: the day.
        sentence: the signal as it was told that day.
        text: the explanation, or the task that was given.
        score: what it weighed.
        order: code of the order, where it was given to a unit.
    """

    key: str
    action: Action
    by: str
    on: date
    sentence: str
    text: str = ""
    score: float = 0.0
    order: str = ""


def handled(home: Path) -> Mapping[str, Handled]:
    """What was done last about each signal, by key, the oldest first."""
    return by_code(entries(Layout(home).handled), _read, UNREADABLE)


def acknowledge(home: Path, signal: Signal, sentence: str, *, by: str, on: date) -> Handled:
    """Write down that somebody knows; see :func:`explain`."""
    return _keep(home, _line(signal, sentence, "seen", by, on))


def explain(home: Path, signal: Signal, sentence: str, *, by: str, on: date, text: str) -> Handled:
    """Write down why it is so.

    Args:
        home: the store's folder.
        signal: what it is about.
        sentence: the signal as it was told.
        by: the unit or post that explains.
        on: the day.
        text: the explanation.

    Raises:
        MeetingError: something is empty or too long, or the day is mistyped.
        StoreBusyError: another program holds the file.
    """
    line = _line(signal, sentence, "explained", by, on)
    return _keep(home, replace(line, text=said(text, RESULT_LENGTH, "说明")))


def assign(
    home: Path,
    signal: Signal,
    sentence: str,
    *,
    by: str,
    on: date,
    who: str,
    what: str,
    due_on: date,
    citation: str = "",
) -> Handled:
    """Give it to a unit: an order of no meeting, with which the next meeting begins.

    Args:
        home: the store's folder.
        signal: what it is about.
        sentence: the signal as it was told.
        by: the unit or post that gives it.
        on: the day.
        who: the unit or post that does it.
        what: the task.
        due_on: by when.
        citation: citation code of the card.

    Raises:
        MeetingError: something is empty or too long, or a day is wrong.
        StoreBusyError: another program holds the file.
    """
    line = _line(signal, sentence, "assigned", by, on)
    task = said(what, WHAT_LENGTH, "事项")
    order = assign_order(
        home, who=who, what=task, due_on=due_on, given_on=line.on, page="overview", view="brief", citation=citation
    )
    return _keep(home, replace(line, text=f"{order.who}：{order.what}", order=order.code))


def take_back(home: Path, key: str) -> None:
    """Tell a signal again as if nothing had been done; an order that was given stays.

    Raises:
        StoreBusyError: another program holds the file.
    """
    _write(home, {"code": key, "is_removed": True})


def to_be_told(home: Path, signals: Iterable[Signal], on: date) -> list[Signal]:
    """The signals that were not dealt with, or are back, in their order.

    Args:
        home: the store's folder.
        signals: of the data.
        on: the day they are looked at.
    """
    known = handled(home)
    if not known:
        return list(signals)
    orders = {order.code: order for order in all_orders(home)}
    met = [meeting.held_on for meeting in shelf.meetings(Layout(home)).values() if meeting.held_on <= on]
    return [
        signal
        for signal in signals
        if (done := known.get(signal.key)) is None or _is_back(done, signal, orders.get(done.order), met, on)
    ]


def _is_back(done: Handled, signal: Signal, order: Order | None, met: Sequence[date], on: date) -> bool:
    if signal.score > done.score * WORSE or any(day > done.on for day in met):
        return True
    return done.action == "assigned" and (order is None or order.state(on) != "open")


def _line(signal: Signal, sentence: str, action: Action, by: str, on: date) -> Handled:
    return Handled(
        one_line(signal.key, _KEY_LENGTH, "要事编号"),
        action,
        said(by, WHO_LENGTH, "处理单位或岗位"),
        checked_day(on, "日期"),
        one_line(sentence, _SENTENCE_LENGTH, "要事"),
        score=float(signal.score),
    )


def _keep(home: Path, done: Handled) -> Handled:
    _write(
        home,
        {
            "code": done.key,
            "action": done.action,
            "by": done.by,
            "on": done.on.isoformat(),
            "sentence": done.sentence,
            "text": done.text,
            "score": done.score,
            "order": done.order,
        },
    )
    return done


def _write(home: Path, line: Mapping[str, Any]) -> None:
    layout = Layout(home.absolute())
    with appending(layout):
        if not layout.handled.parent.exists():
            layout.handled.parent.mkdir(parents=True)
            sync_folder(layout.home)
        append(layout.handled, as_line({**line, "at": now()}))


def _read(line: Mapping[str, Any]) -> Handled:
    if line["action"] not in get_args(Action):
        raise ValueError(line["action"])
    return Handled(
        str(line["code"]),
        line["action"],
        str(line["by"]),
        date.fromisoformat(line["on"]),
        str(line["sentence"]),
        str(line.get("text", "")),
        float(line.get("score", 0.0)),
        str(line.get("order", "")),
    )
