"""Rows that are taken away from a page leave a line in the log, whichever card they come from."""

from __future__ import annotations

import pytest

from components.screen import codes, intake_quarantine, quality_rows, records
from data.access.export_log import ExportedFile, read_exports
from data.intake.quarantine import pending_rows
from data.intake.run import import_files
from data.ledgers import LEDGERS
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.quality.behind import Pick
from data.store.reader import open_store
from tests.cli import linked_copy


@pytest.fixture
def answers(demo_home, tmp_path, monkeypatch) -> Answers:
    home = linked_copy(demo_home, tmp_path / "store")
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    return Answers(open_store(home), Scope(Period("2025-01", "2025-06")))


def test_rows_of_a_finding_and_of_a_ledger(answers):
    before = len(read_exports(answers.store.home))
    entry = codes.rows_leaving(answers, "数据质量：月报", "月报.csv")
    content = quality_rows._csv(answers, Pick("reporting", "micro_wishes"), entry)
    rows = records.csv_of_records(answers, "micro_wishes", "")
    codes.logged(codes.rows_leaving(answers, "微心愿台账的记录", "记录.csv"), rows)
    second, first = read_exports(answers.store.home)[: len(read_exports(answers.store.home)) - before]
    assert [first.title, second.title] == ["数据质量：月报", "微心愿台账的记录"]
    assert first.files == (ExportedFile.of_bytes("月报.csv", content),)
    assert second.files[0].size == len(rows)
    assert "2025年1—6月" in second.scope


def test_rows_kept_aside(answers, tmp_path):
    home = answers.store.home
    grid = answers.store.query("SELECT min(grid_code) AS code FROM grids WHERE level = 3")["code"][0]
    bad = tmp_path / "补报.csv"
    bad.write_text(
        f"活动编号,活动名称,网格编码,活动类型,活动日期,参与人次\nBB-1,补报活动,{grid},政策宣传,二月三十,12\n",
        encoding="utf-8",
    )
    import_files([bad], home)
    (name, frame), *_ = pending_rows(open_store(home)).items()
    before = len(read_exports(home))
    content = intake_quarantine._csv(frame, LEDGERS[name])
    intake_quarantine._workbook()
    found = read_exports(home)
    assert len(found) == before + 2
    assert {entry.title for entry in found[:2]} == {"待核清单"}
    assert found[1].files[0].size == len(content)
