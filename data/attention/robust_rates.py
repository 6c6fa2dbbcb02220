"""Whether a rate is really different: as :mod:`data.attention.robust` does it for counts, for k of n.

Rates are held against each other as angles, 2·asin√((k + 3/8) / (n + 3/4)) (Anscombe), whose variance is
1 / (n + 1/2) whatever the rate. For each series:

* **season**: the angle of the same months of each earlier year there is, as those stood at the same age,
* **level**: moved by how far the months before this window, of all series together, are from those before that one,
* **expected**: the median of these over the years.

The difference is divided by what chance makes of it: of both samples, of the level, and :data:`DRIFT` of natural
drift. What all series have in common is taken off as for counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.attention.robust import LEVEL_MONTHS, YEAR, Floats, beside_each_other
from data.measures.model import SMALL_BASE

DRIFT = 0.06
"""Standard deviation of an angle from one period to the next beside chance: 3 points at 50 %, 2 at 90 %."""


@dataclass(frozen=True, slots=True)
class ComparedRates:
    """Rates of one window beside what was to be expected; one element a series.

    Attributes:
        above: above the line.
        below: below it.
        expected: share; NaN where the past is too short or too small.
        z: standardised difference; NaN with it, and on fewer than ten items.
    """

    above: Floats
    below: Floats
    expected: Floats
    z: Floats


def compared_rates(
    above: Sequence[Floats], below: Floats, first: NDArray[np.int64], window: tuple[int, int]
) -> ComparedRates:
    """Hold the rates of a window against their past.

    Args:
        above: series × months above the line; the first as it stands now, the next as it stood a year ago …
        below: series × months below the line.
        first: place of the first month each series was recorded in.
        window: places of the first and the last month.
    """
    start, end = window[0], window[1] + 1
    k, n = above[0][:, start:end].sum(axis=1), below[:, start:end].sum(axis=1)
    expected, noise = _expected(above, below, first, (start, end))
    expected[n < SMALL_BASE] = np.nan
    difference = angle(k, n) - expected
    z = difference / np.sqrt(1 / (n + 0.5) + noise + DRIFT**2)
    return ComparedRates(k, n, np.sin(expected / 2) ** 2, beside_each_other(z))


def angle(k: Floats, n: Floats) -> Floats:
    """The rate k of n as an angle between 0 and π."""
    return np.asarray(2 * np.arcsin(np.sqrt((k + 3 / 8) / (n + 3 / 4))))


def _expected(
    above: Sequence[Floats], below: Floats, first: NDArray[np.int64], window: tuple[int, int]
) -> tuple[Floats, Floats]:
    """The angle each series lets expect, and what its uncertainty adds to the variance of the difference."""
    (start, end), series = window, len(below)
    years = min(len(above) - 1, max(int((start - first.min()) // YEAR), 0) if len(first) else 0)
    angles, noises = np.full((years, series), np.nan), np.full((years, series), np.nan)
    for year in range(1, years + 1):
        back = year * YEAR
        k = above[year][:, start - back : end - back].sum(axis=1)
        n = below[:, start - back : end - back].sum(axis=1)
        known = (first <= start - back) & (n >= SMALL_BASE)
        moved, unsure = _level(above, below, first, start, year)
        angles[year - 1, known] = (angle(k, n) + moved)[known]
        noises[year - 1, known] = (1 / (n + 0.5) + unsure)[known]
    some = ~np.isnan(angles).all(axis=0) if years else np.zeros(series, dtype=bool)
    expected, noise = np.full(series, np.nan), np.full(series, np.nan)
    expected[some] = np.clip(np.nanmedian(angles[:, some], axis=0), 0, np.pi)
    count = np.maximum((~np.isnan(angles)).sum(axis=0), 1)
    noise[some] = np.nanmean(noises[:, some], axis=0) / count[some]
    return expected, noise


def _level(
    above: Sequence[Floats], below: Floats, first: NDArray[np.int64], start: int, year: int
) -> tuple[float, float]:
    """How far the months before the window are from those before the same window of an earlier year, all together."""
    back = year * YEAR
    months = int(np.clip(start - back - first.min(), 0, min(LEVEL_MONTHS, back)))
    before, then = slice(start - months, start), slice(start - back - months, start - back)
    now_n, then_n = below[:, before].sum(), below[:, then].sum()
    if min(now_n, then_n) < SMALL_BASE:
        return 0.0, 0.0
    moved = angle(above[0][:, before].sum(), now_n) - angle(above[year][:, then].sum(), then_n)
    return float(moved), float(1 / (now_n + 0.5) + 1 / (then_n + 0.5))
