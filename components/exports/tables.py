"""The one way from a view to a printable table: columns in print order, typed cells, and how each is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from components.exports.document import Item
from components.exports.table_model import Cell, Column, Table, as_cell, printed
from components.views.columns import ColumnFormat, column_format, heading, is_divided, is_whole, shown_columns
from components.views.formats import NO_VALUE, fraction, is_missing, is_month, month_label, plain
from components.views.map_state import EMPTIES
from components.views.model import View

__all__ = ["Cell", "Column", "Table", "as_cell", "data_table", "long_table", "printed", "table_of", "table_of_view"]


def table_of(item: Item) -> Table:
    """The table of an item's view; matrices and cards get a form that reads well on paper.

    An empty view gives its headings without rows; what to say instead is ``item.view.empty``.
    """
    return table_of_view(item.view)


def table_of_view(view: View) -> Table:
    """The same of a bare view."""
    if view.frame.empty:
        return long_table(view)
    makers = {"cards": _cards, "heatmap": _matrix, "map": _map, "tree": _tree, "text": _sentences, "trend": _trend}
    return makers.get(view.kind, long_table)(view)


def data_table(view: View) -> Table:
    """The table for further work, in a CSV file: of a heat map all its columns, a row a cell; else as printed."""
    return long_table(view) if view.kind == "heatmap" else table_of_view(view)


def long_table(view: View) -> Table:
    """Every column that has a heading, a row of the frame a row of the table."""
    return _table(view, [str(name) for name in shown_columns(view).columns])


def _table(view: View, names: Sequence[str]) -> Table:
    columns = tuple(Column(name, heading(view, name), column_format(view, name)) for name in names)
    cells = [_column_cells(view, column) for column in columns]
    return Table(columns, tuple(zip(*cells, strict=True)))


def _column_cells(view: View, column: Column) -> list[Cell]:
    """A column's cells; where its number may not be told or has no meaning, the words that say so."""
    values = view.frame[column.name]
    words = _words_instead(view, column)
    months = _months(view, column)
    source = months if months is not None else values
    return [said or as_cell(value) for value, said in zip(source, words, strict=True)]


def _words_instead(view: View, column: Column) -> Sequence[str]:
    """Row by row, what stands in place of a number; empty where the number stands."""
    rows = view.frame
    nothing = [""] * len(rows)
    if column.name in view.options.get("words", {}):
        return list(view.options["words"][column.name])
    if column.name != "value":
        return nothing
    if view.kind == "share_bars":
        small = rows["is_small"].astype(bool)
        return [
            fraction(n, d) if is_few and not is_missing(d) and d else ""
            for n, d, is_few in zip(rows["numerator"], rows["denominator"], small, strict=True)
        ]
    if "display" not in rows:
        return nothing
    return [
        str(text) if is_missing(value) and text and text != NO_VALUE else ""
        for value, text in zip(rows["value"], rows["display"], strict=True)
    ]


def _months(view: View, column: Column) -> list[Any] | None:
    """Months with their year (2025年1月), also where a figure's axis says 1月 only."""
    keys = view.frame["key"] if column.name in ("key", "label") and "key" in view.frame else None
    if keys is None or not len(keys) or not all(is_month(str(key)) for key in keys):
        return None
    return [month_label(str(key)) for key in keys]


def _trend(view: View) -> Table:
    """Months once, and the two lines told apart by their names."""
    names = [str(name) for name in shown_columns(view).columns]
    if "key" in names and "label" in names:
        names.remove("label")
    if "key" not in names and "label" not in names and "label" in view.frame:
        names.insert(0, "label")
    table = _table(view, names)
    named = str(view.options.get("name") or "")
    if "compare" not in names or not named or not view.options.get("compare_name"):
        return table
    unit = f"（{view.unit}）" if view.unit and view.unit != "%" and f"（{view.unit}）" not in named else ""
    columns = [replace(c, heading=f"{named}{unit}") if c.name == "value" else c for c in table.columns]
    return Table(tuple(columns), table.rows)


def _cards(view: View) -> Table:
    """指标 · 数值 · 单位 · 变化 · 说明, values in full and in their base unit."""
    rows = view.frame
    labels = view.labels
    columns = (
        Column("label", labels.get("label", "指标"), "text"),
        Column("value", labels.get("display", "数值"), "number"),
        Column("unit", labels.get("unit", "单位"), "text"),
        Column("change_text", labels.get("change_text", "对比"), "text"),
        Column("note", labels.get("note", "说明"), "text"),
    )
    cells = [
        (str(row.label), _card_value(row.value, str(row.display)), _base_unit(row), str(row.change_text), str(row.note))
        for row in rows.itertuples()
    ]
    return Table(columns, tuple(cells))


