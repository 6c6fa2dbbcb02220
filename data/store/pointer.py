"""The current-version pointer and durable file moves: the few lines on which crash safety rests."""

from __future__ import annotations

import os
import time
from pathlib import Path

from data.store.errors import StoreError, VersionMissingError
from data.store.layout import Layout
from data.store.manifest import Manifest


def current_version(home: Path) -> int | None:
    """The number of the current version, or None for a store without any.

    Reads one tiny file; cheap enough for every rerun of a page.

    Raises:
        StoreError: the pointer is damaged.
    """
    try:
        with open(home / "CURRENT", "rb") as file:  # noqa: PTH123  (half the time of Path.read_bytes)
            text = file.read()
    except FileNotFoundError:
        return None
    try:
        return int(text)
    except ValueError:
        raise StoreError(f"数据仓当前版本指针 {home / 'CURRENT'} 已损坏，请运行 python -m data check 查看") from None


def read_manifest(home: Path, version: int) -> Manifest:
    """The manifest of a version.

    Raises:
        VersionMissingError: the version is not on disk (never made, or pruned).
        StoreError: the manifest is damaged.
    """
    path = Layout(home).manifest(version)
    try:
        return Manifest.read(path)
    except FileNotFoundError:
        raise VersionMissingError(f"数据仓中没有第 {version} 版，请运行 python -m data versions 查看现有版本") from None
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"第 {version} 版的清单 {path} 已损坏（{error}），请运行 python -m data check 查看") from None


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that any reader, and any power cut, finds either the old text or the new."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    move_whole(beside, path)
    sync_folder(path.parent)


def move_whole(source: Path, target: Path) -> None:
    """os.replace that also waits out Windows, where a file being read cannot be replaced for a moment."""
    for attempt in range(50):
        try:
            source.replace(target)
            return
        except PermissionError:
            if os.name != "nt" or attempt == 49:
                raise
            time.sleep(0.02)


def sync_file(path: Path) -> None:
    """Push a file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Push a folder's entries to the disk, where the system can (Windows cannot and need not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_numbers(path: Path) -> set[int]:
    """Version numbers listed one a line; other lines are ignored, as people may edit the file."""
    if not path.exists():
        return set()
    return {int(line) for line in path.read_text(encoding="utf-8").split() if line.isdigit()}


def write_numbers(path: Path, numbers: set[int]) -> None:
    """The inverse of :func:`read_numbers`."""
    write_whole(path, "".join(f"{number}\n" for number in sorted(numbers)))
