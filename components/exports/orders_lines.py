"""Orders as lines of a paper: who does what by when, beside which view, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from components.exports.entries import Built, item_of_entry
from components.exports.prepare import ChoiceError
from components.views.model import View
from components.views.pages.registry import TITLES
from components.views.words import day
from data.access.citations import UnknownCitationError, look_up
from data.access.masking import mask
from data.measures.answers import Answers
from data.measures.scope import Scope
from data.meetings.model import STATES, Entry, Meeting, Order, State, state_counts
from data.meetings.orders import known_on

SOURCE = "会议议定事项"
_LABELS = {
    "number": "序号",
    "who": "责任单位",
    "what": "议定事项",
    "due_on": "办理时限",
    "shown": "对应图表、引用码",
    "standing": "办理情况",
}


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order as it is printed.

    Attributes:
        number: counted from 1.
        who: the unit or post that does it.
        what: the task.
        due_on: by when.
        view: the view it was given beside: 微心愿 · 从提出到实现; empty where there was none.
        code: citation code of that view.
        state: what became of it.
        standing: 按期办结（2025年7月10日）：…, the state with its day and words.
    """

    number: int
    who: str
    what: str
    due_on: date
    view: str
    code: str
    state: State
    standing: str

    @property
    def due(self) -> str:
        """2025年7月31日."""
        return day(self.due_on)

    @property
    def shown(self) -> str:
        """The view and its citation code on one line."""
        return " ".join(part for part in (self.view, self.code) if part)


Shown = Mapping[str, tuple[str, str]]
"""Code of an order → the view it was given beside and that view's citation code."""


def order_lines(orders: Sequence[Order], on: date, shown: Shown | None = None) -> tuple[OrderLine, ...]:
    """Orders in the order given, masked once more, as they stand and are known on a day."""
    named = shown or {}
    return tuple(
        OrderLine(
            number,
            tidy(order.who),
            tidy(order.what),
            order.due_on,
            *named.get(order.code, ("", order.citation)),
            order.state(on),
            _standing(order, on),
        )
        for number, order in enumerate((known_on(order, on) for order in orders), 1)
    )


def _standing(order: Order, on: date) -> str:
    when = f"（{day(order.done_on)}）" if order.done_on else ""
    words = f"：{tidy(order.result)}" if order.result else ""
    return f"{STATES[order.state(on)]}{when}{words}"


def tidy(text: str) -> str:
    """The text on one line, masked."""
    return mask(" ".join(text.split()))


def shown_beside(home: Path, answers: Answers, meeting: Meeting, orders: Sequence[Order], built: Built) -> Shown:
    """Which views orders were given beside, by their citation codes, else by the meeting's entries.

    Args:
        home: the store's folder.
        answers: of the meeting's version.
        meeting: gives the entries.
        orders: of the meeting.
        built: pages built already, added to.
    """
    found: dict[str, tuple[str, str]] = {}
    for order in orders:
        if not order.page or not order.view:
            continue
        title = TITLES.get(order.page, "")
        found[order.code] = (title, order.citation)
        entry = _entry_of(home, meeting, order)
        if entry is None:
            continue
        try:
            item = item_of_entry(answers, entry, built=built)
        except ChoiceError:
            continue
        found[order.code] = (f"{item.page_title} · {item.view.title}", order.citation or item.code)
    return found


def _entry_of(home: Path, meeting: Meeting, order: Order) -> Entry | None:
    if order.citation:
        try:
            _, cited = look_up(home, order.citation)
        except UnknownCitationError:
            return None
        same = cited.version == meeting.version and (order.page, order.view) in cited.views
        return Entry(order.page, order.view, cited.scope, "", 0, cited.measure, cited.level) if same else None
    return next((one for one in meeting.entries if (one.page, one.view) == (order.page, order.view)), None)


def orders_view(
    view_id: str, title: str, lines: Sequence[OrderLine], scope: Scope, as_of: date, *, empty: str = ""
) -> View:
    """Orders as a table that every exporter can write; columns that nobody needs are left out."""
    names = [name for name in _LABELS if name != "shown" or any(line.shown for line in lines)]
    frame = pd.DataFrame({name: [getattr(line, name) for line in lines] for name in names})
    found = sentence(lines)
    return View(
        id=view_id,
        title=title,
        kind="table",
        frame=frame,
        scope=scope,
        unit="项",
        finding=found,
        alt=f"{title}：{found}".replace("**", ""),
        source=SOURCE,
        as_of=as_of,
        labels=_LABELS,
        options={"formats": {"number": "integer", "due_on": "date"}},
        empty="" if lines else empty,
    )


def sentence(lines: Sequence[OrderLine]) -> str:
    """议定事项共 **8 项**，已办结 **6 项**（其中逾期办结 1 项），办理中 **1 项**，逾期未办结 **1 项**。"""
    if not lines:
        return ""
    counts = state_counts(line.state for line in lines)
    done = counts["done"] + counts["done_late"]
    late = f"（其中逾期办结 {counts['done_late']} 项）" if counts["done_late"] else ""
    parts = [
        f"议定事项共 **{len(lines)} 项**",
        f"已办结 **{done} 项**{late}" if done else "",
        *(f"{STATES[state]} **{counts[state]} 项**" for state in ("open", "late") if counts[state]),
    ]
    return "，".join(part for part in parts if part) + "。"
