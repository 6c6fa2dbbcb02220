"""Settings, read once from the environment."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def demo_profile() -> str:
    """Which demo district an empty store is filled with: ``WANGLAN_PROFILE``, or the default one (empty)."""
    return os.environ.get("WANGLAN_PROFILE", "")


def is_demo_wanted() -> bool:
    """Whether an empty store is filled with a demo district when the app is opened: not with ``WANGLAN_DEMO=0``."""
    return os.environ.get("WANGLAN_DEMO", "1") != "0"


def store_home() -> Path:
    """The folder of the store: ``WANGLAN_HOME``, or ``.wanglan`` beside app.py."""
    return Path(os.environ.get("WANGLAN_HOME") or PROJECT_ROOT / ".wanglan").expanduser().resolve()
