"""Classes for a map: few, with readable limits, none of them empty."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class MapClass:
    """One step of the colour ramp.

    Attributes:
        low: smallest value that belongs to it.
        label: the range in words, without unit: 1, 2—3, 10 及以上.
        count: how many grids are in it; never 0.
    """

    low: float
    label: str
    count: int


def classify(values: Sequence[float], most: int) -> list[MapClass]:
    """Put values into at most ``most`` classes of about equal size, from low to high.

    Whole numbers never get fractional limits; when there are no more distinct values than classes,
    each value is a class of its own. Limits are rounded as far as neighbouring classes stay apart.

    Args:
        values: the numbers to be coloured, without the empties.
        most: colours the surface can tell apart (6 on a desk, 5 on a projector).
    """
    if not values:
        return []
    # Everything is counted in ticks (ones, tenths …): whole numbers have no rounding noise to trip over.
    ticks_per_one = 10 ** digits_of(values)
    ordered = sorted(round(value * ticks_per_one) for value in values)
    lows = _lows(ordered, most)
    single = len(lows) == len(set(ordered))
    classes = []
    for index, low in enumerate(lows):
        is_last = index == len(lows) - 1
        stop = len(ordered) if is_last else bisect_left(ordered, lows[index + 1])
        count = stop - bisect_left(ordered, low)
        end = low if single else ordered[-1] if is_last else lows[index + 1] - 1
        label = _label(low, end, ticks_per_one, is_open=is_last and index > 0)
        classes.append(MapClass(low / ticks_per_one, label, count))
    return classes


def digits_of(values: Sequence[float]) -> int:
    """Decimals of the limits: none for whole numbers, one for others, more where all values are small."""
    if all(float(value).is_integer() for value in values):
        return 0
    return next((digits for digits, top in ((4, 0.02), (3, 0.2), (2, 2)) if max(values) < top), 1)


def class_of(value: float, lows: Sequence[float], digits: int = 1) -> int:
    """Index of the class a value belongs to, given the lower limits in rising order and their decimals."""
    # The last decimal is the finest limit, so a value stands where it stands as printed.
    return max(bisect_right(lows, round(value, max(digits, 1))) - 1, 0)


def _lows(ordered: list[int], most: int) -> list[int]:
    """Lower limits of the classes of sorted ticks, the first being the smallest value."""
    distinct = sorted(set(ordered))
    if len(distinct) <= most:
        return distinct
    # A value that fills a class by itself gets one, so that many ones do not swallow the other colours.
    first = bisect_right(ordered, ordered[0])
    if first * most >= len(ordered) and most > 1:
        return [ordered[0], *_lows(ordered[first:], most - 1)]
    raw = [ordered[len(ordered) * step // most] for step in range(most)] + [ordered[-1]]
    kept = [ordered[0]]
    for before, limit, after in zip(raw, raw[1:], raw[2:], strict=False):
        readable = _readable(limit, min(limit - before, after - limit))
        if kept[-1] < readable <= ordered[-1]:
            kept.append(readable)
    filled = [a for a, b in pairwise(kept) if bisect_left(ordered, a) < bisect_left(ordered, b)]
    return [*filled, kept[-1]]


def _readable(limit: int, gap: int) -> int:
    """The limit rounded to the coarsest of 1, 2, 5 × 10ⁿ that keeps it well away from its neighbours."""
    step, power = 1, 1
    while power * 4 <= gap:
        step = next(factor * power for factor in (5, 2, 1) if factor * power * 4 <= gap)
        power *= 10
    return round(limit / step) * step


def _label(low: int, end: int, ticks_per_one: int, is_open: bool) -> str:
    digits = len(str(ticks_per_one)) - 1
    first = plain_number(low / ticks_per_one, digits)
    if low == end:
        return first
    return f"{first} 及以上" if is_open else f"{first}—{plain_number(end / ticks_per_one, digits)}"


def plain_number(value: float, digits: int = 0) -> str:
    """A limit as printed in a legend: 1,250, 71.3, 1.2万."""
    if abs(value) >= TEN_THOUSAND:
        return f"{value / TEN_THOUSAND:.1f}".removesuffix(".0") + "万"
    return f"{value:,.{digits}f}"
