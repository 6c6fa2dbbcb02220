"""Which part of the net is on the map for a chosen area."""

from __future__ import annotations

import pandas as pd
import pytest

from components.views.pages.grid_map import printed_cells
from components.views.pages.map_frame import Frame, frame_of
from data.measures.registry import MEASURES


@pytest.mark.parametrize(
    ("path", "asked", "last", "expected"),
    [
        ([], 0, "", Frame(1, "", 0)),
        ([], 3, "", Frame(3, "", 0)),
        (["A"], 0, "", Frame(2, "A", 1)),
        (["A"], 3, "", Frame(3, "A", 1)),
        (["A"], 1, "", Frame(2, "A", 1)),
        (["A", "AB"], 0, "", Frame(3, "AB", 2)),
        (["A", "AB"], 2, "A", Frame(3, "AB", 2)),
        (["A", "AB", "ABC"], 0, "AB", Frame(3, "AB", 2, "ABC")),
        (["A", "AB", "ABC"], 3, "A", Frame(3, "A", 1, "ABC")),
        (["A", "AB", "ABC"], 3, "", Frame(3, "", 0, "ABC")),
        (["A", "AB", "ABC"], 0, "A", Frame(3, "AB", 2, "ABC")),
        (["A", "AB", "ABC"], 3, None, Frame(3, "AB", 2, "ABC")),
        (["A", "AB", "ABC"], 3, "elsewhere", Frame(3, "AB", 2, "ABC")),
    ],
)
def test_the_picture_follows_the_area(path: list[str], asked: int, last: str | None, expected: Frame) -> None:
    assert frame_of(path, asked, last) == expected


def test_a_net_of_two_levels_ends_at_the_second() -> None:
    assert frame_of(["A", "AB"], deepest=2) == Frame(2, "A", 1, "AB")


def test_rates_say_what_they_stand_on_and_small_ones_are_no_percentage() -> None:
    rows = pd.DataFrame(
        {
            "value": [82.4, 100.0, None],
            "numerator": [14, 6, None],
            "denominator": [17, 6, None],
            "state": ["value", "value", "hide"],
        }
    )
    assert printed_cells(rows, MEASURES["wish_fulfilment_rate_pct"]) == ["82.4%（14/17）", "6/6", "数少隐去"]
