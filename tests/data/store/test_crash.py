"""Imports killed at any moment: readers see a whole version, and the next writer clears what was left."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.store.check import check
from data.store.layout import Layout
from data.store.reader import current_version, open_store
from data.store.writer import begin
from tests.data.store import crash_writer

KILLS = 25

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9 and no forkserver")


@pytest.fixture(scope="module")
def start() -> Callable[..., multiprocessing.Process]:
    """Starts real processes quickly: one server has the libraries loaded and forks."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.data.store.crash_writer", "data.store.marts", "narwhals", "pandas"])

    def begin_process(target: Callable[..., None], *arguments: object) -> multiprocessing.Process:
        process = context.Process(target=target, args=arguments)
        process.start()
        return process  # type: ignore[return-value]

    return begin_process


@contextmanager
def watched(home: Path) -> Iterator[list[int]]:
    """Read the current version all the while; fails at the end if any read did not agree with itself."""
    stop = threading.Event()
    reads: list[int] = []
    wrong: list[object] = []

    def read() -> None:
        while not stop.is_set():
            try:
                store = open_store(home)
                wrong.extend(crash_writer.faults(store))
                reads.append(store.version)
            except Exception as error:
                wrong.append(error)
            time.sleep(0.02)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield reads
    finally:
        stop.set()
        thread.join()
    assert wrong == []


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for another process."""
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "the other process did not get on"
        time.sleep(0.005)


def assert_whole_and_clean(home: Path) -> None:
    """The current version is complete, and a new writer leaves no trace of the dead one."""
    assert [problem for problem in check(home) if problem.is_damage] == []
    assert crash_writer.faults(open_store(home)) == []
    with begin(home):
        pass
    layout = Layout(home)
    assert list(layout.tmp.iterdir()) == []
    assert max(layout.version_numbers()) == current_version(home)
    assert check(home) == []
    assert [path.name for path in home.rglob("*.new")] == []


def test_readers_never_see_half_an_import_however_often_it_is_killed(
    tmp_path: Path, start: Callable[..., multiprocessing.Process]
) -> None:
    moments = random.Random(20250630)
    started = time.monotonic()
    crash_writer.publish_step(tmp_path, 0)
    import_s = time.monotonic() - started
    published = {1}
    with watched(tmp_path) as reads:
        for kill in range(KILLS):
            before = open_store(tmp_path)
            process = start(crash_writer.write_for_ever, tmp_path, int(before.manifest.note.split()[1]) + 1)
            wait_until(lambda: any(Layout(tmp_path).tmp.iterdir()))
            if kill % 5 == 4:
                # Some kills must fall into a later import of the same process, however slow the machine is today.
                wait_until(lambda version=before.version: current_version(tmp_path) != version)
            time.sleep(moments.uniform(0.0, 1.2 * import_s))
            process.kill()
            process.join()
            assert process.exitcode == -9
            assert_whole_and_clean(tmp_path)
            published.add(open_store(tmp_path).version)
    assert len(published) > KILLS // 5
    assert len(reads) > 2 * KILLS


@pytest.mark.parametrize("from_end", [False, True], ids=["from the first", "from the last"])
def test_a_kill_before_any_durable_step_leaves_the_old_version_whole(
    tmp_path: Path, start: Callable[..., multiprocessing.Process], from_end: bool
) -> None:
    home = tmp_path / "home"
    crash_writer.publish_step(home, 0)
    shutil.copytree(home, tmp_path / "rehearsal")
    calls = _durable_calls(tmp_path / "rehearsal", step=1)
    for call in range(calls - 7, calls + 1) if from_end else range(1, calls - 7, calls // 5):
        process = start(crash_writer.die_at, home, 1, call)
        process.join()
        assert process.exitcode == -9, f"the import made fewer than {call} durable steps"
        # Only the sync of the folder follows the swap of the pointer.
        assert current_version(home) == (2 if call == calls else 1), f"killed at step {call} of {calls}"
        assert_whole_and_clean(home)


def _durable_calls(home: Path, step: int) -> int:
    """How many files one import syncs and moves."""
    made = 0

    def counted(original: Callable[..., None]) -> Callable[..., None]:
        def operation(*arguments: object) -> None:
            nonlocal made
            made += 1
            original(*arguments)

        return operation

    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "replace"):
            patch.setattr(os, name, counted(getattr(os, name)))
        crash_writer.publish_step(home, step)
    return made
