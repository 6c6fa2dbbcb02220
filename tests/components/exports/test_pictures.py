"""Pictures of every kind: they stand alone, tell the view's own numbers, never show an empty box."""

from __future__ import annotations

import io
import logging
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from components.exports import pictures
from components.exports.document import Document, Item
from components.exports.fonts import STAND_IN, covered, missing_glyphs
from components.exports.pictures import missing_in, picture_png, picture_svg, safe_name, write_pictures
from components.exports.pictures_inside import wrapped
from components.exports.tables import table_of
from components.views.formats import plain
from components.views.model import ViewKind
from tests.components.exports.conftest import KINDS, DocumentOf

RARE = "\U00020bb7"
"""𠮷: Unicode has it, GB 2312 has not."""
PRIVATE = "\U0010abcd"
"""A private character: no font of any machine has it."""


def words_of(svg: str) -> list[str]:
    """Every line of text a reader sees, in order."""
    root = ET.fromstring(svg)
    texts = (element for element in root.iter("{http://www.w3.org/2000/svg}text") if not element.get("stroke"))
    return ["".join(element.itertext()) for element in texts]


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def renamed(item: Item, title: str) -> Item:
    return replace(item, view=replace(item.view, title=title))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_alone(kind: ViewKind, document_of: DocumentOf) -> None:
    made = document_of(kind)
    (item,) = made.items
    lines = words_of(picture_svg(item, made))
    told = "".join(lines)
    assert lines[0] == item.view.title
    assert item.view.subtitle in told
    assert "".join(plain(item.view.finding).split()) in "".join(told.split())
    assert item.view.footnote in told
    assert f"示例数据 · 引用码 {item.code}" in lines


def test_without_demo_data_nothing_says_so(document_of: DocumentOf) -> None:
    made = replace(document_of("bars"), is_demo=False)
    assert "示例数据" not in picture_svg(made.items[0], made)


@pytest.mark.parametrize("kind", ["cards", "bars", "share_bars", "funnel", "heatmap"])
def test_numbers_in_the_picture_are_the_views(kind: ViewKind, document_of: DocumentOf) -> None:
    made = document_of(kind)
    (item,) = made.items
    lines = words_of(picture_svg(item, made))
    frame = item.view.frame
    column = {"cards": "display", "share_bars": "numerator", "funnel": "n"}.get(kind, "value")
    for value in frame[column].dropna():
        printed = value if isinstance(value, str) else f"{value:,.0f}"
        assert any(printed in line for line in lines), f"{kind}: {printed} is missing"


def test_a_table_shows_its_cells_as_printed(document_of: DocumentOf) -> None:
    made = document_of("table")
    (item,) = made.items
    lines = set(words_of(picture_svg(item, made)))
    for row in table_of(item).texts:
        assert sum(cell in lines for cell in row) >= len(row) - 1


def test_a_long_table_says_how_many_rows_it_leaves_out(long_document: Document) -> None:
    lines = words_of(picture_svg(long_document.items[0], long_document))
    assert "图中列前 40 行，还有 160 行，共 200 行；全部各行见表格文件。" in lines


def test_an_empty_view_prints_its_sentence(empty_document: Document) -> None:
    for item in empty_document.items:
        told = "".join(words_of(picture_svg(item, empty_document)))
        assert item.view.empty in told


def test_hostile_words_stay_words(hostile_document: Document) -> None:
    for item in hostile_document.items:
        root = ET.fromstring(picture_svg(item, hostile_document))
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert names <= {"svg", "title", "defs", "pattern", "rect", "path", "circle", "text", "g"}


def test_nothing_reaches_beyond_the_picture(demo_document: Document) -> None:
    """Every title and foot fits: no line of text is wider than the paper it stands on."""
    for item in demo_document.items:
        root = ET.fromstring(picture_svg(item, demo_document))
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        for text in root.iter("{http://www.w3.org/2000/svg}text"):
            assert -1 <= float(text.attrib["x"]) <= width + 1, item.view.id
            assert 0 <= float(text.attrib["y"]) <= height, item.view.id


def test_png_is_as_large_as_asked_and_says_its_resolution(document_of: DocumentOf) -> None:
    made = document_of("trend")
    root = ET.fromstring(picture_svg(made.items[0], made))
    for scale in (2, 3):
        image = opened(picture_png(made.items[0], made, scale=scale))
        assert image.width == pytest.approx(float(root.attrib["width"]) * scale, abs=1)
        assert image.height == pytest.approx(float(root.attrib["height"]) * scale, abs=2)
        assert image.info["dpi"][0] == pytest.approx(96 * scale, abs=0.1)


