"""A native chart as DrawingML text: the plots with their labels, the axes and the legend."""

from __future__ import annotations

import math
from collections.abc import Sequence

from components.exports.office_chart import Chart, Label, Series, whiskered
from components.exports.office_workbook import SHEET
from components.exports.pptx_shapes import clean, emu, fill_xml, run_xml
from components.exports.svg_marks import Fill
from components.views.formats import is_missing
from components.views.tokens import LIGHT

_ROOT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
)
_SHOW = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_SMALL, _USUAL, _LARGE = 5, 7, 9
"""Dots of a line: where some are chosen those are larger, as not every program fills single dots in a colour of their own."""
_CATEGORY_AXIS, _VALUE_AXIS = 111_111_111, 222_222_222


def chart_xml(chart: Chart, workbook_link: str = "") -> bytes:
    """The chart as the text of its part.

    Args:
        chart: what is drawn.
        workbook_link: relationship id of the embedded workbook; "" leaves the chart without one.
    """
    plot = _ring(chart) if chart.is_ring else _bars_and_lines(chart)
    x, y, width, height = chart.inner
    layout = (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/><c:w val="{width:.4f}"/><c:h val="{height:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )
    link = f'<c:externalData r:id="{workbook_link}"><c:autoUpdate val="0"/></c:externalData>' if workbook_link else ""
    text = (
        f'{_ROOT}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{layout}{plot}'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        f'{_legend(chart)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text_look(chart.size, LIGHT.ink2)}{link}</c:chartSpace>"
    )
    return text.encode()


def text_look(size: float, colour: str, *, is_bold: bool = False) -> str:
    """How words of a chart look; their font is the theme's."""
    bold = "1" if is_bold else "0"
    return (
        '<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(size * 100)}" b="{bold}"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def readable_unit(most: float, lines: int = 5) -> float:
    """The distance of grid lines: 1, 2 or 5 times a power of ten, so that there are at most so many."""
    raw = max(most, 1e-9) / lines
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw - 1e-12)


def _bars_and_lines(chart: Chart) -> str:
    bars = [(i, series) for i, series in enumerate(chart.series) if not series.is_line]
    lines = [(i, series) for i, series in enumerate(chart.series) if series.is_line]
    axes = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
    plots = ""
    if bars:
        direction = "bar" if chart.is_lying else "col"
        grouping, overlap = ("stacked", 100) if chart.is_stacked else ("clustered", chart.overlap)
        plots += (
            f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>'
            f"{''.join(_series(chart, i, series) for i, series in bars)}"
            f'<c:gapWidth val="{chart.gap}"/><c:overlap val="{overlap}"/>{axes}</c:barChart>'
        )
    if lines:
        plots += (
            '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
            f'{"".join(_series(chart, i, series) for i, series in lines)}<c:marker val="1"/>{axes}</c:lineChart>'
        )
    return plots + _category_axis(chart) + _value_axis(chart)


def _series(chart: Chart, index: int, series: Series) -> str:
    count, column = len(chart.categories), _column(index)
    points = "".join(_point(series, i, fill) for i, fill in sorted(series.point_fills.items()))
    look = _line_look(series) if series.is_line else f"<c:spPr>{fill_xml(series.fill)}</c:spPr>"
    names = "".join(f'<c:pt idx="{i}"><c:v>{clean(name)}</c:v></c:pt>' for i, name in enumerate(chart.categories))
    end = '<c:smooth val="0"/>' if series.is_line else ""
    negative = "" if series.is_line else '<c:invertIfNegative val="0"/>'
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{clean(series.name)}</c:v></c:pt></c:strCache>'
        f"</c:strRef></c:tx>{look}{negative}{points}{_labels(chart, series)}{_error_bars(chart, series)}"
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${count + 1}</c:f>"
        f'<c:strCache><c:ptCount val="{count}"/>{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val>{_numbers(chart, index, series.values)}</c:val>{end}</c:ser>"
    )


def _point(series: Series, index: int, fill: Fill) -> str:
    """A bar, or the dot of a line, that differs from the others."""
    if series.is_line:
        marker, look = _dot(series, fill_xml(fill), _SMALL), _stroke(series)
        return f'<c:dPt><c:idx val="{index}"/>{marker}<c:bubble3D val="0"/><c:spPr>{look}</c:spPr></c:dPt>'
    look = fill_xml(fill)
    negative = '<c:invertIfNegative val="0"/>'
    return f'<c:dPt><c:idx val="{index}"/>{negative}<c:bubble3D val="0"/><c:spPr>{look}</c:spPr></c:dPt>'


def _numbers(chart: Chart, index: int, values: Sequence[float | None]) -> str:
    """Numbers that stand in a column of the workbook, with what they are at present."""
    count, column = len(chart.categories), _column(index)
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{_number(value)}</c:v></c:pt>'
        for i, value in enumerate(values)
        if value is not None and not is_missing(value)
    )
    return (
        f"<c:numRef><c:f>{SHEET}!${column}$2:${column}${count + 1}</c:f><c:numCache>"
        f"<c:formatCode>{clean(chart.number_format)}</c:formatCode>"
        f'<c:ptCount val="{count}"/>{points}</c:numCache></c:numRef>'
    )


