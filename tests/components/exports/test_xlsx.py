"""The workbook, read back by another library: each number, each link, nothing that runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest

from components.exports.tables import long_table, table_of
from components.exports.xlsx import write_xlsx
from components.exports.xlsx_cover import CONTENTS, MEANINGS
from components.exports.xlsx_sheet import FIRST_ROW, HEAD_ROW
from components.exports.xlsx_styles import clean, sheet_names
from components.views.formats import plain

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWN = ("trend", "bars", "share_bars", "stacked", "funnel", "calendar")


@pytest.fixture(scope="module")
def demo_file(demo_document, tmp_path_factory):
    path = tmp_path_factory.mktemp("xlsx") / "demo.xlsx"
    write_xlsx(demo_document, path)
    return path


@pytest.fixture(scope="module")
def demo_book(demo_file):
    return openpyxl.load_workbook(demo_file)


def as_read(cell):
    """A cell as our table has it."""
    if isinstance(cell, datetime):
        return cell.date()
    return cell


def expected(cell):
    return "—" if cell is None else clean(cell) if isinstance(cell, str) else cell


def same(found, wanted) -> bool:
    if isinstance(wanted, str):
        return (found or "") == wanted
    # A workbook keeps sixteen digits.
    return found == pytest.approx(wanted, rel=1e-14) if isinstance(wanted, float) else found == wanted


def test_contents_link_to_every_sheet_and_name_what_stands_there(demo_book, demo_document):
    contents = demo_book[CONTENTS]
    cells = [cell for row in contents.iter_rows() for cell in row]
    links = {cell.hyperlink.location.split("!")[0].strip("'") for cell in cells if cell.hyperlink}
    assert links == set(demo_book.sheetnames) - {CONTENTS}
    text = " ".join(str(cell.value) for cell in cells if cell.value is not None)
    assert demo_document.title in text and "示例数据" in text and demo_document.standing in text
    for item in demo_document.items:
        assert item.view.title in text and (item.view.empty or plain(item.view.finding)) in text


def test_every_number_of_every_view_is_in_its_sheet_as_a_number(demo_book, demo_document):
    names = [name for name in demo_book.sheetnames if name not in (CONTENTS, MEANINGS)]
    for name, item in zip(names, demo_document.items, strict=True):
        sheet, table = demo_book[name], table_of(item)
        assert sheet.cell(1, 1).value == item.view.title
        if item.view.empty:
            assert sheet.cell(HEAD_ROW + 1, 1).value == item.view.empty
            continue
        width = len(table.columns)
        assert [sheet.cell(HEAD_ROW + 1, c + 1).value or "" for c in range(width)] == list(table.headings)
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                found = as_read(sheet.cell(FIRST_ROW + r + 1, c + 1).value)
                assert same(found, expected(cell)), (name, r, c, found, cell)
                assert isinstance(cell, str | None) or type(found) in (int, float, date)


def test_a_heat_map_keeps_what_else_is_known_of_its_cells(demo_book, demo_document):
    names = [name for name in demo_book.sheetnames if name not in (CONTENTS, MEANINGS)]
    seen = 0
    for name, item in zip(names, demo_document.items, strict=True):
        full = long_table(item.view)
        if item.view.kind != "heatmap" or len(full.columns) <= 3:
            continue
        seen += 1
        first = FIRST_ROW + len(table_of(item).rows) + 3
        for r, row in enumerate(full.rows):
            found = [demo_book[name].cell(first + r + 1, c + 1).value for c in range(len(row))]
            assert all(same(a, expected(b)) for a, b in zip(found, row, strict=True))
    assert seen


def test_numbers_have_formats_and_dates_are_dates(long_document, tmp_path):
    write_xlsx(long_document, tmp_path / "long.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "long.xlsx").worksheets[1]
    row = [sheet.cell(FIRST_ROW + 14, c + 1) for c in range(6)]
    assert [cell.number_format for cell in row[1:]] == ["#,##0", "#,##0.0", '0.0"%"', "#,##0", "yyyy-mm-dd"]
    assert row[5].value == datetime(2025, 1, 14)
    assert sheet.max_row >= FIRST_ROW + 200
    assert sheet.auto_filter.ref


def test_every_sheet_fits_the_width_of_a_page_and_carries_the_standing_line(demo_book, demo_document):
    for sheet in demo_book.worksheets:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (
            None,
            1,
        )  # 1 is the format's default
        assert int(sheet.page_setup.fitToHeight) == 0
        assert demo_document.standing[:20] in sheet.oddFooter.left.text
        assert sheet.freeze_panes


def test_meanings_are_complete(demo_book, demo_document):
    rows = {row[-1]: row for row in demo_book[MEANINGS].iter_rows(min_row=4, values_only=True)}
    assert set(rows) == {measure.code for measure in demo_document.measures}
    for measure in demo_document.measures:
        label, unit, definition, above, below, direction, since, passport, _, _ = rows[measure.code]
        assert (label, unit, definition, since) == (measure.label, measure.unit, measure.definition, measure.since)
        assert ((above or ""), (below or "")) == (measure.numerator, measure.denominator)
        assert passport == demo_document.passports[measure.code]
        assert direction in ("越多越好", "越少越好", "不判好坏")


def chart_numbers(path) -> list[list[float]]:
    """The numbers of each series of each chart, from the file's own XML."""
    with zipfile.ZipFile(path) as package:
        charts = [
            ElementTree.fromstring(package.read(n)) for n in package.namelist() if n.startswith("xl/charts/chart")
        ]
    assert charts
    return [
        [float(point.findtext(f"{CHART}v")) for point in series.find(f"{CHART}val").iter(f"{CHART}pt")]
        for chart in charts
        for series in chart.iter(f"{CHART}ser")
    ]


