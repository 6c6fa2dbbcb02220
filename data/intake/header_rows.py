"""Where the header of a table is: below titles, and over one, two or three rows with merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from data.intake.header_text import normalise
from data.ledgers import LEDGERS

ROWS_LOOKED_AT = 25
_ENOUGH = 2

Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]
"""First and last cell (row, column, from 0) of every merged range."""


@cache
def known_headers() -> frozenset[str]:
    """Every header some ledger knows, as it is compared."""
    names = (name for ledger in LEDGERS.values() for field in ledger.fields for name in field.headers)
    return frozenset(normalise(name) for name in names)


def known_count(cells: Sequence[str]) -> int:
    """How many different cells are headers of some ledger."""
    return len({normalise(cell) for cell in cells if cell.strip()} & known_headers())


def find_header(
    rows: Sequence[Sequence[str]], merged: Merged = (), deepest: int = 3
) -> tuple[int, int, tuple[str, ...]] | None:
    """The header among the first rows of a table.

    The first row that says anything is the header, unless clearly more known headings stand in a later one,
    or in several taken together.

    Args:
        rows: the first rows, as text.
        merged: merged ranges of the sheet.
        deepest: of how many rows a header may be.

    Returns:
        Position of its first row, how many rows it has, and its cells; None when all rows are blank.
    """
    first = next((place for place, cells in enumerate(rows) if any(cell.strip() for cell in cells)), None)
    if first is None:
        return None
    filled = _filled(rows, merged)
    best = (first, 1, tuple(rows[first]))
    most = max(known_count(rows[first]), _ENOUGH - 1)
    for depth in range(1, deepest + 1):
        for place in range(first, min(len(rows), ROWS_LOOKED_AT) - depth + 1):
            cells = tuple(rows[place]) if depth == 1 else _joined(filled[place : place + depth])
            if (found := known_count(cells)) > most and (depth == 1 or _is_header_row(rows[place + depth - 1])):
                best, most = (place, depth, cells), found
    return _deepened(rows, filled, merged, best, deepest)


def _deepened(
    rows: Sequence[Sequence[str]],
    filled: Sequence[Sequence[str]],
    merged: Merged,
    header: tuple[int, int, tuple[str, ...]],
    deepest: int,
) -> tuple[int, int, tuple[str, ...]]:
    """The header with the rows below it that part its merged headings, though no ledger knows their words."""
    place, depth, _ = header
    spans = {
        column
        for (top, left), (bottom, right) in merged
        if place <= top and bottom < place + deepest and right > left
        for column in range(left, right + 1)
    }
    end = place + depth
    while end < min(len(rows), place + deepest) and _parts_headings(rows[end], spans):
        end += 1
    if end == place + depth:
        return header
    lines = [
        _spread(line, spans) if number < end - place - 1 else line for number, line in enumerate(filled[place:end])
    ]
    return place, end - place, _joined(lines)


def _parts_headings(cells: Sequence[str], spans: set[int]) -> bool:
    """Whether a row says something below merged headings only."""
    said = {column for column, cell in enumerate(cells) if cell.strip()}
    return bool(said) and said <= spans and _is_header_row(cells)


def _spread(cells: Sequence[str], spans: set[int]) -> list[str]:
    """A heading holds for the blank cells to its right below the same merged heading."""
    spread: list[str] = []
    for column, cell in enumerate(cells):
        is_open = not cell.strip() and column in spans and column - 1 in spans and spread
        spread.append(spread[-1] if is_open else cell)
    return spread


def _is_header_row(cells: Sequence[str]) -> bool:
    """A row of numbers is data, whatever stands above it."""
    return not any(cell.strip().replace(".", "").replace("-", "").isdigit() for cell in cells)


def _filled(rows: Sequence[Sequence[str]], merged: Merged) -> list[list[str]]:
    """The rows with the text of every merged range in all its cells."""
    width = max((len(cells) for cells in rows), default=0)
    filled = [[*cells, *[""] * (width - len(cells))] for cells in rows]
    for (top, left), (bottom, right) in merged:
        if top >= len(filled) or left >= width:
            continue
        for row in range(top, min(bottom, len(filled) - 1) + 1):
            for column in range(left, min(right, width - 1) + 1):
                filled[row][column] = filled[top][left]
    return filled


def _joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One heading a column: the lowest known one, or all that stand above one another."""
    columns = [
        list(dict.fromkeys(cell.strip() for cell in column if cell.strip())) for column in zip(*rows, strict=True)
    ]
    lowest = [parts[-1] if parts else "" for parts in columns]
    times: Mapping[str, int] = {name: lowest.count(name) for name in lowest}
    names = []
    for parts, name in zip(columns, lowest, strict=True):
        whole = "".join(parts)
        known = next((part for part in (whole, *reversed(parts)) if normalise(part) in known_headers()), "")
        names.append(known if known and (known == whole or times[name] == 1) else " ".join(parts))
    return tuple(names)
