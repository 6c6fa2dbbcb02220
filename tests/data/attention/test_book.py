"""What was done about a signal: it stays away until it is worse, its time is over, or the next meeting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from data.attention import book
from data.measures.scope import Period, Scope
from data.meetings.book import finish_order, open_meeting, orders_before, save_agenda
from data.meetings.model import Agenda, Entry
from data.meetings.orders import all_orders
from data.meetings.wording import MeetingError
from tests.data.attention.test_rank import signal
from tests.data.store.rows import event, publish

DAY, LATER = date(2025, 7, 1), date(2025, 7, 20)
SIGNAL, OTHER = signal("due", "issue_reports@01", 400), signal("target", "task@T1", 90)
SAID = "超期未结上报事项 40 件，占在办 100 件的 40.0%。"


@pytest.fixture
def home(tmp_path):
    publish(tmp_path, volunteer_events=[event("a", "2025-06-30", 5)])
    return tmp_path


def told(home, on=LATER, found=(SIGNAL, OTHER)):
    return [each.topic for each in book.to_be_told(home, found, on)]


def meet(home, day):
    agenda = save_agenda(
        home, Agenda("", "例会", "kept", (Entry("overview", "cards", Scope(Period("2025-06", "2025-06"))),))
    )
    return open_meeting(home, agenda.code, held_on=day)


def test_a_signal_that_was_seen_stays_away_until_it_is_worse(home):
    book.acknowledge(home, SIGNAL, SAID, by="区网格中心值班长", on=DAY)
    assert told(home) == ["task@T1"]
    assert told(home, found=(replace(SIGNAL, people=480), OTHER)) == ["task@T1"]
    assert told(home, found=(replace(SIGNAL, people=520), OTHER)) == ["issue_reports@01", "task@T1"]


def test_it_comes_back_at_the_next_meeting(home):
    meet(home, DAY)
    book.explain(home, SIGNAL, SAID, by="区城管局", on=DAY, text="汛期集中上报")
    assert told(home) == ["task@T1"]
    meet(home, date(2025, 7, 10))
    assert told(home, on=date(2025, 7, 9)) == ["task@T1"]
    assert told(home) == ["issue_reports@01", "task@T1"]


def test_what_is_assigned_is_an_order_with_which_the_next_meeting_begins(home):
    done = book.assign(
        home, SIGNAL, SAID, by="区委办", on=DAY, who="北下街街道", what="逐件核对并办结", due_on=date(2025, 7, 15)
    )
    (order,) = all_orders(home)
    assert (order.code, order.meeting, order.who) == (done.order, "", "北下街街道")
    assert told(home, on=date(2025, 7, 15)) == ["task@T1"]
    assert told(home, on=date(2025, 7, 16)) == ["issue_reports@01", "task@T1"], "its time is over"
    first = meet(home, date(2025, 7, 10))
    assert [each.code for each in orders_before(home, first)] == [order.code]
    assert orders_before(home, meet(home, date(2025, 6, 1))) == [], "it was given later"
    finish_order(home, order.code, done_on=date(2025, 7, 12))
    assert told(home, on=date(2025, 7, 13), found=(SIGNAL,)) == ["issue_reports@01"], "done, and there all the same"


def test_the_last_line_holds_and_can_be_taken_back(home):
    book.acknowledge(home, SIGNAL, SAID, by="区委办", on=DAY)
    book.explain(home, SIGNAL, SAID, by="区城管局", on=LATER, text="联系人 13800001234，汛期集中上报")
    (kept,) = book.handled(home).values()
    assert (kept.action, kept.by, kept.on, kept.sentence) == ("explained", "区城管局", LATER, SAID)
    assert "13800001234" not in kept.text and "汛期" in kept.text
    book.take_back(home, SIGNAL.key)
    assert told(home) == ["issue_reports@01", "task@T1"]


def test_who_and_why_must_be_said(home):
    with pytest.raises(MeetingError, match="单位或岗位"):
        book.acknowledge(home, SIGNAL, SAID, by=" ", on=DAY)
    with pytest.raises(MeetingError, match="说明"):
        book.explain(home, SIGNAL, SAID, by="区委办", on=DAY, text="")
    assert not book.handled(home)


def test_two_who_write_at_once_lose_nothing(home):
    signals = [signal("due", f"t{number}", 5) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: book.acknowledge(home, each, SAID, by="区委办", on=DAY), signals))
    assert {each.key for each in signals} == set(book.handled(home))
