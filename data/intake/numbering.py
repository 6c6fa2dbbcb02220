"""Bare running numbers (1, 2, 3, …) are no identity: every office's list has them, and every month's.

A row that bears one is known by what it says. The same thing keeps the number it has in the store, whatever place it
has in its list now; something else never takes the place of a stored row that another list brought: it gets a number of
its own, made of its grid, its month and the running number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.intake.editions import BARE_NUMBER, ENOUGH, OWN_NUMBER
from data.intake.remarks import Remark
from data.intake.tables import ROW, quote
from data.ledgers import Ledger
from data.store.schema import QUALIFIERS, empty_select, file_list, ledger_columns

_NEW, _OLD, _PAIRS, _GIVEN = "numbering_new", "numbering_old", "numbering_pairs", "numbering_given"
_BROUGHT = "import_id, source_file, source_sheet"
"""One list within one import."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What became of the running numbers of a table.

    Attributes:
        remarks: what is to be told.
        refused: numbers under which the store holds rows that the table has, too, but that were kept aside.
    """

    remarks: tuple[Remark, ...] = ()
    refused: tuple[str, ...] = ()


def settle_numbers(
    connection: duckdb.DuckDBPyConnection, ledger: Ledger, fields: Collection[str], stored: Sequence[Path]
) -> Numbered:
    """Give the accepted rows of ``staged`` numbers that are theirs alone, where they bear running numbers only.

    Nothing changes where no running number is that of something else in the store.

    Args:
        connection: holds ``staged``.
        ledger: its declaration.
        fields: the fields the table has columns for.
        stored: files of the ledger in the store.
    """
    is_grid = ledger.id_field == ledger.grid_field
    if not stored or is_grid or ledger.id_field not in fields or not _facts(ledger, fields):
        return Numbered()
    numbers = _Numbers(connection, ledger, fields, stored)
    return numbers.settle() if numbers.are_bare() else Numbered()


def _facts(ledger: Ledger, fields: Collection[str]) -> list[str]:
    """What does not change while an item is dealt with: when and where it began, and what it is called."""
    names = (ledger.opened_field, ledger.grid_field, ledger.title_field, ledger.category_field)
    return [name for name in dict.fromkeys(names) if name and name in fields and name != ledger.id_field]


class _Numbers:
    """The rows of one table beside those of the store, and which are the same."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, ledger: Ledger, fields: Collection[str], stored: Sequence[Path]
    ) -> None:
        self.connection = connection
        self.ledger = ledger
        self.key = ledger.id_field
        self.fields = set(fields)
        self.stored = stored

    def are_bare(self) -> bool:
        """Whether the rows that have a number have a running number."""
        query = f"""SELECT count(*) > 0 AND bool_and(regexp_full_match({self.key}, {quote(BARE_NUMBER)}))
            FROM staged WHERE reasons IS NULL AND NOT is_unnumbered"""  # noqa: S608  (our own names)
        return bool(self._value(query))

    def settle(self) -> Numbered:
        self._gather()
        clash = f"SELECT count(*) FROM {_NEW} n JOIN {_OLD} o USING (number) WHERE n.facts <> o.facts"  # noqa: S608  (our own names)
        if not self._value(clash):
            return Numbered()
        self._mark_editions()
        self._pair("content")
        self._pair("facts", "AND is_edition")
        self._give()
        remarks = tuple(self._remarks())
        refused = self._refused()
        self._apply()
        return Numbered(remarks, refused)

    def _gather(self) -> None:
        """Make the two tables: number, what tells the thing apart, and all it says."""
        facts = _facts(self.ledger, self.fields)
        derived = [self.ledger.due_field] if self.ledger.due_rule else []
        declared = [one.name for one in self.ledger.fields if one.name not in (self.key, *derived)]
        said = [*(name for name in declared if name in self.fields), QUALIFIERS]
        unsaid = [name for name in declared if name not in self.fields]
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {_NEW} AS
            SELECT {ROW}, {self.key} AS number, {_hash(facts)} AS facts, {_hash(said)} AS content
            FROM staged WHERE reasons IS NULL AND NOT is_unnumbered"""  # noqa: S608  (our own names)
        )
        # A row that says more than the table can say is not the same in every word.
        is_whole = " AND ".join(["true", *(f"{name} IS NULL" for name in unsaid)])
        files = file_list([path.as_posix() for path in self.stored])
        # A column that came later is not in files written before.
        rows = f"{empty_select(ledger_columns(self.ledger))} UNION ALL BY NAME FROM read_parquet({files}, union_by_name=true)"
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {_OLD} AS
            SELECT {self.key} AS number, {_hash(facts)} AS facts, CASE WHEN {is_whole} THEN {_hash(said)} END AS content,
                {_BROUGHT}, false AS is_edition
            FROM ({rows})"""  # noqa: S608  (our own names)
        )
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_PAIRS} ({ROW} BIGINT, held VARCHAR)")

    def _mark_editions(self) -> None:
        """Mark the stored rows that an earlier edition of the table brought: it says most of them again."""
        ranked = f"row_number() OVER (PARTITION BY {_BROUGHT}, facts) AS place"
        self.connection.execute(
            f"""UPDATE {_OLD} SET is_edition = true FROM (
                SELECT {_BROUGHT} FROM (SELECT {_BROUGHT}, facts, {ranked} FROM {_OLD}) AS o
                LEFT JOIN (SELECT facts, row_number() OVER (PARTITION BY facts) AS place, true AS again FROM {_NEW}) AS n
                USING (facts, place) GROUP BY ALL
                HAVING count(again) >= {ENOUGH} * least(count(*), (SELECT count(*) FROM {_NEW})) AND count(again) > 0
            ) AS edition
            WHERE {" AND ".join(f"{_OLD}.{name} IS NOT DISTINCT FROM edition.{name}" for name in _BROUGHT.split(", "))}"""  # noqa: S608  (our own names)
        )

    def _pair(self, mark: str, among: str = "") -> None:
        """Find stored rows that say the same; of several the one with the same number first, then in their order."""
        new = f"FROM {_NEW} WHERE {ROW} NOT IN (SELECT {ROW} FROM {_PAIRS})"  # noqa: S608  (our own names)
        old = f"FROM {_OLD} WHERE {mark} IS NOT NULL AND number NOT IN (SELECT held FROM {_PAIRS}) {among}"  # noqa: S608  (our own names)
        self.connection.execute(
            f"INSERT INTO {_PAIRS} SELECT n.{ROW}, o.number FROM ({new}) n JOIN ({old}) o USING ({mark}, number)"  # noqa: S608  (our own names)
        )
        place = f"row_number() OVER (PARTITION BY {mark} ORDER BY"
        self.connection.execute(
            f"""INSERT INTO {_PAIRS} SELECT n.{ROW}, o.number
            FROM (SELECT *, {place} {ROW}) AS place {new}) n
            JOIN (SELECT *, {place} length(number), number) AS place {old}) o USING ({mark}, place)"""  # noqa: S608  (our own names)
        )

    def _give(self) -> None:
        """Make the table of the numbers that rows get: the stored one of the same thing, their own, or a new one."""
        made = f"concat_ws('-', {', '.join([*self._where_and_when(), 'n.number'])})"
        is_others = f"NOT is_edition AND {ROW} NOT IN (SELECT {ROW} FROM {_PAIRS})"  # noqa: S608  (our own names)
        others = f"SELECT count(*) FROM {_NEW} JOIN {_OLD} USING (number) WHERE {is_others}"  # noqa: S608  (our own names)
        # Beside another list's numbers none of this one's stays bare: that list may grow.
        may_stay = "false" if self._value(others) else _is_free("number")
        self.connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {_GIVEN} AS
            WITH asked AS (
                SELECT {ROW}, n.number, held, {made} AS made, left(md5(n.content::VARCHAR), 6) AS tail
                FROM {_NEW} n JOIN staged USING ({ROW}) LEFT JOIN {_PAIRS} USING ({ROW})
            )
            SELECT {ROW}, number, held IS NOT NULL AS is_known, CASE
                WHEN held IS NOT NULL THEN held
                WHEN {_is_renewed("number")} OR {may_stay} THEN number
                WHEN {_is_renewed("made")} OR {_is_free("made")} THEN made
                ELSE made || '-' || tail END AS given
            FROM asked"""  # noqa: S608  (our own names)
        )

    def _where_and_when(self) -> Iterator[str]:
        """The parts of a new number before the running one."""
        if self.ledger.grid_field in self.fields:
            yield self.ledger.grid_field
        if self.ledger.opened_field in self.fields:
            yield f"strftime({self.ledger.opened_field}, '%Y%m')"
        if not {self.ledger.grid_field, self.ledger.opened_field} & self.fields:
            yield "left(md5(n.facts::VARCHAR), 6)"

    def _remarks(self) -> Iterator[Remark]:
        given = f"FROM {_GIVEN} WHERE given <> number AND"
        label = self.ledger.field(self.key).label
        if count := int(self._value(f"SELECT count(*) {given} NOT is_known")):
            first = self._value(f"SELECT min_by(number || '”改为“' || given, {ROW}) {given} NOT is_known")
            yield Remark(
                "numbers_own",
                f"“{label}”只是 1、2、3 这样的序号，同样的序号在数据仓里是另一份台账的记录：两份都保留，"
                f"本文件的编号改成“网格-年月-序号”的样子（“{first}”）。以后再导入本文件会自动认出；其他台账引用这些编号的，请改用新编号。",
                count,
            )
        if count := int(self._value(f"SELECT count(*) {given} is_known")):
            yield Remark(
                "numbers_moved",
                f"这些行的“{label}”是序号，与数据仓里的不同而内容是同一件事，按原有的记录更新，没有重复计数。",
                count,
                "info",
            )

    def _refused(self) -> tuple[str, ...]:
        """The stored numbers of rows that are in the table and were kept aside."""
        rows = self.connection.execute(
            f"""SELECT DISTINCT o.number FROM {_OLD} o, staged s WHERE is_edition AND s.reasons IS NOT NULL
            AND regexp_extract(o.number, {quote(OWN_NUMBER)}, 1) = s.{self.key}"""  # noqa: S608  (our own names)
        ).fetchall()
        return tuple(row[0] for row in rows)

    def _apply(self) -> None:
        """Write the numbers into ``staged``, and where a row names another of the table by its number."""
        above = f"parent_{self.key}"
        if above in self.fields:
            self.connection.execute(
                f"UPDATE staged SET {above} = given FROM {_GIVEN} g WHERE staged.{above} = g.number AND given <> number"  # noqa: S608  (our own names)
            )
        self.connection.execute(
            f"UPDATE staged SET {self.key} = given FROM {_GIVEN} g WHERE staged.{ROW} = g.{ROW} AND given <> number"  # noqa: S608  (our own names)
        )

    def _value(self, query: str) -> int | str:
        row = self.connection.execute(query).fetchone()
        return row[0] if row and row[0] is not None else 0


def _hash(names: Sequence[str]) -> str:
    """What some columns say together, as one number."""
    return f"hash({', '.join(f'CAST({name} AS VARCHAR)' for name in names)})"


def _is_free(column: str) -> str:
    """Whether no stored row has the number."""
    return f"{column} NOT IN (SELECT number FROM {_OLD})"  # noqa: S608  (our own names)


def _is_renewed(column: str) -> str:
    """Whether an earlier edition has the number for a row that no other row says again: it was put otherwise."""
    return f"{column} IN (SELECT number FROM {_OLD} WHERE is_edition AND number NOT IN (SELECT held FROM {_PAIRS}))"  # noqa: S608  (our own names)
