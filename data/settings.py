"""Settings, read from the environment."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
_MOST_THREADS = 8
"""Every thread has buffers of its own."""
DUCKDB_MEMORY = "WANGLAN_DUCKDB_MEMORY_MB"


def demo_profile() -> str:
    """Which demo district an empty store is filled with: ``WANGLAN_PROFILE``, or the default one (empty)."""
    return os.environ.get("WANGLAN_PROFILE", "")


def keeps_originals() -> bool:
    """Whether imported files are kept as they were given: ``WANGLAN_KEEP_ORIGINALS=1``; by default they are not."""
    return os.environ.get("WANGLAN_KEEP_ORIGINALS", "") == "1"


def is_demo_wanted() -> bool:
    """Whether an empty store is filled with a demo district when the app is opened: not with ``WANGLAN_DEMO=0``."""
    return os.environ.get("WANGLAN_DEMO", "1") != "0"


def store_home() -> Path:
    """The folder of the store: ``WANGLAN_HOME``, or ``.wanglan`` beside app.py."""
    named = os.environ.get("WANGLAN_HOME") or str(PROJECT_ROOT / ".wanglan")
    return _whole_path(named, "" if Path(named).is_absolute() else os.getcwd())  # noqa: PTH109  (half the time of Path.cwd)


@lru_cache(maxsize=64)
def _whole_path(named: str, folder: str) -> Path:
    """The path without links and dots; asked many times a page, and each part of it costs a look at the disk.

    Args:
        named: as it was set.
        folder: the working folder, from which one that is not absolute counts; only tells such calls apart.
    """
    return Path(named).expanduser().resolve()


def whole_number(name: str, default: int) -> int:
    """A positive whole number from the environment; the default where it is not set or is none."""
    text = os.environ.get(name, "").strip()
    return int(text) if text.isdecimal() and int(text) > 0 else default


def duckdb_limits() -> dict[str, str | bool | int | float | list[str]]:
    """What a database that works for an import is opened with: how much it may hold before it spills to disk.

    ``WANGLAN_DUCKDB_MEMORY_MB`` is set for the process of an import; without it DuckDB's own measure holds.
    """
    megabytes = whole_number(DUCKDB_MEMORY, 0)
    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    return {"memory_limit": f"{megabytes}MB", "threads": threads} if megabytes else {}
