"""Which part of the net is on the map for a chosen area."""

from __future__ import annotations

import pandas as pd
import pytest

from components.views.pages.grid_map import area_trend, printed_cells
from components.views.pages.map_frame import Frame, frame_of
from data.measures.answers import Answers
from data.measures.registry import MEASURES
from data.measures.scope import Period, Scope
from data.store.reader import open_store


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


def test_an_area_stands_beside_the_average_of_its_own_kind(demo_home) -> None:
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    offices = answers.grids(1)["grid_code"].tolist()
    kinds = dict(zip(offices, answers.fair.kinds(offices), strict=True))
    assert len(set(kinds.values())) == 2
    for kind in set(kinds.values()):
        alike = [code for code in offices if kinds[code] == kind]
        own = answers.narrowed(answers.scope.with_grid(alike[0]))
        view = area_trend(own, own.measure("event_count"))
        series = [answers.narrowed(answers.scope.with_grid(code)).series("event_count", 12)["value"] for code in alike]
        assert view.frame["compare"].tolist() == pytest.approx((sum(series) / len(alike)).tolist())
        assert f"同类平均（{kind}，{len(alike)} 个街道）" in view.finding
