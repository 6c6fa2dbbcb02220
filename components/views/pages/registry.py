"""Which page shows which views: the one list from which the screen and every export take them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from components.views.model import View
from components.views.pages import (
    data_quality,
    demands_to_projects,
    explore,
    grid_map,
    issue_reports,
    map_frame,
    micro_wishes,
    organisation,
    overview,
    peers,
    points,
    published_figures,
    supply_and_demand,
    teams_and_meetings,
    volunteer_events,
    work_list,
)
from components.views.pages import property as property_page
from data.measures.answers import Answers
from pages import PAGES

Build = Callable[[Answers], Mapping[str, View]]


@dataclass(frozen=True, slots=True)
class Lens:
    """What a page may be asked beyond its scope.

    Attributes:
        measure: code of the measure on the map; empty = the usual one.
        level: level of the grids on the map; 0 = the children of the area.
    """

    measure: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class PageViews:
    """How a page gets its views.

    Attributes:
        page_id: last part of the page's address.
        build: makes the views from answers.
        ledger: the ledger whose absence an empty page explains; empty where the page says so itself.
    """

    page_id: str
    build: Build
    ledger: str = ""

    @property
    def title(self) -> str:
        """Name of the page."""
        return TITLES[self.page_id]


TITLES: dict[str, str] = {page.url_path: page.title for page in PAGES}
"""Page → its name in the menu."""

PAGE_VIEWS: dict[str, PageViews] = {
    entry.page_id: entry
    for entry in (
        PageViews("overview", overview.build, "volunteer_events"),
        PageViews("grid_map", lambda answers: map_views(answers, Lens())),
        PageViews("explore", explore.build),
        PageViews("volunteer_events", volunteer_events.build, "volunteer_events"),
        PageViews("micro_wishes", micro_wishes.build, "micro_wishes"),
        PageViews("demands_to_projects", demands_to_projects.build, "demands"),
        PageViews("supply_and_demand", supply_and_demand.build, "service_demands"),
        PageViews("issue_reports", issue_reports.build, "issue_reports"),
        PageViews("organisation", organisation.build, "organisations"),
        PageViews("work_list", work_list.build, "work_items"),
        PageViews("property", property_page.build, "compounds"),
        PageViews("teams_and_meetings", teams_and_meetings.build, "meetings"),
        PageViews("points", points.build, "points"),
        PageViews("published_figures", published_figures.build),
        PageViews("data_quality", data_quality.build),
    )
}
"""Every page that shows views, in the order of the menu."""


def views_of(page_id: str, answers: Answers, lens: Lens | None = None) -> Mapping[str, View]:
    """The views of a page by id.

    Args:
        page_id: last part of the page's address.
        answers: version and scope.
        lens: measure and level of the map page; other pages have none.

    Raises:
        KeyError: no page of that name shows views.
    """
    if page_id == "grid_map" and lens is not None:
        return map_views(answers, lens)
    return PAGE_VIEWS[page_id].build(answers)


def map_views(answers: Answers, lens: Lens) -> Mapping[str, View]:
    """The map as the address asks for it, and what stands beside it."""
    levels = [level for level in (1, 2, 3) if len(answers.grids(level))]
    if not levels:
        return {}
    frame = map_frame.frame_for(answers, lens.level)
    known = grid_map.offered(answers, frame.level)
    first = next(iter(known), grid_map.DEFAULT_MEASURE)
    code = lens.measure if lens.measure in known else first
    views = {**grid_map.build_map(answers, code, frame), **grid_map.build_area(answers, code)}
    outcomes = peers.offered(answers, frame.level)
    return views | (
        peers.build(answers, lens.measure if lens.measure in outcomes else outcomes[0], frame) if outcomes else {}
    )
