"""What the list of files and the findings say of a file, in the words of the page."""

from __future__ import annotations

import pytest

from components.screen import intake_words as words
from data.intake.report import FileReport, Finding


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("“a.xlsx”加了密码，请在表格软件里去掉密码另存后再导入。", "加了密码"),
        ("“a.kml”的开头有文档类型声明（DOCTYPE），出于安全没有打开。", "开头有文档类型声明（DOCTYPE）"),
    ],
)
def test_a_refused_file_says_why_in_the_list(message: str, said: str) -> None:
    file = FileReport("a", verdict="reject", findings=[Finding("file_locked", message)])
    assert words.refusal(file) == said
    assert words.refusal(FileReport("a", verdict="accept", findings=file.findings)) == ""


def test_the_page_leaves_out_what_only_the_command_can_do() -> None:
    found = Finding("crs_default", "没有写明坐标系；请核对位置。命令行：用 --crs gcj02 写明。", weight="info")
    assert words.finding(found, "a.geojson").endswith("没有写明坐标系；请核对位置。")
