"""Shapes as Office writes them: boxes, freeforms, words and groups as DrawingML text, all lengths in points.

python-pptx builds shapes one by one and patches them afterwards; a map has hundreds. Here a drawing is one piece of
XML that is parsed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from components.exports.svg_marks import NO_FILL, NO_STROKE, Fill, Step, Stroke
from components.views.formats import text_width

EMU = 12_700
"""A point in the units Office files are written in."""
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PATTERNS = {"diagonal": "wdUpDiag", "cross": "diagCross", "dots": "pct10", "lines": "ltVert"}
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_STEPS = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}
Align = Literal["l", "ctr", "r"]
Anchor = Literal["t", "ctr", "b"]


@dataclass(frozen=True, slots=True)
class Area:
    """An upright rectangle on a slide, in points from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    def inner(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Area:
        """The same without a margin."""
        return Area(self.x + left, self.y + top, self.width - left - right, self.height - top - bottom)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; an empty colour and a size of 0 are left to what surrounds them."""

    text: str
    size: float = 0
    colour: str = ""
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or more of runs."""

    runs: tuple[Run, ...]
    align: Align = "l"
    after: float = 0
    spacing: float = 1.0


def clean(text: str) -> str:
    """Text without the control characters that XML forbids, escaped."""
    return escape("".join(char for char in text if char >= " " or char in "\t\n"))


def emu(points: float) -> int:
    """Points in the file's units."""
    return round(points * EMU)


def fill_xml(fill: Fill) -> str:
    """A flat, hatched or open fill."""
    if not fill.colour:
        return "<a:noFill/>"
    if fill.pattern:
        return (
            f'<a:pattFill prst="{_PATTERNS[fill.pattern]}"><a:fgClr><a:srgbClr val="{fill.ink[1:]}"/></a:fgClr>'
            f'<a:bgClr><a:srgbClr val="{fill.colour[1:]}"/></a:bgClr></a:pattFill>'
        )
    alpha = f'<a:alpha val="{round(fill.opacity * 100_000)}"/>' if fill.opacity < 1 else ""
    return f'<a:solidFill><a:srgbClr val="{fill.colour[1:]}">{alpha}</a:srgbClr></a:solidFill>'


def line_xml(stroke: Stroke) -> str:
    """An edge, or none."""
    if not stroke.colour:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="dash"/>' if stroke.is_dashed else ""
    return (
        f'<a:ln w="{emu(stroke.width)}" cap="rnd"><a:solidFill><a:srgbClr val="{stroke.colour[1:]}"/></a:solidFill>'
        f"{dash}<a:round/></a:ln>"
    )


def run_xml(run: Run) -> str:
    """A run; its font is the theme's, so that an office changes all of it in one place."""
    size = f' sz="{round(run.size * 100)}"' if run.size else ""
    colour = f'<a:solidFill><a:srgbClr val="{run.colour[1:]}"/></a:solidFill>' if run.colour else ""
    bold = ' b="1"' if run.is_bold else ""
    return (
        f'<a:r><a:rPr lang="zh-CN" altLang="en-US"{size}{bold} dirty="0">{colour}</a:rPr>'
        f"<a:t>{clean(run.text)}</a:t></a:r>"
    )


def paragraph_xml(paragraph: Paragraph) -> str:
    """A paragraph."""
    spacing = f'<a:lnSpc><a:spcPct val="{round(paragraph.spacing * 100_000)}"/></a:lnSpc>'
    after = f'<a:spcAft><a:spcPts val="{round(paragraph.after * 100)}"/></a:spcAft>' if paragraph.after else ""
    spaced = (spacing if paragraph.spacing != 1 else "") + after
    look = f'<a:pPr algn="{paragraph.align}">{spaced}</a:pPr>'
    return f"<a:p>{look}{''.join(run_xml(run) for run in paragraph.runs)}</a:p>"


def body_xml(
    paragraphs: Sequence[Paragraph], anchor: Anchor = "t", *, wrap: bool = True, inset: float = 0, tag: str = "p:txBody"
) -> str:
    """The words inside a shape."""
    margin = emu(inset)
    properties = (
        f'<a:bodyPr wrap="{"square" if wrap else "none"}" lIns="{margin}" tIns="0" rIns="{margin}" bIns="0" '
        f'rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
    )
    inner = "".join(paragraph_xml(paragraph) for paragraph in paragraphs) or "<a:p/>"
    return f"<{tag}>{properties}<a:lstStyle/>{inner}</{tag}>"


def _transform(area: Area, turn: float = 0) -> str:
    turned = f' rot="{round(turn * 60_000)}"' if turn else ""
    return (
        f'<a:xfrm{turned}><a:off x="{emu(area.x)}" y="{emu(area.y)}"/>'
        f'<a:ext cx="{max(emu(area.width), 0)}" cy="{max(emu(area.height), 0)}"/></a:xfrm>'
    )


def freeform_xml(steps: Sequence[Step]) -> tuple[Area, str]:
    """The frame of a path and its geometry. Curves are kept as curves."""
    points = [(letter, [emu(value) for value in values]) for letter, values in steps]
    xs = [value for _, values in points for value in values[0::2]]
    ys = [value for _, values in points for value in values[1::2]]
    left, top = min(xs), min(ys)
    width, height = max(max(xs) - left, 1), max(max(ys) - top, 1)
    drawn = []
    for letter, values in points:
        if letter == "Z":
            drawn.append("<a:close/>")
            continue
        corners = zip(values[0::2], values[1::2], strict=True)
        told = "".join([f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in corners])
        drawn.append(f"<a:{_STEPS[letter]}>{told}</a:{_STEPS[letter]}>")
    geometry = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{width}" h="{height}">{"".join(drawn)}</a:path></a:pathLst></a:custGeom>'
    )
    return Area(left / EMU, top / EMU, width / EMU, height / EMU), geometry


