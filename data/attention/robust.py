"""Whether a count is really different: against its own history and season, with robust statistics.

For each series (an area, or the whole) the count of a window is held against what its own past lets expect:

* **season**: the same months of each earlier year there is,
* **level**: each of them multiplied by how much the months before this window exceed the months before that one;
  the ratio of a small series is drawn towards that of all together, as if :data:`DRAWN_TOGETHER` more items had
  followed the common course,
* **expected**: the median of these over the years.

The difference is taken between square roots (Anscombe), where counts have the same variance whatever their size, and
divided by what chance alone makes of it: the Poisson floor, with the uncertainty of the expectation and
:data:`DRIFT` of natural drift. Where at least :data:`LEAST_SERIES` series stand beside each other, the median of
all (what all have in common) is taken off, and a spread (median absolute deviation) wider than the floor widens it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]

DRAWN_TOGETHER = 50.0
DRIFT = 0.08
"""Relative standard deviation that a count has from one period to the next beside chance."""
LEAST_SERIES = 5
LEVEL_MONTHS = 12
"""The level is taken from so many months before a window, or as many as there are."""
YEAR = 12
_NORMAL = 1 / float(ndtri(0.75))
"""Median absolute deviations of a normal distribution in its standard deviation."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Counts of one window beside what was to be expected; one element a series.

    Attributes:
        counts: the counts.
        expected: NaN where the past is too short.
        z: standardised difference; NaN with it.
    """

    counts: Floats
    expected: Floats
    z: Floats


def compared(table: Floats, first: NDArray[np.int64], window: tuple[int, int]) -> Compared:
    """Hold the counts of a window against their past.

    Args:
        table: series × months.
        first: place of the first month each series was recorded in; nothing before it tells anything.
        window: places of the first and the last month.
    """
    start, end = window[0], window[1] + 1
    counts = table[:, start:end].sum(axis=1)
    years = _years(first, start)
    expected, noise = _expected(table, first, (start, end), years)
    difference = 2 * (np.sqrt(counts + 3 / 8) - np.sqrt(expected + 3 / 8))
    z = difference / np.sqrt(1 + noise + expected * DRIFT**2)
    return Compared(counts, expected, beside_each_other(z))


def _years(first: NDArray[np.int64], start: int) -> int:
    """How many earlier years any series reaches back."""
    return max(int((start - first.min()) // YEAR), 0) if len(first) else 0


def _expected(table: Floats, first: NDArray[np.int64], window: tuple[int, int], years: int) -> tuple[Floats, Floats]:
    """What each series lets expect, and what its uncertainty adds to the variance of the difference."""
    start, end = window
    series = len(table)
    if not years:
        return np.full(series, np.nan), np.full(series, np.nan)
    seasons, noises = np.full((years, series), np.nan), np.full((years, series), np.nan)
    for k in range(1, years + 1):
        back = k * YEAR
        known = first <= start - back
        season = table[:, start - back : end - back].sum(axis=1)
        level, noise = _level(table, first, start, back)
        seasons[k - 1, known] = (season * level)[known]
        # chance in the season, scaled to the level, and the uncertainty of the level itself
        noises[k - 1, known] = (level + season * level * noise)[known]
    count = np.maximum((~np.isnan(seasons)).sum(axis=0), 1)
    some = ~np.isnan(seasons).all(axis=0)
    expected, noise = np.full(series, np.nan), np.full(series, np.nan)
    expected[some] = np.nanmedian(seasons[:, some], axis=0)
    noise[some] = np.nanmean(noises[:, some], axis=0) / count[some]
    return expected, noise


def _level(table: Floats, first: NDArray[np.int64], start: int, back: int) -> tuple[Floats, Floats]:
    """How the months before the window compare with those before the same window of an earlier year."""
    months = int(np.clip(start - back - first.min(), 0, min(LEVEL_MONTHS, back)))
    now = table[:, start - months : start].sum(axis=1)
    then = table[:, start - back - months : start - back].sum(axis=1)
    # a series that began in between has no level of its own yet: it follows the common course
    own = first <= start - back - months
    now, then = np.where(own, now, 0.0), np.where(own, then, 0.0)
    common = now.sum() / then.sum() if then.sum() else 1.0
    level = (now + DRAWN_TOGETHER * common) / (then + DRAWN_TOGETHER)
    noise = now / (now + DRAWN_TOGETHER * common + 0.5) ** 2 + then / (then + DRAWN_TOGETHER) ** 2
    return level, noise


def beside_each_other(z: Floats) -> Floats:
    """Differences less what all series have in common, over their spread where it is wider than chance."""
    known = z[~np.isnan(z)]
    if len(known) < LEAST_SERIES:
        return z
    middle = np.median(known)
    spread = float(np.median(np.abs(known - middle))) * _NORMAL
    return np.asarray((z - middle) / max(spread, 1.0))


def adjusted(z: Floats) -> Floats:
    """Two-sided probabilities that chance alone made each difference, adjusted for how many were looked at.

    The Benjamini–Hochberg procedure bounds the share of false ones among those that are told. ``scipy.stats`` has
    it, too, and takes most of a second to load, for the first visitor's first page.
    """
    found = np.ones_like(z)
    known = ~np.isnan(z)
    chances = 2 * ndtr(-np.abs(z[known]))
    order = np.argsort(chances)[::-1]
    among = chances[order] * len(chances) / np.arange(len(chances), 0, -1)
    bounded = np.empty_like(chances)
    bounded[order] = np.minimum.accumulate(np.minimum(among, 1.0))
    found[known] = bounded
    return found
