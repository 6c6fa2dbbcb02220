"""Merging staged rows into a ledger: rows by their own number, files by month, only touched months written."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.ledgers import Ledger
from data.store.errors import StoreError
from data.store.manifest import TableFile
from data.store.schema import ROW_GROUP_ROWS, SOURCE_COLUMNS, empty_select, file_list, file_name, ledger_columns

_WRITERS = 2
"""Months written at a time: one is too short to keep more than one processor busy. Temporary tables would be hidden from them."""


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What an upsert comes to within one month of opening ("" in ledgers that are not kept by month).

    Attributes:
        month: "YYYY-MM".
        added: rows whose number was not in the ledger.
        changed: rows whose number was there with other values.
        same: rows that say what the ledger already says.
        gone: rows that came from an earlier edition of the file and are not in the present one.
    """

    month: str
    added: int
    changed: int
    same: int
    gone: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """Which rows of the ledger a new file could miss: those from an earlier edition of it.

    Attributes:
        file: name of the file.
        sheet: name of the sheet.
        imports: the imports that brought an earlier edition: other files may have the same name.
        refused: numbers of the rows that are in the file and were kept aside.
        drop: whether the missing rows are removed.
    """

    file: str
    sheet: str
    imports: Collection[str] = ()
    refused: Collection[str] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True)
