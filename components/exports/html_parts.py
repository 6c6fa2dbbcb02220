"""Pieces of the page file: one view with its drawing and its table, and the words around it. All text is escaped."""

from __future__ import annotations

from html import escape

from components.exports.document import Document, Item
from components.exports.html_colours import Night
from components.exports.svg import is_drawn
from components.exports.tables import Table, long_table, table_of
from components.views.columns import ColumnFormat
from components.views.formats import full
from components.views.model import View
from data.measures.model import Measure

WIDE, SLIM = 858.0, 336.0
"""Widths of drawings on a desk and on a phone."""
_WORD, _CODE, _SHORT, _PHRASE = 4, 16, 8, 22
"""Up to so many characters a text is a code or a word, which stay on one line of a table, or a phrase."""
_SPLIT_ROWS = 24
"""Tables longer than this may go over a page's end in print."""
_ROW_HEIGHTS: dict[str, tuple[float, float]] = {
    "bars": (34, 10),
    "share_bars": (36, 10),
    "funnel": (42, 8),
    "heatmap": (36, 40),
}
_HEIGHTS: dict[str, tuple[float, float]] = {
    "trend": (310, 240),
    "stacked": (330, 270),
    "calendar": (290, 190),
    "sankey": (500, 500),
    "tree": (520, 460),
    "map": (540, 290),
}
DIRECTIONS = {"up": "越多越好", "down": "越少越好", "neutral": "不判好坏"}


def marked(markdown: str) -> str:
    """A generated sentence with its bold words; everything in it is text."""
    parts = escape(markdown.replace("\\", "")).split("**")
    return "".join(f"<strong>{part}</strong>" if index % 2 else part for index, part in enumerate(parts))


def article(item: Item, number: int, document: Document, night: Night) -> str:
    """One view: title, finding, what it looks like, its table, its source."""
    view = item.view
    demo = '<span class="demo">示例数据</span>' if document.is_demo else ""
    finding = f'<p class="finding">{marked(view.finding)}</p>' if view.finding and not view.empty else ""
    is_long = view.kind == "table" and len(view.frame) > _SPLIT_ROWS
    inside = f'<p class="none">{escape(view.empty)}</p>' if view.empty else _inside(item, number, night)
    return (
        f'<article id="v{number}"{" class=long" if is_long else ""}><h3><span class="no">{number}</span>'
        f"{escape(view.title)}{demo}</h3>"
        f'<p class="sub">{escape(" · ".join(part for part in (document.area, view.subtitle) if part))}</p>'
        f"{finding}{inside}{_foot(item, document)}</article>"
    )


def _foot(item: Item, document: Document) -> str:
    codes = [measure.code for measure in document.measures]
    links = "、".join(f'<a href="#m{codes.index(m.code) + 1}">{escape(m.label)}</a>' for m in item.measures)
    parts = [
        escape(item.view.footnote),
        f"引用码 {escape(item.code)}" if item.code else "",
        f"口径：{links}" if links else "",
    ]
    small = f"<br>{escape(item.small_print)}" if item.small_print else ""
    return f'<p class="foot">{" · ".join(part for part in parts if part)}{small}</p>'


def _inside(item: Item, number: int, night: Night) -> str:
    view, table = item.view, table_of(item)
    if view.kind == "cards":
        return _cards(view) + _twin(table, view.title)
    if view.kind == "text":
        return f'<ol class="said">{"".join(f"<li>{marked(str(text))}</li>" for text in view.frame["sentence"])}</ol>'
    if view.kind == "table" or not is_drawn(item):
        return table_html(table, view.title)
    twin = long_table(view) if view.kind == "heatmap" and len(view.labels) > 3 else table
    return f"<figure>{_drawings(item, number, night)}</figure>{_twin(twin, view.title)}"


def _twin(table: Table, title: str) -> str:
    """The numbers behind what is drawn, folded away."""
    return f"<details><summary>看数据（{full(len(table.rows))} 行）</summary>{table_html(table, title)}</details>"


