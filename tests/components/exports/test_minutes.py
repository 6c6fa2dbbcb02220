"""The data section of the minutes, read back by python-docx and pypdf: sentences, charts, codes, every order."""

from __future__ import annotations

import re
import zipfile

import docx
import pytest
from pypdf import PdfReader

from components.exports.minutes import minutes_plan, write_minutes_docx, write_minutes_pdf
from components.exports.prose_numbers import ROWS
from components.exports.svg import is_drawn
from data.measures.answers import Answers
from data.measures.scope import Scope
from data.meetings.book import orders_of, store_of
from tests.components.exports import held
from tests.components.exports.validator import schema_faults


def bare(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.fixture(scope="module")
def report(meeting_document, meeting):
    return minutes_plan(meeting_document, meeting)


@pytest.fixture(scope="module")
def written(meeting_document, meeting, tmp_path_factory):
    path = tmp_path_factory.mktemp("minutes") / "纪要.docx"
    write_minutes_docx(meeting_document, meeting, path)
    assert schema_faults(path) == []
    return path


@pytest.fixture(scope="module")
def word(written):
    return docx.Document(str(written))


@pytest.fixture(scope="module")
def text(meeting_document, meeting, tmp_path_factory):
    path = tmp_path_factory.mktemp("minutes") / "纪要.pdf"
    write_minutes_pdf(meeting_document, meeting, path)
    return bare("".join(page.extract_text() for page in PdfReader(path).pages))


def test_every_view_is_told_with_its_code(word, text, report, meeting_document):
    said = bare("".join(p.text for p in word.paragraphs))
    for item in meeting_document.items:
        assert bare(item.view.title) in said and bare(item.view.title) in text
        assert item.code in said and item.code in text
    for section in report.sections:
        for block in section.blocks:
            for paragraph in block.paragraphs:
                told = bare(paragraph.text).rstrip("。")
                assert told in said and told in text
    assert "2025年7月8日召开三季度联席会议。会议所用数据截至2025年6月30日（第1版）" in said
    assert "目录" not in said and "附表" not in said


def test_numbers_in_sentences_are_the_measures_over_the_entry(report, meeting_home, meeting):
    answers = Answers(store_of(meeting_home, meeting), Scope(held.SPRING))
    cards = next(block for section in report.sections for block in section.blocks if block.item.view.id == "cards")
    for code in ("event_count", "wish_fulfilled_count"):
        value = answers.figure(code).value
        assert any(n.measure_code == code and n.value == value for p in cards.paragraphs for n in p.numbers)
    views = [s for s in report.sections if not s.heading.endswith("议定事项")]
    bound = [n for section in views for block in section.blocks for p in block.paragraphs for n in p.numbers]
    assert len(bound) > 30 and sum(number.measure_code != ROWS for number in bound) > 0.8 * len(bound)


def test_charts_are_native_where_the_report_has_them(written, meeting_document):
    with zipfile.ZipFile(written) as package:
        charts = [name for name in package.namelist() if name.startswith("word/charts/chart")]
        workbooks = [name for name in package.namelist() if name.startswith("word/embeddings/")]
    drawn = [item for item in meeting_document.items if is_drawn(item)]
    assert len(charts) == len(workbooks) >= 3 and len(drawn) > len(charts)


def test_every_order_is_listed(word, meeting_home, meeting):
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    given = next(
        rows for rows in tables if rows[0][:3] == ["序号", "责任单位", "议定事项"] and "对应图表、引用码" in rows[0]
    )
    orders = orders_of(meeting_home, meeting.code)
    assert [row[1:4] for row in given[1:]] == [[o.who, o.what, o.due_on.isoformat()] for o in orders]
    before = next(rows for rows in tables if rows[0][:3] == ["序号", "责任单位", "议定事项"] and len(rows[0]) == 5)
    assert len(before) == 7
