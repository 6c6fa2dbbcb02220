"""The grid map under real clicks: down to a grid and back, colours, old clicks, and nets without boundaries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.settings import PROJECT_ROOT
from data.store.reader import open_store
from tests.browser.support import ARTEFACTS, Server, Watch, running, settle, visit
from tests.conftest import run_cli

IN_FRAME = 'iframe[title="streamlit_folium.st_folium"]'
US_COUNTIES = PROJECT_ROOT.parent / "shared" / "real" / "us_states_counties.topojson"
WHERE = """
(code) => {
    let feature = null;
    GRID.cells.eachLayer((layer) => { if (String(layer.feature.id) === code) feature = layer.feature; });
    const at = feature && GRID_LABELS.inside(feature), point = at && GRID.map.latLngToContainerPoint([at.lat, at.lng]);
    return point && [point.x, point.y];
}
"""
HURT = 'img src=x onerror="window.hurt=1"'
TREE = (
    "网格编码,网格名称,级别,上级编码,户数,经度,纬度",
    "01,甲街道,1,,,,",
    "0101,甲一社区,2,01,,,",
    "010101,甲一社区第1网格,3,0101,300,113.70,34.70",
    "010102,甲一社区第2网格,3,0101,420,113.72,34.71",
    "02,乙街道,1,,,,",
    "0201,乙一社区,2,02,,,",
    f'020101,"<{HURT.replace(chr(34), chr(34) * 2)}>",3,0201,350,113.75,34.73',
    "020102,<script>window.hurt=1</script>,3,0201,0,113.76,34.74",
)


def frame_of(page: Page) -> Frame:
    page.wait_for_selector(IN_FRAME)
    found = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    found.wait_for_selector("body[data-grid]")
    return found


def shows(page: Page, what: str) -> None:
    """Wait until the map shows a level and parent ("2:990104001") and stands still."""
    body = page.frame_locator(IN_FRAME).locator("body")
    expect(body).to_have_attribute("data-grid", re.compile(f"^{re.escape(what)}:"))
    frame_of(page).wait_for_function("() => !GRID.isMoving()")


def click_cell(page: Page, code: str) -> None:
    """Canvas has no element per polygon: ask where the grid is, then click there with the mouse."""
    frame = frame_of(page)
    frame.wait_for_function("() => !GRID.isMoving()")
    x, y = frame.evaluate(WHERE, code)
    page.frame_locator(IN_FRAME).locator("#map_div").click(position={"x": x, "y": y})


def crumb(page: Page, name: str) -> None:
    page.locator(".st-key-bar_grid_map").get_by_role("button", name=re.compile(f"^{name}")).click()


def choose_measure(page: Page, label: str) -> None:
    box = page.locator(".st-key-grid_measure").get_by_role("combobox")
    box.click()
    box.fill(label)  # the list is long and only shows what is near
    page.get_by_role("option", name=re.compile(f"^{label}")).click()


def fills(page: Page) -> list[object]:
    return frame_of(page).evaluate("() => GRID.cells.getLayers().map((layer) => layer.options.fillColor)")


@pytest.fixture(scope="module")
def line(demo_home: Path) -> list[str]:
    """Codes of a street, a community in it and a grid in that."""
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    street = answers.grids(level=1)["grid_code"].iloc[4]
    community = answers.grids(level=2, parent=street)["grid_code"].iloc[1]
    return [street, community, answers.grids(level=3, parent=community)["grid_code"].iloc[0]]


def test_down_to_a_grid_and_back_on_one_and_the_same_map(page: Page, line: list[str]) -> None:
    street, community, grid = line
    visit(page, "grid_map")
    shows(page, "1:")
    frame_of(page).evaluate("() => { window.sameMap = true; }")
    click_cell(page, street)
    shows(page, f"2:{street}")
    click_cell(page, community)
    shows(page, f"3:{community}")
    assert frame_of(page).evaluate("() => GRID.state.pick") == ""
    click_cell(page, grid)
    frame_of(page).wait_for_function("(code) => GRID.state.pick === code", arg=grid)
    shows(page, f"3:{community}")
    settle(page)
    assert f"area={grid}" in page.url
    crumb(page, "示范区")
    shows(page, "1:")
    settle(page)
    assert "area=" not in page.url
    assert frame_of(page).evaluate("() => window.sameMap"), "the map was mounted anew on the way"


def test_another_measure_only_changes_colours(page: Page) -> None:
    visit(page, "grid_map", level="3")
    shows(page, "3:")
    before, drawn = fills(page), frame_of(page).evaluate("() => GRID.drawn")
    choose_measure(page, "户数")
    frame_of(page).wait_for_function("() => document.querySelector('.grid-legend h2').textContent.includes('户')")
    assert len(before) == 564
    assert fills(page) != before
    assert frame_of(page).evaluate("() => GRID.drawn") == drawn, "shapes were drawn anew for a change of colours"
    assert "measure=household_count" in page.url


def test_an_old_click_does_not_come_back_and_the_same_cell_works_twice(page: Page, line: list[str]) -> None:
    street = line[0]
    visit(page, "grid_map")
    shows(page, "1:")
    click_cell(page, street)
    shows(page, f"2:{street}")
    crumb(page, "示范区")
    shows(page, "1:")
    choose_measure(page, "参与")
    settle(page)
    shows(page, "1:")
    click_cell(page, street)
    shows(page, f"2:{street}")


def test_the_keyboard_reaches_a_grid_by_list_and_by_search(page: Page, line: list[str], demo_home: Path) -> None:
    street, community, grid = line
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06"), community))
    visit(page, "grid_map", area=street)
    shows(page, f"2:{street}")
    chooser = page.locator(".st-key-grid_cell").get_by_role("combobox")
    chooser.focus()
    chooser.press_sequentially(answers.area_name)
    chooser.press("Enter")
    shows(page, f"3:{community}")
    settle(page)
    search = page.locator(".st-key-grid_search").get_by_role("textbox")
    search.fill(grid)
    search.press("Enter")
    found = page.locator(f".st-key-grid_found_{grid}").get_by_role("button")
    found.focus()
    found.press("Enter")
    frame_of(page).wait_for_function("(code) => GRID.state.pick === code", arg=grid)


def test_labels_do_not_collide_and_the_legend_counts_every_grid(page: Page) -> None:
    visit(page, "grid_map", level="2")
    shows(page, "2:")
    frame = frame_of(page)
    frame.wait_for_function("() => GRID.labelBoxes && GRID.labelBoxes.length >= 13")
    boxes = frame.evaluate("() => GRID.labelBoxes")
    for number, a in enumerate(boxes):
        for b in boxes[number + 1 :]:
            apart = (
                a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )
            assert apart, (a, b)
    rows = frame.locator(".grid-legend tr").all_inner_texts()
    assert sum(int(row.split()[-1]) for row in rows) == 138
    for empty in ("无记录", "为零", "未到期", "数少隐去"):
        assert any(empty in row for row in rows)


def test_a_script_that_does_not_load_is_said(page: Page, server: Server, browser) -> None:
    context = browser.new_context(base_url=server.url)
    other = context.new_page()
    other.route("**/leaflet.js", lambda route: route.abort())
    other.goto("/grid_map")
    expect(other.get_by_text("地图脚本未能载入")).to_be_visible()
    context.close()
    visit(page, "grid_map")
    shows(page, "1:")
    expect(page.get_by_text("地图脚本未能载入")).to_be_hidden()


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """A server on a net of eight grids without boundaries: "tiles" from the tree, or "points" with coordinates."""
    with ExitStack() as stack:

        def make(kind: str) -> Server:
            folder = tmp_path_factory.mktemp(kind)
            rows = (
                TREE
                if kind == "points"
                else [row if row[0] == "网" else re.sub(r",[\d.]*,[\d.]*$", ",,", row) for row in TREE]
            )
            (folder / "网格台账.csv").write_text("\n".join(rows) + "\n", "utf-8")
            (folder / "district.toml").write_text('name = "小县"\nas_of = "2025-06-30"\n', "utf-8")
            made = run_cli(folder / "home", "import", str(folder / "district.toml"), str(folder / "网格台账.csv"))
            assert made.returncode == 0, made.stderr
            return stack.enter_context(running(folder / "home", folder))

        yield make


@pytest.mark.parametrize("kind", ["tiles", "points"])
def test_without_boundaries(
    kind: str, small_store: Callable[[str], Server], open_window: Callable[..., tuple[Page, Watch]]
) -> None:
    """The same way down on tiles and on points; a name that is markup stays a name."""
    page, watch = open_window(small_store(kind).url)
    visit(page, "")
    visit(page, "grid_map")
    shows(page, "1:")
    assert frame_of(page).evaluate("() => GRID.state.kind") == kind.removesuffix("s")
    for code, expected in (("02", "2:02"), ("0201", "3:0201")):
        click_cell(page, code)
        shows(page, expected)
    click_cell(page, "020101")
    frame = frame_of(page)
    frame.wait_for_function("() => GRID.state.pick === '020101'")
    expect(page.frame_locator(IN_FRAME).locator(".grid-tip")).to_contain_text(f"<{HURT}>")
    settle(page)
    page.screenshot(path=ARTEFACTS / f"map_{kind}.png")
    assert not page.evaluate("() => window.hurt")
    assert not frame.evaluate("() => window.hurt")
    watch.check()


@pytest.mark.shared
@pytest.mark.skipif(not US_COUNTIES.exists(), reason="the sample of states and counties is not beside this checkout")
def test_states_and_counties_across_the_date_line(
    tmp_path: Path, start_server: Callable[[Path], Server], open_window: Callable[..., tuple[Page, Watch]]
) -> None:
    made = run_cli(tmp_path / "home", "import", str(US_COUNTIES))
    assert made.returncode == 0, made.stderr
    page, watch = open_window(start_server(tmp_path / "home").url, 1920, 1080)
    visit(page, "")
    visit(page, "grid_map")
    shows(page, "1:")
    visit(page, "grid_map", level="2")
    shows(page, "2:")
    west, _, east, _ = frame_of(page).evaluate(
        "() => { const b = GRID.cells.getBounds(); return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; }"
    )
    assert east - west < 180, "the nation is a thin strip"
    page.screenshot(path=ARTEFACTS / "map_states.png")
    click_cell(page, "08")
    shows(page, "3:08")
    assert len(fills(page)) == 64
    click_cell(page, "08031")
    frame_of(page).wait_for_function("() => GRID.state.pick === '08031'")
    settle(page)
    page.screenshot(path=ARTEFACTS / "map_counties.png")
    watch.check()
