"""The first sheet of a workbook, with links to all others, and the last, which says what each measure means."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from components.exports.document import Document, Item
from components.exports.xlsx_styles import LINE_PT, Styles, heading_look, lines_of, link, set_page, write_text
from components.views.formats import plain
from components.views.tokens import LIGHT

CONTENTS, MEANINGS = "目录", "口径"
DIRECTIONS = {"up": "越多越好", "down": "越少越好", "neutral": "不判好坏"}
_WIDTHS = (6, 14, 30, 24, 64, 18)
_HEADINGS = ("序号", "栏目", "内容", "单位与口径", "结论", "引用码")
_MEANING_WIDTHS = (22, 7, 50, 25, 25, 10, 10, 60, 18, 28)
_MEANING_HEADINGS = ("指标", "单位", "口径", "分子", "分母", "方向", "起用", "出处", "所在页", "代码")


def write_contents(sheet: Worksheet, document: Document, names: list[str], styles: Styles) -> None:
    """Title, scope, standing line, and the views with links to their sheets."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _head(sheet, document, styles)
    _headings(sheet, row, _HEADINGS, styles)
    sheet.freeze_panes(row + 1, 0)
    for number, (item, name) in enumerate(zip(document.items, names, strict=True), 1):
        row += 1
        _content_row(sheet, row, number, item, name, styles)
    if document.measures:
        row += 1
        link(sheet, row, 2, MEANINGS, "指标口径", styles)
    set_page(sheet, document, is_wide=True)


def _head(sheet: Worksheet, document: Document, styles: Styles) -> int:
    """The lines above the list; returns the row of its headings."""
    row = 0
    if document.issuer:
        issued = f"{document.issuer} {document.issue_number}".strip()
        write_text(sheet, row, 0, issued, styles, bold=True, font_size=16, font_color=LIGHT.accent)
        sheet.set_row(row, 28)
        row += 1
    write_text(sheet, row, 0, document.title, styles, bold=True, font_size=20)
    sheet.set_row(row, 36)
    scope = f"{document.area} · {document.period}"
    scope = scope if document.area == document.district else f"{document.district} · {scope}"
    write_text(sheet, row + 1, 0, scope, styles, font_size=12, font_color=LIGHT.ink2)
    sheet.set_row(row + 1, 21)
    facts = f"{document.standing} · 数据第 {document.version} 版 · 共 {len(document.items)} 项"
    write_text(sheet, row + 2, 0, facts, styles, font_color=LIGHT.mute)
    row += 3
    if document.is_demo:
        demo: dict[str, Any] = {"font_color": LIGHT.watch, "bold": True}
        write_text(sheet, row, 0, "示例数据：数字由程序生成，不是任何区县的实情。", styles, **demo)
        row += 1
    if document.watermark:
        write_text(sheet, row, 0, document.watermark, styles, font_color=LIGHT.ref, bold=True)
        row += 1
    return row + 1


def _content_row(sheet: Worksheet, row: int, number: int, item: Item, name: str, styles: Styles) -> None:
    view = item.view
    finding = view.empty or plain(view.finding)
    look: dict[str, Any] = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": LIGHT.grid}
    sheet.write_number(row, 0, number, styles(**look, font_color=LIGHT.mute, align="center"))
    write_text(sheet, row, 1, item.page_title, styles, **look, font_color=LIGHT.ink2)
    link(sheet, row, 2, name, view.title, styles, **look)
    write_text(sheet, row, 3, view.subtitle, styles, **look, font_color=LIGHT.mute)
    write_text(sheet, row, 4, finding, styles, **look, indent=1)
    write_text(sheet, row, 5, item.code, styles, **look, font_color=LIGHT.mute, indent=1)
    told = zip((item.page_title, view.title, view.subtitle, finding, item.code), _WIDTHS[1:], strict=True)
    sheet.set_row(row, LINE_PT * min(max(lines_of(text, width) for text, width in told), 12) + 3)


def write_meanings(sheet: Worksheet, document: Document, names: list[str], styles: Styles) -> None:
    """One row a measure: 口径, numerator, denominator, direction, and on which sheets it stands."""
    for column, width in enumerate(_MEANING_WIDTHS):
        sheet.set_column(column, column, width)
    write_text(sheet, 0, 0, "指标口径", styles, bold=True, font_size=16)
    sheet.set_row(0, 28)
    link(sheet, 1, 0, CONTENTS, "返回目录", styles)
    _headings(sheet, 2, _MEANING_HEADINGS, styles)
    sheet.freeze_panes(3, 1)
    look: dict[str, Any] = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": LIGHT.grid}
    for row, measure in enumerate(document.measures, 3):
        used = [name for name, item in zip(names, document.items, strict=True) if measure in item.measures]
        told = (
            measure.label,
            measure.unit,
            measure.definition,
            measure.numerator,
            measure.denominator,
            DIRECTIONS[measure.direction],
            measure.since,
            document.passports.get(measure.code, ""),
            "、".join(name.split(" ")[0] for name in used),
            measure.code,
        )
        for column, text in enumerate(told):
            wanted: dict[str, Any] = {"font_color": LIGHT.mute} if column == len(told) - 1 else {"bold": column == 0}
            # Words that fill their cell would touch the next one's.
            wanted["indent"] = int(column > _MEANING_HEADINGS.index("出处"))
            write_text(sheet, row, column, text, styles, **look, **wanted)
        lines = max(lines_of(text, width) for text, width in zip(told, _MEANING_WIDTHS, strict=True))
        sheet.set_row(row, LINE_PT * lines + 3)
    sheet.autofilter(2, 0, 2 + len(document.measures), len(_MEANING_HEADINGS) - 1)
    set_page(sheet, document, is_wide=True, repeat=2)


def _headings(sheet: Worksheet, row: int, headings: tuple[str, ...], styles: Styles) -> None:
    for column, text in enumerate(headings):
        write_text(sheet, row, column, text, styles, **heading_look())
    sheet.set_row(row, 22)
