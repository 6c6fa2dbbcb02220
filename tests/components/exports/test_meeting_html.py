"""The meeting as one page file, opened from the disk by a browser: keys work, nothing is asked for, notes stay at home."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from components.exports.meeting_html import HINT, meeting_html, write_meeting_html
from components.slides.deck import meeting_deck
from components.slides.model import SHAPES
from tests.components.exports import held

WORDS = """() => {
    const now = document.querySelector(".wanglan-player").shadowRoot.querySelector(".slide.now");
    return [...now.querySelectorAll("text")].map((word) => word.textContent).join(" ");
}"""
NUMBER = """() => document.querySelector(".wanglan-player").shadowRoot.querySelector(".number").textContent"""
BLANK = """() => getComputedStyle(document.querySelector(".wanglan-player").shadowRoot.querySelector(".cover")).visibility"""


@pytest.fixture(scope="module")
def deck(meeting_home, meeting):
    return meeting_deck(meeting_home, meeting, SHAPES["16:9"])


@pytest.fixture
def opened(browser):
    """Opens a file and collects what it asks for and what goes wrong."""
    contexts = []

    def opening(path, **viewport):
        context = browser.new_context(viewport={"width": 1600, "height": 900} | viewport, offline=True)
        contexts.append(context)
        page = context.new_page()
        asked: list[str] = []
        wrong: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        page.wait_for_function(
            "() => document.querySelector('.wanglan-player')?.shadowRoot.querySelector('.slide.now')"
        )
        return page, asked, wrong

    yield opening
    for context in contexts:
        context.close()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(150)
    return page.evaluate(NUMBER)


@pytest.mark.browser
def test_keys_work_from_the_disk_and_nothing_is_asked_for(opened, deck, meeting, tmp_path):
    path = tmp_path / "会议.html"
    write_meeting_html(deck, meeting, path)
    page, asked, wrong = opened(path)
    count = len(deck.slides)
    assert count == 9 and page.evaluate(NUMBER) == "1 / 9"
    assert all(part in page.evaluate(WORDS) for part in ("上次会议议定事项落实情况", "逾期未办结"))
    assert press(page, "ArrowRight") == "2 / 9" and "志愿服务活动" in page.evaluate(WORDS)
    assert press(page, "4", "Enter") == "4 / 9" and "提出" in page.evaluate(WORDS)
    assert press(page, "ArrowLeft") == "3 / 9"
    press(page, "b")
    assert page.evaluate(BLANK) == "visible"
    press(page, "b")
    assert page.evaluate(BLANK) == "hidden"
    assert press(page, "End") == "9 / 9" and press(page, "Home") == "1 / 9"
    page.mouse.click(1200, 500)
    page.mouse.click(1200, 500)
    page.mouse.click(200, 500)
    assert press(page) == "2 / 9"
    faces = page.evaluate("() => [...document.fonts].map((face) => face.status)")
    assert faces == ["loaded", "loaded"] and not wrong
    assert not [url for url in asked if not url.startswith("data:") and url != path.as_uri()]


@pytest.mark.browser
def test_notes_are_shown_by_a_key_only_where_they_were_asked_for(opened, deck, meeting, tmp_path):
    for with_notes in (False, True):
        write_meeting_html(deck, meeting, tmp_path / "a.html", with_notes=with_notes)
        page, _, wrong = opened(tmp_path / "a.html")
        press(page, "ArrowRight")
        press(page, "n")
        assert page.locator("#note").is_visible() == with_notes and not wrong
        if with_notes:
            assert page.locator("#note").text_content() == held.MASKED


def test_notes_and_phones_stay_at_home(deck, meeting):
    assert "先讲" not in meeting_html(deck, meeting) and "先讲" in meeting_html(deck, meeting, with_notes=True)
    assert "13812345678" not in meeting_html(deck, meeting, with_notes=True)


def test_the_file_is_the_deck_and_the_same_each_time(deck, meeting):
    page = meeting_html(deck, meeting)
    assert page == meeting_html(deck, meeting) and len(page) < 3_000_000
    held_in = json.loads(re.search(r'id="meeting">(.*?)</script>', page)[1])
    assert [slide["svg"] for slide in held_in["deck"]["slides"]] == [slide.svg for slide in deck.slides]
    assert held_in["role"] == "file" and held_in["deck"]["version"] == meeting.version
    assert HINT in page and "示例数据" in page
    # Namespaces are names; nothing else may point outside.
    assert not re.findall(r"https?://(?!www\.w3\.org/)", page)


@pytest.mark.browser
def test_hostile_titles_and_notes_run_nothing(opened, deck, meeting, tmp_path):
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028"
    slides = tuple(replace(slide, title=bad, note=bad) for slide in deck.slides)
    write_meeting_html(
        replace(deck, title=bad, slides=slides), meeting, tmp_path / "b.html", with_notes=True, watermark=bad
    )
    page, asked, wrong = opened(tmp_path / "b.html", width=390, height=844)
    press(page, "n")
    assert page.locator("#note").text_content().startswith("</script><script>alert(1)")
    assert page.locator("#mark").text_content().startswith("</script>") and not wrong
    assert len([url for url in asked if not url.startswith("data:")]) == 1
