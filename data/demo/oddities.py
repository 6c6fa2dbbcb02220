"""The oddities planted in the demo, all in one place: what a careful reader of the charts should find.

How many of each there are is a matter of the district's size and stands in its profile.

Each is applied to the rows of its ledger after they are drawn, so that the rest of the ledger stays as it was.
"""

from __future__ import annotations

from datetime import date

BURST_DAY = date(2024, 11, 16)
"""One grid holds many events on a single day (``burst_events``): a campaign, or a ledger filled in afterwards."""

BATCH_DAY = date(2024, 12, 20)
"""Many wishes of one subdistrict (``batch_wishes``) are fulfilled on the same day before the year-end report."""

STALL_FROM = date(2025, 2, 5)
"""From here on the stalled unit (``organisations.STALLED_UNIT``) hardly fulfils what it claims."""

GONE_SILENT_FROM = date(2025, 4, 12)
"""Grids that were active and have had no event since: more than 60 days by the as-of day."""

CUT_QUOTE_YEAR_START = date(2024, 1, 1)
CUT_QUOTE_YUAN = (3_420_000.0, 1_650_000.0)
"""One power-line project was quoted at the first sum and settled at the second after residents questioned it."""

OVERRUN_SHARE = 0.06
"""Share of projects whose final account exceeds the quote."""

MERGED_ON = (date(2025, 1, 1), date(2025, 1, 1), date(2025, 3, 1))
"""Pairs of grids were merged on these days (``merged_grids``): a year before, their land went by two codes."""

SPLIT_ON = (date(2024, 11, 1), date(2025, 3, 1))
"""A grid was split in two on these days (``split_grids``): a part of it has no figure of a year before."""
