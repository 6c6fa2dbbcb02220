"""The data section of a meeting's minutes: what was on the wall in sentences, figures and tables, then what was ordered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from components.exports import report_docx, report_pdf
from components.exports.document import Document
from components.exports.meeting_document import BEFORE, GIVEN
from components.exports.report_plan import Block, Caption, Report, plan, printed_table
from components.views.words import day
from data.access.masking import mask
from data.meetings.model import Meeting

NAME = "会议纪要数据部分"


def minutes_plan(document: Document, meeting: Meeting) -> Report:
    """The minutes of a meeting, ready to be set.

    Args:
        document: of the meeting, its orders among the views.
        meeting: gives title and day.
    """
    report = plan(replace(document, title=f"{document.title}纪要（数据部分）"))
    sections = tuple(replace(section, blocks=tuple(map(_whole, section.blocks))) for section in report.sections)
    # The measures of the sentences stay; the numbers behind the figures are opened by their citation codes.
    return replace(report, sections=sections, annexes=(), opening=_opening(document, meeting), has_contents=False)


def write_minutes_docx(document: Document, meeting: Meeting, path: Path) -> None:
    """Write the minutes as a Word file, with native charts.

    Args:
        document: of the meeting, see ``document_of_meeting``.
        meeting: gives title and day.
        path: of the file; its folder is there.
    """
    report_docx.write_report(minutes_plan(document, meeting), path)


def write_minutes_pdf(document: Document, meeting: Meeting, path: Path) -> None:
    """Write the minutes as PDF; see :func:`write_minutes_docx`."""
    report_pdf.write_report(minutes_plan(document, meeting), path)


def _whole(block: Block) -> Block:
    """Without its annex; orders are listed to the last one."""
    if block.table is None or block.item.page_title not in (BEFORE, GIVEN):
        return replace(block, annex=None)
    words = f"{block.item.view.title}（截至{day(block.item.view.as_of)}）" if block.item.view.as_of else ""
    table = Caption("表", block.table.number, words or block.table.text)
    return replace(block, annex=None, table=table, rows=printed_table(block.item))


def _opening(document: Document, meeting: Meeting) -> str:
    demo = "本文所用为示例数据。" if document.is_demo else ""
    return (
        f"{day(meeting.held_on)}召开{mask(meeting.title)}。会议所用数据截至{day(document.as_of)}（第 {document.version} 版），"
        f"会上所看各项情况和议定事项如下，来源和引用码列于各图表之下，指标口径见附件。{demo}"
    )
