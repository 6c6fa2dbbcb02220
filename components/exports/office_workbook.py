"""The workbook inside a native chart: what the chart shows, typed, and the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from components.views.formats import is_missing

SHEET = "数据"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Names down the first column, one further column each heading.

    Attributes:
        heading: over the names.
        names: of the rows.
        columns: heading and cells; None leaves a cell empty.
    """

    heading: str
    names: Sequence[str]
    columns: Sequence[tuple[str, Sequence[float | str | None]]]


def workbook_bytes(sheet: Sheet, number_format: str, when: date) -> bytes:
    """The sheet as a workbook.

    Args:
        sheet: its cells. Words stay words: nothing in it is taken for a formula, not even after editing.
        number_format: of its numbers.
        when: written as the day it was made, so that equal data gives equal bytes.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": datetime(when.year, when.month, when.day), "author": "网览"})
        page = book.add_worksheet(SHEET)
        head, plain = book.add_format({"bold": True}), book.add_format({})
        quoted, number = book.add_format({"quote_prefix": True}), book.add_format({"num_format": number_format})
        cells: list[list[float | str | None]] = [
            [sheet.heading, *sheet.names],
            *([heading, *values] for heading, values in sheet.columns),
        ]
        for across, column in enumerate(cells):
            for down, value in enumerate(column):
                if isinstance(value, str):
                    look = quoted if value.startswith(_FORMULA_STARTS) else head if not down else plain
                    page.write_string(down, across, value, look)
                elif value is not None and not is_missing(value):
                    page.write_number(down, across, float(value), number)
        page.set_column(0, 0, 18)
        page.set_column(1, max(len(cells) - 1, 1), 14)
        page.freeze_panes(1, 1)
    return buffer.getvalue()
