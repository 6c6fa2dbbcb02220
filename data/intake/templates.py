"""The empty form of a ledger."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from data.ledgers import Ledger


def write_template(ledger: Ledger, path: Path) -> Path:
    """Write an empty workbook with the ledger's headings."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(ledger.label[:31])
        sheet.write_row(0, 0, [field.label for field in ledger.fields if not field.personal])
        sheet.fit_to_pages(1, 0)
    return path
