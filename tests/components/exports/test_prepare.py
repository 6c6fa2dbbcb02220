"""The one door out: what leaves is what the page shows, without what may not leave."""

from __future__ import annotations

import pandas as pd
import pytest

from components.exports.prepare import BUNDLES, ChoiceError, Options, masked, prepare
from components.views.pages.registry import PAGE_VIEWS, Lens, views_of
from data.access.citations import look_up
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store
from pages import PAGES
from tests.cli import linked_copy


@pytest.fixture(scope="module")
def home(demo_home, tmp_path_factory):
    """A store of our own: citing writes into it."""
    own = tmp_path_factory.mktemp("cited") / "store"
    linked_copy(demo_home, own)
    return own


@pytest.fixture(scope="module")
def answers(home):
    return Answers(open_store(home), Scope(Period("2025-01", "2025-06")))


@pytest.fixture(scope="module")
def document(answers):
    return prepare(answers, ["monthly"], Options(issuer=" 某某办公室 ", watermark="内部"))


def test_every_page_with_views_is_in_the_registry():
    without = {"snapshots"}
    assert {page.url_path for page in PAGES} - set(PAGE_VIEWS) <= without | {
        "projector",
        "import_files",
        "definitions",
    }


def test_the_numbers_of_a_document_are_those_of_the_pages(answers, document):
    named = [name for name in BUNDLES["monthly"].views if "." in name]
    assert [item.view.id for item in document.items] == [name.partition(".")[2] for name in named]
    for item, name in zip(document.items, named, strict=True):
        page, _, view_id = name.partition(".")
        shown = views_of(page, answers)[view_id]
        pd.testing.assert_frame_equal(item.view.frame, masked(shown).frame)
        numbers = shown.frame.select_dtypes("number")
        pd.testing.assert_frame_equal(item.view.frame[numbers.columns], numbers)


def test_words_measures_and_outlines_come_along(document):
    assert (document.issuer, document.watermark, document.is_demo, document.version) == ("某某办公室", "内部", True, 1)
    assert "示例数据" in document.standing and document.code in document.standing
    maps = [item for item in document.items if item.view.kind == "map"]
    assert maps and all(set(item.view.frame["grid_code"]) <= set(item.outlines) for item in maps)
    cards = next(item for item in document.items if item.view.kind == "cards")
    assert {measure.code for measure in cards.measures} >= set(cards.view.frame["code"])


def test_the_same_document_has_the_same_codes_and_each_opens(home, answers, document):
    again = prepare(answers, ["monthly"], Options(title="换个标题"))
    assert [item.code for item in again.items] == [item.code for item in document.items]
    assert again.code == document.code
    for item in document.items:
        _, citation = look_up(home, item.code)
        assert (citation.version, citation.scope) == (1, answers.scope)
        ((page, view_id),) = citation.views
        assert (view_id, PAGE_VIEWS[page].title) == (item.view.id, item.page_title)
    assert len(look_up(home, document.code)[1].views) == len(document.items)


def test_the_map_keeps_its_measure_and_level(home, answers):
    code = prepare(answers, [("grid_map", "map")], Options(lens=Lens("wish_open_count", 2))).code
    citation = look_up(home, code)[1]
    assert (citation.measure, citation.level) == ("wish_open_count", 2)
    view = views_of("grid_map", answers, Lens(citation.measure, citation.level))["map"]
    assert view.measures == ("wish_open_count",) and view.options["level"] == 2


@pytest.mark.parametrize("wanted", [["nowhere"], ["overview.nothing"], []])
def test_what_there_is_not_is_said(answers, wanted):
    with pytest.raises(ChoiceError, match="没有"):
        prepare(answers, wanted)


def test_a_single_grid_gives_away_no_small_count(answers):
    """Whatever a view of one grid shows of the wishes is nothing, zero, or at least three."""
    rows = answers.rows("wish_submitted_count", "grid3")
    for code in [*rows.loc[rows["state"] == "hide", "key"].head(2), *rows.loc[rows["state"] == "value", "key"].head(2)]:
        local = answers.narrowed(answers.scope.with_grid(code))
        views = views_of("micro_wishes", local)
        counts = {
            "period": ["value"],
            "categories": ["numerator", "denominator"],
            "groups": ["numerator", "denominator"],
        }
        counts |= {"funnel": ["n"], "cohorts": ["opened", "reached"], "backlog": ["n", "overdue_n"], "units": ["value"]}
        for view_id, columns in counts.items():
            for column in columns:
                known = views[view_id].frame[column].dropna().astype(float)
                assert not ((known > 0) & (known < 3)).any(), (code, view_id, views[view_id].frame)
        shown = views["cards"].frame
        known = shown.loc[shown["unit"] == "件", "value"].dropna().astype(float)
        assert not ((known > 0) & (known < 3)).any()
    hidden = answers.narrowed(answers.scope.with_grid(rows.loc[rows["state"] == "hide", "key"].iloc[0]))
    assert hidden.figure("wish_submitted_count").state == "hide"
    assert "数少隐去" in views_of("micro_wishes", hidden)["funnel"].empty
