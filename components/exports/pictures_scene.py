"""A view's drawing between its head and its foot: a picture that needs no page around it."""

from __future__ import annotations

from dataclasses import replace

from components.exports.document import Document, Item
from components.exports.pictures_inside import Drawn, inside, paragraph, table_width
from components.exports.svg import is_drawn, scene_of
from components.exports.svg_marks import Box, Fill, Mark, Path, Scene, Stroke, Words, polyline
from components.views.formats import plain, text_width
from components.views.tokens import LIGHT, Theme

EDGE = 28.0
"""Empty rim of a picture, in px."""
_WIDEST = 860.0
"""Cards, sentences and narrow tables are set no wider, however wide they stand on their page."""
_MAP_HEIGHT = 0.62
"""A map is at least this high for its width: a net is about as high as it is wide, and its legend needs lines."""


def picture_scene(item: Item, document: Document, theme: Theme = LIGHT) -> Scene:
    """The whole picture: title, unit and period, finding, drawing, source, as-of, 示例数据 and code.

    Args:
        item: what is shown; its ``size_px`` is the drawing's own size, head and foot come on top.
        document: whose district, area, as-of day and 示例数据 it says.
        theme: colours and the size of text.
    """
    drawing, width = _drawing(item, theme)
    head = _head(item, document, width, theme)
    foot = _foot(item, document, width, theme)
    marks: list[Mark] = []
    y = EDGE
    for (part, height), gap in ((head, theme.size * 1.1), (drawing, theme.size * 1.1), (foot, 0.0)):
        marks += [shifted(mark, EDGE, y) for mark in part]
        y += height + gap
    high = y + EDGE * 0.7
    paper = Box(0, 0, width + 2 * EDGE, high, Fill(theme.card))
    return Scene(width + 2 * EDGE, high, (paper, *marks), item.view.alt or item.view.title)


def shifted(mark: Mark, dx: float, dy: float) -> Mark:
    """The mark, moved."""
    if not isinstance(mark, Path):
        return replace(mark, x=mark.x + dx, y=mark.y + dy)
    steps = tuple(
        (letter, tuple(value + (dy if odd % 2 else dx) for odd, value in enumerate(values)))
        for letter, values in mark.steps
    )
    return replace(mark, steps=steps)


def _drawing(item: Item, theme: Theme) -> tuple[Drawn, float]:
    width = float(item.size_px[0])
    if is_drawn(item) and len(item.view.frame):
        height = float(item.size_px[1])
        if item.view.kind == "map":
            height = max(height, width * _MAP_HEIGHT)
        return _trimmed(list(scene_of(item, width, height, theme).marks), height), width
    width = table_width(item, theme, min(width, _WIDEST))
    return inside(item, width, theme), width


def _trimmed(marks: list[Mark], height: float) -> Drawn:
    """The drawing without empty bands above and below: three bars need not the height of twelve."""
    spans = [_span(mark) for mark in marks]
    top = max(min((span[0] for span in spans), default=0.0), 0.0)
    bottom = min(max((span[1] for span in spans), default=height), height)
    return [shifted(mark, 0, -top) for mark in marks], bottom - top


def _span(mark: Mark) -> tuple[float, float]:
    """The highest and the lowest y of a mark."""
    if isinstance(mark, Box):
        return mark.y, mark.y + mark.height
    if isinstance(mark, Words):
        return mark.y - mark.size * 0.7, mark.y + mark.size * 0.7
    ys = [value for _, values in mark.steps for value in values[1::2]]
    return min(ys, default=0.0), max(ys, default=0.0)


def _head(item: Item, document: Document, width: float, theme: Theme) -> Drawn:
    view, size = item.view, theme.size
    area = document.area or document.district
    grey = view.subtitle if area in view.subtitle.split(" · ") else " · ".join((area, view.subtitle)).strip(" ·")
    marks: list[Mark] = []
    y = 0.0
    for text, points, colour, is_bold, gap in (
        (view.title, size * 1.46, theme.ink, True, 0.0),
        (grey, size * 0.96, theme.mute, False, 0.0),
        (plain(view.finding), size * 1.08, theme.ink, False, size * 0.35),
    ):
        lines, height = paragraph(text, 0, y + gap, width, points, colour, is_bold=is_bold)
        marks += lines
        y += height + (gap if lines else 0.0)
    return marks, y


def _foot(item: Item, document: Document, width: float, theme: Theme) -> Drawn:
    """A thin line; source and as-of on the left, 示例数据 and the code on the right or, lacking room, below."""
    size, code = theme.size * 0.92, item.code or document.code
    source = item.view.footnote
    if item.view.as_of is None:
        day = f"截至 {document.as_of.year}年{document.as_of.month}月{document.as_of.day}日"
        source = f"{source} · {day}" if source else day
    standing = " · ".join(
        part for part in ("示例数据" if document.is_demo else "", f"引用码 {code}" if code else "") if part
    )
    marks: list[Mark] = [Path(polyline([(0, 0), (width, 0)]), stroke=Stroke(theme.line))]
    y = size * 0.6
    is_beside = text_width(source, size) + text_width(standing, size) + size * 2 <= width
    lines, height = paragraph(source, 0, y, width, size, theme.mute)
    marks += lines
    if standing:
        if not is_beside:
            y += height
            height = size * 1.6
        marks.append(Words(width, y + size * 0.8, standing, size, theme.mute, "end", is_bold=True))
    return marks, y + height
