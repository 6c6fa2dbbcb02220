"""Let an unattended wall turn for a while and weigh server and browser: ``python -m tools.soak --minutes 30``.

Needs requirements-dev.txt and Chromium. The wall runs on a copy of a store (--home, else a demo store made anew),
turns every --seconds, and gets its agenda saved again every five minutes, so that decks are exchanged too. The
numbers go to the screen as a Markdown table and, with --json, into a file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import psutil
from playwright.sync_api import CDPSession, Page, sync_playwright

from data.measures.periods import preset_period
from data.measures.scope import Scope
from data.meetings.book import read_agenda, save_agenda
from data.meetings.model import Agenda, Entry
from data.meetings.templates import TEMPLATES
from data.store.reader import open_store
from tests.browser.support import CHROMIUM_ARGUMENTS, Server, chromium_path, running, window
from tests.cli import run_cli

MB = 1024 * 1024
RESAVE_SECONDS = 300
SETTLE_SECONDS = 60
"""Before the first weighing: caches fill and the first round of slides is painted."""
TURNS = """() => {
    window.turns = 0;
    addEventListener('wanglan-slide', () => { window.turns += 1; });
}"""


@dataclass(frozen=True)
class Weight:
    """What server and browser weigh at a moment."""

    minute: float
    server_mb: float
    browser_mb: float
    heap_mb: float
    nodes: int
    listeners: int
    turns: int


def tree_mb(process: psutil.Process) -> float:
    """Resident memory of a process and all below it."""
    found = [process, *process.children(recursive=True)]
    return sum(one.memory_info().rss for one in found if one.is_running()) / MB


def weigh(began: float, server: Server, page: Page, wire: CDPSession) -> Weight:
    """Collect what the browser can give back, then weigh."""
    assert server.process is not None
    wire.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in wire.send("Performance.getMetrics")["metrics"]}
    chromium = [one for one in psutil.Process().children() if one.pid != server.process.pid]
    return Weight(
        round((time.monotonic() - began) / 60, 1),
        round(tree_mb(psutil.Process(server.process.pid)), 1),
        round(sum(map(tree_mb, chromium)), 1),
        round(metrics["JSHeapUsedSize"] / MB, 2),
        int(metrics["Nodes"]),
        int(metrics["JSEventListeners"]),
        int(page.evaluate("window.turns")),
    )


def quarterly(home: Path) -> str:
    """An agenda after the template of the quarterly meeting; returns its code."""
    template = TEMPLATES["quarterly"]
    scope = Scope(preset_period(template.rule, open_store(home).as_of))
    entries = tuple(Entry(*name.split(".", 1), scope) for name in template.views)
    return save_agenda(home, Agenda("", template.title, template.rule, entries)).code


def soak(home: Path, folder: Path, minutes: float, seconds: int) -> list[Weight]:
    """Turn the wall and weigh it about twelve times."""
    code = quarterly(home)
    with running(home, folder) as server, sync_playwright() as playwright:
        server.warm_up()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        with window(browser, server.url, 1920, 1080) as (page, watch):
            page.goto(f"/projector?wall=live&agenda={code}&dwell={seconds}")
            page.wait_for_function("() => document.querySelector('.wanglan-player')?.dataset.version", timeout=180_000)
            page.evaluate(TURNS)
            wire = page.context.new_cdp_session(page)
            wire.send("Performance.enable")
            page.wait_for_timeout(SETTLE_SECONDS * 1000)
            found = _watch(home, code, server, page, wire, minutes)
            watch.check()
        browser.close()
    return found


def _watch(home: Path, code: str, server: Server, page: Page, wire: CDPSession, minutes: float) -> list[Weight]:
    began = saved = time.monotonic()
    found = [weigh(began, server, page, wire)]
    while time.monotonic() - began < minutes * 60:
        page.wait_for_timeout(min(minutes * 60 / 12, 150) * 1000)
        if time.monotonic() - saved > RESAVE_SECONDS:
            saved = time.monotonic()
            save_agenda(home, read_agenda(home, code))
        found.append(weigh(began, server, page, wire))
        print(found[-1], flush=True)
    return found


def table(found: list[Weight]) -> str:
    """The numbers as Markdown."""
    heads = ("minute", "server MB", "browser MB", "JS heap MB", "DOM nodes", "listeners", "slides turned")
    rows = [heads, ["---:"] * len(heads), *(asdict(weight).values() for weight in found)]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)


def main() -> None:
    """Soak a wall and print what it weighed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--seconds", type=int, default=3, help="a slide stays this long")
    asked.add_argument("--home", type=Path, help="a store to copy; without it a demo store is made")
    asked.add_argument("--json", type=Path, help="where the numbers are written")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "store"
        if options.home:
            shutil.copytree(options.home, home)
        else:
            built = run_cli(home, "build")
            if built.returncode:
                raise SystemExit(built.stderr)
        found = soak(home, Path(scratch), options.minutes, options.seconds)
    print(table(found))
    if options.json:
        numbers = {"on": date.today().isoformat(), "seconds": options.seconds, "weights": [asdict(w) for w in found]}
        options.json.write_text(json.dumps(numbers, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
