"""How a list stands on slides: the size of its words, its columns, how many rows a slide holds, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from components.exports.document import Item
from components.exports.pictures_inside import wrapped
from components.exports.pptx_shapes import Area
from components.exports.report_tables import FOLD_TIMES, Layout, beside_itself, laid_out
from components.exports.tables import Table, table_of

SIZES = (12.0, 11.0, 10.0)
"""A list is set in the largest size at which no cell breaks twice, else in the smallest."""
MOST_LINES = 3
"""Of a cell; what is longer is cut."""
FEW_SLIDES = 2
"""A list that takes more slides than this shows its first one, and says where the rest is: nobody reads on from the wall."""
MOST_SLIDES = 8
"""Of a list that can be opened nowhere else: what a meeting ordered."""
_LINE = 1.45
"""Height of a line of our font, in sizes."""
_PAD = 3.5
_MANY_COLUMNS = 8
_WIDE_INSET, _SLIM_INSET = 10.0, 5.0


@dataclass(frozen=True, slots=True)
class Part:
    """What one slide shows of a list.

    Attributes:
        layout: its rows and their measurements; a short list of few columns stands beside itself.
        count: how many rows of the list these are.
    """

    layout: Layout
    count: int


def parts_of(item: Item, area: Area) -> tuple[list[Part], int]:
    """The parts of a table view that get a slide, and how many rows are left out."""
    table = table_of(item)
    parts = _beside_themselves(table, area) or list(_cut(table, area))
    most = FEW_SLIDES if item.code else MOST_SLIDES
    kept = len(parts) if len(parts) <= most else 1 if item.code else most
    return parts[:kept], sum(part.count for part in parts[kept:])


def lines_of_cell(text: str, width: float, size: float) -> list[str]:
    """A cell's words in lines; every font of an office is a little wider than ours."""
    return wrapped(" ".join(text.split()), width / 1.03, size) or [""]


def row_height(layout: Layout, texts: Sequence[str]) -> float:
    """How high a row is, in points."""
    lines = max(
        (
            min(len(lines_of_cell(text, width - 2 * layout.inset, layout.size)), MOST_LINES)
            for text, width in zip(texts, layout.widths, strict=True)
        ),
        default=1,
    )
    return lines * layout.size * _LINE + 2 * _PAD


def _layout(table: Table, width: float) -> Layout:
    inset = _SLIM_INSET if len(table.columns) > _MANY_COLUMNS else _WIDE_INSET
    for size in SIZES:
        layout = laid_out(table, width=width, sizes=(size,), inset=inset, is_folded=False)
        if _most_lines(layout) <= MOST_LINES - 1:
            break
    return layout


def _most_lines(layout: Layout) -> int:
    return max(
        (
            len(lines_of_cell(text, width - 2 * layout.inset, layout.size))
            for row in (layout.table.headings, *layout.table.texts)
            for text, width in zip(row, layout.widths, strict=True)
        ),
        default=1,
    )


def _cut(table: Table, area: Area) -> Iterator[Part]:
    """The rows in slides, as many as fit on each; widths and size are the same on all."""
    layout = _layout(table, area.width)
    room = area.height - row_height(layout, table.headings)
    rows: list[tuple] = []
    left = room
    for row, texts in zip(table.rows, table.texts, strict=True):
        high = row_height(layout, texts)
        if rows and left < high:
            yield Part(replace(layout, table=replace(table, rows=tuple(rows))), len(rows))
            rows, left = [], room
        rows.append(row)
        left -= high
    yield Part(replace(layout, table=replace(table, rows=tuple(rows))), len(rows))


def _beside_themselves(table: Table, area: Area) -> list[Part]:
    """The parts of a list of few columns, which stand side by side and are read down first; none where rows would break."""
    single = _layout(table, area.width)
    room = int(area.height / row_height(single, ("",) * len(single.widths))) - 1
    if len(table.rows) <= room or max(row_height(single, row) for row in table.texts) > row_height(
        single, ("",) * len(single.widths)
    ):
        return []
    for times in range(FOLD_TIMES.get(len(table.columns), 1), 1, -1):
        starts = range(0, len(table.rows), room * times)
        pieces = [replace(table, rows=table.rows[start : start + room * times]) for start in starts]
        layouts = [
            replace(_layout(beside_itself(piece, -(-len(piece.rows) // times)), area.width), part=len(table.columns))
            for piece in pieces
        ]
        if all(_most_lines(layout) == 1 for layout in layouts):
            return [Part(layout, len(piece.rows)) for layout, piece in zip(layouts, pieces, strict=True)]
    return []
