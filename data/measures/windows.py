"""What a period is fairly compared with: the same stretch of days of another period, never half a month with a whole one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from data.measures.scope import Period, Scope, month_index, month_of_index


@dataclass(frozen=True, slots=True)
class Window:
    """The compared period, as much of it as the period itself has come through by the as-of day.

    Attributes:
        period: the whole months that are counted of the compared period.
        until: last day counted of its last month; None = to the month's end.
        is_cut: whether less than the whole compared period is counted.
        lengths: months that have come of the period and months compared with, where they differ; else None.
    """

    period: Period
    until: date | None = None
    is_cut: bool = False
    lengths: tuple[float, float] | None = None

    @property
    def label(self) -> str:
        """The days that are compared with, in words: 2024年1月1日—6月17日, 2024年1—6月."""
        if self.until is None:
            return self.period.label
        first, last = self.period.first_day, self.until
        year = "" if first.year == last.year else f"{last.year}年"
        return f"{first.year}年{first.month}月{first.day}日—{year}{last.month}月{last.day}日"


def window(scope: Scope, as_of: date) -> Window | None:
    """What a scope's period is compared with.

    A period that is not over is compared with the same stretch of the other one: months that have not begun are left
    out, and of a month that has just begun as many days are counted. Two periods of different length are kept whole;
    their counts are to be compared by the month.

    Args:
        scope: period and comparison.
        as_of: the last day the data speak of.

    Returns:
        None where nothing is compared, the period has not begun, or the other one is not over.

    >>> window(Scope(Period("2025-01", "2025-12"), compare="year_ago"), date(2025, 6, 17)).label
    '2024年1月1日—6月17日'
    """
    base = scope.base
    as_of_month = month_index(f"{as_of:%Y-%m}")
    first, last = month_index(scope.period.start), min(month_index(scope.period.end), as_of_month)
    if base is None or first > last:
        return None
    days = calendar.monthrange(as_of.year, as_of.month)[1]
    is_month_over = as_of.day == days
    if month_index(base.period.end) > as_of_month - (not is_month_over):
        return None
    is_partial = last == as_of_month and not is_month_over
    count = last - first + 1
    if base.period.month_count != scope.period.month_count:
        months_now = count - 1 + as_of.day / days if is_partial else float(count)
        return Window(base.period, lengths=(months_now, float(base.period.month_count)))
    start = month_index(base.period.start)
    then = Period(base.period.start, month_of_index(start + count - 1))
    until = then.last_day.replace(day=as_of.day) if is_partial and as_of.day < then.last_day.day else None
    return Window(then, until, is_cut=until is not None or then != base.period)
