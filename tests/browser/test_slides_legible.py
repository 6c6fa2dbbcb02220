"""Every slide a district can show, in each shape, as Chromium sets it: large enough, apart, inside, in strong contrast."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from components.slides import deck
from components.slides.deck import live_deck
from components.slides.model import LEAST_CONTRAST, LEAST_TEXT_PX, SHAPES, Deck, Shape
from components.views.pages.registry import PAGE_VIEWS, Lens, views_of
from data.demo.profile import profile_codes
from data.measures.answers import Answers
from data.measures.periods import preset_period
from data.measures.scope import Scope
from data.meetings.model import Agenda, Entry
from data.settings import PROJECT_ROOT
from data.store.reader import open_store

FREE_BELOW_PX = 44
"""The strip of the player."""
BREACHES = (Path(__file__).parent / "legible.js").read_text(encoding="utf-8")


def agenda_of_everything(home: Path) -> Agenda:
    """All views of all pages the district shows."""
    reader = open_store(home)
    scope = Scope(preset_period("this_year", reader.as_of))
    answers = Answers(reader, scope)
    # Where the deck keeps its pages, so that it need not build them again.
    built = deck._pages(reader)
    entries: list[Entry] = []
    for page in PAGE_VIEWS:
        if reader.district.profile.shows(page):
            views = built[page, scope, Lens()] = views_of(page, answers)
            entries += [Entry(page, view, scope) for view in views]
    return Agenda("", "全部画面", entries=tuple(entries))


def decks(home: Path) -> Iterator[Deck]:
    agenda = agenda_of_everything(home)
    for shape in SHAPES.values():
        yield live_deck(home, agenda, shape)


@pytest.fixture(scope="module")
def paper(browser: Browser) -> Iterator[Page]:
    """An empty page that knows our font."""
    faces = "".join(
        f"@font-face {{ font-family: 'Noto Sans SC'; font-weight: {weight}; src: url(data:font/woff2;base64,{font}) }}"
        for weight in (400, 700)
        for font in [base64.b64encode((PROJECT_ROOT / f"static/fonts/NotoSansSC-{weight}.woff2").read_bytes()).decode()]
    )
    page = browser.new_page()
    page.set_content(f"<style>{faces} * {{ margin: 0 }} svg {{ display: block }}</style><div id='slide'></div>")
    page.evaluate(
        "() => Promise.all(['400', '700'].map((w) => document.fonts.load(w + ' 28px \"Noto Sans SC\"', '网')))"
    )
    yield page
    page.close()


def breaches(paper: Page, svg: str, shape: Shape) -> list[str]:
    limits = {"size": LEAST_TEXT_PX, "contrast": LEAST_CONTRAST, "bottom": shape.height - FREE_BELOW_PX}
    found: list[str] = paper.evaluate(BREACHES, [svg, limits])
    return found


@pytest.mark.parametrize("profile", profile_codes())
def test_every_slide_is_read_from_the_back_row(
    profile: str, home_of: Callable[[str], Path], paper: Page, record_property: Callable[[str, object], None]
) -> None:
    found: dict[str, list[str]] = {}
    count = 0
    for made in decks(home_of(profile)):
        paper.set_viewport_size({"width": made.shape.width, "height": made.shape.height})
        for slide in made.slides:
            assert not slide.is_failed, slide.title
            count += 1
            if faults := breaches(paper, slide.svg, made.shape):
                found[f"{made.shape.name} {slide.id}"] = faults
    record_property(f"{profile}, slides measured", count)
    assert count > 100
    assert found == {}


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ('<text x="90" y="300" font-size="23" fill="#fff">小字</text>', "23"),
        ('<text x="1900" y="300" font-size="30" fill="#fff">出界</text>', "outside"),
        ('<text x="90" y="1070" font-size="30" fill="#fff">过低</text>', "outside"),
        ('<text x="90" y="300" font-size="30" fill="#777">太淡</text>', "contrast"),
        (
            '<rect x="50" y="200" width="400" height="200" fill="#fff"/><text x="90" y="300" font-size="30" fill="#fff">白底</text>',
            "contrast",
        ),
        (
            '<text x="90" y="300" font-size="30" fill="#fff">相叠</text><text x="100" y="310" font-size="30" fill="#fff">相叠</text>',
            "overlaps",
        ),
    ],
)
def test_the_check_finds_what_it_is_for(mark: str, expected: str, paper: Page) -> None:
    paper.set_viewport_size({"width": 1920, "height": 1080})
    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="1080" viewBox="0 0 1920 1080" font-family="Noto Sans SC">'
    svg = f'{frame}<rect width="1920" height="1080" fill="#0E1116"/>{mark}</svg>'
    assert any(expected in fault for fault in breaches(paper, svg, SHAPES["16:9"]))
