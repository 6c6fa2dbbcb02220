"""Rows that were kept aside: read, written for people to mend, and taken in again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from pathlib import Path

import pandas as pd
import xlsxwriter

from data.access.masking import mask
from data.ledgers import LEDGERS
from data.store.reader import Reader

ID_HEADER, REASON_HEADER = "待核编号", "原因"


def quarantine_rows(reader: Reader) -> pd.DataFrame:
    """The rows of a version that wait: row_id, ledger, file, sheet, row_number, reasons, cells (masked)."""
    rows = reader.query("SELECT * FROM quarantine ORDER BY ledger, file, sheet, row_number")
    keys = rows[["ledger", "file", "sheet", "row_number"]].astype(str).agg("\x1f".join, axis=1)
    rows["row_id"] = [hashlib.sha256(key.encode()).hexdigest()[:12] for key in keys]
    rows["reasons"] = rows["reasons"].map(list)
    rows["cells"] = rows["raw"].map(_cells)
    return rows[["row_id", "ledger", "file", "sheet", "row_number", "reasons", "cells"]]


def _cells(raw: str) -> dict[str, str]:
    return {header: mask(text) if isinstance(text, str) else "" for header, text in json.loads(raw or "{}").items()}


def write_quarantine(reader: Reader, path: Path, ledgers: Collection[str] = ()) -> None:
    """Write the waiting rows as a workbook, one sheet a ledger."""
    rows = quarantine_rows(reader)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for ledger, found in rows.groupby("ledger"):
            if ledgers and ledger not in ledgers:
                continue
            sheet = book.add_worksheet(LEDGERS[str(ledger)].label[:31])
            headers = list(dict.fromkeys(header for cells in found["cells"] for header in cells))
            sheet.write_row(0, 0, [ID_HEADER, *headers, REASON_HEADER])
            listed = zip(found["row_id"], found["cells"], found["reasons"], strict=True)
            for number, (row_id, cells, reasons) in enumerate(listed, 1):
                values = [row_id, *(cells.get(header, "") for header in headers), "；".join(reasons)]
                sheet.write_row(number, 0, values)
            sheet.fit_to_pages(1, 0)


def corrected_file(frame: pd.DataFrame, ledger: str, path: Path) -> None:
    """Write edited rows as a file that is imported like any other; the columns are those of the frame."""
    frame.to_csv(path, index=False, encoding="utf-8-sig")
