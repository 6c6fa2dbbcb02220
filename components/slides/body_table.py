"""A table on a slide: as many rows as can be read from the back row, the columns that matter, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.exports.pictures_inside import wrapped
from components.exports.svg_marks import Box, Fill, Mark, Path, Stroke, Words, polyline
from components.exports.table_model import Column, Table
from components.slides.layout import THEME, Body
from components.views.formats import is_month, shortened, text_width

SIZES = (34.0, 28.0, 24.5)
"""A table is set in the largest size in which all of it fits, else in the smallest."""
SMALL_PX = SIZES[-1]
_ROW, _TALL_ROW, _HEAD_LINE = 1.75, 2.2, 1.35
_CELL_EDGE, _AFTER_NUMBER = 14.0, 20.0
"""Room at both sides of a cell, and more of it before words that follow a number flush right."""
_LEAST_WORDS, _MOST_WORDS = 11.0, 24.0
"""A column of words is at least and at most this wide, in characters, unless its own words are shorter."""
_ELSEWHERE = "见快照与通报"


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns and their widths at a size."""

    table: Table
    texts: tuple[tuple[str, ...], ...]
    headings: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    size: float

    @property
    def head(self) -> float:
        lines = max((len(lines) for lines in self.headings), default=1)
        return self.size * (_HEAD_LINE * lines + 0.4)


def table_body(table: Table) -> Body:
    """The table without its item codes, which nobody reads from a wall; a line tells what else does not fit."""
    table = _picked(table, _without_codes(table.columns))

    def body(width: float, height: float) -> list[Mark]:
        for size in SIZES:
            grid = _fitted(table, width, size)
            columns_out = len(table.columns) - len(grid.table.columns)
            if not columns_out and grid.head + size * _ROW * len(table.rows) <= height:
                break
        room, count = height - grid.head, len(table.rows)
        if columns_out or size * _ROW * count > room:
            room -= SMALL_PX * _ROW
            count = max(min(int(room / (size * _ROW)), count), 1)
        pitch = min(room / max(count, 1), size * _TALL_ROW)
        marks, y = _drawn(grid, count, pitch, width)
        if words := _left_out(len(table.rows) - count, columns_out):
            marks.append(Words(0, y + SMALL_PX * _ROW / 2, words, SMALL_PX, THEME.ink2))
        return marks

    return body


def _without_codes(columns: Sequence[Column]) -> list[int]:
    kept = [n for n, column in enumerate(columns) if not column.name.endswith("_code")]
    return kept or list(range(len(columns)))


def _left_out(rows: int, columns: int) -> str:
    said = "、".join(part for part in (f"{rows:,} 行" if rows else "", f"{columns} 列" if columns else "") if part)
    return f"另有 {said}，{_ELSEWHERE}" if said else ""


def _fitted(table: Table, width: float, size: float) -> _Grid:
    """The most columns that fit, in their order."""
    kept = list(range(len(table.columns)))
    for index in [None, *dispensable(table.columns)]:
        if index is not None:
            kept.remove(index)
        picked = _picked(table, kept)
        least = [_least(picked, number, size) for number in range(len(kept))]
        if sum(least) <= width:
            break
    widths = _widths(picked, least, width, size)
    headings = tuple(
        tuple(_two_lines(column.heading, wide - 2 * _CELL_EDGE - _indent(picked.columns, number), size))
        for number, (column, wide) in enumerate(zip(picked.columns, widths, strict=True))
    )
    return _Grid(picked, picked.texts, headings, tuple(widths), size)


def dispensable(columns: Sequence[Column]) -> list[int]:
    """Columns in the order they are dropped when there is no room: the first column and the first number stay.

    Words go from the last column on, then months from the oldest on, then numbers from the last on.
    """
    first_words = next((n for n, column in enumerate(columns) if not column.is_number), 0)
    first_number = next((n for n, column in enumerate(columns) if column.is_number), first_words)
    months = [n for n, column in enumerate(columns) if is_month(column.name)]
    others = [n for n in range(len(columns)) if n not in (first_words, first_number) and n not in months]
    words = [n for n in reversed(others) if not columns[n].is_number]
    numbers = [n for n in reversed(others) if columns[n].is_number]
    return [*words, *months[:-1], *numbers]


def _picked(table: Table, kept: Sequence[int]) -> Table:
    columns = tuple(table.columns[n] for n in kept)
    return Table(columns, tuple(tuple(row[n] for n in kept) for row in table.rows))


