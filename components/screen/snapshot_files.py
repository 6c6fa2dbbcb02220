"""The files of 快照与通报: made on the page, kept for this visitor until they are downloaded."""

from __future__ import annotations

import io
import logging
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from components.exports.batch import Job, export
from components.exports.pictures import safe_name
from components.exports.prepare import DEFAULT_TITLE
from components.exports.write import LABELS
from components.screen import snapshot_batch
from data.measures.answers import Answers
from data.store.errors import StoreError

logger = logging.getLogger(__name__)
_MADE = "wl_made"
_ZIP_DAY = (2020, 1, 1, 0, 0, 0)
_TOLD_ERRORS = 3


@dataclass(frozen=True, slots=True)
class Made:
    """Files that wait to be downloaded.

    Attributes:
        title: of the document.
        code: its citation code; empty where each of many documents has its own.
        files: name below the folder → bytes.
        errors: a sentence for each file that could not be made.
    """

    title: str
    code: str
    files: Mapping[str, bytes]
    errors: tuple[str, ...] = ()

    @property
    def archive(self) -> bytes:
        """All files in one; the same files give the same bytes."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self.files):
                archive.writestr(zipfile.ZipInfo(name, _ZIP_DAY), self.files[name], zipfile.ZIP_DEFLATED)
        return packed.getvalue()


def make(answers: Answers, areas: Sequence[str], job: Job, template: bytes | None) -> None:
    """Make the files, one set or one an area; what goes wrong is said, and nothing half made is offered."""
    try:
        with tempfile.TemporaryDirectory(prefix="wanglan_") as scratch:
            folder = Path(scratch)
            if template:
                given = folder / "template" / "模板.pptx"
                given.parent.mkdir()
                given.write_bytes(template)
                job = replace(job, template=given)
            made = _one(answers, job, folder) if len(areas) == 1 else _each(answers, job, areas)
            st.session_state[_MADE] = made
    except StoreError as error:
        st.session_state.pop(_MADE, None)
        st.markdown(f":orange[:material/error:] {error}")
    except Exception:
        logger.exception("snapshot of %s", job.wanted)
        st.session_state.pop(_MADE, None)
        reason = "模板不能用，请换一个 .pptx，或不用模板再试。" if template else "原因已写入运行日志，可少选几项再试。"
        st.markdown(f":orange[:material/error:] 文件没有做成。{reason}")


def _one(answers: Answers, job: Job, folder: Path) -> Made:
    bar = st.progress(0.0, text="正在准备")
    done = iter(range(len(job.formats)))

    def advance(name: str) -> None:
        bar.progress(next(done) / len(job.formats), text=f"正在写 {LABELS[name]}")  # type: ignore[index]  # a format

    try:
        document, written = export(answers, job, folder, advance)
    finally:
        bar.empty()
    return Made(document.title, document.code, _contents(folder, written))


def _each(answers: Answers, job: Job, areas: Sequence[str]) -> Made:
    folder, outcomes = snapshot_batch.make_each(answers, job, areas)
    written = [folder / name for outcome in outcomes for name in outcome.files]
    errors = tuple(error for outcome in outcomes for error in outcome.errors)
    title = f"{job.options.title.strip() or DEFAULT_TITLE}_{answers.scope.period.label}_{len(areas)}份"
    return Made(title, "", _contents(folder, written), errors)


def _contents(folder: Path, written: Sequence[Path]) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in written}


def downloads() -> None:
    """Offer what was made last: all in one, and each single file."""
    made: Made | None = st.session_state.get(_MADE)
    if made is None:
        return
    code = f"引用码 **{made.code}**" if made.code else "每份各有自己的引用码"
    st.markdown(f":material/check_circle: 已生成 {len(made.files)} 个文件，{code}")
    for error in made.errors[:_TOLD_ERRORS]:
        st.markdown(f":orange[:material/error:] {error}")
    if len(made.errors) > _TOLD_ERRORS:
        st.markdown(f":orange[另有 {len(made.errors) - _TOLD_ERRORS} 个文件没有做成，原因已写入运行日志。]")
    with st.container(key="bar_snap_files", horizontal=True):
        if len(made.files) > 1:
            st.download_button(
                "全部下载（ZIP）",
                lambda: made.archive,
                file_name=f"{safe_name('_'.join(filter(None, (made.title, made.code))))}.zip",
                mime="application/zip",
                icon=":material/folder_zip:",
                on_click="ignore",
                key="snap_zip",
            )
        single = {name: content for name, content in made.files.items() if "/" not in name}
        for name, content in single.items():
            ending = name.rpartition(".")[2]
            st.download_button(
                LABELS[ending],  # type: ignore[index]  # of a format
                content,
                file_name=name,
                icon=":material/download:",
                on_click="ignore",
                key=f"snap_get_{ending}",
            )