class UpsertResult:
    """What an upsert did.

    Attributes:
        added: rows whose number was not in the ledger.
        changed: rows whose number was there with other values; they were replaced.
        identical: rows that say what the ledger already says (or that the same file says again later); not stored.
        gone: rows from an earlier edition of the file that the present one lacks.
        months: the same, month by month.
    """

    added: int
    changed: int
    identical: int
    gone: int = 0
    months: tuple[MonthCounts, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Merge:
    """The ledger's files after an upsert, and the months (None = not kept by month) that differ from before."""

    result: UpsertResult
    files: tuple[TableFile, ...]
    touched: frozenset[str | None]


class Merger:
    """Merges one staged file into one ledger.

    Args:
        connection: scratch connection; temporary tables are made in it.
        ledger: the ledger.
        existing: the ledger's present files, stored or staged.
        home: the store's folder, to which stored paths are relative.
        staged: Parquet file with the new rows.
        out_dir: where new files go.
        replaced: the file's earlier rows, where missing ones are looked for.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        ledger: Ledger,
        existing: tuple[TableFile, ...],
        home: Path,
        staged: Path,
        out_dir: Path,
        replaced: Replaced | None = None,
    ) -> None:
        self.connection = connection
        self.ledger = ledger
        self.existing = existing
        self.home = home
        self.staged = staged
        self.out_dir = out_dir
        self.replaced = replaced
        self.columns = ledger_columns(ledger)
        self.keys = [ledger.id_field] if ledger.id_field else [field.name for field in ledger.fields]

    def run(self) -> Merge:
        """Merge.

        Raises:
            StoreError: a staged row has no opening date, so that no month can be told.
        """
        repeated = self._pick_last_of_each_key()
        self._compare()
        if self.replaced is not None:
            self._look_for_gone(self.replaced)
        months = self._counts()
        added, changed, same, gone = (
            sum(getattr(month, name) for month in months) for name in ("added", "changed", "same", "gone")
        )
        result = UpsertResult(added, changed, same + repeated, gone, months)
        touched = self._touched_months()
        self._gather()
        kept = [file for file in self.existing if file.month not in touched]
        anew = sorted(touched, key=str)
        with ThreadPoolExecutor(_WRITERS) as writers:
            written = list(writers.map(self._write, anew, [self._month(month) for month in anew]))
        for name in ("picked", "delta", "fresh"):
            self.connection.execute(f"DROP TABLE {name}")
        files = tuple(sorted(kept + [file for file in written if file.rows], key=lambda file: file.month or ""))
        return Merge(result, files, frozenset(touched))

    def _pick_last_of_each_key(self) -> int:
        """Keep, of rows with the same key within the file, the last. Returns how many were left out."""
        path = file_list([self.staged.as_posix()])
        opened = self.ledger.opened_field
        if opened:
            query = f"SELECT count(*) FROM read_parquet({path}) WHERE {opened} IS NULL"  # noqa: S608  (our own names)
            if count := self._number(query):
                label = self.ledger.field(opened).label
                raise StoreError(f"{self.ledger.label}有 {count} 行没有“{label}”，无法归入月份，请补全后再导入")
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE picked AS
            SELECT max(file_row_number) AS n FROM read_parquet({path}, file_row_number=true)
            GROUP BY {", ".join(self.keys)}"""  # noqa: S608  (our own names)
        )
        present = set(self._column_names(path))
        casts = ", ".join(
            f"CAST({name if name in present else 'NULL'} AS {kind}) AS {name}" for name, kind in self.columns.items()
        )
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP VIEW incoming AS
            SELECT {casts}, file_row_number AS n FROM read_parquet({path}, file_row_number=true)"""  # noqa: S608  (our own names)
        )
        total = self._number(f"SELECT count(*) FROM read_parquet({path})")  # noqa: S608  (our own names)
        return total - self._number("SELECT count(*) FROM picked")

    def _compare(self) -> None:
        """Make ``delta``: each incoming key with its month, its old month and added, changed or identical."""
        declared = [name for name in self.columns if name not in SOURCE_COLUMNS]
        same = " AND ".join(f"i.{name} IS NOT DISTINCT FROM e.{name}" for name in declared)
        keys = ", ".join(f"i.{key}" for key in self.keys)
        self.connection.execute(
            f"""CREATE OR REPLACE TABLE delta AS
            SELECT i.n, {keys}, {self._month_of("i")} AS month, {self._month_of("e")} AS old_month,
                CASE WHEN e.here IS NULL THEN 'added' WHEN {same} THEN 'identical' ELSE 'changed' END AS kind
            FROM (FROM incoming WHERE n IN (FROM picked)) i LEFT JOIN (SELECT *, true AS here FROM ({self._stored(self.existing)})) e
            ON {self._keys_equal("i", "e")}"""  # noqa: S608  (our own names)
        )

    def _look_for_gone(self, replaced: Replaced) -> None:
        """Add the missing rows to ``delta``: from the same file and sheet, within the months the new file covers."""
        if not self.ledger.id_field and replaced.refused:
            # Without a number nobody can tell a refused row from a missing one.
            return
        keys = ", ".join(f"e.{key}" for key in self.keys)
        span = "SELECT min(month) AS first, max(month) AS last FROM delta"
        within = f"{self._month_of('e')} BETWEEN span.first AND span.last" if self.ledger.opened_field else "true"
        refused = f"AND e.{self.keys[0]} NOT IN (SELECT unnest($refused))" if replaced.refused else ""
        self.connection.execute(
            f"""INSERT INTO delta
            SELECT NULL, {keys}, NULL, {self._month_of("e")}, 'gone'
            FROM ({self._stored(self.existing)}) e, ({span}) span
            WHERE e.source_file = $file AND e.source_sheet IS NOT DISTINCT FROM $sheet
            AND e.import_id IN (SELECT unnest($imports)) AND {within} {refused}
            AND NOT EXISTS (FROM delta d WHERE {self._keys_equal("d", "e")})""",  # noqa: S608  (our own names)
            {"file": replaced.file, "sheet": replaced.sheet, "imports": list(replaced.imports)}
            | ({"refused": list(replaced.refused)} if replaced.refused else {}),
        )

    def _counts(self) -> tuple[MonthCounts, ...]:
        kinds = ("added", "changed", "identical", "gone")
        counted = ", ".join(f"count(*) FILTER (kind = '{kind}')" for kind in kinds)
        rows = self.connection.execute(
            f"SELECT coalesce(month, old_month, '') AS m, {counted} FROM delta GROUP BY m ORDER BY m"  # noqa: S608  (our own names)
        ).fetchall()
        return tuple(MonthCounts(*row) for row in rows)

    @property
    def _removed(self) -> str:
        """Kinds of ``delta`` whose old rows go, as SQL."""
        return "('changed', 'gone')" if self.replaced is not None and self.replaced.drop else "('changed')"

    def _touched_months(self) -> set[str | None]:
        rows = self.connection.execute(
            f"""SELECT DISTINCT month FROM delta WHERE kind IN ('added', 'changed')
            UNION SELECT DISTINCT old_month FROM delta WHERE kind IN {self._removed}"""  # noqa: S608  (our own names)
        ).fetchall()
        return {row[0] for row in rows}

    def _gather(self) -> None:
        """Make ``fresh``, the incoming rows that are stored, in the order of the files they go to: each is then one stretch."""
        self.connection.execute(
            f"""CREATE OR REPLACE TABLE fresh AS
            SELECT {", ".join(f"i.{name}" for name in self.columns)}, d.month AS written_month
            FROM incoming i JOIN delta d ON d.n = i.n WHERE d.kind IN ('added', 'changed')
            ORDER BY written_month, {self._order}"""  # noqa: S608  (our own names)
        )

    def _month(self, month: str | None) -> str:
        """The rows of a month anew, as SQL: its old ones less the changed, and the new ones that belong to it."""
        old = tuple(file for file in self.existing if file.month == month)
        columns = ", ".join(self.columns)
        new = f"SELECT {columns} FROM fresh" + (" WHERE written_month = $month" if month else "")  # noqa: S608  (our own names)
        return f"{self._left(old)} UNION ALL {new} ORDER BY {self._order}" if old else new

    def _write(self, month: str | None, rows: str) -> TableFile:
        """Write one month, on a connection of its own: others are written at the same time."""
        target = self.out_dir / f"{month or 'all'}.parquet"
        beside = target.with_suffix(".new")
        with self.connection.cursor() as own:
            row = own.execute(
                f"""COPY ({rows})
                TO {file_name(beside.as_posix())} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})""",
                {"month": month} if "$month" in rows else None,
            ).fetchone()
        # A second upsert in one transaction reads the file it replaces.
        beside.replace(target)
        return TableFile(target.as_posix(), int(row[0]) if row else 0, month)

    @property
    def _order(self) -> str:
        """What the rows of a file are sorted by, as SQL."""
        return ", ".join(dict.fromkeys(name for name in (self.ledger.grid_field, *self.keys) if name))

    def _left(self, old: tuple[TableFile, ...]) -> str:
        """The stored rows of a month less the changed ones, as SQL."""
        return f"""SELECT {", ".join(self.columns)} FROM ({self._stored(old)}) e
            WHERE NOT EXISTS (
                FROM delta d
                WHERE d.kind IN {self._removed} AND d.old_month IS NOT DISTINCT FROM $month AND {self._keys_equal("d", "e")}
            )"""  # noqa: S608  (our own names)

    def _stored(self, files: tuple[TableFile, ...]) -> str:
        if not files:
            return empty_select(self.columns)
        paths = file_list([(self.home / file.path).as_posix() for file in files])
        present = set(self._column_names(paths))
        casts = ", ".join(
            f"{name if name in present else f'NULL::{kind} AS {name}'}" for name, kind in self.columns.items()
        )
        return f"SELECT {casts} FROM read_parquet({paths}, union_by_name=true)"  # noqa: S608  (our own names)

    def _month_of(self, alias: str) -> str:
        opened = self.ledger.opened_field
        return f"strftime({alias}.{opened}, '%Y-%m')" if opened else "NULL::VARCHAR"

    def _keys_equal(self, left: str, right: str) -> str:
        return " AND ".join(f"{left}.{key} IS NOT DISTINCT FROM {right}.{key}" for key in self.keys)

    def _column_names(self, paths: str) -> list[str]:
        query = f"DESCRIBE SELECT * FROM read_parquet({paths}, union_by_name=true)"  # noqa: S608  (our own names)
        return [row[0] for row in self.connection.execute(query).fetchall()]

    def _number(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0
