"""Every number of every kind of view, read back from the deck with python-pptx and openpyxl, equals the frame."""

import io
import re
from dataclasses import replace

import openpyxl
import pytest
from pptx.oxml.ns import qn

from components.exports.pptx import write_pptx
from components.exports.tables import table_of
from components.views.formats import fraction, full, is_missing, percent, plain, short
from tests.components.exports.conftest import KINDS
from tests.components.exports.pptx_reading import (
    all_words,
    by_kind,
    chart_of,
    in_order,
    labels_of,
    names_in,
    series_of,
    table_cells,
)

CHARTS = ("trend", "bars", "share_bars", "stacked", "funnel")


@pytest.fixture(scope="module")
def slides_of(demo_document, tmp_path_factory):
    """Kind → (item, its slides), of all pages of the demo district."""
    path = tmp_path_factory.mktemp("pptx") / "demo.pptx"
    write_pptx(demo_document, path)
    return by_kind(demo_document, path)


@pytest.fixture(scope="module")
def ring_slides(one_row_document, tmp_path_factory):
    """Views of one row: a single stack and a single share without an interval are rings."""
    path = tmp_path_factory.mktemp("pptx") / "one.pptx"
    items = []
    for item in one_row_document.items:
        frame = item.view.frame.drop(columns=["low_pct", "high_pct", "interval"], errors="ignore")
        items.append(replace(item, view=replace(item.view, frame=frame)))
    document = replace(one_row_document, items=tuple(items))
    write_pptx(document, path)
    return by_kind(document, path)


def same(shown, frame_values):
    """Equal but for the sixteenth figure, which Excel does not keep."""
    wanted = [None if is_missing(value) else pytest.approx(float(value), rel=1e-12) for value in frame_values]
    assert list(shown) == wanted


def test_every_kind_occurs(slides_of):
    assert set(slides_of) == set(KINDS)


def test_trend(slides_of):
    for item, (slide,) in slides_of["trend"]:
        rows, series = item.view.frame, list(series_of(chart_of(slide)).values())
        same(series[-1], rows["value"])
        if "compare" in rows:
            same(series[0], rows["compare"])
        newest = list(labels_of(chart_of(slide)).values())[-1]
        last = rows["value"].iloc[-1]
        if not is_missing(last):
            assert newest[len(rows) - 1].startswith(short(last, item.view.unit))


def test_bars(slides_of):
    for item, (slide,) in slides_of["bars"]:
        chart, rows = chart_of(slide), item.view.frame
        ((name, shown),) = series_of(chart).items()
        same(shown, rows["value"])
        written = labels_of(chart)[name]
        wanted = rows["display"] if "display" in rows else [short(v, item.view.unit) for v in rows["value"]]
        code = chart.plots[0].series[0]._element.find(".//" + qn("c:dLbls") + "/" + qn("c:numFmt"))
        for index, words in enumerate(wanted):
            if code is None:
                assert written.get(index, "") == str(words)
            else:
                value = float(rows["value"].iloc[index])
                assert printed(value, code.get("formatCode")) == str(words)


def printed(value, code):
    """What Office prints for the three formats that are used."""
    return {"#,##0": f"{value:,.0f}", "#,##0.0": f"{value:,.1f}", '0.0"%"': f"{value:.1f}%"}[code]


def test_share_bars_print_small_bases_as_fractions(slides_of):
    for item, (slide,) in slides_of["share_bars"]:
        chart, rows = chart_of(slide), item.view.frame
        (track, words), (_, shown) = labels_of(chart).items(), list(series_of(chart).items())[1]
        small = rows["is_small"].astype(bool)
        same(shown, rows["value"].mask(small))
        hatched = [
            int(point.find(qn("c:idx")).get("val"))
            for point in chart._chartSpace.iter(qn("c:dPt"))
            if point.find(".//" + qn("a:pattFill")) is not None
        ]
        assert hatched == [index for index, is_small in enumerate(small) if is_small]
        assert words[1] == {} and set(series_of(chart)[track[0]]) == {100.0}
        for index, (above, below, value, is_small) in enumerate(
            zip(rows["numerator"], rows["denominator"], rows["value"], small, strict=True)
        ):
            text = track[1][index]
            assert fraction(above, below) in text
            assert ("%" not in text) if is_small else text.startswith(percent(value))


