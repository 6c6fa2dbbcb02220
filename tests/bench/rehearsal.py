"""Rehearse a joint meeting: ``make rehearsal MINUTES=20``, or ``python -m tests.bench.rehearsal --minutes 20``.

Works on a copy of a store (WANGLAN_HOME where there is one, else a demo made anew): two quarterly meetings, the first
with orders; the wall and the presenter's page in one Chromium. Every key of the player is pressed over and over while
a file is imported in the middle, orders are typed, and the server is started anew. Both windows must agree all the
time. Prints a Markdown summary; ends with 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from data.measures.answers import Answers
from data.measures.periods import preset_period
from data.measures.scope import Scope
from data.meetings.book import finish_order, give_order, open_meeting, save_agenda
from data.meetings.model import Agenda, Entry, Meeting
from data.meetings.templates import TEMPLATES
from data.settings import store_home
from data.store.reader import open_store
from tests.bench.meeting_parts import DWELL_SECONDS, Parts
from tests.bench.meeting_windows import STAMPS, FaultError, Windows, playing, spread
from tests.browser.support import CHROMIUM_ARGUMENTS, Server, Watch, chromium_path, running
from tests.cli import run_cli

WALL, DESK = (1920, 1080), (1366, 768)
ORDERS = (
    ("城市管理局", "清理积存的渣土堆放点", 20, 15),
    ("民政局", "为独居老人排定探访名单", 30, 45),
    ("住房和城乡建设局", "与未签约小区谈妥物业服务", 40, None),
    ("各街道", "补齐空缺的网格员", 120, None),
)
"""Who, what, days until due, days until finished."""
NAMES = {
    "walk": "每个翻页键，从头翻到尾再翻回来",
    "ends": "第一页、最后一页，再多按一下",
    "clicker": "翻页笔：翻页、黑屏、全屏；按键说明",
    "numbers": "数字加回车，太大的，退掉的",
    "by_itself": "自动播放，黑屏时停表，暂停",
    "grids": "按字母到街道、社区、网格再回来",
    "typing": "按拼音首字母、名称找网格",
    "order": "在主讲页记一条议定事项",
    "resize": "换四种投影尺寸",
    "bring_in": "会中导入",
    "restart": "服务器停机再启动",
    "ended": "结束时与开始时逐字比较",
}


def say(words: str) -> None:
    """Progress, beside the summary."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def prepare(folder: Path) -> tuple[Path, Meeting]:
    """A store of our own with two meetings; the first gave orders, of which some were kept."""
    home, known = folder / "store", store_home()
    if (known / "CURRENT").exists():
        shutil.copytree(known, home)
    else:
        built = run_cli(home, "build")
        assert built.returncode == 0, built.stderr
    os.environ["WANGLAN_HOME"] = str(home)
    reader = open_store(home)
    template = TEMPLATES["quarterly"]
    scope = Scope(preset_period(template.rule, reader.as_of))
    names = [name.split(".", 1) for name in template.views]
    shows = Answers(reader, scope).district.profile.shows
    entries = tuple(
        Entry(page, view, scope, f"讲稿第 {number} 项", DWELL_SECONDS)
        for number, (page, view) in enumerate(names, start=1)
        if page == "overview" or shows(page)
    )
    code = save_agenda(home, Agenda("", template.title, template.rule, entries)).code
    first = open_meeting(home, code, held_on=reader.as_of - timedelta(days=80))
    for who, what, due, done in ORDERS:
        due_on = first.held_on + timedelta(days=due)
        order = give_order(home, first.code, who=who, what=what, due_on=due_on, given_on=first.held_on)
        if done:
            finish_order(home, order.code, done_on=first.held_on + timedelta(days=done), result="已办结")
    return home, open_meeting(home, code, held_on=reader.as_of + timedelta(days=3))