def _card_value(value: object, display: str) -> Cell:
    """The number itself; the fraction of a small base, or the words of a hidden one, as they are printed."""
    if "/" in display:
        return display
    return as_cell(value) if not is_missing(value) else (None if display in ("", NO_VALUE) else display)


def _base_unit(row: Any) -> str:
    """The unit of the full number, where the card prints 万 or 亿."""
    return str(row.unit) if is_missing(row.value) or "/" in str(row.display) else str(row.unit).lstrip("万亿")


def _matrix(view: View) -> Table:
    """Rows by columns; cells without a number keep their words."""
    rows = view.frame
    down, across = list(dict.fromkeys(rows["row"])), list(dict.fromkeys(rows["column"]))
    kind = column_format(view, "value")
    words = _words_instead(view, Column("value", "", kind))
    cells = {
        (row, column): said or as_cell(value)
        for row, column, value, said in zip(rows["row"], rows["column"], rows["value"], words, strict=True)
    }
    columns = (
        Column("row", view.labels.get("row", ""), "text"),
        *(Column(str(name), str(name), kind) for name in across),
    )
    return Table(columns, tuple((str(row), *(cells.get((row, name)) for name in across)) for row in down))


def _map(view: View) -> Table:
    """Area · value or the words of its state · fraction of a rate · code."""
    rows = view.frame
    states = rows["state"].mask(rows["state"].eq("value") & rows["value"].eq(0), "zero")
    small = rows["is_small"].astype(bool) if "is_small" in rows else pd.Series(False, rows.index)
    # Zero is a number: it stays one, so that a column can be added up.
    values: list[Cell] = [
        as_cell(value)
        if state in ("value", "zero") and not is_missing(value)
        else EMPTIES.get(state, EMPTIES["none"])[1]
        for value, state in zip(rows["value"], states, strict=True)
    ]
    unit = str(view.options.get("unit", view.unit))
    with_fractions = unit == "%" and bool(rows["display"].astype(str).str.contains("/").any())
    if with_fractions:
        values = [
            str(text) if is_few and isinstance(value, int | float) else value
            for value, text, is_few in zip(values, rows["display"], small, strict=True)
        ]
    known = rows.loc[rows["state"].isin(["value", "zero"]), "value"]
    kind: ColumnFormat = "integer" if is_whole(known) else "decimal"
    kind = "percent" if unit == "%" else "ratio" if is_divided(unit) else kind
    name = str(view.options.get("measure_label", view.labels.get("value", view.title)))
    columns = [
        Column("label", view.labels.get("label", "网格"), "text"),
        Column("value", f"{name}（{unit}）" if unit and unit != "%" else name, kind),
    ]
    cells: list[Sequence[Cell]] = [[str(label) for label in rows["label"]], values]
    if with_fractions:
        columns.append(Column("display", "分子/分母", "text"))
        cells.append([_fraction_in(str(text)) for text in rows["display"]])
    columns.append(Column("grid_code", view.labels.get("grid_code", "网格编码"), "text"))
    cells.append([str(code) for code in rows["grid_code"]])
    return Table(tuple(columns), tuple(zip(*cells, strict=True)))


def _fraction_in(display: str) -> str:
    """14/17 of 82.4%（14/17）; the words of a cell without a fraction are told in its value."""
    inner = display.partition("（")[2].rstrip("）") or display
    return inner if "/" in inner else ""


def _tree(view: View) -> Table:
    """Every branch after the one above it, with the name of what it belongs to."""
    rows = view.frame
    names = dict(zip(rows["key"], rows["label"], strict=True))
    below: dict[str, list[int]] = {}
    for index, parent in enumerate(rows["parent"]):
        below.setdefault(parent if parent in names else "", []).append(index)
    order: list[int] = []
    waiting = below.get("", [])[::-1]
    while waiting:
        index = waiting.pop()
        order.append(index)
        waiting += below.get(rows["key"].iloc[index], [])[::-1]
    flat = long_table(view)
    above = [str(names.get(parent, "")) for parent in rows["parent"]]
    columns = (flat.columns[0], Column("parent", "上级", "text"), *flat.columns[1:])
    return Table(columns, tuple((flat.rows[i][0], above[i], *flat.rows[i][1:]) for i in order))


def _sentences(view: View) -> Table:
    """Numbered sentences without the stars of their bold words."""
    columns = (Column("n", "序号", "integer"), Column("sentence", view.labels.get("sentence", "要点"), "text"))
    return Table(columns, tuple((n, plain(str(text))) for n, text in enumerate(view.frame["sentence"], 1)))
