"""What must not be added is refused, and only that."""

from __future__ import annotations

import pytest

from data.figures.adding import Amount, UnlikeError, add
from data.measures.registry import MEASURES


def _amount(code: str, value: float, part: str = "") -> Amount:
    return Amount(MEASURES[code].label, value, MEASURES[code], part)


def test_people_and_attendances_are_never_added() -> None:
    with pytest.raises(UnlikeError, match="单位不同（人与人次）"):
        add([_amount("staff_count", 158), _amount("participation_count", 5_000)])


def test_117_35_and_39_are_three_populations() -> None:
    wishes, urgent = _amount("wish_fulfilled_count", 117), _amount("demand_completed_count", 35)
    shared = _amount("demand_governed_count", 39)
    with pytest.raises(UnlikeError, match="不能相加"):
        add([wishes, urgent, shared])
    # the same unit does not make them one population
    with pytest.raises(UnlikeError, match="不是同一总体，不能相加，也不能画成一个饼"):
        add([urgent, shared])


def test_rates_and_distinct_counts_are_never_added() -> None:
    for code in ("wish_fulfilment_rate_pct", "active_team_count", "wish_claim_days_median"):
        with pytest.raises(UnlikeError, match="不是可加的数"):
            add([_amount(code, 1, "a"), _amount(code, 2, "b")])


def test_a_part_is_never_counted_twice() -> None:
    with pytest.raises(UnlikeError, match="同一部分"):
        add([_amount("grid_count", 12, "城市社区"), _amount("grid_count", 12, "城市社区")])
    with pytest.raises(UnlikeError, match="同一部分"):
        add([_amount("grid_count", 12, "城市社区"), _amount("grid_count", 24)])


def test_parts_of_one_population_add_up() -> None:
    kinds = [("城市社区", 12), ("农牧村", 11), ("专属", 1)]
    assert add([_amount("grid_count", value, part) for part, value in kinds]) == 24
    assert add([_amount("active_team_count", 35)]) == 35
    assert add([]) == 0
