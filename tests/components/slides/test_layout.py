"""A slide: heading large and whole at its clauses, foot never without 示例数据, the lowest strip free, legible throughout."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import NamedTuple

import pytest

from components.exports.svg import DRAWERS
from components.exports.svg_marks import Box, Fill, Mark
from components.slides.layout import EDGE, FREE_BELOW, THEME, body_size, fitted_heading, slide_svg
from components.slides.model import LEAST_HEADING_PX, SHAPES, Shape
from components.views.formats import text_width
from tests.components.slides.hard import KINDS, hard_item
from tests.components.slides.legible import LINE, contrast

SVG = "{http://www.w3.org/2000/svg}"
HEADINGS = (
    "三月最多。",
    "望江、文昌、东湖三个街道占全区四成，5 个社区没有可显示的数字",
    "人均 89.0 户（222,114/2,497），最多的松岗街道 95.6 户；" * 2,
    "项目立项一环最窄，提出需求 977 条，已纳入治理 66 条，距上一环节，九成不超过：进入协商 18 天、" * 4,
    "没有任何标点的一句很长的话一直写下去直到两行都放不下" * 6,
    "",
)
FOOT = "单位：件 · 口径：" + "按受理月计，跨月的计入受理的月份，退回的不计，" * 6 + " · 截至 2025年6月30日 · 示例数据"


class Line(NamedTuple):
    """A line of text of a slide."""

    text: str
    size: float
    colour: str
    left: float
    right: float
    middle: float
    is_bold: bool


def lines_of(svg: str) -> list[Line]:
    """Every line of text, where it stands and how it looks."""
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):
        size, x, text = float(element.attrib["font-size"]), float(element.attrib["x"]), element.text or ""
        long = text_width(text, size)
        left = x - {"middle": long / 2, "end": long}.get(element.get("text-anchor", ""), 0.0)
        middle = float(element.attrib["y"]) - size * 0.36
        bold = element.get("font-weight") == "700"
        found.append(Line(text, size, element.attrib["fill"], left, left + long, middle, bold))
    return found


def slide(heading: str, shape: Shape, foot: str = FOOT) -> str:
    def body(width: float, height: float) -> list[Mark]:
        return [Box(0, 0, width, height, Fill(THEME.control), hint="不该出现")]

    return slide_svg(
        heading=heading,
        kicker="微心愿 · 办理漏斗",
        right="2025年1—6月 · 示范区",
        foot=foot,
        body=body,
        shape=shape,
        prefix="a",
    )


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_what_frames_a_slide_is_large_apart_inside_and_clear(shape, heading):
    lines = lines_of(slide(heading, shape))
    for line in lines:
        assert line.size >= (LEAST_HEADING_PX if line.is_bold else 24)
        assert line.left >= EDGE - 1
        assert line.right <= shape.width - EDGE + 1
        assert line.middle + line.size * LINE / 2 <= shape.height - FREE_BELOW + 1
        assert contrast(line.colour, THEME.paper) >= 7
    for index, line in enumerate(lines):
        for other in lines[index + 1 :]:
            is_beside = line.right <= other.left or other.right <= line.left
            assert is_beside or abs(line.middle - other.middle) >= (line.size + other.size) / 2 * LINE


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_body_lies_between_heading_and_foot(shape):
    for heading in HEADINGS:
        svg = slide(heading, shape)
        rects = [element.attrib for element in ET.fromstring(svg).iter(f"{SVG}rect")]
        top, high = float(rects[1]["y"]), float(rects[1]["height"])
        assert (float(rects[1]["width"]), high) == pytest.approx(body_size(shape, heading, FOOT), abs=0.01)
        assert high > shape.height * 0.6
        above = [line for line in lines_of(svg) if line.middle < top]
        below = [line for line in lines_of(svg) if line.middle > top]
        assert max(line.middle + line.size / 2 for line in above) < top
        assert min(line.middle - line.size / 2 for line in below) > top + high


def test_a_heading_of_34_characters_is_one_line_at_50():
    assert fitted_heading("一" * 34, 1920 - 2 * EDGE) == (["一" * 34], 50.0)
    lines, size = fitted_heading("一" * 36, 1920 - 2 * EDGE)
    assert len(lines) == 2
    assert size >= LEAST_HEADING_PX


def test_a_heading_breaks_at_a_clause_and_never_in_a_number():
    lines, _ = fitted_heading("人均 89.0 户（222,114/2,497）；最多的松岗街道是 95.6 户。", 1300)
    assert lines == ["人均 89.0 户（222,114/2,497）；", "最多的松岗街道是 95.6 户。"]
    for heading in HEADINGS:
        for width in (1306.0, 1786.0, 2386.0):
            lines, _ = fitted_heading(heading, width)
            assert not any(one[-1:].isdigit() and other[:1] in ",.0123456789" for one, other in pairwise(lines))


def test_a_heading_too_long_is_cut_at_a_clause():
    lines, size = fitted_heading(HEADINGS[3], 1786)
    assert size == LEAST_HEADING_PX
    assert len(lines) == 2
    kept = "".join(lines).removesuffix("…")
    assert HEADINGS[3].startswith(kept)
    assert HEADINGS[3][len(kept)] in "，；。、："
    lines, _ = fitted_heading(HEADINGS[4], 1786)
    assert lines[-1].endswith("…")


def test_the_foot_cuts_the_definition_and_keeps_the_rest():
    told = " · ".join(line.text for line in lines_of(slide("三月最多。", SHAPES["4:3"])))
    for part in ("单位：件", "截至 2025年6月30日", "示例数据"):
        assert part in told
    assert "…" in told


def test_hints_stay_out_and_the_picture_scales():
    for shape in SHAPES.values():
        root = ET.fromstring(slide("**三月**最多。", shape))
        assert root.attrib["viewBox"] == f"0 0 {shape.width} 1080"
        assert not list(root.iter(f"{SVG}title"))
        assert "三月最多。" in [element.text for element in root.iter(f"{SVG}text")]


def test_two_slides_of_a_page_share_no_id():
    def ids(prefix: str, kind: str) -> set[str]:
        item = hard_item(kind, "few")
        svg = slide_svg(
            heading="甲",
            kicker="",
            right="",
            foot="",
            shape=SHAPES["16:9"],
            prefix=prefix,
            body=lambda width, height: DRAWERS[item.view.kind](item, width, height, THEME),
        )
        return {element.attrib["id"] for element in ET.fromstring(svg).iter() if "id" in element.attrib}

    for kind in KINDS:
        assert not ids("a", kind) & ids("b", kind)
    assert ids("a", "map")


def test_the_ramp_carries_words_and_grows_lighter():
    for colour in (*THEME.seq, THEME.bar, THEME.soft, THEME.watch, THEME.good):
        assert max(contrast(ink, colour) for ink in ("#FFFFFF", THEME.ink, "#0E1116")) >= 7
    behind = [contrast(colour, "#000000") for colour in THEME.seq]
    assert behind == sorted(behind)
    assert all(contrast(ink, THEME.paper) >= 7 for ink in (THEME.ink, THEME.ink2, THEME.mute, THEME.good, THEME.watch))
    assert all(contrast(ink, THEME.control) >= 7 for ink in (THEME.ink, THEME.ink2, THEME.mute))
