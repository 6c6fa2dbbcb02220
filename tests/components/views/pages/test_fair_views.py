"""No page ranks activity, each chart says by which month it counts, and what counts are divided by is one choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from components.views.formats import plain
from components.views.model import View
from components.views.pages import charts, grid_map, map_frame, viewpoint, volunteer_events
from components.views.pages.registry import PAGE_VIEWS, views_of
from data.ledgers import LEDGERS
from data.measures.answers import Answers
from data.measures.model import Measure
from data.measures.registry import MEASURES, breakdowns
from data.measures.scope import Period, Scope
from data.store.reader import open_store

HALF_YEAR = Period("2025-01", "2025-06")
RANKING = re.compile(r"最多|居前|名列|第一|前 \d+ [家个]|前\d+名")
OPENING = {(ledger.name, ledger.stages[0].code) for ledger in LEDGERS.values() if ledger.stages}


@pytest.fixture(scope="module")
def answers(demo_home: Path) -> Answers:
    return Answers(open_store(demo_home), Scope(HALF_YEAR))


@pytest.fixture(scope="module")
def views(answers: Answers) -> list[tuple[str, View]]:
    """Every view of every page, for the district and for one of its subdistricts."""
    street = answers.grids(1).iloc[0]["grid_code"]
    local = answers.narrowed(answers.scope.with_grid(street))
    return [
        (f"{page}.{view.id}", view)
        for asked in (answers, local)
        for page in PAGE_VIEWS
        for view in views_of(page, asked).values()
        if not view.empty
    ]


@pytest.fixture(scope="module")
def names(answers: Answers) -> set[str]:
    """Areas, and teams and units that the ledgers name."""
    by_actor = [code for code in MEASURES if "actor" in breakdowns(code)]
    found = {label for code in by_actor for label in answers.rows(code, "actor")["label"]}
    return found | set(answers.grids()["grid_name"])


def is_activity(measure: Measure) -> bool:
    """What is merely counted: more of it is no better result. A count of what went wrong is a list to work on."""
    return not measure.is_share and measure.quantile is None and measure.direction != "down"


def listed(view: View, names: set[str]) -> bool:
    """Whether the rows of a view are areas, teams or units."""
    texts = [view.frame[name].astype(str) for name in view.frame.columns if not is_number(view.frame[name])]
    bare = [text.str.partition(" · ")[0] for text in texts]
    return any(text.isin(names).mean() > 0.5 and text.nunique() == len(text) for text in bare)


def is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def ranked_columns(view: View) -> Iterator[str]:
    for name in view.frame.columns:
        values = view.frame[name]
        if is_number(values) and values.dropna().nunique() > 2 and len(values.dropna()) > 3:
            known = values.dropna()
            if known.is_monotonic_decreasing or known.is_monotonic_increasing:
                yield str(name)


def test_no_areas_teams_or_units_are_ranked_by_activity(views: list[tuple[str, View]], names: set[str]) -> None:
    looked_at, wrong = [], []
    for name, view in views:
        measured = [MEASURES[code] for code in view.measures]
        if view.kind in ("cards", "text") or not any(map(is_activity, measured)) or not listed(view, names):
            continue
        looked_at.append(name)
        outcomes = [column for column in ranked_columns(view) if not column.endswith("_pct")]
        wrong += [(name, column) for column in outcomes]
        if RANKING.search(plain(view.finding)):
            wrong.append((name, view.finding))
    assert wrong == []
    assert {"points.areas", "teams_and_meetings.areas", "micro_wishes.units", "grid_map.map"} <= set(looked_at)


def test_areas_of_different_kinds_are_not_in_one_ranking(views: list[tuple[str, View]]) -> None:
    by_area = [(name, view) for name, view in views if view.kind == "share_bars" and "group" in view.frame]
    assert {"volunteer_events.areas", "property.areas"} <= {name for name, _ in by_area}
    for name, view in by_area:
        groups = view.frame["group"]
        assert groups.ne(groups.shift()).sum() == groups.nunique(), f"{name}: kinds lie apart"
        for _, group in view.frame[~view.frame["is_small"]].groupby("group"):
            assert group["value"].is_monotonic_decreasing, name


def test_shares_have_their_interval_and_small_ones_none(views: list[tuple[str, View]]) -> None:
    shares = [(name, view) for name, view in views if view.kind == "share_bars" and "low_pct" in view.frame]
    assert len(shares) > 8
    for name, view in shares:
        for row in view.frame.itertuples():
            assert pd.isna(row.low_pct) == bool(row.is_small) == (row.interval == ""), name
            assert row.is_small or row.low_pct <= row.value + 1e-9 <= row.high_pct + 2e-9, name
        assert ("细线为 95% 区间" in view.footnote) == (not view.frame["is_small"].all()), name


def test_each_chart_names_the_month_it_counts_by_and_mixes_none(views: list[tuple[str, View]]) -> None:
    cohorts, periods = set(), set()
    for name, view in views:
        measured = [MEASURES[code] for code in view.measures]
        if view.kind in ("cards", "text", "table"):
            continue
        if any(measure.cohort for measure in measured) or viewpoint.SAYS_COHORT.search(view.basis):
            cohorts.add(name)
            assert viewpoint.SAYS_COHORT.search(view.subtitle), (name, view.subtitle)
            others = [m.code for m in measured if not m.cohort and (m.ledger, m.stage) not in OPENING]
            assert others == [], name
        elif any(map(viewpoint.is_period, measured)):
            periods.add(name)
            assert viewpoint.SAYS_PERIOD.search(view.subtitle), (name, view.subtitle)
    assert {"micro_wishes.cohorts", "overview.wishes", "demands_to_projects.funnel"} <= cohorts
    assert {"overview.trend", "grid_map.map", "issue_reports.kinds", "points.kinds"} <= periods


def test_tables_that_hold_both_name_each_column(views: list[tuple[str, View]]) -> None:
    for name, view in views:
        measured = [MEASURES[code] for code in view.measures]
        both = any(m.cohort for m in measured) and any(map(viewpoint.is_period, measured))
        if view.kind == "table" and both:
            headings = " ".join(view.labels.values())
            assert "批次" in headings and "期间" in headings, name


def divided(answers: Answers, per: str) -> Answers:
    return answers.narrowed(Scope.from_dict(answers.scope.to_dict() | {"per": per}))


@pytest.mark.parametrize(
    ("of", "build"),
    [
        ("map", lambda own: grid_map.build_map(own, "event_count", map_frame.frame_for(own))["map"]),
        ("bars", lambda own: charts.bars(own, "areas", "各街道得分", "points_earned", "grid", heading="街道")),
    ],
)
def test_one_choice_divides_every_count_by_area(answers: Answers, of: str, build: Callable[[Answers], View]) -> None:
    total, each = build(answers), build(divided(answers, "household"))
    households = answers.rows("household_count", "grid").set_index("key")["value"]
    key = "grid_code" if of == "map" else "key"
    counts = total.frame.set_index(key)["value"]
    expected = 100 * counts / households.reindex(counts.index)
    assert each.frame.set_index(key)["value"].reindex(counts.index).tolist() == pytest.approx(expected.tolist())
    assert each.unit == f"{total.unit}/百户" and each.measures == (*total.measures, "household_count")


def test_rates_stay_as_they_are(answers: Answers) -> None:
    before, after = volunteer_events.coverage(answers), volunteer_events.coverage(divided(answers, "household"))
    pd.testing.assert_frame_equal(before.frame, after.frame)
