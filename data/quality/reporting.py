"""Who has recorded how much in which month, and who is silent although it used to report.

An area is a first-level grid; its history is its own. A month is *due* once GRACE_DAYS have passed since its
end. An area is *silent* in a due month in which a ledger has no row of it, although in the months before the
silence began (up to HISTORY_MONTHS of them, at least LEAST_HISTORY) half of them had USUAL_AT_LEAST rows or more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ledgers import ACTIVITY_LEDGERS
from data.measures.net import net_of
from data.measures.scope import Period, month_index, month_of_index
from data.store.reader import Reader

GRACE_DAYS = 10
HISTORY_MONTHS = 12
LEAST_HISTORY = 3
USUAL_AT_LEAST = 3

Reported = Literal["value", "none", "zero", "wait", "silent"]
EVERY_LEDGER = ""
"""All activity ledgers together."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A run of due months without a row of an area.

    Attributes:
        ledger: the ledger.
        area: code of the first-level grid.
        first: place of the first silent month among the table's months.
        last: place of the last one.
        usual: rows in a usual month before.
    """

    ledger: str
    area: str
    first: int
    last: int
    usual: float

    @property
    def months(self) -> int:
        """How many months the silence lasts."""
        return self.last - self.first + 1

    @property
    def missing(self) -> float:
        """About how many rows are missing."""
        return self.usual * self.months


@dataclass(frozen=True, slots=True)
class Reporting:
    """Rows opened, by ledger, first-level grid and month. Never change the arrays.

    Attributes:
        months: every month from the first record to the as-of day's.
        areas: codes of the first-level grids there are on the as-of day.
        counts: ledger → areas × months.
        due: how many of the months are due; those after them are not.
        silences: every silence of every ledger.
    """

    months: tuple[str, ...]
    areas: tuple[str, ...]
    counts: dict[str, NDArray[np.int64]]
    due: int
    silences: tuple[Silence, ...]

    @property
    def current(self) -> list[Silence]:
        """Silences that last until the latest month that is due, most missing rows first."""
        found = [silence for silence in self.silences if silence.last == self.due - 1]
        return sorted(found, key=lambda silence: (-silence.missing, silence.area, silence.ledger))

    def total(self, ledger: str) -> NDArray[np.int64]:
        """Rows of a ledger, or of all together, areas × months."""
        return self.counts[ledger] if ledger else sum(self.counts.values(), np.zeros(self.shape, dtype="int64"))

    def states(self, ledger: str) -> NDArray[np.object_]:
        """Why there is no row where there is none, areas × months: see :data:`Reported`."""
        counts = self.total(ledger)
        seen = np.cumsum(counts, axis=1) > 0
        states = np.where(counts > 0, "value", np.where(seen, "zero", "none")).astype(object)
        states[:, self.due :][counts[:, self.due :] == 0] = "wait"
        silences = silent_runs(ledger, self.areas, counts, self.due)
        for silence in silences:
            states[self.areas.index(silence.area), silence.first : silence.last + 1] = "silent"
        return states

    @property
    def shape(self) -> tuple[int, int]:
        """Areas and months."""
        return len(self.areas), len(self.months)


@lru_cache(maxsize=64)
def reporting_of(store: Reader, ledger: str = "") -> Reporting:
    """The table of a version, for all ledgers or only one; readers never change, so neither does it."""
    summaries = [summary for summary in store.manifest.ledgers.values() if summary.first and summary.last]
    end = f"{store.as_of:%Y-%m}"
    first = min((f"{summary.first:%Y-%m}" for summary in summaries), default=end)
    months = Period(min(first, end), end).months
    net = net_of(store)
    codes = net.keys("grid_code")[net.active("", store.as_of, 1)] if net.depth else np.array([], dtype=object)
    areas = tuple(str(code) for code in codes)
    names = [name for name in ACTIVITY_LEDGERS if store.has_rows(name) and ledger in ("", name)]
    counts = {name: _counts(store, name, areas, months) for name in names}
    due = sum(is_due(month, store.as_of) for month in months)
    silences = [run for name, table in counts.items() for run in silent_runs(name, areas, table, due)]
    return Reporting(months, areas, counts, due, tuple(silences))


def is_due(month: str, on: date) -> bool:
    """Whether the rows of a month should have come by a day."""
    return Period(month, month).last_day + timedelta(days=GRACE_DAYS) <= on


def _counts(store: Reader, name: str, areas: tuple[str, ...], months: tuple[str, ...]) -> NDArray[np.int64]:
    """From the bounded mart: rows opened by area and month; those of a merged grid go to the grid it is now."""
    table = np.zeros((len(areas), len(months)), dtype="int64")
    rows = store.arrays(
        f"SELECT g1, month, sum(n)::BIGINT AS n FROM mart_stage_month_g1_{name} WHERE stage = ? GROUP BY ALL",  # noqa: S608  (our own names)
        [store.ledger(name).stages[0].code],
    )
    heirs = net_of(store).lineage.heirs(store.as_of)
    place = {code: index for index, code in enumerate(areas)}
    start = month_index(months[0])
    for g1, month, n in zip(rows["g1"], rows["month"], rows["n"], strict=True):
        area, at = place.get(heirs.get(str(g1), str(g1))), month_index(str(month)) - start
        if area is not None and 0 <= at < len(months):
            table[area, at] += int(n)
    return table


def silent_runs(ledger: str, areas: tuple[str, ...], counts: NDArray[np.int64], due: int) -> list[Silence]:
    """The silences in a table of areas × months, of which the first ``due`` months are due."""
    found = []
    for area, row in zip(areas, counts[:, :due], strict=True):
        known = np.flatnonzero(row)
        if not len(known):
            continue
        ends = np.append(known[1:], due)
        for last_known, following in zip(known.tolist(), ends.tolist(), strict=True):
            if following - last_known < 2:
                continue
            # months before the area's first record tell nothing about what is usual
            history = row[max(int(known[0]), last_known + 1 - HISTORY_MONTHS) : last_known + 1]
            usual = float(np.median(history))
            if len(history) >= LEAST_HISTORY and usual >= USUAL_AT_LEAST:
                found.append(Silence(ledger, area, last_known + 1, following - 1, usual))
    return found


def silent_rows(store: Reader) -> pd.DataFrame:
    """Areas that are silent now: ledger, area, area_name, last_month, months, usual, missing; most missing first."""
    table = reporting_of(store)
    net = net_of(store)
    rows = [
        {
            "ledger": silence.ledger,
            "area": silence.area,
            "area_name": net.name(silence.area),
            "last_month": month_of_index(month_index(table.months[0]) + silence.first - 1),
            "months": silence.months,
            "usual": silence.usual,
            "missing": silence.missing,
        }
        for silence in table.current
    ]
    return pd.DataFrame(rows, columns=["ledger", "area", "area_name", "last_month", "months", "usual", "missing"])
