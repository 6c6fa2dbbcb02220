"""The grids table: merging what several files say about a grid, and the tree of ancestors."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from data.ledgers.grids import GRIDS
from data.store.schema import GRID_TREE_COLUMNS, SOURCE_COLUMNS, empty_select, file_list, file_name, ledger_columns
from data.store.upsert import MonthCounts, Replaced

_COLUMNS = ledger_columns(GRIDS)
_VALUES = [name for name in _COLUMNS if name not in ("grid_code", "has_shape", *SOURCE_COLUMNS)]


class GridsTable:
    """The grids of one transaction, in its scratch connection.

    Args:
        connection: scratch connection; the table is called ``grids`` in it.
        stored: the present file of the table, or None.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, stored: Path | None) -> None:
        self.connection = connection
        source = empty_select(_COLUMNS)
        if stored:
            # Grids written before a column was declared have none of it.
            source += f" UNION ALL BY NAME FROM read_parquet({file_list([stored.as_posix()])})"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE grids AS {source}")
        connection.execute("CREATE OR REPLACE TEMP TABLE grids_before AS FROM grids")

    def put(self, frame: pd.DataFrame, replaced: Replaced | None = None) -> MonthCounts:
        """Merge rows by grid code: a value replaces the old one, a missing value never does.

        Within the frame later rows win in the same way. A shape once known stays known.

        Args:
            frame: any of the table's columns.
            replaced: an earlier file of the same name; its grids that are missing now are counted, and stay.
        """
        self.connection.execute("CREATE OR REPLACE TEMP TABLE grids_until_now AS FROM grids")
        text = pd.DataFrame({name: _as_text(frame[name]) for name in _COLUMNS if name in frame})
        self.connection.register("grids_given", text)
        given = ", ".join(_cast(name, name in text) for name in _COLUMNS if name != "grid_code")
        newest = ", ".join(
            f"last({name} ORDER BY n) FILTER ({name} IS NOT NULL) AS {name}"
            for name in _COLUMNS
            if name not in ("grid_code", "has_shape")
        )
        merged = ", ".join(
            f"COALESCE(i.{name}, e.{name}) AS {name}" for name in _COLUMNS if name not in ("grid_code", "has_shape")
        )
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE grids AS
            WITH given AS (SELECT trim(grid_code) AS grid_code, {given}, row_number() OVER () AS n FROM grids_given),
            incoming AS (SELECT grid_code, bool_or(has_shape) AS has_shape, {newest} FROM given GROUP BY grid_code),
            merged AS (
                SELECT COALESCE(i.grid_code, e.grid_code) AS grid_code, {merged},
                    COALESCE(i.has_shape, false) OR COALESCE(e.has_shape, false) AS has_shape
                FROM incoming i FULL JOIN grids e ON i.grid_code = e.grid_code
            )
            SELECT {", ".join(_COLUMNS)} FROM merged"""  # noqa: S608  (our own names)
        )
        self.connection.unregister("grids_given")
        return self._counts([str(code).strip() for code in frame["grid_code"]], replaced)

    def _counts(self, codes: list[str], replaced: Replaced | None) -> MonthCounts:
        said = " AND ".join(f"g.{name} IS NOT DISTINCT FROM o.{name}" for name in ("has_shape", *_VALUES))
        kind = f"CASE WHEN o.grid_code IS NULL THEN 'added' WHEN {said} THEN 'same' ELSE 'changed' END"
        counts = dict(
            self.connection.execute(
                f"""SELECT {kind} AS kind, count(*) FROM grids g
                LEFT JOIN grids_until_now o ON o.grid_code = g.grid_code
                WHERE g.grid_code IN (SELECT unnest(?)) GROUP BY kind""",  # noqa: S608  (our own names)
                [codes],
            ).fetchall()
        )
        gone = 0
        if replaced is not None:
            row = self.connection.execute(
                """SELECT count(*) FROM grids WHERE source_file = ? AND coalesce(source_sheet, '') = ?
                AND import_id IN (SELECT unnest(?))
                AND grid_code NOT IN (SELECT unnest(?))""",
                [replaced.file, replaced.sheet, list(replaced.imports), [*codes, *replaced.refused]],
            ).fetchone()
            gone = int(row[0]) if row else 0
        return MonthCounts("", counts.get("added", 0), counts.get("changed", 0), counts.get("same", 0), gone)

    def codes(self) -> set[str]:
        """All grid codes."""
        return {row[0] for row in self.connection.execute("SELECT grid_code FROM grids").fetchall()}

    def names(self) -> dict[str, tuple[str, str]]:
        """Grid code → name and parent code."""
        query = "SELECT grid_code, COALESCE(grid_name, ''), COALESCE(parent_code, '') FROM grids"
        return {code: (name, parent) for code, name, parent in self.connection.execute(query).fetchall()}

    def closed(self) -> set[str]:
        """Codes of the grids that were closed at some time."""
        query = "SELECT grid_code FROM grids WHERE closed_on IS NOT NULL"
        return {row[0] for row in self.connection.execute(query).fetchall()}

    def is_changed(self) -> bool:
        """Whether any grid says something else than before the transaction (where it was read does not count)."""
        said = ", ".join(["grid_code", "has_shape", *_VALUES])
        query = f"""SELECT count(*) FROM (
            (SELECT {said} FROM grids EXCEPT SELECT {said} FROM grids_before)
            UNION ALL (SELECT {said} FROM grids_before EXCEPT SELECT {said} FROM grids))"""  # noqa: S608  (our own names)
        row = self.connection.execute(query).fetchone()
        return bool(row and row[0])

    def write(self, target: Path) -> int:
        """Write the table; returns its rows."""
        query = f"COPY (FROM grids ORDER BY level, grid_code) TO {file_name(target.as_posix())} (FORMAT parquet, COMPRESSION zstd)"
        return _copy(self.connection, query)

    def write_tree(self, target: Path) -> int:
        """Write ``grid_tree``; returns its rows."""
        rows = self.connection.execute("SELECT grid_code, level, parent_code FROM grids ORDER BY 1").fetchall()
        tree = pd.DataFrame(tree_rows(rows), columns=list(GRID_TREE_COLUMNS))
        self.connection.register("tree_given", tree)
        casts = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in GRID_TREE_COLUMNS.items())
        query = f"COPY (SELECT {casts} FROM tree_given) TO {file_name(target.as_posix())} (FORMAT parquet)"  # noqa: S608  (our own names)
        count = _copy(self.connection, query)
        self.connection.unregister("tree_given")
        return count


def tree_rows(grids: list[tuple[str, int | None, str | None]]) -> list[tuple[str, int, str, str, str]]:
    """The ancestors of each grid by level.

    A chain ends at a missing parent, and at a parent that is not of a higher level, so that a wrong
    parent code (even a circle) leaves a grid without ancestors instead of putting it somewhere false.

    Args:
        grids: (grid_code, level, parent_code) of every grid.

    Returns:
        (grid_code, level, g1, g2, g3), '' where there is no grid of that level above or it is unknown.
    """
    known = {code: (level or 0, parent or "") for code, level, parent in grids}
    rows = []
    for code, (level, _) in known.items():
        chain = {1: "", 2: "", 3: ""}
        here, below = code, level + 1
        while here in known and 0 < known[here][0] < below:
            below, parent = known[here]
            chain[below] = here
            here = parent
        rows.append((code, level, chain[1], chain[2], chain[3]))
    return rows


def _as_text(values: pd.Series) -> pd.Series:
    """Text or None for every cell: one road for the many types a frame may bring."""
    return pd.Series(
        [None if missing else str(cell) for cell, missing in zip(values, values.isna(), strict=True)], dtype="object"
    )


def _cast(name: str, given: bool) -> str:
    kind = _COLUMNS[name]
    if not given:
        return f"NULL::{kind} AS {name}"
    through = "TIMESTAMP" if kind == "DATE" else kind
    return f"CAST(CAST(NULLIF(trim({name}), '') AS {through}) AS {kind}) AS {name}"


def _copy(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
