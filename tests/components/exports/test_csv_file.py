"""CSV downloads open in Excel with Chinese headings and run nothing."""

import csv
import io

import pandas as pd

from components.exports.csv_file import to_csv, write_csv
from components.exports.tables import data_table


def test_headings_order_and_byte_order_mark():
    data = to_csv(pd.DataFrame({"b": [1], "a": ["甲"], "hidden": ["x"]}), {"a": "名称", "b": "场次（场）"})
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["场次（场）", "名称"], ["1", "甲"]]


def test_formulas_are_neutralised():
    frame = pd.DataFrame({"a": ["=1+1", "+86", "-x", "@cmd", "甲=乙", None, -3]})
    rows = list(csv.reader(io.StringIO(to_csv(frame, {"a": "甲"}).decode("utf-8-sig"))))
    assert [row[0] if row else "" for row in rows[1:]] == ["'=1+1", "'+86", "'-x", "'@cmd", "甲=乙", "", "-3"]


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_view_has_a_csv_with_its_numbers_in_full(demo_document, tmp_path):
    for item in demo_document.items:
        path = tmp_path / "view.csv"
        write_csv(item, path)
        table = data_table(item.view)
        head, *body = rows_of(path)
        assert head == list(table.headings)
        if item.view.empty and not table.rows:
            assert body == [[item.view.empty]]
            continue
        for row, cells in zip(body, table.rows, strict=True):
            for text, cell in zip(row, cells, strict=True):
                if isinstance(cell, int | float):
                    assert float(text) == cell
                elif cell is None:
                    assert text == ""


def test_no_cell_of_a_hostile_view_starts_like_a_formula(hostile_document, long_document, tmp_path):
    for item in (*hostile_document.items, *long_document.items):
        path = tmp_path / "view.csv"
        write_csv(item, path)
        for text in (cell for row in rows_of(path) for cell in row):
            is_number = text.replace(".", "", 1).lstrip("-").isdigit()
            assert is_number or not text.lstrip().startswith(("=", "+", "-", "@")), text


def test_same_view_same_bytes(long_document, tmp_path):
    write_csv(long_document.items[0], tmp_path / "a.csv")
    write_csv(long_document.items[0], tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
