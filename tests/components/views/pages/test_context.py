"""A chart that was clicked keeps its bars: the chosen one stands out, everything else on the page is narrowed."""

from __future__ import annotations

import pytest

from components.exports.prepare import item_of
from components.exports.svg import svg_of
from components.views.figures import figure_of
from components.views.pages.explore_choice import Choice
from components.views.pages.explore_drawn import breakdown, cells
from components.views.pages.registry import views_of
from components.views.tokens import LIGHT
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store


@pytest.fixture(scope="module")
def answers(demo_home) -> Answers:
    return Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))


def narrowed(answers: Answers, ledger: str, category: str) -> Answers:
    return answers.narrowed(answers.scope.with_categories(((ledger, category),)))


@pytest.mark.parametrize(
    ("page", "view", "ledger", "place"),
    [("volunteer_events", "types", "volunteer_events", 0), ("micro_wishes", "categories", "micro_wishes", 1)],
)
def test_a_chosen_category_leaves_the_others_in_its_chart(answers, page, view, ledger, place):
    before = views_of(page, answers)[view]
    chosen = str(before.frame["key"].iloc[place])
    own = narrowed(answers, ledger, chosen)
    after = views_of(page, own)[view]
    assert after.frame.drop(columns="highlight").equals(before.frame)
    assert after.frame.loc[after.frame["highlight"], "key"].tolist() == [chosen]
    assert after.finding.startswith(f"所选：{chosen}") and after.click == before.click
    colours = list(figure_of(after, LIGHT)["data"][-1]["marker"]["color"])
    assert [colour == LIGHT.bar for colour in colours] == after.frame["highlight"].tolist()
    cards, all_cards = (views_of(page, each)["cards"].frame["value"].tolist() for each in (own, answers))
    assert cards != all_cards, "the rest of the page is narrowed"


def test_an_explored_breakdown_does_the_same_and_counts_the_same_whole(answers):
    choice = Choice("event_count", "category", "bars")
    before = breakdown(answers, choice, "bars")
    chosen = str(before.frame["key"].iloc[0])
    after = breakdown(narrowed(answers, "volunteer_events", chosen), choice, "bars")
    assert after.frame["value"].tolist() == before.frame["value"].tolist()
    number = f"{int(before.frame['value'].iloc[0]):,}"
    assert f"所选：{chosen} **{number} 场**" in after.finding
    assert before.finding.split("；")[0] == after.finding.split("；")[0]


def test_a_clicked_month_stands_on_a_band_among_the_months_of_its_year(answers):
    own = answers.narrowed(answers.scope.with_period(Period("2025-03", "2025-03")))
    for page, view in (("overview", "trend"), ("overview", "flow"), ("volunteer_events", "trend")):
        before, after = (views_of(page, each)[view] for each in (answers, own))
        assert after.frame["key"].tolist() == before.frame["key"].tolist()
        assert after.frame.loc[after.frame["highlight"], "key"].tolist() == ["2025-03"]
        (band,) = figure_of(after, LIGHT)["layout"]["shapes"]
        assert (band["x0"], band["x1"]) == (1.5, 2.5)
        assert not figure_of(before, LIGHT)["layout"].get("shapes")


def test_an_area_without_areas_below_stands_among_its_neighbours(answers):
    leaf = str(answers.grids(3)["grid_code"].iloc[0])
    own = answers.narrowed(answers.scope.with_grid(leaf))
    view = breakdown(own, Choice("event_count", "grid", "bars"), "bars")
    parent = answers.grids(3).set_index("grid_code")["parent_code"][leaf]
    assert view.scope.grid_code == parent and len(view.frame) > 1
    assert view.frame.loc[view.frame["highlight"], "key"].tolist() == [leaf]


def test_chosen_rows_and_months_of_a_field_of_cells_are_framed_and_nothing_else_changes(answers):
    choice = Choice("event_count", "category", "auto", "month")
    before = cells(answers, choice, is_table=False)
    kinds = list(dict.fromkeys(before.frame["row_key"]))
    own = narrowed(answers, "volunteer_events", kinds[1])
    own = own.narrowed(own.scope.with_period(Period("2025-03", "2025-04")))
    after = cells(own, choice, is_table=False)
    assert after.frame.drop(columns=["row_chosen", "column_chosen"]).equals(before.frame)
    frames = [
        [shape[edge] for edge in ("x0", "x1", "y0", "y1")] for shape in figure_of(after, LIGHT)["layout"]["shapes"]
    ]
    last = after.frame["column_key"].nunique() - 0.5
    assert frames == [[-0.5, last, 0.5, 1.5], [1.5, 3.5, -0.5, len(kinds) - 0.5]]
    assert f"框内为所选的{kinds[1]}" in after.finding
    assert not figure_of(before, LIGHT)["layout"].get("shapes")
    assert "框内" not in cells(own, choice, is_table=True).finding


def test_a_chosen_kind_of_projects_stays_among_the_others_and_every_cell_opens(answers):
    before = views_of("demands_to_projects", answers)["projects"]
    chosen = str(before.frame["row_key"].iloc[-1])
    after = views_of("demands_to_projects", narrowed(answers, "projects", chosen))["projects"]
    assert after.frame.drop(columns="row_chosen").equals(before.frame)
    assert set(after.frame.loc[after.frame["row_chosen"], "row"]) == {chosen}
    assert after.opens == before.opens and after.scope == before.scope
    assert after.finding.startswith(f"所选{chosen}：")
    (frame,) = figure_of(after, LIGHT)["layout"]["shapes"]
    picture = svg_of(item_of(answers, "demands_to_projects", after, "X"), 900, 420)
    assert (frame["y0"], frame["y1"]) == (len(set(before.frame["row"])) - 1.5, len(set(before.frame["row"])) - 0.5)
    assert picture.count(f'stroke="{LIGHT.ink}"') == 1
