"""Exports beside the way offices do it by hand: the same deck as screenshots through a browser.

Run as a module it makes one kind of document in a process of its own and prints seconds and peak memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import sync_playwright
from pptx import Presentation
from pptx.util import Inches

from components.exports.batch import Job, areas_of, run
from components.exports.prepare import BUNDLES, prepare
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.settings import PROJECT_ROOT
from data.store.reader import open_store
from tests.bench.peak import peak_mb
from tests.browser.support import CHROMIUM_ARGUMENTS, chromium_path, running, settle, window

KINDS = ("deck", "report", "batch")
_PERIOD = Period("2025-01", "2025-06")


def answers_of(home: Path) -> Answers:
    """The half year of the demo district."""
    return Answers(open_store(home), Scope(_PERIOD))


def make(kind: str, home: Path, folder: Path) -> None:
    """The deck of twelve views; the report as Word and PDF; the deck of every level-1 grid."""
    answers = answers_of(home)
    formats = ("docx", "pdf") if kind == "report" else ("pptx",)
    areas = areas_of(answers, 1) if kind == "batch" else [""]
    outcomes = run(answers, Job(("monthly",), formats), areas, folder, lambda _: None)
    errors = [error for outcome in outcomes for error in outcome.errors]
    if errors:
        raise RuntimeError("\n".join(errors))


def measure(home: Path, folder: Path) -> dict[str, Any]:
    """Seconds and peak memory of each kind, start of the process included, and of the screenshots."""
    found: dict[str, Any] = {}
    for kind in KINDS:
        command = [sys.executable, "-m", "tests.bench.export_times", kind, str(home), str(folder / kind)]
        started = time.perf_counter()
        done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{kind} failed:\n{done.stderr[-3000:]}")
        found[kind] = {"seconds": time.perf_counter() - started, **json.loads(done.stdout.splitlines()[-1])}
    found["screenshots"] = screenshots(home, folder)
    return found


def screenshots(home: Path, folder: Path) -> dict[str, float]:
    """Each view of the same deck opened in Chromium, photographed, and put on a slide."""
    document = prepare(answers_of(home), BUNDLES["monthly"].views)
    deck, memory = Presentation(), 0.0
    with running(home, folder) as server, sync_playwright() as playwright:
        server.warm_up()
        started = time.perf_counter()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        with window(browser, server.url, 1920, 1080) as (page, _):
            for number, item in enumerate(document.items):
                page.goto(f"/?code={item.code}")
                settle(page, 180)
                picture = folder / f"shot_{number}.png"
                page.screenshot(path=picture)
                deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_picture(str(picture), 0, 0, Inches(10))
                memory = max(memory, _memory_of_children())
        browser.close()
    path = folder / "screenshots.pptx"
    deck.save(path)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "memory_mb": memory, "bytes": path.stat().st_size, "files": 1}


def _memory_of_children() -> float:
    return sum(child.memory_info().rss for child in psutil.Process().children(recursive=True)) / 2**20


def lines(found: dict[str, Any]) -> list[str]:
    """The table for docs/benchmarks.md."""
    names = {
        "deck": "12 张图表的演示文稿（原生可编辑）",
        "report": "同样内容的通报，Word 与 PDF",
        "batch": "各街道成套（每个街道一份演示文稿）",
        "screenshots": "对照：同一份演示文稿，浏览器逐张截图（不可编辑）",
    }
    table = ["## 导出", "", "| 做什么 | 用时 | 内存峰值 | 文件 |", "|---|---:|---:|---:|"]
    for kind, name in names.items():
        row = found[kind]
        size = f"{row['files']:.0f} 个，{row['bytes'] / 1e6:,.1f} MB"
        table.append(f"| {name} | {row['seconds']:,.1f} s | {row['memory_mb']:,.0f} MB | {size} |")
    return [*table, "", "用时含启动程序；截图一行不含启动网览服务，内存为服务与浏览器之和。", ""]


def main() -> None:
    """Make one kind and tell what it took."""
    kind, home, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    make(kind, home, folder)
    files = [path for path in folder.rglob("*") if path.suffix in (".pptx", ".docx", ".pdf")]
    print(
        json.dumps({"memory_mb": peak_mb(), "bytes": sum(path.stat().st_size for path in files), "files": len(files)})
    )


if __name__ == "__main__":
    main()
