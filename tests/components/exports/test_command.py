"""``python -m components.exports`` as an office runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from openpyxl import load_workbook

from data.access.export_log import read_exports
from data.settings import PROJECT_ROOT
from tests.cli import linked_copy


@pytest.fixture(scope="module")
def home(demo_home, tmp_path_factory):
    own = tmp_path_factory.mktemp("exported") / "store"
    linked_copy(demo_home, own)
    return own


def run(home, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "components.exports", *map(str, arguments)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "WANGLAN_HOME": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


VIEWS = ("--views", "micro_wishes.funnel,volunteer_events.trend", "--period", "2025-01..2025-06")


def test_a_batch_is_whole_resumable_and_the_same_to_the_byte(home, tmp_path):
    first = run(home, *VIEWS, "--formats", "xlsx", "--each", "level1", "--out", tmp_path / "a", "--json")
    assert first.returncode == 0, first.stderr
    areas = json.loads(first.stdout)["areas"]
    assert len(areas) == 13 and all(len(area["files"]) == 1 and not area["skipped"] for area in areas)
    files = [tmp_path / "a" / area["files"][0] for area in areas]
    assert all(load_workbook(file).sheetnames for file in files)
    logged = read_exports(home)
    assert len(logged) == 13 and {entry.code for entry in logged} == {area["code"] for area in areas}
    kept = files[0].read_bytes()
    files[0].unlink()
    files[1].write_bytes(b"damaged")
    again = run(home, *VIEWS, "--formats", "xlsx", "--each", "level1", "--out", tmp_path / "a", "--json")
    assert sum(area["skipped"] for area in json.loads(again.stdout)["areas"]) == 11
    assert files[0].read_bytes() == kept, "same input, other bytes"
    assert files[1].read_bytes() != b"damaged"


def test_what_may_be_chosen_is_listed(home):
    shown = run(home, "--list")
    assert shown.returncode == 0
    assert "monthly" in shown.stdout and "月度通报" in shown.stdout and "micro_wishes.funnel" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--views", "nowhere", "--out", "x"), "没有页面"),
        (("--formats", "doc", "--out", "x"), "没有格式"),
        (("--grid", "77", "--out", "x"), "没有编码"),
        (("--period", "2025-13", "--out", "x"), "月份应写成"),
        (("--each", "level9", "--out", "x"), "--each"),
        (("--template", "none.pptx", "--out", "x"), "模板"),
        ((), "--out"),
    ],
)
def test_mistakes_are_told_in_chinese_and_fail(home, tmp_path, arguments, said):
    given = [tmp_path / name if name == "x" else name for name in arguments]
    shown = run(home, *given)
    assert shown.returncode != 0
    assert said in shown.stdout + shown.stderr
    assert "Traceback" not in shown.stderr.replace("export of", "") or said == "没有页面"
