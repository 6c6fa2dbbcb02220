"""What is too large, or names anything outside itself, is refused before it is read."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from data.store.layout import Layout
from tests.data.intake.conftest import EVENT_HEADERS, Store, event, feature, square

ROWS = [EVENT_HEADERS, *(event(f"A{n}") for n in range(4))]
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def _code(store: Store, path: Path) -> str:
    report = store.bring_one(path)
    assert report.verdict == "reject", report
    assert not Layout(store.home).current.exists()
    return report.findings[-1].code


def _write(store: Store, name: str, body: bytes) -> Path:
    path = store.folder / name
    path.write_bytes(body)
    return path


def _book() -> bytes:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        sheet = book.add_worksheet("6月")
        for place, row in enumerate(ROWS):
            sheet.write_row(place, 0, row)
    return body.getvalue()


def _text(between: str = "\n") -> bytes:
    return between.join(",".join(row) for row in ROWS).encode()


def _page() -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><table>{lines}</table></html>".encode("gbk")


BODIES = {"a.csv": _text(), "blank.csv": _text("\n\n"), "a.xlsx": _book(), "a.xls": _page()}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [("WANGLAN_IMPORT_ROWS", "3", "limit_rows"), ("WANGLAN_IMPORT_COLUMNS", "3", "limit_columns")],
)
def test_rows_and_columns(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str, variable: str, value: str, code: str
) -> None:
    path = _write(store, name, BODIES[name])
    assert store.bring_one(path, dry_run=True).rows_read == 4
    monkeypatch.setenv(variable, value)
    assert _code(store, path) == code


def test_the_size_of_a_file_and_of_a_cell(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGLAN_IMPORT_CELL", "50")
    long = store.csv("长.csv", [event("A", 活动名称="长" * 51), [""]])
    assert _code(store, long) == "limit_cell"
    monkeypatch.setenv("WANGLAN_UPLOAD_MB", "1")
    assert _code(store, _write(store, "大.csv", bytes(2 << 20))) == "limit_size"


@pytest.mark.parametrize(
    "body", [_text() + b"\n" * (3 << 20), json.dumps([feature(square(113, 34, 1))]).encode() + b" " * (3 << 20)]
)
def test_what_gzip_unpacks_to(store: Store, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    monkeypatch.setenv("WANGLAN_INFLATED_MB", "1")
    assert _code(store, _write(store, "a.gz", gzip.compress(body))) == "zip_too_large"


def _with_part(name: str, content: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book())) as source, zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info.filename, content if info.filename == name else source.read(info))
        if name not in source.namelist():
            target.writestr(name, content)
    return body.getvalue()


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->' + DOCTYPE + b"<sst/>",
        ('<?xml version="1.0" encoding="UTF-16"?>' + DOCTYPE.decode() + "<sst/>").encode("utf-16"),
    ],
)
def test_a_workbook_with_a_document_type(store: Store, part: bytes) -> None:
    assert _code(store, _write(store, "a.xlsx", _with_part("xl/sharedStrings.xml", part))) == "xml_doctype"


def test_a_workbook_that_inflates_beyond_measure(store: Store) -> None:
    assert _code(store, _write(store, "a.xlsx", _with_part("xl/media/1.png", bytes(40 << 20)))) == "zip_bomb"


def test_a_sheet_that_does_not_unpack(store: Store) -> None:
    body = _book()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    assert _code(store, _write(store, "a.xlsx", body[:start] + b"\xff" * 60 + body[start + 60 :])) == "file_damaged"


def test_cells_that_span_the_world(store: Store) -> None:
    cell = '<td colspan="1000" rowspan="1000">x</td>'
    page = f"<html><table><tr>{cell}{cell}{cell}{cell}</tr></table></html>"
    assert _code(store, _write(store, "a.xls", page.encode())) == "sheet_too_large"
