"""The command line as a user runs it, on a store of its own."""

from __future__ import annotations

import os
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


def growing(folder: str, names: list[str]) -> set[str]:
    """What a linked copy of a store leaves out: files that grow there would grow in the original too."""
    return {"exports", "meetings"} & set(names) if "CURRENT" in names else set()
