"""Charts and drawings inside a Word file: native charts with their workbook, everything else as a group of shapes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from components.exports.pptx_shapes import emu, fill_xml, freeform_xml, line_xml
from components.exports.report_docx_text import attribute, paragraph, run
from components.exports.svg_marks import NO_FILL, Box, Fill, Mark, Scene, Words
from components.views.formats import text_width

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_ALIGNS = {"start": "left", "middle": "center", "end": "right"}


def chart_drawing(link: str, width: float, height: float, number: int, title: str, alt: str) -> str:
    """A native chart in the line of text.

    Args:
        link: relationship id of the chart's part.
        width: in points.
        height: in points.
        number: of the drawing, unique in the document.
        title: its name.
        alt: what it shows, in words.
    """
    return f"<w:r>{_inline(_CHART, f'<c:chart r:id={attribute(link)}/>', width, height, number, title, alt)}</w:r>"


def scene_drawing(scene: Scene, scale: float, number: int, title: str) -> str:
    """A drawing as one group of editable shapes.

    Args:
        scene: what is drawn, in px.
        scale: points of one px.
        number: of the drawing, unique in the document.
        title: its name.
    """
    ids = count(1)
    shapes = "".join(_shape(mark, scale, ids) for mark in scene.marks)
    wide, high = emu(scene.width * scale), emu(scene.height * scale)
    group = (
        '<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/><a:chOff x="0" y="0"/><a:chExt cx="{wide}" cy="{high}"/></a:xfrm>'
        f"</wpg:grpSpPr>{shapes}</wpg:wgp>"
    )
    drawing = _inline(_GROUP, group, scene.width * scale, scene.height * scale, number, title, scene.alt or title)
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wpg">{drawing}</mc:Choice>'
        "<mc:Fallback/></mc:AlternateContent></w:r>"
    )


def _inline(kind: str, content: str, width: float, height: float, number: int, title: str, alt: str) -> str:
    return (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(width)}" cy="{emu(height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name={attribute(title)} descr={attribute(alt)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{kind}">{content}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _shape(mark: Mark, scale: float, ids: Iterator[int]) -> str:
    if isinstance(mark, Words):
        return _words(mark, scale, ids)
    look = fill_xml(mark.fill) + line_xml(mark.stroke)
    if isinstance(mark, Box):
        frame = _frame(mark.x * scale, mark.y * scale, mark.width * scale, mark.height * scale)
        geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        return _wsp(mark.hint or "底", frame + geometry + look, ids)
    steps = [(letter, tuple(value * scale for value in values)) for letter, values in mark.steps]
    area, geometry = freeform_xml(steps)
    frame = _frame(area.x, area.y, area.width, area.height)
    return _wsp(mark.hint or "线", frame + geometry + look, ids)


def _wsp(name: str, properties: str, ids: Iterator[int], text: str = "") -> str:
    kind = ' txBox="1"' if text else ""
    inner = f"<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>" if text else ""
    body = (
        '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>'
        if text
        else "<wps:bodyPr/>"
    )
    return (
        f'<wps:wsp><wps:cNvPr id="{next(ids)}" name={attribute(name)}/><wps:cNvSpPr{kind}/>'
        f"<wps:spPr>{properties}</wps:spPr>{inner}{body}</wps:wsp>"
    )


def _words(mark: Words, scale: float, ids: Iterator[int]) -> str:
    """A line of text in its own box; a halo becomes a pale plate, which every office suite can draw."""
    size = mark.size * scale
    width, height = text_width(mark.text, size) * 1.06 + 4, size * (1.2 if mark.halo else 1.5)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[mark.anchor]
    frame = _frame(mark.x * scale - shift, mark.y * scale - height / 2, width, height)
    plate = Fill(mark.halo, opacity=0.72) if mark.halo else NO_FILL
    look = (
        f'{"<w:b/><w:bCs/>" if mark.is_bold else ""}<w:color w:val="{mark.colour[1:]}"/>'
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    )
    exact = f'<w:spacing w:line="{round(height * 20)}" w:lineRule="exact"/><w:jc w:val="{_ALIGNS[mark.anchor]}"/>'
    text = paragraph("ShapeText", run(mark.text, look), exact)
    geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return _wsp("文字", frame + geometry + fill_xml(plate) + "<a:ln><a:noFill/></a:ln>", ids, text)


def _frame(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<a:xfrm><a:off x="{emu(x)}" y="{emu(y)}"/>'
        f'<a:ext cx="{max(emu(width), 0)}" cy="{max(emu(height), 0)}"/></a:xfrm>'
    )
