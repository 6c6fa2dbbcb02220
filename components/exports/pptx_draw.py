"""What stands in the middle of a slide: each kind of view as native, editable objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from components.exports.document import Item
from components.exports.office_chart import Chart
from components.exports.office_chart_kinds import chart_of
from components.exports.pptx_cards import draw_cards
from components.exports.pptx_page import Page
from components.exports.pptx_shapes import Align, Area, Paragraph, Pen, Run
from components.exports.pptx_tables import draw_heatmap, draw_table
from components.exports.pptx_words import bold_runs
from components.exports.report_tables import Layout
from components.exports.svg import scene_of
from components.exports.svg_marks import NO_FILL, Box, Fill, Mark, Path, Scene, Stroke, Words
from components.views.formats import text_width
from components.views.model import ViewKind
from components.views.tokens import LIGHT, Theme

SIZE = 12
"""Words in charts and drawings, in points."""
_THEME: Theme = replace(LIGHT, size=SIZE, wide=2.0)
_ALIGNS: dict[str, Align] = {"start": "l", "middle": "ctr", "end": "r"}
_MAX_CELLS = (14, 20)
"""Columns and rows up to which a heat map is a table with numbers."""


def draw_view(page: Page, item: Item, area: Area, when: date, rows: Layout | None = None) -> None:
    """Draw an item's view.

    Args:
        page: the slide.
        item: what is shown.
        area: where.
        when: written into workbooks as the day they were made.
        rows: of a table, what this slide shows of them.
    """
    if item.view.empty or not len(item.view.frame):
        _draw_sentence(page, item, area)
    elif rows is not None:
        draw_table(page, item, area, rows)
    elif item.view.kind == "heatmap" and _has_room(item):
        draw_heatmap(page, item, area)
    elif item.view.kind in _OTHERS:
        _OTHERS[item.view.kind](page, item, area)
    elif (chart := chart_of(item, area.width, area.height, SIZE)) is not None:
        page.chart(chart, when, area, name=item.view.title, alt=item.view.alt)
        _tell_centre(page, chart, area)
    else:
        _draw_scene(page, item, area)


def _tell_centre(page: Page, chart: Chart, area: Area) -> None:
    """What the whole of a ring is, inside it."""
    if not chart.is_ring:
        return
    x, y, width, height = chart.inner
    at = Area(area.x + x * area.width, area.y + y * area.height, width * area.width, height * area.height)
    name, number = chart.centre
    lines = [Paragraph((Run(name, 16, LIGHT.ink2),), "ctr"), Paragraph((Run(number, 22, LIGHT.ink, True),), "ctr")]
    page.draw(page.pen.words(at.inner(width * area.width * 0.2, 0, width * area.width * 0.2), lines, anchor="ctr"))


def _has_room(item: Item) -> bool:
    rows = item.view.frame
    return rows["column"].nunique() <= _MAX_CELLS[0] and rows["row"].nunique() <= _MAX_CELLS[1]


def _draw_scene(page: Page, item: Item, area: Area) -> None:
    """Maps, flows, calendars and trees: one group of shapes, each named after the number it stands for."""
    scene = scene_of(item, area.width, area.height, _THEME)
    shapes = scene_shapes(page.pen, scene, area)
    page.draw(page.pen.group(area, shapes, name=item.view.title, alt=item.view.alt))


def scene_shapes(pen: Pen, scene: Scene, area: Area) -> list[str]:
    """A drawing's marks as shapes, moved to where the drawing stands."""
    return [_shape(pen, mark, area) for mark in scene.marks]


def _shape(pen: Pen, mark: Mark, area: Area) -> str:
    if isinstance(mark, Words):
        return _words(pen, mark, area)
    if isinstance(mark, Box):
        at = Area(area.x + mark.x, area.y + mark.y, mark.width, mark.height)
        return pen.box(at, mark.fill, mark.stroke, name=mark.hint or "底", radius=mark.radius)
    return pen.path(_moved(mark, area), mark.fill, mark.stroke, name=mark.hint or "线")


def _moved(mark: Path, area: Area) -> list[tuple[str, tuple[float, ...]]]:
    return [
        (letter, tuple(value + (area.y if i % 2 else area.x) for i, value in enumerate(values)))
        for letter, values in mark.steps
    ]


def _words(pen: Pen, mark: Words, area: Area) -> str:
    """Words as a text box; a halo becomes a pale plate behind them, which every office suite can draw."""
    width, height = text_width(mark.text, mark.size) * 1.06 + 4, mark.size * (1.2 if mark.halo else 1.5)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[mark.anchor]
    at = Area(area.x + mark.x - shift, area.y + mark.y - height / 2, width, height)
    align: Align = _ALIGNS[mark.anchor]
    run = Run(mark.text, mark.size, mark.colour, mark.is_bold)
    plate = Fill(mark.halo, opacity=0.72) if mark.halo else NO_FILL
    return pen.words(at, [Paragraph((run,), align)], anchor="ctr", wrap=False, fill=plate)


def _draw_sentence(page: Page, item: Item, area: Area) -> None:
    """An empty view says why it is empty, in a calm frame."""
    at = Area(area.x, area.y + area.height * 0.3, area.width, min(area.height * 0.32, 110))
    words = Paragraph((Run(item.view.empty or "没有可显示的内容。", 16, LIGHT.ink2),), "ctr", spacing=1.3)
    page.draw(
        page.pen.box(
            at,
            Fill(LIGHT.control),
            Stroke(LIGHT.line, 0.75),
            name=item.view.title,
            alt=item.view.alt,
            radius=4,
            paragraphs=[words],
            inset=24,
        )
    )


def _draw_sentences(page: Page, item: Item, area: Area) -> None:
    """Numbered sentences, their numbers in the accent, what counts in bold."""
    sentences = [str(text) for text in item.view.frame["sentence"]]
    sizes = (20, 18, 16, 14, 12, 11)
    size = next((s for s in sizes if _height(sentences, s, area.width) <= area.height), sizes[-1])
    pitch, y = size * 1.9, area.y
    numbers = len(sentences) > 1
    shapes = []
    for number, sentence in enumerate(sentences, 1):
        high = _lines(sentence, size, area.width) * size * 1.5 + pitch - size * 1.5
        left = pitch if numbers else 0.0
        if numbers:
            mark = Paragraph((Run(f"{number}.", size, LIGHT.accent, True),), spacing=1.2)
            shapes.append(page.pen.words(Area(area.x, y, pitch, high), [mark], name=f"序号 {number}"))
        words = Paragraph(bold_runs(sentence, size, LIGHT.ink), spacing=1.2)
        at = Area(area.x + left, y, area.width - left, high)
        shapes.append(page.pen.words(at, [words], name=f"要点 {number}"))
        y += high
    page.draw(page.pen.group(area, shapes, name=item.view.title, alt=item.view.alt))


def _lines(sentence: str, size: float, width: float) -> int:
    return max(-(-int(text_width(sentence.replace("**", ""), size) * 1.05) // max(int(width - size * 1.9), 1)), 1)


def _height(sentences: list[str], size: float, width: float) -> float:
    return sum(_lines(sentence, size, width) * size * 1.5 + size * 0.4 for sentence in sentences)


_OTHERS: dict[ViewKind, Callable[[Page, Item, Area], None]] = {"cards": draw_cards, "text": _draw_sentences}
