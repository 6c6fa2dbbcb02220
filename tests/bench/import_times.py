"""Importing beside DuckDB's own way from CSV to Parquet, and messy workbooks.

Run as a module it measures and prints the section for docs/benchmarks.md; with a kind it does one thing in a process
of its own and prints seconds and peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from data.intake.run import import_files
from data.settings import PROJECT_ROOT
from tests.bench import stores
from tests.bench.peak import peak_mb
from tests.bench.rows import write_events

ROWS, SHEET_ROWS, ROUNDS = 1_000_000, 100_000, 3
KINDS = ("bare", "ours", "sheet")
AIM = 0.5
_DATES = ("2025-06-{:02d}", "2025年6月{}日", "2025/6/{}", "25.6.{}", "2025.06.{:02d}")
_COUNTS = ("{}", "１{}", "1,{:03d}", "{}余", " {} ")


def do(kind: str, home: Path, source: Path) -> None:
    """One way from a file to stored rows."""
    if kind == "bare":
        target = home.with_suffix(".parquet").as_posix()
        with duckdb.connect() as connection:
            connection.execute(f"COPY (FROM read_csv('{source}')) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return
    report = import_files([source], home, ledger="volunteer_events")
    assert report.version is not None, report.to_json()


def write_messy(path: Path, codes: list[str], rows: int) -> None:
    """A workbook with a title, a header of two rows, dates and numbers in many forms, faults and a total."""
    with xlsxwriter.Workbook(path.as_posix(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("6月")
        sheet.write_string(0, 0, "2025年6月志愿服务活动统计表")
        for place, name in enumerate(
            ("活动编号", "活动主题", "所属网格编码", "服务类型", "开展日期", "参加人次", "服务时长(小时)")
        ):
            sheet.write_string(1, place, name)
        for number in range(rows):
            day = _DATES[number % len(_DATES)].format(number % 28 + 1)
            count = _COUNTS[number % len(_COUNTS)].format(number % 90 + 1)
            kind = "打牌" if number % 50 == 0 else "环境整治"
            cells = (f"HD{number:07d}", "清扫楼道 ", codes[number % len(codes)], kind, day, count)
            for place, text in enumerate(cells):
                sheet.write_string(number + 2, place, text)
            sheet.write_number(number + 2, 6, number % 40 / 2)
        sheet.write_string(rows + 2, 0, "合计")


def measure(folder: Path, rows: int = ROWS, sheet_rows: int = SHEET_ROWS) -> dict[str, Any]:
    """Seconds, processor seconds and peak memory of each kind, the median of some rounds taken in turn."""
    demo = stores.demo_files(folder)
    codes = [one["properties"]["网格编码"] for one in stores.features_of(demo / stores.CELLS_FILE)]
    grids = folder / "grids_home"
    stores.import_into(grids, *(demo / name for name in stores.GRID_FILES))
    events, messy = folder / "clean.csv", folder / "messy.xlsx"
    write_events(events, codes, rows)
    write_messy(messy, codes, sheet_rows)
    rounds: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    for number in range(ROUNDS):
        for kind in KINDS:
            home = folder / f"import_{kind}_{number}"
            subprocess.run(["cp", "-r", str(grids), str(home)], check=True)
            command = [sys.executable, "-m", "tests.bench.import_times", kind, str(home)]
            command.append(str(messy if kind == "sheet" else events))
            done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"{kind} failed:\n{done.stderr[-3000:]}")
            line = next(line for line in done.stdout.splitlines() if line.startswith("{"))
            rounds[kind].append(json.loads(line))
    found: dict[str, Any] = {
        kind: {name: statistics.median(one[name] for one in measured) for name in measured[0]}
        for kind, measured in rounds.items()
    }
    return found | {"rows": rows, "sheet_rows": sheet_rows, "csv_bytes": events.stat().st_size}


def lines(found: dict[str, Any]) -> list[str]:
    """The section for docs/benchmarks.md."""
    bare, ours, sheet = found["bare"], found["ours"], found["sheet"]
    csv = f"{found['rows']:,} 行、{found['csv_bytes'] / 1e6:,.0f} MB 的 CSV"
    table = [
        "## 导入",
        "",
        "| 做什么 | 用时 s | 处理器 s | 每秒行数 | 内存峰值 MB |",
        "|---|---:|---:|---:|---:|",
        _line(f"对照：DuckDB 自己把 {csv} 读成 Parquet，不核对", bare, found["rows"]),
        _line("本应用：同一文件核对、分月、汇总，成为一个新版本", ours, found["rows"]),
        _line(f"杂乱的 XLSX {found['sheet_rows']:,} 行（日期、数字多种写法，2% 待核）", sheet, found["sheet_rows"]),
    ]
    told = (
        f"要求：速度不低于 DuckDB 裸读的 {AIM:.0%}。本次按用时 {bare['seconds'] / ours['seconds']:.0%}，"
        f"按处理器 {bare['cpu'] / ours['cpu']:.0%}。各测 {ROUNDS} 遍轮流取中位数，不含启动程序；"
        f"测完时一分钟平均负载 {os.getloadavg()[0]:.1f}。"
    )
    return [*table, "", told, ""]


def _line(name: str, row: dict[str, float], rows: int) -> str:
    return f"| {name} | {row['seconds']:,.1f} | {row['cpu']:,.1f} | {rows / row['seconds']:,.0f} | {row['memory_mb']:,.0f} |"


def main() -> None:
    """Measure everything, or do one kind and tell what it took."""
    if len(sys.argv) > 1 and sys.argv[1] in KINDS:
        kind, home, source = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
        started, cpu = time.perf_counter(), time.process_time()
        do(kind, home, source)
        taken = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu}
        print(json.dumps(taken | {"memory_mb": peak_mb()}))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--sheet-rows", type=int, default=SHEET_ROWS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wanglan_bench_") as scratch:
        print("\n".join(lines(measure(Path(scratch), options.rows, options.sheet_rows))))


if __name__ == "__main__":
    main()
