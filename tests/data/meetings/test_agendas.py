"""An agenda comes back as it was saved, whoever else writes, whatever a line was made of."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.measures.scope import Period, Scope
from data.meetings import book
from data.meetings.book import (
    MeetingError,
    add_entry,
    read_agenda,
    read_agendas,
    remove_agenda,
    save_agenda,
)
from data.meetings.model import Agenda, Entry
from data.store.errors import StoreError
from data.store.layout import Layout
from tests.data.meetings.samples import ENTRY, OTHER

WORDS = st.text(max_size=12)
PERIODS = st.integers(0, 40).map(Period("2024-01", "2024-02").shifted)
SCOPES = st.builds(
    Scope,
    PERIODS,
    WORDS,
    st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
    st.sampled_from(["previous", "year_ago", "none"]),
    WORDS,
)
IDS = WORDS.filter(bool)
ENTRIES = st.builds(Entry, IDS, IDS, SCOPES, st.just("讲一句"), st.integers(5, 3600), WORDS, st.integers(0, 3))


def test_an_agenda_comes_back_whole_and_can_be_changed_and_removed(home, agenda):
    assert agenda.code[0].isalpha() and agenda.saved_at
    assert agenda.entries == (ENTRY, OTHER)
    assert read_agenda(home, agenda.code) == agenda == read_agenda(home, f" {agenda.code.lower()} ")
    second = save_agenda(home, Agenda("", "月度例会"))
    assert read_agendas(home) == [second, agenda]
    turned = save_agenda(home, replace(agenda, title="四季度联席会议", entries=(OTHER, ENTRY)))
    assert turned.code == agenda.code and turned.entries == (OTHER, ENTRY)
    assert read_agendas(home) == [turned, second]
    remove_agenda(home, agenda.code)
    assert read_agendas(home) == [second]
    with pytest.raises(MeetingError, match=f"没有编号为“{agenda.code}”的议程"):
        read_agenda(home, agenda.code)
    assert save_agenda(home, turned).code == agenda.code, "who had it open meanwhile does not lose it"


def test_a_store_without_meetings_has_none(tmp_path):
    assert read_agendas(tmp_path) == [] == book.read_meetings(tmp_path) == book.all_orders(tmp_path)
    assert not Layout(tmp_path).meetings.exists()


@settings(max_examples=25, deadline=None)
@given(st.lists(ENTRIES, max_size=4), st.sampled_from(["kept", "this_month", "this_quarter", "this_year"]))
def test_whatever_can_be_chosen_comes_back(tmp_path_factory, entries, rule):
    home = tmp_path_factory.getbasetemp() / "any_agenda"
    saved = save_agenda(home, Agenda("", "议程", rule, tuple(entries)))
    assert saved.entries == tuple(entries)
    assert read_agenda(home, saved.code) == saved


def test_adding_makes_a_new_agenda_or_goes_to_the_end(home, agenda):
    fresh = add_entry(home, "", OTHER)
    assert (fresh.title, fresh.entries, fresh.rule) == ("新议程", (OTHER,), "kept")
    longer = add_entry(home, agenda.code, OTHER)
    assert longer.entries == (ENTRY, OTHER, OTHER) == read_agenda(home, agenda.code).entries
    assert longer.title == agenda.title
    with pytest.raises(MeetingError, match="没有编号为“NONE”的议程"):
        add_entry(home, "NONE", OTHER)


def test_what_is_typed_is_tidied(home):
    typed = Agenda(
        "", " 三季度\n联席\u202e会议 ", entries=(replace(ENTRY, note="打13812345678\n\n问  情况\t", dwell_seconds=0),)
    )
    saved = save_agenda(home, typed)
    assert saved.title == "三季度 联席会议"
    assert saved.entries[0].note == "打138****5678\n\n问 情况"
    assert saved.entries[0].dwell_seconds == book.LEAST_DWELL
    assert save_agenda(home, replace(saved, title=" \n ")).title == "新议程"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": "长" * 41}, "议程名称最多 40 字，现有 41 字"),
        ({"entries": (replace(ENTRY, note="长" * 501),)}, "备注最多 500 字"),
        ({"entries": (OTHER,) * 61}, "最多 60 个画面，现有 61 个"),
        ({"rule": "next_year"}, "无法识别"),
        ({"code": "../x"}, "只能用字母和数字"),
        ({"code": "议程"}, "只能用字母和数字"),
        ({"code": "A" * 21}, "只能用字母和数字"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(home, agenda, changed, words):
    with pytest.raises(StoreError, match=words):
        save_agenda(home, replace(agenda, **changed))
    assert read_agendas(home) == [agenda]


@pytest.mark.parametrize("code", ["", "x", "' OR 1=1 --", "\x00", "９" * 500])
def test_nonsense_in_an_address_is_answered_with_a_sentence(home, agenda, code):
    for read in (book.read_agenda, book.read_meeting):
        with pytest.raises(MeetingError, match="这里没有编号为") as caught:
            read(home, code)
        assert len(str(caught.value)) < 80


@pytest.mark.parametrize(
    "broken",
    [
        {"page": ""},
        {"scope": None},
        {"scope": {"period": "2025"}},
        {"scope": {**ENTRY.scope.to_dict(), "period": "2025-13..2025-14"}},
        {"scope": {**ENTRY.scope.to_dict(), "period": "2025-06..2025-01"}},
        {"scope": {**ENTRY.scope.to_dict(), "compare": "last_century"}},
        {"scope": {**ENTRY.scope.to_dict(), "grid_code": 7}},
        {"scope": {**ENTRY.scope.to_dict(), "weather": "fine"}},
        {"scope": {**ENTRY.scope.to_dict(), "categories": [["one"]]}},
        {"dwell_seconds": "soon"},
    ],
)
def test_an_entry_that_cannot_be_read_any_more_is_passed_over(home, agenda, broken):
    path = Layout(home).agendas
    line = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    line["entries"][0].update(broken)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    assert read_agenda(home, agenda.code).entries == (OTHER,)


@pytest.mark.parametrize(
    "line", ['{"code": 7}', '{"code": "%s"}', '{"code": "%s", "title": "x", "rule": "x"}', "[]", "7"]
)
def test_a_line_of_another_make_leaves_the_one_before_it(home, agenda, line):
    with Layout(home).agendas.open("a", encoding="utf-8") as file:
        file.write(line.replace("%s", agenda.code) + "\n")
    assert read_agendas(home) == [agenda]
