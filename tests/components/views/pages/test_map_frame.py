"""A zone on the maps: its own grids, the way back to the district, and what its card says."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.views.pages import grid_map, issue_reports, map_frame, organisation, overview
from data.measures.answers import Answers
from data.measures.net import net_of
from data.measures.scope import Period, Scope
from data.store.reader import open_store


@pytest.fixture(scope="module")
def zone(demo_home: Path) -> tuple[Answers, tuple[str, ...]]:
    store = open_store(demo_home)
    code, found = next(iter(net_of(store).zones.items()))
    return Answers(store, Scope(Period("2025-01", "2025-06"), code)), found.members


def test_a_zone_is_shown_by_its_own_grids(zone: tuple[Answers, tuple[str, ...]]) -> None:
    answers, members = zone
    frame = map_frame.frame_for(answers)
    assert (frame.level, frame.parent, frame.pick) == (3, answers.scope.grid_code, "")
    views = (
        grid_map.build_map(answers, "event_count", frame)["map"],
        overview.event_map(answers),
        issue_reports.open_map(answers),
        organisation.coverage_map(answers),
    )
    for view in views:
        assert sorted(view.frame["grid_code"]) == sorted(members), view.title
        assert [code for _, code in view.options["members"]] == list(members), view.title
        assert answers.area_name in view.alt


def test_the_way_back_from_a_zone_is_the_district(zone: tuple[Answers, tuple[str, ...]]) -> None:
    answers, members = zone
    (top, district, _), (code, name, below) = map_frame.crumbs(answers)
    assert (top, district) == ("", answers.district.name)
    assert (code, name) == (answers.scope.grid_code, answers.area_name)
    assert below == f"{len(members)} 网格"


def test_a_grid_of_a_zone_is_a_grid_like_any_other(zone: tuple[Answers, tuple[str, ...]]) -> None:
    answers, members = zone
    inside = answers.narrowed(answers.scope.with_grid(members[0]))
    frame = map_frame.frame_for(inside, last_parent=answers.scope.grid_code)
    assert (frame.level, frame.pick) == (3, members[0])
    assert frame.parent == inside.area_path[-2][0]
    assert map_frame.members(inside) == []
