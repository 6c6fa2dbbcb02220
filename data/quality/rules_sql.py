"""How a rule writes its SELECT."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.ledgers import Ledger
from data.store.reader import Reader

Text = Callable[[Reader], str]


def hits(ledger: Ledger, table: str, condition: str, said: str, key: str = "") -> str:
    """The rows of a ledger that meet a condition, in ``HIT_COLUMNS``.

    Args:
        ledger: the declaration.
        table: its table.
        condition: SQL over its columns.
        said: a text expression: what is wrong with the row.
        key: a text expression for its number; the ledger's own number unless given.
    """
    names = {field.name for field in ledger.fields}
    grid = ledger.grid_field if ledger.grid_field in names else "NULL"
    return (
        f"SELECT '{ledger.name}' AS ledger, {key or ledger.id_field}::VARCHAR AS key, "  # noqa: S608  (declared names)
        f"coalesce({grid}, '') AS grid_code, {said} AS said, source_file, source_sheet, source_row "
        f"FROM {table} WHERE {condition}"
    )


def joined_up(selects: Sequence[str]) -> str:
    """Several SELECTs as one; "" without any."""
    return " UNION ALL ".join(text for text in selects if text)


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
