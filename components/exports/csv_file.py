"""A table as a CSV file that Excel opens with its Chinese headings and without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from components.exports.document import Item
from components.exports.tables import Cell, Table, data_table

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, full-width forms included."""


def write_csv(item: Item, path: Path) -> None:
    """Write the table of any view; an empty view gives its headings and the sentence that says why."""
    table = data_table(item.view)
    path.write_bytes(csv_of_table(table, note=item.view.empty if not table.rows else ""))


def csv_of_table(table: Table, note: str = "") -> bytes:
    """UTF-8 with a byte-order mark; numbers in full, nothing for what is not known.

    Args:
        table: columns and rows.
        note: printed below the headings where there are no rows.
    """
    rows: list[list[object]] = [[neutral(heading) for heading in table.headings]]
    rows += [[neutral(_value(cell)) for cell in row] for row in table.rows]
    rows += [[neutral(note)]] if note else []
    return _written(rows)


def to_csv(frame: pd.DataFrame, labels: Mapping[str, str]) -> bytes:
    """A frame as CSV; text that a spreadsheet would take for a formula gets a leading apostrophe.

    Args:
        frame: the rows.
        labels: column → heading; columns without one are left out.
    """
    columns = [name for name in frame.columns if name in labels]
    safe = frame[columns].map(neutral).rename(columns=dict(labels))
    return str(safe.to_csv(index=False)).encode("utf-8-sig")


def neutral(value: object) -> object:
    """The value; text that a spreadsheet would run, led by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS) else value


def _value(cell: Cell) -> object:
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else cell


def _written(rows: list[list[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
