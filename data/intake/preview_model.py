"""What a person looks at before an import, as values; :mod:`data.intake.preview` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """How one column of a table was understood.

    Attributes:
        header: as written.
        field: name of the field it fills; empty for none.
        label: the field's label.
        way: exact (the field's own heading), alias, remembered, told (by the person who imports), similar (a guess
            by likeness, taken only after it was confirmed), or none.
        confidence: from 0 to 1.
    """

    header: str
    field: str
    label: str
    way: str
    confidence: float


@dataclass(frozen=True, slots=True)
class MonthChange:
    """What an import changes in a ledger within one month.

    Attributes:
        ledger: name of the ledger.
        month: "YYYY-MM"; empty for ledgers that are not kept by month.
        added: rows the store does not have.
        changed: rows the store has with other contents.
        same: rows the store has word for word.
        gone: rows the store has from an earlier file of this name and the present one lacks.
    """

    ledger: str
    month: str
    added: int
    changed: int
    same: int
    gone: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person looks at before an import: some rows as written, masked, with the cells at fault.

    Attributes:
        file: name of the file.
        sheet: name of the sheet.
        ledger: name of the ledger.
        ledger_confidence: from 0 to 1, how sure it is that this is the ledger.
        columns: one a column of the table.
        rows: cells of the rows shown: the first ones, and those with faults.
        row_numbers: their numbers in the file.
        faults: (row within ``rows``, column, sentence); column -1 for a fault of the whole row.
        changes: one a month.
    """

    file: str
    sheet: str
    ledger: str
    ledger_confidence: float
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    row_numbers: tuple[int, ...] = ()
    faults: tuple[tuple[int, int, str], ...] = ()
    changes: tuple[MonthChange, ...] = ()


def preview_from(values: Mapping[str, Any]) -> Preview:
    """The preview whose fields, as plain JSON values, are given."""
    return Preview(
        **{
            **values,
            "columns": tuple(Column(**column) for column in values["columns"]),
            "rows": tuple(tuple(row) for row in values["rows"]),
            "row_numbers": tuple(values["row_numbers"]),
            "faults": tuple((row, column, says) for row, column, says in values["faults"]),
            "changes": tuple(MonthChange(**change) for change in values["changes"]),
        }
    )
