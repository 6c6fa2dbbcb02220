"""The slides of a meeting or of a wall: each entry of the agenda drawn once, over the version it belongs to."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from components.exports.document import Item
from components.exports.entries import Built, is_kept, item_of_entry
from components.exports.prepare import ChoiceError
from components.slides.bodies import FAILED, body_of, sentence_body
from components.slides.layout import slide_svg
from components.slides.model import Deck, Shape, Slide
from components.slides.orders import orders_slide
from components.slides.places import places_of
from components.views.formats import plain
from components.views.pages.registry import TITLES
from data.access.masking import mask
from data.measures.answers import Answers
from data.meetings.book import is_first, orders_before, store_of
from data.meetings.model import Agenda, Entry, Meeting
from data.store.reader import Reader, open_store

logger = logging.getLogger(__name__)

_WORTH_A_WORD_DAYS = 45
"""Ledgers come monthly: a gap up to this says nothing."""
_MOST_PAGES = 64


def meeting_deck(home: Path, meeting: Meeting, shape: Shape) -> Deck:
    """The slides of a meeting: what became of the last one's orders, then its views, all over the version it pinned.

    Raises:
        StoreError: the version is gone.
    """
    reader = store_of(home, meeting)
    first = orders_slide(
        orders_before(home, meeting),
        meeting.held_on,
        shape,
        kicker=meeting.title,
        is_first=is_first(home, meeting),
        is_demo=reader.district.is_demo,
    )
    return _deck(reader, meeting.title, (first, *_slides(reader, meeting.entries, shape, is_cited=True)), shape)


def live_deck(home: Path, agenda: Agenda, shape: Shape) -> Deck:
    """The slides of an unattended wall: the agenda's views over the newest version. They have no citation codes,
    which would keep every version for good.

    Raises:
        StoreError: the store is empty.
    """
    reader = open_store(home)
    return _deck(reader, agenda.title, _slides(reader, agenda.entries_at(reader.as_of), shape, is_cited=False), shape)


def _deck(reader: Reader, title: str, slides: Sequence[Slide], shape: Shape) -> Deck:
    return Deck(
        title=mask(title),
        district=reader.district.name,
        as_of=reader.as_of,
        version=reader.version,
        is_demo=reader.district.is_demo,
        shape=shape,
        slides=tuple(slides),
        places=places_of(reader),
        stale_days=_stale_days(reader),
    )


def _stale_days(reader: Reader) -> int:
    """Days from as-of to the import, where they are worth a word; demo ledgers end on a fixed day."""
    imported = datetime.fromisoformat(reader.manifest.created_at).date()
    days = (imported - reader.as_of).days
    return days if days > _WORTH_A_WORD_DAYS and not reader.district.is_demo else 0


@lru_cache(maxsize=2)
def _pages(reader: Reader) -> Built:
    """Pages built of a version, kept so that another shape costs only the drawing."""
    return {}


def _slides(reader: Reader, entries: Sequence[Entry], shape: Shape, *, is_cited: bool) -> list[Slide]:
    """A slide an entry; those of ledgers and pages the district does not keep are left out."""
    built = _pages(reader)
    if len(built) > _MOST_PAGES:
        built.clear()
    slides = []
    for number, entry in enumerate(entries, 1):
        answers = Answers(reader, entry.scope)
        if not is_kept(answers, entry.page):
            continue
        slide_id = f"{number}-{entry.page}-{entry.view}"
        try:
            item = item_of_entry(answers, entry, is_cited=is_cited, built=built)
            slides.append(_slide(slide_id, entry, item, answers, shape))
        except ChoiceError as error:
            slides.append(_failed(slide_id, entry, str(error), shape))
        # Whatever one view meets, the meeting goes on with the others.
        except Exception:
            logger.exception("画面 %s.%s 没有画出来", entry.page, entry.view)
            why = "这一页的画面没有画出来，其余各页不受影响；原因已写入运行日志。"
            slides.append(_failed(slide_id, entry, why, shape))
    return slides


def _slide(slide_id: str, entry: Entry, item: Item, answers: Answers, shape: Shape) -> Slide:
    view = item.view
    heading = headline(item)
    is_title = heading == view.title
    svg = slide_svg(
        heading=heading,
        kicker=item.page_title if is_title else f"{item.page_title} · {view.title}",
        right=" · ".join((view.scope.period.label, answers.area_name, *_narrowed(answers))),
        foot=foot(item, is_demo=answers.district.is_demo),
        body=body_of(item),
        shape=shape,
        prefix=f"{_plain_id(slide_id)}-",
    )
    return Slide(
        id=slide_id,
        title=f"{item.page_title} · {view.title}",
        heading=heading,
        svg=svg,
        note=item.note,
        dwell_seconds=entry.dwell_seconds,
        page=entry.page,
        view=entry.view,
        code=item.code,
    )


def headline(item: Item) -> str:
    """The finding, else the title; of several sentences all, the slide cuts what is too long."""
    view = item.view
    return ("" if view.empty else plain(view.finding).strip().rstrip("。")) or view.title


def _narrowed(answers: Answers) -> list[str]:
    """The chosen categories in words: a wall must not pass a part off as the whole."""
    return [mask(category) for _, category in answers.scope.categories]


def foot(item: Item, *, is_demo: bool) -> str:
    """单位 · 口径 · 来源 · 截至 · 示例数据."""
    view = item.view
    unit = f"单位：{view.unit}" if view.unit else ""
    return " · ".join(part for part in (unit, view.basis, view.footnote, "示例数据" if is_demo else "") if part)


def _failed(slide_id: str, entry: Entry, why: str, shape: Shape) -> Slide:
    """Says that a view could not be shown, in its place."""
    page = TITLES.get(entry.page, "画面")
    svg = slide_svg(
        heading=FAILED,
        kicker=page,
        right=entry.scope.period.label,
        foot="",
        body=sentence_body(why),
        shape=shape,
        prefix=f"{_plain_id(slide_id)}-",
    )
    return Slide(
        id=slide_id,
        title=f"{page} · {FAILED}",
        heading=FAILED,
        svg=svg,
        note=mask(entry.note),
        dwell_seconds=entry.dwell_seconds,
        page=entry.page,
        view=entry.view,
        is_failed=True,
    )


def _plain_id(text: str) -> str:
    """As it may begin an id in SVG."""
    return "s" + re.sub(r"[^0-9A-Za-z_-]", "-", text)
