"""When things happen: seasons, weekdays, holidays and campaign days of the demo's two years."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt

FIRST_DAY = date(2023, 7, 1)
AS_OF = date(2025, 6, 30)
DAY_COUNT = (AS_OF - FIRST_DAY).days + 1
HORIZON_DAYS = 400
"""Lives are drawn this far beyond the as-of day and then cut off there, so that young items are simply unfinished."""

Days = npt.NDArray[np.int64]

_HOLIDAYS = (
    (date(2023, 9, 29), 8),
    (date(2023, 12, 30), 3),
    (date(2024, 2, 10), 8),
    (date(2024, 4, 4), 3),
    (date(2024, 5, 1), 5),
    (date(2024, 6, 8), 3),
    (date(2024, 9, 15), 3),
    (date(2024, 10, 1), 7),
    (date(2025, 1, 1), 1),
    (date(2025, 1, 28), 8),
    (date(2025, 4, 4), 3),
    (date(2025, 5, 1), 5),
    (date(2025, 5, 31), 3),
)
"""First day and length of the public holidays."""

_SPRING_FESTIVALS = (date(2024, 2, 10), date(2025, 1, 29))
_CAMPAIGN_DAYS = {
    (3, 5): 3.4,
    (12, 5): 2.4,
    (6, 5): 1.6,
    (6, 1): 1.5,
    (11, 9): 1.5,
    (7, 1): 1.7,
    (5, 12): 1.5,
    (4, 15): 1.5,
}
"""学雷锋日, 国际志愿者日, 环境日, 儿童节, 消防宣传日, 党的生日, 防灾减灾日, 国家安全教育日."""

_MONTH_WEIGHTS = (0.86, 0.70, 1.62, 1.14, 1.06, 1.02, 0.90, 0.84, 1.02, 1.24, 1.16, 1.00)
_WEEKDAY_WEIGHTS = (0.78, 0.86, 0.94, 0.96, 1.12, 1.62, 0.92)
_GROWTH_PER_YEAR = 0.09


def day_number(day: date) -> int:
    """Days since the first day of the demo."""
    return (day - FIRST_DAY).days


def day_of(number: int) -> date:
    """The inverse of :func:`day_number`."""
    return FIRST_DAY + timedelta(days=int(number))


@cache
def _holidays() -> frozenset[int]:
    return frozenset(day_number(start) + step for start, length in _HOLIDAYS for step in range(length))


@cache
def _next_workdays() -> Days:
    """For each day the office day on or after it on which its work is done.

    What falls into a long holiday is worked off over the days after it, in order, not all on the first.
    The table reaches far enough for lives that are cut off later.
    """
    span = DAY_COUNT + 3 * HORIZON_DAYS
    office_days = np.array([n for n in range(span) if day_of(n).weekday() < 5 and n not in _holidays()])
    following = np.searchsorted(office_days, np.arange(span))
    days_off = np.arange(span) - np.where(following > 0, office_days[following - 1], -1)
    is_off = ~np.isin(np.arange(span), office_days)
    queued = np.where(is_off, np.maximum(days_off - 3, 0), 0)
    return np.asarray(office_days[np.minimum(following + queued, len(office_days) - 1)])


def on_workday(numbers: Days) -> Days:
    """Move day numbers to an office day on or after them."""
    table = _next_workdays()
    return np.asarray(table[np.clip(numbers, 0, len(table) - 1)])


def event_weights() -> npt.NDArray[np.float64]:
    """How likely an event falls on each day of the two years; sums to 1."""
    weights = np.array([_event_weight(number) for number in range(DAY_COUNT)])
    return np.asarray(weights / weights.sum())


def _event_weight(number: int) -> float:
    day = day_of(number)
    weight = _MONTH_WEIGHTS[day.month - 1] * _WEEKDAY_WEIGHTS[day.weekday()]
    weight *= _CAMPAIGN_DAYS.get((day.month, day.day), 1.0)
    weight *= 1.0 + _GROWTH_PER_YEAR * number / 365
    if number in _holidays():
        weight *= 0.35
    for festival in _SPRING_FESTIVALS:
        offset = (day - festival).days
        if -3 <= offset <= 12:
            weight *= 0.3
        elif -17 <= offset < -3:
            weight *= 1.7
    return weight


def office_weights(last_day_number: int = DAY_COUNT - 1) -> npt.NDArray[np.float64]:
    """How likely an office records something on each day from the first to the given one; sums to 1."""
    weights = np.array([_office_weight(number) for number in range(last_day_number + 1)])
    return np.asarray(weights / weights.sum())


def _office_weight(number: int) -> float:
    day = day_of(number)
    if number in _holidays():
        return 0.04
    weight = 0.22 if day.weekday() >= 5 else 1.0
    weight *= 0.82 if day.month in (1, 2) else 1.14 if day.month in (3, 4, 9, 10, 11) else 1.0
    for festival in _SPRING_FESTIVALS:
        if -5 <= (day - festival).days <= 12:
            weight *= 0.3
    return weight


_REPORT_WEEKDAYS = (1.12, 1.04, 1.0, 0.98, 1.02, 0.9, 0.84)
_REPORT_MONTHS = (0.86, 0.78, 1.0, 1.04, 1.06, 1.14, 1.2, 1.16, 1.02, 0.98, 0.94, 0.88)
_REPORT_GROWTH_PER_YEAR = 0.14


def report_weights(day_count: int = DAY_COUNT) -> npt.NDArray[np.float64]:
    """How likely somebody reports something on each day: any day of the week, more in summer; sums to 1."""
    days = [day_of(number) for number in range(day_count)]
    growth = 1.0 + _REPORT_GROWTH_PER_YEAR * np.arange(day_count) / 365
    weights = growth * np.array([_REPORT_WEEKDAYS[day.weekday()] * _REPORT_MONTHS[day.month - 1] for day in days])
    return np.asarray(weights / weights.sum())