def test_the_interval_of_a_share_is_a_thin_line_at_its_bar(slides_of):
    with_interval = [(item, slide) for item, (slide,) in slides_of["share_bars"] if "low_pct" in item.view.frame]
    assert with_interval
    for item, slide in with_interval:
        rows, chart = item.view.frame, chart_of(slide)
        (lines,) = chart._chartSpace.findall(".//" + qn("c:errBars"))
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["数据"]
        wanted = {"c:minus": rows["value"] - rows["low_pct"], "c:plus": rows["high_pct"] - rows["value"]}
        for tag, lengths in wanted.items():
            (end,) = lines.findall(qn(tag))
            drawn = {int(p.get("idx")): float(p.findtext(qn("c:v"))) for p in end.iter(qn("c:pt"))}
            assert drawn == pytest.approx({i: v for i, v in enumerate(lengths) if not is_missing(v)})
            cells = book[end.findtext(".//" + qn("c:f")).split("!")[1].replace("$", "")]
            same([cell.value for (cell,) in cells], lengths)


def test_stacked(slides_of):
    for item, (slide,) in slides_of["stacked"]:
        shown, rows = series_of(chart_of(slide)), item.view.frame
        for column, declared in item.view.options["series"].items():
            same(shown[declared["label"]], rows[column])
        if not item.view.options.get("grouped"):
            total = item.view.options.get("total")
            wanted = rows[total] if total else rows[list(item.view.options["series"])].sum(axis=1)
            if "合计" in shown:
                same(shown["合计"], wanted)


def test_what_is_not_due_is_hatched(slides_of):
    item, (slide,) = next(
        (item, slides)
        for item, slides in slides_of["stacked"]
        if any(d["role"] == "not_due" for d in item.view.options["series"].values())
    )
    labels = {d["label"]: d["role"] for d in item.view.options["series"].values()}
    hatched = {
        series.name
        for series in chart_of(slide).plots[0].series
        if series._element.find(".//" + qn("a:pattFill")) is not None
    }
    assert hatched == {label for label, role in labels.items() if role == "not_due"}


def test_funnel(slides_of):
    for item, (slide,) in slides_of["funnel"]:
        chart, rows = chart_of(slide), item.view.frame
        (spacer, counts), words = series_of(chart).items(), list(labels_of(chart).values())
        same(counts[1], rows["n"])
        assert set(spacer[1]) == {float(rows["n"].max())}
        for index, row in enumerate(rows.itertuples()):
            assert words[1][index] == full(row.n)
            if index:
                assert words[0][index].startswith(percent(row.share_pct))
                assert is_missing(row.median_days) or f"中位 {full(row.median_days)} 天" in words[0][index]


@pytest.mark.parametrize("kind", CHARTS)
def test_workbooks_hold_what_is_shown_and_nothing_else(slides_of, kind):
    for item, (slide,) in slides_of[kind]:
        chart = chart_of(slide)
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        assert book.sheetnames == ["数据"] and not book.defined_names
        sheet = book["数据"]
        assert sheet.sheet_state == "visible"
        assert not any(d.hidden for d in [*sheet.column_dimensions.values(), *sheet.row_dimensions.values()])
        columns = [[cell.value for cell in column] for column in sheet.columns]
        assert columns[0][1:] == [str(c) for c in chart.plots[0].categories]
        for column, (name, values) in zip(columns[1:], series_of(chart).items(), strict=False):
            assert column == [name, *[None if v is None else pytest.approx(v) for v in values]]
        intervals = 2 if "low_pct" in item.view.frame else 0
        further = columns[1 + len(series_of(chart)) + intervals :]
        extra = {"share_bars": ("numerator", "denominator"), "funnel": ("share_pct", "median_days")}.get(kind, ())
        assert len(further) == len(extra)
        for column, name in zip(further, extra, strict=True):
            same(column[1:], item.view.frame[name])


def test_sankey_bands_are_named_after_their_numbers(slides_of):
    for item, (slide,) in slides_of["sankey"]:
        names = names_in(slide)
        for row in item.view.frame.itertuples():
            if row.n > 0:
                assert any(name.startswith(f"{row.source} → {row.target}：{full(float(row.n))} ") for name in names), (
                    row,
                    names[:3],
                )


def test_calendar_has_a_shape_a_day(slides_of):
    for item, (slide,) in slides_of["calendar"]:
        shown = {}
        for name in names_in(slide):
            if found := re.match(r"(\d+)年(\d+)月(\d+)日.*：([\d,]+)", name):
                year, month, day, value = found.groups()
                shown[f"{year}-{int(month):02d}-{int(day):02d}"] = float(value.replace(",", ""))
        rows = item.view.frame
        wanted = {
            str(day)[:10]: float(v) for day, v in zip(rows["day"], rows["value"], strict=True) if not is_missing(v)
        }
        assert shown == wanted