@dataclass
class Report:
    """What came of a rehearsal.

    Attributes:
        faults: what was wrong, with the minute.
        did: how often each part was played.
        heaps: weight of the windows at the start and at the end.
    """

    began: float = field(default_factory=time.monotonic)
    faults: list[str] = field(default_factory=list)
    did: dict[str, int] = field(default_factory=dict)
    heaps: list[dict[str, float]] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        return (time.monotonic() - self.began) / 60

    def play(self, part: Callable[[], None], parts: Parts) -> None:
        """Play one part; a fault is noted and the windows are brought back to a slide."""
        name = NAMES[part.__name__]
        try:
            part()
            parts.windows.healthy()
        except (FaultError, AssertionError, BrowserError) as fault:
            self.faults.append(f"第 {self.minutes:.1f} 分钟，{name}：{str(fault)[:600]}")
            say(self.faults[-1])
            for page in (parts.desk, parts.wall):
                with suppress(BrowserError):
                    playing(page)
                    parts.windows.press(page, "Escape", "Escape", "Escape", "Home")
            with suppress(BrowserError):
                parts.windows.observe()
        self.did[name] = self.did.get(name, 0) + 1
        say(f"{self.minutes:5.1f} {name}")

    def markdown(self, parts: Parts) -> str:
        """The summary."""
        windows, load = parts.windows, os.getloadavg()[2] / (os.cpu_count() or 1)
        lines = [
            f"## 会议投屏彩排：{self.minutes:.1f} 分钟，{parts.count} 页",
            "",
            f"按键 {windows.presses:,} 次，两窗比对 {windows.checks:,} 次，不符或报错 {len(self.faults)} 处。"
            f"机器负荷为每核 {load:.1f}（15 分钟平均）。",
            "",
            "| 从按键到下一页画出（ms） | 次 | 中位 | 95% | 最大 |",
            "|---|---:|---:|---:|---:|",
            f"| 本窗 | {spread(windows.gaps['own'])} |",
            f"| 在主讲页按键，投屏窗口 | {spread(windows.gaps['other'])} |",
            f"| 从字母到网格页，两窗都到 | {spread([seconds * 1000 for seconds in parts.opened])} |",
            "",
            "| 窗口 | 开始 | 结束 |",
            "|---|---:|---:|",
            *(f"| {name} | {self.heaps[0][name]} | {self.heaps[-1][name]} |" for name in self.heaps[0]),
            "",
            *(f"- {name}：{value}" for name, value in parts.notes.items()),
            "",
            *(f"- {count} × {name}" for name, count in self.did.items()),
        ]
        return "\n".join([*lines, "", *(f"- **{fault}**" for fault in self.faults)])


def rehearse(parts: Parts, minutes: float) -> Report:
    """Play every part round and round; the import and the restart once, at a third and two thirds of the time."""
    report = Report(heaps=[parts.windows.heaps()])
    usual = (parts.walk, parts.ends, parts.clicker, parts.numbers, parts.by_itself)
    usual += (parts.grids, parts.typing, parts.order, parts.resize)
    once = [(minutes / 3, parts.bring_in), (minutes * 2 / 3, parts.restart)]
    while report.minutes < minutes or once:
        for part in usual:
            if once and report.minutes >= once[0][0]:
                report.play(once.pop(0)[1], parts)
            if report.minutes >= minutes and len(report.did) > len(usual):
                break
            report.play(part, parts)
    parts.wall.wait_for_timeout(3000)
    report.heaps.append(parts.windows.heaps())
    report.play(parts.ended, parts)
    return report


def opened(browser: Browser, server: Server, meeting: Meeting) -> Windows:
    """The presenter's page, and the wall that its button opens."""
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="zh-CN", base_url=server.url)
    context.set_default_timeout(30_000)
    context.add_init_script(STAMPS)
    watch = Watch(server.url)
    context.on("page", watch.follow)
    desk = context.new_page()
    desk.goto(f"/projector?desk={meeting.code}")
    playing(desk)
    with context.expect_page() as popup:
        desk.get_by_role("button", name="打开投屏窗口").click()
    wall = popup.value
    wall.set_viewport_size({"width": WALL[0], "height": WALL[1]})
    windows = Windows(wall, desk, watch)
    playing(wall)
    windows.observe()
    return windows


def main() -> None:
    """Rehearse and print what came of it."""
    asked = argparse.ArgumentParser(prog="make rehearsal", description=__doc__)
    asked.add_argument("--minutes", type=float, default=20)
    asked.add_argument("--pictures", type=Path, help="folder for a picture of every slide in every size")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="wanglan_rehearsal_") as scratch, sync_playwright() as playwright:
        say("preparing the store")
        home, meeting = prepare(Path(scratch))
        with running(home, Path(scratch)) as server:
            server.warm_up()
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
            say("opening both windows")
            windows = opened(browser, server, meeting)
            parts = Parts(home, meeting, server, windows, options.pictures)
            report = rehearse(parts, options.minutes)
            browser.close()
    print(report.markdown(parts))
    raise SystemExit(bool(report.faults))


if __name__ == "__main__":
    main()
