"""The words around a view on its slide: headline, caption, footnote and speaker notes."""

from __future__ import annotations

import re

from components.exports.document import Document, Item
from components.exports.pptx_shapes import Run, fitted, lines_of
from components.views.formats import plain, text_width
from data.measures.model import Measure

_ONE_LINE, _TWO_LINES = (24, 22, 20), (20, 18, 16)


def headline(item: Item) -> str:
    """The finding as plain words; the title where there is none."""
    return plain(item.view.finding).strip().rstrip("。") or item.view.title


def headline_size(text: str, width: float) -> float:
    """On one line if it fits a little smaller; else on two lines, which then are smaller."""
    size = fitted(text, width, _ONE_LINE, 1)
    return size if lines_of(text, size, width) == 1 else fitted(text, width, _TWO_LINES, 2)


def caption(item: Item) -> tuple[str, str]:
    """Title and the grey words after it; no title where it is the headline already."""
    return ("" if headline(item) == item.view.title else item.view.title), item.view.subtitle


def bold_runs(text: str, size: float, colour: str) -> tuple[Run, ...]:
    """Words with their starred parts in bold."""
    parts = re.split(r"\*\*(.+?)\*\*", text)
    return tuple(Run(plain(part), size, colour, is_bold=bool(index % 2)) for index, part in enumerate(parts) if part)


def definition(measure: Measure) -> str:
    """名称：口径, with what is above and below the line of a rate."""
    of = f"（{measure.numerator}÷{measure.denominator}）" if measure.numerator and measure.denominator else ""
    return f"{measure.label}：{measure.definition.rstrip('。')}{of}"


def footnote(item: Item, width: float, size: float) -> list[str]:
    """口径 as far as it fits on one line, then source and as-of day, with where the number comes from if that fits too."""
    told = ""
    for number, measure in enumerate(item.measures):
        more = f"{told}；{definition(measure)}" if told else f"口径　{definition(measure)}"
        end = "" if number == len(item.measures) - 1 else "；其余见备注"
        if lines_of(more + end, size, width) > 1:
            told = f"{told}；其余见备注" if told else "口径　见备注"
            break
        told = more
    source = f"{item.view.footnote}　{item.small_print}"
    source = source if item.small_print and lines_of(source, size, width) == 1 else item.view.footnote
    return [line for line in (told, source) if line]


def notes(item: Item, document: Document) -> list[str]:
    """What the speaker sees: what was noted for him, finding, what is shown, each measure's definition, source and citation code."""
    view = item.view
    found = plain(view.empty or view.finding or "")
    lines = [
        f"备注：{item.note}" if item.note else "",
        f"结论：{found}" if found else "",
        f"画面：{view.title}（{document.area}，{view.subtitle}）",
    ]
    if item.measures:
        lines += [
            "口径：",
            *(f"· {definition(measure)}。{item.passports.get(measure.code, '')}" for measure in item.measures),
        ]
    lines += [view.footnote, f"引用码 {item.code}" if item.code else "", "示例数据" if document.is_demo else ""]
    return [line for line in lines if line]


def shortest(text: str, size: float, width: float, lines: int) -> str:
    """The text, cut after a sentence or clause where it would take more lines than there are."""
    room = width * lines * 0.96
    if text_width(text, size) <= room:
        return text
    kept = ""
    for clause in re.findall(r"[^；。]*[；。]?", text):
        if text_width(kept + clause, size) > room:
            break
        kept += clause
    if kept:
        return kept.rstrip("；。")
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text + "…"
