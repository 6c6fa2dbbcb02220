"""The wall and the presenter's page on a real server: frozen data, orders, grids, shapes, a server that goes and comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.meetings.book import open_meeting, orders_of, save_agenda
from data.meetings.model import Agenda, Entry
from data.store.reader import open_store
from tests.browser.decks import press, shows, state
from tests.browser.looks import latin_words
from tests.browser.support import PATIENCE_MS, Server, Watch, running, settle
from tests.cli import linked_copy
from tests.data.store.rows import event, publish

SCOPE = Scope(Period("2025-01", "2025-06"))
VIEWS = (("volunteer_events", "cards"), ("volunteer_events", "trend"), ("overview", "map"))
ROOT = "document.querySelector('.wanglan-player').shadowRoot"
WORDS_OF_SLIDES = f"() => [...{ROOT}.querySelectorAll('.frame .slide')].map((slide) => slide.textContent).join(' ')"
SHAPES = {(1024, 768): "4:3", (2560, 1080): "21:9", (3840, 2160): "16:9"}
FIRST_FRAME = """addEventListener('keydown', (event) => requestAnimationFrame(() => {
    const slide = document.querySelector('.wanglan-player').shadowRoot.querySelector('.slide.now'), after = new MessageChannel();
    after.port1.onmessage = () => { window.turned = { shown: slide.dataset.id, ms: performance.now() - event.timeStamp }; };
    after.port2.postMessage(0);
}), true)"""
"""Which slide stands in the very first frame after a key, and when that frame is handed over."""


@dataclass
class Hall:
    """A server on a store of its own, an agenda in it, and a meeting that was opened with it."""

    server: Server
    home: Path
    agenda: str
    meeting: str
    grid: str
    old: str

    @property
    def wall(self) -> str:
        return f"{self.server.url}/projector?wall={self.meeting}"

    @property
    def desk(self) -> str:
        return f"{self.server.url}/projector?desk={self.meeting}"

    def live(self, dwell: int) -> str:
        return f"{self.server.url}/projector?wall=live&agenda={self.agenda}&dwell={dwell}"


@pytest.fixture(scope="module")
def hall(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    home = tmp_path_factory.mktemp("meeting") / "store"
    linked_copy(demo_home, home)
    entries = tuple(Entry(page, view, SCOPE, note=f"讲稿：{view}") for page, view in VIEWS)
    agenda = save_agenda(home, Agenda("", "三季度联席会议", "kept", entries)).code
    meeting = open_meeting(home, agenda, held_on=date(2025, 7, 3)).code
    answers = Answers(open_store(home), SCOPE)
    grid, old = str(answers.grids(3)["grid_code"].iloc[0]), f"{answers.figure('event_count').value:,}"
    with running(home, tmp_path_factory.mktemp("server")) as server:
        server.warm_up()
        yield Hall(server, home, agenda, meeting, grid, old)


@contextmanager
def windows(browser: Browser, hall: Hall) -> Iterator[tuple[Page, Page, Watch]]:
    """Two windows of one browser, which hear each other."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN", reduced_motion="reduce")
    watch = Watch(hall.server.url)
    pages = [context.new_page(), context.new_page()]
    for page in pages:
        page.set_default_timeout(PATIENCE_MS)
        watch.follow(page)
    try:
        yield pages[0], pages[1], watch
    finally:
        context.close()


def play(page: Page, address: str) -> None:
    page.goto(address)
    playing(page)


