"""Tables written as workbooks that can be read back: text stays text, and no cell runs."""

from __future__ import annotations

import re
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


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet.

    Attributes:
        text: the heading.
        kind: how its cells are formatted: text, number or date.
        width: in characters.
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
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "General"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for place, heading in enumerate(headings):
        width = heading.width or min(max(len(heading.text) * 2 + 2, _NARROWEST), _WIDEST)
        sheet.set_column(place, place, width, formats[heading.kind])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading.text, bold)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(sheet, number, place, value, formats)
    return sheet


def unrunnable(text: str) -> str:
    """A text that no spreadsheet takes for a formula; the import takes the apostrophe off again."""
    return f"'{text}" if _FORMULA.match(text.lstrip("'")) else text


def _write(sheet: Any, row: int, place: int, value: object, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["date"])
    elif isinstance(value, (int, float)) and float(f"{value:.16G}") == value:
        sheet.write_number(row, place, value, formats["number"])
    else:
        # Numbers of more digits than a cell holds stay whole as text.
        sheet.write_string(row, place, value if isinstance(value, str) else repr(value), formats["text"])
