"""The measure registry: every number on a screen or in a file has its definition here."""

from __future__ import annotations

import difflib

from data.measures.catalog.demands import DEMAND_MEASURES
from data.measures.catalog.grids import GRID_MEASURES
from data.measures.catalog.issue_reports import ISSUE_REPORT_MEASURES
from data.measures.catalog.matches import MATCH_MEASURES
from data.measures.catalog.micro_wishes import MICRO_WISH_MEASURES
from data.measures.catalog.organisations import (
    ORGANISATION_MEASURES,
    REGISTRATION_MEASURES,
    SPONSORSHIP_MEASURES,
    STAFF_MEASURES,
    TRAINING_MEASURES,
    ZONE_MEASURES,
)
from data.measures.catalog.pairings import PAIRING_MEASURES
from data.measures.catalog.points import POINT_MEASURES
from data.measures.catalog.projects import PROJECT_MEASURES
from data.measures.catalog.property import PROPERTY_MEASURES
from data.measures.catalog.quality import QUALITY_MEASURES
from data.measures.catalog.resources import RESOURCE_MEASURES
from data.measures.catalog.service_demands import SERVICE_DEMAND_MEASURES
from data.measures.catalog.teams import MEETING_MEASURES, TEAM_MEASURES
from data.measures.catalog.volunteer_events import VOLUNTEER_EVENT_MEASURES
from data.measures.catalog.work_items import EXPECTED_REPORT_MEASURES, WORK_ITEM_MEASURES
from data.measures.model import Measure

MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        *VOLUNTEER_EVENT_MEASURES,
        *MICRO_WISH_MEASURES,
        *DEMAND_MEASURES,
        *PROJECT_MEASURES,
        *RESOURCE_MEASURES,
        *SERVICE_DEMAND_MEASURES,
        *MATCH_MEASURES,
        *PAIRING_MEASURES,
        *ISSUE_REPORT_MEASURES,
        *WORK_ITEM_MEASURES,
        *EXPECTED_REPORT_MEASURES,
        *ORGANISATION_MEASURES,
        *STAFF_MEASURES,
        *SPONSORSHIP_MEASURES,
        *TRAINING_MEASURES,
        *REGISTRATION_MEASURES,
        *ZONE_MEASURES,
        *PROPERTY_MEASURES,
        *TEAM_MEASURES,
        *MEETING_MEASURES,
        *POINT_MEASURES,
        *GRID_MEASURES,
        *QUALITY_MEASURES,
    )
}


class UnknownMeasureError(KeyError):
    """A code no measure is registered under, or a breakdown the measure does not have; plain Chinese."""

    def __str__(self) -> str:
        return str(self.args[0])


def measure(code: str) -> Measure:
    """The registered measure.

    Raises:
        UnknownMeasureError: no measure has the code.
    """
    if code in MEASURES:
        return MEASURES[code]
    near = difflib.get_close_matches(code, MEASURES, 3, 0.5)
    hint = f"，是不是 {'、'.join(near)}" if near else "，可用 python -m data describe --json 查看全部指标代码"
    raise UnknownMeasureError(f"没有名为“{code}”的指标{hint}")


def breakdowns(code: str) -> tuple[str, ...]:
    """Everything ``rows(by=…)`` accepts for a measure."""
    found = measure(code)
    if found.kind == "quality":
        return found.breakdowns
    # what is due next has no months: it is known of the as-of day alone
    months = () if found.kind == "due_soon" else ("month",)
    return (*months, "grid", "grid1", "grid2", "grid3", *found.breakdowns)
