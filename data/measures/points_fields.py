"""What the measures of points count beyond the marts' plain sums."""

from __future__ import annotations

BALANCE, REDEMPTION, EXPIRING = "points_balance", "redeemed/earned", "points_expiring"
POINT_FIELDS = frozenset((BALANCE, REDEMPTION, EXPIRING))
SOON_DAYS = 90
"""Points that run out within so many days after the day they are counted on run out soon."""
