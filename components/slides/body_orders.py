"""Orders on a slide: how many are in which state, and below who does what by when and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from components.exports.orders_lines import tidy
from components.exports.pictures_inside import wrapped
from components.exports.svg_axes import LINE
from components.exports.svg_marks import NO_FILL, Box, Fill, Mark, Path, Stroke, Words, disc, outline, polyline
from components.slides.layout import THEME, Body
from components.views.formats import shortened, text_width
from components.views.tokens import RADIUS
from components.views.words import day
from data.meetings.model import STATES, Order, State, state_counts
from data.meetings.orders import known_on

URGENCY: tuple[State, ...] = ("late", "open", "done_late", "done")
"""What needs a word stands first in the list."""
_COLOURS: dict[State, str] = {"late": THEME.watch, "open": THEME.ink, "done_late": THEME.good, "done": THEME.good}
_COUNT_HIGH, _COUNT_PX, _LABEL_PX = 142.0, 62.0, 28.0
_GAP = 20.0
_LARGE_PX, _SMALL_PX = 28.0, 24.5
_FEW_PX = (40.0, 34.0)
"""A few orders are set larger, so that they fill the slide; no task is cut for that."""
_PAD, _EDGE = 0.4, 12.0
_SIGN = 0.42
"""Half the width of a sign, in sizes."""
_SETTINGS = (
    *((size, 3, True) for size in _FEW_PX),
    (_LARGE_PX, 3, True),
    (_LARGE_PX, 2, True),
    (_SMALL_PX, 2, True),
    (_SMALL_PX, 2, False),
)
"""Size, lines of the task, with its result: the first under which all orders fit; one line each where none does."""


@dataclass(frozen=True, slots=True)
class _Line:
    """An order in the list: its cells, and the lines of its task."""

    order: Order
    state: State
    who: str
    due: str
    task: tuple[str, ...]
    result: str


def sorted_orders(orders: Sequence[Order], today: date) -> list[Order]:
    """Late ones first, then what is due soonest."""
    return sorted(
        orders, key=lambda order: (URGENCY.index(order.state(today)), order.due_on, order.given_on, order.code)
    )


def orders_body(orders: Sequence[Order], today: date) -> Body:
    """The counts, and as many orders as fit; how many do not is said below. All as known on the day."""
    orders = [known_on(order, today) for order in orders]

    def body(width: float, height: float) -> list[Mark]:
        marks = _counts(state_counts(order.state(today) for order in orders), len(orders), width)
        top, room = _COUNT_HIGH + _GAP, height - _COUNT_HIGH - _GAP
        for size, most, with_result in (*_SETTINGS, (_SMALL_PX, 1, False)):
            columns = _columns(orders, today, width, size)
            lines = [
                _line(order, today, columns[1][2], size, most, with_result) for order in sorted_orders(orders, today)
            ]
            is_cut = size in _FEW_PX and any(line.task[-1].endswith("…") for line in lines if line.task)
            if _high(lines, size) <= room and not is_cut:
                break
        shown = list(lines)
        while len(shown) > 1 and _high(shown, size) > room - (size * 2 if len(shown) < len(lines) else 0):
            shown.pop()
        return marks + _list(shown, columns, top, width, size, len(lines) - len(shown))

    return body


def _line(order: Order, today: date, room: float, size: float, most: int, with_result: bool) -> _Line:
    task = wrapped(tidy(order.what), room - 2 * _EDGE, size)
    if len(task) > most:
        task = [*task[: most - 1], shortened("".join(task[most - 1 :]), room - 2 * _EDGE, size)]
    result = shortened(f"办理结果：{tidy(order.result)}", room - 2 * _EDGE, size)
    return _Line(
        order,
        order.state(today),
        tidy(order.who),
        _due(order, today),
        tuple(task),
        result if with_result and order.result else "",
    )


def _due(order: Order, today: date) -> str:
    """The day, with its year where it is not this one."""
    due = order.due_on
    return day(due) if due.year != today.year else f"{due.month}月{due.day}日"


def _row_high(line: _Line, size: float) -> float:
    return size * (LINE * (len(line.task) + bool(line.result)) + _PAD)


def _high(lines: Sequence[_Line], size: float) -> float:
    return size * (LINE + _PAD) + sum(_row_high(line, size) for line in lines)


def _columns(orders: Sequence[Order], today: date, width: float, size: float) -> list[tuple[str, float, float]]:
    """Heading, left edge and width of who, what, due and state; what is spare goes to the task."""
    state = max(text_width(word, size) for word in STATES.values()) + size * 1.3 + 2 * _EDGE
    due = max(text_width(text, size) for text in ("办理时限", *(_due(order, today) for order in orders))) + 2 * _EDGE
    longest = max((text_width(order.who, size) for order in orders), default=0.0)
    who = max(min(longest, width * 0.26), text_width("责任单位", size)) + 2 * _EDGE
    what = width - state - due - who
    lefts = (0.0, who, who + what, who + what + due)
    return list(zip(("责任单位", "议定事项", "办理时限", "落实情况"), lefts, (who, what, due, state), strict=True))


def _list(
    shown: Sequence[_Line],
    columns: Sequence[tuple[str, float, float]],
    top: float,
    width: float,
    size: float,
    left_out: int,
) -> list[Mark]:
    head = size * (LINE + _PAD)
    marks: list[Mark] = [Box(0, top, width, head, Fill(THEME.control))]
    marks += [Words(left + _EDGE, top + head / 2, heading, size, THEME.ink2) for heading, left, _ in columns]
    y = top + head
    for line in shown:
        marks += _row(line, columns, y + size * (_PAD + LINE) / 2, size)
        y += _row_high(line, size)
        marks.append(Path(polyline([(0, y), (width, y)]), stroke=Stroke(THEME.line, 1.5)))
    if left_out:
        marks.append(Words(_EDGE, y + size, f"另有 {left_out} 项，见督办单", size, THEME.ink2))
    return marks


def _row(line: _Line, columns: Sequence[tuple[str, float, float]], middle: float, size: float) -> list[Mark]:
    (_, _, who_wide), (_, task_left, _), (_, due_left, _), (_, state_left, _) = columns
    marks: list[Mark] = [
        Words(_EDGE, middle, shortened(line.who, who_wide - 2 * _EDGE + 1, size), size, THEME.ink),
        Words(due_left + _EDGE, middle, line.due, size, THEME.ink),
    ]
    told = [(text, THEME.ink) for text in line.task] + ([(line.result, THEME.ink2)] if line.result else [])
    marks += [
        Words(task_left + _EDGE, middle + size * LINE * number, text, size, colour)
        for number, (text, colour) in enumerate(told)
    ]
    left, colour = state_left + _EDGE, _COLOURS[line.state]
    marks += sign(line.state, left + size * _SIGN, middle, size)
    words = STATES[line.state]
    return [*marks, Words(left + size * 1.2, middle, words, size, colour, is_bold=line.state == "late")]


def _counts(found: dict[State, int], total: int, width: float) -> list[Mark]:
    """A box for all and one a state: number, sign and word."""
    boxes: list[tuple[State | None, int, str]] = [(None, total, "议定事项")]
    boxes += [(state, found[state], STATES[state]) for state in ("done", "done_late", "open", "late")]
    wide = (width - _GAP * (len(boxes) - 1)) / len(boxes)
    marks: list[Mark] = []
    for index, (state, count, label) in enumerate(boxes):
        x = (wide + _GAP) * index
        left, number = x + 24, str(count)
        colour = _COLOURS[state] if state and count else THEME.ink
        marks += [
            Box(x, 0, wide, _COUNT_HIGH, Fill(THEME.control), Stroke(THEME.line, 1.5), radius=RADIUS),
            Words(left, 50, number, _COUNT_PX, colour, is_bold=True),
            Words(left + text_width(number, _COUNT_PX) + 12, 62, "项", _LABEL_PX, THEME.ink2),
        ]
        if state:
            marks += sign(state, left + _LABEL_PX * _SIGN, 115, _LABEL_PX)
            left += _LABEL_PX * 1.2
        marks.append(Words(left, 115, shortened(label, x + wide - left - 8, _LABEL_PX), _LABEL_PX, THEME.ink2))
    return marks


def sign(state: State, x: float, y: float, size: float) -> list[Mark]:
    """A sign that tells the states apart by its form: a tick on a disc, a tick in a ring, a ring, a triangle."""
    colour, half = _COLOURS[state], size * _SIGN
    line = Stroke(colour, size * 0.11)
    if state == "late":
        corners = [(x, y - half), (x + half * 1.08, y + half * 0.86), (x - half * 1.08, y + half * 0.86)]
        stem = Path(polyline([(x, y - half * 0.35), (x, y + half * 0.3)]), stroke=Stroke(THEME.paper, size * 0.11))
        return [Path(outline([corners]), Fill(colour)), stem, disc(x, y + half * 0.58, size * 0.06, Fill(THEME.paper))]
    whole = disc(x, y, half, Fill(colour))
    ring = replace(disc(x, y, half - size * 0.055, NO_FILL), stroke=line)
    if state == "open":
        return [ring]
    tick = [(x - half * 0.5, y + half * 0.02), (x - half * 0.12, y + half * 0.42), (x + half * 0.52, y - half * 0.38)]
    if state == "done":
        return [whole, Path(polyline(tick), stroke=Stroke(THEME.paper, size * 0.11))]
    return [ring, Path(polyline(tick), stroke=line)]
