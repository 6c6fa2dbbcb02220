"""``make bench``: both ways of writing the page and the map, side by side in one run."""

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

from playwright.sync_api import sync_playwright

from data.settings import PROJECT_ROOT
from pages import PAGES
from tests.bench import export_times, import_times, map_times, report, stores
from tests.browser.support import CHROMIUM_ARGUMENTS, Server, chromium_path, window
from tests.cli import run_cli

PARTS = (1, 10, 100)
STARTS = 3
ROUNDS = 3


def say(words: str) -> None:
    """Tell what is being done; a full run takes minutes."""
    print(f"[{time.strftime('%H:%M:%S')}] {words}", flush=True)


def page_times(kind: str, store: dict[str, Any], demo: Path) -> dict[str, float]:
    """Measure one way of writing the page in a process of its own."""
    cells = demo / stores.CELLS_FILE
    environment = {
        **os.environ,
        "WANGLAN_HOME": str(store["home"]),
        "BENCH_CSV": str(store["csv"]),
        "BENCH_CELLS": str(cells),
        "BENCH_BOUNDS": map_times.bounds_of(cells),
    }
    command = [sys.executable, "-m", "tests.bench.page_times", kind]
    done = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False)
    results = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or not results:
        raise RuntimeError(f"{kind} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return dict(json.loads(results[0].removeprefix("RESULT ")))


def pages(folder: Path, rows: list[int]) -> list[dict[str, Any]]:
    """The page at each size.

    Ours is measured in rounds that take the sizes in turn: they are compared with each other, and a machine is
    not equally busy all the time.
    """
    demo = stores.demo_files(folder)
    filled = [stores.events_store(folder, count, say) for count in rows]
    rounds: list[list[dict[str, float]]] = [[] for _ in filled]
    for _ in range(ROUNDS):
        for store, measured in zip(filled, rounds, strict=True):
            say(f"{store['rows']:,} events: measuring the page, ours")
            measured.append(page_times("ours", store, demo))
            say(json.dumps(measured[-1]))
    found = []
    for store, measured in zip(filled, rounds, strict=True):
        row = {name: store[name] for name in ("rows", "csv_bytes", "import_seconds")}
        row["ours"] = {name: statistics.median(one[name] for one in measured) for name in measured[0]}
        say(f"{store['rows']:,} events: measuring the page, naive")
        row["naive"] = page_times("naive", store, demo)
        say(json.dumps(row["naive"]))
        found.append(row)
    return found


def maps(folder: Path, parts: list[int]) -> list[dict[str, Any]]:
    """The map with each number of cells."""
    found = []
    for number in parts:
        store = stores.cells_store(folder, number, say)
        row: dict[str, Any] = {"cells": store["cells"], "import_seconds": store["import_seconds"]}
        for mode in ("ours", "naive"):
            say(f"{store['cells']:,} cells: recolouring, {mode}")
            try:
                row[mode] = map_times.measure(folder, store, mode)
            except TimeoutError:
                # A browser that gives up on the naive map is a result; on ours it is a fault.
                if mode == "ours":
                    raise
                row[mode] = None
            say(json.dumps(row[mode]))
        found.append(row)
    return found


def first_page_seconds(folder: Path) -> float:
    """From starting the server to the first page's heading, in a Chromium that is already there; the median."""
    home = folder / "first_page"
    made = run_cli(home, "build")
    assert made.returncode == 0, made.stderr
    seconds = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        for number in range(STARTS):
            server = Server(home, folder / f"start_{number}.log")
            started = time.perf_counter()
            try:
                server.start()
                with window(browser, server.url, 1920, 1080) as (page, _):
                    page.goto("/")
                    page.get_by_role("heading", name=PAGES[0].title, exact=True).first.wait_for(timeout=60_000)
                    seconds.append(time.perf_counter() - started)
            finally:
                server.stop()
        browser.close()
    return sorted(seconds)[STARTS // 2]


def exports(folder: Path) -> dict[str, Any]:
    """Decks, reports and the batch of all level-1 grids of the demo district."""
    home, scratch = folder / "first_page", folder / "exports"
    scratch.mkdir()
    say("exports: deck, report, batch, and the deck as screenshots")
    found = export_times.measure(home, scratch)
    say(json.dumps(found))
    return found


def imports(folder: Path) -> dict[str, Any]:
    """A clean CSV beside DuckDB's own way to Parquet, and a messy workbook."""
    say("imports: a clean CSV, the same without checks, and a messy workbook")
    found = import_times.measure(folder)
    say(json.dumps(found))
    return found


def main() -> None:
    """Measure, print and write docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--parts", type=int, nargs="+", default=list(PARTS), help="pieces a grid is cut into")
    parser.add_argument("--out", type=Path, default=PROJECT_ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wanglan_bench_") as scratch:
        folder = Path(scratch)
        found = {
            "first_page_s": first_page_seconds(folder),
            "pages": pages(folder, sorted(options.rows)),
            "maps": maps(folder, sorted(options.parts)),
            "exports": exports(folder),
            "imports": imports(folder),
        }
    text = report.markdown(found)
    options.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
