"""From a table of texts to two Parquet files: rows that passed, and rows kept aside with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from data.intake.answers import Repeats
from data.intake.checks import KNOWN_GRIDS, Check, grid_checks, row_checks
from data.intake.due import derive_due
from data.intake.headers import Match
from data.intake.loops import refuse_loops
from data.intake.tables import ROW, Table, quote
from data.intake.typing_sql import cleaned, typed
from data.ledgers import Ledger


@dataclass(frozen=True, slots=True)
class Context:
    """What the checks need to know beyond the table.

    Attributes:
        connection: scratch connection of the import.
        staging: scratch folder of the import.
        import_id: what the rows will carry.
        latest: stage dates after this day are refused.
        known_grids: codes of the grids in the store and in this import; empty when there are none.
        repeats: of rows with one number and different contents, which is taken.
        stored: files of the same ledger in the store.
    """

    connection: duckdb.DuckDBPyConnection
    staging: Path
    import_id: str
    latest: date
    known_grids: frozenset[str]
    repeats: Repeats = "first"
    stored: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """What a table came to.

    Attributes:
        accepted: Parquet with the declared columns and where each row comes from.
        quarantine: Parquet with refused rows, or None when there are none.
        rows_read: rows below the header that say anything.
        rows_accepted: rows in ``accepted``.
        rows_quarantined: rows in ``quarantine``.
        rows_duplicate: rows that repeat another row of the table word for word; not in ``accepted``.
        reasons: the commonest reasons: first sentence of that kind and how many rows have it.
        note: what else is to be told about the table; empty for nothing.
    """

    accepted: Path
    quarantine: Path | None
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int
    reasons: tuple[tuple[str, int], ...]
    note: str = ""


def stage_table(table: Table, match: Match, context: Context, extra: Sequence[Check] = ()) -> Staged:
    """Type and check every row of a table.

    Args:
        table: the table.
        match: its columns.
        context: see :class:`Context`.
        extra: further checks, which may use the cells (``c0``, ``c1``, …).
    """
    return _Stager(table, match, context, extra).run()


class _Stager:
    """The temporary tables of one table on its way; each step is one statement."""

    def __init__(self, table: Table, match: Match, context: Context, extra: Sequence[Check]) -> None:
        self.extra = extra
        self.table = table
        self.match = match
        self.context = context
        self.connection = context.connection
        self.fields = list(match.columns.values())

    def run(self) -> Staged:
        _make_known_grids(self.connection, context=self.context)
        self._type_and_check()
        duplicates = self._drop_repeats()
        self._refuse_loops()
        note = derive_due(self.connection, self.match.ledger, "staged", {field.name for field in self.fields})
        rows_read = self._number("SELECT count(*) FROM staged") + duplicates
        refused = self._number("SELECT count(*) FROM staged WHERE reasons IS NOT NULL")
        name = f"{len(list(self.context.staging.iterdir()))}"
        accepted = self.context.staging / f"{name}.accepted.parquet"
        quarantine = self.context.staging / f"{name}.quarantine.parquet"
        self._write_accepted(accepted)
        if refused:
            self._write_quarantine(quarantine)
        return Staged(
            accepted=accepted,
            quarantine=quarantine if refused else None,
            rows_read=rows_read,
            rows_accepted=rows_read - refused - duplicates,
            rows_quarantined=refused,
            rows_duplicate=duplicates,
            reasons=self._commonest(),
            note=note,
        )

    def _type_and_check(self) -> None:
        """Read once: texts cleaned, values typed, and, for rows that fail a check only, reasons and raw text."""
        texts = [f"{cleaned(f'c{i}')} AS t_{field.name}" for i, field in self.match.columns.items()]
        values = [f"{typed(field, f't_{field.name}')} AS {field.name}" for field in self.fields]
        checks = [*self.extra, *self._checks()]
        fails = " OR ".join(f"coalesce({check.fails}, false)" for check in checks)
        reasons = ", ".join(f"CASE WHEN {check.fails} THEN {check.says} END" for check in checks)
        others = (i for i in range(len(self.table.headers)) if i not in self.match.columns)
        filled = [*(f"t_{field.name}" for field in self.fields), *(cleaned(f"c{i}") for i in others)]
        says_anything = " OR ".join(f"{text} IS NOT NULL" for text in filled)
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE staged AS
            WITH raw AS ({self.table.query}),
            texts AS (SELECT *, {", ".join(texts)} FROM raw),
            typed AS (SELECT *, {", ".join(values)} FROM texts WHERE {says_anything}),
            judged AS (SELECT *, ({fails}) AS is_refused FROM typed)
            SELECT {ROW}, {", ".join(field.name for field in self.fields)},
                CASE WHEN is_refused THEN list_filter([{reasons}], lambda reason: reason IS NOT NULL) END AS reasons,
                CASE WHEN is_refused THEN {self._raw()} END AS raw
            FROM judged"""  # noqa: S608
        )

    def _checks(self) -> Sequence[Check]:
        ledger = self.match.ledger
        width = len(self.table.headers)
        required = {field.name for field in ledger.fields if field.required}
        if ledger.name != "grids":
            return row_checks(
                self.match, width, required, self.context.latest, knows_grids=bool(self.context.known_grids)
            )
        checks = row_checks(self.match, width, {ledger.id_field}, self.context.latest, knows_grids=False)
        return [*checks, *grid_checks({field.name for field in self.fields})]

    def _raw(self) -> str:
        """The row's own words as JSON, header by header.

        Columns that belong to no field stay out: nobody declared what they hold, and they may name people.
        """
        pairs = [
            f"{quote(self.table.headers[i].strip())}, c{i}"
            for i, field in self.match.columns.items()
            if not field.personal
        ]
        return f"json_object({', '.join(pairs)})"

    def _drop_repeats(self) -> int:
        """Of rows that repeat one another keep the first (or the last); refuse the others where they contradict it.

        Returns:
            How many identical rows were dropped.
        """
        ledger = self.match.ledger
        values = ", ".join(field.name for field in self.fields)
        key = ledger.id_field or values
        order = f"{ROW} DESC" if self.context.repeats == "last" else ROW
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE repeats AS
            WITH twice AS (
                SELECT {key} FROM staged WHERE reasons IS NULL GROUP BY {key} HAVING count(*) > 1
            ), numbered AS (
                SELECT {ROW}, {key}, hash({values}) AS content,
                    first_value({ROW}) OVER same AS first_row, first_value(hash({values})) OVER same AS first_content
                FROM staged WHERE reasons IS NULL AND ({key}) IN (SELECT ({key}) FROM twice)
                WINDOW same AS (PARTITION BY {key} ORDER BY {order})
            )
            SELECT {ROW}, first_row, content = first_content AS is_identical
            FROM numbered WHERE {ROW} <> first_row"""  # noqa: S608
        )
        dropped = self._number("SELECT count(*) FROM repeats WHERE is_identical")
        if dropped:
            self.connection.execute(
                f"DELETE FROM staged WHERE {ROW} IN (SELECT {ROW} FROM repeats WHERE is_identical)"  # noqa: S608
            )
        if self._number("SELECT count(*) FROM repeats WHERE NOT is_identical"):
            self._refuse_conflicts(ledger)
        return dropped

    def _refuse_conflicts(self, ledger: Ledger) -> None:
        label = ledger.field(ledger.id_field).label
        word = "后" if self.context.repeats == "last" else "先"
        says = (
            f"{quote(f'“{label}”列：“')} || staged.{ledger.id_field} || '”与第 ' || repeats.first_row || "
            f"{quote(f' 行重复而内容不同，采用{word}出现的一行，本行待核')}"
        )
        self.connection.execute(
            f"""UPDATE staged SET reasons = [{says}], raw = original.raw
            FROM repeats, (SELECT {ROW}, {self._raw()} AS raw FROM ({self.table.query})
                WHERE {ROW} IN (SELECT {ROW} FROM repeats)) AS original
            WHERE staged.{ROW} = repeats.{ROW} AND NOT repeats.is_identical AND original.{ROW} = staged.{ROW}"""  # noqa: S608
        )

    def _refuse_loops(self) -> None:
        rows = refuse_loops(self.connection, self.match.ledger, "staged", self.context.stored)
        if rows:
            listed = ", ".join(map(str, rows))
            self.connection.execute(
                f"""UPDATE staged SET raw = original.raw
                FROM (SELECT {ROW}, {self._raw()} AS raw FROM ({self.table.query}) WHERE {ROW} IN ({listed})) AS original
                WHERE staged.{ROW} = original.{ROW}"""  # noqa: S608
            )

    def _write_accepted(self, target: Path) -> None:
        derived = [self.match.ledger.due_field] if self.match.ledger.due_rule else []
        present = {*derived, *(field.name for field in self.fields)}
        columns = [
            field.name if field.name in present else f"NULL::{field.sql_type} AS {field.name}"
            for field in self.match.ledger.fields
        ]
        self._copy(
            f"""SELECT {", ".join(columns)}, {quote(self.table.file)} AS source_file,
                {quote(self.table.sheet)} AS source_sheet, {ROW} AS source_row, {quote(self.context.import_id)} AS import_id
            FROM staged WHERE reasons IS NULL""",  # noqa: S608
            target,
        )

    def _write_quarantine(self, target: Path) -> None:
        prefix = f"{quote(f'{self.table.where} 第 ')} || {ROW} || {quote(f' {self.table.row_word}')}"
        self._copy(
            f"""SELECT {quote(self.context.import_id)} AS import_id, {quote(self.match.ledger.name)} AS ledger,
                {quote(self.table.file)} AS file, {quote(self.table.sheet)} AS sheet, {ROW},
                list_transform(reasons, lambda reason: {prefix} || reason) AS reasons, CAST(raw AS VARCHAR) AS raw
            FROM staged WHERE reasons IS NOT NULL ORDER BY {ROW}""",  # noqa: S608
            target,
        )

    def _copy(self, query: str, target: Path) -> None:
        self.connection.execute(f"COPY ({query}) TO {quote(target.as_posix())} (FORMAT parquet)")

    def _commonest(self) -> tuple[tuple[str, int], ...]:
        """The first sentence of each kind (kind = column and what is wrong, without the value) and its rows."""
        rows = self.connection.execute(
            f"""SELECT first({ROW} || chr(31) || reason ORDER BY {ROW}), count(*) AS n FROM (
                SELECT {ROW}, unnest(reasons) AS reason FROM staged WHERE reasons IS NOT NULL
            ) GROUP BY regexp_replace(reason, '“[^“”]*”|[0-9]', '', 'g') || split_part(reason, '列', 1)
            ORDER BY n DESC LIMIT 20"""  # noqa: S608
        ).fetchall()
        found = []
        for text, count in rows:
            row, _, reason = text.partition(chr(31))
            found.append((f"第 {row} {self.table.row_word}{reason}", count))
        return tuple(found)

    def _number(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0


def _make_known_grids(connection: duckdb.DuckDBPyConnection, context: Context) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {KNOWN_GRIDS} (grid_code VARCHAR)")
    if context.known_grids:
        connection.execute(
            f"INSERT INTO {KNOWN_GRIDS} SELECT unnest(?::VARCHAR[])",
            [sorted(context.known_grids)],
        )
