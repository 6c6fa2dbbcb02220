"""A server of our own and a browser that remembers what it asked for."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from data.settings import PROJECT_ROOT

ARTEFACTS = PROJECT_ROOT / "tests" / "browser" / "artefacts"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 180
PATIENCE_SECONDS = 180
PATIENCE_MS = PATIENCE_SECONDS * 1000
"""Long, because a slow machine is no fault of the page; a page at rest is seen within half a second."""
STREAMLIT_PROBES = re.compile(r"404 \(Not Found\) \(http[^)]*/_stcore/(?:health|host-config)\)")
"""On a deep link Streamlit's browser code tries out under which path the app lives; the misses are no errors."""
SETTLED_SCRIPT = """
() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const isIdle = app
        && app.getAttribute('data-test-script-state') === 'notRunning'
        && app.getAttribute('data-test-connection-state') === 'CONNECTED'
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
        && ![...document.querySelectorAll('.map-words')].some((words) => words.checkVisibility());
    window.__idleSince = isIdle ? (window.__idleSince || performance.now()) : 0;
    return isIdle && performance.now() - window.__idleSince > 600;
}
"""
"""Streamlit's page is at rest when its script has not run for a moment: fragments and components start late runs.
A map stands once the words that hold its place are gone, which on a busy machine is after the page's own rest."""


def chromium_path() -> str:
    """The machine's Chromium.

    Raises:
        RuntimeError: there is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("Chromium was not found; tools/make_browser.sh installs it")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The running app on a store of its own."""

    home: Path
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    healthy_after_seconds: float = 0.0
    script: Path = PROJECT_ROOT / "app.py"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start ``streamlit run`` and wait until it answers.

        Raises:
            RuntimeError: it stopped or did not answer; with its output.
        """
        command = [sys.executable, "-m", "streamlit", "run", str(self.script), "--server.headless", "true"]
        command += ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=PROJECT_ROOT,
                env={**os.environ, "WANGLAN_HOME": str(self.home), "PYTHONUTF8": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while not self.is_healthy():
            if self.process.poll() is not None or time.monotonic() - started > START_SECONDS:
                raise RuntimeError(f"the server did not start:\n{self.output()}")
            time.sleep(0.1)
        self.healthy_after_seconds = time.monotonic() - started

    def is_healthy(self) -> bool:
        """Whether the health address answers."""
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    def warm_up(self) -> None:
        """Run app.py once before the first visitor, as ``make run`` does."""
        with urllib.request.urlopen(f"{self.url}/_stcore/script-health-check", timeout=START_SECONDS) as answer:
            answer.read()

    def stop(self) -> None:
        """End the server and wait for it."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def output(self) -> str:
        """The end of what it printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-6000:] if self.log.exists() else ""


@contextlib.contextmanager
def running(home: Path, folder: Path) -> Iterator[Server]:
    """A fresh server process on a store."""
    server = Server(home, folder / f"server-{time.monotonic_ns()}.log")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@dataclass
class Watch:
    """What a browser window asked for and complained about."""

    own: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        """Note a request that leaves the server of the test."""
        address = urllib.parse.urlsplit(request.url)
        if (
            address.scheme in ("http", "https", "ws", "wss")
            and address.netloc != urllib.parse.urlsplit(self.own).netloc
        ):
            self.outside.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        """Note an error on the console."""
        text = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not STREAMLIT_PROBES.search(text):
            self.errors.append(text)

    def follow(self, page: Page) -> None:
        """Start watching a window."""
        page.on("request", self.request)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("websocket", lambda socket: self.outside.append(socket.url) if self.is_outside(socket.url) else None)

    def forget(self) -> None:
        """Begin anew, with another test in the same window."""
        self.outside.clear()
        self.errors.clear()

    def is_outside(self, url: str) -> bool:
        """Whether an address is on another host or port."""
        return urllib.parse.urlsplit(url).netloc != urllib.parse.urlsplit(self.own).netloc

    def check(self) -> None:
        """Fail when anything left the machine or went wrong in the browser."""
        assert self.outside == [], f"requests to outside hosts: {self.outside}"
        assert self.errors == [], f"errors in the browser: {self.errors}"


@contextlib.contextmanager
def window(browser: Browser, own: str, width: int = 1366, height: int = 768) -> Iterator[tuple[Page, Watch]]:
    """A browser window of its own (cookies, cache) that is watched from its first request."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        base_url=own,
        # Without a graphics card every frame of Streamlit's moving signs is painted by the processor.
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    watch = Watch(own)
    watch.follow(page)
    try:
        yield page, watch
    finally:
        context.close()


def settle(page: Page, timeout_seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until the app has finished drawing and fonts are there."""
    page.wait_for_function(SETTLED_SCRIPT, timeout=timeout_seconds * 1000, polling=100)
    page.evaluate("() => document.fonts.ready.then(() => true)")


def dismiss(page: Page) -> None:
    """Close what lies over the page. A key that is pressed while the box is drawn anew is lost: it is pressed again."""
    box = page.locator('[role="dialog"]:visible, [data-testid="stPopoverBody"]:visible')
    for _ in range(40):
        if not box.count():
            return
        page.keyboard.press("Escape")
        page.wait_for_timeout(250)
    expect(box).to_have_count(0)


def visit(page: Page, url_path: str, **parameters: str) -> None:
    """Open a page of the app by its address and wait for it."""
    query = urllib.parse.urlencode(parameters)
    page.goto(f"/{url_path}" + (f"?{query}" if query else ""))
    settle(page)


def turn_to(page: Page, section: str, title: str) -> None:
    """Choose a page in the menu and wait for it: the browser keeps what it has loaded, in half the time of a new address."""
    # The rest before the click must not be taken for the rest after it.
    page.evaluate("() => { window.__idleSince = 0; }")
    page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()
    expect(page.get_by_role("heading", name=title, exact=True).first).to_be_visible()
    settle(page)
