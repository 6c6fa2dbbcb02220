"""The 督办单 in Word and PDF, read back by python-docx and pypdf: whole, on one page, whatever people type."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from components.exports.orders_docx import write_orders_docx
from components.exports.orders_lines import order_lines
from components.exports.orders_paper import HEADINGS, SIGNED, OrdersPaper, orders_paper, paper_of
from components.exports.orders_pdf import write_orders_pdf
from components.exports.prepare import Options
from data.access.citations import look_up
from data.meetings.book import orders_of
from data.meetings.model import Order
from tests.components.exports import held
from tests.components.exports.conftest import HOSTILE
from tests.components.exports.validator import schema_faults

RED = Options("", "示范区党建引领网格化治理领导小组", "〔2025〕12号", "内部资料")
EDGE = 51.0
"""18 mm in points: nothing is printed beyond."""


@pytest.fixture(scope="module", params=[Options(), RED], ids=["plain", "red"])
def paper(request, meeting_home, meeting) -> OrdersPaper:
    return orders_paper(meeting_home, meeting, request.param)


def many(paper: OrdersPaper, meeting, number: int, words=held.WHAT) -> OrdersPaper:
    orders = [
        Order(
            f"O{i}", meeting.code, words[i % len(words)], f"{words[i % len(words)]}{i}", date(2025, 7, 30), held.HELD_ON
        )
        for i in range(number)
    ]
    cover = replace(paper.document, title=held.QUARTERLY)
    return paper_of(cover, meeting, order_lines(orders, held.HELD_ON), held.HELD_ON)


def bare(words: str) -> str:
    return re.sub(r"[\s\u200b]", "", words)


def pdf_of(paper: OrdersPaper, folder: Path) -> PdfReader:
    write_orders_pdf(paper, folder / "督办单.pdf")
    return PdfReader(folder / "督办单.pdf")


def word_of(paper: OrdersPaper, folder: Path):
    write_orders_docx(paper, folder / "督办单.docx")
    assert schema_faults(folder / "督办单.docx") == []
    return docx.Document(str(folder / "督办单.docx"))


def test_twelve_orders_are_one_page_with_everything(paper, meeting_home, meeting, tmp_path):
    pages = pdf_of(paper, tmp_path).pages
    assert len(pages) == 1
    text = bare(pages[0].extract_text())
    orders = orders_of(meeting_home, meeting.code)
    assert len(orders) == 12
    for order in orders:
        due = f"{order.due_on.year}年{order.due_on.month}月{order.due_on.day}日"
        assert all(bare(words) in text for words in (order.who, order.what, due))
    assert all(words in text for words in ("督办单", held.QUARTERLY, "截至2025年6月30日（第1版）", "示例数据", *SIGNED))
    for line in paper.lines:
        assert bare(line.view) in text and line.code in text
    assert (RED.issuer in text) == bool(paper.document.issuer)


def test_codes_open_the_view_each_order_was_given_beside(paper, meeting_home):
    lines = [line for line in paper.lines if line.code]
    assert len(lines) == 9 and lines[0].view == "网格一张图 · 志愿服务活动"
    for line in lines:
        _, cited = look_up(meeting_home, line.code)
        assert cited.views == ((held.ENTRIES[(line.number - 1) % 8].page, held.ENTRIES[(line.number - 1) % 8].view),)


def test_word_has_the_same_cells_and_repeats_its_headings(paper, tmp_path):
    word = word_of(paper, tmp_path)
    orders, signed = word.tables
    assert [cell.text for cell in orders.rows[0].cells] == list(HEADINGS)
    assert [tuple(cell.text for cell in row.cells) for row in orders.rows[1:]] == paper.rows
    assert "tblHeader" in orders.rows[0]._tr.xml and "tblHeader" not in orders.rows[1]._tr.xml
    assert [cell.text for cell in signed.rows[0].cells] == list(SIGNED)


@pytest.mark.skipif(not shutil.which("soffice"), reason="no office suite on this machine to lay the page out")
def test_an_office_suite_sets_twelve_orders_on_one_page(paper, tmp_path):
    word_of(paper, tmp_path)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/o", "--headless", "--convert-to", "pdf", "督办单.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=180,
    )
    assert len(PdfReader(tmp_path / "督办单.pdf").pages) == 1


def test_a_long_list_flows_under_the_same_headings(paper, meeting, tmp_path):
    long = many(paper, meeting, 60)
    pages = [bare(page.extract_text()) for page in pdf_of(long, tmp_path).pages]
    assert len(pages) > 1
    with_orders = [page for page in pages if held.WHAT[0][:6] in page or held.WHAT[1][:6] in page]
    assert len(with_orders) > 1 and all(HEADINGS[4] in page for page in with_orders)
    whole = "".join(pages)
    assert all(bare(f"{held.WHAT[i % 4]}{i}") in whole for i in range(60))
    assert whole.count(SIGNED[0]) == 1 and "—1/" in pages[0]
    assert len(word_of(long, tmp_path).tables[0].rows) == 61


def test_hostile_words_stay_words(paper, meeting, tmp_path):
    words = (*HOSTILE, "W" * 200, "督办" * 60)
    bad = many(paper, meeting, 60, words)
    reader = pdf_of(bad, tmp_path)
    assert not any("/Annots" in page for page in reader.pages)
    whole = bare("".join(page.extract_text() for page in reader.pages))
    assert "<script>alert(1)</script>" in whole and "=HYPERLINK(" in whole and whole.count("W" * 200) >= 10
    cells = [[cell.text for cell in row.cells] for row in word_of(bad, tmp_path).tables[0].rows]
    assert cells[2][2] == "<script>alert(1)</script>1" and cells[3][1].startswith("+86 138****0000")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no poppler on this machine to measure words on a page")
def test_nothing_runs_over_the_edges(paper, meeting, tmp_path):
    pdf_of(many(paper, meeting, 30, (*HOSTILE, "W" * 200, "督办" * 60)), tmp_path)
    done = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "督办单.pdf"), "-"], check=True, capture_output=True, text=True
    )
    boxes = [(float(x), float(y)) for x, y in re.findall(r'xMin="([\d.]+)"[^>]*xMax="([\d.]+)"', done.stdout)]
    assert len(boxes) > 300 and min(x for x, _ in boxes) >= EDGE - 1 and max(x for _, x in boxes) <= 596 - EDGE


def test_no_orders_is_said(paper, meeting, tmp_path):
    none = many(paper, meeting, 0)
    assert "本次会议没有议定事项" in bare(pdf_of(none, tmp_path).pages[0].extract_text())
    assert len(word_of(none, tmp_path).tables[0].rows) == 1


def test_lines_say_what_was_known_on_the_day():
    order = Order(
        "O", "M", "区民政局", "核实", date(2025, 7, 20), held.HELD_ON, done_on=date(2025, 7, 22), result="已核实"
    )
    said = [order_lines([order], date(2025, 7, day))[0].standing for day in (20, 21, 22)]
    assert said == ["办理中", "逾期未办结", "逾期办结（2025年7月22日）：已核实"]
    late = replace(order, who="请王大爷 13812345678", done_on=None, result="")
    assert order_lines([late], held.HELD_ON)[0].who == "请王大爷 138****5678"


def test_equal_papers_give_equal_bytes(paper, tmp_path):
    for name, write in (("pdf", write_orders_pdf), ("docx", write_orders_docx)):
        write(paper, tmp_path / f"a.{name}")
        write(paper, tmp_path / f"b.{name}")
        assert (tmp_path / f"a.{name}").read_bytes() == (tmp_path / f"b.{name}").read_bytes()
