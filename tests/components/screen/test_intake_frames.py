"""Previews, columns and changes as tables, and what is said about a file."""

from __future__ import annotations

from components.screen import intake_frames as frames
from components.screen import intake_words as words
from components.views.tokens import DARK, LIGHT
from data.intake.preview_model import Column, MonthChange, Preview
from data.intake.report import FileReport, Finding, ImportReport
from data.ledgers import LEDGERS
from data.ledgers.profile import PLAIN

COLUMNS = (
    Column("编号", "wish_code", "心愿编号", "alias", 1.0),
    Column("提 出\n日期", "submitted_on", "提出日期", "similar", 0.84),
    Column("备注", "", "", "none", 0.0),
    Column("备注", "", "", "none", 0.0),
)
ROWS = (("A1", "去年", "甲", ""), ("A2", "2025-06-01", "乙", "丙"), ("A2", "2025-06-02", "乙", "**丁**"))
PREVIEW = Preview(
    "表.xlsx",
    "六月",
    "micro_wishes",
    0.9,
    COLUMNS,
    ROWS,
    (3, 4, 9),
    ((0, 1, "“提出日期”列：“去年”不是日期"), (2, -1, "编号重复"), (2, -1, "编号重复")),
)


def test_faults_are_marked_with_a_sign_and_a_ground():
    frame, wrong = frames.preview_frame(PREVIEW)
    assert list(frame.columns) == ["行号", "编号", "提 出 日期", "备注", "备注（2）"]
    assert list(frame["行号"]) == [3, 4, 9]
    assert frame.iloc[0, 2] == "▲ 去年" and frame.iloc[1, 2] == "2025-06-01"
    assert list(frame.iloc[2, 1:]) == ["▲ A2", "▲ 2025-06-02", "▲ 乙", "▲ **丁**"]
    for theme in (LIGHT, DARK):
        styled = frames.painted(frame, wrong, theme)._compute().ctx
        assert ("color", theme.watch) in styled[0, 2]
        assert not styled[1, 2]


def test_only_rows_with_faults():
    frame, wrong = frames.preview_frame(PREVIEW, faults_only=True)
    assert list(frame["行号"]) == [3, 9]
    assert wrong["行号"].all()


def test_what_is_wrong_is_said_once_a_row():
    assert frames.fault_lines(PREVIEW) == [(3, "“提出日期”列：“去年”不是日期"), (9, "编号重复")]


def test_rows_of_unequal_length_and_no_rows_are_harmless():
    short = Preview("a.csv", "", "micro_wishes", 1.0, COLUMNS, (("A1",), ("A2", "x", "y", "z", "zu viel")), (2, 3))
    frame, _ = frames.preview_frame(short)
    assert frame.shape == (2, 5)
    assert frames.preview_frame(Preview("a.csv", "", "micro_wishes", 1.0, COLUMNS))[0].empty


def test_headings_that_clash_with_ours_are_told_apart():
    assert frames.unique(["行号", "", "a", "a", "a"]) == ["行号（2）", "第 2 列", "a", "a（2）", "a（3）"]


def test_what_each_column_was_taken_for():
    table = frames.column_frame(PREVIEW, LEDGERS["micro_wishes"])
    assert list(table["对应"])[1:] == ["提出日期 *", "不导入", "不导入"]
    assert list(table["依据"]) == ["同义列名", "列名相近 84%", "没有对应", "没有对应"]
    assert list(table["内容举例"]) == ["A1、A2", "去年、2025-06-01", "甲、乙", "丙、**丁**"]


def test_changes_newest_month_first_under_their_sum():
    rows = [
        MonthChange("micro_wishes", "2025-05", 1, 2, 3, 4),
        MonthChange("micro_wishes", "2025-06", 10, 0, 0, 1),
    ]
    table = frames.change_frame(rows, {"micro_wishes": "微心愿台账"})
    assert table.to_dict("list") == {
        "月份": ["合计", "2025年6月", "2025年5月"],
        "新增": [11, 10, 1],
        "更改": [2, 0, 2],
        "相同": [3, 0, 3],
        "不再出现": [5, 1, 4],
    }
    both = [*rows, MonthChange("grids", "", 7, 0, 0, 0)]
    table = frames.change_frame(both, {"micro_wishes": "微心愿台账", "grids": "网格台账"})
    assert list(table["台账"]) == ["合计", "网格台账", "微心愿台账", "微心愿台账"]
    assert list(table["月份"]) == ["", "不分月", "2025年6月", "2025年5月"]
    assert words.changes(both) == "新增 **18**，更改 **2**，相同 3，不再出现 **5**"


def test_counts_leave_out_what_there_is_none_of():
    file = FileReport("a.csv", rows_read=1200, rows_accepted=1188, rows_quarantined=12)
    assert words.counts(file) == "读到 1,200 行，可采用 1,188，待核 12"
    assert words.counts(FileReport("a.csv", rows_read=3), is_done=True) == "读到 3 行，采用 0"
    both = ImportReport([file, FileReport("b.csv", rows_read=1, rows_accepted=1, rows_duplicate=1)])
    assert words.totals(both) == "读到 1,201 行，可采用 1,189，待核 12，重复 1"


def test_whether_the_import_may_begin():
    ready = ImportReport([FileReport("a.csv", rows_read=1, rows_accepted=1)])
    assert words.standing(ready) == "文件可以导入：读到 1 行，可采用 1。"
    stuck = ImportReport([FileReport("a.csv", "ask"), FileReport("b.csv", "reject"), FileReport("c.csv", "reject")])
    assert words.standing(stuck).startswith("1 个文件有问题要先回答，2 个文件不能导入。")


def test_ways_grids_were_found():
    assert words.areas({"by_code": 980, "by_name": 12, "by_point": 0, "unmatched": 3}) == (
        "按编码 980 行，按名称 12 行；未找到 3 行"
    )
    assert words.areas({}) == ""


def test_names_and_cells_cannot_become_marks_or_links():
    found = Finding("x", "“[点我](www.x.cn)**<b>:red[a]”不在网格里", "表_1.xlsx 工作表“六月”", 3)
    said = words.finding(found, "表_1.xlsx")
    assert r"\[点我\](www\.x.cn)\*\*\<b\>\:red\[a\]" in said
    assert r"工作表“六月” · 3 处" in said and "表_1" not in said
    assert said.startswith(":orange[:material/error:]")


def test_ledgers_of_a_file_by_their_names():
    assert words.ledger_label("grids、micro_wishes", PLAIN) == "网格台账、微心愿台账"
    assert words.ledger_label("district", PLAIN) == "区县说明"
    assert words.ledger_label("", PLAIN) == ""
