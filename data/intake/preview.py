"""What a person looks at before an import: some rows as written, masked, with the cells at fault, and what changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import duckdb

from data.access.masking import MASK, SURNAMES, mask
from data.grids.boundaries import Group
from data.intake.headers import Match
from data.intake.preview_model import Column, MonthChange, Preview
from data.intake.privacy import is_free_text, is_personal
from data.intake.recognition import columns_of, ledger_confidence
from data.intake.staged import Staged
from data.intake.tables import ROW, Table, quote
from data.ledgers.grids import GRIDS
from data.store.upsert import MonthCounts

FIRST_ROWS = 20
FAULTY_ROWS = 40
_SHOWN = 200
_LABEL = re.compile(r"^“([^”]+)”列：")
_MAYBE_A_NAME = re.compile(rf"([{SURNAMES}])[\u4e00-\u9fff·]{{1,3}}")
_GRID_FIELDS = ("grid_code", "grid_name", "level", "parent_code")


def month_changes(ledger: str, counts: Iterable[MonthCounts]) -> tuple[MonthChange, ...]:
    """What an import changes, month by month, as the report tells it."""
    return tuple(MonthChange(ledger, one.month, one.added, one.changed, one.same, one.gone) for one in counts)


def preview_of(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    match: Match,
    staged: Staged,
    changes: tuple[MonthChange, ...],
) -> Preview:
    """The first rows of a table and those with faults.

    Columns about persons are left out. Free text is masked, and so are the cells of columns that belong to no
    field: nobody declared what they hold.

    Args:
        connection: scratch connection of the import.
        table: the table.
        match: its columns.
        staged: what it came to.
        changes: what that changes in the store.
    """
    shown = [place for place in range(len(table.headers)) if _is_shown(table, match, place)]
    reasons = _reasons(connection, staged)
    cells = ", ".join(f"c{place}" for place in shown)
    faulty = ", ".join(map(str, list(reasons)[:FAULTY_ROWS])) or "NULL"
    rows = connection.execute(
        f"""SELECT {ROW}{", " if cells else ""}{cells} FROM (
            FROM ({table.query}) ORDER BY {ROW} LIMIT {FIRST_ROWS}
        ) UNION SELECT {ROW}{", " if cells else ""}{cells} FROM ({table.query}) WHERE {ROW} IN ({faulty})
        ORDER BY {ROW}"""  # noqa: S608  (our own names)
    ).fetchall()
    columns = columns_of(table.headers, match)
    # Beside the code of a grid its name may stand: the sentences are about the column that is the field's own.
    by_rank = sorted(enumerate(shown), key=lambda pair: pair[1] in match.columns)
    labels = {columns[place].label: index for index, place in by_rank if columns[place].field}
    return Preview(
        table.file,
        table.sheet,
        match.ledger.name,
        ledger_confidence(match),
        tuple(columns[place] for place in shown),
        tuple(tuple(_masked(cell, match, place) for cell, place in zip(row[1:], shown, strict=True)) for row in rows),
        tuple(row[0] for row in rows),
        tuple(_faults([row[0] for row in rows], reasons, labels)),
        changes,
    )


def grid_preview(connection: duckdb.DuckDBPyConnection, group: Group, staged: Staged, counts: MonthCounts) -> Preview:
    """The first grids of a layer and those with faults: code, name, level and parent."""
    reasons = _reasons(connection, staged)
    faulty = set(list(reasons)[:FAULTY_ROWS])
    units = [unit for place, unit in enumerate(group.units) if place < FIRST_ROWS or unit.row in faulty]
    fields = [GRIDS.field(name) for name in _GRID_FIELDS]
    labels = {field.label: place for place, field in enumerate(fields)}
    return Preview(
        group.file,
        group.layer,
        "grids",
        1.0,
        tuple(Column(field.label, field.name, field.label, "exact", 1.0) for field in fields),
        tuple((unit.code, unit.name, str(unit.level or ""), unit.parent) for unit in units),
        tuple(unit.row for unit in units),
        tuple(_faults([unit.row for unit in units], reasons, labels)),
        month_changes("grids", [counts]),
    )


def _is_shown(table: Table, match: Match, place: int) -> bool:
    field = match.columns.get(place)
    return not is_personal(table.headers[place]) and not (field is not None and field.personal)


def _masked(cell: str | None, match: Match, place: int) -> str:
    text = (cell or "")[:_SHOWN]
    field = match.columns.get(place)
    if field is None:
        return mask(_MAYBE_A_NAME.sub(rf"\1{MASK * 2}", text) if _MAYBE_A_NAME.fullmatch(text.strip()) else text)
    return mask(text) if is_free_text(field, match.ledger) else text


def _reasons(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Mapping[int, Sequence[str]]:
    """Row → its reasons, for the first rows that were refused."""
    if staged.quarantine is None:
        return {}
    path = quote(staged.quarantine.as_posix())
    rows = connection.execute(
        f"SELECT {ROW}, bare_reasons FROM read_parquet({path}) ORDER BY {ROW} LIMIT {FAULTY_ROWS + FIRST_ROWS}"  # noqa: S608  (our own names)
    ).fetchall()
    return dict(rows)


def _faults(
    numbers: Sequence[int], reasons: Mapping[int, Sequence[str]], labels: Mapping[str, int]
) -> Iterable[tuple[int, int, str]]:
    for index, number in enumerate(numbers):
        for reason in reasons.get(number, ()):
            named = _LABEL.match(reason)
            yield index, labels.get(named[1], -1) if named else -1, reason
