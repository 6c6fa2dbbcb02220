"""Every drawn kind can be read from the back row, whatever its data: large, apart, inside, dark on light or light on dark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from components.exports.svg import DRAWERS
from components.exports.svg_marks import Box, Fill, Mark, Words
from components.slides.layout import THEME, body_size
from components.slides.model import SHAPES
from components.views.tokens import DARK, SCREEN
from tests.components.slides.hard import CASES, KINDS, hard_item
from tests.components.slides.legible import covered, faults

_HEADINGS = ("三月最多。", "受理一环最窄，" * 9)
"""One line, and two: the drawing then has less height."""


def drawn(kind: str, case: str, shape: str, heading: str = _HEADINGS[0]) -> tuple[list[Mark], float, float]:
    item = hard_item(kind, case)
    width, height = body_size(SHAPES[shape], heading, "单位：件 · 示例数据")
    return DRAWERS[item.view.kind](item, width, height, THEME), width, height


def test_every_drawn_kind_is_tried():
    assert {hard_item(kind, "one").view.kind for kind in KINDS} == set(DRAWERS)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_hard_data_stay_legible(kind, case, shape):
    for heading in _HEADINGS:
        marks, width, height = drawn(kind, case, shape, heading)
        assert any(isinstance(mark, Words) for mark in marks)
        assert faults(marks, width, height, THEME.paper) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_few_data_fill_the_slide(kind, shape):
    marks, width, height = drawn(kind, "few", shape)
    across, down = covered(marks, width, height)
    assert across > 0.8
    assert down > 0.8


@pytest.mark.parametrize("kind", ["bars", "share_bars", "funnel", "stacked", "heatmap", "sankey"])
def test_what_has_no_room_is_counted(kind):
    item = hard_item(kind, "many")
    marks, _, _ = drawn(kind, "many", "4:3")
    told = [mark.text for mark in marks if isinstance(mark, Words)]
    named = sum(any(re.match(rf"第{number}(社|$)", text) for text in told) for number in range(1, 41))
    rest = [text for text in told if text.startswith(("另有", "其余"))]
    assert rest
    assert named <= 16
    if kind != "heatmap":
        left_out = int(rest[0].split()[1])
        assert left_out + named == 40
    assert item.view.frame.shape[0] >= 40


def test_highlighted_bars_and_the_last_shares_are_never_left_out():
    item = hard_item("bars", "many")
    frame = item.view.frame.assign(highlight=[index == 38 for index in range(40)])
    marks = DRAWERS["bars"](replace(item, view=replace(item.view, frame=frame)), 1306, 700, THEME)
    assert any(isinstance(mark, Words) and mark.text == "第39社区" for mark in marks)
    marks, _, _ = drawn("share_bars", "many", "16:9")
    assert {"第1社区", "第40社区"} <= {mark.text for mark in marks if isinstance(mark, Words)}


def test_numbers_beside_bars_are_whole():
    for kind in ("bars", "share_bars", "funnel"):
        for case in ("few", "huge"):
            marks, _, _ = drawn(kind, case, "4:3")
            assert not [mark.text for mark in marks if isinstance(mark, Words) and "…" in mark.text]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_map_names_what_fits_and_counts_every_grid(shape):
    marks, _, _ = drawn("map", "many", shape)
    boxes = [mark for mark in marks if isinstance(mark, Box)]
    told = [mark.text for mark in marks if isinstance(mark, Words)]
    counted = sum(int(text) for text in told if text.isdigit())
    assert counted == 564
    assert {"无记录", "为零", "未到期", "数少隐去"} <= set(told)
    hatches = {box.fill.pattern for box in boxes if box.fill.pattern}
    assert {"diagonal", "dots", "cross"} <= hatches


def test_what_is_not_due_is_hatched():
    marks, _, _ = drawn("stacked", "few", "16:9")
    assert any(isinstance(mark, Box) and mark.fill.pattern for mark in marks)


def faults_of(*marks: Mark) -> Sequence[str]:
    return faults(marks, 1000, 500, THEME.paper)


def test_the_check_itself_finds_each_fault():
    words = Words(100, 100, "在办事项", 28, THEME.ink)
    assert faults_of(words) == []
    assert "small" in faults_of(replace(words, size=23.9))[0]
    assert "outside" in faults_of(replace(words, x=950))[0]
    assert "overlap" in faults_of(words, replace(words, y=130))[0]
    assert faults_of(words, replace(words, y=140)) == []
    assert "contrast" in faults_of(Box(0, 0, 400, 400, Fill(SCREEN.bar)), replace(words, colour="#FFFFFF"))[0]
    assert faults_of(words, Box(0, 0, 400, 400, Fill(SCREEN.bar))) == []
    hatched = Box(0, 0, 400, 400, Fill("#1B2028", "diagonal", "#98A2B0"))
    assert "contrast" in faults_of(hatched, words)[0]
    assert "outside: Box" in faults_of(Box(900, 0, 200, 10, Fill("#FFFFFF")))[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_desk_theme_would_fail(kind):
    """The check is no rubber stamp: what is drawn for a desk is too small for a wall."""
    item = hard_item(kind, "many")
    assert faults(DRAWERS[item.view.kind](item, 1306, 700, DARK), 1306, 700, DARK.card)
