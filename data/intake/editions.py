"""Whether a file is the next edition of one imported before, or another office's that has the same name by chance.

Names tell nothing: half the offices call their ledger 台账.xlsx. The next edition of a file has the numbers of the
earlier one again; another office's file, or the next month's, has others.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import duckdb

from data.intake.headers import match_columns
from data.intake.staged import Staged
from data.ledgers import Ledger
from data.store.manifest import Source
from data.store.schema import QUARANTINE_ID, file_list
from data.store.writer import Transaction

ENOUGH = 0.5
"""Share of the shorter file's rows that must come again in the other: a list of a few corrected rows is an edition, too."""

_NEW, _OLD = "edition_new", "edition_old"
_EDITIONS = f"""SELECT import_id FROM {_OLD} LEFT JOIN (SELECT mark, true AS is_new FROM {_NEW}) USING (mark)
    GROUP BY import_id HAVING count(is_new) > 0
    AND count(is_new) >= ? * least(count(*), (SELECT count(*) FROM {_NEW}))"""  # noqa: S608  (our own names)
"""The imports of which enough comes again."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier imports left of files of the same name, sheet and ledger.

    Attributes:
        imports: the imports that brought an earlier edition of the present file.
        replaced: numbers (待核编号) of the rows kept aside that the present file speaks of.
        left: how many rows kept aside it does not speak of.
    """

    imports: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Aside:
    """A row kept aside: its 待核编号, the import it came with, and what tells it apart."""

    number: str
    import_id: str
    mark: str


def earlier_file(connection: duckdb.DuckDBPyConnection, txn: Transaction, source: Source, staged: Staged) -> Earlier:
    """Look for earlier editions of a file.

    Args:
        connection: scratch connection of the import.
        txn: the transaction; only what was stored before it counts.
        source: the present file.
        staged: its rows, those that passed and those that did not.
    """
    if txn.base is None or not any(_is_same(source, one) for one in txn.base.sources):
        return Earlier()
    ledger = txn.base.district.profile.ledger(source.ledger)
    aside = _kept_aside(connection, txn, source, ledger)
    _gather_present(connection, ledger, staged)
    _gather_stored(connection, txn, source, ledger, aside)
    imports = frozenset(row[0] for row in connection.execute(_EDITIONS, [ENOUGH]).fetchall())
    known = _among(connection, [row.mark for row in aside])
    replaced = frozenset(row.number for row in aside if row.import_id in imports or row.mark in known)
    return Earlier(imports, replaced, len(aside) - len(replaced))


def _is_same(source: Source, other: Source) -> bool:
    return (source.file, source.sheet, source.ledger) == (other.file, other.sheet, other.ledger)


def _kept_aside(
    connection: duckdb.DuckDBPyConnection, txn: Transaction, source: Source, ledger: Ledger
) -> list[_Aside]:
    """The rows kept aside from files of the name."""
    paths = _paths(txn, "quarantine")
    if not paths:
        return []
    rows = connection.execute(
        f"SELECT {QUARANTINE_ID}, import_id, raw FROM read_parquet({file_list(paths)}) "  # noqa: S608  (our own names)
        "WHERE ledger = ? AND file = ? AND sheet = ?",
        [source.ledger, source.file, source.sheet],
    ).fetchall()
    return [_Aside(number, import_id, _mark(raw, ledger)) for number, import_id, raw in rows]


def _gather_present(connection: duckdb.DuckDBPyConnection, ledger: Ledger, staged: Staged) -> None:
    """Make the table of what tells the present file's rows apart."""
    refused = f"SELECT raw FROM read_parquet({file_list([staged.quarantine.as_posix()])})" if staged.quarantine else ""  # noqa: S608  (our own names)
    marks = [_mark(raw, ledger) for (raw,) in connection.execute(refused).fetchall()] if refused else []
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_NEW} AS
        SELECT {_mark_sql(ledger)} AS mark FROM read_parquet({file_list([staged.accepted.as_posix()])})
        UNION SELECT unnest($marks)""",  # noqa: S608  (our own names)
        {"marks": marks},
    )


def _gather_stored(
    connection: duckdb.DuckDBPyConnection, txn: Transaction, source: Source, ledger: Ledger, aside: Sequence[_Aside]
) -> None:
    """Make the same table of the files of the name that are stored, by import."""
    paths = _paths(txn, source.ledger)
    stored = (
        f"SELECT import_id, {_mark_sql(ledger)} AS mark FROM read_parquet({file_list(paths)}, union_by_name=true) "  # noqa: S608  (our own names)
        "WHERE source_file = $file AND coalesce(source_sheet, '') = $sheet UNION"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_OLD} AS {stored if paths else ''} SELECT unnest($imports) AS import_id, unnest($marks) AS mark",
        {"imports": [row.import_id for row in aside], "marks": [row.mark for row in aside]}
        | ({"file": source.file, "sheet": source.sheet} if paths else {}),
    )


def _paths(txn: Transaction, table: str) -> list[str]:
    return [] if txn.base is None else [(txn.home / file.path).as_posix() for file in txn.base.files(table)]


def _mark_sql(ledger: Ledger) -> str:
    names = [ledger.id_field] if ledger.id_field else [field.name for field in ledger.fields]
    return f"concat_ws(chr(31), {', '.join(f'CAST({name} AS VARCHAR)' for name in names)})"


def _among(connection: duckdb.DuckDBPyConnection, marks: Collection[str]) -> set[str]:
    """The marks that the present file has, too."""
    rows = connection.execute(
        f"SELECT mark FROM {_NEW} WHERE mark IN (SELECT unnest(?))",  # noqa: S608  (our own names)
        [list(marks)],
    ).fetchall()
    return {row[0] for row in rows}


def _mark(raw: str, ledger: Ledger) -> str:
    """What tells a row kept aside from others: its own number, or all of it where it has none."""
    cells: dict[str, str | None] = json.loads(raw)
    header = _number_header(tuple(cells), ledger)
    number = unicodedata.normalize("NFKC", cells.get(header) or "").strip()
    return number or f"#{hashlib.sha256(raw.encode()).hexdigest()}"


@lru_cache(maxsize=64)
def _number_header(headers: tuple[str, ...], ledger: Ledger) -> str:
    """The heading of the ledger's own number; empty where there is none."""
    columns = match_columns(headers, ledger).columns
    return next((headers[place] for place, field in columns.items() if field.name == ledger.id_field), "")
