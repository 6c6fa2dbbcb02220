"""Removing what nobody needs: leftovers of dead imports, and old versions. Only under the writer's lock."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from data.store.journal import appending
from data.store.layout import Layout
from data.store.manifest import Manifest
from data.store.pointer import current_version, read_manifest, read_numbers

KEPT_VERSIONS = 20


def clean_leftovers(layout: Layout) -> None:
    """Remove staging folders, versions that never became current, and files no version names."""
    for folder in layout.tmp.iterdir():
        shutil.rmtree(folder, ignore_errors=True)
    current = current_version(layout.home) or 0
    undone = read_numbers(layout.undone)
    for version in layout.version_numbers():
        if version > current and version not in undone:
            _remove(layout.manifest(version))
    for beside in (*layout.home.glob("*.new"), *layout.versions.glob("*.new")):
        _remove(beside)
    for orphan in orphan_files(layout):
        _remove(orphan)


def orphan_files(layout: Layout) -> list[Path]:
    """Files no version on disk names. None while a manifest is damaged: it might name any of them."""
    needed: set[str] = set()
    for version in layout.version_numbers():
        try:
            needed |= Manifest.read(layout.manifest(version)).paths
        except (ValueError, KeyError, TypeError):
            return []
    present = (path for path in layout.files.rglob("*") if path.is_file())
    return sorted(path for path in present if path.relative_to(layout.home).as_posix() not in needed)


def orphan_originals(layout: Layout) -> list[Path]:
    """Files kept as given whose import's own version is gone. None while a manifest is damaged: it might name any."""
    kept = list(layout.originals.glob("*")) if layout.originals.exists() else []
    if not kept:
        return []
    known: set[str] = set()
    needed: set[str] = set()
    for version in layout.version_numbers():
        try:
            sources = Manifest.read(layout.manifest(version)).sources
        except (ValueError, KeyError, TypeError):
            return []
        known |= {source.sha256[:16] for source in sources}
        needed |= {source.sha256[:16] for source in sources if source.import_id.startswith(f"{version:06d}-")}
    return [path for path in kept if path.name[:16] in known - needed]


def prune(layout: Layout, keep: int = KEPT_VERSIONS) -> list[int]:
    """Remove all but the newest versions; the current, its parent (for undo), pinned and cited ones always stay.

    Returns:
        The numbers removed.
    """
    numbers = layout.version_numbers()
    current = current_version(layout.home)
    if current is None:
        return []
    parent = read_manifest(layout.home, current).parent
    newest = numbers[max(0, len(numbers) - max(keep, 1)) :]
    with appending(layout):
        # locked, so that a version being cited this moment is seen as cited
        protected = {current, parent, *newest, *read_numbers(layout.pins), *read_numbers(layout.cited)}
        removed = [version for version in numbers if version not in protected]
        for version in removed:
            _remove(layout.manifest(version))
    if removed:
        for orphan in (*orphan_files(layout), *orphan_originals(layout)):
            _remove(orphan)
    return removed


def _remove(path: Path) -> None:
    """Delete, or leave it for the next writer where a reader on Windows still has the file open."""
    with contextlib.suppress(PermissionError, FileNotFoundError):
        path.unlink()
