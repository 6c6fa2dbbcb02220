"""The two windows of a meeting in Chromium: what they show, whether they agree, how fast a key turns the wall."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error, Page

from tests.browser.decks import state
from tests.browser.looks import LATIN_WORD
from tests.browser.support import Watch

ROOT = "document.querySelector('.wanglan-player').shadowRoot"
STAMPS = """(() => {
    window.stamps = { key: 0, paint: 0 };
    addEventListener('keydown', (event) => { stamps.key = performance.timeOrigin + event.timeStamp; }, true);
})()"""
PAINTS = f"""() => window.watched || (window.watched = true) && new MutationObserver(() => requestAnimationFrame(() => {{
    const after = new MessageChannel();
    after.port1.onmessage = () => {{ stamps.paint = performance.timeOrigin + performance.now(); }};
    after.port2.postMessage(0);
}})).observe({ROOT}.querySelector('.root'), {{ attributes: true, attributeFilter: ['data-at'] }})"""
"""The moment at which the first frame with another slide is handed over."""
MARKUP = f"() => [...{ROOT}.querySelectorAll('.fit .frame > .slide:not(.place)')].map((slide) => slide.innerHTML)"
WORDS = """() => {
    const words = [], skipped = '[data-testid="stIconMaterial"], [class*="material"], script, style, noscript, .wl-hidden';
    const seen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const player = document.querySelector('.wanglan-player'), isWall = player.matches('.wall');
    for (const root of isWall ? [player.shadowRoot] : [player.shadowRoot, document.body]) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const parent = node.parentElement;
            if (parent && !parent.closest(skipped) && (parent.closest('.slide') || seen(parent))) words.push(node.textContent);
        }
    }
    return words;
}"""
"""What can be read in a window; of the slides all, also those that are not up now."""
UNCOVERED = """() => [[.5, .5], [.02, .02], [.98, .02], [.02, .98], [.98, .98]]
    .filter(([x, y]) => !document.elementFromPoint(innerWidth * x, innerHeight * y)?.closest('.wanglan-player')).length"""
ALLOWED = {"Esc"}
"""A key's own name."""
LOST = (
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_SOCKET",
    "WebSocket",
    "Client Error in reaching server endpoint",
    "Streamlit server is not responding",
    "Cannot send rerunBackMessage",
)
"""What Chromium and Streamlit say on the console while the server is gone."""
AGREE_SECONDS = 10.0


class FaultError(Exception):
    """The windows do not show what they must."""


