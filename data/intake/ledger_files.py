"""What is stored, written as files that import as they are: the same rows come back, and nothing changes.

The store holds no personal data and its free text is masked, so the rows go out as they are stored.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, count, islice
from pathlib import Path

from data.access.export_log import Export, ExportedFile, log_export
from data.intake.sheets_out import MOST_ROWS, Heading, add_sheet, open_workbook, sheet_name, unrunnable
from data.intake.tables import quote
from data.intake.typing_sql import guarded
from data.ledgers import Field, Ledger
from data.store.errors import StoreError
from data.store.reader import Reader, shared_connection
from data.store.schema import QUALIFIERS

_BATCH = 20_000
_BOM = b"\xef\xbb\xbf"


def export_ledger(reader: Reader, ledger: Ledger, path: Path) -> Path:
    """Write every row of a ledger under the district's own headings.

    Args:
        reader: the version.
        ledger: the ledger, in the district's words.
        path: ends in .xlsx (a sheet holds 1,048,575 rows, more go to further sheets) or .csv (UTF-8 with mark).
    """
    fields = [field for field in ledger.fields if not field.personal]
    if path.suffix.lower() == ".csv":
        _write_csv(reader, ledger, fields, path)
    else:
        _write_workbook(reader, ledger, fields, path)
    return path


def export_boundaries(reader: Reader, level: int, path: Path) -> Path:
    """Write the stored shapes of a level as GeoJSON.

    Raises:
        StoreError: the version has no shapes of this level.
    """
    import geopandas as gpd

    files = reader.files(f"shapes_{level}")
    if not files:
        raise StoreError(f"第 {reader.version} 版没有第 {level} 级网格的边界")
    shapes = gpd.read_parquet(files[0])
    shapes = shapes.rename(columns={"grid_code": "网格编码", "name": "网格名称", "parent_code": "上级网格编码"})
    shapes.insert(1, "网格层级", level)
    body = json.loads(shapes.to_json(drop_id=True, na="drop"))
    # Without this the import would have to ask what the degrees mean.
    body["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def log_ledger_export(reader: Reader, title: str, paths: Sequence[Path], way: str) -> None:
    """Note in the log that rows left the house.

    Args:
        reader: the version.
        title: what left.
        paths: the files.
        way: where it was asked for: screen, command.
    """
    entry = Export(title, "", reader.version, reader.district.name, "", "", (), (), way)
    log_export(reader.home, replace(entry, files=tuple(ExportedFile.of(path) for path in paths)))


def _rows(ledger: Ledger) -> str:
    order = ", ".join(name for name in (ledger.opened_field, ledger.id_field) if name) or "ALL"
    return f"FROM rows ORDER BY {order}"


def _as_written(field: Field) -> str:
    """What stood in the cell, where it was no plain number; NULL else."""
    known = f"TRY_CAST(json_extract_string({QUALIFIERS}, {quote(f'$.{field.name}.value')}) AS DOUBLE)"
    text = f"json_extract_string({QUALIFIERS}, {quote(f'$.{field.name}.text')})"
    return f"CASE WHEN {known} = {field.name} THEN {text} END"


def _write_csv(reader: Reader, ledger: Ledger, fields: Sequence[Field], path: Path) -> None:
    cells = ", ".join(f'{_csv_cell(field)} AS "{field.label}"' for field in fields)
    beside = path.with_name(path.name + ".new")
    query = f"WITH rows AS ({reader.select(ledger.name)}) SELECT {cells} {_rows(ledger)}"
    with closing(shared_connection().cursor()) as cursor:
        cursor.execute(f"COPY ({query}) TO {quote(beside.as_posix())} (FORMAT csv, HEADER, DELIMITER ',')")
    try:
        with path.open("wb") as target, beside.open("rb") as source:
            target.write(_BOM)
            shutil.copyfileobj(source, target, 1 << 20)
    finally:
        beside.unlink()


def _csv_cell(field: Field) -> str:
    if field.type in ("integer", "decimal"):
        return f"coalesce({guarded(_as_written(field))}, CAST({field.name} AS VARCHAR))"
    return f"CAST({field.name} AS VARCHAR)" if field.type == "date" else guarded(field.name)


def _write_workbook(reader: Reader, ledger: Ledger, fields: Sequence[Field], path: Path) -> None:
    kinds = {"date": "date", "integer": "number", "decimal": "number"}
    headings = [Heading(field.label, kinds.get(field.type, "text")) for field in fields]
    with closing(_fetched(reader, ledger, fields)) as rows, open_workbook(path, row_by_row=True) as book:
        ahead = next(rows, None)
        for number in count(1):
            begun = [] if ahead is None else [ahead]
            name = sheet_name(ledger.label, number)
            add_sheet(book, name, headings, chain(begun, islice(rows, MOST_ROWS - 1)))
            ahead = next(rows, None)
            if ahead is None:
                break


def _fetched(reader: Reader, ledger: Ledger, fields: Sequence[Field]) -> Generator[Sequence[object], None, None]:
    """The rows as values for cells, a batch at a time."""
    numbers = [place for place, field in enumerate(fields) if field.type in ("integer", "decimal")]
    cells = ", ".join(field.name for field in fields)
    words = "".join(f", {_as_written(fields[place])}" for place in numbers)
    with closing(shared_connection().cursor()) as cursor:
        query = f"WITH rows AS ({reader.select(ledger.name)}) SELECT {cells}{words} {_rows(ledger)}"
        cursor.execute(query)
        while batch := cursor.fetchmany(_BATCH):
            for row in batch:
                values = list(row[: len(fields)])
                for place, said in zip(numbers, row[len(fields) :], strict=True):
                    values[place] = values[place] if said is None else said
                yield [unrunnable(value) if isinstance(value, str) else value for value in values]
