"""Imports in a process of their own: what passes a limit, or kills the reader, ends in a sentence and changes nothing."""

from __future__ import annotations

import io
import json
import os
import signal
import zipfile
from pathlib import Path

import psutil
import pytest
import xlsxwriter

from data.intake.limits import limits
from data.intake.report import QuestionError, RefusedError
from data.intake.sandbox import child_environment, import_safely
from data.store.check import check
from data.store.errors import StoreError
from data.store.pointer import current_version
from tests.data.intake.conftest import Store, event

posix_only = pytest.mark.skipif(os.name != "posix", reason="this system has no limits of memory for a process")


def _far_cell(path: Path) -> Path:
    """A small workbook whose one far cell makes a sheet of 25 million."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["活动编号", "网格编码", "活动类型", "活动日期"])
        sheet.write_string(24_999, 999, "远")
    with zipfile.ZipFile(body) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info, source.read(info))
    return path


def _codes(store: Store, *paths: Path) -> list[list[str]]:
    report = import_safely(list(paths), store.home)
    assert report.version is None
    return [[finding.code for finding in file.findings] for file in report.files]


def test_the_report_and_the_progress_come_through(store: Store) -> None:
    path = store.csv("志愿服务.csv", [event("A"), event("B", 活动类型="打牌")])
    told: list[tuple[float, str]] = []
    report = import_safely([path], store.home, by="张三", progress=lambda share, words: told.append((share, words)))
    alone = store.bring_one(path)
    assert (report.files[0].verdict, report.files[0].columns) == ("accept-with-warning", alone.columns)
    assert (report.version, store.rows("volunteer_events")["event_code"].tolist()) == (1, ["A"])
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert (0.0, "正在读取 志愿服务.csv") in told


@posix_only
def test_a_file_that_needs_too_much_memory_is_refused_and_the_store_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = store.csv("志愿服务.csv", [event("A")])
    store.bring(good)
    monkeypatch.setenv("WANGLAN_IMPORT_MEMORY_MB", "1024")
    assert _codes(store, _far_cell(store.folder / "大表.xlsx"), good) == [["limit_memory"], ["stopped"]]
    assert current_version(store.home) == 1
    assert not [problem for problem in check(store.home) if problem.is_damage]
    assert import_safely([store.csv("新.csv", [event("B")])], store.home, ledger="volunteer_events").version == 2


def test_a_file_that_takes_too_long_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGLAN_IMPORT_SECONDS", "1")
    # The blank line takes the fast way from the reader.
    path = store.csv("志愿服务.csv", [event(f"A{n}") for n in range(200_000)] + [[""], event("B")])
    assert _codes(store, path) == [["limit_time"]]
    assert current_version(store.home) is None


@posix_only
def test_a_reader_that_dies_of_a_file_is_told(store: Store) -> None:
    def kill(share: float, words: str) -> None:
        for child in psutil.Process().children():
            if "data.intake.sandbox_child" in child.cmdline():
                child.send_signal(signal.SIGSEGV)

    report = import_safely([store.csv("志愿服务.csv", [event("A")])], store.home, progress=kill)
    assert [finding.code for finding in report.files[0].findings] == ["reader_died"]
    assert "志愿服务.csv" in report.files[0].findings[0].message
    assert "什么也没有写入" in report.files[0].findings[0].message


def test_errors_of_store_and_answers_are_raised_as_themselves(store: Store) -> None:
    path = store.csv("志愿服务.csv", [event("A")])
    with pytest.raises(RefusedError, match="答案写法有误"):
        import_safely([path], store.home, answers={"没有这项": 1})
    with pytest.raises(QuestionError, match="没有名为“甲”的台账"):
        import_safely([path], store.home, ledger="甲", answers={"repeats": "last"})
    store.home.mkdir(exist_ok=True)
    (store.home / "CURRENT").write_text("7\n", encoding="utf-8")
    with pytest.raises(StoreError, match="7"):
        import_safely([path], store.home)


def test_the_child_learns_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "x")
    monkeypatch.setenv("WANGLAN_IMPORT_ROWS", "9")
    known = child_environment(limits())
    assert "OIDC_CLIENT_SECRET" not in json.dumps(known)
    assert known["WANGLAN_IMPORT_ROWS"] == "9"
