"""``python -m components.exports --meeting`` as an office runs it: every paper, logged, over the meeting's version."""

from __future__ import annotations

import hashlib
import json

import pytest
from pptx import Presentation
from pypdf import PdfReader

from components.exports.meeting_files import PAPERS, Wishes, export_meeting, papers_of
from data.access.export_log import read_exports
from data.store.errors import StoreError
from tests.components.exports import held
from tests.components.exports.test_command import run


def test_the_command_writes_every_paper_and_logs_them(meeting_home, meeting, tmp_path):
    formats = ("--formats", "pptx,html,docx,pdf", "--issuer", "示范区网格中心")
    done = run(meeting_home, "--meeting", meeting.code, *formats, "--out", tmp_path / "a", "--json")
    assert done.returncode == 0, done.stderr
    names = json.loads(done.stdout)["files"]
    labels = ("督办单", "督办单", "会议纪要数据部分", "会议纪要数据部分", "演示文稿", "离线投屏")
    stem = f"三季度联席会议_2025-07-08_{meeting.code}"
    assert names == [f"{stem}_{label}.{p.ending}" for label, p in zip(labels, PAPERS.values(), strict=True)]
    assert len(PdfReader(tmp_path / "a" / names[1]).pages) == 1
    notes = [slide.notes_slide.notes_text_frame.text for slide in Presentation(str(tmp_path / "a" / names[4])).slides]
    assert any(held.MASKED in note for note in notes)
    assert "先讲" not in (tmp_path / "a" / names[5]).read_text(encoding="utf-8")
    logged = read_exports(meeting_home, 1)[0]
    assert (logged.title, logged.version, logged.way) == (held.QUARTERLY, meeting.version, "命令行")
    assert logged.views == tuple(f"{entry.page}.{entry.view}" for entry in held.ENTRIES)
    assert meeting.code in logged.scope and logged.period == "2025-01..2025-06"
    for file in logged.files:
        assert hashlib.sha256((tmp_path / "a" / file.name).read_bytes()).hexdigest() == file.sha256


def test_what_cannot_be_done_is_said_in_one_sentence(meeting_home, meeting, tmp_path):
    for arguments, said in (
        (("--meeting", "NONE99", "--out", tmp_path), "没有"),
        (("--meeting", meeting.code, "--formats", "xlsx", "--out", tmp_path), "会议不能存成“xlsx”"),
        (("--meeting", meeting.code, "--formats", "pdf"), "--out"),
    ):
        done = run(meeting_home, *arguments)
        assert done.returncode == 1 and said in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_formats_mean_papers():
    assert papers_of(["docx"]) == ["orders_docx", "minutes_docx"] and papers_of(["html", "pdf"])[-1] == "html"
    with pytest.raises(StoreError, match="png"):
        papers_of(["png", "pdf"])


def test_the_book_is_not_touched_by_what_is_taken_along(meeting_home, meeting, tmp_path):
    before = {path: path.read_bytes() for path in (meeting_home / "meetings").rglob("*") if path.is_file()}
    assert before
    written = export_meeting(meeting_home, meeting, ["orders_docx"], tmp_path, Wishes(way="页面"))
    assert [path.suffix for path in written] == [".docx"] and read_exports(meeting_home, 1)[0].way == "页面"
    assert before == {path: path.read_bytes() for path in (meeting_home / "meetings").rglob("*") if path.is_file()}
