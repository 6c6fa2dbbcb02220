"""Native tables: of rows, long ones on several slides, and the heat map as a coloured table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from components.exports.document import Item
from components.exports.pptx_page import Page
from components.exports.pptx_shapes import Align, Area, Paragraph, Run, emu, fill_xml, lines_of, paragraph_xml
from components.exports.svg_marks import Fill
from components.exports.tables import Table, table_of
from components.views.formats import is_missing, short, shortened, text_width
from components.views.palette import text_on
from components.views.tokens import LIGHT

SIZE = 12.0
FEW_SLIDES = 2
"""A list that takes more slides than this shows its first one, and says where the rest is: nobody reads on from the wall."""
MOST_SLIDES = 8
"""Of a list that can be opened nowhere else: what a meeting ordered."""
_MAX_LINES = 3
_PAD = 5.0
_SIDE = 10.0
_ROW = SIZE * 1.2 + 2 * _PAD
_WIDEST = 260.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it looks."""

    text: str
    colour: str = LIGHT.ink
    fill: Fill = Fill()  # noqa: RUF009  (Fill is frozen: sharing one is safe)
    align: Align = "l"
    is_bold: bool = False


def table_parts(item: Item, area: Area) -> tuple[list[Table], tuple[float, ...]]:
    """The rows of a table view, cut so that each part fits a slide, and the widths of its columns on all of them."""
    table = table_of(item)
    widths = column_widths(table, area.width)
    parts: list[list[tuple]] = [[]]
    left = area.height - _row_height(table.headings, widths)
    for row, texts in zip(table.rows, table.texts, strict=True):
        high = _row_height(texts, widths)
        if parts[-1] and left < high:
            parts.append([])
            left = area.height - _row_height(table.headings, widths)
        parts[-1].append(row)
        left -= high
    return [replace(table, rows=tuple(rows)) for rows in parts], tuple(widths)


def shown_parts(item: Item, parts: list[Table]) -> tuple[list[Table], int]:
    """The parts that get a slide, and how many rows are left out."""
    most = FEW_SLIDES if item.code else MOST_SLIDES
    kept = len(parts) if len(parts) <= most else 1 if item.code else most
    return parts[:kept], sum(len(part.rows) for part in parts[kept:])


def column_widths(table: Table, width: float) -> list[float]:
    """Widths after what the columns hold; the widest text gives way where there is not room for all."""
    texts = table.texts
    wanted = []
    for index, heading in enumerate(table.headings):
        held = max((text_width(row[index], SIZE) for row in texts), default=0)
        wanted.append(min(max(held, text_width(heading, SIZE), 36) * 1.06 + 2 * _SIDE, _WIDEST))
    total = sum(wanted)
    if total <= width:
        return [part * width / total for part in wanted]
    # Narrow columns keep what they need: a number must not break.
    low, high = 0.0, max(wanted)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(min(part, middle) for part in wanted) <= width else (low, middle)
    kept = [min(part, low) for part in wanted]
    return [part * width / sum(kept) for part in kept]


def _row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    lines = max(
        (min(lines_of(text, SIZE, width - 2 * _SIDE), _MAX_LINES) for text, width in zip(texts, widths, strict=True)),
        default=1,
    )
    return _ROW + (lines - 1) * SIZE * 1.2


def draw_table(page: Page, item: Item, area: Area, table: Table, widths: Sequence[float]) -> None:
    """Draw a part of a table."""
    aligns: list[Align] = ["r" if column.is_number else "l" for column in table.columns]
    head = [
        Cell(text, LIGHT.ink2, Fill(LIGHT.control), align, is_bold=True)
        for text, align in zip(table.headings, aligns, strict=True)
    ]
    body = [
        [
            Cell(_clipped(text, width), align=align, colour=LIGHT.mute if text == "—" else LIGHT.ink)
            for text, align, width in zip(row, aligns, widths, strict=True)
        ]
        for row in table.texts
    ]
    heights = [_row_height(row, widths) for row in (table.headings, *table.texts)]
    # A short table may breathe.
    air = min(max(area.height * 0.85 / sum(heights), 1.0), 1.4)
    _place(page, item, area, [head, *body], widths, [height * air for height in heights])


