"""What can become of an item with a due date, and which of it counts against whom."""

from __future__ import annotations

ON_TIME, LATE, OPEN_OVERDUE, NOT_DUE, SUSPENDED = "on_time", "late", "open_overdue", "not_due", "suspended"

OUTCOMES = (ON_TIME, LATE, OPEN_OVERDUE, SUSPENDED, NOT_DUE)
BASE = (ON_TIME, LATE, OPEN_OVERDUE)
"""应结 less 缓办: the denominator of every closure rate. What is open and overdue counts against."""

SOON_WORKDAYS = 3
"""即将到期: due on the as-of day or within so many working days after it."""
