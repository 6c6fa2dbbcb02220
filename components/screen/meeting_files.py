"""What is taken along from a meeting: 督办单, the minutes' data, the whole meeting as slides and as a web page."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st

from components.exports.meeting_files import PAPERS, Wishes, export_meeting
from components.exports.pictures import safe_name
from data.meetings.model import Meeting
from data.settings import store_home

_OFFERED = {
    "orders_docx": ("督办单 Word", "assignment"),
    "orders_pdf": ("督办单 PDF", "picture_as_pdf"),
    "minutes_docx": ("会议纪要数据部分 Word", "description"),
    "pptx": ("整场 PPT", "slideshow"),
    "html": ("整场离线网页", "html"),
}
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html",
}


def take_along(meeting: Meeting) -> None:
    """Draw the downloads; nothing is made before somebody asks."""
    with st.container(key="bar_meeting_files", horizontal=True, vertical_alignment="center"):
        st.markdown("**会议材料**", width="content")
        for kind, (label, icon) in _OFFERED.items():
            ending = PAPERS[kind].ending
            st.download_button(
                label,
                partial(file_of, store_home(), meeting, kind),
                file_name=f"{safe_name(f'{meeting.title}_{meeting.held_on}_{PAPERS[kind].label}')}.{ending}",
                mime=_TYPES[ending],
                icon=f":material/{icon}:",
                on_click="ignore",
                key=f"meeting_file_{kind}_{meeting.code}",
            )
    st.markdown(":small[:gray[按会议固定的那一版数据生成；议定事项的办理情况截至今天。PPT 备注里有讲稿，网页里没有。]]")


def file_of(home: Path, meeting: Meeting, kind: str) -> bytes:
    """One file of a meeting, and its line in the log.

    Args:
        home: the store's folder.
        meeting: what is written.
        kind: of :data:`components.exports.meeting_files.PAPERS`.

    Raises:
        StoreError: the version of the meeting is gone, or the log is held.
    """
    with tempfile.TemporaryDirectory(prefix="wanglan_") as folder:
        (path,) = export_meeting(home, meeting, [kind], Path(folder), Wishes(way="页面"))
        return path.read_bytes()
