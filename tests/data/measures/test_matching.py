"""Suggested matches: the assignment against every way there is, and the rules by hand."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import numpy as np
import pytest

from data.measures.matching import SHORTFALL_KM, UNKNOWN_KM, UNLIKE_KM, Side, suggest
from data.measures.weekly_times import EVERY_DAY, WHOLE_DAY, hours, in_words, weekdays

TODAY = date(2025, 6, 30)  # a Monday
HERE = (113.60, 34.70)


def cost(resource: Side, demand: Side) -> float | None:
    """The rules written a second time: plain loops over days, haversine with math."""
    if resource.kind != demand.kind or resource.unit != demand.unit or resource.amount <= 0 or demand.amount <= 0:
        return None
    if min(resource.hours[1], demand.hours[1]) <= max(resource.hours[0], demand.hours[0]):
        return None
    until = demand.last if demand.last and demand.last >= TODAY else date(2027, 1, 1)
    day, is_met = TODAY, False
    while day <= min(until, resource.last or date(2027, 1, 1)) and not is_met:
        is_met = day >= (resource.first or TODAY) and day.weekday() in (resource.weekdays & demand.weekdays)
        day += timedelta(days=1)
    if not is_met:
        return None
    km = UNKNOWN_KM
    if resource.place and demand.place:
        lon1, lat1, lon2, lat2 = map(math.radians, (*resource.place, *demand.place))
        inner = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
        km = 6371.0088 * math.acos(min(1.0, inner))
    if resource.title[:2] != demand.title[:2]:
        km += UNLIKE_KM
    return km + SHORTFALL_KM * (1 - min(resource.amount, demand.amount) / demand.amount)


def best_of_all(resources: list[Side], demands: list[Side]) -> tuple[int, float]:
    """Most demands served, then least cost, over every way to put resources to demands."""
    best = (0, 0.0)
    slots = [*range(len(resources)), *[None] * len(demands)]
    for way in set(itertools.permutations(slots, len(demands))):
        pairs = [(resources[i], demand) for i, demand in zip(way, demands, strict=True) if i is not None]
        costs = [cost(*pair) for pair in pairs]
        if any(one is None for one in costs):
            continue
        found = (len(costs), sum(one for one in costs if one is not None))
        if (-found[0], found[1]) < (-best[0], best[1]):
            best = found
    return best


def drawn(rng: np.random.Generator, prefix: str, count: int) -> list[Side]:
    sides = []
    for number in range(count):
        first = TODAY + timedelta(days=int(rng.integers(-20, 20)))
        sides.append(
            Side(
                f"{prefix}{number}",
                "场地" if rng.random() < 0.7 else "物资",
                "场次" if rng.random() < 0.9 else "件",
                int(rng.integers(0, 20)),
                None if rng.random() < 0.2 else (113.5 + rng.random() / 5, 34.6 + rng.random() / 5),
                first if prefix == "R" and rng.random() < 0.6 else None,
                first + timedelta(days=int(rng.integers(0, 12))) if rng.random() < 0.7 else None,
                frozenset(int(d) for d in rng.choice(7, 3)) if rng.random() < 0.5 else EVERY_DAY,
                (540, 720) if rng.random() < 0.3 else (720, 1080) if rng.random() < 0.3 else WHOLE_DAY,
                str(rng.choice(["法律讲座", "法律服务", "理发", "理发社区活动"])),
            )
        )
    return sides


@pytest.mark.parametrize("seed", range(40))
def test_no_other_way_serves_more_or_costs_less(seed: int) -> None:
    rng = np.random.default_rng(seed)
    resources, demands = drawn(rng, "R", int(rng.integers(1, 5))), drawn(rng, "D", int(rng.integers(1, 5)))
    found = suggest(resources, demands, TODAY)
    by_code = {side.code: side for side in [*resources, *demands]}
    assert len({one.resource for one in found}) == len({one.demand for one in found}) == len(found)
    costs = [cost(by_code[one.resource], by_code[one.demand]) for one in found]
    assert all(one is not None for one in costs)
    most, least = best_of_all(resources, demands)
    assert len(found) == most
    assert math.isclose(sum(one for one in costs if one is not None), least, abs_tol=1e-4)
    assert suggest(resources[::-1], demands[::-1], TODAY) == found


def test_the_nearer_resource_is_put_to_the_demand_and_says_why() -> None:
    near = Side("R1", "场地", "场次", 40, HERE, weekdays=weekdays("周末"))
    far = Side("R2", "场地", "场次", 90, (113.80, 34.70))
    demand = Side("D1", "场地", "场次", 12, (113.60, 34.71), last=date(2025, 7, 20))
    (one,) = suggest([far, near], [demand], TODAY)
    assert (one.resource, one.covered) == ("R1", 12)
    assert one.reason == "类型相同，内容请核对；余量够用；周末时间相合"
    assert one.when == "6月30日—7月20日 周末"


def test_a_resource_called_like_the_demand_is_worth_some_way() -> None:
    other = Side("R1", "服务", "人次", 40, HERE, title="家电维修")
    alike = Side("R2", "服务", "人次", 40, (113.65, 34.70), title="社区理发")
    demand = Side("D1", "服务", "人次", 12, HERE, title="上门理发服务")
    (one,) = suggest([other, alike], [demand], TODAY)
    assert one.resource == "R2"
    assert one.reason.startswith("类型相同、内容相近；")
    far = Side("R2", "服务", "人次", 40, (113.75, 34.70), title="社区理发")
    assert suggest([other, far], [demand], TODAY)[0].resource == "R1"


def test_one_more_demand_served_is_worth_any_way() -> None:
    """The near resource could serve both demands, the far one only the first: both are served."""
    near = Side("R1", "物资", "件", 10, HERE)
    far = Side("R2", "物资", "件", 10, (118.0, 34.70), last=TODAY)
    first = Side("D1", "物资", "件", 10, HERE)
    second = Side("D2", "物资", "件", 10, HERE, first=date(2025, 7, 1))
    assert {(one.resource, one.demand) for one in suggest([near, far], [first, second], TODAY)} == {
        ("R1", "D2"),
        ("R2", "D1"),
    }


def test_a_part_is_better_than_nothing_and_says_so() -> None:
    (one,) = suggest([Side("R1", "人力", "人次", 6)], [Side("D1", "人力", "人次", 15)], TODAY)
    assert one.reason == "类型相同，内容请核对；距离不详；余量只够一部分；每天时间相合"
    assert one.when == "6月30日起 每天"


@pytest.mark.parametrize(
    "resource",
    [
        Side("R1", "场地", "场次", 0),
        Side("R1", "物资", "场次", 5),
        Side("R1", "场地", "天", 5),
        Side("R1", "场地", "场次", 5, last=date(2025, 6, 29)),
        Side("R1", "场地", "场次", 5, last=date(2025, 7, 1), weekdays=frozenset((5, 6))),
        Side("R1", "场地", "场次", 5, hours=(480, 840)),
    ],
    ids=["nothing left", "other kind", "other unit", "over", "no such weekday left", "other hours"],
)
def test_pairs_that_cannot_meet_are_never_suggested(resource: Side) -> None:
    assert suggest([resource], [Side("D1", "场地", "场次", 3, hours=(840, 1020))], TODAY) == []


def test_nothing_to_match() -> None:
    assert suggest([], [], TODAY) == []
    assert suggest([Side("R1", "场地", "场次", 3)], [], TODAY) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一至周五", {0, 1, 2, 3, 4}),
        ("工作日", {0, 1, 2, 3, 4}),
        ("周末", {5, 6}),
        ("周六、周日", {5, 6}),
        ("星期二、星期四", {1, 3}),
        ("周五至周一", {4, 5, 6, 0}),
        ("周一至周三、周末", {0, 1, 2, 5, 6}),
        ("每天", set(range(7))),
        ("周天", {6}),
        ("", set(range(7))),
        (None, set(range(7))),
        ("预约", set(range(7))),
    ],
)
def test_weekdays_as_people_write_them(text: str | None, days: set[int]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "span"),
    [("9:00-11:30", (540, 690)), ("14：00—17：00", (840, 1020)), ("预约", WHOLE_DAY), ("18:00-09:00", WHOLE_DAY)],
)
def test_hours_as_people_write_them(text: str, span: tuple[int, int]) -> None:
    assert hours(text) == span


def test_weekdays_in_words() -> None:
    assert [in_words(frozenset(days)) for days in ((0, 2), range(5), (5, 6), range(7))] == [
        "周一、周三",
        "工作日",
        "周末",
        "每天",
    ]