@pytest.mark.parametrize("kind", DRAWN)
def test_a_native_chart_draws_the_frames_numbers(document_of, tmp_path, kind):
    document = document_of(kind)
    (item,) = document.items
    write_xlsx(document, tmp_path / "one.xlsx")
    found = chart_numbers(tmp_path / "one.xlsx")
    frame = item.view.frame
    columns = {
        "trend": [name for name in ("compare", "value") if name in frame],
        "funnel": ["n"],
        "stacked": [*item.view.options.get("series", {}), *(["opened"] if "opened" in frame else [])],
    }.get(kind, ["value"])
    for series, column in zip(found, columns, strict=True):
        wanted = frame[column]
        if kind == "share_bars":
            wanted = wanted.where(~frame["is_small"].astype(bool), 0)
        assert series == pytest.approx([float(v) for v in wanted.dropna()], abs=1e-9)


def test_the_interval_of_a_share_is_a_thin_line_at_its_bar(document_of, tmp_path):
    document = document_of("share_bars", each=9)
    (item, *_) = items = [item for item in document.items if "low_pct" in item.view.frame]
    write_xlsx(replace(document, items=tuple(items[:1])), tmp_path / "one.xlsx")
    with zipfile.ZipFile(tmp_path / "one.xlsx") as package:
        chart = ElementTree.fromstring(package.read("xl/charts/chart1.xml"))
    sheet = openpyxl.load_workbook(tmp_path / "one.xlsx").worksheets[1]
    rows = item.view.frame
    for end, lengths in (("minus", rows["value"] - rows["low_pct"]), ("plus", rows["high_pct"] - rows["value"])):
        cells = chart.find(f".//{CHART}errBars/{CHART}{end}//{CHART}f").text.split("!")[1].replace("$", "")
        assert [cell.value for (cell,) in sheet[cells]] == pytest.approx(list(lengths.fillna(0)))


def test_counts_for_every_so_many_have_the_decimals_of_the_screen(document_of, tmp_path):
    (item,) = document_of("bars").items
    frame = pd.DataFrame({"label": list("甲乙丙丁"), "value": [0.0331, 0.76, 5.214, 1204.3]})
    view = replace(item.view, frame=frame, unit="场/百户", labels={"label": "网格", "value": "活动"})
    document = replace(document_of("bars"), items=(replace(item, view=view),))
    write_xlsx(document, tmp_path / "one.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "one.xlsx").worksheets[1]
    cells = [row[1] for row in sheet.iter_rows(min_row=FIRST_ROW + 1, max_row=FIRST_ROW + 4)]
    assert [cell.number_format for cell in cells] == ["#,##0.000", "#,##0.00", "#,##0.00", "#,##0"]


def test_charts_name_their_series_and_are_described_in_words(document_of, tmp_path):
    write_xlsx(document_of(*DRAWN), tmp_path / "many.xlsx")
    with zipfile.ZipFile(tmp_path / "many.xlsx") as package:
        drawings = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/drawings/drawing")]
    assert len(drawings) == len(DRAWN)
    assert all(re.search(r'descr="[^"]{8,}"', drawing) for drawing in drawings)


def test_no_hostile_word_becomes_a_formula_a_link_or_a_broken_file(hostile_document, long_document, tmp_path):
    for document in (hostile_document, long_document):
        path = tmp_path / "hostile.xlsx"
        write_xlsx(document, path)
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            assert len(sheet.title) <= 31 and not re.search(r"[\[\]:*?/\\]", sheet.title)
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix, (sheet.title, cell.coordinate, cell.value)
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                content = package.read(name).decode()
                ElementTree.fromstring(content)
                assert 'TargetMode="External"' not in content, name
                assert "<f>" not in content or not name.startswith("xl/worksheets"), name


def test_names_of_sheets_are_legal_and_unique():
    titles = ["每月活动场次", "每月活动场次", "a/b:[c]*?\\'", "极长的名称" * 20, "𠮷🙂", "History", ""]
    names = sheet_names(titles)
    assert len({name.lower() for name in names}) == len(titles)
    assert names[0] == "01 每月活动场次" and names[2] == "03 abc"
    assert all(0 < len(name) <= 31 for name in names)


def test_an_empty_view_prints_its_sentence_and_one_row_is_enough(empty_document, one_row_document, tmp_path):
    write_xlsx(empty_document, tmp_path / "empty.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "empty.xlsx").worksheets
    for item in empty_document.items:
        assert any(sheet.cell(HEAD_ROW + 1, 1).value == item.view.empty for sheet in sheets)
    write_xlsx(one_row_document, tmp_path / "one.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "one.xlsx").worksheets) == len(one_row_document.items) + 2


def test_same_document_same_bytes(twelve_document, tmp_path):
    write_xlsx(twelve_document, tmp_path / "a.xlsx")
    write_xlsx(twelve_document, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_fonts_are_open_ones(demo_file):
    with zipfile.ZipFile(demo_file) as package:
        text = package.read("xl/styles.xml").decode() + package.read("xl/theme/theme1.xml").decode()
    assert "Noto Sans SC" in text
    assert not re.search("YaHei|SimHei|SimSun|宋体|雅黑|Calibri|Cambria", text)


def test_libreoffice_opens_the_workbook(twelve_document, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    write_xlsx(twelve_document, tmp_path / "twelve.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    done = subprocess.run(
        [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "twelve.xlsx"),
        ],
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0 and (tmp_path / "twelve.pdf").stat().st_size > 20_000
