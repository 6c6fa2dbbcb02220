"""A citation code opens what was exported, in its old version, after later imports too."""

from __future__ import annotations

import re

import pytest

from components.exports.prepare import prepare
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store
from tests.browser.support import running, settle
from tests.cli import linked_copy
from tests.data.store.rows import event, publish


@pytest.fixture(scope="module")
def cited(demo_home, tmp_path_factory):
    """A store whose version 1 was cited and which has moved on to version 2."""
    home = tmp_path_factory.mktemp("citation") / "store"
    linked_copy(demo_home, home)
    answers = Answers(open_store(home), Scope(Period("2025-01", "2025-06")))
    old = answers.figure("event_count").value
    code = prepare(answers, [("volunteer_events", "cards"), ("volunteer_events", "trend")]).code
    grid = str(answers.grids(3)["grid_code"].iloc[0])
    publish(home, "后来的一次", volunteer_events=[event(f"新{n}", "2025-06-20", 5, grid) for n in range(40)])
    new = Answers(open_store(home), answers.scope).figure("event_count").value
    assert new == old + 40
    with running(home, tmp_path_factory.mktemp("server")) as server:
        server.warm_up()
        yield server, code, f"{old:,}", f"{new:,}"


def numbers(page):
    return re.findall(r"\d[\d,]*", page.locator(".st-key-wl_main").inner_text())


def test_a_code_shows_the_old_version_and_the_way_back(cited, open_window):
    server, code, old, new = cited
    page, watch = open_window(server.url)
    page.goto(f"{server.url}/?code={code}")
    settle(page)
    text = page.locator(".st-key-wl_main").inner_text()
    assert f"引用码 {code}" in text and "正在查看第 1 版" in text
    assert old in numbers(page) and new not in numbers(page)
    page.get_by_role("button", name="回到最新").click()
    page.get_by_text("正在查看").wait_for(state="detached")
    settle(page)
    assert "正在查看" not in page.locator(".st-key-wl_main").inner_text()
    watch.check()


def test_a_version_in_the_address_holds_on_every_page_until_left(cited, open_window):
    server, _, old, new = cited
    page, watch = open_window(server.url)
    page.goto(f"{server.url}/volunteer_events?v=1")
    settle(page)
    assert "正在查看第 1 版" in page.locator(".st-key-wl_main").inner_text()
    assert old in numbers(page)
    page.get_by_role("button", name="回到最新").click()
    page.get_by_text(new).first.wait_for()
    settle(page)
    assert old not in numbers(page) and "v=" not in page.url
    watch.check()


def test_nonsense_is_answered_in_a_sentence(cited, open_window):
    server, *_ = cited
    page, watch = open_window(server.url)
    page.goto(f"{server.url}/?code=%3Cscript%3E")
    settle(page)
    assert "不是引用码" in page.locator(".st-key-wl_main").inner_text()
    page.goto(f"{server.url}/volunteer_events?v=999")
    settle(page)
    assert "地址中的版本不存在" in page.locator(".st-key-wl_main").inner_text()
    watch.check()
