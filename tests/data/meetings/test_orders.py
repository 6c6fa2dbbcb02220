"""What became of each order on any day, recounted without the book."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.meetings.book import (
    MeetingError,
    all_orders,
    finish_order,
    open_meeting,
    orders_before,
    orders_of,
    read_meeting,
    reopen_order,
    save_agenda,
)
from data.meetings.model import STATES, Agenda
from data.store.layout import Layout
from tests.data.meetings.samples import ENTRY, give
from tests.data.store.rows import event, publish

JULY_3, AUGUST_7, OCTOBER_9 = date(2025, 7, 3), date(2025, 8, 7), date(2025, 10, 9)
START = date(2025, 1, 1)


@pytest.fixture
def meetings(home, agenda):
    return [open_meeting(home, agenda.code, held_on=day) for day in (JULY_3, AUGUST_7, OCTOBER_9)]


def test_an_order_comes_back_as_it_was_given(home, meetings):
    order = give(home, meetings[0].code.lower(), page="issue_reports", view="overdue", citation="ABCDEFGH")
    assert (order.who, order.what, order.due_on, order.given_on) == (
        "北下街街道",
        "整治占道经营",
        date(2025, 7, 31),
        JULY_3,
    )
    assert (order.page, order.view, order.citation, order.done_on, order.result) == (
        "issue_reports",
        "overdue",
        "ABCDEFGH",
        None,
        "",
    )
    second = give(home, meetings[0].code)
    other = give(home, meetings[1].code)
    assert orders_of(home, meetings[0].code) == [order, second]
    assert all_orders(home) == [order, second, other]
    assert orders_of(home, "NONE") == []


def test_what_is_typed_about_an_order_is_masked_and_one_line(home, meetings):
    order = give(
        home, meetings[0].code, who=" 北下街\n街道 ", what="回访居民王小明，电话 138 1234 5678，\u202e月底前办结\n"
    )
    assert order.who == "北下街 街道"
    assert order.what == "回访居民王**，电话 138****5678，月底前办结"
    done = finish_order(home, order.code, done_on=JULY_3, result="已回访\t身份证410105196512310011")
    assert done.result == "已回访 身份证410105***********1"
    assert "1234" not in Layout(home).orders.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"who": " \n"}, "请填写责任单位"),
        ({"what": "\u200b"}, "请填写议定事项"),
        ({"who": "长" * 41}, "责任单位最多 40 字，现有 41 字"),
        ({"what": "长" * 121}, "议定事项最多 120 字，现有 121 字"),
        ({"due_on": date(2025, 7, 2)}, "办理时限（2025年7月2日）早于交办日期（2025年7月3日）"),
        ({"due_on": date(2925, 7, 2)}, "办理时限写成了 2925-07-02"),
        ({"given_on": date(25, 7, 2)}, "交办日期写成了 0025-07-02"),
        ({"view": "v" * 81}, "画面最多 80 字"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_with_a_sentence(home, meetings, changed, words):
    with pytest.raises(MeetingError, match=words):
        give(home, meetings[0].code, **changed)
    assert all_orders(home) == []


def test_orders_of_nothing_are_refused(home, meetings):
    with pytest.raises(MeetingError, match="没有编号为“NONE”的会议"):
        give(home, "NONE")
    for change in (lambda: finish_order(home, "NONE", done_on=JULY_3), lambda: reopen_order(home, "NONE")):
        with pytest.raises(MeetingError, match="没有编号为“NONE”的议定事项"):
            change()
    order = give(home, meetings[0].code, due_on=JULY_3)
    with pytest.raises(MeetingError, match="办结日期（2025年7月2日）早于交办日期"):
        finish_order(home, order.code, done_on=date(2025, 7, 2))
    with pytest.raises(MeetingError, match="办理结果最多 120 字"):
        reopen_order(home, order.code, result="长" * 121)
    assert all_orders(home) == [order]


def test_due_today_is_not_late_and_the_day_it_is_done_counts(home, meetings):
    order = give(home, meetings[0].code)
    assert [STATES[order.state(date(2025, *day))] for day in ((7, 31), (8, 1))] == ["办理中", "逾期未办结"]
    in_time = finish_order(home, order.code, done_on=date(2025, 7, 31), result="已清理 12 处")
    assert [STATES[in_time.state(date(2025, *day))] for day in ((7, 30), (7, 31), (9, 1))] == [
        "办理中",
        "按期办结",
        "按期办结",
    ]
    late = finish_order(home, order.code, done_on=date(2025, 8, 1))
    assert [STATES[late.state(date(2025, *day))] for day in ((7, 31), (8, 1))] == ["办理中", "逾期办结"]
    assert late.result == "", "entered again, it says what was entered last"
    again = reopen_order(home, order.code, result="复查不合格")
    assert (again.done_on, again.result, STATES[again.state(AUGUST_7)]) == (None, "复查不合格", "逾期未办结")
    assert all_orders(home) == [again]
    assert len(Layout(home).orders.read_text(encoding="utf-8").splitlines()) == 4


def test_the_wall_of_a_past_meeting_shows_what_was_done_by_its_day(home, meetings):
    first, second, third = meetings
    order = give(home, first.code)
    finish_order(home, order.code, done_on=date(2025, 9, 1), result="九月办结")
    (shown,) = orders_before(home, second)
    assert (shown.done_on, shown.result, STATES[shown.state(second.held_on)]) == (None, "", "逾期未办结")
    (shown,) = orders_before(home, third)
    assert (shown.result, STATES[shown.state(third.held_on)]) == ("九月办结", "逾期办结")
    assert orders_before(home, first) == []


def test_a_rehearsal_hides_nothing_and_what_was_told_as_done_is_told_once(home, agenda, meetings):
    first, second, third = meetings
    done, since, still = (give(home, first.code, what=what) for what in ("先办", "后办", "未办"))
    finish_order(home, done.code, done_on=date(2025, 7, 20))
    finish_order(home, since.code, done_on=date(2025, 9, 1))
    new = give(home, second.code, due_on=date(2025, 12, 1), given_on=AUGUST_7)
    rehearsal = open_meeting(home, agenda.code, held_on=OCTOBER_9)
    assert [order.what for order in orders_before(home, second)] == ["先办", "后办", "未办"]
    for meeting in (third, rehearsal):
        assert [order.what for order in orders_before(home, meeting)] == ["后办", "未办", new.what]
    assert still.code in {order.code for order in orders_before(home, rehearsal)}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    home = tmp_path_factory.mktemp("shared")
    publish(home, volunteer_events=[event("a", "2025-06-30")])
    return home


DAYS = st.integers(0, 30)
STEPS = st.one_of(
    st.tuples(st.just("give"), st.integers(0, 3), DAYS),
    st.tuples(st.just("finish"), st.integers(0, 7), DAYS),
    st.tuples(st.just("reopen"), st.integers(0, 7), DAYS),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(DAYS, min_size=4, max_size=4), st.lists(STEPS, max_size=14))
def test_states_and_first_slides_agree_with_a_recount(shared, held, steps):
    shutil.rmtree(Layout(shared).meetings, ignore_errors=True)
    agenda = save_agenda(shared, Agenda("", "例会", entries=(ENTRY,)))
    opened = [open_meeting(shared, agenda.code, held_on=START + timedelta(day)) for day in held]
    book: list[dict] = []
    for step, which, day in steps:
        if step == "give":
            due = held[which] + day
            order = give(shared, opened[which].code, given_on=opened[which].held_on, due_on=START + timedelta(due))
            book.append({"code": order.code, "meeting": which, "due": due, "given": held[which], "done": None})
        elif book:
            told = book[which % len(book)]
            told["done"] = told["given"] + day if step == "finish" else None
            if step == "finish":
                finish_order(shared, told["code"], done_on=START + timedelta(told["done"]))
            else:
                reopen_order(shared, told["code"])
    kept = {order.code: order for order in all_orders(shared)}
    assert list(kept) == [told["code"] for told in book]
    for told in book:
        for day in range(0, 65, 3):
            assert kept[told["code"]].state(START + timedelta(day)) == recounted(told, day)
    for number, meeting in enumerate(opened):
        shown = {
            order.code: order.state(meeting.held_on)
            for order in orders_before(shared, read_meeting(shared, meeting.code))
        }
        assert shown == first_slide(book, held, number)


def recounted(told: dict, day: int) -> str:
    if told["done"] is None or told["done"] > day:
        return "late" if day > told["due"] else "open"
    return "done_late" if told["done"] > told["due"] else "done"


def first_slide(book: list[dict], held: list[int], number: int) -> dict[str, str]:
    order_of_meetings = sorted(range(4), key=lambda each: (held[each], each))
    earlier = order_of_meetings[: order_of_meetings.index(number)]
    gave = [each for each in earlier if any(told["meeting"] == each for told in book)]
    found = {}
    for told in book:
        if told["meeting"] in earlier:
            was_open = told["done"] is None or told["done"] > held[gave[-1]]
            if told["meeting"] == gave[-1] or was_open:
                found[told["code"]] = recounted(told, held[number])
    return found


def test_the_first_slide_begins_with_what_is_due_first(home, meetings):
    for day in (20, 5, 12):
        give(home, meetings[0].code, due_on=date(2025, 8, day))
    give(home, meetings[1].code, due_on=date(2025, 8, 9), given_on=AUGUST_7)
    assert [order.due_on.day for order in orders_before(home, meetings[2])] == [5, 9, 12, 20]
