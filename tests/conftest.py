"""What every test may use: a demo store built once per run, and a guard around the developer's own store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from filelock import FileLock

from tests.cli import run_cli

ONE_PROCESS = ("tests/browser/",)
"""Folders whose tests share a server or a browser and therefore stay in one worker."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file, and all browser tests, in one worker, so that their fixtures are made once."""
    for item in items:
        place = item.nodeid.split("::")[0]
        group = next((folder for folder in ONE_PROCESS if place.startswith(folder)), place)
        item.add_marker(pytest.mark.xdist_group(group))


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


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo district, built once for all workers by ``python -m data build``. Read it, never write to it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    home = shared / "demo_store"
    with FileLock(shared / "demo_store.lock"):
        if not (home / "CURRENT").exists():
            made = run_cli(home, "build")
            assert made.returncode == 0, f"python -m data build failed:\n{made.stdout}\n{made.stderr}"
    return home
