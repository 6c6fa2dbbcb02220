"""Classes: whole numbers stay whole, nothing is empty, every value is in the class that says so."""

from __future__ import annotations

import numpy as np
import pytest

from components.views.classes import class_of, classify, digits_of, plain_number


def labels(values: list[float], most: int = 6) -> list[tuple[str, int]]:
    return [(step.label, step.count) for step in classify(values, most)]


def test_few_distinct_values_are_classes_of_their_own() -> None:
    assert labels([3, 1, 1, 9, 3, 3]) == [("1", 2), ("3", 3), ("9", 1)]


def test_nothing_and_one_value() -> None:
    assert labels([]) == []
    assert labels([5, 5]) == [("5", 2)]


def test_many_ones_take_one_class_and_leave_the_others_their_colours() -> None:
    found = labels([1] * 50 + [2] * 3 + [3, 4, 5, 6, 7, 8, 9, 30])
    assert found[0] == ("1", 50)
    assert len(found) == 6
    assert found[-1][0].endswith(" 及以上")


def test_a_rate_that_most_have_at_a_hundred() -> None:
    found = classify([100.0] * 30 + [99.2, 98, 97, 96, 95, 94, 93.3, 92], 5)
    assert found[-1].label == "100.0"
    assert found[-1].count == 30


@pytest.mark.parametrize("most", [5, 6])
@pytest.mark.parametrize("seed", range(6))
def test_any_numbers(seed: int, most: int) -> None:
    random = np.random.default_rng(seed)
    samples: list[np.ndarray] = [
        random.poisson(4, 564),
        random.integers(1, 500, 138),
        random.lognormal(8, 1, 564).round(),
        random.beta(20, 2, 138) * 100,
        random.beta(2, 2, 9) * 100,
        random.exponential(3, 40),
        random.zipf(2.0, 300),
    ]
    for sample in samples:
        values = [float(value) for value in sample]
        steps = classify(values, most)
        lows = [step.low for step in steps]
        assert 1 <= len(steps) <= most
        assert lows == sorted(set(lows))
        assert all(step.count for step in steps)
        assert np.bincount([class_of(value, lows, digits_of(values)) for value in values]).tolist() == [
            step.count for step in steps
        ]
        if all(value.is_integer() for value in values):
            assert all(low.is_integer() for low in lows)
            assert not any("." in step.label.replace("万", "") for step in steps if max(values) < 10_000)


def test_limits_are_readable() -> None:
    values = [float(value) for value in range(1, 1001)]
    assert [step.label for step in classify(values, 5)] == ["1—199", "200—399", "400—599", "600—799", "800 及以上"]


def test_large_numbers_are_printed_in_ten_thousands() -> None:
    assert plain_number(12_000) == "1.2万"
    assert plain_number(120_000) == "12万"
    assert plain_number(1250) == "1,250"
    assert plain_number(71.25, 1) == "71.2"
