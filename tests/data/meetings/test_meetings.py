"""A meeting shows the same on any later day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from data.measures.answers import Answers
from data.measures.scope import Period
from data.meetings.book import (
    MeetingError,
    open_meeting,
    orders_of,
    read_meeting,
    read_meetings,
    remove_agenda,
    save_agenda,
    store_of,
)
from data.meetings.model import Agenda
from data.store.errors import StoreError, VersionMissingError
from data.store.layout import Layout
from data.store.maintenance import list_versions, prune, undo
from tests.data.meetings.samples import ENTRY, OTHER, give
from tests.data.store.rows import event, publish

DAY = date(2025, 7, 3)


def people(reader) -> int:
    return int(reader.query("SELECT sum(participation_count) FROM volunteer_events").iloc[0, 0])


def test_a_meeting_keeps_version_months_and_title_whatever_happens_later(home, agenda):
    meeting = open_meeting(home, agenda.code, held_on=DAY)
    assert (meeting.version, meeting.as_of, meeting.held_on) == (1, date(2025, 6, 30), DAY)
    assert (meeting.title, meeting.agenda) == ("三季度联席会议", agenda.code)
    assert [entry.scope.period for entry in meeting.entries] == [Period("2025-04", "2025-06")] * 2
    assert [replace(entry, scope=ENTRY.scope) for entry in meeting.entries[:1]] == [ENTRY]
    before = people(store_of(home, meeting))
    publish(home, volunteer_events=[event("a", "2025-07-15", 70), event("b", "2025-09-30", 9)])
    save_agenda(home, replace(agenda, title="改了", entries=(OTHER,)))
    remove_agenda(home, agenda.code)
    again = read_meeting(home, meeting.code)
    assert again == meeting
    assert people(store_of(home, again)) == before == 5
    assert Answers(store_of(home, again), again.entries[0].scope).store.as_of == date(2025, 6, 30)


def test_an_agenda_used_again_shows_the_newest_months(home, agenda):
    publish(home, volunteer_events=[event("b", "2025-09-30", 9)])
    later = open_meeting(home, agenda.code, held_on=date(2025, 10, 9))
    assert {entry.scope.period for entry in later.entries} == {Period("2025-07", "2025-09")}
    earlier = open_meeting(home, agenda.code, held_on=date(2025, 10, 9), version=1)
    assert {entry.scope.period for entry in earlier.entries} == {Period("2025-04", "2025-06")}
    kept = save_agenda(home, replace(agenda, code="", rule="kept"))
    assert open_meeting(home, kept.code, held_on=DAY).entries == agenda.entries


def test_the_version_of_a_meeting_survives_pruning_even_when_it_was_taken_back(home, agenda):
    first = open_meeting(home, agenda.code, held_on=DAY)
    publish(home, volunteer_events=[event("a", "2025-06-30", 6)])
    second = open_meeting(home, agenda.code, held_on=DAY)
    undo(home)
    for number in range(4):
        publish(home, volunteer_events=[event("a", "2025-06-30", 10 + number)])
    assert prune(home, keep=1) == [3, 4]
    assert [line.manifest.version for line in list_versions(home) if line.is_cited] == [1, 2]
    assert [people(store_of(home, meeting)) for meeting in (first, second)] == [5, 6]
    assert open_meeting(home, agenda.code, held_on=DAY, version=2).version == 2


def test_a_meeting_whose_version_is_gone_says_so_and_keeps_its_orders(home, agenda):
    meeting = open_meeting(home, agenda.code, held_on=DAY)
    order = give(home, meeting.code)
    publish(home, volunteer_events=[event("a", "2025-06-30", 6)])
    Layout(home).manifest(1).unlink()
    with pytest.raises(VersionMissingError, match=r"“三季度联席会议”（2025-07-03）用的第 1 版数据已不在数据仓里"):
        store_of(home, meeting)
    assert read_meetings(home) == [meeting]
    assert orders_of(home, meeting.code) == [order]


def test_a_meeting_that_cannot_be_opened_leaves_no_trace(home, agenda):
    empty = save_agenda(home, Agenda("", "空的"))
    with pytest.raises(MeetingError, match="“空的”里还没有画面"):
        open_meeting(home, empty.code, held_on=DAY)
    with pytest.raises(MeetingError, match="没有编号为“NONE”的议程"):
        open_meeting(home, "NONE", held_on=DAY)
    with pytest.raises(MeetingError, match="会议日期写成了 0205-07-03"):
        open_meeting(home, agenda.code, held_on=date(205, 7, 3))
    for version in (0, 7):
        with pytest.raises(VersionMissingError, match=f"没有第 {version} 版"):
            open_meeting(home, agenda.code, held_on=DAY, version=version)
    assert read_meetings(home) == []
    assert not any(line.is_cited for line in list_versions(home))


def test_what_an_import_that_died_left_is_no_version(home, agenda):
    layout = Layout(home)
    layout.manifest(2).write_bytes(layout.manifest(1).read_bytes())
    with pytest.raises(VersionMissingError, match="没有第 2 版，当前是第 1 版"):
        open_meeting(home, agenda.code, held_on=DAY, version=2)


def test_no_meeting_without_data(tmp_path):
    agenda = save_agenda(tmp_path, Agenda("", "议程", entries=(ENTRY,)))
    with pytest.raises(StoreError, match="还没有数据，请先导入"):
        open_meeting(tmp_path, agenda.code, held_on=DAY)


def test_meetings_are_listed_by_their_day_not_by_when_they_were_opened(home, agenda):
    days = [date(2025, 7, 3), date(2025, 1, 9), date(2025, 10, 9), date(2025, 7, 3)]
    opened = [open_meeting(home, agenda.code, held_on=day) for day in days]
    assert read_meetings(home) == [opened[2], opened[3], opened[0], opened[1]]
    assert len({meeting.code for meeting in opened}) == 4
    moment = open_meeting(home, agenda.code, held_on=datetime(2025, 7, 3, 9, 30))
    assert read_meeting(home, moment.code).held_on == DAY == moment.held_on
