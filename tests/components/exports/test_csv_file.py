"""CSV downloads open in Excel with Chinese headings and run nothing."""

import csv
import io

import pandas as pd

from components.exports.csv_file import to_csv


def test_headings_order_and_byte_order_mark():
    data = to_csv(pd.DataFrame({"b": [1], "a": ["甲"], "hidden": ["x"]}), {"a": "名称", "b": "场次（场）"})
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["场次（场）", "名称"], ["1", "甲"]]


def test_formulas_are_neutralised():
    frame = pd.DataFrame({"a": ["=1+1", "+86", "-x", "@cmd", "甲=乙", None, -3]})
    rows = list(csv.reader(io.StringIO(to_csv(frame, {"a": "甲"}).decode("utf-8-sig"))))
    assert [row[0] if row else "" for row in rows[1:]] == ["'=1+1", "'+86", "'-x", "'@cmd", "甲=乙", "", "-3"]
