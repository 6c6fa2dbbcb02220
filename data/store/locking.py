"""One writer at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from data.store.errors import StoreBusyError
from data.store.layout import Layout

WAIT_SECONDS = 600.0
WAITING = "另一个导入正在进行，正在等待它完成……"


@contextmanager
def exclusive(
    layout: Layout, wait_seconds: float = WAIT_SECONDS, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the store's lock. The operating system frees it even when its holder is killed.

    Args:
        layout: the store; its folders are made when missing.
        wait_seconds: how long to wait for another writer.
        on_wait: told once, in words, when there is another writer to wait for.

    Raises:
        StoreBusyError: another writer held the lock all that time.
    """
    layout.make()
    lock = FileLock(layout.lock, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if on_wait:
            on_wait(WAITING)
        try:
            lock.acquire(timeout=wait_seconds, poll_interval=0.1)
        except Timeout:
            raise StoreBusyError(f"等待 {wait_seconds:.0f} 秒后，另一个导入仍未完成，请稍后再试") from None
    try:
        yield
    finally:
        lock.release()
