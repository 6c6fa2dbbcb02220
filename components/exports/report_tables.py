"""Tables on paper: how wide each column is, how large its words are; and the table of measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from components.exports.tables import Column, Table
from components.views.formats import text_width
from data.measures.model import Measure

WIDTH = 442.2
"""Points between the margins of an A4 page after GB/T 9704: 156 mm."""
_SIZES = (9.0, 8.0, 7.0, 6.0)
FOLD_TIMES = {1: 4, 2: 3, 3: 2}
"""Columns → how many parts of a narrow table stand beside each other."""
_FOLD_ROOM = 9.0
"""Points around the words of a column of a folded table."""
_FOLD_AT = 18
"""Rows from which a narrow table is folded."""
_KEPT = 420.0
"""A table lower than this many points, two thirds of a page, is not broken."""
_INSETS = ((8, 4.0), (12, 2.5), (10_000, 1.0))
"""Up to so many columns, the points left and right of their words."""
_PHRASE, _PHRASE_LINES, _SENTENCE_LINES, _READABLE = 12.0, 3, 6, 7.0
"""A phrase of up to so many characters, and what is longer, should not take more lines than this, as long as words are
larger than the last."""
_WIDEST = 34
"""Characters a column of words may claim on one line; longer cells break."""


_SCOPE, _SOURCE, _AS_OF = "范围 ", "来源", "截至 "
"""How the parts of a passport in one line begin."""
_TOKEN = re.compile(r"[!-~]{4,}")
_MOST_STRETCH = 1.7
_NUMERIC = re.compile(r"[\d,.\u2009%/+\-—]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """A table and its measurements in points.

    Attributes:
        table: what is printed.
        widths: of the columns; together at most the paper's.
        is_right: column by column, whether it is set flush right: numbers, fractions, percentages.
        size: of the words.
        inset: left and right of them.
        part: columns of one part of a folded table.
    """

    table: Table
    widths: tuple[float, ...]
    is_right: tuple[bool, ...]
    size: float
    inset: float
    part: int

    @property
    def height(self) -> float:
        """About how high it will be, in points: to know whether a page holds it."""
        lines = 0.0
        for row in (self.table.headings, *self.table.texts):
            cells = zip(row, self.widths, strict=True)
            room = 2 * self.inset
            lines += max(-(-text_width(cell, self.size) * 1.05 // max(width - room, 1)) for cell, width in cells) or 1
        return lines * self.size * 1.5 + (len(self.table.rows) + 1) * 9

    @property
    def is_kept(self) -> bool:
        """Whether it stays on one page."""
        return self.height < _KEPT


def laid_out(
    table: Table,
    *,
    width: float = WIDTH,
    sizes: Sequence[float] = _SIZES,
    inset: float | None = None,
    is_folded: bool = True,
) -> Layout:
    """The table at the largest size at which no number breaks.

    Args:
        table: what is printed.
        width: points there are.
        sizes: of its words, from the largest.
        inset: left and right of them; None for paper's.
        is_folded: stands beside itself where it is long and narrow.
    """
    wide, part = folded(table) if is_folded else (table, len(table.columns))
    texts = wide.texts
    columns = len(wide.columns)
    if inset is None:
        inset = next(room for most, room in _INSETS if columns <= most)
    is_right = tuple(
        column.is_number or (any(row[index] for row in texts) and all(_NUMERIC.fullmatch(row[index]) for row in texts))
        for index, column in enumerate(wide.columns)
    )
    for size in sizes:
        least = _even([_least(wide, texts, index, size) + 2 * inset for index in range(columns)], wide)
        longest = [min(_longest(wide, texts, index, size), _WIDEST * size) + 2 * inset for index in range(columns)]
        wished = _even([max(pair) for pair in zip(longest, least, strict=True)], wide)
        layout = Layout(wide, _shared(least, wished, width), is_right, size, inset, part)
        if sum(least) <= width and not (size > _READABLE and _is_crammed(layout)):
            break
    return layout


def _is_crammed(layout: Layout) -> bool:
    """Whether words stand in a column so narrow that they take many lines: smaller words read better."""
    return any(
        text_width(cell, layout.size) * 1.05 > _most_lines(cell) * (width - 2 * layout.inset)
        for row in layout.table.texts
        for cell, width in zip(row, layout.widths, strict=True)
    )


def _most_lines(cell: str) -> int:
    return _PHRASE_LINES if text_width(cell, 1) <= _PHRASE else _SENTENCE_LINES


def folded(table: Table) -> tuple[Table, int]:
    """A long and narrow table beside itself, read down first, and how many columns one part has."""
    columns = len(table.columns)
    if len(table.rows) < _FOLD_AT:
        return table, columns
    cells = zip(table.headings, *table.texts, strict=True)
    # A heading may take two lines, names may not.
    needed = sum(
        max(text_width(heading, _SIZES[0]) * 0.6, *(text_width(text, _SIZES[0]) for text in texts)) + _FOLD_ROOM
        for heading, *texts in cells
    )
    times = min(FOLD_TIMES.get(columns, 1), int(WIDTH / needed))
    return (beside_itself(table, -(-len(table.rows) // times)) if times > 1 else table), columns


def beside_itself(table: Table, high: int) -> Table:
    """The table in parts of so many rows, side by side."""
    parts = [table.rows[start : start + high] for start in range(0, len(table.rows), high)]
    blank = ("",) * len(table.columns)
    rows = tuple(
        tuple(cell for part in parts for cell in (part[index] if index < len(part) else blank))
        for index in range(min(high, len(table.rows)))
    )
    return Table(table.columns * len(parts), rows)


def _even(widths: list[float], table: Table) -> list[float]:
    """Many narrow columns of numbers are all as wide as the widest of them: a calendar."""
    if len(widths) <= 12:
        return widths
    widest = max((width for width, column in zip(widths, table.columns, strict=True) if column.is_number), default=0)
    return [widest if column.is_number else width for width, column in zip(widths, table.columns, strict=True)]


def _shared(least: Sequence[float], wished: Sequence[float], room: float) -> tuple[float, ...]:
    """Widths between least and wished that fill the paper."""
    if sum(wished) <= room:
        factor = min(room / sum(wished), _MOST_STRETCH)
        return tuple(width * factor for width in wished)
    if sum(least) >= room:
        factor = room / sum(least)
        return tuple(width * factor for width in least)
    spare = (room - sum(least)) / max(sum(wished) - sum(least), 1e-9)
    return tuple(low + (high - low) * spare for low, high in zip(least, wished, strict=True))


def _least(table: Table, texts: Sequence[Sequence[str]], index: int, size: float) -> float:
    """Numbers and days stay whole; words and headings may break after a few characters."""
    heading = table.columns[index].heading
    room = min(text_width(heading, size), max(text_width(heading, size) / 2, 3 * size) if len(heading) > 3 else 1e9)
    cells = [row[index] for row in texts]
    if table.columns[index].format == "text":
        # Numbers of files and the like do not break, wherever they stand.
        room = max([room, *(text_width(token, size) * 1.06 for cell in cells for token in _TOKEN.findall(cell))])
        words = max((text_width(cell, size) for cell in cells), default=0)
        if len(table.columns) > 12 and not index:
            return words * 1.3
        kept = 4.2 if len(table.columns) <= 8 else 3.2
        return max(room, min(words, kept * size))
    return max(room, max((text_width(cell, size) for cell in cells), default=0) * 1.04)


def _longest(table: Table, texts: Sequence[Sequence[str]], index: int, size: float) -> float:
    cells = [table.columns[index].heading, *(row[index] for row in texts)]
    return max(text_width(cell, size) for cell in cells) * 1.04


def measure_table(measures: Sequence[Measure], passports: Mapping[str, str] | None = None) -> Table:
    """指标 · 单位 · 口径 · 出处, in order of appearance; 分子／分母 where the document has no figure of the measure's own."""
    columns = (
        Column("label", "指标", "text"),
        Column("unit", "单位", "text"),
        Column("definition", "口径", "text"),
        Column("parts", "出处", "text"),
    )
    _, own = shared_words(passports or {})
    rows = tuple((m.label, m.unit, m.definition, own.get(m.code) or _fraction(m)) for m in measures)
    return Table(columns, rows)


