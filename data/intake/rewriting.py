"""What the answers of a person do to the cells of a table, before anything is read from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data.intake.answers import Answers
from data.intake.choices import choices_of_ledgers, replaced_header
from data.intake.headers import Match, named_ledger
from data.intake.report import QuestionError
from data.intake.tables import CELLS, ROW, Table, quote
from data.ledgers import LEDGERS, Field

_ORDERS = {"MDY": r"\3-\1-\2", "DMY": r"\3-\2-\1"}
_THREE_NUMBERS = r"^\s*(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})(?:[T\s].*)?$"


def answered(table: Table, answers: Answers, ledger_name: str | None) -> Table:
    """The table under the ledger's own headings where its columns were named, with the constant columns added.

    Raises:
        QuestionError: the ledger is not named, or a header is not in the file.
    """
    if not answers.columns:
        return _with_constants(table, answers.constants)
    if ledger_name is None:
        raise _ledger_wanted(table, answers)
    ledger = named_ledger(ledger_name)
    cells = {header: f"c{place}" for place, header in enumerate(table.headers)}
    named = {header: names for header, names in answers.columns.items() if names}
    if missing := [header for header in named if header not in cells]:
        raise QuestionError(
            f"{table.where}：答案里的列 {'、'.join(missing)} 不在文件里，请选它现在叫什么，或不要这一列。",
            "column_missing",
            replaced_header(missing[0], named[missing[0]], [header for header in cells if header not in named]),
        )
    texts = {name: cells[header] for header, names in named.items() for name in names}
    texts |= {name: quote(value) for name, value in answers.constants.items()}
    chosen = [
        f"{_cell(ledger.field(name), answers, text)} AS c{place}" for place, (name, text) in enumerate(texts.items())
    ]
    query = f"SELECT {ROW}, {len(texts)} AS {CELLS}, {', '.join(chosen)} FROM ({table.query})"  # noqa: S608  (our own names)
    return replace(table, headers=tuple(ledger.field(name).label for name in texts), query=query)


def with_values(table: Table, match: Match, answers: Answers) -> Table:
    """The table with the answered values of its columns in place of those written."""
    if answers.columns:
        return table
    rewritten = [
        f"{_cell(field, answers, f'c{place}')} AS c{place}"
        for place, field in match.columns.items()
        if field.name in answers.values
    ]
    if not rewritten:
        return table
    return replace(table, query=f"SELECT * REPLACE ({', '.join(rewritten)}) FROM ({table.query})")  # noqa: S608  (our own names)


def with_grid_column(table: Table, match: Match) -> tuple[Table, Match]:
    """A table that says by coordinates alone where its rows belong gets an empty column for the grid."""
    ledger = match.ledger
    if not match.areas.has_point or any(field.name == ledger.grid_field for field in match.columns.values()):
        return table, match
    place, grid = len(table.headers), ledger.field(ledger.grid_field)
    query = f"SELECT *, NULL::VARCHAR AS c{place} FROM ({table.query})"  # noqa: S608  (our own names)
    wider = replace(table, headers=(*table.headers, grid.label), query=query)
    return wider, replace(match, columns={**match.columns, place: grid}, ways={**match.ways, place: "alias"})


def _ledger_wanted(table: Table, answers: Answers) -> QuestionError:
    """The ledgers that have every field the answers name."""
    named = {name for names in answers.columns.values() for name in names}
    fitting = [one for one in LEDGERS.values() if named <= {field.name for field in one.fields}]
    return QuestionError(
        f"{table.where}：答案写明了各列的意思，还要写明是哪个台账。命令行：答案文件里加 ledger，或用 --ledger。",
        "ledger_unknown",
        choices_of_ledgers(fitting or list(LEDGERS.values())),
    )


def _with_constants(table: Table, constants: Mapping[str, str]) -> Table:
    """The table with a column for every constant, headed by the field's name."""
    if not constants:
        return table
    width = len(table.headers)
    added = [f"{quote(value)} AS c{width + place}" for place, value in enumerate(constants.values())]
    query = f"SELECT * REPLACE ({CELLS} + {len(added)} AS {CELLS}), {', '.join(added)} FROM ({table.query})"  # noqa: S608  (our own names)
    return replace(table, headers=(*table.headers, *constants), query=query)


def _cell(field: Field, answers: Answers, text: str) -> str:
    """The rewritten text of a cell."""
    if field.type == "date" and answers.columns and answers.date_order in _ORDERS:
        return f"regexp_replace({text}, {quote(_THREE_NUMBERS)}, {quote(_ORDERS[answers.date_order])})"
    known = answers.values.get(field.name)
    if not known:
        return text
    bare = f"trim(coalesce({text}, ''))"
    cases = " ".join(f"WHEN {quote(raw)} THEN {quote(said)}" for raw, said in known.items() if raw != "*")
    rest = quote(known["*"]) if "*" in known else text
    return f"CASE {bare} {cases} ELSE {rest} END" if cases else rest
