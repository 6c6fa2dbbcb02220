"""Entries, and an order as it is given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.measures.scope import Period, Scope
from data.meetings.book import give_order
from data.meetings.model import Entry, Order

SCOPE = Scope(Period("2025-01", "2025-03"), "zone:P1", (("micro_wishes", "困难帮扶"),), "year_ago", "urgent")
ENTRY = Entry("grid_map", "map", SCOPE, "先看东片\n再看西片", 45, "wish_open_count", 3)
OTHER = Entry("overview", "cards", Scope(Period("2024-12", "2024-12")))


def give(home: Path, meeting: str, **changed: object) -> Order:
    """An order that is as it should be, but for what is changed."""
    usual = {"who": "北下街街道", "what": "整治占道经营", "due_on": date(2025, 7, 31), "given_on": date(2025, 7, 3)}
    return give_order(home, meeting, **{**usual, **changed})  # type: ignore[arg-type]  # what is changed is the test's
