"""What is taken along from a meeting as files: the 督办单, the minutes' data, the slides for Office and for a browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from components.exports.document import Document
from components.exports.entries import Built
from components.exports.meeting_document import cover_of_meeting, document_of_meeting
from components.exports.orders_paper import OrdersPaper, orders_paper
from components.exports.pictures import safe_name
from components.exports.prepare import Options
from components.slides.deck import meeting_deck
from components.slides.model import SHAPES, Shape
from data.access.export_log import Export, ExportedFile, log_export
from data.meetings.model import Meeting
from data.store.errors import StoreError


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of file.

    Attributes:
        label: 督办单.
        ending: docx.
    """

    label: str
    ending: str


PAPERS: dict[str, Paper] = {
    "orders_docx": Paper("督办单", "docx"),
    "orders_pdf": Paper("督办单", "pdf"),
    "minutes_docx": Paper("会议纪要数据部分", "docx"),
    "minutes_pdf": Paper("会议纪要数据部分", "pdf"),
    "pptx": Paper("演示文稿", "pptx"),
    "html": Paper("离线投屏", "html"),
}
"""What there is to take along."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How files of a meeting are made.

    Attributes:
        options: title, red head, number, watermark.
        with_notes: keep the presenter's notes in the page file; slides for Office always have them.
        shape: of the slides in the page file.
        on: day as of which this meeting's orders stand; None = today.
        template: the office's own .pptx.
        way: where it was asked for, for the log.
    """

    options: Options = field(default_factory=Options)
    with_notes: bool = False
    shape: Shape = SHAPES["16:9"]
    on: date | None = None
    template: Path | None = None
    way: str = "命令行"


def papers_of(formats: Sequence[str]) -> list[str]:
    """The kinds of file that formats mean: docx is the 督办单 and the minutes.

    Raises:
        StoreError: a meeting is not written in this format.
    """
    wrong = [name for name in formats if name not in {paper.ending for paper in PAPERS.values()}]
    if wrong or not formats:
        raise StoreError(f"会议不能存成“{'、'.join(wrong)}”，可选：pptx、html、docx、pdf。")
    return [kind for kind, paper in PAPERS.items() if paper.ending in formats]


def export_meeting(
    home: Path,
    meeting: Meeting,
    kinds: Sequence[str],
    folder: Path,
    wishes: Wishes | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write files of a meeting into a folder and log that they left.

    Args:
        home: the store's folder.
        meeting: what is written.
        kinds: of :data:`PAPERS`.
        folder: made if it is not there.
        wishes: how they are made.
        progress: told the label of each file before it is written.

    Raises:
        StoreError: the version of the meeting is gone, or the log is held.
    """
    folder.mkdir(parents=True, exist_ok=True)
    making = _Making(home, meeting, wishes or Wishes())
    stem = safe_name(f"{making.cover.title}_{meeting.held_on}_{meeting.code}")
    written = []
    for kind in kinds:
        paper = PAPERS[kind]
        progress(paper.label)
        written.append(folder / f"{stem}_{paper.label}.{paper.ending}")
        making.write(kind, written[-1])
    _log(home, meeting, making, written)
    return written


class _Making:
    """The document and the paper of a meeting, made once and only where they are asked for."""

    def __init__(self, home: Path, meeting: Meeting, wishes: Wishes) -> None:
        self.home, self.meeting, self.wishes = home, meeting, wishes
        self.on = max(meeting.held_on, wishes.on or date.today())
        self._built: Built = {}

    @cached_property
    def cover(self) -> Document:
        return cover_of_meeting(self.home, self.meeting, self.wishes.options).document

    @cached_property
    def document(self) -> Document:
        return document_of_meeting(self.home, self.meeting, self.wishes.options, on=self.on, built=self._built)

    @cached_property
    def paper(self) -> OrdersPaper:
        return orders_paper(self.home, self.meeting, self.wishes.options, on=self.on, built=self._built)

    def write(self, kind: str, path: Path) -> None:
        """Write one file; what writes it is loaded only now."""
        if kind == "pptx":
            from components.exports.pptx import write_pptx

            write_pptx(self.document, path, self.wishes.template)
        elif kind == "html":
            from components.exports.meeting_html import write_meeting_html

            deck = meeting_deck(self.home, self.meeting, self.wishes.shape)
            mark = self.wishes.options.watermark.strip()
            write_meeting_html(deck, self.meeting, path, with_notes=self.wishes.with_notes, watermark=mark)
        elif kind == "orders_docx":
            from components.exports.orders_docx import write_orders_docx

            write_orders_docx(self.paper, path)
        elif kind == "orders_pdf":
            from components.exports.orders_pdf import write_orders_pdf

            write_orders_pdf(self.paper, path)
        else:
            from components.exports import minutes

            write = minutes.write_minutes_docx if kind == "minutes_docx" else minutes.write_minutes_pdf
            write(self.document, self.meeting, path)


def _log(home: Path, meeting: Meeting, making: _Making, written: Sequence[Path]) -> None:
    cover = making.cover
    periods = [entry.scope.period for entry in meeting.entries]
    months = f"{min(p.start for p in periods)}..{max(p.end for p in periods)}" if periods else ""
    views = tuple(f"{entry.page}.{entry.view}" for entry in meeting.entries)
    files = tuple(ExportedFile.of(path) for path in written)
    scope = f"{cover.occasion} · {cover.period} · {cover.area}"
    log_export(
        home,
        Export(cover.title, cover.code, meeting.version, scope, "", months, views, files, making.wishes.way),
    )
