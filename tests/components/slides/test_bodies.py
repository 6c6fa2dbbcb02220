"""Cards, tables and sentences on slides: everything shown is legible, and what is left out is counted."""

from __future__ import annotations

from datetime import date

import pytest

from components.exports.svg_marks import Box, Words
from components.exports.table_model import Column, Table
from components.slides.bodies import sentence_body, sentences_body
from components.slides.body_cards import MOST_CARDS, VALUE_PX, cards_body
from components.slides.body_table import dispensable, table_body
from components.slides.layout import THEME, body_size
from components.slides.model import SHAPES
from tests.components.slides.legible import faults

SIZES = {name: body_size(shape, "一句话的结论", "来源：台账") for name, shape in SHAPES.items()}
each_shape = pytest.mark.parametrize(("width", "height"), SIZES.values(), ids=SIZES)


def words(marks) -> list[str]:
    return [mark.text for mark in marks if isinstance(mark, Words)]


def card(number: int) -> dict[str, object]:
    return {
        "label": f"第{number}项民呼我应办结时长（中位）",
        "display": f"{number},234,567",
        "unit": "万人次",
        "change_text": "-5.5 个百分点",
        "tone": "watch",
        "note": "环比上期 · 1,516/1,643 件 · 九成在 11 天内",
        "spark": [1.0, None, 3.0, 2.0, float(number)],
    }


@each_shape
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8, 11])
def test_cards_fit_whatever_their_number(width, height, count):
    marks = cards_body([card(n) for n in range(count)])(width, height)
    assert faults(marks, width, height, THEME.paper) == []
    told = words(marks)
    shown = min(count, MOST_CARDS)
    assert [f"{n},234,567" in told for n in range(count)] == [True] * shown + [False] * (count - shown)
    assert sum("需关注" in text for text in told) == shown
    assert [text for text in told if text.startswith("另有")] == (
        [f"另有 {count - shown} 项指标，见快照与通报"] if count > shown else []
    )
    frames = [mark for mark in marks if isinstance(mark, Box) and mark.stroke.colour]
    assert len(frames) == shown and len({(mark.width, mark.height) for mark in frames}) == 1


@each_shape
def test_usual_figures_are_large(width, height):
    row = {**card(1), "display": "827", "unit": "场"}
    marks = cards_body([row] * 8)(width, height)
    assert min(mark.size for mark in marks if isinstance(mark, Words) and mark.text == "827") >= VALUE_PX


def test_what_is_not_compared_has_no_chip():
    marks = cards_body([{**card(1), "change_text": "", "tone": "neutral"}])(1786, 800)
    assert not any("需关注" in text or "向好" in text for text in words(marks))


def wide_table(rows: int) -> Table:
    names = (
        ("owner", "责任单位", "text"),
        ("task", "任务", "text"),
        ("where", "所在网格", "text"),
        ("n", "件数（件）", "integer"),
    )
    more = (
        ("share", "完成比例", "percent"),
        ("due", "时限", "date"),
        ("why", "原因说明", "text"),
        ("item_code", "编号", "text"),
    )
    columns = tuple(Column(*column) for column in (*names, *more))
    cells = tuple(
        (
            f"第{n}责任单位办公室",
            "排查整改并报送情况" * 2,
            "某某街道 · 某某社区",
            n * 1000,
            n / 3,
            date(2025, 6, 1),
            "等待资金到位" * 3,
            f"RW-{n}",
        )
        for n in range(rows)
    )
    return Table(columns, cells)


@each_shape
@pytest.mark.parametrize("rows", [1, 8, 14, 200])
def test_a_table_shows_what_fits_and_counts_the_rest(width, height, rows):
    marks = table_body(wide_table(rows))(width, height)
    assert faults(marks, width, height, THEME.paper) == []
    told = words(marks)
    shown = sum(f"第{n}责任" in text for n in range(rows) for text in told[:400])
    (rest,) = [text for text in told if text.startswith("另有")] or [""]
    assert (f"{rows - shown:,} 行" in rest) == (shown < rows)
    assert "责任单位" in told and ("件数（件）" in told or {"件数", "（件）"} <= set(told))
    assert all(any(f"{n * 1000:,}" == text for text in told) for n in range(shown)), "numbers are never cut"
    assert not any(text.startswith("RW-") for text in told), "codes are not read from a wall"


def test_words_give_way_before_numbers_and_old_months_before_new_ones():
    months = tuple(Column(f"2025-0{n}", f"25年{n}月", "text") for n in range(1, 5))
    columns = (Column("unit", "单位", "text"), Column("kind", "会议", "text"), *months, Column("n", "次数", "integer"))
    assert [columns[n].name for n in dispensable(columns)] == ["kind", "2025-01", "2025-02", "2025-03"]


@each_shape
@pytest.mark.parametrize("count", [1, 5, 40])
def test_sentences_are_wrapped_and_the_rest_is_counted(width, height, count):
    said = [
        f"第{n}句：开展志愿服务 1,681 场、参与 2.43 万人次；场次比上期多 101 场（+6.4%），" + "另见说明" * (n % 5 * 6)
        for n in range(count)
    ]
    marks = sentences_body(said)(width, height)
    assert faults(marks, width, height, THEME.paper) == []
    told = words(marks)
    shown = sum(any(text.startswith(f"第{n}句") for text in told) for n in range(count))
    assert [text for text in told if text.startswith("另有")] == (
        [f"另有 {count - shown} 条，见快照与通报"] if shown < count else []
    )
    assert min(mark.size for mark in marks if isinstance(mark, Words) and mark.text.startswith("第")) >= 30
    assert "".join(said[0]) in "".join(told)


@each_shape
def test_why_there_is_nothing_stands_in_the_middle(width, height):
    marks = sentence_body("示范区：末级网格都有党组织，也都有网格员。" * 3)(width, height)
    assert faults(marks, width, height, THEME.paper) == []
    assert {mark.anchor for mark in marks} == {"middle"} and min(mark.size for mark in marks) >= 40
    ys = [mark.y for mark in marks]
    assert (min(ys) + max(ys)) / 2 == pytest.approx(height / 2)


def test_an_empty_table_has_its_headings():
    table = Table((Column("name", "网格", "text"),), ())
    assert words(table_body(table)(1786, 800)) == ["网格"]
