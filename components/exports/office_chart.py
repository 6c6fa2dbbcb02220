"""A native Office chart: DrawingML text and the workbook inside it, from one description.

Written by hand rather than by python-pptx, because a designed chart needs what its writer does not know: combined
lines and bars, hatched fills, labels of several looks. The same text serves slides and text documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from components.exports.office_workbook import Sheet, workbook_bytes
from components.exports.pptx_shapes import Run
from components.exports.svg_marks import NO_FILL, Fill

Position = Literal["t", "b", "r", "l", "ctr", "outEnd", "inEnd", "inBase"]


@dataclass(frozen=True, slots=True)
class Label:
    """Words at one point. ``shift`` moves them down by a part of the chart's height."""

    runs: tuple[Run, ...]
    position: Position
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Whiskers:
    """Thin lines from the ends of bars to both ends of their intervals.

    Attributes:
        minus: how far below each value its interval reaches; None where there is none.
        plus: how far above.
        colour: of the lines.
        names: headings of both columns in the workbook.
    """

    minus: Sequence[float | None]
    plus: Sequence[float | None]
    colour: str
    names: tuple[str, str] = ("区间下限差", "区间上限差")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars or one line.

    Attributes:
        name: in the legend and over its column.
        values: one a category; None where there is none.
        fill: of bars; open = invisible.
        is_line: a line instead of bars.
        line: colour of the line; "" draws none.
        width: of the line in points.
        is_dashed: the compared period.
        has_points: a dot at each value.
        point_fills: bars, or dots of a line, that differ from the others.
        labels: words at single points.
        number_format: prints each value at its point; "" for none.
        position: where those numbers stand.
        is_named: whether it stands in the legend.
        whiskers: the interval of each value; None for no intervals.
    """

    name: str
    values: Sequence[float | None]
    fill: Fill = NO_FILL
    is_line: bool = False
    line: str = ""
    width: float = 2.25
    is_dashed: bool = False
    has_points: bool = False
    point_fills: Mapping[int, Fill] = field(default_factory=dict)
    labels: Mapping[int, Label] = field(default_factory=dict)
    number_format: str = ""
    position: Position = "outEnd"
    is_named: bool = True
    whiskers: Whiskers | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    Attributes:
        categories: names along the axis, in drawing order.
        series: from back to front.
        inner: the drawing area as parts of the whole: left, top, width, height.
        heading: of the categories, in the workbook.
        further: columns of the workbook that are shown as words: heading and values.
        is_lying: bars from left to right.
        is_stacked: bars on top of each other.
        is_ring: parts of one whole; the categories are the parts.
        overlap: of bars side by side, in per cent.
        gap: between categories, in per cent of a bar.
        most: where the value axis ends.
        axis_format: of the numbers along it; "" hides it and its grid lines.
        skip: every how manieth category is named.
        has_legend: names of the series above.
        legend_at: its left, top, width and height, as parts of the whole.
        centre: of a ring, the name of the whole and its number.
        size: of words, in points.
        number_format: of the cells in the workbook.
    """

    categories: Sequence[str]
    series: Sequence[Series]
    inner: tuple[float, float, float, float]
    heading: str = "类别"
    further: Sequence[tuple[str, Sequence[float | str | None]]] = ()
    is_lying: bool = False
    is_stacked: bool = False
    is_ring: bool = False
    overlap: int = 0
    gap: int = 55
    most: float = 1.0
    axis_format: str = ""
    skip: int = 1
    has_legend: bool = False
    legend_at: tuple[float, float, float, float] = (0, 0, 1, 0.08)
    centre: tuple[str, str] = ("", "")
    size: float = 12
    number_format: str = "General"


def chart_workbook(chart: Chart, when: date) -> bytes:
    """The workbook behind a chart: the categories, the series with their intervals, and what is printed as words."""
    columns = [(series.name, series.values) for series in chart.series]
    ends = [column for _, whiskers in whiskered(chart) for column in _ends(whiskers)]
    sheet = Sheet(chart.heading, chart.categories, [*columns, *ends, *chart.further])
    return workbook_bytes(sheet, chart.number_format, when)


def whiskered(chart: Chart) -> list[tuple[Series, Whiskers]]:
    """The series with intervals; in the workbook these have two columns each after those of all series, in this order."""
    return [(series, series.whiskers) for series in chart.series if series.whiskers is not None]


def _ends(whiskers: Whiskers) -> list[tuple[str, Sequence[float | None]]]:
    return [(whiskers.names[0], whiskers.minus), (whiskers.names[1], whiskers.plus)]
