"""The statistics of a changed rate, against a second computation and against chance; batches at the same age."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pandas as pd
import pytest

from data.attention.batches import batches
from data.attention.robust import adjusted
from data.attention.robust_rates import DRIFT, compared_rates
from tests.data.attention.planted import AS_OF, net, wishes
from tests.data.measures.stores import load

MONTHS = 30


def angle(k: float, n: float) -> float:
    return 2 * math.asin(math.sqrt((k + 0.375) / (n + 0.75)))


def test_one_series_as_by_hand():
    rng = np.random.default_rng(3)
    below = rng.integers(10, 30, MONTHS).astype(float)
    above = [rng.binomial(below.astype(int), 0.8).astype(float) for _ in range(3)]
    found = compared_rates([each[None, :] for each in above], below[None, :], np.zeros(1, dtype="int64"), (24, 29))
    expected, noises = [], []
    for year, months in ((1, 12), (2, 0)):
        back = 12 * year
        k, n = above[year][24 - back : 30 - back].sum(), below[24 - back : 30 - back].sum()
        moved = unsure = 0.0
        if months:
            now, then = below[12:24].sum(), below[0:12].sum()
            moved = angle(above[0][12:24].sum(), now) - angle(above[year][0:12].sum(), then)
            unsure = 1 / (now + 0.5) + 1 / (then + 0.5)
        expected.append(angle(k, n) + moved)
        noises.append(1 / (n + 0.5) + unsure)
    middle = statistics.median(expected)
    k, n = above[0][24:].sum(), below[24:].sum()
    z = (angle(k, n) - middle) / math.sqrt(1 / (n + 0.5) + statistics.mean(noises) / 2 + DRIFT**2)
    assert found.expected[0] == pytest.approx(math.sin(middle / 2) ** 2)
    assert found.z[0] == pytest.approx(z)


@pytest.mark.parametrize(("now", "then"), [(1.5, 20), (20, 1.5)])
def test_fewer_than_ten_items_tell_nothing(now, then):
    below = np.full((1, 24), float(then))
    below[0, 18:] = now
    found = compared_rates([below * 0, below], below, np.zeros(1, dtype="int64"), (18, 23))
    assert np.isnan(found.z[0])


def test_chance_alone_is_rarely_told():
    """Of 200 districts in which no rate changes at most one in ten tells anything."""
    rng = np.random.default_rng(7)
    telling = 0
    for _ in range(200):
        share = rng.uniform(0.55, 0.95, (12, 1))
        below = rng.poisson(np.outer(rng.uniform(3, 12, 12), np.ones(MONTHS))).astype(float)
        above = rng.binomial(below.astype(int), share).astype(float)
        found = compared_rates([above] * 3, below, np.zeros(12, dtype="int64"), (24, 29))
        telling += bool((adjusted(found.z) <= 0.05).any())
    assert telling <= 20


def test_batches_stand_as_they_stood_a_year_ago(tmp_path):
    """What was fulfilled long after its month counts for the old batch now, but not when it is compared."""
    made = wishes(1).head(3000)
    made["fulfilled_on"] = made["submitted_on"] + pd.to_timedelta(made.index % 700, unit="D")
    made["fulfilled_on"] = made["fulfilled_on"].where(made["fulfilled_on"] <= pd.Timestamp(AS_OF))
    store = load(tmp_path, {"micro_wishes": made}, net(), as_of=AS_OF.isoformat())
    found = batches(store, "micro_wishes", "submitted", "fulfilled")
    by_month = found.groupby("month")[["n", "reached_0", "reached_1", "reached_2"]].sum()
    month = made["submitted_on"].dt.strftime("%Y-%m")
    for back, day in enumerate(("2025-06-30", "2024-06-30", "2023-06-30")):
        counted = made[made["fulfilled_on"] <= day].groupby(month).size().reindex(by_month.index, fill_value=0)
        assert by_month[f"reached_{back}"].tolist() == counted.tolist()
    assert by_month["n"].tolist() == month.value_counts().sort_index().tolist()
    assert by_month["reached_0"].sum() > by_month["reached_1"].sum() > by_month["reached_2"].sum() > 0
