"""The named periods, always seen from the as-of day of the data, never from today."""

from __future__ import annotations

from datetime import date

from data.measures.scope import Period, month_index, month_of_index

PRESETS: dict[str, str] = {
    "this_month": "本月",
    "this_quarter": "本季",
    "this_year": "今年",
    "last_12": "近12个月",
}


def preset_period(code: str, as_of: date) -> Period:
    """The months a preset means.

    Args:
        code: a key of :data:`PRESETS`.
        as_of: the last day the data speak of; its month is the last of every preset.

    Raises:
        KeyError: no such preset.

    >>> str(preset_period("this_quarter", date(2025, 6, 30)))
    '2025-04..2025-06'
    """
    end = f"{as_of.year:04d}-{as_of.month:02d}"
    back = {"this_month": 0, "this_quarter": (as_of.month - 1) % 3, "this_year": as_of.month - 1, "last_12": 11}[code]
    return Period(month_of_index(month_index(end) - back), end)
