"""What every page's views keep: words, sources, and sentences whose numbers stand in their own frames."""

import re

import pandas as pd
import pytest

from components.views.formats import full, plain
from components.views.model import View
from components.views.pages import (
    demands_to_projects,
    issue_reports,
    micro_wishes,
    overview,
    supply_and_demand,
    teams_and_meetings,
    volunteer_events,
)
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store

PAGES = {
    "overview": overview,
    "volunteer_events": volunteer_events,
    "micro_wishes": micro_wishes,
    "demands_to_projects": demands_to_projects,
    "supply_and_demand": supply_and_demand,
    "issue_reports": issue_reports,
}
HALF_YEAR = Period("2025-01", "2025-06")
AS_OF_NOW = ("stuck_demands", "stuck_projects", "waiting", "overdue", "due_soon")
"""Views of the as-of day, whatever the period."""
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
        if view.kind not in ("cards", "text", "map") and view.id not in AS_OF_NOW:
            assert view.empty, view.id
            assert "没有" in view.empty and view.empty.endswith("。"), view.empty
    assert any("不等于" in view.empty and "最近导入于" in view.empty for view in views)


def test_one_month_names_no_best_month(page, answers, scopes):
    for view in page.build(answers.narrowed(scopes["one month"])).values():
        if view.kind == "trend":
            assert view.scope.period.start == "2025-01", "a short period keeps the months of its year"
            assert view.frame.loc[view.frame["highlight"], "key"].tolist() == list(scopes["one month"].period.months)
        if view.kind == "stacked" and len(view.frame) == 1:
            assert "最" not in view.finding


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,]*(?:\.\d+)?", plain(text)))


def frame_numbers(view: View) -> set[str]:
    """Every number of the frame, its column sums, and counts of its rows, as they would be printed."""
    numeric = view.frame.select_dtypes("number")
    values = [*numeric.to_numpy().ravel(), *numeric.sum(), *numeric.max(), *range(len(view.frame) + 1)]
    printed = {full(round(float(v), 1)) for v in values if not pd.isna(v)}
    printed |= {f"{float(v):.1f}" for v in values if not pd.isna(v)}
    return printed | numbers(" ".join(str(v) for v in view.frame.select_dtypes(exclude="number").to_numpy().ravel()))


CHECKED = {"share_bars", "bars", "funnel", "stacked", "calendar"}


@pytest.mark.parametrize("case", ["level 0", "level 1", "level 2", "one month"])
def test_numbers_in_a_finding_stand_in_its_frame(page, answers, scopes, case):
    for view in page.build(answers.narrowed(scopes[case])).values():
        if view.kind in CHECKED and not view.empty and view.id not in ("money", "units"):
            foreign = numbers(view.finding) - frame_numbers(view) - {"10"}
            assert not foreign, (view.id, view.finding, foreign)


@pytest.fixture(scope="module")
def half_year(answers):
    return {name: module.build(answers) for name, module in PAGES.items()}


def test_sentences_on_the_totals_repeat_the_measures(answers, half_year):
    said = plain("".join(sentence for sentence, _ in half_year["overview"]["brief"].options["totals"]))
    for code in ("event_count", "wish_fulfilled_count", "demand_converted_count", "demand_overdue_count"):
        assert full(answers.figure(code).value) in numbers(said), code
    assert full(abs(answers.compare("event_count").change)) in numbers(said)
    assert len(half_year["overview"]["brief"].frame) == 5


def test_the_trend_adds_up_to_its_measure(answers, half_year):
    assert half_year["overview"]["trend"].frame["value"].sum() == answers.figure("event_count").value
    last_year = answers.narrowed(Scope(HALF_YEAR.year_ago())).figure("event_count").value
    assert half_year["overview"]["trend"].frame["compare"].sum() == last_year


