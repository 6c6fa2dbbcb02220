"""Colouring the map anew, in Chromium: bytes over the wire, server processor time, time until it is drawn."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import time
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, Error, Frame, Page, sync_playwright

from data.settings import PROJECT_ROOT
from tests.bench.stores import features_of
from tests.browser.support import CHROMIUM_ARGUMENTS, Server, chromium_path, settle, window

TURNS = {"ours": 5, "naive": 3}
PATIENCE_MS = 600_000
POLL_MS = 10
IS_DRAWN = {
    # Our script marks the state it has drawn; folium's cells are SVG paths of the new ramp.
    "ours": "before => document.body.dataset.grid && document.body.dataset.grid !== before",
    "naive": """before => {
        const first = document.querySelector('path.leaflet-interactive');
        return first && first.getAttribute('fill') !== before
            && document.querySelectorAll('path.leaflet-interactive').length >= %d;
    }""",
}
MARK = {
    "ours": "() => document.body.dataset.grid || ''",
    "naive": "() => document.querySelector('path.leaflet-interactive')?.getAttribute('fill') || ''",
}
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


def bounds_of(leaves: Path) -> str:
    """west,south,east,north of a GeoJSON file."""
    import geopandas

    return ",".join(str(part) for part in geopandas.read_file(leaves).total_bounds)


def script_folder(folder: Path) -> Path:
    """A folder with the map page beside the app's own static files, as Streamlit wants them."""
    place = folder / "map_app"
    place.mkdir(exist_ok=True)
    shutil.copyfile(Path(__file__).with_name("map_page.py"), place / "map_page.py")
    if not (place / "static").exists():
        (place / "static").symlink_to(PROJECT_ROOT / "static", target_is_directory=True)
    return place


def measure(folder: Path, store: dict[str, Any], mode: str) -> dict[str, float]:
    """Medians over several recolourings of one store.

    Args:
        folder: scratch.
        store: from ``stores.cells_store``.
        mode: ours or naive.
    """
    os.environ["BENCH_CELLS"] = str(store["leaves"])
    os.environ["BENCH_BOUNDS"] = bounds_of(store["leaves"])
    server = Server(store["home"], folder / f"map_{mode}.log", script=script_folder(folder) / "map_page.py")
    try:
        server.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
            found = _recolour(browser, server, mode, len(features_of(store["leaves"])))
            browser.close()
    finally:
        server.stop()
    return found


def _recolour(browser: Browser, server: Server, mode: str, cells: int) -> dict[str, float]:
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    received: list[int] = []
    turns: list[tuple[float, float, float]] = []
    with window(browser, server.url, 1920, 1080) as (page, _):
        page.set_default_timeout(PATIENCE_MS)
        page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
        page.goto(f"/?mode={mode}")
        is_drawn = IS_DRAWN[mode] % cells if mode == "naive" else IS_DRAWN[mode]
        _wait(page, is_drawn, "")
        settle(page)
        for _turn in range(TURNS[mode] + 1):
            before = _map_frame(page).evaluate(MARK[mode])
            received.clear()
            cpu, started = sum(process.cpu_times()[:2]), time.perf_counter()
            page.get_by_role("button", name="换色").click()
            _wait(page, is_drawn, before)
            seconds = time.perf_counter() - started
            settle(page, PATIENCE_MS / 1e3)
            turns.append((float(sum(received)), seconds * 1e3, (sum(process.cpu_times()[:2]) - cpu) * 1e3))
    # The first one warms both sides up.
    bytes_, shown, processor = (statistics.median(column) for column in zip(*turns[1:], strict=True))
    return {"bytes": bytes_, "shown_ms": shown, "cpu_ms": processor}


def _wait(page: Page, is_drawn: str, before: str) -> None:
    """Until the map shows another state. The naive map mounts a new frame each time, so the frame is looked up anew."""
    deadline = time.monotonic() + PATIENCE_MS / 1e3
    while time.monotonic() < deadline:
        # A frame that is just being replaced cannot be asked.
        with contextlib.suppress(Error):
            frame = _map_frame(page)
            if frame.evaluate(is_drawn, before):
                frame.evaluate(PAINTED)
                return
        page.wait_for_timeout(POLL_MS)
    raise TimeoutError("the map was not drawn in time")


def _map_frame(page: Page) -> Frame:
    page.wait_for_selector('iframe[title="streamlit_folium.st_folium"]', timeout=PATIENCE_MS)
    frames = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    if not frames:
        raise Error("the map's frame is being replaced")
    return frames[-1]
