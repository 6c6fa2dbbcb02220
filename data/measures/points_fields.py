"""What the measures of points count beyond the marts' plain sums."""

from __future__ import annotations

BALANCE, REDEMPTION = "points_balance", "redeemed/earned"
POINT_FIELDS = frozenset((BALANCE, REDEMPTION))
