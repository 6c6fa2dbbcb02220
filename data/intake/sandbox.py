"""Imports in a process of their own, so that a hostile file can take neither the app nor the machine with it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from data.intake.limits import Limits, limits
from data.intake.report import Choice, FileReport, ImportReport, Progress, QuestionError, RefusedError
from data.settings import DUCKDB_MEMORY, PROJECT_ROOT
from data.store.errors import StoreError
from data.store.locking import WAIT_SECONDS, WAITING
from data.store.pointer import current_version

CHILD = "data.intake.sandbox_child"
JOB, REPORT = "job.json", "report.json"
EXIT_MEMORY = 77
"""The child's exit code when memory ran out."""
_MEMORY_SIGNALS, _TIME_SIGNAL = (6, 9), 24
"""SIGABRT, by which native code ends without memory; SIGKILL, by which the system makes room; SIGXCPU."""
_STARTING = 120
"""Seconds a process may take to begin on a busy machine."""
_HEARD_SECONDS = 1.0
_ERROR_TAIL = 4_000
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONPATH")
_READS_ELSEWHERE = "OGR_VRT,GDALG,HTTP,WFS,OAPIF,OGCAPI,CSW,ADBC,LVBAG,NGW,PLSCENES,Elasticsearch,Carto,AmigoCloud,EEDA"
"""Drivers that open files or addresses named within a file."""
_log = logging.getLogger(__name__)


def import_safely(
    paths: Sequence[Path],
    home: Path,
    *,
    ledger: str | None = None,
    crs: str | None = None,
    level: int | None = None,
    answers: Mapping[str, Any] | None = None,
    note: str = "",
    by: str = "",
    progress: Progress | None = None,
    dry_run: bool = False,
    preview: bool = False,
) -> ImportReport:
    """:func:`data.intake.run.import_files` in a child process with limits of memory and time.

    The limits are those of :mod:`data.intake.limits`. A child that passes one, or dies of a file, is ended with
    all it started; the file it was at is refused, and nothing is stored. Where the system knows no limits for
    processes (Windows), only the time is limited.

    Args:
        paths: files of any kind that is read.
        home: the store's folder.
        ledger: the ledger the tables belong to; found by their headers when None.
        crs: coordinate system of the shapes, when the files do not say or say it wrongly.
        level: level of the grids, when the files do not say.
        answers: the body of an answers file, see :mod:`data.intake.answers`.
        note: what the import says about itself.
        by: who imports, as they call themselves.
        progress: see :data:`data.intake.report.Progress`.
        dry_run: tell what would become of the files and store nothing.
        preview: tell also what a person looks at before saying yes.

    Raises:
        StoreError: the store is busy or damaged.
        IntakeError: the answers are not what they should be.
    """
    files = [path.absolute() for path in paths]
    wishes = {"ledger": ledger, "crs": crs, "level": level, "note": note, "by": by}
    job = {
        "paths": [str(path) for path in files],
        "home": str(home.absolute()),
        "answers": dict(answers) if answers else None,
        "wishes": wishes | {"dry_run": dry_run, "preview": preview},
    }
    before = current_version(home)
    with tempfile.TemporaryDirectory(prefix="wanglan-import-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / JOB).write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
        end = _run_child(folder, progress or (lambda share, words: None), limits())
        told = (folder / REPORT).read_text(encoding="utf-8") if (folder / REPORT).exists() else ""
    if not told:
        after = current_version(home)
        return _stopped(files, end, "什么也没有写入" if after == before else f"数据仓现为第 {after} 版，请核对这一版")
    return _report(json.loads(told))


def _report(told: Mapping[str, Any]) -> ImportReport:
    """What the child left as its result, errors raised as themselves."""
    if "store_error" in told:
        raise StoreError(told["store_error"])
    if "question" in told:
        choices = [Choice(**choice) for choice in told["choices"]]
        raise QuestionError(told["question"], told["code"], choices, several=told["several"])
    if "refused" in told:
        raise RefusedError(told["refused"], told["code"])
    return ImportReport.from_dict(told)


def _stopped(files: Sequence[Path], end: _End, stored: str) -> ImportReport:
    """The report of an import whose process did not live to write one."""
    at = max((path for path in files if path.name in end.doing), key=lambda path: len(path.name), default=None)
    most = limits()
    if end.is_late or end.code == -_TIME_SIGNAL:
        code = "limit_time"
        words = f"用了 {most.seconds:,} 秒还没有完成，已停止，{stored}。请拆成几个文件，或检查来源；确需更久的由管理员调高 WANGLAN_IMPORT_SECONDS。"
    elif end.code in (EXIT_MEMORY, *(-number for number in _MEMORY_SIGNALS)):
        code = "limit_memory"
        words = f"要用的内存超过 {most.memory_mb:,} MB，已停止，{stored}。请拆成几个文件，或检查来源；确需更多的由管理员调高 WANGLAN_IMPORT_MEMORY_MB。"
    else:
        code = "reader_died"
        words = f"使读取程序意外停止，{stored}。文件可能已损坏或含有异常内容，请用原软件打开、另存后再导入。"
    reports = [FileReport(path.name) for path in files]
    for path, report in zip(files, reports, strict=True):
        if at in (None, path):
            report.refuse(RefusedError(f"“{path.name}”{words}", code))
        else:
            report.refuse(
                RefusedError(f"“{path.name}”没有导入：同一批的“{at.name if at else ''}”没有读完。", "stopped")
            )
    return ImportReport(reports)


@dataclass(frozen=True, slots=True)
class _End:
    """How a child ended.

    Attributes:
        code: exit code; negative for a signal.
        is_late: it was ended because its time was over.
        doing: its last words.
    """

    code: int
    is_late: bool
    doing: str


def _run_child(folder: Path, progress: Progress, most: Limits) -> _End:
    """Start the child and follow it to its end."""
    with (folder / "errors").open("w+b") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", CHILD, str(folder)],
            cwd=PROJECT_ROOT,
            env=child_environment(most),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=os.name == "posix",
        )
        try:
            doing, is_late = _follow(child, progress, most.seconds)
        finally:
            _end(child)
        errors.seek(0)
        if said := errors.read().decode("utf-8", "replace").strip():
            _log.warning("the import process said: %s", said[-_ERROR_TAIL:])
    return _End(child.returncode, is_late, doing)


