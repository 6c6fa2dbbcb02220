"""Looking after a store: which versions there are, taking one back, pinning, pruning."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.store import cleaning
from data.store.errors import StoreError, VersionMissingError
from data.store.layout import Layout
from data.store.locking import exclusive
from data.store.manifest import Manifest
from data.store.pointer import current_version, read_manifest, read_numbers, write_numbers
from data.store.publish import point_back


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in a list.

    Attributes:
        manifest: the version.
        is_current: readers see this one.
        is_pinned: never pruned.
        is_undone: was current once and was taken back.
        is_cited: a citation code names it; never pruned.
    """

    manifest: Manifest
    is_current: bool
    is_pinned: bool
    is_undone: bool
    is_cited: bool


def list_versions(home: Path) -> list[VersionLine]:
    """All readable versions, oldest first. A version that never became current is left out."""
    layout = Layout(home)
    current = current_version(home)
    undone, pins, cited = (read_numbers(path) for path in (layout.undone, layout.pins, layout.cited))
    return [
        VersionLine(read_manifest(home, number), number == current, number in pins, number in undone, number in cited)
        for number in layout.version_numbers()
        if current is not None and (number <= current or number in undone)
    ]


def undo(home: Path, version: int | None = None) -> int:
    """Take back the current version: its parent becomes current. Its files stay until they are pruned.

    Args:
        home: the store's folder.
        version: the one that is meant; another one that has become current meanwhile is left alone.

    Returns:
        The version that is current now.

    Raises:
        StoreError: there is no version, or none to go back to.
    """
    layout = Layout(home.absolute())
    with exclusive(layout):
        current = current_version(home)
        if current is None:
            raise StoreError("数据仓还没有数据，没有可撤销的导入")
        if version not in (None, current):
            raise StoreError(f"第 {version} 版已不是当前版本，没有撤销；请先看版本记录")
        parent = read_manifest(home, current).parent
        if parent is None:
            raise StoreError(f"第 {current} 版是最早的一版，没有更早的版本可以退回")
        try:
            read_manifest(home, parent)
        except VersionMissingError:
            raise StoreError(f"第 {current} 版之前的第 {parent} 版已被清理，不能退回") from None
        # with the version goes the one it was renewed from, which else would pass for an import that never ended
        point_back(layout, parent, {number for number in layout.version_numbers() if parent < number <= current})
        return parent


def pin(home: Path, version: int, pinned: bool = True) -> None:
    """Keep a version from being pruned, or let go of it.

    Raises:
        VersionMissingError: no such version.
    """
    layout = Layout(home.absolute())
    with exclusive(layout):
        read_manifest(home, version)
        pins = read_numbers(layout.pins)
        write_numbers(layout.pins, pins | {version} if pinned else pins - {version})


def prune(home: Path, keep: int = cleaning.KEPT_VERSIONS) -> list[int]:
    """Remove old versions, see :func:`data.store.cleaning.prune`. Returns the numbers removed."""
    layout = Layout(home.absolute())
    with exclusive(layout):
        return cleaning.prune(layout, keep)
