"""Plain writers for the files a district would have: GeoJSON, CSV in two encodings, and XLSX.

The bytes depend on the content alone: no clock, no hash order, no machine name.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from data.ledgers import Ledger

_CREATED = datetime(2025, 6, 30, 18, 0, 0)
_COLUMN_WIDTH = 18
_COUNTY = re.compile("^区|(?<=示范)区")


def headers(ledger: Ledger, aliases: Mapping[str, str] | None = None) -> dict[str, str]:
    """The heading of each declared field: its label, or an alias where this file uses another word.

    Raises:
        ValueError: an alias that the ledger does not declare for the field.
    """
    chosen = {field.name: field.label for field in ledger.fields}
    for name, alias in (aliases or {}).items():
        if alias not in ledger.field(name).headers:
            raise ValueError(f"{ledger.name}.{name} does not go by {alias!r}")
        chosen[name] = alias
    return chosen


def in_county_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The same units as a county calls them: 区民政局 is 县民政局 there."""
    changed = frame.copy()
    for name in frame.columns:
        changed[name] = [
            _COUNTY.sub("县", value) if isinstance(value, str) else value for value in frame[name].tolist()
        ]
    return changed


def write_csv(path: Path, frame: pd.DataFrame, titles: Mapping[str, str], encoding: str, date_format: str) -> Path:
    """A ledger as CSV with the given headings; empty cells stay empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = [name for name in titles if name in frame.columns]
    writer.writerow([titles[name] for name in columns])
    writer.writerows(_text_rows(frame[columns], date_format))
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, sheet: str, frame: pd.DataFrame, titles: Mapping[str, str]) -> Path:
    """A ledger as one sheet with real dates and numbers; codes stay text."""
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": sheet, "created": _CREATED})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True})
    columns = [name for name in titles if name in frame.columns]
    page.write_row(0, 0, [titles[name] for name in columns], bold)
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, _COLUMN_WIDTH)
    for row, values in enumerate(_rows(frame[columns]), start=1):
        for column, value in enumerate(values):
            _write_cell(page, row, column, value)
    book.close()
    return path


def write_geojson(path: Path, features: Iterable[tuple[Mapping[str, Any], BaseGeometry]]) -> Path:
    """Features with Chinese property names, one a line, in degrees of CGCS2000, as the file says itself."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": dict(properties), "geometry": mapping(geometry)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for properties, geometry in features
    ]
    head = '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},'
    path.write_bytes((head + '"features":[\n' + ",\n".join(lines) + "\n]}\n").encode())
    return path


def _rows(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    """Rows of plain values, None where a cell is empty."""
    columns: list[Sequence[Any]] = []
    for name in frame.columns:
        values = frame[name].tolist()
        columns.append([None if value is None or value != value else value for value in values])
    return zip(*columns, strict=True)


def _text_rows(frame: pd.DataFrame, date_format: str) -> Iterable[list[str]]:
    for row in _rows(frame):
        yield [_cell_text(value, date_format) for value in row]


def _cell_text(value: Any, date_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return date_format.format(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _write_cell(page: Any, row: int, column: int, value: Any) -> None:
    """Write by type: XlsxWriter would turn digit strings or formulas into something else on its own."""
    if value is None:
        return
    if isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day))
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, value)