def playing(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('.wanglan-player')?.dataset.version")


def version(page: Page) -> str:
    return str(page.locator(".wanglan-player").get_attribute("data-version"))


def test_wall_and_desk_hold_a_meeting(hall: Hall, browser: Browser, record_property: pytest.RecordProperty) -> None:
    with windows(browser, hall) as (wall, desk, watch):
        wall.add_init_script(FIRST_FRAME)
        play(wall, hall.wall)
        desk.set_viewport_size({"width": 1366, "height": 768})
        play(desk, hall.desk)
        shows(wall, number="1 / 4")
        press(desk, "PageDown")
        shows(wall, at="1-volunteer_events-cards")
        assert "讲稿：cards" in desk.locator(".note").inner_text()
        label = desk.get_by_label("做什么（记在：志愿服务 · 志愿服务主要指标）")
        expect(label).to_be_visible(timeout=PATIENCE_MS)
        wall.evaluate(f"{ROOT}.querySelector('.slide.now').wasHere = true")
        press(desk, "o")
        expect(desk.get_by_label("谁")).to_be_focused(timeout=PATIENCE_MS)
        desk.keyboard.type("城管局 2")
        label.fill("清理楼道杂物")
        desk.get_by_role("button", name="记下").click()
        expect(desk.locator(".st-key-wl_orders")).to_contain_text("清理楼道杂物")
        expect(label).to_have_value("")
        (order,) = orders_of(hall.home, hall.meeting)
        assert (order.who, order.page, order.view, order.due_on) == (
            "城管局 2",
            "volunteer_events",
            "cards",
            date(2025, 7, 17),
        )
        assert order.citation
        assert wall.evaluate(f"{ROOT}.querySelector('.slide.now').wasHere") is True
        shows(wall, at="1-volunteer_events-cards")
        press(desk, "PageDown")
        shows(wall, at="2-volunteer_events-trend")
        desk.get_by_role("button", name="记下").click()
        refused = desk.get_by_text("责任单位", exact=False).first
        expect(refused).to_be_visible(timeout=PATIENCE_MS)
        press(desk, "PageUp", "PageDown")
        shows(wall, at="2-volunteer_events-trend")
        expect(desk.get_by_label("做什么（记在：志愿服务 · 每月活动场次）")).to_be_visible(timeout=PATIENCE_MS)
        expect(refused).to_be_visible(timeout=PATIENCE_MS)
        assert desk.evaluate("() => document.scrollingElement.scrollHeight <= innerHeight")
        assert latin_words(desk) - {"Esc"} == set() and latin_words(wall) == set()
        wall.bring_to_front()
        wall.wait_for_timeout(500)
        press(wall, "ArrowRight")
        wall.wait_for_function("() => window.turned")
        first = wall.evaluate("turned")
        assert first["shown"] == "3-overview-map"
        record_property("key to the frame of the next slide (a map), ms", round(first["ms"], 1))
        watch.check()


def test_two_keys_to_a_grid_of_the_net(hall: Hall, browser: Browser) -> None:
    with windows(browser, hall) as (wall, desk, watch):
        play(wall, hall.wall)
        play(desk, hall.desk)
        place = Answers(open_store(hall.home), SCOPE).grids(1).sort_values("grid_code").iloc[0]
        press(wall, "ArrowRight", "g")
        expect(wall.locator(".places li").first).to_contain_text(
            f"A\n{place['grid_name']}", use_inner_text=True, timeout=PATIENCE_MS
        )
        press(wall, "a")
        shows(wall, at=place["grid_code"])
        shows(desk, at=place["grid_code"])
        assert place["grid_name"] in wall.locator(".slide.place").inner_text()
        press(desk, "Escape")
        shows(wall, at="1-volunteer_events-cards")
        watch.check()


def test_an_import_changes_the_unattended_wall_and_never_a_meeting(hall: Hall, browser: Browser) -> None:
    with windows(browser, hall) as (wall, live, watch):
        play(wall, hall.wall)
        play(live, hall.live(3))
        before = wall.evaluate(WORDS_OF_SLIDES)
        assert hall.old in before
        publish(
            hall.home, "会中导入", volunteer_events=[event(f"新{n}", "2025-06-20", 5, hall.grid) for n in range(40)]
        )
        new = f"{Answers(open_store(hall.home), SCOPE).figure('event_count').value:,}"
        live.wait_for_function("() => document.querySelector('.wanglan-player').dataset.version === '2'")
        assert new in live.evaluate(WORDS_OF_SLIDES)
        assert version(wall) == "1" and wall.evaluate(WORDS_OF_SLIDES) == before
        wall.reload()
        playing(wall)
        assert version(wall) == "1" and wall.evaluate(WORDS_OF_SLIDES) == before
        watch.check()


def test_a_window_of_another_shape_gets_slides_of_its_own(hall: Hall, browser: Browser) -> None:
    with windows(browser, hall) as (wall, _, watch):
        play(wall, hall.wall)
        press(wall, "ArrowRight")
        for (width, height), shape in SHAPES.items():
            wall.set_viewport_size({"width": width, "height": height})
            wall.locator(f'.frame[data-shape="{shape}"]').wait_for()
            shows(wall, at="1-volunteer_events-cards")
            box = wall.locator(".frame").bounding_box()
            assert box is not None and box["width"] <= width + 1 and box["height"] <= height + 1
            assert max(box["width"] / width, box["height"] / height) == pytest.approx(1, abs=0.01)
            assert latin_words(wall) == set()
        watch.check()


@pytest.mark.parametrize("query", ["wall=ZZZZ", "desk=%3Cb%3E", "wall=live&agenda=ZZZZ", "wall=live", "wall="])
def test_an_unknown_code_is_answered_in_a_sentence_with_a_way_back(hall: Hall, browser: Browser, query: str) -> None:
    with windows(browser, hall) as (page, _, watch):
        page.goto(f"{hall.server.url}/projector?{query}")
        expect(page.get_by_text("没有打开投屏")).to_be_visible(timeout=PATIENCE_MS)
        settle(page)
        assert latin_words(page) <= {"ZZZZ"}
        page.get_by_role("link", name="回到会议投屏").click()
        expect(page.get_by_role("heading", name="会议投屏").first).to_be_visible(timeout=PATIENCE_MS)
        watch.check()


def test_the_unattended_wall_comes_back_after_a_restart(hall: Hall, browser: Browser) -> None:
    with windows(browser, hall) as (live, _, watch):
        live.add_init_script("window.wanglanPatience = { lostMs: 17000, healthMs: 1000, graceMs: 6000 }")
        play(live, hall.live(3))
        hall.server.stop()
        live.wait_for_function(
            f"() => {ROOT}.querySelector('.status').textContent.includes('与服务器失去联系，画面为')"
        )
        seen = state(live)["at"]
        live.wait_for_function(f"(seen) => {ROOT}.querySelector('.root').dataset.at !== seen", arg=seen)
        assert latin_words(live) == set()
        top = live.evaluate("() => document.elementFromPoint(innerWidth / 2, innerHeight / 2).className")
        assert "wanglan-player" in top
        hall.server.start()
        live.wait_for_function(
            f"() => document.querySelector('.wanglan-player')?.dataset.version && !{ROOT}.querySelector('.status').textContent"
        )
        live.wait_for_function("(address) => location.href === address", arg=hall.live(3))
        seen = state(live)["at"]
        live.wait_for_function(f"(seen) => {ROOT}.querySelector('.root').dataset.at !== seen", arg=seen)
        assert watch.outside == []