def _least(table: Table, number: int, size: float) -> float:
    """The width below which a column says nothing: all of a number, a few characters of words."""
    column = table.columns[number]
    texts = [row[number] for row in table.texts]
    own = max((text_width(text, size) for text in texts), default=0.0)
    head = max((text_width(line, size) for line in _two_lines(column.heading, 0, size)), default=0.0)
    if column.is_number or column.format == "date":
        return max(own, head) + 2 * _CELL_EDGE + _indent(table.columns, number)
    return max(min(own, size * _LEAST_WORDS), head) + 2 * _CELL_EDGE + _indent(table.columns, number)


def _indent(columns: Sequence[Column], number: int) -> float:
    return _AFTER_NUMBER if number and columns[number - 1].is_number and not columns[number].is_number else 0.0


def _two_lines(heading: str, room: float, size: float) -> list[str]:
    """A heading on one line where there is room, else broken before its unit or in its middle."""
    if text_width(heading, size) <= room:
        return [heading]
    before, mark, unit = heading.partition("（")
    if mark and before:
        return [before, mark + unit] if len(before) <= 8 else [*_halves(before), mark + unit]
    return _halves(heading) if len(heading) > 4 else [heading]


def _halves(text: str) -> list[str]:
    middle = -(-len(text) // 2)
    lines = wrapped(text, max(text_width(text[:middle], 1.0), text_width(text[middle:], 1.0)) + 0.01, 1.0)
    return lines if len(lines) <= 2 else [text[:middle], text[middle:]]


def _widths(table: Table, least: list[float], width: float, size: float) -> list[float]:
    """Columns of words grow to what their words want, then what is left is shared by all."""
    widths = list(least)
    wanted = [
        max(
            least[n],
            min(max((text_width(row[n], size) for row in table.texts), default=0), size * _MOST_WORDS)
            + 2 * _CELL_EDGE
            + _indent(table.columns, n),
        )
        for n in range(len(table.columns))
    ]
    spare, lacking = width - sum(widths), [wish - own for wish, own in zip(wanted, widths, strict=True)]
    if spare > 0 and sum(lacking) > 0:
        share = min(spare / sum(lacking), 1.0)
        widths = [own + more * share for own, more in zip(widths, lacking, strict=True)]
    widths = _with_whole_headings(table, widths, width, size)
    spare = width - sum(widths)
    # Columns far apart are hard to follow across: what is spare beyond this stays empty at the right.
    extra = min(spare / len(widths), size * 6) if spare > 0 else spare / len(widths)
    return [own + extra for own in widths]


def _with_whole_headings(table: Table, widths: list[float], width: float, size: float) -> list[float]:
    """The columns grown so that headings stand on one line, those that lack least first, while there is room."""
    lacking = {
        n: text_width(column.heading, size) + 2 * _CELL_EDGE + _indent(table.columns, n) - widths[n]
        for n, column in enumerate(table.columns)
    }
    spare, grown = width - sum(widths), list(widths)
    for n in sorted(lacking, key=lambda n: lacking[n]):
        if 0 < lacking[n] <= spare:
            grown[n] += lacking[n]
            spare -= lacking[n]
    return grown


def _drawn(grid: _Grid, count: int, pitch: float, width: float) -> tuple[list[Mark], float]:
    size, head = grid.size, grid.head
    wide = min(sum(grid.widths), width)
    marks: list[Mark] = [Box(0, 0, wide, head, Fill(THEME.control))]
    deepest = max(len(lines) for lines in grid.headings)
    for place in range(deepest):
        line = [(*[""] * (deepest - len(lines)), *lines)[place] for lines in grid.headings]
        middle = size * (0.2 + _HEAD_LINE * (place + 0.5))
        marks += _row(grid, line, middle, THEME.ink2)
    for number, texts in enumerate(grid.texts[:count]):
        y = head + pitch * number
        marks += _row(grid, texts, y + pitch / 2, THEME.ink)
        marks.append(Path(polyline([(0, y + pitch), (wide, y + pitch)]), stroke=Stroke(THEME.line, 1.5)))
    return marks, head + pitch * count


def _row(grid: _Grid, texts: Sequence[str], middle: float, colour: str) -> list[Mark]:
    marks: list[Mark] = []
    left = 0.0
    columns = grid.table.columns
    for number, (column, text, wide) in enumerate(zip(columns, texts, grid.widths, strict=True)):
        indent = _indent(columns, number)
        shown = shortened(" ".join(text.split()), wide - indent - 2 * _CELL_EDGE + 1, grid.size) if text else ""
        if shown and column.is_number:
            marks.append(Words(left + wide - _CELL_EDGE, middle, shown, grid.size, colour, "end"))
        elif shown:
            marks.append(Words(left + indent + _CELL_EDGE, middle, shown, grid.size, colour))
        left += wide
    return marks
