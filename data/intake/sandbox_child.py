"""The process an import runs in: limits first, then the import, then its report as a file.

Started by :mod:`data.intake.sandbox` with the folder of its job; tells its progress on stdout, one JSON list a line.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from data.intake.limits import Limits, limits
from data.intake.report import ImportReport, IntakeError, QuestionError
from data.intake.sandbox import EXIT_MEMORY, JOB, REPORT
from data.store.errors import StoreError

_STARTING_SECONDS = 30
"""Processor time in which the programs are loaded, on any machine."""


def main(folder: Path) -> None:
    """Do the job of a folder and leave the report in it."""
    restrain(limits())
    channel = _own_channel()
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    import duckdb

    try:
        told = _import(job, channel).to_dict()
    except StoreError as error:
        told = {"store_error": str(error)}
    except QuestionError as error:
        choices = [asdict(choice) for choice in error.choices]
        told = {"question": str(error), "code": error.code, "choices": choices, "several": error.several}
    except IntakeError as error:
        told = {"refused": str(error), "code": error.code}
    except (MemoryError, duckdb.OutOfMemoryException):
        os._exit(EXIT_MEMORY)
    unfinished = folder / f"{REPORT}.new"
    unfinished.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(folder / REPORT)


def restrain(most: Limits) -> None:
    """Take from this process, for good, what an import does not need; without effect where the system has no limits."""
    try:
        import resource
    except ImportError:
        return
    data = most.memory_mb << 20
    # A net below the parent's own clock, which begins later. The lower limit says that it was the time: at the upper
    # one the system ends a process as it does where memory runs short.
    seconds = (most.seconds + _STARTING_SECONDS) * (os.cpu_count() or 1)
    cpu = (seconds, seconds + _STARTING_SECONDS)
    # No core dump: it would hold the rows of the file.
    for name, value in (
        (resource.RLIMIT_DATA, (data, data)),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, (0, 0)),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(name, value)


def _own_channel() -> IO[str]:
    """The stdout of this process for progress alone; what libraries print goes to stderr."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    return channel


def _import(job: dict[str, Any], channel: IO[str]) -> ImportReport:
    from data.intake.answers import answers_from
    from data.intake.run import import_files

    def tell(share: float, words: str) -> None:
        channel.write(json.dumps([share, words]) + "\n")

    wishes = job["wishes"]
    answers = answers_from(job["answers"], wishes["ledger"]) if job["answers"] else None
    return import_files(
        [Path(path) for path in job["paths"]], Path(job["home"]), answers=answers, progress=tell, **wishes
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    # The report is on disk: what libraries say of themselves while they are taken down helps nobody.
    sys.stderr.flush()
    os._exit(0)
