"""Whatever is hidden cannot be worked out from what is printed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from data.access.suppression import suppress, suppress_flat

LEAST = 3
counts = st.integers(0, 9) | st.integers(0, 2) | st.just(0)


def bounds(paths, values, hidden, target):
    """The least and the most a hidden cell can be for a reader who adds up everything printed."""
    names = [path[-1] for path in paths if path[-1] in hidden.cells]
    value_of = {path[-1]: value for path, value in zip(paths, values, strict=True)}
    equations, sums = [], []
    for area in {name for path in paths for name in path[:-1]} - hidden.sums:
        inside = [path[-1] for path in paths if area in path[:-1]]
        equations.append([float(name in inside) for name in names])
        sums.append(sum(value_of[name] for name in inside if name in hidden.cells))
    lowest = 0 if any(value_of[name] == 0 for name in names) else 1
    aim = np.array([float(name == target) for name in names])
    found = [
        linprog(sign * aim, A_eq=equations or None, b_eq=sums or None, bounds=[(lowest, None)] * len(names))
        for sign in (1, -1)
    ]
    assert found[0].status == 0
    return found[0].fun, -found[1].fun if found[1].status == 0 else np.inf


@st.composite
def districts(draw):
    """Cells of three levels: subdistrict, community, grid; some areas hold a single grid."""
    paths, values = [], []
    for first in range(draw(st.integers(1, 3))):
        for second in range(draw(st.integers(1, 3))):
            for third in range(draw(st.integers(1, 4))):
                paths.append(("", f"{first}", f"{first}{second}", f"{first}{second}{third}"))
                values.append(draw(counts))
    return paths, np.array(values, dtype=float)


@settings(max_examples=150, deadline=None)
@given(districts())
def test_no_small_count_follows_from_the_others_and_their_sums(given_district):
    paths, values = given_district
    hidden = suppress(paths, [values], LEAST)
    for path, value in zip(paths, values, strict=True):
        if 0 < value < LEAST:
            assert path[-1] in hidden.cells
            low, high = bounds(paths, values, hidden, path[-1])
            assert high - low > 0.5, (path, value, hidden)
            alone = {area for area in path[:-1] if sum(area in other for other in paths) == 1}
            assert alone <= hidden.sums, "one grid under another name was printed"
        if path[-1] not in hidden.cells:
            assert not 0 < value < LEAST


@settings(max_examples=100, deadline=None)
@given(districts(), st.data())
def test_a_rate_gives_its_counts_away_neither_above_nor_below_the_line(given_district, data):
    paths, below = given_district
    above = np.array([data.draw(st.integers(0, int(value))) for value in below], dtype=float)
    hidden = suppress(paths, [above, below], LEAST)
    for vector in (above, below):
        for path, value in zip(paths, vector, strict=True):
            if 0 < value < LEAST:
                low, high = bounds(paths, vector, hidden, path[-1])
                assert high - low > 0.5, (path, value, hidden)


def test_the_smallest_other_count_is_hidden_with_a_small_one():
    paths = [("", "a", name) for name in ("p", "q", "r", "s")]
    assert suppress(paths, [np.array([1.0, 9, 4, 0])], LEAST).cells == {"p", "r"}
    assert not suppress(paths, [np.array([3.0, 9, 4, 0])], LEAST).cells
    assert suppress(paths, [np.array([1.0, 0, 0, 0])], LEAST).cells > {"p"}, "a lone count was given away by its sum"


def test_two_ones_need_a_third():
    """Their sum of two would say that each is one."""
    paths = [("", name) for name in "pqrs"]
    assert suppress(paths, [np.array([1.0, 1, 7, 9])], LEAST).cells == {"p", "q", "r"}


def test_an_area_with_one_grid_is_that_grid():
    paths = [("", "a", "a1"), ("", "b", "b1"), ("", "b", "b2"), ("", "b", "b3")]
    hidden = suppress(paths, [np.array([2.0, 5, 6, 7])], LEAST)
    assert {"a1", "b1"} == hidden.cells
    assert {"a", "b"} <= hidden.sums


@pytest.mark.parametrize(
    ("values", "sum_is_hidden", "gone"), [([1, 0, 5, 8], False, "1010"), ([4, 0, 5, 8], True, "1011")]
)
def test_months_of_one_grid(values, sum_is_hidden, gone):
    found = suppress_flat([np.array(values, dtype=float)], LEAST, sum_is_hidden=sum_is_hidden)
    assert "".join(str(int(each)) for each in found) == gone