def test_all_claiming_units_are_listed_by_name(answers, half_year):
    view = half_year["micro_wishes"]["units"]
    everyone = answers.rows("wish_claimed_count", "actor")
    assert {full(len(everyone)), full(everyone["value"].sum())} <= numbers(view.finding)
    assert (
        dict(zip(view.frame["label"], view.frame["value"], strict=True))
        == everyone.set_index("label")["value"].to_dict()
    )
    assert view.frame["label"].tolist() == sorted(everyone["label"], key=lambda name: name.encode("gb18030"))


def test_a_list_of_units_tells_the_whole_and_what_is_nobodys(answers):
    view = teams_and_meetings.platforms(answers)
    total, named = answers.figure("meeting_count").value, answers.rows("meeting_count", "actor")["value"].sum()
    assert total > named > 0
    assert f"共召开 **{full(total)} 场**" in view.finding
    assert view.finding.endswith(f"{full(named)} 场，没有写明平台的 {full(total - named)} 场。")


def test_period_and_cohort_views_are_named_and_apart(half_year):
    wishes = half_year["micro_wishes"]
    assert "期间口径" in wishes["period"].basis and "批次口径" not in wishes["period"].basis
    assert "批次口径" in wishes["cohorts"].basis and "批次口径" in wishes["funnel"].basis
    frame = wishes["cohorts"].frame
    assert (frame[["reached", "not_due", "waiting", "exited"]].sum(axis=1) == frame["opened"]).all()


def test_flows_keep_every_demand(answers, half_year):
    view = half_year["demands_to_projects"]["flows"]
    columns = view.options["columns"]
    place = {node: i for i, column in enumerate(columns) for node in column}
    assert all(place[s] < place[t] for s, t in zip(view.frame["source"], view.frame["target"], strict=True))
    first = view.frame[view.frame["source"].isin(columns[0])]["n"].sum()
    assert first == answers.figure("demand_submitted_count").value
    through = set(view.frame["source"]) & set(view.frame["target"])
    for node in through:
        flows = view.frame
        assert flows[flows["source"] == node]["n"].sum() == flows[flows["target"] == node]["n"].sum(), node


def test_areas_are_ranked_by_outcome_and_small_bases_are_not(answers, half_year):
    table = half_year["overview"]["areas"].frame
    for _, group in table.groupby("group"):
        assert group["wish_rate_pct"].dropna().is_monotonic_decreasing
    assert table["group"].nunique() == 2 and len(table) == 13, "subdistricts and townships are not mixed"
    everyone = answers.rows("wish_fulfilment_rate_pct", "grid").set_index("label")
    for row in table.itertuples():
        name = row.label.partition(" · ")[0]
        assert row.wish_fraction == f"{full(everyone.numerator[name])}/{full(everyone.denominator[name])}"
        assert pd.isna(row.wish_rate_pct) == (everyone.denominator[name] < 10)


def test_the_last_grid_is_shown_among_its_neighbours(answers, grids):
    view = overview.build(answers.narrowed(Scope(HALF_YEAR, grids[-1])))["map"]
    assert view.options["pick"] == grids[-1] and view.options["parent"] == grids[-2]
    assert grids[-1] in set(view.frame["grid_code"]) and len(view.frame) > 1


def test_money_is_in_ten_thousands(answers, half_year):
    table = half_year["demands_to_projects"]["money_table"].frame
    assert table["budget_yuan"].sum() == pytest.approx(answers.figure("project_budget_yuan").value / 10_000, abs=0.5)


def test_unripe_rates_are_not_compared(answers, half_year):
    row = half_year["micro_wishes"]["cards"].frame.set_index("code").loc["wish_fulfilment_rate_pct"]
    assert row["change_text"] == "部分未到期" and row["tone"] == "neutral"
    ripe = answers.narrowed(Scope(HALF_YEAR.shifted(-6)))
    row = micro_wishes.build(ripe)["cards"].frame.set_index("code").loc["wish_fulfilment_rate_pct"]
    assert row["change_text"] not in ("", "部分未到期") and "环比上期" in row["note"]
