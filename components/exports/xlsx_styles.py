"""What the sheets of a workbook have in common: formats made once, safe text, widths of columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import StringIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.theme import THEME_XML_2007
from xlsxwriter.worksheet import Worksheet

from components.exports.csv_file import FORMULA_STARTS
from components.exports.document import Document
from components.views.columns import ColumnFormat
from components.views.formats import text_width
from components.views.tokens import LIGHT

FONT_NAME = "Noto Sans SC"
BODY_PT = 10
LINE_PT = 16.5
NUMBERS: dict[ColumnFormat, str] = {
    "integer": "#,##0",
    "decimal": "#,##0.0",
    "number": "#,##0.0",
    "ratio": "General",
    "percent": '0.0"%"',
    "yuan": "#,##0",
    "date": "yyyy-mm-dd",
    "text": "General",
}
_LONGEST = 32_000
"""A cell holds 32,767 characters."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_THEME_FONTS = re.compile(r"<a:(majorFont|minorFont)>.*?</a:\1>", re.S)


def decimals_format(decimals: int) -> str:
    """The number format of so many decimals."""
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **wanted: Any) -> Format:
        """A format with these properties."""
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "vcenter", "font_color": LIGHT.ink, **wanted})
        return self._made[key]


def with_our_fonts(book: Workbook) -> None:
    """Charts and everything without a font of its own use the open font, Latin and East Asian alike."""
    one = f'<a:latin typeface="{FONT_NAME}"/><a:ea typeface="{FONT_NAME}"/><a:cs typeface=""/>'
    book.use_custom_theme(StringIO(_THEME_FONTS.sub(rf"<a:\1>{one}</a:\1>", THEME_XML_2007)))


def clean(text: object) -> str:
    """Text without characters that a workbook cannot hold, not longer than a cell."""
    return _CONTROL.sub("", str(text).replace("\r\n", "\n"))[:_LONGEST]


def write_text(sheet: Worksheet, row: int, column: int, text: object, styles: Styles, **wanted: Any) -> None:
    """Write text as text: what looks like a formula stays words, also after someone edits the cell."""
    said = clean(text)
    if said.lstrip(" ").startswith(FORMULA_STARTS):
        wanted["quote_prefix"] = True
    if said:
        sheet.write_string(row, column, said, styles(**wanted))
    else:
        sheet.write_blank(row, column, None, styles(**wanted))


def write_merged(
    sheet: Worksheet, row: int, first: int, last: int, markdown: str, styles: Styles, **wanted: Any
) -> None:
    """Write a sentence over several columns, its numbers bold, the row as high as it needs.

    Args:
        sheet: where.
        row: of the sentence.
        first: first column.
        last: last column, at least ``first``.
        markdown: the sentence, bold words between double stars.
        styles: of the workbook.
        **wanted: properties of the format.
    """
    parts = [clean(part.replace("\\", "")) for part in markdown.split("**")]
    if "".join(parts).lstrip(" ").startswith(FORMULA_STARTS):
        wanted["quote_prefix"] = True
    wanted = {"text_wrap": True, "valign": "top", **wanted}
    cell = styles(**wanted)
    if last > first:
        sheet.merge_range(row, first, row, last, "", cell)
    look = {key: wanted[key] for key in ("font_color", "font_size") if key in wanted}
    runs: list[Any] = []
    for index, part in enumerate(parts):
        if part:
            runs += [styles(**look, bold=bool(index % 2) or bool(wanted.get("bold"))), part]
    if len(runs) > 2:
        sheet.write_rich_string(row, first, *runs, cell)
    else:
        sheet.write_string(row, first, "".join(parts), cell)


def heading_look() -> dict[str, Any]:
    """How the row of headings looks on every sheet."""
    return {
        "bold": True,
        "bg_color": LIGHT.control,
        "font_color": LIGHT.ink2,
        "top": 2,
        "top_color": LIGHT.ink2,
        "bottom": 1,
        "bottom_color": LIGHT.ref,
    }


def link(sheet: Worksheet, row: int, column: int, name: str, text: str, styles: Styles, **wanted: Any) -> None:
    """A link to a sheet; its words are text whatever they look like."""
    cell = styles(**{"font_color": LIGHT.good, "underline": 1, **wanted, "quote_prefix": True})
    quoted = name.replace("'", "''")
    sheet.write_url(row, column, f"internal:'{quoted}'!A1", cell, string=clean(text) or name, tip=f"打开“{name}”")


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in columns that are together so many characters wide."""
    return sum(max(1, ceil(text_width(line, 1.0) * 1.8 / max(width, 1))) for line in clean(text).split("\n"))


def column_width(heading: str, texts: Iterable[str], *, most: float = 42) -> float:
    """Width that fits the texts and a heading of one line, or two where it is long, in digits of the normal font."""
    widest = max((text_width(line, 1.0) for text in texts for line in text.split("\n")), default=0) * 1.82
    named = text_width(heading, 1.0) * 1.82
    return min(max(widest + 2.4, named / 2 + 5 if named > 24 else named + 2.4, 9), most)


def set_page(sheet: Worksheet, document: Document, *, is_wide: bool, repeat: int | None = None) -> None:
    """Paper, margins and the standing lines of a sheet; it is always one page wide."""
    sheet.set_paper(9)
    if is_wide:
        sheet.set_landscape()
    sheet.set_margins(left=0.55, right=0.55, top=0.75, bottom=0.75)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L&8 {_in_header(document.standing)}&R&8 第 &P 页，共 &N 页")
    title = f"&L&8 {_in_header(f'{document.title} · {document.area} · {document.period}')}"
    # A watermark takes the whole of the head: the two would lie over each other.
    mark = f"&C&28&KC9CED6{_in_header(document.watermark, 40)}"
    sheet.set_header(mark if document.watermark else title)
    if repeat is not None:
        sheet.repeat_rows(repeat)


def _in_header(text: str, most: int = 90) -> str:
    """Words in a header, where & begins a command."""
    return clean(text).replace("\n", " ")[:most].replace("&", "&&")


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Legal, unique names of sheets: 01 每月活动场次."""
    digits = max(2, len(str(len(titles))))
    return [f"{number:0{digits}d} {_legal(title)}"[:31].rstrip() for number, title in enumerate(titles, 1)]


def _legal(title: str) -> str:
    """Without what a sheet's name may not hold; characters beyond the first plane count double and are left out."""
    kept = "".join(char for char in clean(title).replace("\n", " ") if char <= "\uffff")
    return re.sub(r"[\[\]:*?/\\']", "", kept).strip()
