"""The inside of a picture where the view is no chart: cards, a table, sentences, or why there is nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from components.exports.document import Item
from components.exports.svg_marks import Box, Fill, Mark, Path, Stroke, Words, disc, polyline
from components.exports.tables import Table, table_of
from components.views.formats import is_missing, plain, shortened, text_width
from components.views.tokens import RADIUS, Theme

Drawn = tuple[list[Mark], float]
"""Marks from 0, 0, and the height they take."""

MOST_ROWS = 40
"""A picture is no place for a register: longer tables say how many rows they leave out."""
_CARDS_A_ROW = 3
_UNBROKEN = re.compile(
    r"[（《“‘〔【(]*(?:[0-9A-Za-z.,%+\-/:_]+(?: 万?[\u4e00-\u9fff])?|.)[，。；：、！？）》”’％〕】)]*", re.DOTALL
)
_CHIP_WORDS = {"good": "向好", "watch": "需关注"}


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Lines that fit a width in px; a number stays whole and with its unit, a mark stays with the word it belongs to."""
    lines: list[str] = []
    line = ""
    for piece in _UNBROKEN.findall(text):
        # What is longer than a line by itself has to break somewhere.
        for part in [piece] if text_width(piece, size) <= width else piece:
            if line and text_width(line + part, size) > width:
                lines.append(line)
                line = ""
            line += part
    return [*lines, line] if line else lines


def paragraph(text: str, x: float, y: float, width: float, size: float, colour: str, *, is_bold: bool = False) -> Drawn:
    """Wrapped words whose first line's top is at ``y``; the height is that of the lines."""
    pitch = size * 1.6
    lines = wrapped(text, width, size)
    marks: list[Mark] = [
        Words(x, y + pitch * (row + 0.5), line, size, colour, is_bold=is_bold) for row, line in enumerate(lines)
    ]
    return marks, pitch * len(lines)


def inside(item: Item, width: float, theme: Theme) -> Drawn:
    """The drawing of a view that is no chart."""
    view = item.view
    if view.empty or not len(view.frame):
        return _nothing(view.empty or "没有可以列出的记录。", width, theme)
    if view.kind == "cards":
        return _cards(view.frame.to_dict("records"), width, theme)
    if view.kind == "text":
        return _sentences([plain(str(text)) for text in view.frame["sentence"]], width, theme)
    return _table(table_of(item), width, theme)


def table_width(item: Item, theme: Theme, least: float) -> float:
    """A picture of a table is as wide as its columns want, within reason, in whole px: enlarged it stays whole."""
    if item.view.kind != "table" or item.view.empty or not len(item.view.frame):
        return least
    return float(round(min(max(least, sum(_wanted(table_of(item), theme))), least * 1.7)))


def _nothing(sentence: str, width: float, theme: Theme) -> Drawn:
    height = 150.0
    lines = wrapped(sentence, width - 80, theme.size + 1)
    pitch = (theme.size + 1) * 1.7
    top = (height - pitch * len(lines)) / 2
    marks: list[Mark] = [Box(0, 0, width, height, Fill(theme.control), radius=RADIUS)]
    marks += [
        Words(width / 2, top + pitch * (row + 0.5), line, theme.size + 1, theme.mute, "middle")
        for row, line in enumerate(lines)
    ]
    return marks, height


def _sentences(sentences: Sequence[str], width: float, theme: Theme) -> Drawn:
    size, y = theme.size + 2.0, 0.0
    marks: list[Mark] = []
    for number, sentence in enumerate(sentences, 1):
        marks.append(Words(0, y + size * 0.8, f"{number}.", size, theme.accent, is_bold=True))
        lines, height = paragraph(sentence, size * 1.9, y, width - size * 1.9, size, theme.ink)
        marks += lines
        y += height + size * 0.6
    return marks, y


# -- cards ---------------------------------------------------------------------------------------------------------


