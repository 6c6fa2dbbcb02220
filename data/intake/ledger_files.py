"""Ledgers as files: the empty template, and what is stored."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from data.ledgers import Ledger
from data.store.reader import Reader


def write_template(ledger: Ledger, path: Path) -> None:
    """Write an empty workbook with the ledger's headings."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(ledger.label[:31])
        sheet.write_row(0, 0, [field.label for field in ledger.fields if not field.personal])
        sheet.fit_to_pages(1, 0)


def export_ledger(reader: Reader, ledger: Ledger, path: Path) -> None:
    """Write every stored row of a ledger, as a workbook or as CSV by the name's ending."""
    labels = {field.name: field.label for field in ledger.fields if not field.personal}
    rows = reader.query(f"SELECT {', '.join(labels)} FROM {ledger.name}").rename(columns=labels)  # noqa: S608  (declared names)
    if path.suffix == ".csv":
        rows.to_csv(path, index=False, encoding="utf-8-sig")
    else:
        rows.to_excel(path, index=False, engine="xlsxwriter")
