"""Counts that differ from what their own history and season let expect; see ``data.attention.robust`` for the statistics.

Looked at: the complete months of the period (the last twelve of a longer one) and its last month by itself, for the
area and for the areas right below it. A change that most of the areas below share is told once, of the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from data.attention.model import Evidence, Signal
from data.attention.residents import Residents
from data.attention.robust import Floats, adjusted, compared
from data.measures.breakdown import rows
from data.measures.hiding import hides
from data.measures.model import Measure
from data.measures.query import Context
from data.measures.scope import Period, month_index, month_of_index

WATCHED = (
    "event_count",
    "wish_submitted_count",
    "wish_fulfilled_count",
    "demand_submitted_count",
    "demand_converted_count",
    "report_count",
    "report_resolved_count",
    "service_demand_submitted_count",
    "meeting_count",
)
"""Counts of what comes in and of what is done, by the month it happened in."""
EVIDENCE = {
    "volunteer_events": ("volunteer_events", "trend"),
    "micro_wishes": ("micro_wishes", "period"),
    "demands": ("demands_to_projects", "funnel"),
    "issue_reports": ("issue_reports", "cohorts"),
    "service_demands": ("supply_and_demand", "funnel"),
    "meetings": ("teams_and_meetings", "trend"),
}
LEAST_SHARE, LEAST_ITEMS = 0.25, 5
"""A change is told from a quarter of what was expected and so many items."""
LEAST_EXPECTED = 8
"""Fewer than this expected, and as few counted: nothing can be said."""
FALSE_SHARE = 0.05
"""At most this share of what is told may be chance."""
LONGEST_WINDOW = 12
_WIDEST_LEVEL = 2
"""Areas below are looked at down to this level; single lowest grids have too few items."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One comparison of one series."""

    measure: Measure
    area: str
    window: Period
    count: float
    expected: float
    z: float


def changes(context: Context, residents: Residents) -> list[Signal]:
    """Real changes of the watched counts in the scope, one a ledger and area, unordered."""
    windows = _windows(context)
    looked_at = [
        found
        for code in WATCHED
        if windows and _may_look(context, measure := context.measure(code))
        for found in _compared(context, measure, windows)
    ]
    likely = adjusted(np.array([found.z for found in looked_at]))
    real = [(found, q) for found, q in zip(looked_at, likely, strict=True) if q <= FALSE_SHARE and _is_telling(found)]
    shown = [(found, q) for found, q in real if not _is_hidden(context, found)]
    signals = [_signal(context, residents, found, float(q)) for found, q in shown]
    return _told_once(signals, _areas_below(context))


def _windows(context: Context) -> list[Period]:
    """The complete months of the period, and the last of them."""
    period = context.scope.period
    after_last = context.as_of + timedelta(days=1)
    complete = month_index(f"{after_last:%Y-%m}") - 1
    last = min(month_index(period.end), complete)
    first = max(month_index(period.start), last - LONGEST_WINDOW + 1)
    if first > last:
        return []
    whole = Period(month_of_index(first), month_of_index(last))
    return [whole] if first == last else [whole, Period(whole.end, whole.end)]


def _may_look(context: Context, measure: Measure) -> bool:
    return context.has(measure.ledger) and not hides(context, measure.ledger)


def _areas_below(context: Context) -> list[str]:
    level = context.area_level + 1
    if level > min(_WIDEST_LEVEL, context.net.depth - 1):
        return []
    return [str(code) for code in context.net.keys("grid_code")[_active(context, level)]]


def _active(context: Context, level: int) -> NDArray[np.bool_]:
    return context.net.active(context.scope.grid_code, context.units_day, level)


def _compared(context: Context, measure: Measure, windows: list[Period]) -> Iterable[_Found]:
    """Every window of the whole and of each area below, as far as their past reaches."""
    areas = _areas_below(context)
    start, whole, table, seen = _tables(context, measure, areas, windows[0].end)
    for window in windows:
        places = (month_index(window.start) - start, month_index(window.end) - start)
        if places[0] < 0:
            continue
        for codes, counts, first in (([""], whole, _first_months(whole)), (areas, table, seen)):
            if not len(counts):
                continue
            result = compared(counts, first, places)
            for area, count, expected, z in zip(codes, result.counts, result.expected, result.z, strict=True):
                if not np.isnan(z) and max(expected, count) >= LEAST_EXPECTED:
                    yield _Found(measure, area, window, float(count), float(expected), float(z))


