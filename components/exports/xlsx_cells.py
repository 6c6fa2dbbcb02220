"""Colours and levels of cells: the classes of a map, the ramp of a heat map, the branches of a tree."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from components.exports.document import Item
from components.exports.svg_days import step_colour
from components.exports.svg_map import classed
from components.exports.svg_marks import Fill
from components.exports.tables import Table
from components.exports.xlsx_styles import Styles, write_text
from components.views.formats import is_missing
from components.views.model import View
from components.views.palette import text_on
from components.views.tokens import LIGHT

_PATTERNS = {"lines": 12, "diagonal": 14, "cross": 15, "dots": 18}
"""Excel's numbers of the patterns that stand for the states of a map."""
_TONES = {"good": LIGHT.good, "watch": LIGHT.watch}


def fills_of(item: Item, table: Table) -> dict[tuple[int, int], dict[str, Any]]:
    """(row, column) → properties of the cell, where its kind colours it."""
    makers = {"heatmap": _heat, "map": _classes, "cards": _tones}
    maker = makers.get(item.view.kind)
    return maker(item, table) if maker else {}


def _heat(item: Item, table: Table) -> dict[tuple[int, int], dict[str, Any]]:
    numbers = [cell for row in table.rows for cell in row[1:] if isinstance(cell, int | float)]
    top = float(max(numbers, default=0)) or 1.0
    return {
        (r, c): _flat(step_colour(float(cell), top, LIGHT)) | {"align": "center"}
        if isinstance(cell, int | float)
        else {"align": "center", "font_color": LIGHT.mute}
        for r, row in enumerate(table.rows)
        for c, cell in enumerate(row)
        if c
    }


def _classes(item: Item, table: Table) -> dict[tuple[int, int], dict[str, Any]]:
    """The value of each area in the colour it has on the map."""
    frame, keys = classed(item, LIGHT)
    fills = {key.letter: key.fill for key in keys}
    letters = dict(zip(frame["grid_code"].astype(str), frame["letter"], strict=True))
    return {
        (row, 1): fill_look(fills[letters[str(code)]]) | {"align": "right"}
        for row, code in enumerate(table.column("grid_code"))
    }


def _tones(item: Item, table: Table) -> dict[tuple[int, int], dict[str, Any]]:
    """Changes for the better and for the worse; their signs say the same without colour."""
    tones = list(item.view.frame.get("tone", []))
    big = {(row, 1): {"bold": True, "font_size": 12} for row in range(len(table.rows))}
    return big | {(row, 3): {"font_color": _TONES[tone]} for row, tone in enumerate(tones) if tone in _TONES}


def fill_look(fill: Fill) -> dict[str, Any]:
    """A fill of the drawings as properties of a cell."""
    if not fill.pattern:
        return _flat(fill.colour)
    # On a hatch only the darkest letters read.
    return {"pattern": _PATTERNS[fill.pattern], "bg_color": fill.colour, "fg_color": fill.ink, "font_color": LIGHT.ink}


def _flat(colour: str) -> dict[str, Any]:
    return {"bg_color": colour, "font_color": text_on(colour, LIGHT)}


def map_legend(sheet: Worksheet, item: Item, row: int, column: int, styles: Styles) -> None:
    """The classes with their colours and how many areas are in each."""
    _, keys = classed(item, LIGHT)
    unit = str(item.view.options.get("unit", item.view.unit))
    each = str(item.view.options.get("each", "个数"))
    write_text(sheet, row, column, "图例", styles, bold=True)
    write_text(sheet, row, column + 1, unit, styles, font_color=LIGHT.mute, indent=1)
    write_text(sheet, row, column + 2, each, styles, font_color=LIGHT.mute, align="right")
    sheet.set_column(column + 1, column + 1, 22)
    edge = {"border": 1, "border_color": LIGHT.line}
    for number, key in enumerate(keys, row + 1):
        sheet.write_blank(number, column, None, styles(**fill_look(key.fill), **edge))
        write_text(sheet, number, column + 1, key.words, styles, indent=1)
        sheet.write_number(number, column + 2, key.count, styles(num_format="#,##0"))


def write_intervals(sheet: Worksheet, view: View, at: tuple[int, int], styles: Styles) -> tuple[int, int] | None:
    """Write how far the interval of each share reaches below and above it, where its chart will lie over them.

    Charts take such lengths from cells only: what is written into the chart itself, not every office suite draws.

    Returns:
        Row of the first lengths and column of those below; the next column has those above. None without intervals.
    """
    if "low_pct" not in view.frame or view.empty:
        return None
    row, column = at[0] + 2, at[1]
    rows = view.frame
    ends = (("区间下限差", rows["value"] - rows["low_pct"]), ("区间上限差", rows["high_pct"] - rows["value"]))
    for number, (heading, lengths) in enumerate(ends, column):
        write_text(sheet, row - 1, number, heading, styles, font_color=LIGHT.mute, font_size=9)
        for place, length in enumerate(lengths, row):
            # A share on few items has no interval: a line without length.
            value = 0.0 if is_missing(length) else float(length)
            sheet.write_number(place, number, value, styles(num_format="0.0", font_color=LIGHT.mute, font_size=9))
    return row, column


def depths(view: View, table: Table) -> list[int]:
    """How deep each row of a tree lies; empty for other kinds."""
    if view.kind != "tree":
        return []
    found: list[int] = []
    open_branches: list[str] = []
    for label, above in zip(table.column("label"), table.column("parent"), strict=True):
        while open_branches and open_branches[-1] != above:
            open_branches.pop()
        found.append(len(open_branches))
        open_branches.append(str(label))
    return found
