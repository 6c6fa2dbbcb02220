"""Native, editable charts that read their numbers from the sheet they stand on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_range_formula

from components.exports.document import Item
from components.exports.office_chart_kinds import PALE
from components.exports.office_chart_parts import unpicked
from components.exports.svg_bars import share_words
from components.exports.tables import Table
from components.exports.xlsx_styles import clean
from components.views.figures_flow import narrowest
from components.views.formats import full, is_missing, percent, short
from components.views.model import View
from components.views.palette import role_colour
from components.views.tokens import LIGHT

WIDTH = 620
_ROW_PX, _LEAST, _MOST = 27, 250, 560
_TEXT = {"size": 9, "color": LIGHT.ink2}
_LABEL = {"size": 9, "color": LIGHT.ink}
_NO_LINE = {"none": True}
_PALER = round(100 * (1 - PALE))


class Source:
    """Where a table stands on its sheet, so that a chart reads its cells."""

    def __init__(self, sheet: str, table: Table, head: int, ends: tuple[int, int] | None) -> None:
        self.sheet, self.table, self.head, self.ends = sheet, table, head, ends
        self.position = {column.name: index for index, column in enumerate(table.columns)}

    def cells(self, index: int) -> list[Any]:
        """The rows of a column."""
        return [self.sheet, self.head + 1, index, self.head + len(self.table.rows), index]

    def series(self, column: str, **look: Any) -> dict[str, Any]:
        """A series of a column, named by its heading, over the first column."""
        index = self.position[column]
        return {
            "name": [self.sheet, self.head, index],
            "categories": self.cells(0),
            "values": self.cells(index),
            **look,
        }

    def error_bars(self) -> dict[str, Any]:
        """The ends of each share's interval as thin lines, from the cells that hold their lengths."""
        if self.ends is None:
            return {}
        row, first = self.ends
        last = row + len(self.table.rows) - 1
        minus, plus = (f"={xl_range_formula(self.sheet, row, column, last, column)}" for column in (first, first + 1))
        line = {"color": LIGHT.ink2, "width": 1}
        return {"type": "custom", "minus_values": minus, "plus_values": plus, "line": line}


Maker = Callable[[Workbook, View, Item, Source], Chart]


def chart_of(
    book: Workbook, sheet: str, item: Item, table: Table, head: int, ends: tuple[int, int] | None = None
) -> tuple[Chart, int] | None:
    """The chart of a view and its height in px; None for kinds that Office has no chart for.

    Args:
        book: makes the chart.
        sheet: name of the sheet the table stands on.
        item: the view.
        table: its table, from column A.
        head: row of the table's headings.
        ends: first row and column of the lengths of intervals, see ``write_intervals``.
    """
    maker = _MAKERS.get(item.view.kind)
    if maker is None or not table.rows:
        return None
    source = Source(sheet, table, head, ends)
    chart = maker(book, item.view, item, source)
    is_lying = item.view.kind in ("bars", "share_bars", "funnel")
    height = min(max(_ROW_PX * len(table.rows) + 70, _LEAST), _MOST) if is_lying else 330
    said = "%" if item.view.kind == "share_bars" else item.view.unit
    unit = f"（{said}）" if said else ""
    chart.set_title({"name": _title(item, unit), "name_font": {"size": 11, "bold": True, "color": LIGHT.ink}})
    chart.set_size({"width": WIDTH, "height": height})
    chart.set_chartarea({"border": {"color": LIGHT.line}, "fill": {"color": LIGHT.card}})
    chart.show_na_as_empty_cell()
    return chart, height


def _title(item: Item, unit: str) -> str:
    """The title; a leading sign that Excel would read as a reference is kept off the front."""
    said = clean(f"{item.view.title}{unit}").replace("\n", " ")[:120]
    return f"\u200b{said}" if said.startswith("=") else said


def _axis(**more: Any) -> dict[str, Any]:
    return {"num_font": _TEXT, "line": {"color": LIGHT.ref}, "major_tick_mark": "none", **more}


def _values_axis(**more: Any) -> dict[str, Any]:
    grid = {"visible": True, "line": {"color": LIGHT.grid, "width": 0.75}}
    return {
        "num_font": _TEXT,
        "line": _NO_LINE,
        "major_gridlines": grid,
        "major_tick_mark": "none",
        "min": 0,
        **more,
    }


def _words(texts: list[str]) -> dict[str, Any]:
    """Labels with words of their own instead of the bare numbers."""
    return {
        "value": True,
        "font": _LABEL,
        "custom": [{"value": text.replace(" ", "\u00a0")} if text else {"delete": True} for text in texts],
    }


def _trend(book: Workbook, view: View, item: Item, source: Source) -> Chart:
    chart = book.add_chart({"type": "line"})
    if "compare" in source.position:
        line = {"color": LIGHT.ref, "width": 1.5, "dash_type": "dash"}
        chart.add_series(source.series("compare", line=line))
    labels = {"value": True, "position": "above", "font": _LABEL} if len(view.frame) <= 14 else None
    dot = {"type": "circle", "size": 6, "fill": {"color": LIGHT.good}, "border": {"color": LIGHT.good}}
    look: dict[str, Any] = {"line": {"color": LIGHT.good, "width": 2.25}, "marker": dot}
    hollow = {"fill": {"color": LIGHT.card}, "border": {"color": LIGHT.good, "width": 1}}
    marked = _beside(view.frame, hollow)
    chart.add_series(source.series("value", **look, **marked, **({"data_labels": labels} if labels else {})))
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values_axis())
    chart.set_legend({"position": "top", "font": _TEXT} if "compare" in source.position else {"none": True})
    return chart


