"""Tables written as workbooks that can be read back: text stays text, and no cell runs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

GUIDE_SHEET = "填写说明"
"""The sheet of a template that says what goes into which column; it is never read."""
MOST_ROWS = 1_048_575
_FORMULA = re.compile("[=+@\\-＝＋－＠]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 40
_NARROWEST = 10
_LINE_PT = 15.0
_MEASURED_ROWS = 500
"""Rows whose cells make a column as wide as they need."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet.

    Attributes:
        text: the heading.
        kind: how its cells are formatted: text, number, date, or words that break into lines.
        width: in characters; 0 = as its cells need.
    """

    text: str
    kind: str = "text"
    width: int = 0


def open_workbook(path: Path, *, row_by_row: bool = False) -> AbstractContextManager[Any]:
    """A workbook to write into; row_by_row keeps the memory small, rows then come in order."""
    return xlsxwriter.Workbook(
        path.as_posix(),
        {
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "constant_memory": row_by_row,
        },
    )


def sheet_name(label: str, number: int = 1) -> str:
    """A name spreadsheets accept."""
    ending = f" {number}" if number > 1 else ""
    return _NOT_IN_NAMES.sub("-", label)[: 31 - len(ending)] + ending


def add_sheet(book: Any, name: str, headings: Sequence[Heading], rows: Iterable[Sequence[object]]) -> Any:
    """Add a sheet with a header that stays in view and on every printed page."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bg_color": "#F0EDE8", "bottom": 1, "num_format": "@", "text_wrap": True})
    # Beside words on several lines a row is read from its top.
    top = {"valign": "top"} if any(heading.kind == "words" for heading in headings) else {}
    formats = {
        "text": book.add_format({"num_format": "@", **top}),
        "number": book.add_format({"num_format": "General", **top}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", **top}),
        "words": book.add_format({"num_format": "@", "text_wrap": True, **top}),
    }
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading.text, bold)
    least = {"date": 12}
    widths = [max(_length(heading.text) + 2, least.get(heading.kind, _NARROWEST)) for heading in headings]
    for number, row in enumerate(rows, start=1):
        if (lines := _lines(headings, row)) > 1:
            sheet.set_row(number, _LINE_PT * lines)
        for place, value in enumerate(row):
            _write(sheet, number, place, value, formats, headings[place].kind)
            if number <= _MEASURED_ROWS and isinstance(value, str):
                widths[place] = max(widths[place], _length(value) + 2)
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, heading.width or min(widths[place], _WIDEST), formats[heading.kind])
    return sheet


def _lines(headings: Sequence[Heading], row: Sequence[object]) -> int:
    """How many lines the words of a row take: not every office suite finds out by itself."""
    cells = zip(headings, row, strict=True)
    return max(
        (-(-_length(str(value)) // heading.width) for heading, value in cells if heading.kind == "words"), default=1
    )


def _length(text: str) -> int:
    """Characters of a column that a text takes: a Chinese one takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def unrunnable(text: str) -> str:
    """A text that no spreadsheet takes for a formula; the import takes the apostrophe off again."""
    return f"'{text}" if _FORMULA.match(text.lstrip("'")) else text


def _write(sheet: Any, row: int, place: int, value: object, formats: dict[str, Any], kind: str) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["date"])
    elif isinstance(value, (int, float)) and float(f"{value:.16G}") == value:
        sheet.write_number(row, place, value, formats["number"])
    else:
        # Numbers of more digits than a cell holds stay whole as text.
        sheet.write_string(
            row,
            place,
            value if isinstance(value, str) else repr(value),
            formats["words" if kind == "words" else "text"],
        )
