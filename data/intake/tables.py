"""Reading tables: every cell as text, every row with the number it has in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import python_calamine

from data.intake.csv_text import CsvText, open_csv, records
from data.intake.report import FileReport, RefusedError

ROW = "row_number"
CELLS = "cell_count"
_BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells are text.

    Attributes:
        file: name of the file, without its folder.
        sheet: name of the sheet; empty where there are none.
        headers: header cells as written.
        query: SELECT giving ``row_number``, ``cell_count`` and the cells as ``c0``, ``c1``, …
        row_word: what a row is called after its number ("第 5 行", "第 5 个要素").
    """

    file: str
    sheet: str
    headers: tuple[str, ...]
    query: str
    row_word: str = "行"

    @property
    def where(self) -> str:
        """File and sheet (or layer) as told to people."""
        kind = "工作表" if self.row_word == "行" else "图层"
        return f"{self.file} {kind}“{self.sheet}”" if self.sheet else self.file


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def read_csv(connection: duckdb.DuckDBPyConnection, path: Path, staging: Path) -> Table:
    """A CSV file as a table.

    DuckDB reads plain files itself. Files with blank lines, uneven rows or odd line ends are read record by
    record, because only then does every row keep its own number.

    Raises:
        RefusedError: see :func:`data.intake.csv_text.open_csv`.
    """
    text = open_csv(path, staging)
    if text.is_plain:
        query = _duckdb_query(text)
        try:
            connection.execute(f"SELECT count(*) FROM ({query})").fetchone()  # noqa: S608
        except duckdb.Error:
            # Not as plain as it looked: the slow reader can say which row is at fault.
            pass
        else:
            return Table(path.name, "", text.headers, query)
    try:
        query = _parquet_query(records(text), len(text.headers), staging)
    except RefusedError as error:
        raise RefusedError(f"“{path.name}”{error}", error.code) from error
    return Table(path.name, "", text.headers, query)


def read_xlsx(path: Path, staging: Path, report: FileReport) -> list[Table]:
    """The sheets of a workbook that hold anything; hidden ones are left out and named in the report.

    Raises:
        RefusedError: the workbook is damaged, locked or empty.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        tables = [table for sheet in book.sheets_metadata if (table := _sheet(book, sheet, path, staging, report))]
    except python_calamine.CalamineError as error:
        raise RefusedError(
            f"“{path.name}”打不开：不是完好的 XLSX 工作簿，或加了密码，请去掉密码另存后再导入。", "file_damaged"
        ) from error
    if not tables:
        raise RefusedError(f"“{path.name}”的各个工作表都是空的，没有表头也没有数据。", "file_empty")
    return tables


def _sheet(
    book: python_calamine.CalamineWorkbook, meta: Any, path: Path, staging: Path, report: FileReport
) -> Table | None:
    """One sheet, its first row that is not blank being the header."""
    where = f"{path.name} 工作表“{meta.name}”"
    if meta.visible != python_calamine.SheetVisibleEnum.Visible:
        report.note("sheet_hidden", f"工作表“{meta.name}”是隐藏的，没有导入；需要时请先取消隐藏。", where)
        return None
    if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return None
    rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
    numbered = ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))
    header = next(((number, cells) for number, cells in numbered if any(cells)), None)
    if header is None:
        return None
    headers = _without_tail(header[1])
    width = len(headers)
    if stray := sum(any(cell not in ("", None) for cell in row[width:]) for row in rows):
        # Beside the table, not slipped cells as in a text file: a sheet keeps its columns.
        report.note("cells_beside", "表头右边没有列名的格子里还有内容，没有导入。", where, stray)
    within = ((number, cells[:width]) for number, cells in numbered)
    return Table(path.name, meta.name, headers, _parquet_query(within, width, staging))


def cell_text(value: Any) -> str:
    """A cell as the person would read it: whole numbers without ".0", dates in ISO form."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def numbered_table(
    rows: Iterable[tuple[int, list[str]]], headers: Sequence[str], file: str, sheet: str, staging: Path
) -> Table:
    """A table from cells in memory (the attributes of shapes), every row with its number."""
    return Table(file, sheet, tuple(headers), _parquet_query(rows, len(headers), staging), "个要素")


def _duckdb_query(text: CsvText) -> str:
    names = [f"c{i}" for i in range(len(text.headers))]
    columns = ", ".join(f"{quote(name)}: 'VARCHAR'" for name in names)
    return (
        f"SELECT row_number() OVER () + 1 AS {ROW}, {len(names)} AS {CELLS}, {', '.join(names)} "  # noqa: S608
        f"FROM read_csv({quote(text.path.as_posix())}, auto_detect=false, header=false, skip=1, strict_mode=true, "
        f"delim={quote(text.delimiter)}, quote='\"', escape='\"', null_padding=false, columns={{{columns}}})"
    )


def _parquet_query(rows: Iterable[tuple[int, list[str]]], width: int, staging: Path) -> str:
    """Write numbered rows of text to a Parquet file and give the SELECT that reads it."""
    names = [f"c{i}" for i in range(width)]
    schema = pa.schema([(ROW, pa.int64()), (CELLS, pa.int64()), *((name, pa.string()) for name in names)])
    target = staging / f"{len(list(staging.iterdir()))}.text.parquet"
    with pq.ParquetWriter(target, schema) as writer:
        source = iter(rows)
        while batch := list(islice(source, _BATCH)):
            writer.write_batch(pa.record_batch(list(_columns(batch, width)), schema=schema))
    return f"SELECT * FROM read_parquet({quote(target.as_posix())})"  # noqa: S608


def _columns(batch: list[tuple[int, list[str]]], width: int) -> Iterator[pa.Array]:
    yield pa.array([number for number, _ in batch], pa.int64())
    yield pa.array([len(_without_tail(cells)) for _, cells in batch], pa.int64())
    for i in range(width):
        yield pa.array([cells[i] if i < len(cells) else None for _, cells in batch], pa.string())


def _without_tail(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells up to the last one that says anything."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])
