"""The report as PDF, set by typst: embedded open fonts, outline, tags, alternative text, nothing fetched."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import typst

from components.exports.document import Document, Item
from components.exports.fonts import STAND_IN, missing_glyphs, report_font_folder
from components.exports.prose_numbers import Paragraph
from components.exports.report_plan import Annex, Block, Caption, Report, around_references, plan
from components.exports.report_tables import laid_out, measure_table, shared_words
from components.exports.svg import fitting_height, svg_of
from components.exports.tables import Table
from components.views.tokens import LIGHT, Theme

DRAWING_PX = 590.0
"""A drawing is laid out this wide and set on the 156 mm between the margins, so that 12 px become 9 points."""
DRAWING_THEME: Theme = replace(LIGHT, size=12, wide=2.0)
_SERIES_PX = 230.0
_TEMPLATE = Path(__file__).with_name("report.typ")
_LONGEST_HEAD = 400.0


def write_pdf(document: Document, path: Path) -> None:
    """Write the report of a document as PDF.

    Equal documents give equal bytes. The file is tagged and declares PDF/UA-1. A character our fonts do not have is
    printed as the printers' sign for a missing sort, not as an empty box.

    Args:
        document: what leaves the house.
        path: of the file; its folder is there.
    """
    write_report(plan(document), path)


def write_report(report: Report, path: Path) -> None:
    """Write a report that is planned already, see :func:`write_pdf`."""
    set_pages(_TEMPLATE, content_of(report), path)


def set_pages(template: Path, content: dict[str, Any], path: Path) -> None:
    """Set a PDF.

    Args:
        template: in typst's language, without content.
        content: what it is given as data: words, numbers, lists, dictionaries.
        path: of the file; its folder is there.
    """
    data = json.dumps(_printable(content), ensure_ascii=False)
    lacking = missing_glyphs(data)
    if lacking:
        data = data.translate({ord(char): STAND_IN for char in lacking})
    made = _compiler().compile(
        {"main.typ": template.read_bytes()},  # type: ignore[type-var]  # its stub knows str only
        sys_inputs={"data": data},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    assert isinstance(made, bytes)  # one format, one file
    path.write_bytes(made)


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process: reading the fonts takes longer than setting a page."""
    return typst.Compiler(font_paths=[str(report_font_folder())], ignore_system_fonts=True)


def head_of(document: Document, facts: str) -> dict[str, Any]:
    """What every template wants of a document: title, red head, properties, foot line, colours."""
    head = len(document.issuer) or 1
    return {
        "title": document.title,
        "district": document.district,
        "author": document.issuer or document.district,
        "subject": facts,
        "keywords": [word for word in (document.code, "示例数据" if document.is_demo else "") if word],
        "day": [document.as_of.year, document.as_of.month, document.as_of.day],
        "facts": facts,
        "standing": document.standing,
        "watermark": document.watermark,
        "watermark_size": watermark_size(document.watermark),
        "issuer": document.issuer,
        "issuer_size": issuer_size(document.issuer),
        "issuer_tracking": 0.25 if head <= 8 else 0.05,
        "issue_number": document.issue_number,
        "ink": LIGHT.ink,
        "ink2": LIGHT.ink2,
        "mute": LIGHT.mute,
        "line": LIGHT.line,
        "accent": LIGHT.accent,
    }


def content_of(report: Report) -> dict[str, Any]:
    """A report as the template wants it."""
    return head_of(report.document, report.facts) | {
        "has_contents": report.has_contents,
        "opening": report.opening,
        "sections": [
            {"heading": section.heading, "blocks": [_block(block) for block in section.blocks]}
            for section in report.sections
        ],
        "measure_heading": report.measure_heading,
        "measure_note": shared_words(report.document.passports)[0],
        "measures": _table(measure_table(report.measures, report.document.passports)),
        "annex_heading": report.annex_heading,
        "annexes": [_annex(annex) for annex in report.annexes],
    }


def _printable(value: Any) -> Any:
    """The same without control characters, at any depth."""
    if isinstance(value, str):
        return "".join(char if char >= " " else " " for char in value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list) else value


def issuer_size(issuer: str) -> float:
    """Points of the red head: as large as fits on one line, 48 at most."""
    return min(48.0, _LONGEST_HEAD / max(len(issuer), 1) / (1.25 if len(issuer) <= 8 else 1.05))


def watermark_size(words: str) -> float:
    """Points of the grey words across a page."""
    return min(84.0, 520.0 / max(len(words), 1))


def _block(block: Block) -> dict[str, Any]:
    references = [_caption(caption) for caption in block.references]
    last = len(block.paragraphs) - 1
    return {
        "heading": block.heading,
        "paragraphs": [
            _paragraph(paragraph, references if number == last else [])
            for number, paragraph in enumerate(block.paragraphs)
        ],
        "figure": _caption(block.figure) if block.figure else None,
        "svg": _svg(block.item, block.figure) if block.figure else "",
        "alt": block.item.view.alt or block.item.view.title,
        "table": _caption(block.table) if block.table else None,
        "rows": _table(block.rows) if block.rows else None,
        "source": block.source,
        "note": block.item.small_print,
    }


def _paragraph(paragraph: Paragraph, references: list[dict[str, str]]) -> dict[str, Any]:
    before, after = around_references(paragraph)
    return {
        "text": paragraph.text,
        "before": before,
        "references": references,
        "after": after,
        "footnote": paragraph.footnote,
    }


def _caption(caption: Caption) -> dict[str, str]:
    return {"label": caption.label, "anchor": caption.anchor, "text": caption.text}


def _svg(item: Item, caption: Caption) -> str:
    return svg_of(item, DRAWING_PX, drawing_height(item), DRAWING_THEME, prefix=caption.anchor)


def drawing_height(item: Item) -> float:
    """How high a drawing is in a report: series low enough that two of them, with their words, share a page."""
    height = fitting_height(item, DRAWING_PX, DRAWING_THEME)
    return min(height, _SERIES_PX) if item.view.kind in ("trend", "stacked") else height


def _table(table: Table) -> dict[str, Any]:
    layout = laid_out(table)
    return {
        "columns": [
            {"heading": column.heading, "width": round(width, 2), "is_right": is_right}
            for column, width, is_right in zip(layout.table.columns, layout.widths, layout.is_right, strict=True)
        ],
        "rows": [list(row) for row in layout.table.texts],
        "size": layout.size,
        "inset": layout.inset,
        "part": layout.part,
        "is_kept": layout.is_kept,
    }


def _annex(annex: Annex) -> dict[str, Any]:
    return {"caption": _caption(annex.caption), "rows": _table(annex.table), "note": annex.note}