def _cards(rows: Sequence[dict[Any, Any]], width: float, theme: Theme) -> Drawn:
    """Value and unit, change and what it means, the months behind, the note: as on the page, three in a row."""
    size, gap = theme.size, 12.0
    across = min(_CARDS_A_ROW if len(rows) != 4 else 2, len(rows))
    wide = (width - gap * (across - 1)) / across
    high = size * 11.2
    marks: list[Mark] = []
    for index, row in enumerate(rows):
        x, y = (wide + gap) * (index % across), (high + gap) * (index // across)
        marks += _card(row, x, y, wide, high, theme)
    return marks, (high + gap) * -(-len(rows) // across) - gap


def _card(row: dict[Any, Any], x: float, y: float, wide: float, high: float, theme: Theme) -> list[Mark]:
    size, pad = theme.size, 14.0
    room = wide - 2 * pad
    marks: list[Mark] = [
        Box(x, y, wide, high, Fill(theme.card), Stroke(theme.line, 1), radius=RADIUS),
        Words(x + pad, y + pad + size * 0.4, shortened(str(row["label"]), room, size), size, theme.ink2),
    ]
    value, unit = str(row["display"]), str(row["unit"] or "")
    large = size * 2.3
    if text_width(value, large) > room * 0.8:
        large = max(size * 1.2, large * room * 0.8 / text_width(value, large))
    middle = y + pad + size * 2.6
    marks.append(Words(x + pad, middle, value, large, theme.ink, is_bold=True))
    if unit:
        # Commas and points of a large figure are narrow, which shows where a unit follows.
        after = x + pad + text_width(value, large) - sum(0.29 * large for sign in value if sign in ",.") + size * 0.55
        marks.append(Words(after, middle + large * 0.2, unit, size, theme.mute))
    marks += _chip(str(row.get("change_text") or ""), str(row.get("tone") or ""), x + pad, y + pad + size * 5.1, theme)
    marks += _spark(row.get("spark"), x + pad, y + pad + size * 6.2, room, size * 1.6, theme)
    note = shortened(str(row.get("note") or ""), room, size * 0.88)
    if note:
        marks.append(Words(x + pad, y + high - pad * 0.6 - size * 0.3, note, size * 0.88, theme.mute))
    return marks


def _chip(change: str, tone: str, x: float, y: float, theme: Theme) -> list[Mark]:
    """+8.4% · 向好 in a pale box; its words say what its colour says."""
    if not change:
        return []
    arrow = {"+": "↑ ", "-": "↓ "}.get(change[0], "")
    text = " · ".join(part for part in (arrow + change, _CHIP_WORDS.get(tone, "")) if part)
    ink, fill = {"good": (theme.good, theme.good_fill), "watch": (theme.watch, theme.watch_fill)}.get(
        tone, (theme.mute, theme.control)
    )
    size = theme.size * 0.92
    wide, high = text_width(text, size) + size * 1.2, size * 1.75
    return [
        Box(x, y - high / 2, wide, high, Fill(fill), radius=high / 2),
        Words(x + wide / 2, y, text, size, ink, "middle"),
    ]


def _spark(values: Any, x: float, y: float, wide: float, high: float, theme: Theme) -> list[Mark]:
    """The months behind a card's figure; gaps stay gaps, one month alone is no line."""
    months = [] if values is None else [None if is_missing(value) else float(value) for value in values]
    known = [value for value in months if value is not None]
    if len(known) < 2:
        return []
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = wide / max(len(months) - 1, 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(months):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x + step * index, y + high - (value - low) / span * high))
    marks: list[Mark] = [Path(polyline(run), stroke=Stroke(theme.bar, 1.5)) for run in runs if len(run) > 1]
    last = next(run[-1] for run in reversed(runs) if run)
    return [*marks, disc(*last, 2.4, Fill(theme.bar))]


# -- tables --------------------------------------------------------------------------------------------------------


def _wanted(table: Table, theme: Theme) -> list[float]:
    """Width each column would like, in px."""
    cells = zip(*table.texts[:MOST_ROWS], strict=True) if table.rows else [()] * len(table.columns)
    return [
        min(max((text_width(text, theme.size) for text in (column.heading, *texts)), default=0), theme.size * 22) + 22
        for column, texts in zip(table.columns, cells, strict=True)
    ]


def _widths(table: Table, width: float, theme: Theme) -> list[float]:
    """Columns that fill the width; when there is too little, columns of words give way, the widest first."""
    wanted = _wanted(table, theme)
    over = sum(wanted) - width
    if over <= 0:
        spare = -over / len(wanted)
        return [wide + spare for wide in wanted]
    soft = [i for i, column in enumerate(table.columns) if not column.is_number] or list(range(len(wanted)))
    least = theme.size * 5
    while over > 0.5 and any(wanted[i] > least for i in soft):
        widest = max(soft, key=lambda i: wanted[i])
        cut = min(over, max(wanted[widest] * 0.1, 1), wanted[widest] - least)
        wanted[widest] -= cut
        over -= cut
    total = sum(wanted)
    return [wide * width / total for wide in wanted]


def _table(table: Table, width: float, theme: Theme) -> Drawn:
    """Rows between thin lines, numbers flush right; words too long for their column end in an ellipsis."""
    size, pitch = float(theme.size), theme.size * 2.25
    widths = _widths(table, width, theme)
    shown = table.texts[:MOST_ROWS]
    marks: list[Mark] = [Box(0, 0, width, pitch, Fill(theme.control))]
    marks += _row(table, table.headings, widths, pitch / 2, size, theme.ink2)
    for index, texts in enumerate(shown, 1):
        marks += _row(table, texts, widths, pitch * (index + 0.5), size, theme.ink)
        y = pitch * (index + 1)
        marks.append(
            Path(polyline([(0, y), (width, y)]), stroke=Stroke(theme.line if index == len(shown) else theme.grid))
        )
    height = pitch * (len(shown) + 1)
    left_out = len(table.rows) - len(shown)
    if left_out:
        sentence = f"图中列前 {len(shown)} 行，还有 {left_out:,} 行，共 {len(table.rows):,} 行；全部各行见表格文件。"
        marks.append(Words(0, height + pitch / 2, sentence, size * 0.92, theme.mute))
        height += pitch
    return marks, height


def _row(table: Table, texts: Sequence[str], widths: Sequence[float], y: float, size: float, colour: str) -> list[Mark]:
    marks: list[Mark] = []
    left = 0.0
    for column, text, wide in zip(table.columns, texts, widths, strict=True):
        shown = shortened(" ".join(text.split()), wide - 18, size)
        if column.is_number:
            marks.append(Words(left + wide - 9, y, shown, size, colour, "end"))
        else:
            marks.append(Words(left + 9, y, shown, size, colour))
        left += wide
    return marks
