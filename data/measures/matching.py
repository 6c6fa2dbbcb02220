"""Which resource to put to which demand: pure, deterministic, and said in words.

A resource may serve a demand when both are of one kind and one unit, something is left of it, and they have a day
and an hour in common between now and the day the demand is wanted by. Each resource is put to one demand at most
and each demand gets one resource at most; among all ways to do so, the one that serves most demands is taken, and
among those the one with the least effort (kilometres, some more for what stays uncovered and where the titles
share no word). Nothing is stored: people decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from data.measures.weekly_times import EVERY_DAY, WHOLE_DAY, in_words

EARTH_KM = 6371.0088
SHORTFALL_KM = 10.0
"""How far one would go rather than leave a demand wholly uncovered."""
UNLIKE_KM = 8.0
"""How far one would go for a resource that is called like the demand (they share a word) rather than another."""
UNKNOWN_KM = 30.0
"""A place that is not known counts as far, so that a known one nearby comes first."""
MOST_A_SIDE = 1000
"""Of one kind: beyond this many, the demands wanted first and the largest resources are put to each other."""
_COMMON = frozenset(("服务", "活动", "社区", "培训", "咨询", "场地", "物资", "设备", "人手", "队伍"))
"""Words too common to make two titles alike."""
_FAR = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Side:
    """A resource with something left, or a demand with something outstanding.

    Attributes:
        code: its number.
        kind: one of the supply kinds.
        unit: what the amount is counted in.
        amount: left of the resource, outstanding of the demand.
        place: longitude and latitude; None = unknown.
        first: first day it can be; None = any.
        last: last day it can be, or is wanted by; None = any.
        weekdays: days of the week.
        hours: minutes of the day, from and to.
        title: what it is called.
    """

    code: str
    kind: str
    unit: str
    amount: int
    place: tuple[float, float] | None = None
    first: date | None = None
    last: date | None = None
    weekdays: frozenset[int] = EVERY_DAY
    hours: tuple[int, int] = WHOLE_DAY
    title: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One resource put to one demand.

    Attributes:
        resource: code.
        demand: code.
        km: between the two places; None where one is not known.
        left: of the resource before.
        wanted: of the demand.
        first: first day both can.
        last: last day both can; None = open.
        days: weekdays both can.
        is_alike: whether the titles share a word.
    """

    resource: str
    demand: str
    km: float | None
    left: int
    wanted: int
    unit: str
    first: date
    last: date | None
    days: frozenset[int]
    is_alike: bool

    @property
    def covered(self) -> int:
        """How much of the demand the resource can serve."""
        return min(self.left, self.wanted)

    @property
    def when(self) -> str:
        """6月30日—8月15日 工作日."""
        until = f"—{_day(self.last, self.first)}" if self.last else "起"
        return f"{self.first.month}月{self.first.day}日{until} {in_words(self.days)}"

    @property
    def reason(self) -> str:
        """Why this one, in words; how far it is and how much is left stand beside it as numbers."""
        alike = "类型相同、内容相近" if self.is_alike else "类型相同，内容请核对"
        far = "距离不详" if self.km is None else "同在一处" if self.km < 0.05 else ""
        enough = "余量够用" if self.left >= self.wanted else "余量只够一部分"
        return "；".join(part for part in (alike, far, enough, f"{in_words(self.days)}时间相合") if part)


def _day(value: date, beside: date) -> str:
    year = "" if value.year == beside.year else f"{value.year}年"
    return f"{year}{value.month}月{value.day}日"


