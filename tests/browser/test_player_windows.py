"""The player in windows of any size, in windows kept in step, and on a wall that nobody attends; without a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.browser.decks import Room, deck_of, give_place, press, ready, shows, slide_of, state
from tests.browser.looks import LATIN_WORD

SIZES = {(1024, 768): "4:3", (1366, 768): "16:9", (1920, 1080): "16:9", (2560, 1080): "21:9", (3840, 2160): "16:9"}
SIZE_OF_WORDS = "(node) => parseFloat(getComputedStyle(node).fontSize)"
HEAD_SAYS = (
    "(words) => document.querySelector('.wanglan-player').shadowRoot.querySelector('header').innerText.includes(words)"
)
ALL_WORDS = """() => {
    const root = document.querySelector('.wanglan-player').shadowRoot, words = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) words.push(node.textContent);
    for (const part of root.querySelectorAll('*'))
        for (const name of ['placeholder', 'title', 'aria-label']) words.push(part.getAttribute(name) ?? '');
    return words.join(' ');
}"""


def test_wall_and_desk_follow_each_other(stage: Room) -> None:
    wall, desk = stage.open(), stage.open("desk", size=(1366, 768))
    desk.bring_to_front()
    press(desk, "PageDown", "PageDown")
    shows(wall, at="s3")
    shows(desk, at="s3")
    press(wall, "ArrowLeft")
    shows(desk, at="s2")
    press(desk, "b")
    shows(wall, dark=True)
    press(wall, "b")
    shows(desk, dark=False)
    press(desk, "p")
    shows(wall, status="▶ 自动播放")
    press(wall, "p")
    shows(desk, status="❚❚ 已暂停")
    press(desk, "g", "a")
    give_place(desk, "01")
    shows(wall, at="01", shown="s2,p01")
    press(wall, "Escape")
    shows(desk, at="s2")
    desk.get_by_role("button", name="第5页").click()
    shows(wall, at="s5")
    late = stage.open()
    shows(late, at="s5")
    late.reload()
    ready(late)
    shows(late, at="s5")


def test_the_desk_shows_what_comes_next_notes_and_clocks(stage: Room) -> None:
    wall, desk = stage.open(), stage.open("desk", size=(1366, 768))
    desk.wait_for_function(HEAD_SAYS, arg="投屏窗口已连接")
    assert "00:00" in desk.locator(".desk header").inner_text()
    assert "下一页：第2页" in desk.locator(".side").inner_text() and "讲稿1" in desk.locator(".side").inner_text()
    press(desk, "ArrowRight")
    desk.wait_for_function(HEAD_SAYS, arg="00:01")
    assert "讲稿2" in desk.locator(".note").inner_text()
    desk.get_by_role("button", name="重新计时").click()
    desk.wait_for_function(HEAD_SAYS, arg="00:00")
    wall.close()
    desk.wait_for_function(HEAD_SAYS, arg="投屏窗口未打开")
    with desk.expect_popup() as popup:
        desk.get_by_role("button", name="打开投屏窗口").click()
    popup.value.close()


@pytest.mark.parametrize("shape", ["4:3", "16:9", "21:9"])
def test_a_slide_is_whole_and_never_stretched(stage: Room, shape: str) -> None:
    wanted, page = deck_of(1, shape).shape, stage.open(deck=deck_of(2, shape))
    for (width, height), best in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("(width) => innerWidth === width", arg=width)
        box = page.locator(".frame").evaluate("node => node.getBoundingClientRect().toJSON()")
        assert box["width"] / box["height"] == pytest.approx(wanted.width / wanted.height, abs=0.01)
        assert min(box["left"], box["top"]) >= -0.5
        assert box["right"] <= width + 0.5 and box["bottom"] <= height + 0.5
        assert max(box["width"] / width, box["height"] / height) == pytest.approx(1, abs=0.01)
        assert page.evaluate("() => document.scrollingElement.scrollHeight <= innerHeight + 1")
        assert page.locator(".number").evaluate(SIZE_OF_WORDS) * 1080 / box["height"] >= 24
        page.wait_for_function("([best, shape]) => (reported.shape ?? shape) === best", arg=[best, shape])


def test_a_resized_window_asks_for_its_shape_and_keeps_the_old_deck_whole(stage: Room) -> None:
    page = stage.open(size=(1920, 1080))
    press(page, "ArrowRight")
    page.set_viewport_size({"width": 1024, "height": 768})
    page.wait_for_function("() => reported.shape === '4:3'")
    box = page.locator(".frame").bounding_box()
    assert box is not None and box["width"] / box["height"] == pytest.approx(16 / 9, abs=0.01)
    deck = deck_of(5, "4:3").to_dict()
    page.evaluate("(deck) => play({ role: 'wall', channel: 'test', auto_seconds: 0, deck })", deck)
    page.locator('.frame[data-shape="4:3"]').wait_for()
    shows(page, at="s2", shown="s2")


def test_new_data_are_exchanged_without_a_blank_moment(stage: Room) -> None:
    page = stage.open(deck=deck_of(3), auto_seconds=2)
    page.evaluate("""() => {
        window.empty = 0;
        const root = document.querySelector('.wanglan-player').shadowRoot;
        const look = () => { if (root.querySelectorAll('.frame > .slide.now svg').length !== 1) empty += 1; requestAnimationFrame(look); };
        requestAnimationFrame(look);
    }""")
    for version in range(2, 6):
        deck = deck_of(3, version=version)
        fresh = replace(deck, slides=tuple(slide_of(f"s{n}", f"新{version}第{n}页") for n in (1, 2, 3)))
        page.evaluate("(deck) => play({ role: 'wall', channel: 'test', auto_seconds: 2, deck })", fresh.to_dict())
        page.wait_for_function(
            "(version) => document.querySelector('.wanglan-player').dataset.version === String(version)", arg=version
        )
    assert "新5" in page.locator(".slide.now").inner_text()
    assert page.evaluate("empty") == 0
    assert page.locator(".frame > .slide").count() == 3


def test_an_unattended_wall_loops_and_says_what_is_wrong(stage: Room) -> None:
    slides = (*deck_of(1).slides, slide_of("bad", "本页未能生成", is_failed=True))
    page = stage.open(deck=deck_of(slides=slides, is_demo=False, as_of=date(2025, 6, 30)), auto_seconds=1)
    shows(page, at="bad")
    shows(page, at="s1")
    assert "数据截至2025年6月30日" in state(page)["status"] and "一页未能生成" in state(page)["status"]


def test_a_lost_server_is_said_and_found_again(stage: Room) -> None:
    stage.context.add_init_script("window.wanglanPatience = { lostMs: 3000, healthMs: 3000, graceMs: 3000 }")
    page = stage.open(auto_seconds=1, beats=True)
    page.evaluate("window.stays = true")
    page.wait_for_function(
        "() => document.querySelector('.wanglan-player').shadowRoot.querySelector('.status').textContent.startsWith('与服务器失去联系，画面为 ')"
    )
    page.evaluate("dispatchEvent(new CustomEvent('wanglan-beat'))")
    shows(page, status="")
    page.wait_for_function("() => !window.stays")
    ready(page)
    assert "/_stcore/health" in stage.served


def test_no_word_is_english_and_no_hint_appears(stage: Room) -> None:
    for role in ("wall", "desk"):
        page = stage.open(role)
        press(page, "g", "Escape", "?", "1")
        words = page.evaluate(ALL_WORDS)
        assert set(LATIN_WORD.findall(words)) == set()
        assert "提示" not in words
