"""The files a visitor is about to import: kept in a folder of the session, checked, answered about, imported.

The page draws what the basket holds and calls what changes it. Everything else here happens without the page.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import streamlit as st

from components.screen.intake_told import Told
from components.screen.working import Tell, Work
from data.intake.report import FileReport, ImportReport, Preview
from data.intake.sandbox import import_safely
from data.settings import store_home
from data.store.pointer import current_version

Step = Literal["check", "import"]
_STATE = "wl_intake"
_PREFIX = "wanglan_import_"
_STALE_SECONDS = 86_400
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_LONGEST_NAME = 80
"""Characters: most systems take 255 bytes, and a Chinese character is three."""
_FAILED = "核对时出错，原因已写入运行日志。可去掉一部分文件再试。"


class Given(Protocol):
    """A file as the browser hands it over."""

    name: str

    def getbuffer(self) -> memoryview:
        """Its bytes."""


@dataclass
class Basket:
    """One visitor's files on their way in.

    Attributes:
        folder: where they lie until they are imported or the session ends.
        names: their names, in the order they came.
        told: what was answered about them.
        work: the check or import under way.
        step: which of the two it is.
        report: what the last check found; None before it has ended.
        error: why the last check or import could not be made.
        checked_against: the version the check was made against.
        outcome: what the import came to.
        shown: name of the file whose details are open.
        turn: grows with each check; widgets about its outcome carry it in their keys.
    """

    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
    )
    names: list[str] = field(default_factory=list)
    told: Told = field(default_factory=Told)
    work: Work[ImportReport] | None = None
    step: Step = "check"
    report: ImportReport | None = None
    error: str = ""
    checked_against: int | None = None
    outcome: ImportReport | None = None
    shown: str = ""
    turn: int = 0

    @property
    def paths(self) -> list[Path]:
        """The files."""
        return [Path(self.folder.name) / name for name in self.names]

    @property
    def is_working(self) -> bool:
        """Whether a check or an import is under way."""
        return self.work is not None

    @property
    def seen(self) -> ImportReport | None:
        """The report to show: of the import, else of the check."""
        return self.outcome or self.report

    def file(self, name: str) -> FileReport | None:
        """What was found out about a file; None before its check has ended."""
        files = self.seen.files if self.seen and name in self.names else []
        return next((file for file in files if file.file == name), None)

    def previews(self, name: str) -> list[Preview]:
        """The previews of a file's tables, those of the check also after the import."""
        return [preview for preview in self.report.previews if preview.file == name] if self.report else []

    def put(self, given: Sequence[Given]) -> None:
        """Take files in; one of a known name replaces the one before, and what was said about it is asked anew."""
        names: list[str] = []
        for file in given:
            names.append(_another(safe_name(file.name), names))
        for file, name in zip(given, names, strict=True):
            (Path(self.folder.name) / name).write_bytes(file.getbuffer())
            self._take(name)
        self.check()

    def put_path(self, made: Path) -> None:
        """Take in a file that was made here."""
        shutil.copyfile(made, Path(self.folder.name) / made.name)
        self._take(made.name)
        self.check()

    def _take(self, name: str) -> None:
        self.told.forget(name)
        self.names = [*(known for known in self.names if known != name), name]
        self.shown = ""
        if self.report:
            self.report.files = [file for file in self.report.files if file.file != name]

    def remove(self, *names: str) -> None:
        """Leave files out."""
        for name in names:
            (Path(self.folder.name) / name).unlink(missing_ok=True)
            self.told.forget(name)
        self.names = [known for known in self.names if known not in names]
        self.check()

    def check(self) -> None:
        """Begin to check the files against the present version; a check under way is given up.

        What was found before stays on the screen until then.
        """
        self.stop()
        self.outcome, self.error = None, ""
        if not self.names:
            self.report = None
        else:
            self.checked_against = current_version(store_home())
            self._begin("check", dry_run=True, preview=True)

    def confirm(self, by: str, note: str) -> None:
        """Begin the import."""
        self.error = ""
        self._begin("import", by=by, note=note)

    def stop(self) -> None:
        """Give up what is under way."""
        if self.work is not None:
            self.work.stop()
        self.work = None

    def cancel(self) -> None:
        """Give up the check and say so."""
        self.stop()
        self.error = "已取消核对。可以去掉一部分文件，或再核对一次。"

    def settle(self) -> None:
        """Take what the work under way has come to, once it has ended."""
        work = self.work
        if work is None or work.is_running:
            return
        self.work = None
        if work.result is None:
            self.error = work.error or _FAILED
        elif self.step == "check":
            self.report, self.turn = work.result, self.turn + 1
        elif work.result.is_accepted:
            self.outcome = work.result
            self._empty()
        else:
            work.result.previews = self.report.previews if self.report else []
            self.report, self.turn = work.result, self.turn + 1
            self.error = "没有导入，数据仓没有变化；原因见下面各文件。"

    def is_outdated(self) -> bool:
        """Whether the store has moved on since the check; an import under way is what moves it, or waits its turn."""
        if self.report is None or self.outcome is not None or (self.is_working and self.step == "import"):
            return False
        return self.checked_against != current_version(store_home())

    def _begin(self, step: Step, **wishes: Any) -> None:
        paths, home, answers = self.paths, store_home(), self.told.body() or None
        folder = self.folder

        def task(tell: Tell) -> ImportReport:
            # Holding the folder keeps it from going with the session: a closed window does not break an import.
            assert folder.name
            return import_safely(paths, home, answers=answers, progress=tell, **wishes)

        self.step, self.work = step, Work(task, _FAILED)

    def _empty(self) -> None:
        """The files are in the store: the originals are not kept."""
        for path in self.paths:
            path.unlink(missing_ok=True)


def basket() -> Basket:
    """This visitor's basket."""
    if not isinstance(st.session_state.get(_STATE), Basket):
        start_over()
    found: Basket = st.session_state[_STATE]
    return found


def start_over() -> None:
    """Begin with an empty basket; also for ``on_click``."""
    old = st.session_state.get(_STATE)
    if isinstance(old, Basket):
        old.stop()
    _sweep()
    st.session_state[_STATE] = Basket()


def safe_name(name: str) -> str:
    """The file's name without folders and without signs no system takes; a name is always left."""
    bare = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, ending = bare.rpartition(".")
    if len(bare) > _LONGEST_NAME and dot:
        bare = f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return bare[:_LONGEST_NAME] or "文件"


def _another(name: str, taken: Sequence[str]) -> str:
    """The name, numbered where another file of the same drop has it: two folders may hold one of a name."""
    stem, dot, ending = name.rpartition(".")
    numbered, number = name, 2
    while numbered in taken:
        numbered = f"{stem}（{number}）.{ending}" if dot else f"{name}（{number}）"
        number += 1
    return numbered


def _sweep() -> None:
    """Remove what a server that was killed has left behind."""
    before = time.time() - _STALE_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