def _error_bars(chart: Chart, series: Series) -> str:
    """The interval of each value as a thin line with ends; its lengths stand in the workbook after the series."""
    place = next((i for i, (one, _) in enumerate(whiskered(chart)) if one is series), None)
    if place is None or series.whiskers is None:
        return ""
    whiskers, first = series.whiskers, len(chart.series) + 2 * place
    line = f'<a:ln w="12700"><a:solidFill><a:srgbClr val="{whiskers.colour[1:]}"/></a:solidFill></a:ln>'
    return (
        '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{_numbers(chart, first + 1, whiskers.plus)}</c:plus>"
        f"<c:minus>{_numbers(chart, first, whiskers.minus)}</c:minus><c:spPr>{line}</c:spPr></c:errBars>"
    )


def _line_look(series: Series) -> str:
    if not series.line:
        return '<c:spPr><a:ln w="28575"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val="none"/></c:marker>'
    look = f"<c:spPr>{_stroke(series)}</c:spPr>"
    if not series.has_points:
        return f'{look}<c:marker><c:symbol val="none"/></c:marker>'
    return look + _dot(series, _solid(series.line), _LARGE if series.point_fills else _USUAL)


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'


def _stroke(series: Series) -> str:
    dash = '<a:prstDash val="dash"/>' if series.is_dashed else ""
    return f'<a:ln w="{emu(series.width)}" cap="rnd">{_solid(series.line)}{dash}<a:round/></a:ln>'


def _dot(series: Series, fill: str, size: int) -> str:
    return (
        f'<c:marker><c:symbol val="circle"/><c:size val="{size}"/>'
        f'<c:spPr>{fill}<a:ln w="9525">{_solid(series.line)}</a:ln></c:spPr></c:marker>'
    )


def _labels(chart: Chart, series: Series) -> str:
    if not series.labels and not series.number_format:
        return ""
    single = "".join(_label(index, label) for index, label in sorted(series.labels.items()))
    if not series.number_format:
        return f"<c:dLbls>{single}{_SHOW.format(value=0)}</c:dLbls>"
    # A ring has no outside, and says so by refusing the position.
    place = "" if chart.is_ring else f'<c:dLblPos val="{series.position}"/>'
    return (
        f'<c:dLbls>{single}<c:numFmt formatCode="{clean(series.number_format).replace(chr(34), "&quot;")}" '
        f'sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f"{text_look(chart.size, LIGHT.ink)}{place}{_SHOW.format(value=1)}</c:dLbls>"
    )


def _label(index: int, label: Label) -> str:
    if not label.runs:
        return f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'
    moved = (
        f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="{label.shift:.4f}"/></c:manualLayout></c:layout>'
        if label.shift
        else ""
    )
    runs = "".join(run_xml(run) for run in label.runs)
    return (
        f'<c:dLbl><c:idx val="{index}"/>{moved}<c:tx><c:rich><a:bodyPr rot="0" wrap="none"/><a:lstStyle/>'
        f"<a:p>{runs}</a:p></c:rich></c:tx>"
        f'<c:dLblPos val="{label.position}"/>{_SHOW.format(value=1)}</c:dLbl>'
    )


def _category_axis(chart: Chart) -> str:
    orientation = "maxMin" if chart.is_lying else "minMax"
    line = "<a:noFill/>" if chart.is_lying else f'<a:solidFill><a:srgbClr val="{LIGHT.ref[1:]}"/></a:solidFill>'
    place = "l" if chart.is_lying else "b"
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="{orientation}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{place}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525">{line}</a:ln></c:spPr>{text_look(chart.size, LIGHT.ink2)}'
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="60"/><c:tickLblSkip val="{chart.skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(chart: Chart) -> str:
    is_shown = bool(chart.axis_format)
    grid = (
        f'<c:majorGridlines><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{LIGHT.grid[1:]}"/></a:solidFill>'
        "</a:ln></c:spPr></c:majorGridlines>"
        if is_shown
        else ""
    )
    place = "b" if chart.is_lying else "l"
    number_format = clean(chart.axis_format or "General").replace('"', "&quot;")
    return (
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{_number(chart.most)}"/><c:min val="0"/></c:scaling><c:delete val="{0 if is_shown else 1}"/>'
        f'<c:axPos val="{place}"/>{grid}<c:numFmt formatCode="{number_format}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{text_look(chart.size, LIGHT.mute)}"
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{_number(readable_unit(chart.most))}"/></c:valAx>'
    )


def _ring(chart: Chart) -> str:
    body = "".join(_series(chart, i, series) for i, series in enumerate(chart.series))
    body = body.replace('<c:invertIfNegative val="0"/>', "")
    return (
        f'<c:doughnutChart><c:varyColors val="1"/>{body}<c:firstSliceAng val="0"/><c:holeSize val="62"/>'
        "</c:doughnutChart>"
    )


def _legend(chart: Chart) -> str:
    if not chart.has_legend:
        return ""
    hidden = "".join(
        f'<c:legendEntry><c:idx val="{i}"/><c:delete val="1"/></c:legendEntry>'
        for i, series in enumerate(chart.series)
        if not series.is_named
    )
    x, y, width, height = chart.legend_at
    return (
        f'<c:legend><c:legendPos val="{"r" if chart.is_ring else "t"}"/>{hidden}<c:layout><c:manualLayout>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/>'
        f'<c:w val="{width:.4f}"/><c:h val="{height:.4f}"/></c:manualLayout></c:layout><c:overlay val="0"/>'
        f"{text_look(chart.size, LIGHT.ink2)}</c:legend>"
    )


def _column(index: int) -> str:
    """Letter of the workbook's column of a series; A holds the categories."""
    position = index + 1
    return chr(65 + position) if position < 26 else chr(64 + position // 26) + chr(65 + position % 26)


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")
