"""``python -m data import``: exit codes, the report and the words on the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from data.intake.command import import_files
from tests.data.intake.conftest import Store, event


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WANGLAN_HOME", str(store.home))
    app = typer.Typer()
    app.command()(import_files)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_accepted_with_rows_kept_aside(store: Store, run, tmp_path: Path) -> None:
    path = store.csv("志愿服务.csv", [event("A"), event("B", 活动类型="打牌")])
    told = run(path, "--report", tmp_path / "out.json")
    assert told.exit_code == 0, told.output
    assert "志愿服务.csv（volunteer_events）已导入，有问题待核：读到 2 行，采用 1 行，待核 1 行" in told.output
    assert "第 3 行“活动类型”列：“打牌”不在可填的值里" in told.output
    assert "已形成第 1 版" in told.output
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    (file,) = report["files"]
    assert report["version"] == 1
    assert {key: file[key] for key in ("file", "verdict", "ledger", "rows_read", "rows_accepted")} == {
        "file": "志愿服务.csv",
        "verdict": "accept-with-warning",
        "ledger": "volunteer_events",
        "rows_read": 2,
        "rows_accepted": 1,
    }
    assert file["columns"]["活动日期"] == "held_on"
    assert set(file["findings"][0]) >= {"code", "message", "where", "count"}


def test_a_question_exits_with_3_and_a_refusal_with_2(store: Store, run) -> None:
    asked = run(store.csv("表.csv", [["1"]], ["甲"]))
    assert (asked.exit_code, "问：" in asked.output, "数据仓没有变化" in asked.output) == (3, True, True)
    refused = run(store.folder / "没有.csv")
    assert (refused.exit_code, "找不到文件" in refused.output) == (2, True)
    assert not (store.home / "CURRENT").exists()


def test_the_ledger_can_be_named(store: Store, run) -> None:
    path = store.csv("数据.csv", [["W1", "01", "便民服务", "2025-01-01"]], ["编号", "网格编码", "类别", "登记日期"])
    assert run(path, "--ledger", "micro_wishes").exit_code == 0
    assert store.rows("micro_wishes")["wish_code"].tolist() == ["W1"]
