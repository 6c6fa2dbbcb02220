"""数据导入 as staff use it: a messy workbook, a question, the number on 总览 before, after, and after the undo."""

from __future__ import annotations

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from components.views.formats import amount
from data.measures.answers import Answers
from data.measures.periods import preset_period
from data.measures.scope import Scope
from data.store.pointer import current_version
from data.store.reader import open_store
from tests.browser.looks import CUT_OFF, OVERFLOW, latin_words
from tests.browser.support import ARTEFACTS, running, settle
from tests.cli import linked_copy

NAME = "志愿服务统计[6月].xlsx"
ROWS, BAD = 40, 2


@pytest.fixture(scope="module")
def prepared(demo_home, tmp_path_factory):
    """A store of its own: it is imported into."""
    home = tmp_path_factory.mktemp("import") / "store"
    linked_copy(demo_home, home)
    with running(home, tmp_path_factory.mktemp("server")) as server:
        server.warm_up()
        yield server, home


@pytest.fixture
def messy(demo_home, tmp_path):
    """Title rows, two sheets of one ledger, one draft; headings of its own, dates as people write them, a phone column."""
    codes = open_store(demo_home).query("SELECT grid_code FROM grids WHERE level = 3 ORDER BY 1 LIMIT 20")["grid_code"]
    book = openpyxl.Workbook()
    sheet, draft = book.active, book.create_sheet("草稿")
    sheet.title = "六月"
    sheet.append(["示范区志愿服务活动统计表"])
    sheet.append(["（2025年6月）"])
    for target in (sheet, draft):
        target.append(["活动编号", "活动名称", "网格编码", "活动类型", "活动日期", "参与人次", "联系电话"])
    for number in range(ROWS):
        day = "去年" if number < BAD else f"2025年6月{number % 28 + 1}日"
        cells = ["清洁家园", codes[number % len(codes)], "政策宣传", day, number + 3, "13812345678"]
        sheet.append([f"XJ-{number:03d}", *cells])
        draft.append([f"XJ-{number:03d}", *cells])
    path = tmp_path / NAME
    book.save(path)
    return path


def events(home):
    """This year's events as the card on 总览 prints them, computed apart from the server."""
    store = open_store(home)
    figure = Answers(store, Scope(preset_period("this_year", store.as_of))).figure("event_count")
    return amount(figure.value, figure.measure.unit)[0]


def card_says(page, server, number):
    page.goto(f"{server.url}/overview")
    settle(page)
    expect(page.get_by_test_id("stMetric").first).to_contain_text(re.compile(rf"(?<![\d,]){re.escape(number)}(?!\d)"))


def whole(page, name):
    page.screenshot(path=ARTEFACTS / f"import_{name}_1366x768.png")
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(CUT_OFF) == []
    assert latin_words(page) == set()


def test_a_messy_workbook_goes_in_and_comes_back_out(prepared, messy, open_window):
    server, home = prepared
    page, watch = open_window(server.url)
    before = events(home)
    card_says(page, server, before)

    page.goto(f"{server.url}/import_files")
    settle(page)
    whole(page, "empty")
    page.locator('input[type="file"]').set_input_files(messy)
    expect(page.get_by_text("还有 1 个要回答")).to_be_visible()
    settle(page)
    whole(page, "question")
    assert current_version(home) == 1
    expect(page.get_by_role("button", name="确认导入")).to_be_disabled()

    page.get_by_role("button", name=re.compile("六月")).last.click()
    page.get_by_role("button", name="就这样回答").click()
    expect(page.get_by_text(f"读到 {ROWS} 行，可采用 {ROWS - BAD}，待核 {BAD}").first).to_be_visible()
    settle(page)
    expect(page.get_by_text("都已回答")).to_be_visible()
    expect(page.get_by_text("“联系电话”没有导入")).to_be_visible()
    assert "13812345678" not in page.get_by_test_id("stMain").inner_text()
    whole(page, "preview")
    page.get_by_role("textbox", name="经办人").fill("党建办")
    page.get_by_role("textbox", name="经办人").press("Tab")
    settle(page)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已形成第 2 版")).to_be_visible()
    settle(page)
    after = events(home)
    assert after != before
    page.get_by_role("button", name="到总览看").click()
    expect(page.get_by_role("heading", name="态势总览")).to_be_visible()
    card_says(page, server, after)

    page.goto(f"{server.url}/import_files?part=versions")
    settle(page)
    page.get_by_role("button", name="撤销第 2 版").click()
    expect(page.get_by_text("各页回到")).to_be_visible()
    page.get_by_role("button", name="确认撤销").click()
    expect(page.get_by_text("已撤销第 2 版").first).to_be_visible()
    settle(page)
    assert (current_version(home), events(home)) == (1, before)
    card_says(page, server, before)
    watch.check()
