"""A meeting as a Document: its views over the version it pinned, what the last meeting ordered and what this one did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from components.exports.document import Document, Item
from components.exports.entries import Built, is_kept, item_of_entry
from components.exports.orders_lines import order_lines, orders_view, shown_beside
from components.exports.prepare import SIZES, ChoiceError, Options, citation_of_all
from components.slides.orders import FIRST_MEETING, NO_ORDERS, TITLE
from components.views.model import View
from components.views.pages.registry import TITLES, Lens
from components.views.words import day
from data.access.citations import cite
from data.access.masking import mask
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.meetings.book import is_first, orders_before, orders_of, store_of
from data.meetings.model import Entry, Meeting
from data.store.reader import Reader

BEFORE, GIVEN = "上次议定事项", "本次议定事项"
"""Titles of the sections that orders stand in."""
GIVEN_TITLE = "本次会议议定事项"
_TABLE_SIZE = SIZES["table"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the papers of a meeting have in common: the version, and a document without views."""

    reader: Reader
    document: Document


def cover_of_meeting(home: Path, meeting: Meeting, options: Options | None = None) -> Cover:
    """Title, area, months, as-of day and citation code of a meeting's papers.

    The whole has a citation code where all its views share months and area; else only each view has one.

    Raises:
        StoreError: the version is gone.
    """
    options = options or Options()
    reader = store_of(home, meeting)
    entries = _entries(reader, meeting)
    answers = Answers(reader, entries[0].scope if entries else month_of(meeting))
    district = answers.district
    areas = list(dict.fromkeys(answers.narrowed(entry.scope).area_name for entry in entries))
    document = Document(
        title=mask(options.title.strip() or meeting.title),
        district=district.name,
        area=areas[0] if len(areas) == 1 else district.name,
        period=_months(entries, meeting),
        items=(),
        as_of=district.as_of,
        version=district.version,
        code=_code(home, answers, entries),
        is_demo=district.is_demo,
        watermark=options.watermark.strip(),
        issuer=options.issuer.strip(),
        issue_number=options.issue_number.strip(),
        occasion=f"{day(meeting.held_on)}会议（编号 {meeting.code}）",
    )
    return Cover(reader, document)


def document_of_meeting(
    home: Path,
    meeting: Meeting,
    options: Options | None = None,
    *,
    on: date | None = None,
    built: Built | None = None,
) -> Document:
    """What was on the wall, then what was ordered, as one document: every exporter can write it.

    Args:
        home: the store's folder.
        meeting: with its version and entries.
        options: the words around the views; the title is the meeting's where it is empty.
        on: day as of which this meeting's orders stand; that of the meeting where it is None.
        built: pages built already, added to.

    Raises:
        StoreError: the version is gone.
    """
    cover = cover_of_meeting(home, meeting, options)
    pages: Built = {} if built is None else built
    items = [
        _before(home, meeting),
        *_items(cover, meeting, pages),
        *_given(home, cover, meeting, on or meeting.held_on, pages),
    ]
    return replace(cover.document, items=tuple(items))


def _entries(reader: Reader, meeting: Meeting) -> list[Entry]:
    """Those the wall shows too."""
    return [entry for entry in meeting.entries if is_kept(Answers(reader, entry.scope), entry.page)]


def month_of(meeting: Meeting) -> Scope:
    """Orders count in no period of the ledgers: the month of the meeting stands for it."""
    month = f"{meeting.held_on:%Y-%m}"
    return Scope(Period(month, month))


def _months(entries: list[Entry], meeting: Meeting) -> str:
    """The months in words; of several runs the whole they lie in."""
    periods = {entry.scope.period for entry in entries} or {month_of(meeting).period}
    start, end = min(period.start for period in periods), max(period.end for period in periods)
    return replace(next(iter(periods)), start=start, end=end).label


def _code(home: Path, answers: Answers, entries: list[Entry]) -> str:
    scopes = {entry.scope for entry in entries}
    lenses = {Lens(entry.measure, entry.level) for entry in entries if entry.page == "grid_map"}
    if len(scopes) != 1 or len(lenses) > 1:
        return ""
    choices = list(dict.fromkeys((entry.page, entry.view) for entry in entries))
    return cite(home, citation_of_all(answers, choices, next(iter(lenses), Lens())))


def _items(cover: Cover, meeting: Meeting, built: Built) -> Iterator[Item]:
    """A view an entry; one that cannot be shown says so in its place."""
    for entry in _entries(cover.reader, meeting):
        answers = Answers(cover.reader, entry.scope)
        try:
            yield _placed(item_of_entry(answers, entry, built=built), answers, cover.document)
        except ChoiceError as error:
            yield _missing(entry, str(error))


def _placed(item: Item, answers: Answers, document: Document) -> Item:
    """The item with its area and categories in its grey words, where the cover does not say them."""
    area = "" if answers.area_name == document.area else answers.area_name
    narrowed = "、".join(mask(category) for _, category in answers.scope.categories)
    words = [part for part in (area, narrowed, item.view.basis) if part]
    return replace(item, view=replace(item.view, basis=" · ".join(words)))


def _missing(entry: Entry, why: str) -> Item:
    title = TITLES.get(entry.page, "画面")
    view = View(entry.view, f"{title}的图表", "text", pd.DataFrame({"sentence": []}), entry.scope, empty=why)
    return Item(view, title, "", note=mask(entry.note))


def _before(home: Path, meeting: Meeting) -> Item:
    """What the last meeting ordered and what had become of it on the day of this one."""
    orders = orders_before(home, meeting)
    view = orders_view(
        "orders_before",
        TITLE,
        order_lines(orders, meeting.held_on),
        month_of(meeting),
        meeting.held_on,
        empty=FIRST_MEETING if is_first(home, meeting) else NO_ORDERS,
    )
    return Item(view, BEFORE, "", size_px=_TABLE_SIZE)


def _given(home: Path, cover: Cover, meeting: Meeting, on: date, built: Built) -> list[Item]:
    orders = orders_of(home, meeting.code)
    if not orders:
        return []
    answers = Answers(cover.reader, month_of(meeting))
    lines = order_lines(orders, on, shown_beside(home, answers, meeting, orders, built))
    view = orders_view("orders_given", GIVEN_TITLE, lines, month_of(meeting), on)
    return [Item(view, GIVEN, "", size_px=_TABLE_SIZE)]