def test_heatmap_is_a_table_of_its_numbers(slides_of):
    marked = False
    for item, (slide,) in slides_of["heatmap"]:
        cells = table_cells(slide)
        rows = item.view.frame
        down, across = list(dict.fromkeys(rows["row"])), list(dict.fromkeys(rows["column"]))
        for row in rows.itertuples():
            text = cells[1 + down.index(row.row)][1 + across.index(row.column)]
            said = str(getattr(row, "display", "") or "")
            mark = " ▾" if getattr(row, "silent", 0) > 0 else ""
            assert text == (said if is_missing(row.value) else short(row.value, item.view.unit) + mark)
            marked |= bool(mark)
    assert marked


def test_map_grids_are_named_after_their_numbers(slides_of):
    levels = set()
    for item, (slide,) in slides_of["map"]:
        names = names_in(slide)
        levels.add(item.view.options["level"])
        wanted = [
            f"{row.label}：{row.display}" for row in item.view.frame.itertuples() if row.grid_code in item.outlines
        ]
        assert len(wanted) == len(item.view.frame)
        assert sorted(name for name in names if name in set(wanted)) == sorted(wanted)
    assert {1, 2} <= levels


def test_tree_branches_are_named_after_their_numbers(slides_of):
    for item, (slide,) in slides_of["tree"]:
        names = names_in(slide)
        for row in item.view.frame.itertuples():
            if row.value > 0:
                assert f"{row.label}：{row.display}" in names


def test_cards(slides_of):
    for item, (slide,) in slides_of["cards"]:
        group = next(shape for shape in slide.shapes if shape.shape_type == 6)
        tiles = list(group.shapes)
        assert len(tiles) == len(item.view.frame)
        for tile, row in zip(tiles, item.view.frame.itertuples(), strict=True):
            words = {shape.name: shape.text_frame.text for shape in tile.shapes if shape.has_text_frame}
            assert words["数值"] == f"{row.display} {row.unit}".rstrip()
            assert row.label[:4] in words["名称"]
            assert not row.change_text or row.change_text in words["变化"]


def test_tables_are_whole_or_say_what_is_missing(slides_of):
    for item, slides in slides_of["table"]:
        table = table_of(item)
        width = len(table.columns)
        shown = [row for slide in slides for row in in_order(table_cells(slide)[1:], width)]
        assert all(cells[:width] == list(table.headings) for cells in (table_cells(slide)[0] for slide in slides))
        for wanted, row in zip(table.texts, shown, strict=False):
            for text, cell in zip(wanted, row, strict=True):
                flat = " ".join(text.split())
                assert cell == flat or (cell.endswith("…") and flat.startswith(cell[:-1]))
        missing = len(table.rows) - len(shown)
        assert missing == 0 or (len(slides) == 1 and f"另有 {missing} 行" in all_words(slides[0]))


def test_text_sentences_keep_their_bold_numbers(slides_of):
    for item, (slide,) in slides_of["text"]:
        group = next(shape for shape in slide.shapes if shape.shape_type == 6)
        told = [shape.text_frame for shape in group.shapes if shape.name.startswith("要点")]
        for sentence, frame in zip(item.view.frame["sentence"], told, strict=True):
            assert frame.text == plain(str(sentence))
            bold = [run.text for run in frame.paragraphs[0].runs if run.font.bold]
            assert bold == [plain(part) for part in re.findall(r"\*\*(.+?)\*\*", str(sentence))]


def test_a_single_stack_and_a_single_share_are_rings(ring_slides):
    item, (slide,) = ring_slides["stacked"][0]
    (shown,) = series_of(chart_of(slide)).values()
    same(shown, [item.view.frame[column].iloc[0] for column in item.view.options["series"]])
    for name, value in zip(chart_of(slide).plots[0].categories, shown, strict=True):
        assert f"  {full(value)} {item.view.unit}，{percent(100 * value / sum(shown))}" in name
    assert f"{full(sum(shown))} {item.view.unit}" in all_words(slide)
    hatched = chart_of(slide)._chartSpace.findall(".//" + qn("a:pattFill"))
    assert len(hatched) == sum(d["role"] == "not_due" for d in item.view.options["series"].values())
    item, (slide,) = ring_slides["share_bars"][0]
    (shown,) = series_of(chart_of(slide)).values()
    row = item.view.frame.iloc[0]
    same(shown, [row["numerator"], row["denominator"] - row["numerator"]])
