"""One view on one sheet: title, scope, finding, the typed table, and what it looks like drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from components.exports.document import Document, Item
from components.exports.tables import Cell, Column, Table, long_table, table_of
from components.exports.xlsx_cells import depths, fills_of, map_legend, write_intervals
from components.exports.xlsx_charts import chart_of
from components.exports.xlsx_cover import CONTENTS
from components.exports.xlsx_styles import (
    LINE_PT,
    NUMBERS,
    Styles,
    column_width,
    decimals_format,
    heading_look,
    lines_of,
    link,
    set_page,
    write_merged,
    write_text,
)
from components.views.formats import NO_VALUE, plain, ratio_decimals, text_width
from components.views.model import View
from components.views.tokens import LIGHT

HEAD_ROW = 4
"""Row of the headings: above it title, scope, finding, and the way back."""
FIRST_ROW = HEAD_ROW + 1
_SIDE_CHART = 66
"""Tables up to this many characters wide have their chart beside them, wider ones below."""
_LANDSCAPE = 84
_MOST_LINES = 20
_FILTERED = ("table", "map", "sankey", "tree")


def write_view(book: Workbook, sheet: Worksheet, item: Item, document: Document, styles: Styles) -> None:
    """Fill a sheet with a view.

    Args:
        book: the workbook, which owns charts.
        sheet: an empty sheet.
        item: the view.
        document: gives the words around it.
        styles: of the workbook.
    """
    table = table_of(item)
    widths = _widths(table)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    is_beside = sum(widths) <= _SIDE_CHART
    span = _head(sheet, item, document, styles, widths, is_beside=is_beside)
    end = FIRST_ROW
    if item.view.empty:
        write_merged(sheet, HEAD_ROW, 0, span, item.view.empty, styles, font_color=LIGHT.mute)
        sheet.set_row(HEAD_ROW, LINE_PT * 3)
    else:
        _table(sheet, item, table, styles, widths)
        end = FIRST_ROW + len(table.rows)
        end = _beside_and_below(book, sheet, item, table, styles, widths, is_beside=is_beside, end=end)
    own = f"本表引用码 {item.code} · {document.standing}" if item.code else document.standing
    small = [line for line in (item.view.footnote, item.small_print, own) if line]
    for number, line in enumerate(small, end + 1):
        write_text(sheet, number, 0, line, styles, font_color=LIGHT.mute, font_size=9)
    has_side = is_beside and not item.view.empty and item.view.kind not in ("cards", "text", "table", "sankey", "tree")
    set_page(sheet, document, is_wide=has_side or sum(widths) > _LANDSCAPE, repeat=HEAD_ROW if table.rows else None)


def _widths(table: Table) -> list[float]:
    texts = list(zip(*table.texts, strict=True)) if table.rows else [()] * len(table.columns)
    most = 78 if len(table.columns) <= 2 else 46 if len(table.columns) <= 6 else 34
    return [column_width(c.heading, said, most=most) for c, said in zip(table.columns, texts, strict=True)]


def _head(
    sheet: Worksheet, item: Item, document: Document, styles: Styles, widths: list[float], *, is_beside: bool
) -> int:
    """Title, scope, finding and the link back; returns the last column of the merged sentence."""
    view = item.view
    write_text(sheet, 0, 0, view.title, styles, bold=True, font_size=15)
    sheet.set_row(0, 26)
    unit = f"单位：{view.unit}" if view.unit else ""
    scope = " · ".join(part for part in (document.area, view.scope.period.label, unit, view.basis) if part)
    write_text(sheet, 1, 0, scope, styles, font_color=LIGHT.mute)
    # The sentence may run on over the columns beside the table, which are as wide as Excel makes them.
    wide, span = sum(widths), max(len(widths) - 1, 0)
    while wide < _LANDSCAPE and is_beside:
        wide, span = wide + 8.43, span + 1
    if view.finding:
        write_merged(sheet, 2, 0, span, view.finding, styles, font_size=11)
        sheet.set_row(2, LINE_PT * 1.1 * lines_of(plain(view.finding), wide / 1.12) + 4)
    link(sheet, 3, 0, CONTENTS, "返回目录", styles, font_size=9)
    if document.is_demo and len(widths) > 1:
        write_text(sheet, 3, 1, "示例数据", styles, font_size=9, bold=True, font_color=LIGHT.watch)
    sheet.freeze_panes(FIRST_ROW, 1 if len(widths) > 4 else 0)
    return span


def _table(sheet: Worksheet, item: Item, table: Table, styles: Styles, widths: list[float]) -> None:
    """Headings and cells, typed; fills, bars and outline levels by kind."""
    view = item.view
    for index, column in enumerate(table.columns):
        side = {"align": "center"} if view.kind == "heatmap" and index else _side(column, index)
        write_text(sheet, HEAD_ROW, index, column.heading, styles, **heading_look(), text_wrap=True, **side)
    sheet.set_row(HEAD_ROW, 34 if any(text_width(text, 1.82) > 24 for text in table.headings) else 22)
    fills = fills_of(item, table)
    indents, texts = depths(view, table), table.texts
    for number, cells in enumerate(table.rows):
        row = FIRST_ROW + number
        lines = max(lines_of(text, wide) for text, wide in zip(texts[number], widths, strict=True))
        level = {"level": min(indents[number], 7)} if indents else {}
        if lines > 1 or indents:
            sheet.set_row(row, LINE_PT * min(lines, _MOST_LINES) if lines > 1 else None, None, level)
        for index, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            look = fills.get((number, index), {})
            if indents and index == 0 and indents[number]:
                look = {**look, "indent": min(indents[number], 15)}
            write_cell(sheet, row, index, cell, column, styles, **look)
    last = FIRST_ROW + len(table.rows) - 1
    if view.kind in _FILTERED and len(table.rows) > 3:
        sheet.autofilter(HEAD_ROW, 0, last, len(table.columns) - 1)
    if indents:
        sheet.outline_settings(symbols_below=False)
    _bars(sheet, view, table, last)


def _side(column: Column, index: int) -> dict[str, Any]:
    """Numbers flush right; words off the numbers before them."""
    return {"align": "right"} if column.is_number else {"indent": 1} if index else {}


def write_cell(sheet: Worksheet, row: int, index: int, cell: Cell, column: Column, styles: Styles, **look: Any) -> None:
    """Write one cell by its type; words in a column of numbers are grey."""
    edge: dict[str, Any] = {"bottom": 1, "bottom_color": LIGHT.grid, **look}
    if isinstance(cell, int | float):
        sheet.write_number(row, index, cell, styles(num_format=_shape(cell, column), **edge))
    elif isinstance(cell, date):
        sheet.write_datetime(
            row, index, cell, styles(num_format=NUMBERS["date"], align="left", indent=min(index, 1), **edge)
        )
    else:
        said = NO_VALUE if cell is None else cell
        quiet: dict[str, Any] = {"font_color": LIGHT.mute} if column.is_number else {"text_wrap": True}
        quiet |= _side(column, index)
        write_text(sheet, row, index, said, styles, **{**quiet, **edge})


def _shape(cell: float, column: Column) -> str:
    """The number format that prints a cell as it stands on the screen."""
    if column.format == "ratio":
        return decimals_format(ratio_decimals(cell))
    return "#,##0" if column.format == "number" and float(cell).is_integer() else NUMBERS[column.format]


def _bars(sheet: Worksheet, view: View, table: Table, last: int) -> None:
    """Quiet bars in the cells of columns that are bars on the screen, and of flows."""
    declared = view.options.get("formats", {})
    for index, column in enumerate(table.columns):
        kind = declared.get(column.name, "")
        if kind in ("bar", "days_bar") or (view.kind in ("sankey", "tree") and column.name in ("n", "value")):
            bar: dict[str, Any] = {
                "type": "data_bar",
                "bar_solid": True,
                "bar_color": "#E6C08D" if kind == "days_bar" else LIGHT.soft,
                "min_type": "num",
                "min_value": 0,
            }
            if top := view.options.get("max", {}).get(column.name):
                bar |= {"max_type": "num", "max_value": top}
            sheet.conditional_format(FIRST_ROW, index, last, index, bar)


def _beside_and_below(
    book: Workbook,
    sheet: Worksheet,
    item: Item,
    table: Table,
    styles: Styles,
    widths: list[float],
    *,
    is_beside: bool,
    end: int,
) -> int:
    """The chart, the map's legend and a heat map's further columns; returns the first free row."""
    beside = len(table.columns) + 1
    if item.view.kind == "map":
        map_legend(sheet, item, FIRST_ROW, beside, styles)
    if item.view.kind == "heatmap":
        end = _all_columns(sheet, item.view, table, styles, end)
    at = (FIRST_ROW, beside) if is_beside else (end + 1, 0)
    ends = write_intervals(sheet, item.view, at, styles)
    made = chart_of(book, sheet.get_name(), item, table, HEAD_ROW, ends)
    if made is None:
        return end
    chart, height = made
    place = {"object_position": 2, "description": item.view.alt}
    if is_beside:
        sheet.insert_chart(*at, chart, {**place, "x_offset": 6})
        rows_taken = int(height / 20) + 2
        return max(end, FIRST_ROW + rows_taken)
    sheet.insert_chart(*at, chart, {**place, "y_offset": 6})
    return end + 2 + int(height / 20)


def _all_columns(sheet: Worksheet, view: View, table: Table, styles: Styles, end: int) -> int:
    """Below the matrix, a row a cell, when the view knows more of its cells than one number."""
    full = long_table(view)
    if len(full.columns) <= 3:
        return end
    write_text(sheet, end + 1, 0, "逐格明细", styles, bold=True)
    for index, column in enumerate(full.columns):
        side = _side(column, index)
        write_text(sheet, end + 2, index, column.heading, styles, **heading_look(), text_wrap=True, **side)
    for number, cells in enumerate(full.rows):
        for index, (column, cell) in enumerate(zip(full.columns, cells, strict=True)):
            write_cell(sheet, end + 3 + number, index, cell, column, styles)
    return end + 3 + len(full.rows)