def _clipped(text: str, width: float) -> str:
    """A cell of many lines, cut: the file with all of it is the spreadsheet."""
    room = (width - 2 * _SIDE) * _MAX_LINES * 0.94
    flat = " ".join(text.split())
    if text_width(flat, SIZE) <= room:
        return flat
    while flat and text_width(flat + "…", SIZE) > room:
        flat = flat[:-1]
    return flat + "…"


def draw_heatmap(page: Page, item: Item, area: Area) -> None:
    """A table whose cells are coloured by their number; cells without one keep their words."""
    rows, unit = item.view.frame, item.view.unit
    down, across = list(dict.fromkeys(rows["row"])), list(dict.fromkeys(rows["column"]))
    top = float(np.nanmax(rows["value"].to_numpy(dtype=float, na_value=np.nan), initial=0)) or 1.0
    said = rows["display"] if "display" in rows else [""] * len(rows)
    cells = {
        (row, column): _heat_cell(value, str(words or ""), top, unit)
        for row, column, value, words in zip(rows["row"], rows["column"], rows["value"], said, strict=True)
    }
    none = Cell("", align="ctr")
    names = min(max(text_width(str(name), SIZE) for name in down) * 1.06 + 14, area.width * 0.3)
    each = min((area.width - names) / len(across), 150.0)
    head = [
        Cell(""),
        *(Cell(shortened(str(name), 1.8 * each, SIZE), LIGHT.ink2, align="ctr", is_bold=True) for name in across),
    ]
    body = [
        [
            Cell(shortened(str(row), names - 14, SIZE), LIGHT.ink2, align="r"),
            *(cells.get((row, column), none) for column in across),
        ]
        for row in down
    ]
    lines = max(lines_of(shortened(str(name), 1.8 * each, SIZE), SIZE, each - 6) for name in across)
    heading = SIZE * 1.2 * min(lines, 3) + 6
    high = min((area.height - heading) / len(down), 44.0)
    _place(page, item, area, [head, *body], [names] + [each] * len(across), [heading] + [high] * len(down), is_net=True)


def _heat_cell(value: object, words: str, top: float, unit: str) -> Cell:
    if is_missing(value):
        return Cell(words, LIGHT.ink2, Fill(LIGHT.control), "ctr")
    steps = len(LIGHT.seq)
    number = float(value)  # type: ignore[arg-type]  # what is no number raises
    colour = LIGHT.seq[min(max(int(number / top * steps), 0), steps - 1)]
    return Cell(short(number, unit), text_on(colour, LIGHT), Fill(colour), "ctr")


def _place(
    page: Page,
    item: Item,
    area: Area,
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    heights: Sequence[float],
    *,
    is_net: bool = False,
) -> None:
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in widths)
    body = "".join(
        f'<a:tr h="{emu(height)}">{"".join(_cell_xml(cell, height, is_net=is_net) for cell in row)}</a:tr>'
        for row, height in zip(rows, heights, strict=True)
    )
    table = f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>'
    at = Area(area.x, area.y, sum(widths), sum(heights))
    page.draw(page.pen.frame(at, "table", table, name=item.view.title, alt=item.view.alt))


def _cell_xml(cell: Cell, height: float, *, is_net: bool) -> str:
    size = min(SIZE, height * 0.62)
    words = paragraph_xml(
        Paragraph((Run(cell.text, size, cell.colour, cell.is_bold),) if cell.text else (), cell.align)
    )
    side, pad = (3.0, 0.0) if is_net else (_SIDE, 2.0)
    edge = f'<a:solidFill><a:srgbClr val="{(LIGHT.card if is_net else LIGHT.line)[1:]}"/></a:solidFill>'
    none = "<a:noFill/>"
    width = 19_050 if is_net else 6_350
    sides = "".join(
        f'<a:{tag} w="{width}">{edge if is_net or tag == "lnB" else none}</a:{tag}>'
        for tag in ("lnL", "lnR", "lnT", "lnB")
    )
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
        f'<a:tcPr marL="{emu(side)}" marR="{emu(side)}" marT="{emu(pad)}" marB="{emu(pad)}" anchor="ctr">'
        f"{sides}{fill_xml(cell.fill)}</a:tcPr></a:tc>"
    )
