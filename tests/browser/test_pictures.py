"""Taking pictures away from a page: files, the clipboard, the keyboard, and what a browser may refuse."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.support import ARTEFACTS, Server, Watch, visit

BUTTONS = '[class*="st-key-save_"] button.open'
PNG, SVG, COPY, TEXT = "存为 PNG 图片", "存为 SVG 矢量图", "复制图片", "复制结论文字"


def open_menu(page: Page, button: Locator) -> Locator:
    """Open a card's menu once the one before has gone."""
    expect(page.locator(".menu:popover-open")).to_have_count(0)
    button.scroll_into_view_if_needed()
    button.click()
    menu = page.locator(".menu:popover-open")
    expect(menu).to_have_count(1)
    return menu


def saved(page: Page, button: Locator, what: str) -> Download:
    menu = open_menu(page, button)
    with page.expect_download() as download:
        menu.get_by_role("menuitem", name=what).click()
    return download.value


def picture_of(download: Download) -> Image.Image:
    return Image.open(io.BytesIO(Path(download.path()).read_bytes())).convert("RGB")


def ink_share(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
    """Share of pixels in a part of the picture (fractions of its size) that are not paper."""
    width, height = picture.size
    part = picture.crop((int(box[0] * width), int(box[1] * height), int(box[2] * width), int(box[3] * height)))
    return float((np.asarray(part) != np.asarray(picture.getpixel((2, 2)))).any(axis=2).mean())


@pytest.mark.parametrize("url_path", ["volunteer_events", "demands_to_projects", "grid_map", "overview"])
def test_every_card_saves_a_whole_picture(url_path: str, page: Page) -> None:
    visit(page, url_path)
    buttons = page.locator(BUTTONS)
    assert buttons.count() >= 2
    for index in range(buttons.count()):
        download = saved(page, buttons.nth(index), PNG)
        name = download.suggested_filename
        assert re.search(r"_示范区_20\d\d年.*月\.png$", name), name
        picture = picture_of(download)
        picture.save(ARTEFACTS / f"picture_{url_path}_{index}.png")
        assert picture.width >= 3 * 760, name
        assert picture.width % 3 == 0, name
        assert ink_share(picture, (0, 0, 1, 0.2)) > 0.005, f"{name}: no title"
        assert ink_share(picture, (0.05, 0.3, 0.95, 0.85)) > 0.01, f"{name}: no figure"
        assert ink_share(picture, (0, 0.85, 1, 1)) > 0.002, f"{name}: no source"


@pytest.mark.parametrize("url_path", ["volunteer_events", "grid_map"])
def test_the_vector_picture_holds_its_words_as_text(url_path: str, page: Page) -> None:
    visit(page, url_path)
    text = Path(saved(page, page.locator(BUTTONS).first, SVG).path()).read_text(encoding="utf-8")
    lines = re.findall(r">([^<]+)</text>", text)
    assert any("2025年1—6月" in line for line in lines)
    assert any(re.fullmatch(r"来源：.+ · 截至 2025年6月30日", line) for line in lines)
    assert any(re.fullmatch(r"示例数据 · 引用码 \S+", line) for line in lines)
    assert lines[0] in ("每月活动场次", "志愿服务活动")


def test_chinese_in_the_picture_comes_from_our_own_font(page: Page) -> None:
    """Without the embedded font the picture would fall back to the machine's fonts, or to empty boxes."""
    visit(page, "volunteer_events")
    picture = picture_of(saved(page, page.locator(BUTTONS).first, PNG))
    fetched = page.evaluate(
        "() => performance.getEntriesByType('resource').map((e) => e.name).filter((n) => n.includes('.woff2'))"
    )
    assert {400, 700} <= {int(weight) for name in fetched for weight in re.findall(r"NotoSansSC-(\d+)", name)}
    assert ink_share(picture, (0, 0, 0.5, 0.15)) > 0.01


@pytest.mark.parametrize("url_path", ["volunteer_events", "grid_map"])
def test_the_clipboard_gets_the_picture_and_the_finding(url_path: str, page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    visit(page, url_path)
    button = page.locator(BUTTONS).first
    menu = open_menu(page, button)
    menu.get_by_role("menuitem", name=COPY).click()
    expect(menu.get_by_role("status")).to_have_text("已复制图片")
    bytes_of_picture = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            return [...new Uint8Array(await (await item.getType("image/png")).arrayBuffer())];
        }"""
    )
    picture = Image.open(io.BytesIO(bytes(bytes_of_picture)))
    assert picture.width >= 3 * 760
    menu = open_menu(page, button)
    menu.get_by_role("menuitem", name=TEXT).click()
    expect(page.locator(".menu [role=status]").first).to_have_text("已复制结论文字")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert re.search(r"\d", copied)
    assert "*" not in copied
    expect(page.locator('[class*="st-key-card_"]').filter(has_text=copied).first).to_be_visible()


def test_where_the_browser_refuses_the_menu_says_what_to_do(
    open_window: Callable[..., tuple[Page, Watch]], server: Server
) -> None:
    """On plain http a browser hides the clipboard: pictures cannot be copied, words still can."""
    page, watch = open_window(server.url)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    visit(page, "volunteer_events")
    button = page.locator(BUTTONS).first
    menu = open_menu(page, button)
    menu.get_by_role("menuitem", name=COPY).click()
    expect(menu.get_by_role("status")).to_have_text(re.compile("浏览器只在 https 或本机地址下允许复制图片"))
    menu.get_by_role("menuitem", name=TEXT).click()
    expect(menu.get_by_role("status")).to_have_text("已复制结论文字")
    watch.check()


def test_the_menu_is_reached_by_keyboard(page: Page) -> None:
    visit(page, "volunteer_events")
    button = page.locator(BUTTONS).first
    button.focus()
    page.keyboard.press("Enter")
    items = page.locator(".menu:popover-open").get_by_role("menuitem")
    expect(items).to_have_text([PNG, SVG, COPY, TEXT])
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(items.nth(3)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".menu:popover-open")).to_have_count(0)
    expect(button).to_be_focused()
