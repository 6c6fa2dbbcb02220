"""What a 督办单 says, before it is Word or PDF: its head, the orders, how large they are printed, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from components.exports.document import Document
from components.exports.entries import Built
from components.exports.meeting_document import cover_of_meeting, month_of
from components.exports.orders_lines import OrderLine, order_lines, sentence, shown_beside
from components.exports.pptx_shapes import lines_of
from components.exports.prepare import Options
from components.exports.report_pdf import issuer_size
from components.views.formats import plain, text_width
from components.views.words import day
from data.measures.answers import Answers
from data.meetings.book import orders_of
from data.meetings.model import Meeting

NAME = "督办单"
HEADINGS = ("序号", "责任单位", "议定事项", "办理时限", "对应图表、引用码", "办理情况")
ASKED = "请各责任单位按办理时限落实，办结后反馈办理结果。"
SIGNED = ("签发人（签字）", "督办单位（盖章）", "签发日期")
NO_ORDERS = "本次会议没有议定事项。"

WIDE, HIGH = 493.0, 716.0
"""Points between the margins of the page: 18 mm at the sides, 20 and 24 mm above and below."""
LEADING = 1.36
INSET_X, INSET_Y = 4.0, 3.2
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_CAPS = (5.5, 8.0, 12.0)
_FLOWING = 10.0
"""Size of a list that no size brings onto one page."""
_SIGN_HIGH = 104.0
"""Of the request and the fields to sign in."""
_RED_HEAD = 0.72
"""Of the red head of a report: a form has less room."""


@dataclass(frozen=True, slots=True)
class OrdersPaper:
    """A 督办单 ready to be set.

    Attributes:
        document: the cover: meeting, red head, foot line, properties.
        subtitle: 三季度联席会议 · 2025年7月8日.
        facts: as of which day the orders stand and which data lie behind them.
        lines: the orders.
        size: of the words in the table, in points.
        widths: of its columns, in points; together the paper's.
    """

    document: Document
    subtitle: str
    facts: str
    lines: tuple[OrderLine, ...]
    size: float
    widths: tuple[float, ...]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Cells as printed, one row an order; a line break stands between a view and its code."""
        return [_cells(line) for line in self.lines]

    @property
    def issuer_size(self) -> float:
        """Points of the red head."""
        return issuer_size(self.document.issuer) * _RED_HEAD


def orders_paper(
    home: Path, meeting: Meeting, options: Options | None = None, *, on: date | None = None, built: Built | None = None
) -> OrdersPaper:
    """The 督办单 of a meeting.

    Args:
        home: the store's folder.
        meeting: whose orders they are.
        options: red head, number and watermark; a title stands in place of the meeting's.
        on: day as of which the orders stand; that of the meeting where it is None.
        built: pages built already, added to.

    Raises:
        StoreError: the version of the meeting is gone.
    """
    cover = cover_of_meeting(home, meeting, options)
    orders = orders_of(home, meeting.code)
    answers = Answers(cover.reader, month_of(meeting))
    shown = shown_beside(home, answers, meeting, orders, {} if built is None else built)
    return paper_of(cover.document, meeting, order_lines(orders, on or meeting.held_on, shown), on or meeting.held_on)


def paper_of(cover: Document, meeting: Meeting, lines: Sequence[OrderLine], on: date) -> OrdersPaper:
    """The paper of lines that are made already.

    Args:
        cover: title of the meeting, red head, standing line.
        meeting: gives the day.
        lines: the orders.
        on: day as of which they stand.
    """
    told = plain(sentence(lines)).rstrip("。") or NO_ORDERS.rstrip("。")
    data = f"会议所用数据截至{day(cover.as_of)}（第 {cover.version} 版）"
    facts = f"{told} · 办理情况截至{day(on)} · {data}"
    document = replace(cover, title=f"{cover.title}{NAME}")
    paper = OrdersPaper(
        document, f"{cover.title} · {day(meeting.held_on)}", facts, tuple(lines), _FLOWING, _widths(lines, _FLOWING)
    )
    for size in _SIZES:
        widths = _widths(lines, size)
        if _high(lines, size, widths) <= _room(paper):
            return replace(paper, size=size, widths=widths)
    return paper


def _cells(line: OrderLine) -> tuple[str, ...]:
    shown = "\n".join(part for part in (line.view, line.code) if part)
    return (str(line.number), line.who, line.what, line.due, shown, line.standing)


def _widths(lines: Sequence[OrderLine], size: float) -> tuple[float, ...]:
    """The widths at which the table is lowest."""
    tried = [_shared(lines, size, who, shown, standing) for who in _CAPS for shown in _CAPS for standing in _CAPS]
    return min(tried, key=lambda widths: _high(lines, size, widths))


def _shared(lines: Sequence[OrderLine], size: float, *caps: float) -> tuple[float, ...]:
    """Unit, view and standing get what they hold up to so many characters, the task the rest; days never break."""
    side = 2 * INSET_X + 2

    def held(texts: Sequence[str], least: float, most: float) -> float:
        longest = max((text_width(text, size) for text in texts), default=0.0) * 1.04
        return min(max(longest, least), most) + side

    number = held([*(str(line.number) for line in lines), "序号"], 0, 60)
    who = held([line.who for line in lines], 4 * size, caps[0] * size)
    # Office programs set a little air between digits and characters: five times in a day.
    due = held([*(line.due for line in lines), "办理时限"], 0, 110) + size
    shown = held([line.view for line in lines], 5 * size, caps[1] * size)
    standing = held([line.standing for line in lines], 4 * size, caps[2] * size)
    return (number, who, WIDE - number - who - due - shown - standing, due, shown, standing)


def _high(lines: Sequence[OrderLine], size: float, widths: Sequence[float]) -> float:
    """About how high the table becomes, with a little to spare."""
    total = 0.0
    for row in (HEADINGS, *map(_cells, lines)):
        most = max(
            sum(lines_of(part, size, width - 2 * INSET_X) for part in text.split("\n"))
            for text, width in zip(row, widths, strict=True)
        )
        total += most * size * LEADING + 2 * INSET_Y + 0.6
    return total * 1.02


def _room(paper: OrdersPaper) -> float:
    """What the head, the request and the signatures leave of a page."""
    head = 74.0 + 13 * lines_of(paper.facts, 9, WIDE)
    if paper.document.issuer:
        head += paper.issuer_size * 1.35 + 48
    return HIGH - head - _SIGN_HIGH