@dataclass
class Windows:
    """Wall and presenter's page of one browser.

    Attributes:
        wall: fills the projector.
        desk: the presenter's page.
        watch: requests and console of both.
        gaps: milliseconds from a key to the paint, in the same window and in the other one.
        checks: how often both were compared.
        presses: how many keys were pressed.
    """

    wall: Page
    desk: Page
    watch: Watch
    gaps: dict[str, list[float]] = field(default_factory=lambda: {"own": [], "other": []})
    checks: int = 0
    presses: int = 0

    def observe(self) -> None:
        """Note every paint of another slide from now on."""
        for page in (self.wall, self.desk):
            page.evaluate(PAINTS)

    def press(self, page: Page, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            page.keyboard.press(key)
            self.presses += 1

    def turn(self, page: Page, key: str, **wanted: Any) -> None:
        """Press a key that turns the page, wait until both windows show it, and note how long the paint took."""
        for each in (self.wall, self.desk):
            each.evaluate("() => { stamps.paint = 0; }")
        self.press(page, key)
        self.agree(**wanted)
        pressed = float(page.evaluate("stamps.key"))
        for each, name in ((page, "own"), (self.desk if page is self.wall else self.wall, "other")):
            if name == "own" or each is self.wall:
                each.wait_for_function("() => stamps.paint > 0", polling=20, timeout=5000)
                self.gaps[name].append(float(each.evaluate("stamps.paint")) - pressed)

    def agree(self, seconds: float = AGREE_SECONDS, **wanted: Any) -> dict[str, Any]:
        """Wait until both windows show the same, and what is wanted.

        Returns:
            What they show.

        Raises:
            FaultError: they do not.
        """
        self.checks += 1
        until = time.monotonic() + seconds
        while True:
            wall, desk = seen(self.wall), seen(self.desk)
            wrong = {name: wall[name] for name in wall if wall[name] != desk[name]}
            missed = {name: wall.get(name) for name, value in wanted.items() if wall.get(name) != value}
            if not wrong and not missed:
                return wall
            if time.monotonic() > until:
                raise FaultError(f"要 {wanted}，投屏 {wall}，主讲 {desk}，状态“{state(self.wall)['status']}”")
            self.wall.wait_for_timeout(30)

    def healthy(self) -> None:
        """Nothing left the machine, nothing failed, nothing covers the wall, and every word is Chinese.

        Raises:
            FaultError: something did.
        """
        outside, errors = self.watch.outside[:], self.watch.errors[:]
        self.watch.outside.clear()
        self.watch.errors.clear()
        english = {word for page in (self.wall, self.desk) for word in latin(page)}
        bare = self.wall.evaluate(UNCOVERED)
        kinds = (("离开本机的请求", outside), ("控制台报错", errors), ("英文", english), ("投屏被遮住", bare))
        if wrong := [f"{what}：{found}" for what, found in kinds if found]:
            raise FaultError("；".join(wrong))

    def forgive(self) -> int:
        """Drop from the console what only says that the server is gone; returns how many lines."""
        before = len(self.watch.errors)
        self.watch.errors[:] = [line for line in self.watch.errors if not any(word in line for word in LOST)]
        return before - len(self.watch.errors)

    def markup(self) -> list[str]:
        """Every slide of the wall as it stands in the page."""
        found: list[str] = self.wall.evaluate(MARKUP)
        return found

    def heaps(self) -> dict[str, float]:
        """Megabytes of JS heap and nodes of both windows, after collecting what can be given back."""
        found = {}
        for name, page in (("投屏", self.wall), ("主讲", self.desk)):
            wire = page.context.new_cdp_session(page)
            wire.send("Performance.enable")
            wire.send("HeapProfiler.collectGarbage")
            numbers = {each["name"]: each["value"] for each in wire.send("Performance.getMetrics")["metrics"]}
            found[f"{name} JS 堆（MB）"] = round(numbers["JSHeapUsedSize"] / 1024 / 1024, 2)
            found[f"{name} 节点"] = int(numbers["Nodes"])
            found[f"{name} 监听"] = int(numbers["JSEventListeners"])
            wire.detach()
        return found


def playing(page: Page) -> None:
    """Wait until a window has its deck."""
    script = "() => document.querySelector('.wanglan-player')?.dataset.version"
    page.wait_for_function(script, timeout=600_000, polling=200)


def seen(page: Page) -> dict[str, Any]:
    """What must be the same in both windows: place or slide, number, blank, whether it advances by itself."""
    try:
        now = state(page)
    except Error as error:
        raise FaultError(f"窗口没有播放器：{error}") from error
    return {name: now[name] for name in ("at", "number", "dark")} | {"runs": "自动播放" in now["status"]}


def latin(page: Page) -> set[str]:
    """Latin words that can be read in a window."""
    words: list[str] = page.evaluate(WORDS)
    return {found for text in words for found in LATIN_WORD.findall(text)} - ALLOWED


def spread(values: list[float]) -> str:
    """Median, 95th percentile and maximum as cells of a table."""
    if len(values) < 2:
        return f"{len(values)} | — | — | —"
    high = statistics.quantiles(values, n=20)[-1]
    return f"{len(values)} | {statistics.median(values):.0f} | {high:.0f} | {max(values):.0f}"
