"""Working days in China: the announced public holidays and make-up days, Monday to Friday where none are known."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import constants, is_workday

FIRST_KNOWN, LAST_KNOWN = min(constants.holidays).year, max(constants.holidays).year
"""Years whose holidays have been announced and are in the calendar."""

_FIRST, _LAST = date(1990, 1, 1), date(2060, 12, 31)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices work on a day."""
    if FIRST_KNOWN <= day.year <= LAST_KNOWN:
        return bool(is_workday(day))
    return day.weekday() < _SATURDAY


@lru_cache(maxsize=1)
def working_days() -> tuple[date, ...]:
    """All working days from 1990 to 2060, ascending; 18,000 of them."""
    span = (_LAST - _FIRST).days + 1
    days = (_FIRST + timedelta(days=number) for number in range(span))
    return tuple(day for day in days if is_working_day(day))


def after(day: date, count: int) -> date:
    """The day so many (one or more) working days after a day; that day itself does not count."""
    days = working_days()
    return days[bisect_right(days, day) + count - 1]