@dataclass(slots=True)
class Pen:
    """Writes shapes of one slide and numbers them, so that no two share an id."""

    ids: Iterator[int] = field(default_factory=lambda: count(2))

    def head(self, name: str, alt: str = "", *, is_decorative: bool = False, link: str = "") -> str:
        """Number, name and alternative text of the next shape, and the slide that a click on it leads to."""
        told = f" descr={quoteattr(_flat(alt))}" if alt else ""
        extension = _DECORATIVE if is_decorative else ""
        if link:
            extension = f'<a:hlinkClick r:id="{link}" action="ppaction://hlinksldjump"/>'
        return f'<p:cNvPr id="{next(self.ids)}" name={quoteattr(_flat(name))}{told}>{extension}</p:cNvPr>'

    def box(
        self,
        area: Area,
        fill: Fill = NO_FILL,
        stroke: Stroke = NO_STROKE,
        *,
        name: str = "底",
        alt: str = "",
        radius: float = 0,
        paragraphs: Sequence[Paragraph] = (),
        anchor: Anchor = "ctr",
        inset: float = 0,
    ) -> str:
        """A rectangle, rounded where asked, with words in it where there are some."""
        round_by = min(round(100_000 * radius / max(min(area.width, area.height), 0.1)), 50_000)
        shape = "roundRect" if radius else "rect"
        guide = f'<a:gd name="adj" fmla="val {round_by}"/>' if radius else ""
        geometry = f'<a:prstGeom prst="{shape}"><a:avLst>{guide}</a:avLst></a:prstGeom>'
        head = self.head(name, alt, is_decorative=not alt and not paragraphs and name == "底")
        return (
            f"<p:sp><p:nvSpPr>{head}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{_transform(area)}{geometry}"
            f"{fill_xml(fill)}{line_xml(stroke)}</p:spPr>{body_xml(paragraphs, anchor, inset=inset)}</p:sp>"
        )

    def path(self, steps: Sequence[Step], fill: Fill, stroke: Stroke, *, name: str, alt: str = "") -> str:
        """A freeform."""
        area, geometry = freeform_xml(steps)
        return (
            f"<p:sp><p:nvSpPr>{self.head(name, alt)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{_transform(area)}"
            f"{geometry}{fill_xml(fill)}{line_xml(stroke)}</p:spPr></p:sp>"
        )

    def words(
        self,
        area: Area,
        paragraphs: Sequence[Paragraph],
        *,
        anchor: Anchor = "t",
        name: str = "文字",
        wrap: bool = True,
        turn: float = 0,
        fill: Fill = NO_FILL,
        link: str = "",
    ) -> str:
        """A text box; with ``link`` a click on it leads to another slide."""
        return (
            f'<p:sp><p:nvSpPr>{self.head(name, link=link)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>'
            f'{_transform(area, turn)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill_xml(fill)}</p:spPr>'
            f"{body_xml(paragraphs, anchor, wrap=wrap)}</p:sp>"
        )

    def group(self, area: Area, shapes: Iterable[str], *, name: str, alt: str) -> str:
        """Shapes that move as one; their own coordinates are the slide's."""
        frame = _transform(area).replace(
            "</a:xfrm>",
            f'<a:chOff x="{emu(area.x)}" y="{emu(area.y)}"/>'
            f'<a:chExt cx="{emu(area.width)}" cy="{emu(area.height)}"/></a:xfrm>',
        )
        head = self.head(name, alt)
        return (
            f"<p:grpSp><p:nvGrpSpPr>{head}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{frame}</p:grpSpPr>{''.join(shapes)}</p:grpSp>"
        )

    def frame(self, area: Area, kind: str, content: str, *, name: str, alt: str) -> str:
        """What holds a chart or a table."""
        head = self.head(name, alt)
        place = _transform(area).replace("a:xfrm", "p:xfrm")
        return (
            f'<p:graphicFrame><p:nvGraphicFramePr>{head}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{place}<a:graphic>"
            f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{kind}">{content}</a:graphicData>'
            f"</a:graphic></p:graphicFrame>"
        )


def _flat(text: str) -> str:
    """One line without what XML forbids, for names and alternative text."""
    return "".join(char if char >= " " else " " for char in text)


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text takes in a width, by its characters' widths with a little to spare."""
    return max(-(-int(text_width(text, size) * 1.03 + 1) // max(int(width), 1)), 1)


def fitted(text: str, width: float, sizes: Sequence[float], lines: int) -> float:
    """The largest of the sizes at which the text takes no more than so many lines; the smallest where none does."""
    return next((size for size in sizes if lines_of(text, size, width) <= lines), sizes[-1])