def child_environment(most: Limits) -> dict[str, str]:
    """What the child needs to know: where programs are, and the limits; no secrets of the app."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("WANGLAN_")}
    return kept | {
        DUCKDB_MEMORY: str(max(most.memory_mb // 6, 64)),
        "PYTHONUTF8": "1",
        # One thread of linear algebra instead of a buffer for every core.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "OGR_SKIP": _READS_ELSEWHERE,
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
    }


def _follow(child: subprocess.Popen[bytes], progress: Progress, seconds: float) -> tuple[str, bool]:
    """Pass on what the child says until it ends or its time is over; waiting for another import is not its time.

    What it said last is told again every second, so that whoever has given it up is heard.

    Returns:
        Its last words, and whether its time was over.
    """
    lines: queue.Queue[bytes | None] = queue.Queue()
    threading.Thread(target=_collect, args=(child.stdout, lines), daemon=True).start()
    share, doing, has_begun = 0.0, "正在准备", False
    deadline = time.monotonic() + _STARTING + seconds
    while True:
        try:
            line = lines.get(timeout=min(max(0.0, deadline - time.monotonic()), _HEARD_SECONDS))
        except queue.Empty:
            if time.monotonic() >= deadline:
                return doing, True
            progress(share, doing)
            continue
        if line is None:
            break
        share, doing = json.loads(line)
        if doing == WAITING:
            deadline = time.monotonic() + WAIT_SECONDS + seconds
        elif not has_begun:
            has_begun, deadline = True, time.monotonic() + seconds
        progress(share, doing)
    try:
        child.wait(timeout=max(1.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return doing, True
    return doing, False


def _collect(stream: IO[bytes] | None, lines: queue.Queue[bytes | None]) -> None:
    for line in stream or ():
        lines.put(line)
    lines.put(None)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and all it started, whatever it is at."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(child.pid, signal.SIGKILL)
            else:
                child.kill()
    child.wait()
    if child.stdout is not None:
        child.stdout.close()