def distances_km(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle distances between places (longitude, latitude in degrees); NaN where one is not known."""
    (lon1, lat1), (lon2, lat2) = np.radians(one).T[:, :, None], np.radians(other).T[:, None, :]
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(half)))


def efforts(resources: Sequence[Side], demands: Sequence[Side], today: date) -> NDArray[np.float64]:
    """What each resource (row) would cost each demand (column), in kilometres; NaN where they cannot meet.

    A demand whose day has passed is still wanted: it is taken as wanted as soon as possible.
    """
    left, wanted = _column(resources, "amount")[:, None], _column(demands, "amount")[None, :]
    km = distances_km(_places(resources), _places(demands))
    cost = np.where(np.isnan(km), UNKNOWN_KM, km) + SHORTFALL_KM * (1 - np.minimum(left, wanted) / wanted)
    cost = cost + UNLIKE_KM * ~_alike(resources, demands)
    return np.where(_can_meet(resources, demands, today.toordinal()), cost, np.nan)


def pairs_of_characters(title: str) -> frozenset[str]:
    """What stands for the words of a title: every two neighbouring characters but the common words."""
    return frozenset(a + b for a, b in pairwise(title) if (a + b).isalnum()) - _COMMON


def _alike(resources: Sequence[Side], demands: Sequence[Side]) -> NDArray[np.bool_]:
    """Whether each pair's titles share a word."""
    ours, theirs = ([pairs_of_characters(side.title) for side in sides] for sides in (resources, demands))
    places = {word: number for number, word in enumerate(sorted(frozenset().union(*ours, *theirs)))}
    has = [np.zeros((len(words), len(places)), dtype="float32") for words in (ours, theirs)]
    for table, words in zip(has, (ours, theirs), strict=True):
        for row, said in enumerate(words):
            table[row, [places[word] for word in said]] = 1
    return np.asarray(has[0] @ has[1].T > 0)


def _column(sides: Sequence[Side], name: str) -> NDArray[np.float64]:
    return np.array([getattr(side, name) for side in sides], dtype="float64")


def _places(sides: Sequence[Side]) -> NDArray[np.float64]:
    return np.array([side.place or (np.nan, np.nan) for side in sides], dtype="float64").reshape(-1, 2)


def _span(first: date | None, last: date | None, today: int) -> tuple[int, int]:
    """First and last day as numbers, never before today; without an end a lifetime away."""
    return max(first.toordinal() if first else 0, today), last.toordinal() if last else _FAR


def _can_meet(resources: Sequence[Side], demands: Sequence[Side], today: int) -> NDArray[np.bool_]:
    """Whether each pair has a day and an hour in common."""
    ours = np.array([_span(side.first, side.last, today) for side in resources])
    theirs = np.array([_span(side.first, _still(side.last, today), today) for side in demands])
    first = np.maximum.outer(ours[:, 0], theirs[:, 0])
    last = np.minimum.outer(ours[:, 1], theirs[:, 1])
    days = np.bitwise_and.outer(*(np.array([_mask(side.weekdays) for side in sides]) for sides in (resources, demands)))
    has_day = np.zeros(days.shape, dtype=bool)
    for step in range(7):
        day = first + step
        has_day |= (day <= last) & ((days >> ((day - 1) % 7)) & 1).astype(bool)
    start, end = (np.array([side.hours for side in sides]) for sides in (resources, demands))
    shared = np.minimum.outer(start[:, 1], end[:, 1]) > np.maximum.outer(start[:, 0], end[:, 0])
    return has_day & shared


def _still(last: date | None, today: int) -> date | None:
    return last if last is None or last.toordinal() >= today else None


def _mask(days: frozenset[int]) -> int:
    return sum(1 << day for day in days)


def suggest(resources: Sequence[Side], demands: Sequence[Side], today: date) -> list[Suggestion]:
    """The best way to put resources to demands, in the order of the demands' wanted-by dates.

    Args:
        resources: with something left.
        demands: with something outstanding.
        today: no meeting lies before it.
    """
    found: list[tuple[Side, Suggestion]] = []
    for kind in sorted({(demand.kind, demand.unit) for demand in demands}):
        offered = sorted(_of(resources, kind), key=lambda side: (-side.amount, side.code))[:MOST_A_SIDE]
        asked = sorted(_of(demands, kind), key=_urgency)[:MOST_A_SIDE]
        if offered and asked:
            found += _assigned(offered, asked, today)
    return [suggestion for _, suggestion in sorted(found, key=lambda pair: _urgency(pair[0]))]


def _of(sides: Sequence[Side], kind: tuple[str, str]) -> list[Side]:
    return [side for side in sides if (side.kind, side.unit) == kind and side.amount > 0]


def _urgency(demand: Side) -> tuple[date, str]:
    return demand.last or date.max, demand.code


def _assigned(offered: Sequence[Side], asked: Sequence[Side], today: date) -> list[tuple[Side, Suggestion]]:
    from scipy.optimize import linear_sum_assignment  # a quarter of the app's start, for one page

    table = efforts(offered, asked, today)
    possible = ~np.isnan(table)
    # dearer than all possible pairs together: one more demand served is always worth more than any way saved
    never = float(np.where(possible, table, 0).max(axis=0).sum()) + 1
    rows, columns = linear_sum_assignment(np.where(possible, table, never))
    pairs = [(offered[i], asked[j]) for i, j in zip(rows, columns, strict=True) if possible[i, j]]
    return [(demand, _suggestion(resource, demand, today)) for resource, demand in pairs]


def _suggestion(resource: Side, demand: Side, today: date) -> Suggestion:
    km = float(distances_km(_places([resource]), _places([demand]))[0, 0])
    first = max(day for day in (today, resource.first, demand.first) if day is not None)
    wanted = _still(demand.last, today.toordinal())
    last = min((day for day in (resource.last, wanted) if day is not None), default=None)
    return Suggestion(
        resource.code,
        demand.code,
        None if np.isnan(km) else km,
        resource.amount,
        demand.amount,
        demand.unit,
        first,
        last,
        resource.weekdays & demand.weekdays,
        bool(_alike([resource], [demand])[0, 0]),
    )
