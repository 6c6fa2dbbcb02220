"""Number tiles: name, value, change, the last months, and what the number stands on."""

from __future__ import annotations

from typing import Any

from components.exports.document import Item
from components.exports.pptx_page import Page
from components.exports.pptx_shapes import Area, Paragraph, Pen, Run, fitted
from components.exports.pptx_words import shortest
from components.exports.svg_marks import Fill, Stroke, disc, polyline
from components.views.formats import is_missing, text_width
from components.views.tokens import LIGHT

_GAP = 12.0
_TALLEST = 190.0
_WIDEST = 340.0
_TONES = {"good": (LIGHT.good, LIGHT.good_fill, "向好"), "watch": (LIGHT.watch, LIGHT.watch_fill, "需关注")}


def draw_cards(page: Page, item: Item, area: Area) -> None:
    """Draw a view of kind "cards" as one group, up to four tiles in a row."""
    rows: list[dict[str, Any]] = item.view.frame.to_dict("records")  # type: ignore[assignment]  # columns are text
    across = len(rows) if len(rows) <= 4 else 3 if len(rows) <= 6 else 4
    down = -(-len(rows) // across)
    width = min((area.width - _GAP * (across - 1)) / across, _WIDEST)
    height = min((area.height - _GAP * (down - 1)) / down, _TALLEST)
    top = area.y + (area.height - height * down - _GAP * (down - 1)) * 0.3
    shapes = []
    for number, row in enumerate(rows):
        at = Area(
            area.x + (number % across) * (width + _GAP), top + (number // across) * (height + _GAP), width, height
        )
        shapes.append(page.pen.group(at, _tile(page.pen, row, at), name=str(row["label"]), alt=_told(row)))
    page.draw(page.pen.group(area, shapes, name=item.view.title, alt=item.view.alt))


def _told(row: dict[str, Any]) -> str:
    """A tile in words."""
    change = f"，{row['change_text']}" if row.get("change_text") else ""
    note = f"，{row['note']}" if row.get("note") else ""
    return f"{row['label']}：{row['display']} {row['unit']}{change}{note}"


def _tile(pen: Pen, row: dict[str, Any], at: Area) -> list[str]:
    inner = at.inner(14, 12, 14, 10)
    low = at.height < 120
    name, value_size, note = 12.0 if low else 14.0, 24.0 if low else 34.0, 10.5 if low else 12.0
    shapes = [pen.box(at, Fill(LIGHT.card), Stroke(LIGHT.line, 0.75), radius=4)]
    label = str(row["label"])
    size = fitted(label, inner.width, (name, name - 1, name - 2, name - 3), 1)
    y = inner.y
    shapes.append(
        pen.words(Area(inner.x, y, inner.width, size * 1.5), [_line(label, size, LIGHT.ink2, inner.width)], name="名称")
    )
    y += size * 1.5
    display, unit = str(row["display"]), str(row["unit"] or "")
    room = inner.width - text_width(unit, name) - 8
    big = fitted(display, room, (value_size, value_size * 0.85, value_size * 0.7, value_size * 0.5), 1)
    value = Paragraph((Run(display, big, LIGHT.ink, True), Run(f" {unit}" if unit else "", name, LIGHT.mute)))
    shapes.append(pen.words(Area(inner.x, y, inner.width, value_size * 1.4), [value], anchor="ctr", name="数值"))
    y += value_size * 1.45
    shapes += _chip(pen, row, Area(inner.x, y, inner.width, note * 1.8), note)
    y += note * 1.8 + 6
    foot = note * 1.5
    shapes += _spark(pen, row, Area(inner.x + 3, y, inner.width - 6, at.y + at.height - 10 - foot - y - 6))
    words = str(row.get("note") or "")
    if words:
        bottom = Area(inner.x, at.y + at.height - 10 - foot, inner.width, foot)
        small = fitted(words, inner.width, (note, note - 1, note - 2), 1)
        shapes.append(pen.words(bottom, [_line(words, small, LIGHT.mute, inner.width)], anchor="b", name="说明"))
    return shapes


def _line(text: str, size: float, colour: str, width: float) -> Paragraph:
    return Paragraph((Run(shortest(text, size, width, 1), size, colour),))


def _chip(pen: Pen, row: dict[str, Any], area: Area, size: float) -> list[str]:
    """How it changed and what that means; nothing where nothing is compared."""
    change = str(row.get("change_text") or "")
    if not change:
        return []
    ink, fill, word = _TONES.get(str(row.get("tone")), (LIGHT.ink2, LIGHT.control, ""))
    arrow = {"+": "↑ ", "-": "↓ "}.get(change[:1], "")
    text = f"{arrow}{change}" + (f" · {word}" if word else "")
    size = fitted(text, area.width - 16, (size, size - 1, size - 2, size - 3), 1)
    at = Area(area.x, area.y, min(text_width(text, size) * 1.05 + 18, area.width), area.height)
    words = Paragraph((Run(text, size, ink),), "ctr")
    return [pen.box(at, Fill(fill), name="变化", radius=area.height / 2, paragraphs=[words])]


def _spark(pen: Pen, row: dict[str, Any], area: Area) -> list[str]:
    """The last months as a thin line; a hole keeps the value before it."""
    series = row.get("spark")
    values = [None if is_missing(v) else float(v) for v in series] if isinstance(series, list | tuple) else []
    while values and values[0] is None:
        values.pop(0)
    for i, value in enumerate(values):
        values[i] = values[i - 1] if value is None else value
    known = [value for value in values if value is not None]
    if len(known) < 2 or area.height < 12:
        return []
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    points = [
        (area.x + area.width * i / (len(known) - 1), area.y + area.height * (1 - (v - low) / span))
        for i, v in enumerate(known)
    ]
    colour = LIGHT.watch if row.get("tone") == "watch" else LIGHT.bar
    dot = disc(*points[-1], 2.4, Fill(colour))
    return [
        pen.path(polyline(points), Fill(), Stroke(colour, 1.5), name="走势"),
        pen.path(dot.steps, Fill(colour), Stroke(), name="最新"),
    ]
