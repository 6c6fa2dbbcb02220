"""The deck around its objects: slides, words, notes, alternative text, links, an office's template, equal bytes."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from components.exports.pptx import write_pptx
from components.exports.pptx_template import FONT, new_deck
from components.views.formats import plain
from tests.components.exports.conftest import HOSTILE
from tests.components.exports.pptx_reading import all_words

KINDS = ("cards", "trend", "share_bars", "stacked", "heatmap", "table", "map", "sankey")


@pytest.fixture(scope="module")
def document(document_of):
    return document_of(*KINDS)


@pytest.fixture(scope="module")
def path(document, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pptx") / "deck.pptx"
    write_pptx(document, path)
    return path


@pytest.fixture(scope="module")
def slides(path):
    return list(Presentation(str(path)).slides)


def words(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_cover_tells_title_area_period_day_and_code(document, slides):
    told = words(slides[0])
    assert slides[0].shapes.title.text_frame.text == document.title
    for part in (document.area, document.period, document.standing, "示例数据", "截至 2025年6月30日", document.code):
        assert part in told


def test_contents_name_each_view_with_its_slide_and_lead_there(document, slides):
    listed = slides[1]
    for page, items in document.sections:
        assert page in words(listed)
        for item in items:
            entry = next(
                shape for shape in listed.shapes if shape.name == "条目" and shape.text_frame.text == item.view.title
            )
            target = entry.click_action.target_slide
            assert (
                target.shapes.title.text_frame.text
                == slides[2 + document.items.index(item)].shapes.title.text_frame.text
            )
    numbers = [
        int(shape.text_frame.text)
        for shape in listed.shapes
        if shape.name == "页码" and shape.text_frame.text.isdigit()
    ]
    assert numbers == list(range(3, 3 + len(document.items)))


def test_each_view_has_its_finding_its_source_its_number_and_the_standing_line(document, slides):
    assert len(slides) == 2 + len(document.items)
    for number, (item, slide) in enumerate(zip(document.items, slides[2:], strict=True), 3):
        told = words(slide)
        finding = plain(item.view.finding).rstrip("。") or item.view.title
        assert slide.shapes.title.text_frame.text == finding
        assert item.view.footnote in told and document.standing in told
        assert item.view.subtitle in told
        assert f"{number} / {len(slides)}" in told
        assert slide._element.findall(".//" + qn("a:fld"))
    noted = [item for item, slide in zip(document.items, slides[2:], strict=True) if item.small_print in words(slide)]
    assert {item.view.kind for item in noted if item.small_print} >= {"trend", "map", "share_bars"}


def test_notes_hold_finding_definitions_and_citation_code(document, slides):
    for item, slide in zip(document.items, slides[2:], strict=True):
        told = slide.notes_slide.notes_text_frame.text
        assert plain(item.view.finding) in told and item.code in told
        for measure in item.measures:
            assert measure.label in told and measure.definition.rstrip("。") in told


def test_every_graphic_has_an_alternative_text(document, slides):
    for item, slide in zip(document.items, slides[2:], strict=True):
        graphics = [shape for shape in slide.shapes if shape.shape_type in (6, 3, 19) or shape.has_chart]
        assert graphics
        assert [shape._element.find(".//" + qn("p:cNvPr")).get("descr") for shape in graphics] == [item.view.alt]


def test_shape_ids_are_unique_on_each_slide(slides):
    for slide in slides:
        ids = [element.get("id") for element in slide._element.iter(qn("p:cNvPr"))]
        assert len(ids) == len(set(ids))


def test_the_same_document_gives_the_same_bytes(document, path, tmp_path):
    again = tmp_path / "again.pptx"
    write_pptx(document, again)
    assert again.read_bytes() == path.read_bytes()


def test_nothing_of_the_blank_template_is_left_and_no_english(document, path):
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        assert not [name for name in names if "printerSettings" in name or "thumbnail" in name]
        assert len([name for name in names if re.fullmatch(r"ppt/slideLayouts/slideLayout\d+\.xml", name)]) == 3
        for name in names:
            if name.endswith(".xml") and re.match(r"ppt/(slide|notes)", name):
                text = package.read(name).decode()
                for code in (document.code, *(item.code for item in document.items)):
                    text = text.replace(code, "")
                seen = re.findall(r"<a:t>([^<]*)</a:t>", text) + re.findall(r'cNvPr id="\d+" name="([^"]*)"', text)
                english = [t for t in seen if re.search(r"[A-Za-z]{4,}", t)]
                assert not english, (name, english)


def test_theme_names_the_open_font_for_latin_and_chinese(path):
    with zipfile.ZipFile(path) as package:
        themes = [name for name in package.namelist() if name.startswith("ppt/theme/")]
        assert themes
        for name in themes:
            faces = re.findall(r'<a:(?:latin|ea) typeface="([^"]*)"', package.read(name).decode())
            assert len(faces) >= 4 and set(faces) == {FONT}


def test_an_empty_view_says_why(empty_document, tmp_path):
    write_pptx(empty_document, tmp_path / "e.pptx")
    slides = list(Presentation(str(tmp_path / "e.pptx")).slides)[2:]
    for item, slide in zip(empty_document.items, slides, strict=True):
        assert item.view.empty in words(slide)
        assert not [shape for shape in slide.shapes if shape.has_chart or shape.has_table]


def test_a_long_list_shows_its_first_slide_and_says_where_the_rest_is(long_document, tmp_path):
    write_pptx(long_document, tmp_path / "l.pptx")
    (slide,) = list(Presentation(str(tmp_path / "l.pptx")).slides)[2:]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    shown, code = len(table.rows) - 1, long_document.items[0].code
    assert 5 < shown < 30
    assert f"另有 {200 - shown} 行未列出，见附表（Excel，引用码 {code}）。" in all_words(slide)


def test_a_long_table_that_stands_nowhere_else_goes_on_over_several_slides(long_document, tmp_path):
    (item,) = long_document.items
    write_pptx(replace(long_document, items=(replace(item, code=""),)), tmp_path / "l.pptx")
    slides = list(Presentation(str(tmp_path / "l.pptx")).slides)[2:]
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert len(slides) > 2 and "续" not in titles[0]
    assert [f"（续 {n}/{len(slides)}）" in title for n, title in enumerate(titles[1:], 2)] == [True] * (len(slides) - 1)
    low = Presentation(str(tmp_path / "l.pptx")).slide_height
    for slide in slides:
        frame = next(shape for shape in slide.shapes if shape.has_table)
        assert frame.top + sum(row.height for row in frame.table.rows) < low - Pt(60)


def test_hostile_words_stay_words(hostile_document, tmp_path):
    path = tmp_path / "h.pptx"
    write_pptx(hostile_document, path)
    deck = Presentation(str(path))
    assert deck.slides[0].shapes.title.text_frame.text == hostile_document.title
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert charts
    for number, chart in enumerate(charts):
        book_path = tmp_path / f"{number}.xlsx"
        book_path.write_bytes(chart.part.chart_workbook.xlsx_part.blob)
        cells = [cell for row in openpyxl.load_workbook(book_path)["数据"].iter_rows() for cell in row]
        assert all(cell.data_type in ("s", "n") for cell in cells)
        risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value[:1] in "=+-@"]
        assert risky and all(cell.quotePrefix for cell in risky)
    assert HOSTILE[1] in [shape.text_frame.text for shape in deck.slides[2].shapes if shape.name == "水印"]


def test_red_head_and_watermark_only_where_asked(document, path, tmp_path):
    made = replace(
        document, items=document.items[:1], issuer="示范区委社会工作部", issue_number="〔2025〕12号", watermark="内部"
    )
    write_pptx(made, tmp_path / "r.pptx")
    slides = list(Presentation(str(tmp_path / "r.pptx")).slides)
    assert "示范区委社会工作部" in words(slides[0]) and "〔2025〕12号" in words(slides[0])
    assert all([shape.name for shape in slide.shapes].count("水印") == 1 for slide in slides)
    plain_slides = Presentation(str(path)).slides
    assert not [shape for slide in plain_slides for shape in slide.shapes if shape.name in ("水印", "发文机关")]


@pytest.fixture
def template(tmp_path) -> Path:
    """An office's own deck: 4 to 3, named placeholders in its own places, a sample slide, no place for the caption."""
    deck = new_deck()
    deck.slide_width, deck.slide_height = Pt(720), Pt(540)
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.name == "题注":
                shape._element.getparent().remove(shape._element)
            elif shape.name == "图表区":
                shape.left, shape.top, shape.width, shape.height = Pt(30), Pt(150), Pt(660), Pt(280)
            else:
                shape.left, shape.width = Pt(30), Pt(640)
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text_frame.text = "样张"
    path = tmp_path / "office.pptx"
    deck.save(str(path))
    return path


