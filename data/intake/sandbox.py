"""Imports in a process of their own, so that a hostile file can take neither the app nor the machine with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data.intake.answers import answers_from
from data.intake.report import ImportReport
from data.intake.run import Progress, import_files


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

    Args:
        paths: files of any kind that is read.
        home: the store's folder.
        ledger: the ledger the tables belong to; found by their headers when None.
        crs: coordinate system of the shapes, when the files do not say or say it wrongly.
        level: level of the grids, when the files do not say.
        answers: the body of an answers file, see :mod:`data.intake.answers`.
        note: what the import says about itself.
        by: who imports, as they call themselves.
        progress: see :data:`data.intake.run.Progress`.
        dry_run: tell what would become of the files and store nothing.
        preview: tell also what a person looks at before saying yes.

    Raises:
        StoreError: the store is busy or damaged.
        IntakeError: the answers are not what they should be.
    """
    told = answers_from(answers, ledger) if answers else None
    return import_files(paths, home, ledger, crs, level, told, note, progress, by=by, dry_run=dry_run, preview=preview)
