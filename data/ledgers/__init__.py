"""The ledgers (台账), declared once. A new ledger is one file here and one line below."""

from __future__ import annotations

from data.ledgers.demands import DEMANDS
from data.ledgers.expected_reports import EXPECTED_REPORTS
from data.ledgers.grid_changes import GRID_CHANGES
from data.ledgers.grid_staff import GRID_STAFF
from data.ledgers.grids import GRIDS
from data.ledgers.issue_reports import ISSUE_REPORTS
from data.ledgers.matches import MATCHES
from data.ledgers.meetings import MEETINGS
from data.ledgers.micro_wishes import MICRO_WISHES
from data.ledgers.model import Field, Ledger, Stage
from data.ledgers.organisations import ORGANISATIONS
from data.ledgers.pairings import PAIRINGS
from data.ledgers.points import POINTS
from data.ledgers.projects import DEMAND_PROJECT_LINKS, PROJECTS
from data.ledgers.property import COMPOUNDS, PROPERTY_FIRMS, STAR_RATINGS, TITLES
from data.ledgers.registrations import REGISTRATIONS
from data.ledgers.resources import RESOURCES
from data.ledgers.service_demands import SERVICE_DEMANDS
from data.ledgers.sponsorships import SPONSORSHIPS
from data.ledgers.teams import TEAMS
from data.ledgers.trainings import TRAININGS
from data.ledgers.volunteer_events import VOLUNTEER_EVENTS
from data.ledgers.work_items import WORK_ITEMS, WORK_PROGRESS, WORK_TARGETS
from data.ledgers.zones import ZONE_GRIDS, ZONES

LEDGERS: dict[str, Ledger] = {
    ledger.name: ledger
    for ledger in (
        GRIDS,
        GRID_CHANGES,
        VOLUNTEER_EVENTS,
        MICRO_WISHES,
        DEMANDS,
        PROJECTS,
        DEMAND_PROJECT_LINKS,
        RESOURCES,
        SERVICE_DEMANDS,
        MATCHES,
        PAIRINGS,
        ISSUE_REPORTS,
        COMPOUNDS,
        PROPERTY_FIRMS,
        STAR_RATINGS,
        TITLES,
        TEAMS,
        MEETINGS,
        POINTS,
        ORGANISATIONS,
        GRID_STAFF,
        SPONSORSHIPS,
        TRAININGS,
        REGISTRATIONS,
        ZONES,
        ZONE_GRIDS,
        WORK_ITEMS,
        WORK_TARGETS,
        WORK_PROGRESS,
        EXPECTED_REPORTS,
    )
}

ACTIVITY_LEDGERS: dict[str, Ledger] = {name: ledger for name, ledger in LEDGERS.items() if ledger.stages}
"""Ledgers whose rows are dated items; the marts and the lifecycle engine are built for these."""

__all__ = ["ACTIVITY_LEDGERS", "LEDGERS", "Field", "Ledger", "Stage"]
