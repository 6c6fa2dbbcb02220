"""The app in a real server and a real Chromium.

``page`` is a window onto a server that all tests share; when a test ends, it fails if any request
left the machine or the console showed an error.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.decks import Room, room
from tests.browser.support import (
    ARTEFACTS,
    PATIENCE_MS,
    PATIENCE_SECONDS,
    Server,
    Watch,
    running,
    window,
)
from tests.cli import linked_copy

# Streamlit answers by the network: Playwright's five seconds are too short for a loaded machine.
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    folder = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(folder):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what the server printed and keep a picture when a test fails."""
    outcome: Any = yield
    report = outcome.get_result()
    if not report.failed:
        return
    fixtures = getattr(item, "funcargs", {})
    for value in fixtures.values():
        if isinstance(value, Server):
            report.sections.append((f"output of the server on {value.home.name}", value.output()))
        if isinstance(value, Browser):
            pages = [page for context in value.contexts for page in context.pages if not page.is_closed()]
            for number, page in enumerate(pages):
                page.screenshot(path=ARTEFACTS / f"failed_{item.name[:80].replace('/', '_')}_{number}.png")


@pytest.fixture(scope="session")
def server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on the demo district, its script run once as tools/serve.py does it; a cold start has its own test.

    Each worker has a copy of its own: what one downloads stands in the export log that another's page shows.
    """
    folder = tmp_path_factory.mktemp("server")
    with running(linked_copy(demo_home, folder / "demo_store"), folder) as started:
        urllib.request.urlopen(f"{started.url}/_stcore/script-health-check", timeout=PATIENCE_SECONDS).close()
        yield started


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[[Path], Server]]:
    """Start a fresh server process on any store; it is stopped after the test."""
    with ExitStack() as stack:
        yield lambda home: stack.enter_context(running(home, tmp_path))


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[..., tuple[Page, Watch]]]:
    """Open further windows: ``open_window(server.url, width, height)``."""
    with ExitStack() as stack:
        yield lambda own, width=1366, height=768: stack.enter_context(window(browser, own, width, height))


@pytest.fixture(scope="session")
def regular(browser: Browser, server: Server) -> Iterator[tuple[Page, Watch]]:
    """A window whose browser has loaded and compiled the app's scripts before; a first visit has its own tests."""
    with window(browser, server.url) as opened:
        yield opened


@pytest.fixture
def page(regular: tuple[Page, Watch]) -> Iterator[Page]:
    """A window of 1366×768 on the shared server; checked for outside requests and console errors at the end.

    Every test opens its page by address, with which Streamlit begins a new session, and leaves nothing behind.
    """
    opened, watch = regular
    watch.forget()
    yield opened
    opened.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    opened.context.clear_cookies()
    opened.context.clear_permissions()
    watch.check()


@pytest.fixture
def stage(browser: Browser) -> Iterator[Room]:
    """Windows of the player alone, without a server."""
    with room(browser) as opened:
        yield opened
