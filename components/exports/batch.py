"""Many documents in one go: one an area, each format a file, finished ones skipped when it is run again."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from components.exports.document import Document, Format
from components.exports.prepare import Choice, Options, prepare
from components.exports.write import write
from data.access.export_log import ExportedFile, log_export, made
from data.measures.answers import Answers
from data.store.errors import StoreError
from data.store.journal import as_line
from data.store.pointer import write_whole

logger = logging.getLogger(__name__)
MANIFEST = "导出清单.json"
"""Beside the files: what is finished, with the sums of its bytes."""
Progress = Callable[[str], None]
"""Told the name of the next file, and "" after each."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is made of each area.

    Attributes:
        wanted: pages, views and bundles.
        formats: in the order they are written.
        options: the words around the views.
        template: a .pptx whose masters are used; None = ours.
        way: where it was asked for, for the log.
    """

    wanted: tuple[str | Choice, ...]
    formats: tuple[Format, ...]
    options: Options = field(default_factory=Options)
    template: Path | None = None
    way: str = "命令行"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one area.

    Attributes:
        area: code; empty = the district.
        name: its name.
        code: citation code; empty where it failed or nothing was to do.
        files: below the folder, written now or before.
        skipped: how many files were there already.
        errors: one sentence a format that failed.
    """

    area: str
    name: str
    code: str
    files: tuple[str, ...]
    skipped: int = 0
    errors: tuple[str, ...] = ()


def areas_of(answers: Answers, level: int) -> list[str]:
    """Codes of all grids of a level inside the scope's area."""
    return [str(code) for code in answers.grids(level, answers.scope.grid_code)["grid_code"]]


def run(answers: Answers, job: Job, areas: Sequence[str], folder: Path, progress: Progress) -> list[Outcome]:
    """Export every area into a folder; the failure of one does not stop the others.

    Args:
        answers: version and scope; the area is replaced.
        job: what is made.
        areas: codes; "" is the district.
        folder: made if it is not there.
        progress: told after each file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    is_many = len(areas) > 1
    found = []
    for area in areas:
        local = answers.narrowed(answers.scope.with_grid(area))
        inside = folder / f"{area}_{local.area_name}" if is_many else folder
        found.append(_export_area(local, job, folder, inside, progress))
    return found


def export(
    answers: Answers, job: Job, folder: Path, progress: Progress = lambda _: None
) -> tuple[Document, list[Path]]:
    """One document in all formats, logged; for the screen.

    Raises:
        StoreError: nothing to export, or a format that cannot be written.
    """
    document = prepare(answers, job.wanted, job.options)
    written: list[Path] = []
    for name in job.formats:
        progress(name)
        written += write(document, name, folder, job.template)
    _log(answers, document, written, job)
    return document, written


def _export_area(answers: Answers, job: Job, folder: Path, inside: Path, progress: Progress) -> Outcome:
    kept, inputs = _read(folder), _inputs(answers, job)
    area, name = answers.scope.grid_code, answers.area_name
    document: Document | None = None
    files: list[str] = []
    fresh: list[Path] = []
    errors: list[str] = []
    for kind in job.formats:
        key = f"{area or '全区'}/{kind}"
        progress(f"{name} {kind}")
        if _is_finished(folder, kept.get(key), inputs):
            files += [file["name"] for file in kept[key]["files"]]
        else:
            try:
                inside.mkdir(parents=True, exist_ok=True)
                document = document or prepare(answers, job.wanted, job.options)
                written = write(document, kind, inside, job.template)
                kept[key] = {"inputs": inputs, "code": document.code, "files": _sums(folder, written)}
                write_whole(folder / MANIFEST, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True))
                fresh += written
            except Exception as error:
                logger.exception("export of %s as %s", area, kind)
                said = (
                    str(error) if isinstance(error, StoreError) else f"程序出错（{type(error).__name__}），详见运行日志"
                )
                errors.append(f"{name} {kind}：{said}")
        progress("")
    if document and fresh:
        _log(answers, document, fresh, job)
    files += [path.relative_to(folder).as_posix() for path in fresh]
    return Outcome(area, name, document.code if document else "", tuple(files), len(files) - len(fresh), tuple(errors))


def _inputs(answers: Answers, job: Job) -> str:
    """Names everything the files follow from."""
    template = hashlib.sha256(job.template.read_bytes()).hexdigest() if job.template else ""
    said: Mapping[str, Any] = {
        "version": answers.store.version,
        "scope": repr(answers.scope),
        "wanted": [list(choice) if isinstance(choice, tuple) else choice for choice in job.wanted],
        "options": asdict(job.options),
        "template": template,
    }
    return hashlib.sha256(as_line(said).encode()).hexdigest()


def _read(folder: Path) -> dict[str, Any]:
    try:
        kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _is_finished(folder: Path, entry: Any, inputs: str) -> bool:
    """Whether the same files lie there, byte for byte."""
    if not isinstance(entry, dict) or entry.get("inputs") != inputs or not entry.get("files"):
        return False
    return all(
        (folder / file["name"]).is_file() and ExportedFile.of(folder / file["name"]).sha256 == file["sha256"]
        for file in entry["files"]
    )


def _sums(folder: Path, written: Sequence[Path]) -> list[dict[str, Any]]:
    return [asdict(ExportedFile.of(path)) | {"name": path.relative_to(folder).as_posix()} for path in written]


def _log(answers: Answers, document: Document, written: Sequence[Path], job: Job) -> None:
    views = [(item.page_title, item.view.id) for item in document.items]
    entry = made(document.title, document.code, document.version, answers.scope, answers.area_name, views, job.way)
    log_export(answers.store.home, replace(entry, files=tuple(ExportedFile.of(path) for path in written)))
