"""Points are kept for teams and groups: a file that names persons is refused with a clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.run import import_files

HEAD = "积分编号,队伍或群体,群体类别,网格编码,记分类别,积分,记分日期"


def written(tmp_path: Path, head: str, *lines: str) -> Path:
    path = tmp_path / "积分台账.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("header", ["姓名", "志愿者姓名", "手机号", " 身份证号 "])
def test_a_column_about_persons_refuses_the_file(tmp_path: Path, header: str) -> None:
    path = written(tmp_path, f"{HEAD},{header}", "1,柳堤邻里互助队,志愿服务队,01,服务得分,10,2025-06-01,x")
    report = import_files([path], tmp_path / "home")
    assert report.version is None
    said = str(report)
    assert "只记队伍和群体，不记个人" in said and header.strip() in said


@pytest.mark.parametrize(
    ("name", "is_refused"), [("王小明", True), ("李芳", True), ("高楼队", False), ("骑手先锋队", False)]
)
def test_a_row_that_looks_like_a_person_is_kept_aside(tmp_path: Path, name: str, is_refused: bool) -> None:
    lines = [f"1,{name},志愿服务队,01,服务得分,10,2025-06-01", "2,柳堤邻里互助队,志愿服务队,01,服务得分,10,2025-06-01"]
    report = import_files([written(tmp_path, HEAD, *lines)], tmp_path / "home")
    assert report.files[0].rows_quarantined == int(is_refused)
    if is_refused:
        assert "像是个人姓名" in str(report)
