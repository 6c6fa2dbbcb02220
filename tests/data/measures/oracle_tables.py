"""The oracle's own lists: which dates a ledger has, which limits, and what each plain measure counts."""

from __future__ import annotations

from collections.abc import Callable

STEPS = {
    "volunteer_events": ["held_on"],
    "micro_wishes": ["submitted_on", "claimed_on", "fulfilled_on"],
    "demands": ["submitted_on", "consulted_on", "converted_on", "completed_on", "governed_on"],
    "projects": ["filed_on", "published_on", "started_on", "completed_on", "accepted_on"],
    "issue_reports": ["reported_on", "dispatched_on", "accepted_on", "resolved_on", "reviewed_on"],
    "resources": ["listed_on", "retired_on"],
    "service_demands": ["submitted_on", "matched_on", "fulfilled_on"],
    "matches": ["suggested_on", "accepted_on", "match_fulfilled_on"],
    "pairings": ["agreed_on", "kept_on"],
}
LIMITS = {
    "volunteer_events": [None],
    "micro_wishes": [None, 10, 30],
    "demands": [None, 15, 45, 120, 150],
    "projects": [None, 15, 45, None, None],
    "issue_reports": [None, None, None, None, None],
    "resources": [None, None],
    "service_demands": [None, 15, 60],
    "matches": [None, None, None],
    "pairings": [None, None],
}
DONE = {"issue_reports": 3}
"""Where a step before the last closes the item."""
CATEGORY = {
    "volunteer_events": "event_type",
    "micro_wishes": "wish_category",
    "demands": "demand_category",
    "projects": "project_category",
    "issue_reports": "report_kind",
    "resources": "resource_kind",
    "service_demands": "service_demand_kind",
    "matches": "match_kind",
    "pairings": "pairing_kind",
    "grids": "grid_kind",
}
ACTOR = {
    "volunteer_events": "team_name",
    "micro_wishes": "claimed_by",
    "demands": "owner_unit",
    "projects": "owner_unit",
    "issue_reports": "handling_unit",
    "resources": "provider",
    "service_demands": "raised_by",
    "pairings": "organ_name",
}
COUNTS = {
    "resource_listed_count": ("resources", "listed_on"),
    "service_demand_submitted_count": ("service_demands", "submitted_on"),
    "service_demand_matched_count": ("service_demands", "matched_on"),
    "service_demand_fulfilled_count": ("service_demands", "fulfilled_on"),
    "match_suggested_count": ("matches", "suggested_on"),
    "match_accepted_count": ("matches", "accepted_on"),
    "match_fulfilled_count": ("matches", "match_fulfilled_on"),
    "pairing_agreed_count": ("pairings", "agreed_on"),
    "pairing_kept_count": ("pairings", "kept_on"),
    "event_count": ("volunteer_events", "held_on"),
    "wish_submitted_count": ("micro_wishes", "submitted_on"),
    "wish_claimed_count": ("micro_wishes", "claimed_on"),
    "wish_fulfilled_count": ("micro_wishes", "fulfilled_on"),
    "demand_submitted_count": ("demands", "submitted_on"),
    "demand_consulted_count": ("demands", "consulted_on"),
    "demand_converted_count": ("demands", "converted_on"),
    "demand_completed_count": ("demands", "completed_on"),
    "demand_governed_count": ("demands", "governed_on"),
    "project_filed_count": ("projects", "filed_on"),
    "project_completed_count": ("projects", "completed_on"),
    "project_accepted_count": ("projects", "accepted_on"),
    "report_count": ("issue_reports", "reported_on"),
    "report_dispatched_count": ("issue_reports", "dispatched_on"),
    "report_accepted_count": ("issue_reports", "accepted_on"),
    "report_resolved_count": ("issue_reports", "resolved_on"),
    "report_reviewed_count": ("issue_reports", "reviewed_on"),
}
SUMS = {
    "participation_count": ("volunteer_events", "held_on", "participation_count"),
    "service_hours": ("volunteer_events", "held_on", "service_hours"),
    "people_served_count": ("volunteer_events", "held_on", "people_served_count"),
    "project_budget_yuan": ("projects", "filed_on", "budget_yuan"),
    "project_own_funds_yuan": ("projects", "filed_on", "own_funds_yuan"),
    "project_quoted_yuan": ("projects", "filed_on", "quoted_yuan"),
    "project_final_yuan": ("projects", "filed_on", "final_yuan"),
}
COHORTS = {
    "service_demand_match_rate_pct": ("service_demands", "submitted_on", "matched_on"),
    "service_demand_fulfilment_rate_pct": ("service_demands", "submitted_on", "fulfilled_on"),
    "match_acceptance_rate_pct": ("matches", "suggested_on", "accepted_on"),
    "match_delivery_rate_pct": ("matches", "accepted_on", "match_fulfilled_on"),
    "pairing_kept_rate_pct": ("pairings", "agreed_on", "kept_on"),
    "wish_claim_rate_pct": ("micro_wishes", "submitted_on", "claimed_on"),
    "wish_fulfilment_rate_pct": ("micro_wishes", "submitted_on", "fulfilled_on"),
    "demand_consultation_rate_pct": ("demands", "submitted_on", "consulted_on"),
    "demand_conversion_rate_pct": ("demands", "consulted_on", "converted_on"),
    "demand_completion_rate_pct": ("demands", "converted_on", "completed_on"),
    "demand_governance_rate_pct": ("demands", "completed_on", "governed_on"),
    "report_resolution_rate_pct": ("issue_reports", "reported_on", "resolved_on"),
}
SPANS = {
    "service_demand_match_days_median": ("service_demands", "submitted_on", "matched_on", 0.5),
    "wish_claim_days_median": ("micro_wishes", "submitted_on", "claimed_on", 0.5),
    "wish_fulfilment_days_median": ("micro_wishes", "submitted_on", "fulfilled_on", 0.5),
    "wish_fulfilment_days_p90": ("micro_wishes", "submitted_on", "fulfilled_on", 0.9),
    "demand_conversion_days_median": ("demands", "submitted_on", "converted_on", 0.5),
    "project_completion_days_median": ("projects", "filed_on", "completed_on", 0.5),
    "report_dispatch_days_median": ("issue_reports", "reported_on", "dispatched_on", 0.5),
    "report_resolution_days_median": ("issue_reports", "reported_on", "resolved_on", 0.5),
    "report_resolution_days_p90": ("issue_reports", "reported_on", "resolved_on", 0.9),
}
STOCKS = {
    "resource_count": ("resources", False),
    "service_demand_open_count": ("service_demands", False),
    "service_demand_overdue_count": ("service_demands", True),
    "pairing_overdue_count": ("pairings", True),
    "wish_open_count": ("micro_wishes", False),
    "wish_overdue_count": ("micro_wishes", True),
    "demand_open_count": ("demands", False),
    "demand_overdue_count": ("demands", True),
    "project_open_count": ("projects", False),
    "project_overdue_count": ("projects", True),
    "report_open_count": ("issue_reports", False),
    "report_overdue_count": ("issue_reports", True),
}
FACTS: dict[str, Callable[[dict], bool]] = {
    "filed": lambda item: item["filed_on"] is not None,
    "extended": lambda item: (item["extension_workdays"] or 0) > 0,
    "reopened": lambda item: (item["reopen_count"] or 0) > 0,
    "asked": lambda item: isinstance(item["satisfaction"], str),
    "content": lambda item: item["satisfaction"] in ("满意", "基本满意"),
    "满意": lambda item: item["satisfaction"] == "满意",
    "基本满意": lambda item: item["satisfaction"] == "基本满意",
    "不满意": lambda item: item["satisfaction"] == "不满意",
    "any": lambda item: True,
}
REPORT_FACTS = {
    "report_filed_count": ("reported_on", "filed", ""),
    "report_extended_count": ("reported_on", "extended", ""),
    "report_reopened_count": ("resolved_on", "reopened", ""),
    "report_reopened_rate_pct": ("resolved_on", "reopened", "any"),
    "report_asked_rate_pct": ("resolved_on", "asked", "any"),
    "report_satisfaction_rate_pct": ("resolved_on", "content", "asked"),
    "report_satisfied_rate_pct": ("resolved_on", "满意", "asked"),
    "report_fairly_satisfied_rate_pct": ("resolved_on", "基本满意", "asked"),
    "report_dissatisfied_rate_pct": ("resolved_on", "不满意", "asked"),
}
REPORT_DUES = {
    "report_due_count": ("punctual", "late", "open", "paused"),
    "report_due_closed_count": ("punctual", "late"),
    "report_on_time_count": ("punctual",),
    "report_late_count": ("late",),
    "report_due_open_count": ("open",),
    "report_suspended_count": ("paused",),
    "report_not_due_count": ("future",),
    "report_closure_rate_pct": ("punctual", "late"),
    "report_on_time_rate_pct": ("punctual",),
}
NET = {"household_count": "household_count", "population_count": "population_count", "staff_count": "staff_count"}
