"""Every page as a visitor meets it: cold, offline, in Chinese, within the window."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from components.views.formats import amount
from data.measures.answers import Answers
from data.measures.periods import preset_period
from data.measures.scope import Period, Scope
from data.store.reader import open_store
from pages import PAGES, PageSpec
from tests.browser.looks import OVERFLOW, heading, latin_words, whole
from tests.browser.support import ARTEFACTS, Server, Watch, settle, visit, window

WIDE = (1920, 1080)
"""test_districts looks at every page in a small window."""
FALSE_ALARM = re.compile("The page that you have requested does not seem to exist")
FIRST_OF_SECTIONS = [page for n, page in enumerate(PAGES) if page.section not in {above.section for above in PAGES[:n]}]
by_address = pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.url_path)


@pytest.fixture(scope="module")
def wide(browser: Browser, server: Server) -> Iterator[tuple[Page, Watch]]:
    """One large window for all pages: what the browser has fetched and compiled once serves them all."""
    with window(browser, server.url, *WIDE) as opened:
        yield opened


def figure_text(home: Path, code: str, period: Period, grid_code: str = "") -> str:
    """A measure as the cards print it, computed apart from the server."""
    figure = Answers(open_store(home), Scope(period, grid_code)).figure(code)
    return amount(figure.value, figure.measure.unit)[0]


def number(text: str) -> re.Pattern[str]:
    """The number itself, not digits within a longer one."""
    return re.compile(rf"(?<![\d.,]){re.escape(text)}(?![\d.,]*\d)")


def level_one(home: Path) -> list[str]:
    month = open_store(home).as_of.strftime("%Y-%m")
    return list(Answers(open_store(home), Scope(Period(month, month))).grids(level=1)["grid_code"])


@pytest.mark.parametrize("spec", FIRST_OF_SECTIONS, ids=lambda spec: spec.url_path)
def test_cold_deep_link(
    spec: PageSpec,
    demo_home: Path,
    start_server: Callable[[Path], Server],
    open_window: Callable[..., tuple[Page, Watch]],
    record_property: Callable[[str, object], None],
) -> None:
    """The first request a new server gets is for this very page, with a filter in the address."""
    started = time.monotonic()
    server = start_server(demo_home)
    page, watch = open_window(server.url)
    page.goto(f"/{spec.url_path}?period=last_12")
    heading(page, spec)
    settle(page)
    record_property(f"{spec.url_path}, new server to page at rest", f"{time.monotonic() - started:.1f} s")
    assert "period=last_12" in page.url
    if spec.needs_data:
        expect(page.get_by_role("combobox", name=re.compile("时段"))).to_have_value(re.compile("近12个月"))
    expect(page.get_by_test_id("stTopNavSection").filter(has_text=spec.section)).to_be_visible()
    # Streamlit looks for loose scripts in pages/ before app.py has run once, and says that this page is none.
    expect(page.get_by_role("dialog")).to_have_count(0)
    watch.errors = [error for error in watch.errors if not FALSE_ALARM.search(error)]
    whole(page)
    watch.check()


@by_address
def test_page_fits_and_nonsense_in_its_address_is_harmless(spec: PageSpec, wide: tuple[Page, Watch]) -> None:
    page, watch = wide
    visit(page, spec.url_path)
    heading(page, spec)
    whole(page)
    page.screenshot(path=ARTEFACTS / f"{spec.url_path}_1920x1080.png")
    assert page.evaluate(OVERFLOW) == []
    assert latin_words(page) == set()
    expected = page.get_by_test_id("stMain").inner_text()
    visit(
        page,
        spec.url_path,
        period="nonsense",
        area="'; DROP TABLE grids;--",
        compare="<script>alert(1)</script>",
        cat_demands="没有的类别",
        measure="no_such_measure",
        level="99",
        unknown="1",
        **{"from": "2025-13", "to": "0000-00"},
    )
    whole(page)
    heading(page, spec)
    assert page.get_by_test_id("stMain").inner_text() == expected
    watch.check()


def test_choosing_a_period_changes_the_numbers(page: Page, demo_home: Path) -> None:
    as_of = open_store(demo_home).as_of
    before, after = (
        figure_text(demo_home, "event_count", preset_period(preset, as_of)) for preset in ("this_year", "last_12")
    )
    assert before != after
    visit(page, "volunteer_events")
    cards = page.get_by_test_id("stMain")
    expect(cards).to_contain_text(number(before))
    page.get_by_role("combobox", name=re.compile("时段")).click()
    page.get_by_role("option", name=re.compile("近12个月")).click()
    expect(cards).to_contain_text(number(after))
    settle(page)
    assert "period=last_12" in page.url


def test_the_address_carries_over_to_another_page(page: Page) -> None:
    """Filters are one value for the whole app, not one a page."""
    visit(page, "volunteer_events", period="this_quarter")
    wishes = next(spec for spec in PAGES if spec.url_path == "micro_wishes")
    page.get_by_test_id("stTopNavSection").filter(has_text=wishes.section).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=wishes.title).click()
    heading(page, wishes)
    settle(page)
    assert "period=this_quarter" in page.url


def test_two_visitors_keep_their_own_scope(
    server: Server, demo_home: Path, open_window: Callable[..., tuple[Page, Watch]]
) -> None:
    period = preset_period("this_year", open_store(demo_home).as_of)
    codes = level_one(demo_home)[:2]
    texts = [figure_text(demo_home, "participation_count", period, code) for code in codes]
    assert texts[0] != texts[1]
    windows = [open_window(server.url) for _ in codes]
    for (page, _), code in zip(windows, codes, strict=True):
        visit(page, "volunteer_events", area=code)
    for (page, watch), own, other in zip(windows, texts, reversed(texts), strict=True):
        page.get_by_role("combobox", name=re.compile("对比")).click()
        page.get_by_role("option", name=re.compile("不对比")).click()
        settle(page)
        expect(page.get_by_test_id("stMain")).to_contain_text(number(own))
        expect(page.get_by_test_id("stMain")).not_to_contain_text(number(other))
        watch.check()
