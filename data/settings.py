"""Settings, read once from the environment."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def store_home() -> Path:
    """The folder of the store: ``WANGLAN_HOME``, or ``.wanglan`` beside app.py."""
    return Path(os.environ.get("WANGLAN_HOME") or PROJECT_ROOT / ".wanglan").expanduser().resolve()
