"""What every test may use: a demo store built once per run, and a guard around the developer's own store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from data.settings import PROJECT_ROOT

ONE_PROCESS = ("tests/browser/",)
"""Folders whose tests share a server or a browser and therefore stay in one worker."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file, and all browser tests, in one worker, so that their fixtures are made once."""
    for item in items:
        place = item.nodeid.split("::")[0]
        group = next((folder for folder in ONE_PROCESS if place.startswith(folder)), place)
        item.add_marker(pytest.mark.xdist_group(group))


def run_cli(home: Path, *arguments: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """Run ``python -m data …`` on a store of its own."""
    return subprocess.run(
        [sys.executable, "-m", "data", *arguments],
        cwd=PROJECT_ROOT,
        env={**os.environ, "WANGLAN_HOME": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


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
