"""From a table of texts to two Parquet files: rows that passed, and rows kept aside with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from data.intake.area_names import add_hints, is_pressing, question_about, stale_remarks, still_open, unplaced_names
from data.intake.areas import make_known_grids
from data.intake.checks import Check, grid_checks, row_checks
from data.intake.day_order import YEAR_LAST_IN_RAW, day_orders
from data.intake.due import derive_due
from data.intake.headers import Match, is_pending
from data.intake.homes import find_homes
from data.intake.loops import refuse_loops
from data.intake.numbering import settle_numbers
from data.intake.privacy import register
from data.intake.qualified import register as register_numbers
from data.intake.remarks import Remark, area_match, remarks
from data.intake.repeats import ask_about_conflicts, drop_identical, has_conflicts, refuse_conflicts
from data.intake.report import QuestionError
from data.intake.stage_sql import WORDS, Plan
from data.intake.staged import Context, Staged
from data.intake.tables import ROW, Table, quote
from data.intake.typing_sql import DayOrder

_MANY_ROWS = 5_000
"""Shorter tables are read cell by cell: preparing more statements would take longer than they save."""
_REPEATS = 4
"""How often each word of a column must come on average to be read once."""


def stage_table(table: Table, match: Match, context: Context, extra: Sequence[Check] = ()) -> Staged:
    """Type and check every row of a table.

    Args:
        table: the table.
        match: its columns.
        context: see :class:`Context`.
        extra: further checks, which may use the cells (``c0``, ``c1``, …).

    Raises:
        QuestionError: day and month, or which of two contradicting rows counts, cannot be told from the file.
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
        register(self.connection)
        register_numbers(self.connection)
        places = self.context.places
        make_known_grids(self.connection, self.context.known_grids, places.told, places.remembered)
        told = self.context.date_order
        plan = self._judge({one.name: told for one in self.fields if told and one.type == "date"})
        if told is None and self._has_year_last():
            plan = self._judge(day_orders(self.connection, self.table, self.match, self.context.remembered_order))
        plan = self._with_homes(plan)
        stale, question = self._settle_names(plan)
        said, masked = remarks(self.connection, plan)
        areas = area_match(self.connection, plan)
        self.connection.execute("DELETE FROM staged WHERE is_furniture")
        returned = self._texts("pending_id", "pending_id IS NOT NULL")
        duplicates = self._settle_repeats(plan)
        numbered = settle_numbers(self.connection, self.match.ledger, plan.names, self.context.stored)
        self._refuse_loops(plan)
        note = derive_due(self.connection, self.match.ledger, "staged", {one.name for one in self.fields})
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
            remarks=(*said, *stale, *numbered.remarks),
            masked=masked,
            area_match=areas,
            question=question,
            settled=tuple(sorted(set(returned) - set(self._texts("pending_id", "reasons IS NOT NULL")))),
            refused=(*self._refused_numbers(), *numbered.refused),
            is_correction=any(map(is_pending, self.table.headers)),
        )

    def _refused_numbers(self) -> tuple[str, ...]:
        key = self.match.ledger.id_field
        return self._texts(key, "reasons IS NOT NULL") if key in {one.name for one in self.fields} else ()

    def _texts(self, column: str, condition: str) -> tuple[str, ...]:
        rows = self.connection.execute(f"SELECT {column} FROM staged WHERE {condition}").fetchall()  # noqa: S608  (our own names)
        return tuple(row[0] for row in rows if row[0])

    def _with_homes(self, plan: Plan) -> Plan:
        """Look beside the grid's column where it leaves rows without a grid; the rows are judged anew if that helps."""
        if not plan.knows_areas or not self.match.areas.places or self.match.ledger.grid_field not in plan.names:
            return plan
        if not find_homes(self.connection, self.table, self.match, self.context.places):
            return plan
        return self._judge(plan.orders, has_homes=True)

    def _settle_names(self, plan: Plan) -> tuple[list[Remark], QuestionError | None]:
        """What there is to say and to ask about names that mean no grid; their rows are told what they are like.

        Raises:
            QuestionError: the names decide about many rows.
        """
        if not plan.knows_areas or self.match.ledger.grid_field not in plan.names:
            return [], None
        grids, places = self.context.known_grids, self.context.places
        unplaced = unplaced_names(self.connection, self.match, grids)
        asked = still_open(unplaced, places)
        question = question_about(self.table, self.match, asked, grids) if asked else None
        if question and is_pressing(asked, self._number("SELECT count(*) FROM staged WHERE NOT is_furniture")):
            raise question
        add_hints(self.connection, self.match, grids, unplaced)
        return stale_remarks(unplaced, places, grids), question if places.asks else None

    def _judge(self, orders: Mapping[str, DayOrder], *, has_homes: bool = False) -> Plan:
        """Read once: texts cleaned, values typed, and, for rows that fail a check only, reasons and raw text."""
        knows = bool(self.context.known_grids) and self.match.ledger.name != "grids"
        plan = Plan(self.table, self.match, [*self.extra, *self._checks()], orders, knows, has_homes)
        read = self._read_words(plan)
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {plan.statement(read)}")
        # Not a WHERE: the engine would move it before the cleaning and clean every cell twice.
        self.connection.execute("DELETE FROM staged WHERE is_blank")
        if self._number("SELECT count(*) FROM staged WHERE is_refused"):
            told = plan.refusals(f"SELECT {ROW} FROM staged WHERE is_refused")  # noqa: S608  (our own names)
            self.connection.execute(
                f"""UPDATE staged SET reasons = told.reasons, raw = told.raw
                FROM ({told}) AS told WHERE staged.{ROW} = told.{ROW}"""  # noqa: S608  (our own names)
            )
        return plan

    def _read_words(self, plan: Plan) -> list[int]:
        """Read the different words of columns that repeat few, once each; gives the columns.

        A ledger says the same days, kinds and places over and over: reading each once takes a fraction of the time.
        """
        places = plan.lone_places
        counted = ", ".join(["count(*)", *(f"approx_count_distinct(c{place})" for place in places)])
        total, *different = self.connection.execute(f"SELECT {counted} FROM ({self.table.query})").fetchone() or (0,)  # noqa: S608  (our own names)
        if total < _MANY_ROWS:
            return []
        read = [place for place, count in zip(places, different, strict=True) if count * _REPEATS <= total]
        for place in read:
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {WORDS}{place} AS {plan.words(place)}")
        return read

    def _has_year_last(self) -> bool:
        """Whether a refused row holds a date that could be read if it were known which number is the month."""
        query = "SELECT 1 FROM staged WHERE regexp_matches(CAST(raw AS VARCHAR), ?) LIMIT 1"
        return self.connection.execute(query, [YEAR_LAST_IN_RAW]).fetchone() is not None

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

    def _settle_repeats(self, plan: Plan) -> int:
        """Merge rows that are the same; ask about, or keep aside, those that contradict one another.

        Returns:
            How many identical rows were dropped.
        """
        ledger, repeats = self.match.ledger, self.context.repeats
        dropped = drop_identical(self.connection, ledger, [*(one.name for one in self.fields), "qualifiers"], repeats)
        if has_conflicts(self.connection):
            if repeats is None and self.table.row_word == "行":
                ask_about_conflicts(self.connection, self.table, ledger)
            refuse_conflicts(self.connection, self.table, ledger, repeats, plan.raw())
        return dropped

    def _refuse_loops(self, plan: Plan) -> None:
        rows = refuse_loops(self.connection, self.match.ledger, "staged", self.context.stored)
        if rows:
            listed = ", ".join(map(str, rows))
            self.connection.execute(
                f"""UPDATE staged SET raw = original.raw
                FROM (SELECT {ROW}, {plan.raw()} AS raw FROM ({self.table.query}) WHERE {ROW} IN ({listed})) AS original
                WHERE staged.{ROW} = original.{ROW}"""  # noqa: S608  (our own names)
            )

    def _write_accepted(self, target: Path) -> None:
        derived = [self.match.ledger.due_field] if self.match.ledger.due_rule else []
        present = {*derived, *(field.name for field in self.fields)}
        columns = [
            field.name if field.name in present else f"NULL::{field.sql_type} AS {field.name}"
            for field in self.match.ledger.fields
        ]
        self._copy(
            f"""SELECT {", ".join(columns)}, qualifiers, {quote(self.table.file)} AS source_file,
                {quote(self.table.sheet)} AS source_sheet, {ROW} AS source_row, {quote(self.context.import_id)} AS import_id
            FROM staged WHERE reasons IS NULL""",  # noqa: S608  (our own names)
            target,
        )

    def _write_quarantine(self, target: Path) -> None:
        prefix = f"{quote(f'{self.table.where} 第 ')} || {ROW} || {quote(f' {self.table.row_word}')}"
        self._copy(
            f"""SELECT {quote(self.context.import_id)} AS import_id, {quote(self.match.ledger.name)} AS ledger,
                {quote(self.table.file)} AS file, {quote(self.table.sheet)} AS sheet, {ROW},
                list_transform(reasons, lambda reason: {prefix} || reason) AS reasons, CAST(raw AS VARCHAR) AS raw,
                pending_id, reasons AS bare_reasons
            FROM staged WHERE reasons IS NOT NULL ORDER BY {ROW}""",  # noqa: S608  (our own names)
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
            ORDER BY n DESC LIMIT 20"""  # noqa: S608  (our own names)
        ).fetchall()
        found = []
        for text, count in rows:
            row, _, reason = text.partition(chr(31))
            found.append((f"第 {row} {self.table.row_word}{reason}", count))
        return tuple(found)

    def _number(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0