def _lying(book: Workbook, source: Source, series: dict[str, Any], *, most: float | None = None) -> Chart:
    """Lying bars from top to bottom, without an axis of values: each bar has its number."""
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"gap": 45, **series})
    chart.set_y_axis(_axis(reverse=True, line={"none": True}))
    chart.set_x_axis(
        {"visible": False, "major_gridlines": {"visible": False}, "min": 0, **({"max": most} if most else {})}
    )
    chart.set_legend({"none": True})
    return chart


def _bars(book: Workbook, view: View, item: Item, source: Source) -> Chart:
    rows = view.frame
    texts = [str(t) for t in rows["display"]] if "display" in rows else [short(v, view.unit) for v in rows["value"]]
    series = source.series("value", fill={"color": LIGHT.bar}, data_labels=_words(texts))
    return _lying(book, source, series | _beside(rows, {"fill": {"color": LIGHT.soft}}))


def _beside(rows: pd.DataFrame, look: dict[str, Any]) -> dict[str, Any]:
    """The points beside the chosen ones, in a look of their own."""
    unchosen = set(unpicked(rows))
    return {"points": [look if place in unchosen else None for place in range(len(rows))]} if unchosen else {}


def _share_bars(book: Workbook, view: View, item: Item, source: Source) -> Chart:
    texts = [first for first, _ in share_words(item)]
    if source.ends is not None:
        # The numbers stand at the foot of paler bars, clear of the intervals' lines at their ends.
        words = {**_words(texts), "position": "inside_base"}
        look = {"fill": {"color": LIGHT.soft}, "y_error_bars": source.error_bars()}
    else:
        words, look = _words(texts), {"fill": {"color": LIGHT.bar}}
    series = source.series("value", data_labels=words, **look)
    # Room for the words right of a full bar.
    return _lying(book, source, series | _beside(view.frame, {"fill": {"color": LIGHT.soft}}), most=112)


def _funnel(book: Workbook, view: View, item: Item, source: Source) -> Chart:
    rows = view.frame
    low = narrowest(rows)
    texts = [
        full(n) if is_missing(share) else f"{full(n)}（{percent(share)}）"
        for n, share in zip(rows["n"], rows["share_pct"], strict=True)
    ]
    points = [{"fill": {"color": LIGHT.watch if i == low else LIGHT.bar}} for i in range(len(rows))]
    top = float(rows["n"].max() or 1)
    series = source.series("n", points=points, data_labels=_words(texts))
    return _lying(book, source, series, most=top * 1.15)


def _stacked(book: Workbook, view: View, item: Item, source: Source) -> Chart:
    grouped = bool(view.options.get("grouped"))
    chart = book.add_chart({"type": "column"} if grouped else {"type": "column", "subtype": "stacked"})
    for column, declared in dict(view.options["series"]).items():
        if column not in source.position:
            continue
        colour = role_colour(LIGHT, declared["role"])
        look: dict[str, Any] = {"fill": {"color": colour}, "gap": 60}
        if declared["role"] == "not_due":
            look = {
                "pattern": {"pattern": "wide_upward_diagonal", "fg_color": LIGHT.ref, "bg_color": colour},
                "gap": 60,
            }
        if declared["role"] != "not_due":
            look |= _beside(view.frame, {"fill": {"color": colour, "transparency": _PALER}})
        if grouped:
            look["data_labels"] = {"value": True, "font": _LABEL}
        chart.add_series(source.series(column, **look))
    count = sum(column in source.position for column in view.options["series"])
    total = next((name for name in (view.options.get("total"), "opened") if name in source.position), None)
    chart.set_legend({"position": "top", "font": _TEXT})
    if total and not grouped:
        _with_totals(book, chart, source, str(total), count)
    chart.set_x_axis(_axis())
    chart.set_y_axis(_values_axis())
    return chart


def _with_totals(book: Workbook, chart: Chart, source: Source, total: str, count: int) -> None:
    """The whole above each pile: a line without a line that carries labels only."""
    labels = {"value": True, "position": "above", "font": _LABEL}
    line = book.add_chart({"type": "line"})
    line.add_series(source.series(total, line=_NO_LINE, data_labels=labels))
    chart.combine(line)
    chart.set_legend({"position": "top", "font": _TEXT, "delete_series": [count]})


def _calendar(book: Workbook, view: View, item: Item, source: Source) -> Chart:
    chart = book.add_chart({"type": "column"})
    chart.add_series(source.series("value", fill={"color": LIGHT.bar}, gap=12))
    months = _axis(date_axis=True, num_format='m"月"', major_unit=1, major_unit_type="months")
    chart.set_x_axis(months)
    chart.set_y_axis(_values_axis())
    chart.set_legend({"none": True})
    return chart


_MAKERS: dict[str, Maker] = {
    "trend": _trend,
    "bars": _bars,
    "share_bars": _share_bars,
    "funnel": _funnel,
    "stacked": _stacked,
    "calendar": _calendar,
}
