"""The statistics of a change, against a second computation and against chance."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from scipy import stats

from data.attention.robust import DRAWN_TOGETHER, DRIFT, adjusted, beside_each_other, compared

MONTHS = 36
FROM_THE_START = np.zeros(1, dtype="int64")


def by_hand(counts: list[float], start: int, end: int) -> tuple[float, float]:
    """Expectation and standardised difference of one series, month by month."""
    expected, extra = [], []
    for year in range(1, start // 12 + 1):
        first = start - 12 * year
        level_months = min(12, first)
        now, then = sum(counts[start - level_months : start]), sum(counts[first - level_months : first])
        common = now / then if then else 1.0
        level = (now + DRAWN_TOGETHER * common) / (then + DRAWN_TOGETHER)
        season = sum(counts[first : end + 1 - 12 * year])
        noise = now / (now + DRAWN_TOGETHER * common + 0.5) ** 2 + then / (then + DRAWN_TOGETHER) ** 2
        expected.append(season * level)
        extra.append(level + season * level * noise)
    middle = statistics.median(expected)
    variance = 1 + statistics.mean(extra) / len(extra) + middle * DRIFT**2
    seen = sum(counts[start : end + 1])
    return middle, 2 * (math.sqrt(seen + 3 / 8) - math.sqrt(middle + 3 / 8)) / math.sqrt(variance)


@pytest.mark.parametrize(("start", "end"), [(30, 35), (35, 35), (24, 35), (13, 14)])
def test_one_series_as_by_hand(start, end):
    counts = np.random.default_rng(5).poisson(20, MONTHS).astype(float)
    found = compared(counts[None, :], FROM_THE_START, (start, end))
    expected, z = by_hand(counts.tolist(), start, end)
    assert found.expected[0] == pytest.approx(expected)
    assert found.z[0] == pytest.approx(z)


def test_a_past_of_less_than_a_year_expects_nothing():
    found = compared(np.full((1, 14), 9.0), FROM_THE_START, (10, 13))
    assert np.isnan(found.expected[0]) and np.isnan(found.z[0])


def test_months_before_the_first_record_are_no_zeros():
    counts = np.full((1, MONTHS), 10.0)
    counts[0, :15] = 0
    found = compared(counts, np.array([15]), (30, 35))
    assert found.expected[0] == pytest.approx(60)


def test_what_all_have_in_common_is_taken_off_and_a_wide_spread_widens():
    z = np.array([4.0, 5.0, 6.0, 5.5, 4.5, 15.0])
    spread = stats.median_abs_deviation(z, scale="normal")
    assert beside_each_other(z) == pytest.approx((z - np.median(z)) / max(spread, 1))
    assert list(beside_each_other(z[:3])) == [4.0, 5.0, 6.0]


def test_chance_alone_is_rarely_told():
    """Of 200 districts in which nothing happens at most one in ten tells anything."""
    rng = np.random.default_rng(11)
    season = 12 * (1 + 0.4 * np.sin(np.arange(MONTHS) * math.pi / 6))
    telling = 0
    for _ in range(200):
        table = rng.poisson(np.outer(rng.uniform(0.5, 2, 12), season)).astype(float)
        found = compared(table, np.zeros(12, dtype="int64"), (30, 35))
        telling += bool((adjusted(found.z) <= 0.05).any())
    assert telling <= 20


def test_the_adjustment_is_benjamini_and_hochbergs():
    z = np.array([0.1, 4.0, np.nan, -3.0, 1.0])
    chances = sorted(2 * stats.norm.sf(abs(each)) for each in z if not np.isnan(each))
    best = [min(chance * 4 / rank for rank, chance in list(enumerate(chances, 1))[k:]) for k in range(4)]
    assert sorted(adjusted(z)[~np.isnan(z)]) == pytest.approx([min(each, 1.0) for each in best])
    assert adjusted(z)[2] == 1
    known = np.random.default_rng(2).normal(0, 2, 40)
    assert adjusted(known) == pytest.approx(stats.false_discovery_control(2 * stats.norm.sf(np.abs(known))))
