"""Rates by month beside those of earlier years at the same age; see ``data.attention.robust_rates`` for the statistics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.attention.batches import batches
from data.attention.found import Found, Months, areas_below, below, first_months, may_look
from data.attention.robust import Floats
from data.attention.robust_rates import compared_rates
from data.measures.grouped import floats
from data.measures.model import Measure
from data.measures.outcomes import BASE
from data.measures.query import Context
from data.measures.scope import Period

EVIDENCE = {
    "wish_fulfilment_rate_pct": ("micro_wishes", "cards"),
    "demand_conversion_rate_pct": ("demands_to_projects", "conversion"),
    "report_resolution_rate_pct": ("issue_reports", "cards"),
    "report_on_time_rate_pct": ("issue_reports", "kinds"),
    "report_satisfaction_rate_pct": ("issue_reports", "cards"),
    "service_demand_fulfilment_rate_pct": ("supply_and_demand", "funnel"),
}
"""The rates that are watched: what was done of what came in, what was in time, how content people are; and where
each can be looked at."""


@dataclass(frozen=True, slots=True)
class _Shares:
    """Items by key and month: how many, and how many of them above the line now, a year ago …"""

    keys: NDArray[np.object_]
    months: NDArray[np.object_]
    below: Floats
    above: tuple[Floats, ...]


def rate_changes(context: Context, windows: list[Period]) -> Iterable[Found]:
    """Every window of each watched rate, of the whole and of each area below, as far as their past reaches."""
    areas = areas_below(context)
    for code in EVIDENCE:
        measure = context.measure(code)
        if windows and may_look(context, measure):
            yield from _compared(context, measure, areas, windows)


def _compared(context: Context, measure: Measure, areas: list[str], windows: list[Period]) -> Iterable[Found]:
    shares = _shares(context, measure, below(context, areas), windows[0].end)
    if shares is None or not len(shares.months):
        return
    months = Months.of(shares.months, windows[0].end)
    spread = [months.spread(shares.keys, shares.months, counts, areas) for counts in (shares.below, *shares.above)]
    for codes, tables in (([""], [whole for whole, _ in spread]), (areas, [table for _, table in spread])):
        for window in windows:
            places = months.places(window)
            if not codes or places is None:
                continue
            result = compared_rates(tables[1:], tables[0], first_months(tables[0]), places)
            columns = (codes, result.above, result.below, result.expected, result.z)
            for area, k, n, expected, z in zip(*columns, strict=True):
                if not np.isnan(z):
                    value, usual = float(k * 100 / n), float(expected * 100)
                    yield Found(measure, area, window, value, usual, float(z), float(k), float(n))


def _shares(context: Context, measure: Measure, by: str, end: str) -> _Shares | None:
    if measure.cohort:
        return _batches(context, measure, by, end)
    return _due(context, measure, by, end) if measure.kind == "due_rate" else _sums(context, measure, by, end)


def _batches(context: Context, measure: Measure, by: str, end: str) -> _Shares | None:
    """Items by the month they came in, as they stood at the same age."""
    frame = batches(context.store, measure.ledger, measure.from_stage, measure.stage)
    if frame is None:
        return None
    chosen = context.scope.categories_of(measure.ledger)
    mine = context.inside(frame) & (frame["month"] <= end).to_numpy()
    mine &= frame["category"].isin(chosen).to_numpy() if chosen else True
    frame = frame[mine]
    keys = context.keys_of(frame, by) if by else np.full(len(frame), "", dtype=object)
    names = [name for name in frame.columns if name.startswith("reached_")]
    above = tuple(frame[name].to_numpy(dtype="float64") for name in names)
    return _Shares(keys, frame["month"].to_numpy(dtype=object), frame["n"].to_numpy(dtype="float64"), above)


def _due(context: Context, measure: Measure, by: str, end: str) -> _Shares:
    """Items by the month they were due in: what became of them is settled by then."""
    base, counted = (", ".join(f"'{name}'" for name in names) for names in (BASE, measure.field.split("+")))
    columns = f"sum(n) FILTER (outcome IN ({base})) AS below, sum(n) FILTER (outcome IN ({counted})) AS above"
    return _settled(context, measure, columns, "due", by, end)


def _sums(context: Context, measure: Measure, by: str, end: str) -> _Shares:
    """A share of one sum in another, by the month of the stage they belong to."""
    above, _, base = measure.field.partition("/")
    test = f"FILTER (stage = '{measure.stage}')"
    return _settled(
        context, measure, f"sum({base}) {test} AS below, sum({above}) {test} AS above", "stage_month", by, end
    )


def _settled(context: Context, measure: Measure, columns: str, mart: str, by: str, end: str) -> _Shares:
    """Rates that no longer change: those of earlier years stand now as they stood then."""
    found = context.arrays(
        f"{context.key_sql(by)} AS key, month, {columns}",
        context.mart(mart, measure.ledger, by),
        context.where(measure.ledger).add("month <= ?", end),
        "GROUP BY ALL",
    )
    under, above = (np.nan_to_num(floats(found[name])) for name in ("below", "above"))
    years = len({str(month)[:4] for month in found["month"]})
    return _Shares(found["key"], found["month"], under, (above,) * max(years, 1))
