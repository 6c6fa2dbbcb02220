"""Why rows wait, and how they are mended."""

from __future__ import annotations

import pandas as pd
import pytest

from components.screen import intake_waiting as waiting

BEFORE = "微心愿（6月）.xlsx 工作表“六月” 第 3 行"
ROWS = pd.DataFrame(
    {
        "row_id": ["a", "b", "c"],
        "ledger": ["micro_wishes", "micro_wishes", "demands"],
        "file": ["一.xlsx", "一.xlsx", "二.csv"],
        "sheet": ["六月", "六月", ""],
        "row_number": [3, 8, 2],
        "reasons": [
            [f"{BEFORE}“心愿类别”列：“助学”不在可填的值里（助老、其他）", f"{BEFORE}“提出日期”列：“去年”不是日期"],
            [f"{BEFORE}“心愿类别”列：“助老 2”不在可填的值里（助老、其他）"],
            ["二.csv 第 2 行没有编号"],
        ],
        "cells": [{"编号": "001", "类别": "助学"}, {"编号": "002", "类别": "助老 2", "备注": "x"}, {"编号": ""}],
    }
)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (
            f"{BEFORE}“认领日期”列：2025-05-01 早于“提出日期” 2025-06-14，先后颠倒",
            "认领日期：… 早于“提出日期” …，先后颠倒",
        ),
        (f"{BEFORE}“提出日期”列：“去年”不是日期，请写成 2025-06-01 的样子", "提出日期：…不是日期"),
        ("二.csv 第 12 行“网格编码”列：没有编码为“某地 第 3 行”的网格，请核对编码", "网格编码：没有编码为…的网格"),
    ],
)
def test_a_kind_has_neither_place_nor_value(reason, kind):
    assert waiting.kind_of(reason) == kind


def test_reasons_are_counted_by_rows():
    table = waiting.reason_table(ROWS, {"micro_wishes": "微心愿台账"})
    assert table[["label", "reason", "size"]].values.tolist() == [
        ["微心愿台账", "心愿类别：…不在可填的值里", 2],
        ["demands", "没有编号", 1],
        ["微心愿台账", "提出日期：…不是日期", 1],
    ]
    assert waiting.reason_table(ROWS.head(0), {}).empty


def test_rows_of_a_reason():
    assert list(waiting.waiting(ROWS, "micro_wishes")["row_id"]) == ["a", "b"]
    assert list(waiting.waiting(ROWS, "micro_wishes", "提出日期：…不是日期")["row_id"]) == ["a"]


def test_only_changed_rows_go_into_the_file_with_their_numbers():
    frame = waiting.edit_frame(waiting.waiting(ROWS, "micro_wishes"))
    assert list(frame.columns) == ["原因", "编号", "类别", "备注", "文件", "行", "待核编号"]
    assert list(frame["备注"]) == ["", "x"]
    made = waiting.edited(frame, {1: {"类别": "助老", "备注": None}})
    assert made.to_dict("records") == [
        {
            "待核编号": "b",
            "编号": "002",
            "类别": "助老",
            "备注": "",
            "原因": "“心愿类别”列：“助老 2”不在可填的值里（助老、其他）",
        }
    ]
    assert frame["类别"][1] == "助老 2", "what is shown stays as it is"
