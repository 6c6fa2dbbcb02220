"""A document as a deck: cover, contents, one view a slide, every object native and editable.

An office may give its own template, a .pptx whose layouts and placeholders carry these names:

* layout 封面: 标题 (a title), 范围 (area and period), 说明 (as-of day, citation code, 示例数据), 发文机关
* layout 目录: 结论 (a title), 目录 (its place is taken by the list of pages)
* layout 正文: 结论 (a title; the finding), 题注 (title, unit and period of the view), 图表区 (its place is taken by the
  chart, table or map), 注脚 (口径 and source), 常设行 (a footer), 页码 (a slide number)

A name is that of the placeholder in the selection pane of the layout. What a template lacks is put where our own
deck has it, in proportion to the template's slides; a layout that is missing is replaced by the most similar one.
Sample slides in the template are left out. Fonts and colours of the words are then the template's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pptx import Presentation

from components.exports.document import Document, Item
from components.exports.pptx_draw import draw_view
from components.exports.pptx_list import parts_of
from components.exports.pptx_package import save
from components.exports.pptx_page import Page, emptied, layout_of, number_parts
from components.exports.pptx_shapes import Area, Paragraph, Run, fitted
from components.exports.pptx_template import (
    BODY,
    CAPTION_AREA,
    CHART_AREA,
    CONTENTS,
    CONTENTS_AREA,
    COVER,
    COVER_ISSUER,
    COVER_NOTE,
    COVER_SCOPE,
    COVER_TITLE,
    NOTE_AREA,
    NUMBER_AREA,
    STANDING_AREA,
    TITLE_AREA,
    new_deck,
)
from components.exports.pptx_words import caption, footnote, headline, headline_size, notes, shortest
from components.exports.report_tables import Layout
from components.views.formats import text_width
from components.views.tokens import LIGHT

_FOOT = 10.0
_CONTENTS_ROWS, _CONTENTS_MOST = 16, 20
"""Lines of a column of the contents: as many stand apart well, and as many can stand closer to keep to one slide."""
_CONTENTS_LEAST = 10
"""Shorter contents stay in one column."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """One body slide to come: its item, the rows of a table it shows, and which of how many it is."""

    item: Item
    rows: Layout | None = None
    number: int = 1
    of: int = 1
    left_out: int = 0


def write_pptx(document: Document, path: Path, template: Path | None = None) -> None:
    """Write a deck.

    Args:
        document: what is shown; suppressed and masked.
        path: of the file; replaced if it is there.
        template: the office's own .pptx, see the names above; None for our own look.
    """
    deck = number_parts(emptied(Presentation(str(template))) if template else new_deck())
    cover = Page(deck, layout_of(deck, COVER))
    _tell_cover(cover, document)
    body = layout_of(deck, BODY)
    area = body.area("图表区", CHART_AREA)
    plans = [plan for item in document.items for plan in _plans(item, area)]
    columns = _entries(document, plans)
    listing = layout_of(deck, CONTENTS)
    contents = [Page(deck, listing) for _ in range(-(-len(columns) // 2))]
    pages = [Page(deck, body) for _ in plans]
    total = 1 + len(contents) + len(pages)
    for plan, page in zip(plans, pages, strict=True):
        _tell_view(page, plan, document, area)
    _tell_contents(contents, columns, pages)
    for page in (*contents, *pages):
        page.tell("常设行", [Paragraph((Run(document.standing, _FOOT),))], STANDING_AREA)
        page.number(total, NUMBER_AREA)
    for page in (cover, *contents, *pages):
        if document.watermark:
            page.watermark(document.watermark)
        page.finish()
    drawn = dict(page.drawn for page in (cover, *contents, *pages))
    save(deck, document, path, drawn, is_ours=template is None)


def _plans(item: Item, area: Area) -> list[_Plan]:
    if item.view.kind != "table" or item.view.empty or not len(item.view.frame):
        return [_Plan(item)]
    shown, left_out = parts_of(item, area)
    return [
        _Plan(item, part.layout, number, len(shown), left_out if number == len(shown) else 0)
        for number, part in enumerate(shown, 1)
    ]


def _tell_cover(page: Page, document: Document) -> None:
    title_area = page.area("标题", COVER_TITLE)
    size = fitted(document.title, title_area.width, (40, 36, 32, 28, 24), 2)
    title = shortest(document.title, size, title_area.width, 2)
    page.tell("标题", [Paragraph((Run(title, size),))], COVER_TITLE, anchor="ctr")
    where = document.area if document.area == document.district else f"{document.district} · {document.area}"
    scope = f"{where} · {document.period}"
    width = page.area("范围", COVER_SCOPE).width
    size = fitted(scope, width, (20, 18, 16, 14), 1)
    page.tell("范围", [Paragraph((Run(shortest(scope, size, width, 1), size),))], COVER_SCOPE)
    page.tell("说明", [Paragraph((Run(f"{document.standing} · 第 {document.version} 版数据", 13),))], COVER_NOTE)
    if document.issuer:
        name = Run(document.issuer, 28, LIGHT.accent, is_bold=True)
        issue = Run(f"　{document.issue_number}", 14, LIGHT.ink2) if document.issue_number else Run("")
        page.tell("发文机关", [Paragraph((name, issue) if issue.text else (name,))], COVER_ISSUER, anchor="ctr")


def _tell_view(page: Page, plan: _Plan, document: Document, area: Area) -> None:
    item = plan.item
    title = headline(item)
    width = page.area("结论", TITLE_AREA).width
    more = f"（续 {plan.number}/{plan.of}）" if plan.number > 1 else ""
    size = headline_size(title + more, width)
    words = shortest(title, size, width - text_width(more, size) / 2, 2) + more
    page.tell("结论", [Paragraph((Run(words, size),))], TITLE_AREA, anchor="ctr")
    page.tell("题注", [_caption(page, item)], CAPTION_AREA, anchor="ctr")
    draw_view(page, item, area, document.as_of, plan.rows)
    lines = footnote(item, page.area("注脚", NOTE_AREA).width, _FOOT)
    if plan.left_out:
        where = f"附表（Excel，引用码 {item.code}）" if item.code else "会议纪要"
        lines = [f"另有 {plan.left_out:,} 行未列出，见{where}。", *lines[-1:]]
    page.tell("注脚", [Paragraph((Run(line, _FOOT),)) for line in lines], NOTE_AREA, anchor="b")
    told = page.slide.notes_slide.notes_text_frame
    if told is not None:
        told.text = "\n".join(notes(item, document))


def _caption(page: Page, item: Item) -> Paragraph:
    """The title in bold where the headline is the finding, then unit, period and basis in grey."""
    title, grey = caption(item)
    width = page.area("题注", CAPTION_AREA).width
    title = shortest(title, 13, width * 0.6, 1)
    grey = shortest(grey, 12, width - text_width(title, 13) - 20, 1)
    named = (Run(title, 13, is_bold=True), Run("　", 12)) if title else ()
    return Paragraph((*named, Run(grey, 12, LIGHT.mute)))


def _entries(document: Document, plans: list[_Plan]) -> list[list[tuple[str, int]]]:
    """Columns of the contents: sections, and their views with the index of their slide; −1 for a section's heading."""
    starts = iter([index for index, plan in enumerate(plans) if plan.number == 1])
    entries: list[tuple[str, int]] = []
    for title, items in document.sections:
        entries.append((title, -1))
        entries += [(item.view.title, next(starts)) for item in items]
    # Two columns of about the same length where two are enough; a heading never stands alone at a column's foot.
    half = max(-(-len(entries) // 2) + 1, _CONTENTS_LEAST)
    rows = half if half <= _CONTENTS_MOST else _CONTENTS_ROWS
    columns: list[list[tuple[str, int]]] = [[]]
    for entry in entries:
        if len(columns[-1]) >= rows - (entry[1] < 0):
            columns.append([])
        columns[-1].append(entry)
    return columns


def _tell_contents(contents: list[Page], columns: list[list[tuple[str, int]]], pages: list[Page]) -> None:
    """Sections and views with the number of their slide; each line jumps there."""
    for number, page in enumerate(contents):
        more = f"（续 {number + 1}/{len(contents)}）" if number else ""
        page.tell("结论", [Paragraph((Run(f"目录{more}"),))], TITLE_AREA, anchor="ctr")
        area = page.area("目录", CONTENTS_AREA)
        width, pitch = (area.width - 40) / 2, area.height / max(_CONTENTS_ROWS, *map(len, columns))
        for across, column in enumerate(columns[2 * number : 2 * number + 2]):
            for down, (title, at) in enumerate(column):
                line = Area(area.x + across * (width + 40), area.y + down * pitch, width, pitch)
                _contents_line(page, title, pages[at] if at >= 0 else None, 2 + len(contents) + at, line)


def _contents_line(page: Page, title: str, target: Page | None, number: int, line: Area) -> None:
    if target is None:
        words = Paragraph((Run(shortest(title, 14, line.width, 1), 14, LIGHT.accent, True),))
        page.draw(page.pen.words(line, [words], anchor="b", name="栏目"))
        return
    link = page.link_to(target)
    at = Area(line.x, line.y, 28, line.height)
    page.draw(page.pen.words(at, [Paragraph((Run(str(number), 13, LIGHT.mute),), "r")], anchor="b", name="页码"))
    name = Paragraph((Run(shortest(title, 13, line.width - 44, 1), 13, LIGHT.ink),))
    page.draw(page.pen.words(line.inner(40, 0, 4, 0), [name], anchor="b", name="条目", link=link))