def test_an_offices_template_gives_places_and_look(document, template, tmp_path):
    path = tmp_path / "own.pptx"
    write_pptx(document, path, template)
    deck = Presentation(str(path))
    slides = list(deck.slides)
    first = [slide for slide in slides[2:] if "（续" not in words(slide)]
    assert deck.slide_width == Pt(720) and len(first) == len(document.items)
    assert not [slide for slide in slides if "样张" in words(slide)]
    for item, slide in zip(document.items, first, strict=True):
        assert {s.name for s in slide.placeholders} == {"结论", "注脚", "常设行", "页码"}
        assert next(s for s in slide.shapes if s.name == "题注").text_frame.text.endswith(item.view.subtitle)
        graphic = next(s for s in slide.shapes if s.shape_type == 6 or s.has_chart or s.has_table)
        assert abs(graphic.left - Pt(30)) < Pt(1) and graphic.top >= Pt(149)
        assert graphic.left + graphic.width <= Pt(692)


def test_a_template_without_our_names_still_works(document, tmp_path):
    Presentation().save(str(tmp_path / "plain.pptx"))
    path = tmp_path / "own.pptx"
    write_pptx(document, path, tmp_path / "plain.pptx")
    slides = list(Presentation(str(path)).slides)
    assert slides[0].shapes.title.text_frame.text == document.title
    assert document.standing in words(slides[-1])
    empty = [s for slide in slides for s in slide.placeholders if s.has_text_frame and not s.text_frame.text]
    assert not empty
