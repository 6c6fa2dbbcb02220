"""会议投屏 in AppTest: a template, an edit, a meeting, an order and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from components.screen.meeting_files import file_of
from data.meetings import book
from data.settings import PROJECT_ROOT
from tests.cli import linked_copy

SCRIPT = """
import streamlit as st
from components.screen import filters
from data.measures.scope import Period, Scope
st.session_state[filters._SCOPE] = Scope(Period("2025-01", "2025-06"))
import runpy
runpy.run_path("{page}")
"""


@pytest.fixture
def home(demo_home, tmp_path):
    own = tmp_path / "store"
    linked_copy(demo_home, own)
    return own


@pytest.fixture
def app(home, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    page = (PROJECT_ROOT / "pages" / "meeting" / "projector.py").as_posix()
    return AppTest.from_string(SCRIPT.format(page=page), default_timeout=300)


def words_of(app):
    return " ".join(element.value for element in app.markdown)


def rows_of(app):
    """Numbers of the rows of the editor, from top to bottom."""
    return [area.key.rpartition("_")[2] for area in app.text_area]


def begin(app, template="dispatch"):
    app.run()
    app.button(key=f"agenda_new_{template}").click().run()
    assert not app.exception


def test_an_empty_book_offers_the_templates(app, home):
    app.run()
    assert not app.exception
    assert "还没有议程" in words_of(app) and "还没有打开议程" in words_of(app)
    assert [app.button(key=f"agenda_new_{code}").label for code in ("quarterly", "monthly", "dispatch")] == [
        "季度联席会议",
        "月度例会",
        "专题调度",
    ]
    assert not (home / "meetings").exists(), "looking must not write"


def test_edits_are_kept_in_order_when_saved(app, home):
    begin(app)
    (before,) = book.read_agendas(home)
    first, second, third, *_ = rows_of(app)
    app.text_area(key=f"agenda_note_{second}").set_value("先讲受理，再讲超期")
    app.number_input(key=f"agenda_dwell_{second}").set_value(90)
    app.button(key=f"agenda_arrow_upward_{second}").click().run()
    assert rows_of(app)[:3] == [second, first, third]
    app.button(key=f"agenda_close_{third}").click().run()
    assert book.read_agendas(home) == [before], "nothing is kept before it is saved"
    app.text_input(key=next(field.key for field in app.text_input if field.key.startswith("agenda_title_"))).set_value(
        "六月专题调度"
    )
    app.button(key="agenda_save").click().run()
    assert not app.exception
    (after,) = book.read_agendas(home)
    assert after.title == "六月专题调度" and after.code == before.code
    assert [entry.view for entry in after.entries[:2]] == [before.entries[1].view, before.entries[0].view]
    assert len(after.entries) == len(before.entries) - 1
    assert (after.entries[0].note, after.entries[0].dwell_seconds) == ("先讲受理，再讲超期", 90)


def test_saving_over_somebody_elses_change_says_so(app, home):
    begin(app)
    (agenda,) = book.read_agendas(home)
    app.text_area(key=f"agenda_note_{rows_of(app)[0]}").set_value("我的讲稿").run()
    book.save_agenda(home, replace(agenda, title="别人改的名称"))
    app.run()
    assert "在别处改过" in words_of(app)
    app.button(key="agenda_save").click().run()
    assert "以您的内容为准" in " ".join(toast.value for toast in app.toast)
    (after,) = book.read_agendas(home)
    assert after.title == agenda.title and after.entries[0].note == "我的讲稿"


def test_what_is_not_changed_here_follows_what_is_saved_elsewhere(app, home):
    begin(app)
    (agenda,) = book.read_agendas(home)
    book.add_entry(home, agenda.code, replace(agenda.entries[0], view="cards"))
    count = len(rows_of(app))
    app.run()
    assert len(rows_of(app)) == count + 1 and "在别处改过" not in words_of(app)


def test_an_unknown_agenda_in_the_address_is_answered_in_a_sentence(app):
    begin(app)
    app.query_params["agenda"] = "xyz"
    app.run()
    assert not app.exception
    assert "地址中的议程不存在或已删除" in words_of(app)
    assert rows_of(app) == []


def test_a_meeting_takes_unsaved_changes_along_and_gives_links(app, home):
    begin(app)
    app.text_area(key=f"agenda_note_{rows_of(app)[0]}").set_value("开场白")
    app.date_input(key="meeting_held_on").set_value(date(2025, 7, 3))
    app.button(key="meeting_open").click().run()
    assert not app.exception
    (meeting,) = book.read_meetings(home)
    assert (meeting.held_on, meeting.version, meeting.entries[0].note) == (date(2025, 7, 3), 1, "开场白")
    addresses = {link.url for link in app.get("link_button")}
    assert {f"projector?wall={meeting.code}", f"projector?desk={meeting.code}"} <= addresses
    assert f"projector?wall=live&agenda={meeting.agenda}&dwell=20" in addresses


def test_an_order_is_given_finished_and_taken_up_again(app, home):
    begin(app)
    app.button(key="meeting_open").click().run()
    (meeting,) = book.read_meetings(home)
    late = book.give_order(
        home,
        meeting.code,
        who="住建局",
        what="核对无物业小区",
        given_on=date.today() - timedelta(days=30),
        due_on=date.today() - timedelta(days=9),
    )
    app.button(key="orders_show").click().run()
    assert "住建局" in words_of(app) and "逾期未办结 1" in words_of(app)
    app.text_input(key="orders_who").set_value("北下街街道")
    app.text_input(key="orders_what").set_value("回访等待最久的心愿")
    app.button(key="order_give").click().run()
    assert not app.exception
    assert {order.who for order in book.orders_of(home, meeting.code)} == {"住建局", "北下街街道"}
    app.text_input(key=f"order_result_{late.code}").set_value("已全部核对")
    app.button(key=f"order_finish_{late.code}").click().run()
    done = next(order for order in book.all_orders(home) if order.code == late.code)
    assert (done.done_on, done.result) == (date.today(), "已全部核对")
    app.button(key=f"order_reopen_{late.code}").click().run()
    assert "逾期未办结 1" in words_of(app)


def test_removing_asks_first_and_leaves_meetings(app, home):
    begin(app)
    app.button(key="meeting_open").click().run()
    app.button(key="agenda_remove").click().run()
    assert not app.exception
    assert book.read_agendas(home) == [] and len(book.read_meetings(home)) == 1
    assert "还没有议程" in words_of(app)


def test_the_papers_of_a_meeting_are_files_of_their_kind(app, home):
    begin(app)
    app.button(key="meeting_open").click().run()
    (meeting,) = book.read_meetings(home)
    assert file_of(home, meeting, "orders_docx")[:2] == b"PK"
    assert file_of(home, meeting, "orders_pdf")[:5] == b"%PDF-"
    assert "<html" in file_of(home, meeting, "html").decode("utf-8")[:400]