def test_the_same_input_gives_the_same_bytes(document_of: DocumentOf, tmp_path: Path) -> None:
    made = document_of("map", "cards")
    once = [path.read_bytes() for path in write_pictures(made.items, made, tmp_path / "a")]
    again = [path.read_bytes() for path in write_pictures(made.items, made, tmp_path / "b")]
    assert once == again
    names = [path.name for path in sorted((tmp_path / "a").iterdir())]
    assert [name[:3] for name in names] == ["01_", "01_", "02_", "02_"]
    assert {name.rpartition(".")[2] for name in names} == {"png", "svg"}


def test_many_at_once_get_their_own_pictures(document_of: DocumentOf) -> None:
    made = document_of("bars")
    items = [renamed(made.items[0], f"第{number}张") for number in range(20)]
    alone = [picture_png(item, made, scale=1) for item in items]
    assert len(set(alone)) == 20
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda item: picture_png(item, made, scale=1), items))
    assert together == alone


def test_an_enormous_picture_is_painted_smaller(document_of: DocumentOf, monkeypatch: pytest.MonkeyPatch) -> None:
    made = document_of("bars")
    monkeypatch.setattr(pictures, "LARGEST_PIXELS", 200_000)
    image = opened(picture_png(made.items[0], made, scale=3))
    assert image.width * image.height <= 202_000


def test_the_watermark_lies_over_the_whole_picture(document_of: DocumentOf) -> None:
    made = document_of("bars")
    marked = replace(made, watermark="内部资料 <仅供参考>")
    svg = picture_svg(made.items[0], marked)
    assert "内部资料 &lt;仅供参考&gt;" in svg
    plain_picture = np.asarray(opened(picture_png(made.items[0], made)).convert("L"), dtype=int)
    with_words = np.asarray(opened(picture_png(made.items[0], marked)).convert("L"), dtype=int)
    changed = (plain_picture != with_words).any(axis=1)
    assert changed[: len(changed) // 4].any()
    assert changed[-len(changed) // 4 :].any()


def test_glyphs_the_font_lacks_are_known() -> None:
    assert missing_glyphs("网格化治理：100%（7/9）↑ 渌口\n\u200b") == set()
    assert missing_glyphs(f"姓{RARE}名{PRIVATE}🙂") == {RARE, PRIVATE, "🙂"}
    assert ord(STAND_IN) in covered()


def test_no_page_of_the_demo_lacks_a_glyph(demo_document: Document) -> None:
    assert missing_in(demo_document.items, demo_document) == ()


def test_a_missing_glyph_is_reported_and_never_an_empty_box(
    document_of: DocumentOf, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = document_of("bars")
    odd = renamed(made.items[0], f"甲{PRIVATE}乙")
    (found,) = missing_in([odd], made)
    assert found.is_replaced
    assert found.sentence.endswith("（U+10ABCD）不在所带字体里，本机也没有，PNG 中以 〓 代替。")
    with caplog.at_level(logging.WARNING):
        write_pictures([odd], made, tmp_path, ("png",), scale=1)
    assert found.sentence in caplog.text
    stand_in = picture_png(renamed(odd, f"甲{STAND_IN}乙"), made, scale=1)
    written = next(tmp_path.iterdir()).read_bytes()
    head = slice(0, 60)
    assert (np.asarray(opened(written))[head] == np.asarray(opened(stand_in))[head]).all()
    assert opened(written).height > opened(stand_in).height


def test_a_glyph_of_the_machine_is_used_where_there_is_one(document_of: DocumentOf) -> None:
    made = document_of("bars")
    odd = renamed(made.items[0], f"甲{RARE}乙")
    (found,) = missing_in([odd], made)
    if found.is_replaced:
        pytest.skip("no font of this machine has the rare character")
    head = slice(0, 60)
    drawn = np.asarray(opened(picture_png(odd, made, scale=1)))[head]
    replaced = np.asarray(opened(picture_png(renamed(odd, f"甲{STAND_IN}乙"), made, scale=1)))[head]
    assert (drawn != replaced).any()


def test_lines_keep_numbers_and_marks_together() -> None:
    text = "期末超期未办 103 条，比上期末多 37 条（+56.1%）。"
    for width in range(81, 400, 7):
        lines = wrapped(text, width, 10)
        assert "".join(lines) == text
        assert not any(line[0] in "，。）%." or line[-1] in "（+" for line in lines)
        assert any("（+56.1%）。" in line for line in lines)
    assert wrapped("A" * 50, 57, 10) == ["A" * 10] * 5
    assert wrapped("", 100, 10) == []


def test_file_names_are_safe_on_any_system() -> None:
    assert safe_name('a/b:c*?"<>|d\n') == "a_b_c_d"
    assert safe_name("..") == "图"
    assert len(safe_name("长" * 300)) <= 80
