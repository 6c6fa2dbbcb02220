"""The PDF report, read back by pypdf: every number, the fonts, the outline, the tags."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from components.exports.report_pdf import write_pdf
from components.exports.report_plan import plan
from components.exports.report_tables import folded


@pytest.fixture(scope="module")
def written(demo_document, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "通报.pdf"
    write_pdf(replace(demo_document, issuer="示范区网格中心", issue_number="〔2025〕12号", watermark="内部资料"), path)
    return path


@pytest.fixture(scope="module")
def reader(written) -> PdfReader:
    return PdfReader(written)


@pytest.fixture(scope="module")
def pages(reader) -> list[str]:
    return [bare(page.extract_text()) for page in reader.pages]


@pytest.fixture(scope="module")
def text(pages) -> str:
    return "".join(pages)


def bare(words: str) -> str:
    """Without white space: where a reader puts it depends on the layout."""
    return re.sub(r"\s", "", words)


def test_every_number_of_every_table_is_printed(text, demo_document):
    report = plan(demo_document)
    told = [annex.table for annex in report.annexes]
    told += [block.rows for section in report.sections for block in section.blocks if block.rows]
    assert len(told) > 60
    for table in told:
        for column, kind in zip(zip(*table.texts, strict=True), table.columns, strict=True):
            if kind.is_number:
                assert not [cell for cell in column if bare(cell) not in text]


def test_rows_of_numbers_stand_together(text, demo_document):
    found = missing = 0
    for annex in plan(demo_document).annexes:
        wide, _ = folded(annex.table)
        if len(wide.columns) > 12:
            continue
        for row in wide.texts:
            # Long names break within their cells, and readers then mix lines.
            if all(len(cell) <= 6 for cell in row):
                found += bare("".join(row)) in text
                missing += bare("".join(row)) not in text
    assert found > 200
    assert missing <= found * 0.02


def test_every_paragraph_and_caption_is_printed(text, demo_document):
    for section in plan(demo_document).sections:
        assert bare(section.heading) in text
        for block in section.blocks:
            assert bare(block.heading) in text
            for words in block.paragraphs:
                assert bare(words.text)[:20].rstrip("。") in text
                assert bare(words.footnote) in text
            assert not block.references or bare(block.item.small_print) in text
            for caption in block.references:
                assert bare(caption.label) in text


def test_fonts_are_embedded_and_ours(reader):
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(inner["/BaseFont"])] = inner["/FontDescriptor"].get_object()
    assert fonts
    assert all("/FontFile3" in descriptor or "/FontFile2" in descriptor for descriptor in fonts.values())
    assert all(re.search("Noto(Sans|Serif)CJKsc", name) for name in fonts)


def test_tags_outline_and_properties(reader, demo_document):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert str(root["/Lang"]).lower().startswith("zh")
    assert reader.metadata.title == demo_document.title
    assert reader.metadata.creation_date.date() == demo_document.as_of
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    report = plan(demo_document)
    tops = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert tops == [*(section.heading for section in report.sections), report.measure_heading, report.annex_heading]


def test_every_page_has_its_number_and_the_standing_line(pages, demo_document):
    for number, words in enumerate(pages, 1):
        assert f"—{number}—" in words
        assert bare(demo_document.standing) in words
    assert "内部资料" in pages[0]
    assert "示范区网格中心" in pages[0]


def test_same_document_same_bytes(twelve_document, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        write_pdf(twelve_document, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("fixture", ["empty_document", "one_row_document", "hostile_document", "long_document"])
def test_odd_documents_make_whole_files(fixture, request, tmp_path):
    document = request.getfixturevalue(fixture)
    write_pdf(document, tmp_path / "odd.pdf")
    text = "".join(bare(page.extract_text()) for page in PdfReader(tmp_path / "odd.pdf").pages)
    assert bare(document.standing)[:6] in text
    for item in document.items:
        if item.view.empty:
            assert bare(item.view.empty)[:30] in text
