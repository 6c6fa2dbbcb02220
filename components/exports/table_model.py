"""A printable table: columns with headings and formats, typed cells, and each cell in print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

from components.views.columns import ColumnFormat
from components.views.formats import NO_VALUE, full, ratio

Cell = int | float | str | date | None
"""A number exactly as the view's frame has it, words, a day, or nothing. Words in a column of numbers stand for a
number that is not told: 数少隐去, 无记录, 7/9."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: the frame's column; of a matrix the value of its second dimension.
        heading: in Chinese, with its unit.
        format: how its numbers are printed.
    """

    name: str
    heading: str
    format: ColumnFormat

    @property
    def is_number(self) -> bool:
        """Whether it is set flush right."""
        return self.format not in ("text", "date")


@dataclass(frozen=True, slots=True)
class Table:
    """A view's numbers as rows.

    Attributes:
        columns: in print order.
        rows: cells in the order of the columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """Chinese headings, with units."""
        return tuple(column.heading for column in self.columns)

    @property
    def formats(self) -> tuple[ColumnFormat, ...]:
        """A format a column."""
        return tuple(column.format for column in self.columns)

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Every cell as printed."""
        formats = self.formats
        return tuple(tuple(printed(cell, kind) for cell, kind in zip(row, formats, strict=True)) for row in self.rows)

    def column(self, name: str) -> tuple[Cell, ...]:
        """The cells of one column.

        Raises:
            KeyError: there is no such column.
        """
        position = {column.name: index for index, column in enumerate(self.columns)}[name]
        return tuple(row[position] for row in self.rows)


def printed(cell: Cell, kind: ColumnFormat) -> str:
    """A cell in print: 1,286 · 29.5 · 0.033 · 91.7% · 2025-06-30 · —."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None:
        return NO_VALUE
    if kind == "percent":
        return f"{cell:,.1f}%"
    if kind == "ratio":
        return ratio(cell)
    return f"{cell:,.1f}" if kind == "decimal" else full(cell)


def as_cell(value: object) -> Cell:
    """A frame's value as a plain Python one; NaN, NaT and None as None."""
    if value is None or (not isinstance(value, str) and pd.api.types.is_scalar(value) and pd.isna(value)):  # type: ignore[call-overload]  # a scalar, as just tested
        return None
    if isinstance(value, bool | np.bool_):
        return "是" if value else "否"
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return int(value) if float(value).is_integer() else float(value)
    if isinstance(value, datetime):  # also pandas' Timestamp
        return value.date()
    return value if isinstance(value, date) else str(value)
