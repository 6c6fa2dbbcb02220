"""Every page of every demo district on a small screen, by its menu: nothing broken, empty, cut off, foreign or in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from data.demo.profile import profile_codes
from data.measures.net import net_of
from data.store.reader import open_store
from pages import PAGES, PageSpec
from tests.browser.looks import CUT_OFF, LEGEND_CUT, OVERFLOW, WITHOUT_CONTENT, heading, latin_words, whole
from tests.browser.support import ARTEFACTS, Watch, running, turn_to, visit, window

WITH_MAP = {"overview", "grid_map", "issue_reports", "organisation"}
MAP_READY = "() => window.GRID && GRID.cells && !GRID.isMoving() && document.body.dataset.grid"
Visitor = tuple[str, Page, Watch, Path]


@pytest.fixture(scope="module", params=profile_codes())
def visitor(
    request: pytest.FixtureRequest,
    home_of: Callable[[str], Path],
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Visitor]:
    """One server and one window a district, for all its pages."""
    home = home_of(request.param)
    with running(home, tmp_path_factory.mktemp("server")) as server:
        server.warm_up()
        with window(browser, server.url) as (page, watch):
            yield request.param, page, watch, home


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.url_path)
def test_page_of_a_district(visitor: Visitor, spec: PageSpec) -> None:
    district, page, watch, home = visitor
    profile = open_store(home).district.profile
    if page.url == "about:blank" or not profile.shows(spec.url_path):
        visit(page, spec.url_path)
    else:
        turn_to(page, spec.section, spec.title)
    page.screenshot(path=ARTEFACTS / f"{district}_{spec.url_path}.png")
    heading(page, spec)
    whole(page)
    watch.check()
    assert latin_words(page) == set()
    assert page.evaluate(OVERFLOW) == []
    if not profile.shows(spec.url_path):
        assert "没有开设这一页" in page.get_by_test_id("stMain").inner_text()
        return
    assert page.evaluate(WITHOUT_CONTENT) == []
    assert page.evaluate(CUT_OFF) == []
    if spec.url_path in WITH_MAP:
        frame = map_frame(page)
        assert frame.evaluate("() => GRID.cells.getLayers().length") > 0
        assert not frame.evaluate(LEGEND_CUT)


def map_frame(page: Page) -> Frame:
    """The page's map once it stands still."""
    handle = page.wait_for_selector("iframe[data-map]", state="attached")
    assert handle is not None
    frame = handle.content_frame()
    assert frame is not None
    frame.wait_for_function(MAP_READY)
    return frame


@pytest.mark.parametrize("url_path", ["overview", "grid_map", "issue_reports", "organisation"])
def test_a_zone_is_drawn_by_its_own_grids(url_path: str, page: Page, demo_home: Path) -> None:
    """The zone's grids and no others; the rest of the district stays pale around them."""
    zone, found = next(iter(net_of(open_store(demo_home)).zones.items()))
    visit(page, url_path, area=zone)
    frame = map_frame(page)
    drawn = frame.evaluate("() => GRID.cells.getLayers().map((layer) => String(layer.feature.id)).sort()")
    assert drawn == sorted(found.members)
    assert frame.evaluate("() => GRID.named.ghosts.length") > 1
    share = frame.evaluate("() => GRID.map.getBoundsZoom(GRID.cells.getBounds()) - GRID.map.getZoom()")
    assert abs(share) < 1.6, "the map is not zoomed to the zone"


def test_a_click_in_a_zone_goes_to_the_grid(page: Page, demo_home: Path) -> None:
    zone, found = next(iter(net_of(open_store(demo_home)).zones.items()))
    visit(page, "grid_map", area=zone)
    assert found.name in page.locator(".st-key-bar_grid_map").inner_text()
    frame = map_frame(page)
    frame.evaluate(
        "(code) => { GRID.cells.eachLayer((l) => String(l.feature.id) === code && l.fire('click', {}, true)); }",
        found.members[0],
    )
    frame.wait_for_function("(code) => GRID.state.pick === code", arg=found.members[0])
    assert f"area={found.members[0]}" in page.url
