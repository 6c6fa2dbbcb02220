"""What the measures of the work list and of the meetings count that no mart holds."""

from __future__ import annotations

ITEMS, RATE, ITEM_DONE_RATE, CHANGES = "work:all", "work:done+on_course/due", "work:done/all", "work:changes"
ENDED, MISSED = "work:ended_targets", "work:missed_targets"
STATUS = "work:{}"
WORK_FIELDS = frozenset(
    (
        ITEMS,
        RATE,
        ITEM_DONE_RATE,
        CHANGES,
        ENDED,
        MISSED,
        *(STATUS.format(s) for s in ("done", "on_course", "at_risk", "late", "not_due", "not_set")),
    )
)
EXPECTED, SILENT, LATE, TIMELY_RATE = "cadence:expected", "cadence:silent", "cadence:late", "cadence:on_time/expected"
UNITS, SILENT_UNITS = "cadence:units", "cadence:silent_units"
CADENCE_FIELDS = frozenset((EXPECTED, SILENT, LATE, TIMELY_RATE, UNITS, SILENT_UNITS))
