"""Tables as people keep them: titles above, merged headers, totals below, old and foreign formats, odd encodings."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data.intake.answers import Answers
from data.intake.encoding import encoding_of
from data.intake.header_rows import find_header
from tests.data.intake.conftest import EVENT_HEADERS, Store, event


def book(path: Path, *sheets: str) -> tuple[openpyxl.Workbook, list[Worksheet]]:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    return made, [made.create_sheet(name) for name in sheets or ("台账",)]


def test_a_title_above_and_totals_and_notes_below_are_no_records(store: Store) -> None:
    path = store.folder / "志愿服务.xlsx"
    made, (sheet,) = book(path)
    total = ["合计", "", "", "", "", 24, 49]
    for row in (["2025年志愿服务台账"], [], EVENT_HEADERS, event("A"), event("B"), total, ["注：数据截至6月"]):
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    made.save(path)
    report = store.bring_one(path)
    assert (report.rows_read, report.rows_accepted, report.verdict) == (2, 2, "accept")
    assert [(one.code, one.count) for one in report.findings] == [("rows_furniture", 2)]
    assert sorted(store.rows("volunteer_events")["source_row"]) == [4, 5]


def test_a_header_over_two_rows_with_merged_cells(store: Store) -> None:
    path = store.folder / "志愿服务.xlsx"
    made, (sheet,) = book(path)
    sheet.append(["活动编号", "活动名称", "网格编码", "活动类型", "活动日期", "成效", ""])
    sheet.append(["", "", "", "", "", "参与人次", "服务时长"])
    sheet.append(event("A"))
    for span in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:G1"):
        sheet.merge_cells(span)
    made.save(path)
    report = store.bring_one(path)
    assert (report.rows_accepted, report.columns["参与人次"]) == (1, "participation_count")
    assert store.rows("volunteer_events")["participation_count"].tolist() == [12]


def test_the_same_heading_below_two_others_keeps_both_names() -> None:
    rows = [
        ["活动编号", "活动日期", "儿童", "", "老师", ""],
        ["", "", "人数", "小时", "人数", "小时"],
        ["A", "2025-06-01"],
    ]
    merged = [((0, 2), (0, 3)), ((0, 4), (0, 5)), ((0, 0), (1, 0)), ((0, 1), (1, 1))]
    found = find_header(rows, merged)
    assert found is not None
    assert found[0] == 0
    assert find_header([["", ""], []]) is None


def test_several_sheets_of_one_ledger_are_a_question_until_named(store: Store) -> None:
    path = store.folder / "志愿服务.xlsx"
    made, sheets = book(path, "5月", "6月")
    for number, sheet in enumerate(sheets):
        sheet.append(EVENT_HEADERS)
        sheet.append(event(f"E{number}"))
    made.save(path)
    asked = store.bring(path)
    assert (asked.exit_code, asked.version) == (3, None)
    assert "“5月”、“6月”" in asked.files[0].questions[0].message
    assert store.bring_one(path, answers=Answers(sheets=("6月",))).rows_accepted == 1
    assert store.bring_one(path, answers=Answers(sheets=("*",))).rows_accepted == 2
    assert "没有名为 7月 的工作表" in store.bring_one(path, answers=Answers(sheets=("7月",))).questions[0].message


def test_errors_and_formulas_never_calculated_are_empty_and_named(store: Store) -> None:
    path = store.folder / "志愿服务.xlsx"
    made, (sheet,) = book(path)
    sheet.append(EVENT_HEADERS)
    for code, hours in (("A", "=1/0"), ("B", "#N/A"), ("C", 2)):
        sheet.append([*event(code)[:6], hours])
    made.save(path)
    report = store.bring_one(path)
    (told,) = [one for one in report.findings if one.code == "cells_error"]
    assert (report.rows_accepted, told.count) == (3, 2)
    assert "G2" in told.message and "G3" in told.message
    assert store.rows("volunteer_events")["service_hours"].sum() == 2


def test_a_stray_cell_far_away_is_named_and_does_not_fill_the_memory(store: Store) -> None:
    path = store.folder / "志愿服务.xlsx"
    made, (sheet,) = book(path)
    sheet.append(EVENT_HEADERS)
    sheet["XFD1048576"] = "x"
    made.save(path)
    report = store.bring_one(path)
    assert (report.verdict, report.findings[0].code) == ("reject", "sheet_too_large")
    assert "XFD1048576" in report.findings[0].message


def test_days_counted_from_1904(store: Store) -> None:
    from datetime import datetime

    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    path = store.folder / "志愿服务.xlsx"
    made, (sheet,) = book(path)
    made.epoch = CALENDAR_MAC_1904
    sheet.append(EVENT_HEADERS)
    sheet.append([*event("A")[:4], datetime(2025, 6, 1), 12, 1])
    made.save(path)
    store.bring(path)
    assert f"{store.rows('volunteer_events')['held_on'].iloc[0]:%Y-%m-%d}" == "2025-06-01"


def test_a_web_table_saved_as_xls(store: Store) -> None:
    cells = "".join(f"<td>{cell}</td>" for cell in event("A", 活动名称="清扫&lt;b&gt;"))
    heads = "".join(f"<th>{cell}</th>" for cell in EVENT_HEADERS)
    path = store.folder / "志愿服务.xls"
    page = f'<html><head><meta charset="utf-8"></head><table><tr><td colspan="7">台账</td></tr><tr>{heads}</tr><tr>{cells}</tr></table></html>'
    path.write_text(page, encoding="utf-8")
    assert store.bring_one(path).rows_accepted == 1
    assert store.rows("volunteer_events")["event_title"].tolist() == ["清扫<b>"]


def test_an_open_document(store: Store) -> None:
    def row(cells: list[str]) -> str:
        texts = (
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f"<table:table-row>{''.join(texts)}</table:table-row>"

    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f'<table:table table:name="6月">{row(EVENT_HEADERS)}{row(event("A"))}</table:table>'
    path = store.folder / "志愿服务.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    report = store.bring_one(path)
    assert (report.verdict, report.rows_accepted) == ("accept", 1), report.findings


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("gb18030", "gb18030"), ("utf-16-le", "utf-16-le"), ("utf-16", "utf-16")],
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str, found: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join([",".join(EVENT_HEADERS), ",".join(event("A"))]).encode(encoding))
    assert encoding_of(path) == found


def test_lines_in_two_encodings_are_read_each_in_its_own(store: Store) -> None:
    lines = [",".join(EVENT_HEADERS), ",".join(event("A")), ",".join(event("B", 活动名称="清理小广告"))]
    path = store.folder / "志愿服务.csv"
    path.write_bytes(b"\n".join([lines[0].encode(), lines[1].encode("gbk"), lines[2].encode()]))
    report = store.bring_one(path)
    assert [one.code for one in report.findings] == ["encoding_mixed"]
    assert set(store.rows("volunteer_events")["event_title"]) == {"清扫楼道", "清理小广告"}


def test_a_title_above_the_header_of_a_text_file(store: Store) -> None:
    path = store.folder / "志愿服务.csv"
    lines = ["2025年志愿服务台账", "", ";".join(EVENT_HEADERS), ";".join(event("A"))]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    assert store.bring_one(path).rows_accepted == 1
    assert store.rows("volunteer_events")["source_row"].tolist() == [4]
