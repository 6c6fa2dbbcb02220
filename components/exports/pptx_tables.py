"""Native tables: a list, and the heat map as a coloured table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from components.exports.document import Item
from components.exports.pptx_list import MOST_LINES, lines_of_cell, row_height
from components.exports.pptx_page import Page
from components.exports.pptx_shapes import Align, Area, Paragraph, Run, emu, fill_xml, lines_of, paragraph_xml
from components.exports.report_tables import Layout
from components.exports.svg_marks import Fill
from components.views.figures_marked import chosen_names
from components.views.formats import NO_VALUE, is_missing, short, shortened, text_width
from components.views.palette import text_on
from components.views.tokens import LIGHT

SIZE = 12.0
"""Of words in the cells of a heat map."""
_MISSED = "▾"
"""Behind the number of a cell that lacks a ledger; drawings have a mark in the corner instead."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it looks."""

    text: str
    colour: str = LIGHT.ink
    fill: Fill = Fill()  # noqa: RUF009  (Fill is frozen: sharing one is safe)
    align: Align = "l"
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """How cells look: size and inset of their words, whether a net divides them, and columns of one part of a list."""

    size: float = SIZE
    side: float = 3.0
    is_net: bool = False
    part: int = 0

    def edge(self, tag: str, index: int) -> str:
        """The line at one side of a cell: all around in a net, below in a list, left of its second part."""
        colour = LIGHT.card if self.is_net else LIGHT.line
        is_drawn = self.is_net or tag == "lnB" or (tag == "lnL" and self.part and index and not index % self.part)
        return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>' if is_drawn else "<a:noFill/>"


def draw_table(page: Page, item: Item, area: Area, layout: Layout) -> None:
    """Draw a part of a list."""
    table, widths = layout.table, layout.widths
    aligns: list[Align] = ["r" if is_right else "l" for is_right in layout.is_right]
    head = [
        Cell(text, LIGHT.ink2, Fill(LIGHT.control), align, is_bold=True)
        for text, align in zip(table.headings, aligns, strict=True)
    ]
    body = [
        [
            Cell(_clipped(text, width, layout), align=align, colour=LIGHT.mute if text == NO_VALUE else LIGHT.ink)
            for text, align, width in zip(row, aligns, widths, strict=True)
        ]
        for row in table.texts
    ]
    heights = [row_height(layout, row) for row in (table.headings, *table.texts)]
    # A short table may breathe.
    air = min(max(area.height * 0.85 / sum(heights), 1.0), 1.4)
    look = _Look(layout.size, layout.inset, part=layout.part)
    _place(page, item, area, [head, *body], widths, [height * air for height in heights], look)


def _clipped(text: str, width: float, layout: Layout) -> str:
    """A cell of many lines, cut: the file with all of it is the spreadsheet."""
    lines = lines_of_cell(text, width - 2 * layout.inset, layout.size)
    flat = " ".join(text.split())
    return flat if len(lines) <= MOST_LINES else "".join(lines[:MOST_LINES])[:-1].rstrip() + "…"


def draw_heatmap(page: Page, item: Item, area: Area) -> None:
    """A table whose cells are coloured by their number; cells without one keep their words."""
    rows, unit = item.view.frame, item.view.unit
    down, across = list(dict.fromkeys(rows["row"])), list(dict.fromkeys(rows["column"]))
    top = float(np.nanmax(rows["value"].to_numpy(dtype=float, na_value=np.nan), initial=0)) or 1.0
    said = rows["display"] if "display" in rows else [""] * len(rows)
    missed = rows["silent"] > 0 if "silent" in rows else [False] * len(rows)
    cells = {
        (row, column): _heat_cell(value, str(words or ""), top, unit, is_missed=is_missed)
        for row, column, value, words, is_missed in zip(
            rows["row"], rows["column"], rows["value"], said, missed, strict=True
        )
    }
    none, chosen = Cell("", align="ctr"), chosen_names(rows, "row")
    names = min(max(text_width(str(name), SIZE) for name in down) * 1.06 + 14, area.width * 0.3)
    each = min((area.width - names) / len(across), 150.0)
    head = [
        Cell(f"{_MISSED} 有台账未报" if any(missed) else "", LIGHT.watch),
        *(Cell(shortened(str(name), 1.8 * each, SIZE), LIGHT.ink2, align="ctr", is_bold=True) for name in across),
    ]
    body = [
        [
            Cell(shortened(str(row), names - 14, SIZE), LIGHT.ink2, align="r", is_bold=row in chosen),
            *(cells.get((row, column), none) for column in across),
        ]
        for row in down
    ]
    lines = max(lines_of(shortened(str(name), 1.8 * each, SIZE), SIZE, each - 6) for name in across)
    heading = SIZE * 1.2 * min(lines, 3) + 6
    high = min((area.height - heading) / len(down), 44.0)
    heights = [heading] + [high] * len(down)
    _place(page, item, area, [head, *body], [names] + [each] * len(across), heights, _Look(is_net=True))


def _heat_cell(value: object, words: str, top: float, unit: str, *, is_missed: bool) -> Cell:
    if is_missing(value):
        return Cell(words, LIGHT.watch if is_missed else LIGHT.ink2, Fill(LIGHT.control), "ctr")
    steps = len(LIGHT.seq)
    number = float(value)  # type: ignore[arg-type]  # what is no number raises
    colour = LIGHT.seq[min(max(int(number / top * steps), 0), steps - 1)]
    said = f"{short(number, unit)} {_MISSED}" if is_missed else short(number, unit)
    return Cell(said, text_on(colour, LIGHT), Fill(colour), "ctr")


def _place(
    page: Page,
    item: Item,
    area: Area,
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    heights: Sequence[float],
    look: _Look,
) -> None:
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in widths)
    body = "".join(
        f'<a:tr h="{emu(height)}">{"".join(_cell_xml(cell, height, index, look) for index, cell in enumerate(row))}</a:tr>'
        for row, height in zip(rows, heights, strict=True)
    )
    table = f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>'
    at = Area(area.x, area.y, sum(widths), sum(heights))
    page.draw(page.pen.frame(at, "table", table, name=item.view.title, alt=item.view.alt))


def _cell_xml(cell: Cell, height: float, index: int, look: _Look) -> str:
    size = min(look.size, height * 0.62)
    words = paragraph_xml(
        Paragraph((Run(cell.text, size, cell.colour, cell.is_bold),) if cell.text else (), cell.align)
    )
    pad = 0.0 if look.is_net else 2.0
    width = 19_050 if look.is_net else 6_350
    sides = "".join(f'<a:{tag} w="{width}">{look.edge(tag, index)}</a:{tag}>' for tag in ("lnL", "lnR", "lnT", "lnB"))
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
        f'<a:tcPr marL="{emu(look.side)}" marR="{emu(look.side)}" marT="{emu(pad)}" marB="{emu(pad)}" anchor="ctr">'
        f"{sides}{fill_xml(cell.fill)}</a:tcPr></a:tc>"
    )
