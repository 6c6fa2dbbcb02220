"""The Word report, read back by python-docx and openpyxl: every number, caption, link and part."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document as WordDocument
from lxml import etree
from pypdf import PdfReader

from components.exports.office_chart_kinds import chart_of
from components.exports.report_docx import write_docx
from components.exports.report_plan import plan
from components.exports.report_tables import folded, measure_table
from components.exports.svg import is_drawn
from tests.components.exports.validator import schema_faults

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@pytest.fixture(scope="module")
def written(demo_document, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("docx") / "通报.docx"
    write_docx(replace(demo_document, issuer="示范区网格中心", issue_number="〔2025〕12号", watermark="内部资料"), path)
    return path


@pytest.fixture(scope="module")
def word(written) -> WordDocument:
    return docx.Document(str(written))


def tables_of(word: WordDocument) -> list[list[list[str]]]:
    """Every table's cells; python-docx is too slow on long ones, so its XML is read."""
    return [
        [["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in word.element.body.iter(f"{W}tbl")
    ]  # fmt: skip


def captioned(word: WordDocument) -> dict[str, etree._Element]:
    """图1, 表1, 附表1 → the table that follows or the paragraph itself."""
    found = {}
    for element in word.element.body.iterchildren():
        style = element.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "Caption":
            words = "".join(t.text or "" for t in element.iter(f"{W}t"))
            found[words.split("　")[0]] = element
    return found


def test_every_table_has_the_numbers_of_its_view(written, word, demo_document):
    report, captions = plan(demo_document), captioned(word)
    told = [(annex.caption, annex.table) for annex in report.annexes]
    told += [(b.table, b.rows) for s in report.sections for b in s.blocks if b.table and b.rows]
    assert len(told) > 60
    for caption, rows in told:
        table = captions[caption.label].getnext()
        cells = [
            ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]
        wide, _ = folded(rows)
        flat = [[re.sub(r"[\n\t\x00-\x1f]", " ", cell) for cell in row] for row in (wide.headings, *wide.texts)]
        assert cells == flat, caption


def test_every_native_chart_has_the_frame_s_values_drawn_and_in_its_workbook(written, demo_document):
    charts = [
        (item, chart_of(item, 442, 200, 9)) for item in demo_document.items if is_drawn(item) and len(item.view.frame)
    ]
    native = [(item, chart) for item, chart in charts if chart]
    with zipfile.ZipFile(written) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
        assert len(names) == len(native) > 40
        for number, (item, _) in enumerate(native, 1):
            root = etree.fromstring(package.read(f"word/charts/chart{number}.xml"))
            book = openpyxl.load_workbook(io.BytesIO(package.read(f"word/embeddings/chart{number}.xlsx")))
            column = {"share_bars": "value", "funnel": "n"}.get(item.view.kind, "value")
            columns = list(item.view.options["series"]) if item.view.kind == "stacked" else [column]
            drawn = {float(v.text) for v in root.iter(f"{C}v") if re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", v.text or "")}
            kept = {
                float(cell.value)
                for row in book.active.iter_rows()
                for cell in row
                if isinstance(cell.value, int | float)
            }
            for name in columns:
                values = item.view.frame[name].dropna()
                if item.view.kind == "share_bars":
                    values = values[~item.view.frame["is_small"].astype(bool)]
                for value in values:
                    assert any(abs(float(value) - other) < 1e-9 for other in drawn), (item.view.title, name, value)
                    assert any(abs(float(value) - other) < 1e-9 for other in kept), (item.view.title, name, value)


def test_captions_are_fields_and_are_referred_to(word, demo_document):
    report = plan(demo_document)
    fields = [t.text.strip() for t in word.element.body.iter(f"{W}instrText")]
    blocks = [block for section in report.sections for block in section.blocks]
    assert fields.count("SEQ 图 \\* ARABIC") == sum(bool(block.figure) for block in blocks)
    assert fields.count("SEQ 表 \\* ARABIC") == sum(bool(block.table) for block in blocks)
    assert fields.count("SEQ 附表 \\* ARABIC") == len(report.annexes)
    marks = {mark.get(f"{W}name") for mark in word.element.body.iter(f"{W}bookmarkStart")}
    referred = {field.split()[1] for field in fields if field.startswith("REF ")}
    assert referred <= marks
    assert referred == {caption.anchor for block in blocks for caption in block.references}


def test_the_contents_show_every_heading_without_an_update(word, demo_document):
    report = plan(demo_document)
    entries = [
        p
        for p in word.element.body.iter(f"{W}p")
        if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.get(f"{W}val") in ("TOC1", "TOC2")
    ]
    shown = ["".join(t.text or "" for t in entry.iter(f"{W}t")) for entry in entries]
    wanted = [h for s in report.sections for h in (s.heading, *(b.heading for b in s.blocks))]
    assert shown == [*wanted, report.measure_heading, report.annex_heading]
    headings = [p.text for p in word.paragraphs if p.style.name in ("heading 1", "heading 2", "Heading 1", "Heading 2")]
    assert headings == shown


def test_every_drawing_has_words_for_those_who_cannot_see_it(word, demo_document):
    drawings = list(word.element.body.iter(f"{WP}docPr"))
    assert len(drawings) == sum(is_drawn(i) and len(i.view.frame) > 0 for i in demo_document.items)
    assert all(drawing.get("descr") for drawing in drawings)
    assert len({drawing.get("id") for drawing in drawings}) == len(drawings)
    assert all(t.get(f"{W}val") for t in word.element.body.iter(f"{W}tblDescription"))


def test_the_measures_stand_in_the_annex(word, demo_document):
    cells = tables_of(word)
    wanted = [list(row) for row in measure_table(plan(demo_document).measures, demo_document.passports).texts]
    assert any(table[1:] == wanted for table in cells)


def test_sentences_lead_to_their_footnotes_and_figures_carry_their_note(written, word, demo_document):
    blocks = [block for section in plan(demo_document).sections for block in section.blocks]
    told = [words.footnote for block in blocks for words in block.paragraphs if words.footnote]
    marks = [int(mark.get(f"{W}id")) for mark in word.element.body.iter(f"{W}footnoteReference")]
    assert len(told) > 3 and marks == list(range(1, len(told) + 1))
    with zipfile.ZipFile(written) as package:
        root = etree.fromstring(package.read("word/footnotes.xml"))
    notes = {
        int(note.get(f"{W}id")): "".join(t.text or "" for t in note.iter(f"{W}t")) for note in root.iter(f"{W}footnote")
    }
    assert [notes[number] for number in marks] == [f"[] {words}" for words in told]
    # The line break between source and note is read as a new line.
    below = {p.text.partition("\n")[2] for p in word.paragraphs if p.style.style_id == "Source"}
    noted = {block.item.small_print for block in blocks if block.references}
    assert noted <= below and len(noted) > 20


def test_head_foot_and_properties(word, demo_document):
    texts = [p.text for p in word.paragraphs[:6]]
    assert texts[:3] == ["示范区网格中心", "〔2025〕12号", demo_document.title]
    foot = "".join(p.text for p in word.sections[0].footer.paragraphs)
    assert demo_document.standing in foot
    assert "示例数据" in foot
    assert "内部资料" in etree.tostring(word.sections[0].header._element, encoding="unicode")
    assert word.core_properties.title == demo_document.title
    assert word.core_properties.created.date() == demo_document.as_of
    page = word.sections[0]
    assert [round(x.mm) for x in (page.page_width, page.page_height, page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [210, 297, 37, 35, 28, 26]  # fmt: skip


def test_the_package_holds_together(written):
    assert list(faults_of(written)) == []


def test_the_schema_check_sees_a_fault(twelve_document, tmp_path):
    write_docx(twelve_document, tmp_path / "whole.docx")
    with zipfile.ZipFile(tmp_path / "whole.docx") as source, zipfile.ZipFile(tmp_path / "odd.docx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:trPr><w:cantSplit/>", b"<w:trPr><w:keepNext/>", 1)
            target.writestr(name, content)
    assert schema_faults(tmp_path / "odd.docx")


def test_libreoffice_opens_it(twelve_document, tmp_path):
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not installed")
    write_docx(twelve_document, tmp_path / "whole.docx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    order = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "whole.docx"),
    ]
    subprocess.run(order, check=True, capture_output=True, timeout=400)
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "whole.pdf").pages)
    bare = re.sub(r"\s", "", text)
    for section in plan(twelve_document).sections:
        assert re.sub(r"\s", "", section.heading) in bare
        for block in section.blocks:
            assert all(caption.label in bare for caption in block.references)


def test_same_document_same_bytes(twelve_document, tmp_path):
    for name in ("a.docx", "b.docx"):
        write_docx(twelve_document, tmp_path / name)
    assert schema_faults(tmp_path / "a.docx") == []
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


@pytest.mark.parametrize("fixture", ["empty_document", "one_row_document", "hostile_document", "long_document"])
def test_odd_documents_make_whole_files(fixture, request, tmp_path):
    path = tmp_path / "odd.docx"
    document = request.getfixturevalue(fixture)
    write_docx(document, path)
    assert list(faults_of(path)) == []
    assert schema_faults(path) == []
    opened = docx.Document(str(path))
    assert opened.core_properties.title == document.title
    for item in document.items:
        if item.view.empty:
            assert any(item.view.empty in p.text for p in opened.paragraphs)


def faults_of(path: Path) -> Iterator[str]:
    """What an office suite would offer to repair: parts, relationships, ids."""
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        typed = {row.get("PartName", "").lstrip("/") for row in types} | {
            name
            for name in names
            for row in types
            if row.get("Extension") and name.endswith("." + row.get("Extension"))
        }
        yield from (f"{name} has no content type" for name in names - typed if name != "[Content_Types].xml")
        for name in names:
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(package.read(name))
                if name.endswith(".rels"):
                    base = Path(name).parent.parent
                    for row in root.iter(f"{RELATIONS}Relationship"):
                        parts: list[str] = []
                        for step in (base / row.get("Target")).parts:
                            parts = parts[:-1] if step == ".." else [*parts, step]
                        if "/".join(parts) not in names:
                            yield f"{name}: {row.get('Target')} is missing"
        body = etree.fromstring(package.read("word/document.xml"))
        rels = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        known = {row.get("Id") for row in rels}
        used = {
            value
            for element in body.iter()
            for key, value in element.attrib.items()
            if key.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}")
        }
        yield from (f"unknown relationship {link}" for link in used - known)
        for tag in (f"{W}bookmarkStart",):
            ids = [element.get(f"{W}id") for element in body.iter(tag)]
            if len(ids) != len(set(ids)):
                yield f"{tag}: ids not unique"
