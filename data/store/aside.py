"""The rows kept aside: a newer import of a file replaces what was said about the older one, row by row."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from pathlib import Path

import duckdb

from data.store.manifest import TableFile
from data.store.schema import QUARANTINE_COLUMNS, QUARANTINE_ID, empty_select, file_list, file_name

PENDING = "pending_id"
BARE = "bare_reasons"
_PLACE = r"^.*? 第 \d+ (行|个要素)"
"""How a reason begins: file, sheet and row."""
_SAYS = ("ledger", "file", "sheet", "row_number", "reasons", "raw")


class Aside:
    """The quarantine of one transaction.

    Args:
        connection: scratch connection; temporary tables are made in it.
        home: the store's folder, to which stored paths are relative.
        files: the present files of the quarantine.
        out_dir: where new files go.

    Attributes:
        files: the files after what was done so far.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, home: Path, files: tuple[TableFile, ...], out_dir: Path
    ) -> None:
        self.connection = connection
        self.home = home
        self.files = files
        self.out_dir = out_dir

    def add(self, staged: Path) -> None:
        """Keep refused rows, whatever is kept already."""
        casts = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in QUARANTINE_COLUMNS.items())
        self._write(f"SELECT {casts} FROM read_parquet({file_list([staged.as_posix()])})")  # noqa: S608  (our own names)

    def renew(self, replaced: Collection[str], staged: Path | None, settled: Collection[str]) -> int:
        """Put what an import says about a file in place of what an earlier one said.

        A row that says the same as before stays as it is, with its number. A row that was corrected and refused
        again (``pending_id`` names it) keeps its number and place and gets the new reasons.

        Args:
            replaced: numbers of the rows of earlier imports that the present file speaks of.
            staged: the refused rows, with ``pending_id`` and ``bare_reasons``; None when there are none.
            settled: numbers of rows that were corrected and accepted.

        Returns:
            How many rows of an earlier import are gone without being settled.
        """
        self._load(staged)
        # What was corrected keeps the place it has in the file it first came from.
        self.connection.execute(
            f"""UPDATE aside_new SET import_id = old.import_id, file = old.file, sheet = old.sheet,
                row_number = old.row_number, reasons = list_transform({BARE},
                    lambda reason: regexp_extract(old.reasons[1], '{_PLACE}') || reason)
            FROM aside_old old WHERE old.id = aside_new.{PENDING}"""  # noqa: S608  (our own names)
        )
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE aside_gone AS
            SELECT id, {", ".join(_SAYS)}, id IN (SELECT unnest($settled)) AS is_settled,
                id IN (SELECT {PENDING} FROM aside_new WHERE {PENDING} IS NOT NULL) AS is_renewed
            FROM aside_old WHERE is_settled OR is_renewed OR id IN (SELECT unnest($replaced))""",  # noqa: S608  (our own names)
            {"settled": list(settled), "replaced": list(replaced)},
        )
        said = " AND ".join(f"n.{name} IS NOT DISTINCT FROM g.{name}" for name in _SAYS)
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE aside_same AS SELECT g.id, n.n FROM aside_new n JOIN aside_gone g
            ON {said} WHERE NOT g.is_settled"""  # noqa: S608  (our own names)
        )
        self.connection.execute("DELETE FROM aside_new WHERE n IN (SELECT n FROM aside_same)")
        self.connection.execute("DELETE FROM aside_gone WHERE id IN (SELECT id FROM aside_same)")
        gone = self._number("SELECT count(*) FROM aside_gone WHERE NOT is_settled AND NOT is_renewed")
        self._remove()
        self._write(f"SELECT {', '.join(QUARANTINE_COLUMNS)} FROM aside_new ORDER BY n")  # noqa: S608  (our own names)
        return gone

    def discard(self, ids: Collection[str]) -> int:
        """Remove rows by their numbers. Returns how many there were."""
        self._load(None)
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE aside_gone AS SELECT id FROM aside_old WHERE id IN (SELECT unnest(?))",
            [list(ids)],
        )
        found = self._number("SELECT count(*) FROM aside_gone")
        self._remove()
        return found

    def _load(self, staged: Path | None) -> None:
        """Make ``aside_old``, every row kept so far with its number, and ``aside_new``, the rows of this import."""
        paths = [(self.home / file.path).as_posix() for file in self.files]
        stored = f"SELECT * FROM read_parquet({file_list(paths)})" if paths else empty_select(QUARANTINE_COLUMNS)  # noqa: S608  (our own names)
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE aside_old AS SELECT *, {QUARANTINE_ID} AS id FROM ({stored})"  # noqa: S608  (our own names)
        )
        wanted = QUARANTINE_COLUMNS | {PENDING: "VARCHAR", BARE: "VARCHAR[]"}
        fresh = (
            f"SELECT * FROM read_parquet({file_list([staged.as_posix()])})"  # noqa: S608  (our own names)
            if staged
            else empty_select(wanted)
        )
        casts = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in wanted.items())
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE aside_new AS SELECT {casts}, row_number() OVER () AS n FROM ({fresh})"  # noqa: S608  (our own names)
        )

    def _remove(self) -> None:
        """Write the files anew that hold a row of ``aside_gone``, without it."""
        if not self._number("SELECT count(*) FROM aside_gone"):
            return
        files, self.files = self.files, ()
        for file in files:
            stored = f"FROM read_parquet({file_list([(self.home / file.path).as_posix()])})"
            if self._number(f"SELECT count(*) {stored} WHERE {QUARANTINE_ID} IN (SELECT id FROM aside_gone)"):  # noqa: S608  (our own names)
                columns = ", ".join(QUARANTINE_COLUMNS)
                self._write(f"SELECT {columns} {stored} WHERE {QUARANTINE_ID} NOT IN (SELECT id FROM aside_gone)")  # noqa: S608  (our own names)
            else:
                self.files = (*self.files, file)

    def _write(self, query: str) -> None:
        target = self.out_dir / f"{uuid.uuid4().hex}.parquet"
        if rows := self._number(f"COPY ({query}) TO {file_name(target.as_posix())} (FORMAT parquet)"):
            self.files = (*self.files, TableFile(target.as_posix(), rows))

    def _number(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0
