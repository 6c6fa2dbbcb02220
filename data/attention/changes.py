"""Counts and rates that differ from what their own history and season let expect.

The statistics are in ``data.attention.robust`` and ``robust_rates``. Looked at: the complete months of the period (the
last twelve of a longer one) and its last month by itself, for the area and for the areas right below it. A change that
most of the areas below share is told once, of the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from data.attention import rates
from data.attention.found import Found, Months, areas_below, below, first_months, may_look, windows
from data.attention.model import Evidence, Form, Signal
from data.attention.residents import Residents
from data.attention.robust import adjusted, compared
from data.measures.breakdown import rows
from data.measures.model import Measure
from data.measures.query import Context
from data.measures.scope import Period

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
    "meetings": ("teams_and_meetings", "by_month"),
}
LEAST_SHARE, LEAST_POINTS, LEAST_ITEMS = 0.25, 5.0, 5
"""A change is told from a quarter of the count expected, so many percentage points of a rate, and so many items."""
LEAST_EXPECTED = 8
"""Fewer than this expected, and as few counted: nothing can be said."""
FALSE_SHARE = 0.05
"""At most this share of what is told may be chance."""


def changes(context: Context, residents: Residents) -> list[Signal]:
    """Real changes of the watched counts and rates in the scope, one a ledger and area, unordered."""
    looked_at = windows(context)
    compared_ones = [
        found
        for code in WATCHED
        if looked_at and may_look(context, measure := context.measure(code))
        for found in _compared(context, measure, looked_at)
    ]
    compared_ones += rates.rate_changes(context, looked_at)
    likely = adjusted(np.array([found.z for found in compared_ones]))
    real = [
        (found, q) for found, q in zip(compared_ones, likely, strict=True) if q <= FALSE_SHARE and _is_telling(found)
    ]
    shown = [(found, q) for found, q in real if not _is_hidden(context, found)]
    signals = [_signal(context, residents, found, float(q)) for found, q in shown]
    return _told_once(signals, areas_below(context))


def _compared(context: Context, measure: Measure, looked_at: list[Period]) -> Iterable[Found]:
    """Every window of a count, of the whole and of each area below, as far as their past reaches."""
    areas = areas_below(context)
    by, end = below(context, areas), looked_at[0].end
    found = context.arrays(
        # all stages at once: another measure of the ledger asks the same
        f"{context.key_sql(by)} AS key, stage, month, sum(n)::BIGINT AS n",
        context.mart("stage_month", measure.ledger, by),
        context.where(measure.ledger).add("month <= ?", end),
        "GROUP BY ALL",
    )
    mine = found["stage"] == measure.stage
    keys, named, counts = (found[name][mine] for name in ("key", "month", "n"))
    months = Months.of(named, end)
    whole, table = months.spread(keys, named, counts, areas)
    for window in looked_at:
        places = months.places(window)
        for codes, series in (([""], whole), (areas, table)):
            if not codes or places is None:
                continue
            result = compared(series, first_months(series), places)
            for area, count, expected, z in zip(codes, result.counts, result.expected, result.z, strict=True):
                if not np.isnan(z) and max(expected, count) >= LEAST_EXPECTED:
                    yield Found(measure, area, window, float(count), float(expected), float(z))


def _is_telling(found: Found) -> bool:
    difference = abs(found.value - found.expected)
    least = LEAST_POINTS if found.measure.is_share else LEAST_SHARE * max(found.expected, 1.0)
    return found.items >= LEAST_ITEMS and difference >= least


def _is_hidden(context: Context, found: Found) -> bool:
    """Whether the area's own number of the window may not be printed."""
    if not found.area:
        return False
    then = context.narrowed(context.scope.with_period(found.window))
    printed = rows(then, found.measure.code, "grid")
    return bool((printed.loc[printed["key"] == found.area, "state"] == "hide").any())


def _signal(context: Context, residents: Residents, found: Found, chance: float) -> Signal:
    scope = context.scope.with_period(found.window).with_grid(found.area or context.scope.grid_code)
    measure, ledger = found.measure, context.ledger(found.measure.ledger)
    low, high = sorted((found.value, found.expected))
    return Signal(
        kind="change",
        form=_form(found),
        topic=f"{ledger.name}@{scope.grid_code}",
        measures=(measure.code,),
        evidence=Evidence(
            *(rates.EVIDENCE.get(measure.code) or EVIDENCE[ledger.name]), replace(scope, compare="year_ago")
        ),
        area=scope.grid_code,
        area_name=context.net.name(found.area) if found.area else "",
        subject=measure.label,
        value=found.value,
        expected=found.expected,
        above=found.above,
        base=found.base,
        unit=(measure.item_unit or ledger.unit) if measure.is_share else measure.unit,
        months=found.window.month_count,
        span=str(found.window),
        people=residents.of(found.area),
        deviation=1 - low / high if high else 0.0,
        confidence=1 - chance,
    )


def _form(found: Found) -> Form:
    is_up = found.value > found.expected
    if found.measure.is_share:
        return "higher" if is_up else "lower"
    return "more" if is_up else "fewer"


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
