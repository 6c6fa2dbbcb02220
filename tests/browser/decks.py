"""The player alone, without a server: a page of its own address that plays a small deck."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

from components.slides.model import SHAPES, Deck, Place, Slide
from components.slides.player import player_script
from tests.browser.support import PATIENCE_MS

ADDRESS = "http://localhost/"
"""Nothing listens there: every request is answered by the test, so that windows share an origin."""
HTML = """<!doctype html><html><head><meta charset="utf-8"></head><body><div id="home"></div><input id="field">
<script type="module">
import play from "./player.js";
window.reported = {};
window.play = (data) => play({ data, parentElement: document.getElementById("home"),
    setStateValue: (name, value) => { reported[name] = value; }, setTriggerValue() {} });
window.asked = [];
addEventListener("wanglan-ask", (event) => asked.push(event.detail.code));
window.play(await (await fetch("./data.json" + location.search)).json());
</script></body></html>"""
STATE = """() => {
    const host = document.querySelector('.wanglan-player'), find = (name) => host.shadowRoot.querySelector(name);
    return {
        at: find('.root').dataset.at,
        shown: [...host.shadowRoot.querySelectorAll('.frame .slide.now')].map((slide) => slide.dataset.id),
        number: find('.number').textContent,
        status: find('.status').textContent,
        dark: find('.cover').classList.contains('open'),
        typed: find('.typed').textContent,
        places: find('.places').classList.contains('open'),
        help: find('.help').classList.contains('open'),
        full: Boolean(document.fullscreenElement),
    };
}"""
PLACES = (
    Place("01", "东湖街道", "", "A", "dhjd"),
    Place("02", "望江街道", "", "C", "wjjd"),
    Place("0101", "文昌社区", "01", "B", "wcsq"),
)


def slide_of(slide_id: str, words: str, shape: str = "16:9", **more: Any) -> Slide:
    width = SHAPES[shape].width
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="1080" viewBox="0 0 {width} 1080"><title>提示</title>'
        f'<rect width="{width}" height="1080" fill="#0E1116"/><rect x="2" y="2" width="{width - 4}" height="1030" fill="#33668F"/>'
        f'<text x="100" y="300" font-size="120" fill="#F2F4F7">{words}</text></svg>'
    )
    return Slide(id=slide_id, title=words, heading=words, svg=svg, **more)


def deck_of(count: int = 5, shape: str = "16:9", **more: Any) -> Deck:
    slides = tuple(slide_of(f"s{n}", f"第{n}页", shape, note=f"讲稿{n}", dwell_seconds=2) for n in range(1, count + 1))
    deck = Deck("联席会议", "示范区", date(2025, 6, 30), 1, True, SHAPES[shape], slides, PLACES)
    return replace(deck, **more)


@dataclass
class Room:
    """A browser in which windows of the player are opened.

    Attributes:
        data: what a window gets, by the query of its address.
        served: addresses asked for.
    """

    context: BrowserContext
    data: dict[str, dict[str, Any]] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """Serve the page, the script, the data, and a healthy server."""
        address = urlsplit(route.request.url)
        self.served.append(address.path)
        if address.path == "/player.js":
            route.fulfill(body=player_script(), content_type="text/javascript")
        elif address.path == "/data.json":
            route.fulfill(body=json.dumps(self.data[address.query]), content_type="application/json")
        elif address.path == "/":
            route.fulfill(body=HTML, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body="ok")

    def open(
        self, role: str = "wall", deck: Deck | None = None, size: tuple[int, int] = (1280, 720), **more: Any
    ) -> Page:
        """Open a window that plays a deck."""
        query = f"{role}{len(self.data)}"
        given = {"channel": "test", "auto_seconds": 0, "beats": False, "trouble": "", "wall_url": "?", **more}
        self.data[query] = {"role": role, "deck": (deck or deck_of()).to_dict(), **given}
        page = self.context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.goto(f"{ADDRESS}?{query}")
        ready(page)
        return page


@contextmanager
def room(browser: Browser) -> Iterator[Room]:
    """A room whose windows may speak to each other; fails on any error they showed."""
    context = browser.new_context(locale="zh-CN", base_url=ADDRESS)
    opened = Room(context)
    context.route("**/*", opened.answer)
    try:
        yield opened
        assert opened.errors == []
    finally:
        context.close()


def ready(page: Page) -> None:
    """Wait until the player shows its deck."""
    page.wait_for_function("() => document.querySelector('.wanglan-player')?.dataset.version")


def state(page: Page) -> dict[str, Any]:
    """What the window shows."""
    found: dict[str, Any] = page.evaluate(STATE)
    return found


def shows(page: Page, **wanted: Any) -> None:
    """Wait until the window shows this."""
    script = f"(wanted) => {{ const now = ({STATE})(); return Object.keys(wanted).every((name) => String(now[name]) === String(wanted[name])); }}"
    try:
        page.wait_for_function(script, arg=wanted, polling=30)
    except Exception as error:
        raise AssertionError(f"wanted {wanted}, found {state(page)}") from error


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def give_place(page: Page, code: str) -> None:
    """Answer a window that asked for a grid, as the server does."""
    page.wait_for_function("(code) => asked.includes(code)", arg=code)
    page.evaluate(
        "([code, svg]) => dispatchEvent(new CustomEvent('wanglan-place', { detail: { code, slide: { id: 'p' + code, title: code, svg } } }))",
        [code, slide_of("place", "一个网格").svg],
    )
