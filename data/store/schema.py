"""The columns of every stored table, from the ledger declarations."""

from __future__ import annotations

from data.ledgers import LEDGERS, Ledger

SOURCE_COLUMNS: dict[str, str] = {
    "source_file": "VARCHAR",
    "source_sheet": "VARCHAR",
    "source_row": "BIGINT",
    "import_id": "VARCHAR",
}
"""Where a stored row comes from."""

QUARANTINE_COLUMNS: dict[str, str] = {
    "import_id": "VARCHAR",
    "ledger": "VARCHAR",
    "file": "VARCHAR",
    "sheet": "VARCHAR",
    "row_number": "BIGINT",
    "reasons": "VARCHAR[]",
    "raw": "VARCHAR",
}

FINDING_COLUMNS: dict[str, str] = {
    "import_id": "VARCHAR",
    "file": "VARCHAR",
    "code": "VARCHAR",
    "message": "VARCHAR",
    "weight": "VARCHAR",
    "grid_codes": "VARCHAR[]",
    "shape": "VARCHAR",
    "found_at": "VARCHAR",
}
"""What was found about boundaries, one row a place; ``shape`` is GeoJSON, ``found_at`` ISO 8601."""

QUARANTINE_ID = "('D' || left(md5(concat_ws(chr(31), import_id, ledger, file, sheet, row_number)), 11))"
"""待核编号: what a row kept aside is called when it is corrected; the same while it is kept, and never read as a number."""

QUALIFIERS = "qualifiers"
"""Column of what stood beside the numbers of a row (100余, 15—20万): JSON by field, NULL for nearly all rows."""

GRID_TREE_COLUMNS: dict[str, str] = {
    "grid_code": "VARCHAR",
    "level": "BIGINT",
    "g1": "VARCHAR",
    "g2": "VARCHAR",
    "g3": "VARCHAR",
}
"""One row a grid: the grids above it and itself, by level; '' where there is none or it is unknown."""

ROW_GROUP_ROWS = 8192
"""Small row groups sorted by grid code let a query for one grid skip nearly all of a file."""


def ledger_columns(ledger: Ledger) -> dict[str, str]:
    """Column → SQL type of a stored ledger."""
    declared = {field.name: field.sql_type for field in ledger.fields}
    if ledger.name == "grids":
        declared |= {"area_km2": "DOUBLE", "has_shape": "BOOLEAN"}
    return declared | {QUALIFIERS: "VARCHAR"} | SOURCE_COLUMNS


def table_columns(table: str) -> dict[str, str]:
    """Column → SQL type of any table a query may name.

    Raises:
        KeyError: no such table.
    """
    if table in LEDGERS:
        return ledger_columns(LEDGERS[table])
    return OWN_TABLES[table]


OWN_TABLES: dict[str, dict[str, str]] = {
    "quarantine": QUARANTINE_COLUMNS,
    "grid_tree": GRID_TREE_COLUMNS,
    "geometry_findings": FINDING_COLUMNS,
}
"""Tables beside the ledgers and their columns."""

QUERY_TABLES: tuple[str, ...] = (*LEDGERS, *OWN_TABLES)
"""Tables that can be queried in every version, even an empty one."""


def empty_select(columns: dict[str, str]) -> str:
    """A SELECT without rows but with the right columns and types."""
    return "SELECT " + ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items()) + " WHERE false"


def file_name(path: str) -> str:
    """A path as DuckDB writes it: folders may have apostrophes."""
    return "'" + path.replace("'", "''") + "'"


def file_list(paths: list[str]) -> str:
    """A list of paths as DuckDB writes it."""
    return "[" + ", ".join(map(file_name, paths)) + "]"
