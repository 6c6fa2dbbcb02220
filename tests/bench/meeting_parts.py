"""The parts of a rehearsed meeting: each presses keys as a presenter would, and says what is not as it must be."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from components.slides.model import Place
from components.slides.places import places_of
from data.meetings.book import orders_of
from data.meetings.model import Meeting
from data.store.pointer import current_version
from data.store.reader import open_store
from tests.bench.meeting_windows import FaultError, Windows
from tests.bench.rows import write_events
from tests.browser.decks import state
from tests.browser.support import Server
from tests.cli import run_cli

SIZES = {(1024, 768): "4:3", (2560, 1080): "21:9", (3840, 2160): "16:9", (1920, 1080): "16:9"}
"""Of the wall; the one it has all the time is the last."""
DWELL_SECONDS = 5
DEAD_SECONDS = 20
SPEAKS = """(since) => {
    const [player] = (window.wanglanPlayers ?? new Map()).values();
    return player?.deck && player.beats.last > since;
}"""
"""Whether the server has spoken to a window since a moment; after a reload, whether its deck is there."""


@dataclass
class Parts:
    """What is played in a meeting that is being rehearsed.

    Attributes:
        home: its store.
        meeting: what is on the wall.
        server: serves it.
        windows: show it.
        pictures: where every slide in every size is kept; None for nowhere.
        notes: numbers by name, for the summary.
        opened: seconds from a letter to the grid in both windows.
    """

    home: Path
    meeting: Meeting
    server: Server
    windows: Windows
    pictures: Path | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    opened: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wall, self.desk = self.windows.wall, self.windows.desk
        self.chance = random.Random(20250630)
        self.places = places_of(open_store(self.home, self.meeting.version))
        self.first = self.windows.markup()
        self.count = len(self.first)

    def number(self, at: int) -> str:
        return f"{at} / {self.count}"

    def need(self, is_so: object, words: str) -> None:
        """Raises FaultError with the words unless it is so."""
        if not is_so:
            raise FaultError(words)

    def same(self, when: str) -> None:
        """The wall shows what it showed at the beginning, sign for sign."""
        changed = [
            n + 1 for n, (was, now) in enumerate(zip(self.first, self.windows.markup(), strict=True)) if was != now
        ]
        self.need(not changed, f"{when}，投屏第 {changed} 页变了")

    def walk(self) -> None:
        """Every key forward, from both windows, then every key back."""
        for keys, way in (
            (("ArrowRight", "Space", "PageDown", "Enter", "ArrowDown"), 1),
            (("ArrowLeft", "PageUp", "Backspace", "ArrowUp"), -1),
        ):
            at = 1 if way > 0 else self.count
            self.windows.press(self.wall, "Home" if way > 0 else "End")
            self.windows.agree(number=self.number(at))
            for turn in range(self.count - 1):
                at += way
                page = (self.wall, self.desk)[turn // len(keys) % 2]
                self.windows.turn(page, keys[turn % len(keys)], number=self.number(at))

    def ends(self) -> None:
        """Home and End, and one step too far."""
        for page, key, beyond, words in (
            (self.wall, "End", "PageDown", "已是最后一页"),
            (self.desk, "Home", "PageUp", "已是第一页"),
        ):
            self.windows.press(page, key, beyond)
            self.windows.agree(number=self.number(self.count if key == "End" else 1))
            self.need(words in state(page)["status"], f"没有说“{words}”")

    def clicker(self) -> None:
        """What presenter clickers send: page keys, a full stop or b for black, F5 and Escape."""
        self.windows.press(self.wall, "Home")
        self.windows.agree(number=self.number(1))
        self.windows.turn(self.wall, "PageDown", number=self.number(2))
        for dark, light in ((".", "."), ("b", "Escape"), ("B", "PageDown")):
            self.windows.press(self.wall, dark)
            self.windows.agree(dark=True, number=self.number(2))
            self.windows.press(self.desk, light)
            self.windows.agree(dark=False, number=self.number(2))
        self.windows.press(self.wall, "F5")
        self.wall.wait_for_function("() => document.fullscreenElement", polling=50)
        self.windows.turn(self.wall, "PageDown", number=self.number(3))
        self.windows.press(self.wall, "f")
        self.wall.wait_for_function("() => !document.fullscreenElement", polling=50)
        self.windows.press(self.desk, "F5", "?")
        self.need(state(self.desk)["help"], "没有打开按键说明")
        self.windows.press(self.desk, "Escape")
        self.windows.turn(self.desk, "PageUp", number=self.number(2))

    def numbers(self) -> None:
        """A number and Enter; one that is too large; one that is taken back."""
        for page in (self.wall, self.desk):
            at = self.chance.choice([n for n in range(1, self.count + 1) if self.number(n) != state(page)["number"]])
            self.windows.press(page, *str(at))
            self.need(state(page)["typed"] == f"第 {at} 页", "没有显示键入的页码")
            self.windows.turn(page, "Enter", number=self.number(at))
            self.windows.press(page, "9", "9", "9", "Enter")
            self.need(f"只有 {self.count} 页" in state(page)["status"], "没有说只有几页")
            self.windows.press(page, "4", "Escape", "7", "Backspace")
            self.windows.agree(number=self.number(at))

    def by_itself(self) -> None:
        """P on one window: two slides later P on the other; then a dark wall holds the time."""
        self.windows.press(self.desk, "2", "Enter")
        self.windows.agree(number=self.number(2))
        self.windows.press(self.wall, "p")
        self.windows.agree(runs=True, number=self.number(2))
        started = time.monotonic()
        self.windows.agree(seconds=DWELL_SECONDS * 3, runs=True, number=self.number(4))
        self.notes["自动播放两页用时（应为 10 s）"] = f"{time.monotonic() - started:.1f} s"
        self.windows.press(self.desk, "b")
        self.windows.agree(dark=True, runs=True)
        self.wall.wait_for_timeout(DWELL_SECONDS * 1200)
        self.windows.press(self.desk, "b")
        self.windows.agree(dark=False, runs=True, number=self.number(4))
        self.windows.press(self.desk, "p")
        at = self.windows.agree(runs=False)["number"]
        self.wall.wait_for_timeout(DWELL_SECONDS * 1200)
        self.windows.agree(runs=False, number=at)

    def grids(self) -> None:
        """G and a letter to a street, further letters to a community and a grid, and back to the slide."""
        page = self.chance.choice((self.wall, self.desk))
        at = self.windows.agree()["at"]
        for_key = [place for place in self.places if place.key]
        above = {place.parent for place in for_key}
        street = self.chance.choice([p for p in for_key if not p.parent and p.code in above])
        within = [p for p in for_key if p.parent == street.code]
        community = self.chance.choice([p for p in within if p.code in above] or within)
        cells = [p for p in for_key if p.parent == community.code]
        self.windows.press(page, "g")
        for place in [street, community, *cells[:1]]:
            self.visit(page, place)
        self.windows.press(self.desk if page is self.wall else self.wall, "Backspace")
        self.windows.agree(at=at)

    def typing(self) -> None:
        """A grid by the first letters of its name, and by its name."""
        page = self.chance.choice((self.wall, self.desk))
        at = self.windows.agree()["at"]
        for words in ("initials", "name"):
            place = self.chance.choice([p for p in self.places if p.parent and p.initials])
            self.windows.press(page, "g", "/")
            page.keyboard.type(getattr(place, words))
            found = page.locator(".places li").all_inner_texts()
            self.need(any(place.name in line for line in found), f"键入“{getattr(place, words)}”没有找到{place.name}")
            line = next(n for n, text in enumerate(found) if place.name in text)
            self.windows.press(page, *["ArrowDown"] * line)
            self.windows.press(page, "Enter")
            self.windows.agree(seconds=30, number="")
            self.windows.press(page, "Backspace")
            self.windows.agree(at=at)

    def visit(self, page: Page, place: Place) -> None:
        """Press the letter of a grid and wait for it; the server draws it, so this is the one key that takes time."""
        started = time.monotonic()
        self.windows.press(page, place.key.lower())
        self.windows.agree(seconds=12, at=place.code, number="")
        self.opened.append(time.monotonic() - started)

    def order(self) -> None:
        """O on the presenter's page: keys are words while it is written, and turn pages again afterwards."""
        before, now = len(orders_of(self.home, self.meeting.code)), self.windows.agree()
        self.windows.press(self.desk, "o")
        expect(self.desk.get_by_label("谁")).to_be_focused()
        self.desk.keyboard.type("城管局 2")
        what = self.desk.get_by_label("做什么", exact=False).first
        what.fill(f"第{before + 1}件：清理楼道杂物")
        self.windows.press(self.desk, "PageDown", "Enter")
        expect(what).to_have_value("", timeout=30_000)
        self.windows.agree(at=now["at"])
        given = orders_of(self.home, self.meeting.code)
        self.need(len(given) == before + 1 and given[-1].who == "城管局 2", f"议定事项 {before} → {len(given)}")
        self.desk.wait_for_function("() => document.activeElement === document.body", timeout=10_000, polling=50)
        self.numbers()

    def resize(self) -> None:
        """The wall on four projectors; both windows get slides of the wall's shape, and it has them back at the end."""
        self.windows.press(self.wall, "Home")
        at = self.windows.agree(number=self.number(1))["at"]
        for (width, height), shape in SIZES.items():
            self.wall.set_viewport_size({"width": width, "height": height})
            for page in (self.wall, self.desk):
                page.locator(f'.frame[data-shape="{shape}"]').wait_for(timeout=600_000)
            self.windows.agree(at=at)
            box = self.wall.locator(".frame").bounding_box() or {"width": 0, "height": 0}
            share = max(box["width"] / width, box["height"] / height)
            self.need(abs(share - 1) < 0.01, f"{width}×{height} 画面占窗口 {share:.2f}")
            if self.pictures:
                self.take(f"{width}x{height}", self.pictures)
        self.pictures = None
        self.same("换过尺寸")

    def take(self, size: str, folder: Path) -> None:
        """A picture of every slide."""
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, self.count + 1):
            self.windows.press(self.wall, *str(number), "Enter")
            self.windows.agree(number=self.number(number))
            self.wall.screenshot(path=folder / f"{size}-{number:02d}.png")
        self.windows.press(self.wall, "Home")
        self.windows.agree(number=self.number(1))

    def ended(self) -> None:
        """The same at the end as at the beginning."""
        self.same("结束时")

    def bring_in(self) -> None:
        """Import a file in the middle of the meeting: a newer version, and not one sign different on the wall."""
        file = self.home.parent / "会中导入.csv"
        cells = [place.code for place in self.places if place.code not in {p.parent for p in self.places}]
        write_events(file, cells, 5000)
        done = run_cli(self.home, "import", str(file), "--ledger", "volunteer_events")
        self.need(
            current_version(self.home) != self.meeting.version, f"导入没有成：{done.stdout[-300:]}{done.stderr[-300:]}"
        )
        self.wall.wait_for_timeout(20_000)
        self.same("导入后")

    def restart(self) -> None:
        """Without a server both windows play on; with it the presenter's page takes orders again."""
        self.server.stop()
        until = time.monotonic() + DEAD_SECONDS
        while time.monotonic() < until:
            self.numbers()
        self.windows.agree()
        self.need("与服务器" not in state(self.wall)["status"], "投屏上有断线的话")
        started, now = time.monotonic(), time.time() * 1000
        self.server.start()
        self.desk.wait_for_function(SPEAKS, arg=now, timeout=600_000, polling=200)
        self.notes["重启后主讲页重新连上"] = f"{time.monotonic() - started:.1f} s"
        self.wall.wait_for_timeout(15_000)
        self.windows.observe()
        self.notes["重启时浏览器的连接报错"] = f"{self.windows.forgive()} 行"
        self.same("重启后")
        self.order()
