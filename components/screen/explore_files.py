"""The explored picture and its table as a file: a presentation, a report or a workbook, made on the click."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st

from components.exports.batch import Job, export
from components.exports.document import Format
from components.exports.prepare import Choice, Options
from components.exports.write import LABELS
from components.screen import picture
from components.views.model import View
from data.measures.answers import Answers

_FORMATS: tuple[Format, ...] = ("pptx", "docx", "xlsx")


def draw_files(answers: Answers, view: View, wanted: list[Choice]) -> None:
    """A button for each format; nothing is made before one is used.

    Args:
        answers: version and scope.
        view: the picture, which names the file.
        wanted: what goes into it.
    """
    box = st.popover("导出", icon=":material/file_export:", type="tertiary", key="explore_files", on_change="rerun")
    if not box.open:
        return
    with box:
        for name in _FORMATS:
            st.download_button(
                LABELS[name],
                partial(_file, answers, wanted, name, view.title),
                file_name=f"{picture.file_name(view, answers.area_name)}.{name}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                key=f"explore_file_{name}",
            )


def _file(answers: Answers, wanted: list[Choice], name: Format, title: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="wanglan_") as scratch:
        job = Job(tuple(wanted), (name,), Options(title=title), None, "自助分析")
        _, (path, *_) = export(answers, job, Path(scratch), lambda _: None)
        return path.read_bytes()
