"""A slide being made: placeholders found by name, words put into them, shapes drawn beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout

from components.exports.office_chart import Chart, chart_workbook
from components.exports.office_chart_xml import chart_xml
from components.exports.pptx_shapes import EMU, NAMESPACES, Anchor, Area, Paragraph, Pen, Run, paragraph_xml
from components.exports.pptx_template import BODY, CONTENTS, COVER, HEIGHT, WIDTH
from components.views.formats import text_width
from components.views.tokens import LIGHT

_TYPES = {"标题": ("ctrTitle", "title"), "结论": ("title", "ctrTitle"), "常设行": ("ftr",), "页码": ("sldNum",)}
"""What a placeholder may also be recognised by, where an office's template names it otherwise."""


class Layout:
    """A layout and where it has its placeholders, found once.

    Args:
        deck: gives the size of the slides.
        layout: of our own or of an office's template.
    """

    def __init__(self, deck: Deck, layout: SlideLayout) -> None:
        self.layout = layout
        self._shapes = list(layout.placeholders)
        self.width, self.height = int(deck.slide_width or 0) / EMU, int(deck.slide_height or 0) / EMU
        self._found: dict[str, Any] = {}

    def shape(self, role: str) -> Any:
        """The placeholder of a role: by name, else by its type; None where there is neither."""
        if role not in self._found:
            kinds = _TYPES.get(role, ())
            named = [shape for shape in self._shapes if shape.name == role]
            typed = [shape for kind in kinds for shape in self._shapes if kind_of(shape) == kind]
            self._found[role] = next(iter([*named, *typed]), None)
        return self._found[role]

    def area(self, role: str, ours: Area) -> Area:
        """Where something is wanted; our own place, in proportion to the slides, where the layout does not say."""
        shape = self.shape(role)
        if shape is None or shape.width is None:
            across, down = self.width / WIDTH, self.height / HEIGHT
            return Area(ours.x * across, ours.y * down, ours.width * across, ours.height * down)
        return Area(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


class Page:
    """One slide.

    Args:
        deck: the slide is added at its end.
        layout: gives the placeholders; what it lacks becomes a text box at our own place.
    """

    def __init__(self, deck: Deck, layout: Layout) -> None:
        self.slide = deck.slides.add_slide(layout.layout)
        self.layout = layout
        self.position = len(deck.slides)
        taken = [int(element.get("id")) for element in self.slide._element.iter(qn("p:cNvPr"))]
        self.pen = Pen(count(max(taken, default=1) + 1))
        self._places = {shape.placeholder_format.idx: shape for shape in self.slide.placeholders}
        self._told: set[int] = set()
        self._shapes: list[str] = []

    def area(self, role: str, ours: Area) -> Area:
        """Where the layout wants something."""
        return self.layout.area(role, ours)

    def tell(self, role: str, paragraphs: Sequence[Paragraph], ours: Area, *, anchor: Anchor = "t") -> None:
        """Put words into the placeholder of a role, or into a text box where the layout has none."""
        shape = self.layout.shape(role)
        if shape is None:
            plain = [_coloured(paragraph) for paragraph in paragraphs]
            self.draw(self.pen.words(self.area(role, ours), plain, anchor=anchor, name=role))
            return
        index = shape.placeholder_format.idx
        self._told.add(index)
        target = self._places.get(index)
        if target is None:
            self.draw(self._copied(role, shape, paragraphs))
            return
        target._element.nvSpPr.cNvPr.set("name", role)
        body = target._element.get_or_add_txBody()
        for old in body.findall(qn("a:p")):
            body.remove(old)
        for paragraph in _parsed("".join(paragraph_xml(p) for p in paragraphs)):
            body.append(paragraph)

    def number(self, total: int, ours: Area) -> None:
        """The page number, kept right by Office when slides are moved, of how many."""
        field = (
            '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="zh-CN" altLang="en-US"'
            f' sz="1000"/><a:t>{self.position}</a:t></a:fld><a:r><a:rPr lang="zh-CN" altLang="en-US" sz="1000"/>'
            f"<a:t> / {total}</a:t></a:r>"
        )
        shape = self.layout.shape("页码")
        if shape is not None:
            self._told.add(shape.placeholder_format.idx)
        right = Paragraph((Run("", 10, LIGHT.mute),), "r")
        drawn = (
            self._copied("页码", shape, [Paragraph(())])
            if shape is not None
            else self.pen.words(self.area("页码", ours), [right], name="页码")
        )
        end = drawn.rindex("</a:p>")
        self.draw(drawn[:end] + field + drawn[end:])

    def watermark(self, text: str) -> None:
        """Pale words from corner to corner, above everything so that a table does not hide them."""
        whole = Area(0, 0, self.layout.width, self.layout.height)
        size = min(72.0, whole.width * 0.8 / max(text_width(text, 1), 1))
        words = Paragraph((Run(text, size, LIGHT.ref),), "ctr")
        at = Area(0, (whole.height - size * 1.5) / 2, whole.width, size * 1.5)
        drawn = self.pen.words(at, [words], anchor="ctr", name="水印", turn=-28)
        pale = f'<a:srgbClr val="{LIGHT.ref[1:]}"><a:alpha val="22000"/></a:srgbClr>'
        self.draw(drawn.replace(f'<a:srgbClr val="{LIGHT.ref[1:]}"/>', pale))

    def draw(self, shapes: str) -> None:
        """Add shapes on top of the others. They are put into the file as text: parsing a map of grids takes seconds."""
        self._shapes.append(shapes)

    @property
    def drawn(self) -> tuple[str, str]:
        """Name of the slide's part, and the shapes to be written into it."""
        return str(self.slide.part.partname), "".join(self._shapes)

    def chart(self, chart: Chart, when: date, area: Area, *, name: str, alt: str) -> None:
        """Add a native chart with its workbook."""
        package = self.slide.part.package
        sheet = EmbeddedXlsxPart.new(chart_workbook(chart, when), package)
        part_name = package.next_partname(ChartPart.partname_template)
        part = ChartPart.load(part_name, CONTENT_TYPE.DML_CHART, package, chart_xml(chart, "rId1"))
        part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
        link = self.slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
        self.draw(self.pen.frame(area, "chart", f'<c:chart xmlns:c="{space}" r:id="{link}"/>', name=name, alt=alt))

    def link_to(self, other: Page) -> str:
        """A relationship to another slide, for words that jump there."""
        return str(self.slide.part.relate_to(other.slide.part, RELATIONSHIP_TYPE.SLIDE))

    def finish(self) -> None:
        """Drop the placeholders that nothing was put into: an empty one shows its prompt."""
        for index, shape in self._places.items():
            if index not in self._told:
                shape._element.getparent().remove(shape._element)

    def _copied(self, role: str, shape: Any, paragraphs: Sequence[Paragraph]) -> str:
        """A placeholder of the layout that python-pptx leaves out on new slides: foot lines and numbers."""
        mark = shape._element.ph
        attributes = "".join(f' {key}="{mark.get(key)}"' for key in ("type", "sz", "idx") if mark.get(key))
        words = "".join(paragraph_xml(paragraph) for paragraph in paragraphs)
        if not any(paragraph.runs for paragraph in paragraphs):
            words = "<a:p></a:p>"
        return (
            f'<p:sp><p:nvSpPr>{self.pen.head(role)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
            f"<p:ph{attributes}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{words}</p:txBody></p:sp>"
        )


def kind_of(shape: Any) -> str:
    """The type of a placeholder."""
    return str(shape._element.ph.get("type", "obj"))


def layout_of(deck: Deck, role: str) -> Layout:
    """The layout of a role: by name, else the one that looks most like it."""
    return Layout(deck, _layout_of(deck, role))


def _layout_of(deck: Deck, role: str) -> SlideLayout:
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    named = next((layout for layout in layouts if layout.name == role), None)
    if named is not None:
        return named
    kinds = [{kind_of(shape) for shape in layout.placeholders} for layout in layouts]
    if role == COVER:
        return next((layout for layout, has in zip(layouts, kinds, strict=True) if "ctrTitle" in has), layouts[0])
    if role == CONTENTS:
        return _layout_of(deck, BODY)
    titled = [
        (len(layout.placeholders), number)
        for number, (layout, has) in enumerate(zip(layouts, kinds, strict=True))
        if "title" in has
    ]
    return layouts[min(titled)[1]] if titled else layouts[-1]


def number_parts(deck: Deck) -> Deck:
    """Let the package count its parts; looking through all of them for each new one takes a quarter of the time."""
    package = deck.part.package
    taken = {str(part.partname) for part in package.iter_parts()}

    def next_partname(template: str) -> PackURI:
        name = next(
            name for number in counters.setdefault(template, count(1)) if (name := template % number) not in taken
        )
        return PackURI(name)

    counters: dict[str, Iterator[int]] = {}
    package.next_partname = next_partname  # type: ignore[method-assign,assignment]  # python-pptx has no other way to say it
    return deck


def emptied(deck: Deck) -> Deck:
    """A template without the sample slides it came with."""
    slides = deck.slides._sldIdLst
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    return deck


def _coloured(paragraph: Paragraph) -> Paragraph:
    """Outside a placeholder nothing is inherited: the plain colour and size are then given."""
    runs = tuple(replace(run, colour=run.colour or LIGHT.ink, size=run.size or 12) for run in paragraph.runs)
    return replace(paragraph, runs=runs)


def _parsed(xml: str) -> Iterable[Any]:
    return list(parse_xml(f"<p:spTree {NAMESPACES}>{xml}</p:spTree>"))
