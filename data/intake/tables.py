"""Reading tables: every cell as text, every row with the number it has in its file."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.intake.csv_text import CsvText, open_csv, records
from data.intake.limits import check_rows, limits
from data.intake.report import RefusedError

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
        notes: code, words and count of what was mended while reading.
        source: the headers of the file, where answers have put others in their place.
        held: name of the table in the database its cells were read into; empty where they lie in a file.
    """

    file: str
    sheet: str
    headers: tuple[str, ...]
    query: str
    row_word: str = "行"
    notes: tuple[tuple[str, str, int], ...] = ()
    source: tuple[str, ...] = ()
    held: str = ""

    @property
    def where(self) -> str:
        """File and sheet (or layer) as told to people."""
        kind = "工作表" if self.row_word == "行" else "图层"
        return f"{self.file} {kind}“{self.sheet}”" if self.sheet else self.file


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def read_csv(connection: duckdb.DuckDBPyConnection, path: Path, staging: Path, encoding: str = "") -> Table:
    """A CSV file as a table.

    DuckDB reads plain files itself. Files with blank lines, uneven rows or odd line ends are read record by
    record, because only then does every row keep its own number.

    Raises:
        RefusedError: see :func:`data.intake.csv_text.open_csv`.
    """
    text = open_csv(path, staging, encoding)
    if text.is_plain:
        name = f"text_{uuid.uuid4().hex}"
        try:
            # Kept: it is asked several times, and reading it anew costs more than the rest.
            counted = connection.execute(f"CREATE TEMP TABLE {name} AS {_duckdb_query(text)}").fetchone()
        except duckdb.Error:
            # Not as plain as it looked: the slow reader can say which row is at fault.
            pass
        else:
            check_rows(counted[0] if counted else 0, path.name)
            return Table(path.name, "", text.headers, _numbered(name, len(text.headers)), notes=text.notes, held=name)
    try:
        query = parquet_query(within_limits(records(text), path.name), len(text.headers), staging)
    except RefusedError as error:
        if error.code.startswith("limit_"):
            raise
        raise RefusedError(f"“{path.name}”{error}", error.code) from error
    return Table(path.name, "", text.headers, query, notes=text.notes)


def let_go(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Give back the memory of a table whose rows lie in files by now: the store needs it for the months and marts."""
    for name in ("staged", table.held):
        if name:
            connection.execute(f"DROP TABLE IF EXISTS {name}")


def numbered_table(
    rows: Iterable[tuple[int, list[str]]], headers: Sequence[str], file: str, sheet: str, staging: Path
) -> Table:
    """A table from cells in memory (the attributes of shapes), every row with its number."""
    return Table(file, sheet, tuple(headers), parquet_query(rows, len(headers), staging), "个要素")


def within_limits(rows: Iterable[tuple[int, list[str]]], file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, as long as there are not too many of them and no cell is absurdly long.

    Raises:
        RefusedError: a limit is passed.
    """
    most = limits()
    for count, (number, cells) in enumerate(rows, start=1):
        if count > most.rows:
            check_rows(count, file)
        if max(map(len, cells), default=0) > most.cell_chars:
            raise RefusedError(
                f"“{file}”第 {number} 行有一格超过 {most.cell_chars:,} 个字，没有导入；请检查引号是否成对。",
                "limit_cell",
            )
        yield number, cells


def _duckdb_query(text: CsvText) -> str:
    names = [f"c{i}" for i in range(len(text.headers))]
    columns = ", ".join(f"{quote(name)}: 'VARCHAR'" for name in names)
    return (
        f"SELECT {', '.join(names)} "  # noqa: S608  (our own names)
        f"FROM read_csv({quote(text.path.as_posix())}, auto_detect=false, header=false, skip=1, strict_mode=true, "
        f"delim={quote(text.delimiter)}, quote='\"', escape='\"', null_padding=false, columns={{{columns}}})"
    )


def _numbered(name: str, width: int) -> str:
    """The rows of a table read from a file without gaps: their places in it, below a header of one line.

    Numbering them while they are read would keep the reader to one processor.
    """
    return f"SELECT rowid + 2 AS {ROW}, {width} AS {CELLS}, * FROM {name}"  # noqa: S608  (our own names)


def parquet_query(rows: Iterable[tuple[int, list[str]]], width: int, staging: Path) -> str:
    """Write numbered rows of text to a Parquet file and give the SELECT that reads it."""
    names = [f"c{i}" for i in range(width)]
    schema = pa.schema([(ROW, pa.int64()), (CELLS, pa.int64()), *((name, pa.string()) for name in names)])
    target = staging / f"{len(list(staging.iterdir()))}.text.parquet"
    with pq.ParquetWriter(target, schema) as writer:
        source = iter(rows)
        while batch := list(islice(source, _BATCH)):
            writer.write_batch(pa.record_batch(list(_columns(batch, width)), schema=schema))
    return f"SELECT * FROM read_parquet({quote(target.as_posix())})"  # noqa: S608  (our own names)


def _columns(batch: list[tuple[int, list[str]]], width: int) -> Iterator[pa.Array]:
    yield pa.array([number for number, _ in batch], pa.int64())
    yield pa.array([len(without_tail(cells)) for _, cells in batch], pa.int64())
    for i in range(width):
        yield pa.array([cells[i] if i < len(cells) else None for _, cells in batch], pa.string())


def without_tail(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells up to the last one that says anything."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])
