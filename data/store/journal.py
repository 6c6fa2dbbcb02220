"""Files that only grow: one JSON object a line, appended under a lock, whole even after a crash."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from data.store.errors import StoreBusyError
from data.store.layout import Layout
from data.store.pointer import sync_folder

Kind = TypeVar("Kind")

_PATIENCE_SECONDS = 30.0


@contextmanager
def appending(layout: Layout) -> Iterator[None]:
    """Hold the lock of the growing files. The operating system frees it even when its holder is killed.

    Raises:
        StoreBusyError: somebody else held it all the time.
    """
    layout.exports.mkdir(parents=True, exist_ok=True)
    lock = FileLock(layout.exports_lock, thread_local=False)
    try:
        lock.acquire(timeout=_PATIENCE_SECONDS, poll_interval=0.05)
    except Timeout:
        raise StoreBusyError("记录正被另一个程序占用，请稍后再试") from None
    try:
        yield
    finally:
        lock.release()


def append(path: Path, line: str) -> None:
    """Add a line and push it to the disk. Call it while :func:`appending` is held.

    A line that a crash cut short stays behind as a line of its own, which readers pass over.
    """
    is_new = not path.exists()
    with path.open("ab") as file:
        torn = file.tell() and not _ends_well(path)
        file.write(f"{chr(10) if torn else ''}{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def _ends_well(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def entries(path: Path) -> list[Mapping[str, Any]]:
    """Every whole line, oldest first; what a crash cut short is passed over."""
    if not path.exists():
        return []
    found: list[Mapping[str, Any]] = []
    for line in path.read_bytes().split(b"\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            found.append(entry)
    return found


def by_code(
    lines: Iterable[Mapping[str, Any]],
    read: Callable[[Mapping[str, Any]], Kind],
    unreadable: tuple[type[Exception], ...],
) -> dict[str, Kind]:
    """What the last readable line of each code says; a code taken off the list is not given.

    Args:
        lines: entries with a code, oldest first.
        read: makes a value of an entry.
        unreadable: what it raises over an entry of another shape.
    """
    found: dict[str, Kind] = {}
    for line in lines:
        code = line.get("code")
        if not isinstance(code, str):
            continue
        if line.get("is_removed"):
            found.pop(code, None)
            continue
        with suppress(*unreadable):
            found[code] = read(line)
    return found


def now() -> str:
    """This moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def as_line(entry: Mapping[str, Any]) -> str:
    """The same entry is always the same text."""
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
