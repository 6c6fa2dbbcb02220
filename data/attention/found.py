"""What a search for changes looks at: windows of months, the areas, and a series of months of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from data.attention.robust import Floats
from data.measures.hiding import hides
from data.measures.model import Measure
from data.measures.query import Context
from data.measures.scope import Period, month_index, month_of_index

LONGEST_WINDOW = 12
_WIDEST_LEVEL = 2
"""Areas below are looked at down to this level; single lowest grids have too few items."""


@dataclass(frozen=True, slots=True)
class Found:
    """One comparison of one series.

    Attributes:
        measure: what is compared.
        area: code of the grid; empty = the scope's area.
        window: the months.
        value: the count, or the rate in per cent.
        expected: what the past lets expect, in the same unit.
        z: standardised difference.
        above: above the line of a rate.
        base: below it.
    """

    measure: Measure
    area: str
    window: Period
    value: float
    expected: float
    z: float
    above: float | None = None
    base: float | None = None

    @property
    def items(self) -> float:
        """By how many items it differs from what was to be expected."""
        if self.base is None or self.above is None:
            return abs(self.value - self.expected)
        return abs(self.above - self.base * self.expected / 100)


def windows(context: Context) -> list[Period]:
    """The complete months of the period (the last twelve of a longer one), and the last of them."""
    period = context.scope.period
    after_last = context.as_of + timedelta(days=1)
    complete = month_index(f"{after_last:%Y-%m}") - 1
    last = min(month_index(period.end), complete)
    first = max(month_index(period.start), last - LONGEST_WINDOW + 1)
    if first > last:
        return []
    whole = Period(month_of_index(first), month_of_index(last))
    return [whole] if first == last else [whole, Period(whole.end, whole.end)]


def may_look(context: Context, measure: Measure) -> bool:
    """Whether the measure's ledger has rows that may be shown in the scope."""
    return context.has(measure.ledger) and not hides(context, measure.ledger)


def areas_below(context: Context) -> list[str]:
    """The areas right below the scope's, where they are wide enough to be looked at."""
    level = context.area_level + 1
    if level > min(_WIDEST_LEVEL, context.net.depth - 1):
        return []
    active = context.net.active(context.scope.grid_code, context.units_day, level)
    return [str(code) for code in context.net.keys("grid_code")[active]]


def below(context: Context, areas: list[str]) -> str:
    """The breakdown that yields the areas; empty where there are none."""
    return f"grid{context.area_level + 1}" if areas else ""


@dataclass(frozen=True, slots=True)
class Months:
    """Where the months of all series stand: they run from the first one with a record."""

    start: int
    length: int

    @classmethod
    def of(cls, months: NDArray[np.object_], end: str) -> Months:
        """From the first of some months to an end."""
        start = month_index(str(min(months))) if len(months) else month_index(end)
        return cls(start, month_index(end) - start + 1)

    def places(self, window: Period) -> tuple[int, int] | None:
        """Places of a window's first and last month; None where it begins before the first record."""
        first = month_index(window.start) - self.start
        return None if first < 0 else (first, month_index(window.end) - self.start)

    def spread(
        self, keys: NDArray[np.object_], months: NDArray[np.object_], counts: Floats, areas: list[str]
    ) -> tuple[Floats, Floats]:
        """Counts by key and month as a row for the whole, and a row for each area."""
        row = {area: index for index, area in enumerate(areas)}
        whole, table = np.zeros((1, self.length)), np.zeros((len(areas), self.length))
        for key, month, n in zip(keys, months, counts, strict=True):
            at = month_index(str(month)) - self.start
            whole[0, at] += n
            if key in row:
                table[row[key], at] += n
        return whole, table


def first_months(table: Floats) -> NDArray[np.int64]:
    """Where each series begins; one without a record begins after the last month."""
    return np.where(table.any(axis=1), (table > 0).argmax(axis=1), table.shape[1]).astype("int64")