def _tables(
    context: Context, measure: Measure, areas: list[str], end: str
) -> tuple[int, Floats, Floats, NDArray[np.int64]]:
    """Items by month: index of the first month, the whole, the areas, and the first month each area was recorded in."""
    below = f"grid{context.area_level + 1}" if areas else ""
    found = context.arrays(
        # all stages at once: another measure of the ledger asks the same
        f"{context.key_sql(below)} AS key, stage, month, sum(n)::BIGINT AS n",
        context.mart("stage_month", measure.ledger, below),
        context.where(measure.ledger).add("month <= ?", end),
        "GROUP BY ALL",
    )
    mine = found["stage"] == measure.stage
    keys, months, counts = (found[name][mine] for name in ("key", "month", "n"))
    start = month_index(min(months)) if len(months) else month_index(end)
    length = month_index(end) - start + 1
    place = {area: index for index, area in enumerate(areas)}
    whole, table = np.zeros((1, length)), np.zeros((len(areas), length))
    for key, month, n in zip(keys, months, counts, strict=True):
        at = month_index(str(month)) - start
        whole[0, at] += n
        if key in place:
            table[place[key], at] += n
    return start, whole, table, _first_months(table)


def _first_months(table: Floats) -> NDArray[np.int64]:
    """Where each series begins; one without a record begins after the last month."""
    return np.where(table.any(axis=1), (table > 0).argmax(axis=1), table.shape[1]).astype("int64")


def _is_telling(found: _Found) -> bool:
    difference = abs(found.count - found.expected)
    return difference >= LEAST_ITEMS and difference >= LEAST_SHARE * max(found.expected, 1.0)


def _is_hidden(context: Context, found: _Found) -> bool:
    """Whether the area's own number of the window may not be printed."""
    if not found.area:
        return False
    then = context.narrowed(context.scope.with_period(found.window))
    printed = rows(then, found.measure.code, "grid")
    return bool((printed.loc[printed["key"] == found.area, "state"] == "hide").any())


def _signal(context: Context, residents: Residents, found: _Found, chance: float) -> Signal:
    scope = context.scope.with_period(found.window).with_grid(found.area or context.scope.grid_code)
    ledger = context.ledger(found.measure.ledger)
    low, high = sorted((found.count, found.expected))
    return Signal(
        kind="change",
        form="more" if found.count > found.expected else "fewer",
        topic=f"{ledger.name}@{scope.grid_code}",
        measures=(found.measure.code,),
        evidence=Evidence(*EVIDENCE[ledger.name], replace(scope, compare="year_ago")),
        area=scope.grid_code,
        area_name=context.net.name(found.area) if found.area else "",
        subject=found.measure.label,
        value=found.count,
        expected=found.expected,
        unit=found.measure.unit,
        months=found.window.month_count,
        span=str(found.window),
        people=residents.of(found.area),
        deviation=1 - low / high if high else 0.0,
        confidence=1 - chance,
    )


def _told_once(signals: list[Signal], areas: list[str]) -> list[Signal]:
    """One signal a ledger and area; the whole's instead of its parts' where most of them show it, else the parts'."""
    best: dict[str, Signal] = {}
    for signal in sorted(signals, key=lambda each: (-each.deviation * each.confidence, each.measures, each.span)):
        best.setdefault(signal.topic, signal)
    parts: dict[tuple[str, str], set[str]] = defaultdict(set)
    wholes = {ledger_of(signal): signal for signal in best.values() if not signal.area_name}
    for signal in best.values():
        if signal.area_name:
            parts[ledger_of(signal), signal.form].add(signal.area)
    told = []
    for signal in best.values():
        name = ledger_of(signal)
        whole = wholes.get(name)
        is_shared = whole is not None and 2 * len(parts[name, whole.form]) >= max(len(areas), 2)
        if signal is whole:
            if is_shared or not any(parts[name, signal.form]):
                told.append(signal)
        elif whole is None or not is_shared or signal.form != whole.form:
            told.append(signal)
    return told


def ledger_of(signal: Signal) -> str:
    """The ledger of a signal whose topic is a ledger in an area."""
    return signal.topic.partition("@")[0]
