"""Every key of the player, in one window; without a server, as in a meeting whose server is gone."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.browser.decks import Room, deck_of, give_place, press, shows, state


def test_keys_turn_pages(stage: Room) -> None:
    page = stage.open()
    shows(page, at="s1", number="1 / 5", status="")
    for number, key in enumerate(("ArrowRight", "Space", "PageDown", "Enter"), start=2):
        press(page, key)
        shows(page, at=f"s{number}", number=f"{number} / 5")
    press(page, "ArrowDown")
    shows(page, at="s5", status="已是最后一页")
    for number, key in ((4, "ArrowLeft"), (3, "PageUp"), (2, "Backspace"), (1, "ArrowUp")):
        press(page, key)
        shows(page, at=f"s{number}")
    press(page, "End")
    shows(page, at="s5")
    press(page, "Home")
    shows(page, at="s1")
    assert state(page)["shown"] == ["s1"]


def test_the_typed_number_is_shown_and_enter_jumps(stage: Room) -> None:
    page = stage.open(deck=deck_of(14))
    press(page, "1", "2")
    shows(page, typed="第 12 页", at="s1")
    press(page, "Enter")
    shows(page, at="s12", typed="", number="12 / 14")
    press(page, "9", "9", "Enter")
    shows(page, at="s12", status="只有 14 页")
    press(page, "1", "3", "Backspace", "Escape")
    shows(page, typed="", at="s12")
    press(page, "Enter")
    shows(page, at="s13")


@pytest.mark.parametrize("key", ["b", "B", "."])
def test_blank_and_back(stage: Room, key: str) -> None:
    page = stage.open()
    press(page, "ArrowRight", key)
    shows(page, dark=True, at="s2")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    assert picture.getextrema() == ((0, 0), (0, 0), (0, 0))
    press(page, key)
    shows(page, dark=False, at="s2")
    press(page, key, "PageDown")
    shows(page, dark=False, at="s2")


def test_p_runs_pauses_and_ends_at_the_last_slide(stage: Room) -> None:
    page = stage.open(deck=deck_of(3))
    page.wait_for_timeout(2600)
    shows(page, at="s1")
    press(page, "p")
    shows(page, status="▶ 自动播放")
    shows(page, at="s2")
    press(page, "p")
    shows(page, status="❚❚ 已暂停", at="s2")
    page.wait_for_timeout(2600)
    shows(page, at="s2")
    press(page, "p")
    shows(page, at="s3", status="❚❚ 已暂停")


def test_a_clicker_neither_reloads_nor_leaves(stage: Room) -> None:
    page = stage.open()
    press(page, "ArrowRight")
    page.evaluate("window.stays = true")
    press(page, "F5")
    shows(page, full=True, at="s2")
    press(page, "Shift+F5")
    page.wait_for_timeout(300)
    assert page.evaluate("window.stays") is True
    press(page, "f")
    shows(page, full=False)


def test_keys_are_left_alone_while_something_is_typed(stage: Room) -> None:
    page = stage.open("file")
    page.locator("#field").evaluate(
        "field => { field.style.cssText = 'position:fixed;z-index:2147483647'; field.focus(); }"
    )
    press(page, "3", "b", "Space", "ArrowRight", "Enter", "PageDown")
    shows(page, at="s1", dark=False, typed="")
    assert page.locator("#field").input_value() == "3b "
    press(page, "Escape", "ArrowRight")
    shows(page, at="s2")


def test_help_is_a_key_away(stage: Room) -> None:
    page = stage.open()
    press(page, "?")
    shows(page, help=True)
    press(page, "Escape")
    shows(page, help=False, at="s1")


def test_two_keys_to_a_grid_and_one_back(stage: Room) -> None:
    page = stage.open()
    press(page, "ArrowRight", "g")
    shows(page, places=True)
    press(page, "a")
    give_place(page, "01")
    shows(page, places=False, at="01", number="")
    press(page, "b")
    give_place(page, "0101")
    shows(page, at="0101", dark=False)
    press(page, "Escape")
    shows(page, at="s2", number="2 / 5")
    press(page, "g", "a")
    shows(page, at="01")
    press(page, "Backspace")
    shows(page, at="s2")


@pytest.mark.parametrize("typed", ["wcsq", "0101", "文昌"])
def test_a_grid_is_found_by_typing(stage: Room, typed: str) -> None:
    page = stage.open()
    press(page, "g", "/")
    page.keyboard.type(typed)
    assert page.locator(".places li").all_inner_texts() == ["文昌社区\n东湖街道"]
    press(page, "Enter")
    give_place(page, "0101")
    shows(page, at="0101", places=False)


def test_a_grid_that_does_not_come_is_said(stage: Room) -> None:
    page = stage.open()
    press(page, "g", "c")
    page.evaluate("dispatchEvent(new CustomEvent('wanglan-place', { detail: { code: '02', trouble: '没有打开' } }))")
    shows(page, at="s1", status="没有打开")
    page = stage.open(deck=deck_of(2, places=()), channel="other")
    press(page, "g")
    shows(page, places=False, status="没有可以打开的网格")
