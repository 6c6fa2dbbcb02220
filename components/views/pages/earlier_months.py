"""The months a line is compared with: a year earlier, or those of the period chosen."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.measures.answers import Answers
from data.measures.scope import Period, month_index


@dataclass(frozen=True, slots=True)
class EarlierMonths:
    """Another run of months under a line.

    Attributes:
        values: month by month; NaN where a month cannot be compared.
        name: at the end of the dashed line.
        each: what each month is compared with, in a sentence.
    """

    values: NDArray[np.float64]
    name: str
    each: str


def earlier_months(wide: Answers, code: str) -> EarlierMonths | None:
    """What the months of a scope are compared with; None where nothing is, or there are no data.

    The month of the as-of day, where it is not over, stands beside as many days of the other one.

    Args:
        wide: the answers the line is drawn from.
        code: a count or a sum.
    """
    span, against = wide.scope.period, wide.scope.against
    if wide.scope.compare == "none" or (against and against.month_count != span.month_count):
        return None
    earlier = against or span.year_ago()
    if earlier.start < wide.available_period().start:
        return None
    values = wide.narrowed(wide.scope.with_period(earlier)).rows(code, "month")["value"]
    found = values.to_numpy(dtype="float64", na_value=np.nan).copy()
    place = month_index(partial_month(wide) or span.end) - month_index(span.start)
    if partial_month(wide) and 0 <= place < len(found):
        found[place] = _same_days(wide, code, span.months[place], earlier.months[place])
    if against:
        return EarlierMonths(found, against.label, f"{against.label}的相应月")
    return EarlierMonths(found, f"{earlier.start[:4]}年" if span.start[:4] == span.end[:4] else "上年同月", "上年同月")


def partial_month(answers: Answers) -> str:
    """The month of the as-of day where it is not over and the period reaches it; else empty."""
    as_of = answers.district.as_of
    month = f"{as_of:%Y-%m}"
    is_over = as_of.day == calendar.monthrange(as_of.year, as_of.month)[1]
    return "" if is_over or not answers.scope.period.start <= month <= answers.scope.period.end else month


def _same_days(wide: Answers, code: str, month: str, other: str) -> float:
    scope = replace(wide.scope, period=Period(month, month), compare="custom", against=Period(other, other))
    base = wide.narrowed(scope).compare(code).base
    return np.nan if base is None or base.value is None else float(base.value)
