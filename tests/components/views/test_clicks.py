"""What a click on a chart stands for, and the class of a map by itself."""

import pandas as pd
import pytest

from components.views.clicks import places, targets
from components.views.map_classes import name_of, table_of, within
from components.views.map_state import Geometry, map_state
from components.views.model import View
from components.views.pages.registry import views_of
from components.views.tokens import THEMES
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store

SCOPE = Scope(Period("2025-01", "2025-06"))


@pytest.fixture(scope="module")
def answers(demo_home):
    return Answers(open_store(demo_home), SCOPE)


def everything(meaning, value):
    return True


def test_bars_stand_for_their_keys_and_the_unknown_for_nothing():
    frame = pd.DataFrame({"key": ["a", "", "c"], "label": ["甲", "未填", "丙"], "value": [1, 2, 3]})
    view = View("v", "t", "bars", frame, SCOPE, click="category:demands")
    assert targets(view, everything) == {"y": [["category:demands", "a"], [], ["category:demands", "c"]]}
    assert targets(view, lambda meaning, value: value == "c") == {"y": [[], [], ["category:demands", "c"]]}
    assert targets(view, lambda meaning, value: False) == {}
    assert targets(View("v", "t", "bars", frame, SCOPE), everything) == {}
    assert targets(View("v", "t", "bars", frame, SCOPE, click="area", empty="没有。"), everything) == {}


def test_a_field_of_cells_stands_for_rows_and_columns():
    frame = pd.DataFrame(
        {
            "row": ["甲", "甲", "乙", "乙"],
            "column": ["1月", "2月", "1月", "2月"],
            "row_key": ["a", "a", "b", "b"],
            "column_key": ["2025-01", "2025-02"] * 2,
            "value": [1, 2, 3, 4],
        }
    )
    both = View("v", "t", "heatmap", frame, SCOPE, click="area|month")
    assert targets(both, everything) == {
        "y": [["area", "a"], ["area", "b"]],
        "x": [["month", "2025-01"], ["month", "2025-02"]],
    }
    assert list(targets(View("v", "t", "heatmap", frame, SCOPE, click="|area"), everything)) == ["x"]


def test_the_pages_charts_say_what_a_click_on_them_means(answers):
    events, wishes = views_of("volunteer_events", answers), views_of("micro_wishes", answers)
    assert targets(events["types"], everything)["y"][0][0] == "category:volunteer_events"
    assert targets(events["trend"], everything)["x"][0] == ["month", "2025-01"]
    assert ["area", answers.grids(1)["grid_code"].iloc[0]] in targets(events["areas"], everything)["y"]
    assert targets(events["teams"], everything) == {}, "no filter knows the kinds of teams"
    assert targets(wishes["cohorts"], everything)["x"][-1] == ["month", "2025-06"]
    projects = views_of("demands_to_projects", answers)["projects"]
    assert targets(projects, everything)["y"][0][0] == "category:projects"


@pytest.mark.parametrize("theme", [THEMES["light"], THEMES["dark"]], ids=["light", "dark"])
def test_a_class_of_the_map_holds_the_areas_the_legend_counts(answers, theme):
    view = views_of("grid_map", answers)["map"]
    counted = 0
    for letter in "012345nzwhs":
        name = name_of(view, letter, theme)
        kept = within(view, letter, theme).frame
        assert bool(name) == bool(len(kept)), letter
        counted += len(kept)
        if letter.isdigit() and name:
            legend = map_state(view, Geometry(), theme)["legend"]
            assert [name.removesuffix(" 场"), len(kept)] in [entry[1:] for entry in legend if str(entry[0]) == letter]
        if letter == "0":
            assert name.endswith(" 场")
            table = table_of(view, letter, theme)
            assert list(table.frame["grid_code"]) == list(kept["grid_code"]) and name in table.title
            assert kept["value"].max() < within(view, "1", theme).frame["value"].min()
    assert counted == len(view.frame)
    assert name_of(view, "", theme) == name_of(view, "9", theme) == ""


def test_every_single_figure_has_a_place_in_its_chart(answers):
    """A click finds it: no opening without a place, no place without an opening."""
    drawn = {
        ("volunteer_events", "calendar"): lambda where: [at for row in where["cells"] for at in row],
        ("demands_to_projects", "projects"): lambda where: [at for row in where["cells"] for at in row],
        ("demands_to_projects", "flows"): lambda where: [*where["links"], *where["nodes"]],
        ("micro_wishes", "funnel"): lambda where: where["y"],
        ("micro_wishes", "backlog"): lambda where: [at for steps in where["steps"] for at, _ in steps],
        ("micro_wishes", "cohorts"): lambda where: [at for steps in where["steps"] for at, _ in steps],
        ("organisation", "unit_tree"): lambda where: where["ids"],
    }
    for (page, name), told in drawn.items():
        view = views_of(page, answers)[name]
        assert sorted(at for at in told(places(view)) if at) == sorted(each.at for each in view.opens), name
    ends = [end for _, end in places(views_of("micro_wishes", answers)["backlog"])["steps"][0]]
    assert ends == sorted(ends) and ends[-1] == views_of("micro_wishes", answers)["backlog"].frame["n"].iloc[0]
    assert places(views_of("volunteer_events", answers)["types"])["y"][2] == "助老助残"


def test_a_class_means_the_same_by_day_and_by_night(answers):
    view = views_of("grid_map", answers)["map"]
    by_day, by_night = (
        {letter: list(within(view, letter, THEMES[name]).frame["grid_code"]) for letter in "012345nzwhs"}
        for name in ("light", "dark")
    )
    assert by_day == by_night
