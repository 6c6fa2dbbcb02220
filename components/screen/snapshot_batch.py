"""A document for each area in one go: on the page what ``python -m components.exports --each`` does.

The files lie in a folder named after what they follow from. Asked for again after an interruption, what is finished
stays and only the rest is written.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import streamlit as st
from filelock import FileLock, Timeout

from components.exports.batch import Job, Outcome, areas_of, run
from components.exports.write import LABELS
from data.measures.answers import Answers
from data.store.errors import StoreBusyError
from data.store.layout import Layout

_KEPT = 3
"""Packages that stay on the disk, the newest ones."""
_DEEPEST = 2
"""Documents are for offices: subdistricts and communities, not for single lowest grids."""


def choose_areas(answers: Answers) -> list[str]:
    """Ask who gets a document; returns codes of areas, the scope's own unless one for each below it is wanted."""
    own = [answers.scope.grid_code]
    level = answers.area_level + 1
    below = areas_of(answers, level) if level <= _DEEPEST and not answers.zone_grids else []
    if len(below) < 2:
        return own
    kind = answers.district.level_names[level - 1]
    names = {"own": f"{answers.area_name}一份", "each": f"每个{kind}各一份（{len(below)} 份）"}
    chosen = st.segmented_control(
        "份数",
        list(names),
        default="own",
        format_func=names.__getitem__,
        label_visibility="collapsed",
        key="snap_each",
        required=True,
    )
    return below if chosen == "each" else own


def make_each(answers: Answers, job: Job, areas: Sequence[str]) -> tuple[Path, list[Outcome]]:
    """Write the documents of all areas with a progress bar; those finished before are taken as they are.

    Args:
        answers: version and scope; the area is replaced.
        job: what is made.
        areas: codes.

    Returns:
        The folder, and what became of each area.

    Raises:
        StoreBusyError: another window is making the same documents.
    """
    folder = Layout(answers.store.home).packages / _name(answers, job)
    folder.mkdir(parents=True, exist_ok=True)
    bar = st.progress(0.0, text="正在准备")
    total, done = len(areas) * len(job.formats), 0

    def advance(name: str) -> None:
        nonlocal done
        done += not name
        area, _, kind = name.rpartition(" ")
        if kind:
            bar.progress(done / total, text=f"{area}：正在写 {LABELS[kind]}（{done + 1}/{total}）")  # type: ignore[index]  # a format

    try:
        with FileLock(folder.with_suffix(".lock"), timeout=0, thread_local=False):
            outcomes = run(answers, job, areas, folder, advance)
    except Timeout:
        raise StoreBusyError("这套文件正由另一个窗口生成，请稍候再试") from None
    finally:
        bar.empty()
    _prune(folder)
    return folder, outcomes


def _name(answers: Answers, job: Job) -> str:
    """The same for the same version, scope and wishes."""
    said = repr((answers.store.version, answers.scope, job.wanted, job.formats, job.options))
    template = job.template.read_bytes() if job.template else b""
    return hashlib.sha256(said.encode() + template).hexdigest()[:16]


def _prune(newest: Path) -> None:
    """Remove the oldest packages that nobody is making; they can be made again at any time."""
    newest.touch()
    folders = sorted((path for path in newest.parent.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for folder in folders[:-_KEPT]:
        with suppress(Timeout), FileLock(folder.with_suffix(".lock"), timeout=0, thread_local=False):
            shutil.rmtree(folder, ignore_errors=True)
