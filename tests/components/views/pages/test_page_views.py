"""What every page's views keep: words, sources, and sentences whose numbers stand in their own frames."""

import re

import pandas as pd
import pytest

from components.views.formats import full, plain
from components.views.model import View
from components.views.pages import demands_to_projects, micro_wishes, overview, volunteer_events
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store

PAGES = {
    "overview": overview,
    "volunteer_events": volunteer_events,
    "micro_wishes": micro_wishes,
    "demands_to_projects": demands_to_projects,
}
HALF_YEAR = Period("2025-01", "2025-06")
NOBODY = Period("2010-01", "2010-03")


@pytest.fixture(scope="module")
def answers(demo_home):
    return Answers(open_store(demo_home), Scope(HALF_YEAR))


@pytest.fixture(scope="module")
def grids(answers):
    """One code of each level, below one another."""
    leaf = answers.grids(3).iloc[0]["grid_code"]
    return [code for code, _ in answers.grid_path(leaf)]


@pytest.fixture(scope="module")
def scopes(grids):
    everywhere = {f"level {i}": Scope(HALF_YEAR, code) for i, code in enumerate(["", *grids])}
    return everywhere | {
        "one month": Scope(Period("2025-06", "2025-06")),
        "two years": Scope(Period("2023-07", "2025-06"), compare="none"),
        "no record": Scope(NOBODY),
        "one category": Scope(HALF_YEAR, "", (("micro_wishes", "困难帮扶"), ("projects", "设施改造类"))),
        "last year": Scope(HALF_YEAR, compare="year_ago"),
    }


@pytest.fixture(scope="module", params=list(PAGES))
def page(request):
    return PAGES[request.param]


CASES = ("level 0", "level 1", "level 2", "level 3", "one month", "two years", "no record", "one category", "last year")


@pytest.mark.parametrize("case", CASES)
def test_every_view_is_complete(page, answers, scopes, case):
    for name, view in page.build(answers.narrowed(scopes[case])).items():
        assert view.id == name
        assert view.title and view.source and view.as_of and view.alt, name
        assert "nan" not in view.finding.lower() and "None" not in view.finding, view.finding
        assert bool(view.empty) != bool(view.finding) or view.kind in ("cards", "text", "table"), (name, view.finding)
        assert set(view.labels) <= set(view.frame.columns) or view.empty, (name, set(view.labels))
        if not view.empty:
            assert not view.frame.empty, name


def test_an_empty_scope_says_what_is_missing_and_what_to_do(page, answers, scopes):
    views = page.build(answers.narrowed(scopes["no record"])).values()
    for view in views:
        if view.kind not in ("cards", "text") and not view.id.startswith("stuck"):
            assert view.empty, view.id
            assert "没有" in view.empty and view.empty.endswith("。"), view.empty
    assert any("不等于" in view.empty and "最近导入于" in view.empty for view in views)


def test_one_month_names_no_best_month(page, answers, scopes):
    for view in page.build(answers.narrowed(scopes["one month"])).values():
        if view.kind == "trend":
            assert view.scope.period.month_count == 12, "a short period shows the year up to its end"
        if view.kind == "stacked" and len(view.frame) == 1:
            assert "最" not in view.finding


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,]*(?:\.\d+)?", plain(text)))


def frame_numbers(view: View) -> set[str]:
    """Every number of the frame, its column sums, and counts of its rows, as they would be printed."""
    numeric = view.frame.select_dtypes("number")
    values = [*numeric.to_numpy().ravel(), *numeric.sum(), *numeric.max(), *range(len(view.frame) + 1)]
    printed = {full(float(v)) for v in values if not pd.isna(v)}
    printed |= {f"{float(v):.1f}" for v in values if not pd.isna(v)}
    return printed | numbers(" ".join(str(v) for v in view.frame.select_dtypes(exclude="number").to_numpy().ravel()))


CHECKED = {"share_bars", "bars", "funnel", "stacked", "calendar"}


@pytest.mark.parametrize("case", ["level 0", "level 1", "level 2", "one month"])
def test_numbers_in_a_finding_stand_in_its_frame(page, answers, scopes, case):
    for view in page.build(answers.narrowed(scopes[case])).values():
        if view.kind in CHECKED and not view.empty and view.id != "money":
            foreign = numbers(view.finding) - frame_numbers(view) - {"10"}
            assert not foreign, (view.id, view.finding, foreign)