def _drawings(item: Item, number: int, night: Night) -> str:
    """The drawing for a desk, and where it would be too small a narrower one for phones."""
    wide = night.drawn(item, WIDE, _height(item.view, WIDE), f"w{number}-")
    if _needs_room(item.view):
        return f'<div class="wide scroll" tabindex="0">{wide}</div>'
    slim = night.drawn(item, SLIM, _height(item.view, SLIM), f"s{number}-")
    return f'<div class="wide has-slim">{wide}</div><div class="slim">{slim}</div>'


def _needs_room(view: View) -> bool:
    """Whether a drawing is read by scrolling on a phone: it has no narrow form."""
    if view.kind == "heatmap":
        return view.frame["column"].nunique() > 6
    return view.kind == "sankey" or (view.kind == "calendar" and len(view.frame) > 230)


def _height(view: View, width: float) -> float:
    if view.kind in _ROW_HEIGHTS:
        each, more = _ROW_HEIGHTS[view.kind]
        rows = view.frame["row"].nunique() if view.kind == "heatmap" else len(view.frame)
        return max(rows, 2) * each + more
    wide, slim = _HEIGHTS[view.kind]
    return slim if width == SLIM else wide


def _cards(view: View) -> str:
    said = "".join(
        f'<li><span class="name">{escape(str(row.label))}</span><span class="value">{escape(str(row.display))}</span>'
        f'<span class="unit">{escape(str(row.unit))}</span>{_chip(str(row.change_text), str(row.tone))}'
        f'<span class="note">{escape(str(row.note))}</span></li>'
        for row in view.frame.itertuples()
    )
    return f'<ul class="cards">{said}</ul>'


def _chip(change: str, tone: str) -> str:
    known = f" {tone}" if tone in ("good", "watch") else ""
    return f' <span class="chip{known}">{escape(change)}</span>' if change else ""


def table_html(table: Table, caption: str) -> str:
    """A table; words in place of numbers are grey, the first column heads its row."""
    heads = "".join(
        f'<th scope="col"{" class=n" if column.is_number else ""}>{escape(column.heading)}</th>'
        for column in table.columns
    )
    body = "".join(
        f"<tr>{''.join(_cell(table, r, c, text) for c, text in enumerate(texts))}</tr>"
        for r, texts in enumerate(table.texts)
    )
    return (
        f'<div class="rows" tabindex="0"><table aria-label="{escape(caption)}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(table: Table, row: int, index: int, text: str) -> str:
    column, cell = table.columns[index], table.rows[row][index]
    shown = escape(text).replace("\n", "<br>")
    if column.is_number:
        quiet = " q" if isinstance(cell, str) or cell is None else ""
        return f'<td class="n{quiet}">{shown}</td>'
    if index == 0:
        return f'<th scope="row" class="{_width_class(text, column.format)}">{shown}</th>'
    return f'<td class="{_width_class(text, column.format)}">{shown}</td>'


def _width_class(text: str, kind: ColumnFormat) -> str:
    """d: never broken; t: short, broken on paper only; w: a phrase; l: a sentence."""
    if kind == "date" or len(text) <= _WORD or (text.isascii() and len(text) <= _CODE):
        return "d"
    return "t" if len(text) <= _SHORT else "w" if len(text) <= _PHRASE else "l"


def term(measure: Measure, number: int, passport: str = "") -> str:
    """What a measure means, and where its figure comes from."""
    above = f"分子：{escape(measure.numerator)}；" if measure.numerator else ""
    below = f"分母：{escape(measure.denominator)}。" if measure.denominator else ""
    ratio = f"<dd>{above}{below}</dd>" if above or below else ""
    return (
        f'<div class="term" id="m{number}"><dt>{escape(measure.label)}<span>{escape(measure.unit)} · '
        f"{DIRECTIONS[measure.direction]}</span></dt><dd>{escape(measure.definition)}</dd>{ratio}"
        f"{f'<dd>{escape(passport)}</dd>' if passport else ''}"
        f'<dd class="code">自 {escape(measure.since)} 起 · 代码 {escape(measure.code)}</dd></div>'
    )
