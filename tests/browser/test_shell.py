"""The frame around the pages: seeing the numbers, dark, very large windows, first start, new data."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.support import ARTEFACTS, Server, Watch, settle, visit, window
from tests.cli import run_cli


def test_the_numbers_behind_a_figure(page: Page) -> None:
    visit(page, "volunteer_events")
    page.locator('[class*="st-key-twin_"] button').first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settle(page)
    # Streamlit's own export would not neutralise formulas: ours must be the only one.
    expect(dialog.get_by_role("button", name=re.compile("下载"))).to_have_count(1)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="下载 CSV").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = content.decode("utf-8-sig").splitlines()
    assert not re.search("[A-Za-z]", head), head
    assert len(rows) >= 6
    dialog.get_by_role("button", name="关闭").click()
    expect(dialog).to_have_count(0)


def test_dark_is_dark_everywhere(browser: Browser, server: Server) -> None:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768},
        color_scheme="dark",
        reduced_motion="reduce",
        base_url=server.url,
        locale="zh-CN",
    )
    page = context.new_page()
    visit(page, "volunteer_events")
    page.screenshot(path=ARTEFACTS / "volunteer_events_dark_1366x768.png")
    colours = page.evaluate(
        """() => ['.st-key-wl_main', '[class*="st-key-card_"]'].map(
            (part) => getComputedStyle(document.querySelector(part)).backgroundColor)"""
    )
    assert "rgb(23, 28, 36)" in colours
    axis = page.locator(".js-plotly-plot .xtick text").first
    assert axis.evaluate("(text) => getComputedStyle(text).fill") == "rgb(195, 202, 212)"
    context.close()


def test_a_very_large_window_shows_the_same_page_larger(browser: Browser, server: Server) -> None:
    with window(browser, server.url, 3840, 2160) as (page, watch):
        visit(page, "overview")
        page.wait_for_function("() => getComputedStyle(document.documentElement).fontSize === '28px'")
        settle(page)
        page.screenshot(path=ARTEFACTS / "overview_3840x2160.png")
        card = page.locator('[class*="st-key-card_trend"]').bounding_box()
        assert card is not None and card["height"] == pytest.approx(882, abs=4)
        size = page.locator(".js-plotly-plot .xtick text").first.evaluate("(text) => getComputedStyle(text).fontSize")
        assert size == "26px"
        watch.check()


def test_a_very_large_window_keeps_a_deep_link(browser: Browser, server: Server) -> None:
    """The window is reported by a component whose rerun must not lose the page."""
    with window(browser, server.url, 3840, 2160) as (page, watch):
        visit(page, "micro_wishes", period="last_12")
        page.wait_for_function("() => getComputedStyle(document.documentElement).fontSize === '28px'")
        settle(page)
        assert page.url.endswith("/micro_wishes?period=last_12")
        expect(page.get_by_role("combobox", name=re.compile("时段"))).to_have_value(re.compile("近12个月"))
        watch.check()


def test_first_start_builds_the_demo_and_opens_by_itself(
    tmp_path: Path, start_server: Callable[[Path], Server], open_window: Callable[..., tuple[Page, Watch]]
) -> None:
    server = start_server(tmp_path / "new_store")
    page, watch = open_window(server.url)
    page.goto("/")
    expect(page.get_by_text("第一次启动，正在建立示例区县")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.screenshot(path=ARTEFACTS / "first_start_1366x768.png")
    expect(page.get_by_role("heading", name="态势总览")).to_be_visible(timeout=240_000)
    watch.check()


def test_new_data_are_shown_at_the_next_step_and_said(
    demo_home: Path,
    tmp_path: Path,
    start_server: Callable[[Path], Server],
    open_window: Callable[..., tuple[Page, Watch]],
) -> None:
    home = tmp_path / "store"
    shutil.copytree(demo_home, home)
    page, watch = open_window(start_server(home).url)
    visit(page, "")
    event = tmp_path / "志愿服务台账_补报.csv"
    grid = run_cli(home, "measure", "event_count", "--by", "grid3", "--json").stdout
    code = re.search(r'"key": ?"([^"]+)"', grid)
    assert code, grid[:400]
    event.write_text(
        f"活动编号,活动名称,网格编码,活动类型,活动日期,参与人次\nBB-1,补报活动,{code[1]},政策宣传,2025-06-30,12\n",
        encoding="utf-8",
    )
    made = run_cli(home, "import", str(event))
    assert made.returncode == 0, made.stdout + made.stderr
    page.get_by_role("combobox", name=re.compile("对比")).click()
    page.get_by_role("option", name=re.compile("不对比")).click()
    expect(page.get_by_text("数据已更新到第 2 版")).to_be_visible()
    expect(page.get_by_text(re.compile("第 2 版$")).first).to_be_visible()
    watch.check()


def test_a_damaged_store_says_so_without_a_traceback(
    demo_home: Path,
    tmp_path: Path,
    start_server: Callable[[Path], Server],
    open_window: Callable[..., tuple[Page, Watch]],
) -> None:
    home = tmp_path / "store"
    shutil.copytree(demo_home, home)
    (home / "CURRENT").write_text("nonsense")
    page, _ = open_window(start_server(home).url)
    visit(page, "")
    expect(page.get_by_text("这一页暂时打不开")).to_be_visible()
    expect(page.get_by_text(re.compile("python -m data check"))).to_be_visible()
    assert "Traceback" not in page.get_by_test_id("stMain").inner_text()
