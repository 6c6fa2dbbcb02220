"""Agendas to begin with. Views are named as pages name them; the data layer knows no page."""

from __future__ import annotations

from data.meetings.model import Template

TEMPLATES: dict[str, Template] = {
    template.code: template
    for template in (
        Template(
            "quarterly",
            "季度联席会议",
            "this_quarter",
            (
                "overview.cards",
                "overview.brief",
                "overview.areas",
                "work_list.categories",
                "work_list.owners",
                "work_list.silent",
                "issue_reports.closure",
                "issue_reports.cohorts",
                "issue_reports.units",
                "demands_to_projects.funnel",
                "demands_to_projects.projects",
                "micro_wishes.cohorts",
                "supply_and_demand.gaps",
                "volunteer_events.areas",
                "organisation.coverage",
                "property.rates",
                "property.unmanaged",
            ),
        ),
        Template(
            "monthly",
            "月度例会",
            "this_month",
            (
                "overview.cards",
                "overview.map",
                "issue_reports.closure",
                "issue_reports.kinds",
                "issue_reports.overdue",
                "micro_wishes.funnel",
                "micro_wishes.waiting",
                "demands_to_projects.stuck_demands",
                "demands_to_projects.stuck_projects",
                "volunteer_events.types",
                "teams_and_meetings.items",
                "work_list.silent",
            ),
        ),
        Template(
            "dispatch",
            "专题调度",
            "this_year",
            (
                "issue_reports.cards",
                "issue_reports.map",
                "issue_reports.kinds",
                "issue_reports.overdue",
                "issue_reports.due_soon",
                "issue_reports.units",
                "issue_reports.backlog",
                "issue_reports.afterwards",
            ),
        ),
    )
}
"""By code, in the order they are offered."""
