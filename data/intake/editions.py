"""Whether a file is the next edition of one imported before, or another office's that has the same name by chance.

Names tell nothing: half the offices call their ledger 台账.xlsx. The next edition of a file has the numbers of the
earlier one again; another office's file, or the next month's, has others. Running numbers were settled before, see
:mod:`data.intake.numbering`.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import duckdb

from data.intake.headers import match_columns
from data.intake.staged import Staged
from data.intake.tables import quote
from data.ledgers import Ledger
from data.store.manifest import Source
from data.store.schema import QUARANTINE_ID, file_list
from data.store.writer import Transaction

ENOUGH = 0.5
"""Share of the shorter file's rows that must come again in the other: a list of a few corrected rows is an edition, too."""

BARE_NUMBER = r"\d{1,5}"
"""A number that is only a place in its list: the lists of two offices have the same ones."""

OWN_NUMBER = r"(?:^|-)(\d{1,5})(?:-[0-9a-f]{6})?$"
"""The running number in a number made of it, see :mod:`data.intake.numbering`."""

_NEW = "edition_new"


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
    """A row kept aside: its 待核编号, the import it came with, and what tells it apart.

    ``about``, its running number and what it is called, tells less: only where nothing else of the import was stored.
    """

    number: str
    import_id: str
    mark: str
    about: str


@dataclass(frozen=True, slots=True)
class _Brought:
    """How many rows of an import are stored, and whether it brought an earlier edition."""

    stored: int
    is_edition: bool


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
    found = _brought_before(connection, txn, source, ledger, aside)
    imports = frozenset(import_id for import_id, one in found.items() if one.is_edition)
    refused_whole = {import_id for import_id, one in found.items() if not one.stored}
    marks = _among(connection, "mark", [row.mark for row in aside])
    about = _among(connection, "about", [row.about for row in aside if row.about])
    replaced = frozenset(
        row.number
        for row in aside
        if row.import_id in imports or row.mark in marks or (row.import_id in refused_whole and row.about in about)
    )
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
    return [_Aside(number, import_id, *_marks(raw, ledger)) for number, import_id, raw in rows]


def _gather_present(connection: duckdb.DuckDBPyConnection, ledger: Ledger, staged: Staged) -> None:
    """Make the table of what tells the present file's rows apart."""
    refused = f"SELECT raw FROM read_parquet({file_list([staged.quarantine.as_posix()])})" if staged.quarantine else ""  # noqa: S608  (our own names)
    marks = [_marks(raw, ledger) for (raw,) in connection.execute(refused).fetchall()] if refused else []
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_NEW} AS
        SELECT {_mark_sql(ledger)} AS mark, {_about_sql(ledger)} AS about
        FROM read_parquet({file_list([staged.accepted.as_posix()])})
        UNION SELECT unnest($marks), unnest($about)""",  # noqa: S608  (our own names)
        {"marks": [mark for mark, _ in marks], "about": [about for _, about in marks]},
    )


def _brought_before(
    connection: duckdb.DuckDBPyConnection, txn: Transaction, source: Source, ledger: Ledger, aside: Sequence[_Aside]
) -> dict[str, _Brought]:
    """What every import of a file of the name brought. The stored rows are read past, not copied."""
    base = txn.base.sources if txn.base else ()
    imports = ", ".join(quote(one.import_id) for one in base if _is_same(source, one))
    paths = _paths(txn, source.ledger)
    # Named one by one, the imports let most of a file be left unread.
    stored = (
        f"SELECT import_id, {_mark_sql(ledger)} AS mark, true AS is_stored "  # noqa: S608  (our own names)
        f"FROM read_parquet({file_list(paths)}, union_by_name=true) "
        f"WHERE import_id IN ({imports}) AND source_file = $file AND coalesce(source_sheet, '') = $sheet UNION ALL"
    )
    rows = connection.execute(
        f"""SELECT import_id, count(*) FILTER (is_stored), count(is_new) > 0
            AND count(is_new) >= {ENOUGH} * least(count(*), (SELECT count(*) FROM {_NEW}))
        FROM ({stored if paths else ""} SELECT unnest($imports), unnest($marks), false) AS old (import_id, mark, is_stored)
        LEFT JOIN (SELECT DISTINCT mark, true AS is_new FROM {_NEW}) USING (mark) GROUP BY import_id""",  # noqa: S608  (our own names)
        {"imports": [row.import_id for row in aside], "marks": [row.mark for row in aside]}
        | ({"file": source.file, "sheet": source.sheet} if paths else {}),
    ).fetchall()
    return {import_id: _Brought(count, is_edition) for import_id, count, is_edition in rows}


def _paths(txn: Transaction, table: str) -> list[str]:
    return [] if txn.base is None else [(txn.home / file.path).as_posix() for file in txn.base.files(table)]


def _mark_sql(ledger: Ledger) -> str:
    names = [ledger.id_field] if ledger.id_field else [field.name for field in ledger.fields]
    return f"concat_ws(chr(31), {', '.join(f'CAST({name} AS VARCHAR)' for name in names)})"


def _about_sql(ledger: Ledger) -> str:
    if not _may_be_bare(ledger):
        return "''"
    number = f"regexp_extract({ledger.id_field}, {quote(OWN_NUMBER)}, 1)"
    return f"CASE WHEN {number} <> '' THEN {number} || chr(31) || {ledger.title_field} ELSE '' END"


def _may_be_bare(ledger: Ledger) -> bool:
    """Whether a running number may stand for a row; a grid's code is its code, however short."""
    return bool(ledger.title_field) and ledger.id_field not in ("", ledger.grid_field)


def _among(connection: duckdb.DuckDBPyConnection, column: str, marks: Collection[str]) -> set[str]:
    """The marks that the present file has, too."""
    rows = connection.execute(
        f"SELECT {column} FROM {_NEW} WHERE {column} IN (SELECT unnest(?))",  # noqa: S608  (our own names)
        [list(marks)],
    ).fetchall()
    return {row[0] for row in rows}


def _marks(raw: str, ledger: Ledger) -> tuple[str, str]:
    """What tells a row kept aside from others: its own number, or all of it where it has none but its place in a list.

    Such a place and what the row is called come second.
    """
    cells: dict[str, str | None] = json.loads(raw)
    number, title = (_cell(cells, name, ledger) for name in (ledger.id_field, ledger.title_field))
    whole = f"#{hashlib.sha256(raw.encode()).hexdigest()}"
    if _may_be_bare(ledger) and re.fullmatch(BARE_NUMBER, number):
        return whole, f"{number}{chr(31)}{title}" if title else ""
    return number or whole, ""


def _cell(cells: Mapping[str, str | None], field: str, ledger: Ledger) -> str:
    header = _header(tuple(cells), field, ledger)
    return unicodedata.normalize("NFKC", cells.get(header) or "").strip()


@lru_cache(maxsize=64)
def _header(headers: tuple[str, ...], field: str, ledger: Ledger) -> str:
    """The heading of a field; empty where there is none."""
    columns = match_columns(headers, ledger).columns
    return next((headers[place] for place, known in columns.items() if known.name == field), "")
