"""The report as a Word file: editable text, native charts, real captions and contents; see ``report_plan``."""

from __future__ import annotations

from pathlib import Path

from components.exports.document import Document
from components.exports.docx_package import OFFICE, Package, begun, finish, relations
from components.exports.office_chart import chart_workbook
from components.exports.office_chart_kinds import chart_of
from components.exports.office_chart_xml import chart_xml
from components.exports.report_docx_draw import chart_drawing, scene_drawing
from components.exports.report_docx_text import contents, paragraph, reference, run, table
from components.exports.report_pdf import DRAWING_PX, DRAWING_THEME, drawing_height, issuer_size
from components.exports.report_plan import Block, Caption, Report, around_references, plan
from components.exports.report_tables import WIDTH, laid_out, measure_table, shared_words
from components.exports.svg import scene_of
from components.exports.tables import Table

_BREAK_BEFORE = "<w:pageBreakBefore/>"
_CHART_TEXT = 9
"""Points of words in charts."""


def write_docx(document: Document, path: Path) -> None:
    """Write the report of a document as a Word file. Equal documents give equal bytes.

    Args:
        document: what leaves the house.
        path: of the file; its folder is there.
    """
    write_report(plan(document), path)


def write_report(report: Report, path: Path) -> None:
    """Write a report that is planned already, see :func:`write_docx`."""
    package = begun(report.document)
    body = _body(report, package)
    margins = 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="850" w:footer="1100"'
    finish(package, report.document, _front(report, package) + body, margins, path)


def _front(report: Report, package: Package) -> str:
    """Red or plain head, title, facts, contents."""
    document = report.document
    if document.issuer:
        size = round(issuer_size(document.issuer) * 2)
        head = paragraph("Issuer", run(document.issuer, f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'))
        head += paragraph("IssueNumber", run(document.issue_number))
    else:
        head = paragraph("District", run(document.district))
    head += paragraph("Title", run(document.title))
    head += paragraph("Facts" if document.issuer else "FactsRuled", run(report.facts))
    if not report.has_contents:
        return head
    return head + paragraph("TOCHeading", run("目录")) + contents(package.marks.headings)


def _body(report: Report, package: Package) -> str:
    marks, document = package.marks, report.document
    parts = [paragraph("", run(report.opening), _BREAK_BEFORE if report.has_contents else "")]
    for section in report.sections:
        parts.append(marks.heading(1, section.heading))
        parts += [_block(block, document, package) for block in section.blocks]
    if document.issuer:
        apart = '<w:spacing w:before="520"/>'
        parts.append(paragraph("SignOff", run(f"{document.issuer}　　"), apart))
        parts.append(paragraph("SignOff", run("年　　月　　日　　")))
    parts.append(marks.heading(1, report.measure_heading, _BREAK_BEFORE))
    if common := shared_words(document.passports)[0]:
        parts.append(paragraph("Source", run(common)))
    measures = laid_out(measure_table(report.measures, report.document.passports))
    parts += [table(measures, "指标口径", "本文各指标的单位、口径和本数的出处。"), paragraph("Source", "")]
    if report.annexes:
        parts.append(marks.heading(1, report.annex_heading, _BREAK_BEFORE))
    for annex in report.annexes:
        parts += [_table(annex.caption, annex.table, package), paragraph("Source", run(annex.note))]
    return "".join(parts)


def _block(block: Block, document: Document, package: Package) -> str:
    marks = package.marks
    parts = [marks.heading(2, block.heading)]
    last = len(block.paragraphs) - 1
    for number, words in enumerate(block.paragraphs):
        before, after = around_references(words)
        mark = package.footnote(words.footnote)
        if number < last or not block.references:
            parts.append(paragraph("", run(words.text) + mark))
            continue
        pointed = run("、").join(reference(caption) for caption in block.references)
        parts.append(paragraph("", run(f"{before}见") + pointed + run(after) + mark))
    if block.figure:
        parts += [paragraph("Figure", _drawing(block, document, package)), marks.caption(block.figure), _source(block)]
    if block.table and block.rows:
        parts += [_table(block.table, block.rows, package), _source(block)]
    return "".join(parts)


def _source(block: Block) -> str:
    """Source and note below a figure or table, one paragraph so that they stay together."""
    words = block.item.small_print
    note = f"<w:r><w:br/></w:r>{run(words)}" if words else ""
    return paragraph("Source", run(block.source) + note, "<w:keepLines/>")


def _table(caption: Caption, rows: Table, package: Package) -> str:
    return package.marks.caption(caption) + table(laid_out(rows), caption.label, caption.text)


def _drawing(block: Block, document: Document, package: Package) -> str:
    """A native chart where Word has one of the kind, else a group of shapes."""
    item = block.item
    high = drawing_height(item)
    scale = WIDTH / DRAWING_PX
    number, alt = next(package.marks.ids), item.view.alt or item.view.title
    chart = chart_of(item, WIDTH, high * scale, _CHART_TEXT)
    if chart is None:
        return scene_drawing(scene_of(item, DRAWING_PX, high, DRAWING_THEME), scale, number, item.view.title)
    package.charts += 1
    name = f"chart{package.charts}"
    package.parts[f"word/charts/{name}.xml"] = chart_xml(chart, "rId1")
    package.parts[f"word/charts/_rels/{name}.xml.rels"] = relations(
        [(f"{OFFICE}/package", f"../embeddings/{name}.xlsx")]
    )
    package.parts[f"word/embeddings/{name}.xlsx"] = chart_workbook(chart, document.as_of)
    link = package.link("chart", f"charts/{name}.xml")
    return chart_drawing(link, WIDTH, high * scale, number, item.view.title, alt)
