"""Why rows wait, and how they are mended."""

from __future__ import annotations

import pandas as pd
import pytest

from components.screen import intake_waiting as waiting

BEFORE = "微心愿（6月）.xlsx 工作表“六月” 第 3 行"
FRAMES = {
    "micro_wishes": pd.DataFrame(
        {
            "待核编号": ["a", "b"],
            "来源文件": ["一.xlsx", "一.xlsx"],
            "来源工作表": ["六月", "六月"],
            "来源行号": [3, 8],
            "编号": ["001", "002"],
            "类别": ["助学", "助老 2"],
            "备注": ["", "x"],
            "原因": [
                f"{BEFORE}“心愿类别”列：“助学”不在可填的值里（助老、其他）；{BEFORE}“提出日期”列：“去年”不是日期",
                f"{BEFORE}“心愿类别”列：“助老 2”不在可填的值里（助老、其他）",
            ],
        }
    ),
    "demands": pd.DataFrame({"待核编号": ["c"], "编号": [""], "原因": ["二.csv 第 2 行没有编号"]}),
}


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
    table = waiting.reason_table(FRAMES, {"micro_wishes": "微心愿台账"})
    assert table[["label", "reason", "size"]].values.tolist() == [
        ["微心愿台账", "心愿类别：…不在可填的值里", 2],
        ["demands", "没有编号", 1],
        ["微心愿台账", "提出日期：…不是日期", 1],
    ]
    assert waiting.reason_table({}, {}).empty


def test_rows_of_a_reason():
    frame = FRAMES["micro_wishes"]
    assert list(waiting.waiting(frame)["待核编号"]) == ["a", "b"]
    assert list(waiting.waiting(frame, "提出日期：…不是日期")["待核编号"]) == ["a"]


def test_only_changed_rows_go_into_the_file_with_their_numbers():
    frame = FRAMES["micro_wishes"]
    shown = waiting.edit_frame(frame)
    assert list(shown.columns) == ["原因", "编号", "类别", "备注", "来源文件", "来源工作表", "来源行号", "待核编号"]
    assert shown["原因"][0] == "“心愿类别”列：“助学”不在可填的值里（助老、其他）；“提出日期”列：“去年”不是日期"
    made = waiting.edited(frame, {1: {"类别": "助老", "备注": None}})
    assert made[["待核编号", "编号", "类别", "备注"]].to_dict("records") == [
        {"待核编号": "b", "编号": "002", "类别": "助老", "备注": ""}
    ]
    assert frame["类别"][1] == "助老 2", "what waits stays as it is"
