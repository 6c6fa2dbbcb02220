"""Sections, captions and annexes are numbered through; nothing a figure shows is without its numbers."""

from __future__ import annotations

from components.exports.prose_numbers import ROWS
from components.exports.report_plan import BODY_ROWS, MOST_ROWS, chinese, plan
from components.exports.report_tables import WIDTH, folded, laid_out, measure_table, shared_words
from components.exports.svg import is_drawn
from components.exports.tables import Column, Table, table_of


def test_chinese_numerals():
    assert [chinese(n) for n in (1, 9, 10, 11, 20, 21, 99, 100, 103, 110, 256)] == [
        "一", "九", "十", "十一", "二十", "二十一", "九十九", "一百", "一百零三", "一百一十", "二百五十六",
    ]  # fmt: skip


def test_captions_are_counted_through_each_kind(demo_document):
    blocks = [block for section in plan(demo_document).sections for block in section.blocks]
    for kind in ("figure", "table", "annex"):
        numbers = [getattr(block, kind).number for block in blocks if getattr(block, kind)]
        assert numbers == list(range(1, len(numbers) + 1))
    drawn = [item for item in demo_document.items if is_drawn(item) and len(item.view.frame)]
    assert sum(bool(block.figure) for block in blocks) == len(drawn)


def test_a_section_a_page_a_subsection_a_view(demo_document):
    report = plan(demo_document)
    assert [section.heading.partition("、")[2] for section in report.sections] == [t for t, _ in demo_document.sections]
    assert report.sections[0].blocks[1].heading.startswith("（二）")


def test_every_figure_has_its_numbers_in_the_annex(demo_document):
    report = plan(demo_document)
    known = {annex.caption for annex in report.annexes}
    for section in report.sections:
        for block in section.blocks:
            assert not block.figure or block.annex in known
            assert not block.rows or len(block.rows.rows) <= BODY_ROWS


def test_a_long_table_goes_to_the_annex_whole(long_document):
    report = plan(long_document)
    assert len(report.annexes[0].table.rows) == len(table_of(long_document.items[0]).rows) <= MOST_ROWS
    assert report.sections[0].blocks[0].annex == report.annexes[0].caption


def test_the_annex_of_measures_has_every_measure_the_sentences_speak_of(demo_document):
    report = plan(demo_document)
    told = {measure.code for measure in report.measures}
    spoken = {
        number.measure_code
        for section in report.sections
        for block in section.blocks
        for words in block.paragraphs
        for number in words.numbers
    } - {ROWS}
    assert spoken | {measure.code for measure in demo_document.measures} == told
    assert len(measure_table(report.measures).rows) == len(told)


def test_tables_fit_the_paper(demo_document):
    for annex in plan(demo_document).annexes:
        layout = laid_out(annex.table)
        assert sum(layout.widths) <= WIDTH + 0.1
        assert len(layout.widths) == len(layout.table.columns)


def test_what_all_passports_say_stands_once_above_them():
    line = "本数 {n} 件；范围 2025年1—6月 · 示范区；来源 {ledger}截至 2025年6月30日 · 第 3 版数据；口径第 1 版；质量 各月齐全。"
    told = {
        "a": line.format(n=1, ledger="甲台账 · "),
        "b": line.format(n=2, ledger="乙台账 · "),
        "c": line.format(n=3, ledger=""),
    }
    told["d"] = told["a"].replace("示范区", "甲街道")
    common, own = shared_words(told)
    assert common == "除另注明的以外，各数的范围：2025年1—6月 · 示范区；截至 2025年6月30日 · 第 3 版数据。"
    assert own["a"] == "本数 1 件；来源 甲台账；口径第 1 版；质量 各月齐全。"
    assert own["c"] == "本数 3 件；口径第 1 版；质量 各月齐全。"
    assert own["d"] == "本数 1 件；范围 2025年1—6月 · 甲街道；来源 甲台账；口径第 1 版；质量 各月齐全。"
    assert shared_words({"a": told["a"]}) == ("", {"a": told["a"]})


def test_folding_keeps_every_cell(demo_document):
    for annex in plan(demo_document).annexes:
        wide, part = folded(annex.table)
        cells = [row[start : start + part] for start in range(0, len(wide.columns), part) for row in wide.rows]
        assert [cell for cell in cells if any(cell)] == [row for row in annex.table.rows if any(row)]


def test_figures_and_tables_carry_a_note_and_sentences_a_footnote(demo_document):
    without = []
    for section in plan(demo_document).sections:
        for block in section.blocks:
            if block.item.measures and block.references and not block.item.small_print.startswith("注："):
                without.append(block.heading)
            if block.item.view.kind == "text":
                said = block.item.view.frame.get("measures", [""] * len(block.paragraphs))
                codes = [str(each).split(",") for each in said]
                told = [bool(words.footnote) for words in block.paragraphs]
                assert told == [any(code in block.item.briefs for code in each) for each in codes]
            else:
                assert not any(words.footnote for words in block.paragraphs)
    assert not without


def test_empty_views_have_neither_figure_nor_table(empty_document):
    report = plan(empty_document)
    blocks = [block for section in report.sections for block in section.blocks]
    assert blocks
    assert not any(block.references for block in blocks)
    assert not report.annexes


def test_wide_tables_are_set_smaller_rather_than_in_slivers():
    rows = (("松岗街道综合服务中心站",) * 6 + ("100.0%",) * 6,) * 5
    columns = tuple(Column(str(n), f"列{n}", "text") for n in range(12))
    narrow, wide = laid_out(Table(columns[:3], tuple(row[:3] for row in rows))), laid_out(Table(columns, rows))
    assert narrow.size == 9 and 7 <= wide.size < 9
    assert sum(wide.widths) <= WIDTH + 0.1
