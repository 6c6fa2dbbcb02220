"""The command line as a user runs it, on a store of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from data.settings import PROJECT_ROOT


def run_cli(home: Path, *arguments: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """Run ``python -m data …``."""
    return subprocess.run(
        [sys.executable, "-m", "data", *arguments],
        cwd=PROJECT_ROOT,
        env={**os.environ, "WANGLAN_HOME": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def linked_copy(store: Path, own: Path) -> Path:
    """A copy of a store that costs nothing; what grows in place there is left out, it would grow in the original too."""

    def growing(folder: str, names: list[str]) -> set[str]:
        return {"exports", "meetings"} & set(names) if Path(folder) == store else set()

    shutil.copytree(store, own, copy_function=os.link, ignore=growing)
    return own
