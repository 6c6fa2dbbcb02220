"""A document as a workbook: contents, one sheet a view with typed data and a native chart, and what each number means."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from components.exports.document import Document
from components.exports.xlsx_cover import CONTENTS, MEANINGS, write_contents, write_meanings
from components.exports.xlsx_sheet import write_view
from components.exports.xlsx_styles import BODY_PT, FONT_NAME, Styles, clean, sheet_names, with_our_fonts
from components.views.tokens import LIGHT


def write_xlsx(document: Document, path: Path) -> None:
    """Write the document as .xlsx.

    Numbers are the views' own, as numbers; text that looks like a formula stays text. The same document gives
    the same bytes.

    Args:
        document: what is written.
        path: the file; its folder exists.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT_NAME, "font_size": BODY_PT},
    }
    with Workbook(str(path), options) as book:
        with_our_fonts(book)
        book.set_properties(_properties(document))
        styles = Styles(book)
        names = sheet_names([item.view.title for item in document.items])
        contents = book.add_worksheet(CONTENTS)
        contents.set_tab_color(LIGHT.accent)
        sheets = [book.add_worksheet(name) for name in names]
        write_contents(contents, document, names, styles)
        for item, sheet in zip(document.items, sheets, strict=True):
            write_view(book, sheet, item, document, styles)
        if document.measures:
            write_meanings(book.add_worksheet(MEANINGS), document, names, styles)
        contents.activate()


def _properties(document: Document) -> dict[str, object]:
    return {
        "title": clean(document.title),
        "subject": clean(f"{document.area} · {document.period}"),
        "author": clean(document.issuer or document.district),
        "keywords": clean(document.code),
        "comments": clean(document.standing),
        "created": datetime.combine(document.as_of, time()),
    }
