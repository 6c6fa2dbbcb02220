"""A meeting as a document: its own months and areas, its version, its orders; and slides for Office made of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from pptx import Presentation

from components.exports.document import Document
from components.exports.meeting_document import document_of_meeting
from components.exports.pptx import write_pptx
from components.exports.pptx_words import notes
from data.access.citations import look_up
from data.measures.answers import Answers
from data.measures.scope import Scope
from data.meetings.book import store_of
from data.meetings.model import Entry
from tests.components.exports import held
from tests.components.exports.pptx_reading import all_words, table_cells, title_of
from tests.components.exports.validator import schema_faults


@pytest.fixture(scope="module")
def slides(meeting_document, tmp_path_factory):
    path = tmp_path_factory.mktemp("meeting_pptx") / "会议.pptx"
    write_pptx(meeting_document, path)
    assert schema_faults(path) == []
    return list(Presentation(str(path)).slides)


def test_every_view_has_its_own_months_and_a_code_that_opens_them(meeting_home, meeting, meeting_document):
    before, *views, given = meeting_document.items
    assert [before.view.id, given.view.id] == ["orders_before", "orders_given"]
    assert [(item.view.id, item.view.scope) for item in views] == [(e.view, e.scope) for e in held.ENTRIES]
    for item, entry in zip(views, held.ENTRIES, strict=True):
        _, cited = look_up(meeting_home, item.code)
        assert (cited.version, cited.views, cited.scope) == (meeting.version, ((entry.page, entry.view),), entry.scope)
    # Two runs of months: the whole has no code of its own, and the foot names the meeting.
    assert not meeting_document.code and meeting_document.period == "2025年1—6月"
    assert f"2025年7月8日会议（编号 {meeting.code}）" in meeting_document.standing


def test_a_meeting_over_one_scope_has_a_code_for_the_whole(meeting_home, meeting):
    entries = tuple(entry for entry in held.ENTRIES if entry.scope.period == held.SPRING)
    document = document_of_meeting(meeting_home, replace(meeting, entries=entries[2:4]))
    _, cited = look_up(meeting_home, document.code)
    assert cited.views == (("micro_wishes", "funnel"), ("micro_wishes", "categories"))


def test_numbers_are_those_of_the_raw_rows(meeting_home, meeting, meeting_document):
    store = store_of(meeting_home, meeting)
    events = pd.to_datetime(pd.read_parquet(store.files("volunteer_events"))["held_on"])
    wishes = pd.to_datetime(pd.read_parquet(store.files("micro_wishes"))["submitted_on"])
    items = {item.view.id: item.view.frame for item in meeting_document.items}
    cards = items["cards"].set_index("code")["value"]
    assert cards["event_count"] == events.between("2025-04-01", "2025-06-30").sum()
    assert items["funnel"]["n"].iloc[0] == wishes.between("2025-04-01", "2025-06-30").sum()
    by_month = [int((events.dt.strftime("%Y-%m") == month).sum()) for month in held.HALF.months]
    assert list(items["trend"]["value"]) == by_month


def test_a_narrower_area_is_said_beside_the_unit(meeting_home, meeting):
    reader = store_of(meeting_home, meeting)
    place = str(Answers(reader, Scope(held.SPRING)).grids(1)["grid_code"].iloc[0])
    entry = Entry("micro_wishes", "funnel", Scope(held.SPRING, place))
    name = Answers(reader, entry.scope).area_name
    local, whole = document_of_meeting(meeting_home, replace(meeting, entries=(entry, held.ENTRIES[2]))).items[1:3]
    assert name in local.view.subtitle and name not in whole.view.subtitle
    alone = document_of_meeting(meeting_home, replace(meeting, entries=(entry,)))
    assert alone.area == name and name not in alone.items[1].view.subtitle


def test_what_is_gone_says_so_and_the_rest_goes_on(meeting_home, meeting, tmp_path):
    gone = Entry("micro_wishes", "never_was", Scope(held.SPRING), note=held.NOTE)
    document = document_of_meeting(meeting_home, replace(meeting, entries=(gone, held.ENTRIES[2])))
    assert "没有“never_was”" in document.items[1].view.empty and document.items[2].view.id == "funnel"
    write_pptx(document, tmp_path / "a.pptx")
    assert len(Presentation(str(tmp_path / "a.pptx")).slides) == 7


def test_the_first_slide_tells_what_became_of_the_last_orders(slides, meeting_document):
    body = [slide for slide in slides if slide.slide_layout.name == "正文"]
    cells = table_cells(body[0])
    assert cells[0] == ["序号", "责任单位", "议定事项", "办理时限", "办理情况"] and len(cells) == 7
    told = {row[3]: row[4] for row in cells[1:]}
    assert told["2025-05-10"] == "逾期办结（2025年5月11日）：已全部整改0"
    assert told["2025-05-14"] == "按期办结（2025年5月11日）：已全部整改4"
    # Finished after the meeting: on its day it was late, and nobody had said anything.
    assert told["2025-05-15"] == "逾期未办结"
    assert title_of(body[0]) == "议定事项共 6 项，已办结 3 项（其中逾期办结 2 项），逾期未办结 3 项"


def test_notes_are_for_the_speaker_and_masked(slides, meeting_document):
    cards = next(
        slide for slide in slides if slide.has_notes_slide and "先讲" in slide.notes_slide.notes_text_frame.text
    )
    assert cards.notes_slide.notes_text_frame.text.startswith(f"备注：{held.MASKED}")
    assert not any("先讲" in all_words(slide) for slide in slides)
    item = meeting_document.items[1]
    assert notes(item, meeting_document)[1:] == notes(replace(item, note=""), meeting_document)


def test_without_a_meeting_the_foot_is_as_ever(demo_document: Document):
    assert demo_document.standing == f"示例数据 · 截至 2025年6月30日 · 引用码 {demo_document.code}"


def test_the_same_meeting_gives_the_same_bytes(meeting_home, meeting, meeting_document, tmp_path):
    write_pptx(meeting_document, tmp_path / "a.pptx")
    write_pptx(document_of_meeting(meeting_home, meeting), tmp_path / "b.pptx")
    assert (tmp_path / "a.pptx").read_bytes() == (tmp_path / "b.pptx").read_bytes()
