"""The files as they were given, kept only where the configuration asks for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from data.settings import keeps_originals
from data.store.layout import Layout
from data.store.publish import hash_file

_UNSAFE = re.compile(r"[^\w.\-（）()]+")
_LONGEST = 120


def keep_originals(home: Path, paths: Sequence[Path]) -> None:
    """Copy files beside the versions, under their hash; nothing is done unless ``WANGLAN_KEEP_ORIGINALS`` says so."""
    if not keeps_originals():
        return
    folder = Layout(home).originals
    folder.mkdir(exist_ok=True)
    for path in paths:
        name = _UNSAFE.sub("_", path.name)[-_LONGEST:].lstrip(".") or "file"
        target = folder / f"{hash_file(path)[:16]}-{name}"
        if not target.exists():
            shutil.copyfile(path, target)
