"""What every test may use: a demo store built once per run, and a guard around the developer's own store."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from data.demo.profile import DEFAULT_PROFILE
from tests.browser.support import ARTEFACTS, CHROMIUM_ARGUMENTS, chromium_path
from tests.cli import run_cli
from tests.order import turn


def pytest_configure(config: pytest.Config) -> None:
    """Workers take the files in the order given here, not those with the most tests first."""
    config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; within a file nothing changes."""
    items.sort(key=lambda item: turn(item.nodeid.partition("::")[0]))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print what tests measured without judging it."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session", autouse=True)
def own_store_is_safe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that forgets to name a store meets an empty one, never the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WANGLAN_HOME", str(tmp_path_factory.mktemp("empty_store")))
        yield


@pytest.fixture(autouse=True)
def main_stays_main() -> Iterator[None]:
    """Put back what AppTest replaces: processes started later would run its script, which is gone by then, and die."""
    own = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = own


@pytest.fixture(scope="session")
def home_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The store of a demo district by its code, built once for all workers. Read it, never write to it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent

    def home(code: str) -> Path:
        store = shared / f"demo_store_{code}"
        with FileLock(shared / f"demo_store_{code}.lock"):
            if not (store / "CURRENT").exists():
                made = run_cli(store, "build", "--profile", code)
                assert made.returncode == 0, f"python -m data build failed:\n{made.stdout}\n{made.stderr}"
        return store

    return home


@pytest.fixture(scope="session")
def demo_home(home_of: Callable[[str], Path]) -> Path:
    """The default demo district, as ``python -m data build`` makes it. Read it, never write to it."""
    return home_of(DEFAULT_PROFILE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, started once for all folders: a process may hold only one Playwright."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