def shared_words(passports: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """What most passports say alike, scope and version of the data, for a line above them; and each without it.

    Args:
        passports: measure → where its figure comes from, parts divided by ；.
    """
    parts = {code: line.rstrip("。").split("；") for code, line in passports.items()}
    scope = _usual(part for told in parts.values() for part in told if part.startswith(_SCOPE))
    version = _usual(part[part.index(_AS_OF) :] for told in parts.values() for part in told if _AS_OF in part)
    own = {
        code: "；".join(filter(None, (_without(part, scope, version) for part in told))) for code, told in parts.items()
    }
    common = "；".join(filter(None, (scope.removeprefix(_SCOPE), version)))
    return f"除另注明的以外，各数的范围：{common}。" if common else "", {
        code: f"{line}。" for code, line in own.items()
    }


def _usual(words: Iterable[str]) -> str:
    """The words that occur most, if they do so more than once."""
    found = Counter(words).most_common(1)
    return found[0][0] if found and found[0][1] > 1 else ""


def _without(part: str, scope: str, version: str) -> str:
    if scope and part == scope:
        return ""
    rest = part.removesuffix(version).rstrip(" ·") if version else part
    return "" if rest == _SOURCE else rest


def _fraction(measure: Measure) -> str:
    return f"{measure.numerator}／{measure.denominator}" if measure.is_rate else "—"
