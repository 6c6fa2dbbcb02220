"""The commands as a person runs them: real processes on a store of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from data.settings import PROJECT_ROOT
from data.store.reader import current_version, open_store
from tests.conftest import run_cli
from tests.data.store.rows import event, publish

HEADER = "活动编号,网格编码,活动类型,活动日期,参与人次\n"


def ledger_file(folder: Path, name: str, *codes: str) -> Path:
    path = folder / f"{name}.csv"
    rows = "".join(f"{code},0101,政策宣传,2025-06-01,3\n" for code in codes)
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_import_list_undo_and_check(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("志愿服务一", "志愿服务二"):
        done = run_cli(home, "import", str(ledger_file(tmp_path, name, name)))
        assert done.returncode == 0, done.stdout + done.stderr
    listed = run_cli(home, "versions").stdout
    assert "* 第 2 版" in listed
    assert "志愿服务台账 2 行" in listed
    assert "已退回第 1 版" in run_cli(home, "undo").stdout
    assert len(open_store(home).query("FROM volunteer_events")) == 1
    assert run_cli(home, "check").returncode == 0


def test_check_ends_with_1_on_damage(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01")])
    open_store(tmp_path).files("volunteer_events")[0].unlink()
    checked = run_cli(tmp_path, "check")
    assert checked.returncode == 1
    assert "损坏：" in checked.stdout


def test_a_mistake_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = run_cli(tmp_path, "undo")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "数据仓还没有数据，没有可撤销的导入\n"


def test_two_imports_at_once_both_arrive(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-c", "import sys; from data.__main__ import main; main()", "import"]
    files = [ledger_file(tmp_path, name, name) for name in ("志愿服务甲", "志愿服务乙")]
    processes = [
        subprocess.Popen([*command, str(path)], cwd=PROJECT_ROOT, env=_environment(home), stdout=subprocess.DEVNULL)
        for path in files
    ]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    assert current_version(home) == 2
    assert set(open_store(home).query("FROM volunteer_events")["event_code"]) == {"志愿服务甲", "志愿服务乙"}


def test_help_is_in_chinese_and_loads_neither_pandas_nor_duckdb() -> None:
    probe = (
        "import sys; from data.__main__ import in_chinese\n"
        "try: in_chinese()(['--help'])\n"
        "except SystemExit: print(sorted({'pandas', 'duckdb', 'geopandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")
    for word in ("选项", "命令", "显示这份说明"):
        assert word in done.stdout
    for word in ("Options", "Commands", "Show this message"):
        assert word not in done.stdout


def test_the_demo_store_is_made_once_even_after_a_killed_attempt(tmp_path: Path, demo_home: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-m", "data", "build"]
    first = subprocess.Popen(command, cwd=PROJECT_ROOT, env=_environment(home), stderr=subprocess.PIPE)
    assert first.stderr is not None
    while b"%" not in first.stderr.read(200):
        assert first.poll() is None
    first.kill()
    first.wait()
    assert current_version(home) is None
    again = [
        subprocess.Popen(command, cwd=PROJECT_ROOT, env=_environment(home), stderr=subprocess.DEVNULL) for _ in "ab"
    ]
    assert [process.wait(timeout=300) for process in again] == [0, 0]
    assert current_version(home) == 1
    assert open_store(home).manifest.ledgers == open_store(demo_home).manifest.ledgers
    assert open_store(home).district.is_demo


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "WANGLAN_HOME": str(home), "PYTHONUTF8": "1"}
