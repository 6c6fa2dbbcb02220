"""Each district from files to figures: what it published is read back from the command line and from the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.views.pages import overview
from components.views.pages.published_figures import VERDICTS, said
from data.demo.profile import profile_codes
from data.figures.model import published
from data.measures.answers import Answers
from data.measures.periods import preset_period
from data.measures.scope import Scope
from data.settings import PROJECT_ROOT
from data.store.reader import open_store
from pages import PAGES
from tests.cli import run_cli

EXACT = {
    "guancheng": {
        "grids_level1": 13,
        "grids_level2": 138,
        "grids_level3": 564,
        "grid_staff": 2497,
        "project_categories": 8,
        "projects_filed": 158,
        "resources": 543,
        "service_demands": 259,
        "community_organisations": 1143,
        "property_subdistricts": 12,
        "property_communities": 44,
        "compounds": 178,
        "demonstration_subdistricts": 4,
        "demonstration_communities": 11,
        "demonstration_compounds": 52,
        "property_firms": 162,
        "firms_with_party": 24,
    },
    "lukou": {
        "zones": 2,
        "dispatch_meetings": 11,
        "wishes_fulfilled": 117,
        "urgent_demands": 35,
        "shared_demands": 39,
        "demand_categories": 4,
        "power_quoted": 3_600_000,
        "power_final": 1_700_000,
    },
    "fengtai": {
        "grid_staff": 158,
        "orders": 110,
        "orders_resolved": 110,
        "member_units": 11,
        "grid_branches": 57,
        "committees_cross": 37,
        "property_officers": 35,
        "training_batches": 3,
        "instructors": 77,
        "building_heads": 950,
        "rider_staff": 52,
        "signature_groups": 37,
    },
    "fengyang": {
        "work_categories": 4,
        "work_items": 69,
        "demonstration_compounds": 5,
        "dynamic_teams": 10,
        "staff_roles": 4,
        "report_kinds": 4,
        "report_channels": 4,
    },
    "aksai": {
        "urban_grids": 12,
        "rural_grids": 11,
        "dedicated_grids": 1,
        "all_grids": 24,
        "organs_paired": 73,
        "communities_paired": 4,
        "deliberation": 2,
    },
}
"""Figures published as exact numbers, as printed in the reports: typed here once more, by hand."""


@pytest.fixture(params=profile_codes())
def district(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def figures(district: str, home_of: Callable[[str], Path]) -> dict[str, dict[str, object]]:
    told = run_cli(home_of(district), "figures", "--profile", district, "--json")
    assert told.returncode == 0, told.stderr
    return {row["code"]: row for row in json.loads(told.stdout)}


def test_exact_figures_are_reproduced_exactly(district: str, figures: dict[str, dict[str, object]]) -> None:
    wanted = EXACT[district]
    assert {code: figures[code]["counted"] for code in wanted} == wanted
    assert {figures[code]["agrees"] for code in wanted} == {"yes"}


def test_no_figure_disagrees_and_none_is_passed_over(district: str, figures: dict[str, dict[str, object]]) -> None:
    assert [code for code, row in figures.items() if row["agrees"] == "no"] == []
    assert [code for code, row in figures.items() if row["agrees"] == "not_comparable" and not row["why"]] == []
    known = published(district)
    assert known is not None
    assert list(figures) == [figure.code for figure in known.figures]


def test_the_page_shows_every_figure(
    district: str,
    figures: dict[str, dict[str, object]],
    home_of: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WANGLAN_HOME", str(home_of(district)))
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=120).run()
    app.switch_page("pages/office/published_figures.py").run()
    assert not app.exception
    shown = app.dataframe[0].value
    known = published(district)
    assert known is not None
    assert shown["text"].tolist() == [figure.text for figure in known.figures]
    assert shown["published"].tolist() == [said(figure) for figure in known.figures]
    assert shown["verdict"].tolist() == [VERDICTS[str(row["agrees"])] for row in figures.values()]
    numbers = dict(zip(figures, shown["counted"], strict=True))
    exact = {code: value for code, value in EXACT[district].items() if value < 10_000}
    assert {code: numbers[code].replace(",", "").split()[0] for code in exact} == {
        code: str(value) for code, value in exact.items()
    }
    words = "\n".join(element.value for element in app.markdown)
    assert all(question.text in words for question in known.questions)


def test_nothing_of_a_written_district_is_refused(district: str, home_of: Callable[[str], Path]) -> None:
    assert [s.file for s in open_store(home_of(district)).manifest.sources if s.rows_quarantined] == []


def test_a_district_is_called_by_its_own_words(district: str, home_of: Callable[[str], Path]) -> None:
    store = open_store(home_of(district))
    assert store.district.is_demo
    assert store.district.profile.name == district
    assert len(store.district.profile.modes) == 2
    assert len(store.district.profile.chain) in (4, 5)


def test_pages_named_by_a_district_are_registered(district: str, home_of: Callable[[str], Path]) -> None:
    named = open_store(home_of(district)).district.profile.pages
    assert set(named) <= {page.url_path for page in PAGES}
    assert not named or "overview" in named


def test_a_page_left_out_says_so_politely(home_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGLAN_HOME", str(home_of("aksai")))
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=120).run()
    app.switch_page("pages/service/issue_reports.py").run()
    assert not app.exception
    assert any("阿克塞样式示范县没有开设这一页" in element.value for element in app.markdown)


def test_the_overview_leads_only_to_pages_that_are_open(home_of: Callable[[str], Path]) -> None:
    store = open_store(home_of("aksai"))
    answers = Answers(store, Scope(preset_period("this_year", store.as_of)))
    assert answers.has_ledger("issue_reports")
    told = answers.attention()
    assert told
    assert {signal.evidence.page for signal in told} <= {
        p.url_path for p in PAGES if store.district.profile.shows(p.url_path)
    }
    assert overview.flow(answers).title == "需求立项情况"


def test_the_mode_switches_what_the_overview_leads_with(
    home_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGLAN_HOME", str(home_of("aksai")))
    led_with = {}
    for mode in ("normal", "urgent"):
        app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=120)
        app.query_params["mode"] = mode
        app.run()
        assert not app.exception
        led_with[mode] = [metric.label for metric in app.metric]
    assert len(led_with["normal"]) == len(led_with["urgent"]) == 6
    assert led_with["normal"] != led_with["urgent"]


def test_two_streams_are_asked_about_not_added(home_of: Callable[[str], Path]) -> None:
    told = run_cli(home_of("fengtai"), "figures")
    assert "是一条流还是两条流" in told.stdout
    rows = {row["code"]: row for row in json.loads(run_cli(home_of("fengtai"), "figures", "--json").stdout)}
    assert rows["rider_reports"]["counted"] >= 120
    assert (rows["orders_rate"]["numerator"], rows["orders_rate"]["denominator"]) == (110, 110)


def test_the_sum_of_three_populations_is_refused_in_words(home_of: Callable[[str], Path]) -> None:
    rows = {row["code"]: row for row in json.loads(run_cli(home_of("lukou"), "figures", "--json").stdout)}
    assert rows["all_solved"]["counted"] is None
    assert "不能相加" in rows["all_solved"]["why"]
