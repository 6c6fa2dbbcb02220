"""会议投屏 as staff prepare a meeting: a template, an edit, a card from another page, the meeting and its links."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from data.meetings import book
from tests.browser.looks import CUT_OFF, OVERFLOW, latin_words
from tests.browser.support import ARTEFACTS, dismiss, running, settle
from tests.cli import linked_copy


@pytest.fixture(scope="module")
def prepared(demo_home, tmp_path_factory):
    """A store of its own: the book is written to."""
    home = tmp_path_factory.mktemp("desk") / "store"
    linked_copy(demo_home, home)
    with running(home, tmp_path_factory.mktemp("server")) as server:
        server.warm_up()
        yield server, home


def whole(page):
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(CUT_OFF) == []
    assert latin_words(page) == set()


def test_from_a_template_to_the_links_of_a_meeting(prepared, open_window):
    server, home = prepared
    page, watch = open_window(server.url)
    page.goto(f"{server.url}/projector")
    settle(page)
    page.get_by_role("button", name="月度例会").click()
    expect(page.get_by_role("button", name="保存")).to_be_visible()
    settle(page)
    whole(page)
    (agenda,) = book.read_agendas(home)
    assert f"agenda={agenda.code}" in page.url

    page.get_by_role("textbox", name="第 2 项讲稿").fill("先看办结，再看超期")
    page.get_by_role("button", name="上移").nth(1).click()
    expect(page.get_by_role("textbox", name="第 1 项讲稿")).to_have_value("先看办结，再看超期")
    settle(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    (edited,) = book.read_agendas(home)
    assert [entry.view for entry in edited.entries[:2]] == [entry.view for entry in agenda.entries[1::-1]]
    assert edited.entries[0].note == "先看办结，再看超期"

    add_from_a_card(page, server, home, agenda.code)

    page.goto(f"{server.url}/projector?agenda={agenda.code}")
    settle(page)
    page.get_by_role("button", name=re.compile("开会")).click()
    expect(page.get_by_text("会议已开")).to_be_visible()
    settle(page)
    (meeting,) = book.read_meetings(home)
    for name, parameter in (("投屏", "wall"), ("主讲页", "desk")):
        link = page.get_by_role("link", name=name, exact=True)
        assert link.get_attribute("href").endswith(f"projector?{parameter}={meeting.code}")
        assert link.get_attribute("target") == "_blank"
    whole(page)
    page.screenshot(path=ARTEFACTS / "meeting_desk_1366x768.png")
    watch.check()


def add_from_a_card(page, server, home, code):
    """The page stays as it is: only the card's own fragment runs."""
    page.goto(f"{server.url}/micro_wishes?period=last_12")
    settle(page)
    page.evaluate("document.querySelector('.js-plotly-plot').dataset.kept = 'yes'")
    before = book.read_agenda(home, code)
    page.get_by_role("button", name="加入议程").first.click()
    note = page.get_by_role("textbox", name="讲稿")
    note.fill("从卡片加入")
    note.press("Tab")
    settle(page)
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="加入议程").click()
    expect(page.get_by_text("已加入")).to_be_visible()
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    added = book.read_agenda(home, code).entries[len(before.entries) :]
    assert [(entry.page, entry.view, entry.note) for entry in added] == [("micro_wishes", "funnel", "从卡片加入")]
    assert added[0].scope.period.month_count == 12
    assert page.locator(".js-plotly-plot[data-kept]").count() == 1


def test_orders_and_papers_of_a_meeting_fit_their_card(prepared, open_window):
    server, home = prepared
    page, watch = open_window(server.url, 1920, 1080)
    page.goto(f"{server.url}/projector")
    settle(page)
    page.get_by_role("button", name="跟踪与材料").click()
    page.get_by_role("button", name="补记一条").click()
    page.get_by_role("textbox", name="责任单位").fill("北下街街道")
    page.get_by_role("textbox", name="事项").fill("把等待超过六十天的心愿逐件回访，月底前报送认领安排")
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_text("已记下")).to_be_visible()
    dismiss(page)
    settle(page)
    (order,) = book.all_orders(home)
    assert order.who == "北下街街道"
    with page.expect_download() as taken:
        page.get_by_role("button", name="督办单 Word").click()
    assert taken.value.suggested_filename.endswith("督办单.docx")
    settle(page)
    whole(page)
    page.screenshot(path=ARTEFACTS / "meeting_orders_1920x1080.png")
    watch.check()
