"""Who used to report and no longer does: first-level grids in their ledgers, units in the reports to the meetings."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from data.attention.model import Evidence, Signal
from data.attention.residents import Residents
from data.measures.query import Context
from data.measures.scope import month_index, month_of_index
from data.quality import areas
from data.quality.hidden import holds_back
from data.quality.reporting import Reporting, Silence, reporting_of

_LEAST_REPORTS = 2
"""A unit is silent once so many reports running have not come, where an earlier one had."""
_MANY_LEDGERS = 2


def silent_areas(context: Context, residents: Residents) -> list[Signal]:
    """First-level grids of the scope without a new row at the end of the period, in a ledger they used to fill."""
    table = reporting_of(context.store)
    at = min(month_index(context.stock_month) - month_index(table.months[0]), table.due - 1)
    inside = areas.first_level(context)
    lasting = [
        run
        for run in table.silences
        if run.first <= at <= run.last and run.area in inside and not holds_back(context, run.ledger)
    ]
    by_area: dict[str, list[Silence]] = defaultdict(list)
    for run in lasting:
        by_area[run.area].append(run)
    return [signal for runs in by_area.values() for signal in _of_area(context, residents, table, runs, at)]


def _of_area(context: Context, residents: Residents, table: Reporting, runs: list[Silence], at: int) -> list[Signal]:
    """One signal a ledger, or one of all where the area is silent in half of what it used to fill."""
    area = runs[0].area
    kept = sum(bool(counts[table.areas.index(area)].any()) for counts in table.counts.values())
    groups = [runs] if len(runs) >= max(_MANY_LEDGERS, kept / 2) else [[run] for run in runs]
    return [_silent(context, residents, table, group, at) for group in groups]


def _silent(context: Context, residents: Residents, table: Reporting, runs: list[Silence], at: int) -> Signal:
    longest = min(runs, key=lambda run: (run.first, -run.usual))
    months = at - longest.first + 1
    missing = sum(run.usual * (at - run.first + 1) for run in runs)
    names = "、".join(context.ledger(run.ledger).label for run in runs)
    last = month_of_index(month_index(table.months[0]) + longest.first - 1)
    topic = longest.ledger if len(runs) == 1 else "ledgers"
    return Signal(
        kind="silent",
        form="ledger_silent",
        topic=f"{topic}@{longest.area}",
        measures=("silent_area_count",),
        evidence=Evidence("data_quality", "silent", context.scope),
        area=longest.area,
        area_name=context.net.name(longest.area),
        subject=names,
        value=0.0,
        expected=longest.usual,
        base=float(len(runs)),
        unit=context.ledger(longest.ledger).unit,
        months=months,
        span=last,
        people=residents.of(longest.area),
        deviation=1.0,
        confidence=float(1 - np.exp(-missing)),
    )


def silent_units(context: Context, residents: Residents, reports: pd.DataFrame) -> list[Signal]:
    """Units whose latest reports have all not come though an earlier one had.

    Args:
        context: version and scope.
        residents: of the version.
        reports: every report expected, in order of unit and time (``WorkDesk.cadence``).
    """
    due = reports[reports["state"].isin(["on_time", "late", "silent"])]
    units = max(due["unit_name"].nunique(), 1)
    found = []
    for (kind, unit), group in due.groupby(["cadence_kind", "unit_name"], sort=False):
        states = group.sort_values("due_on", kind="stable")["state"].to_numpy()
        sent = np.flatnonzero(states != "silent")
        running = len(states) - 1 - int(sent[-1]) if len(sent) else 0
        if running < _LEAST_REPORTS:
            continue
        area = residents.area_of(str(unit))
        found.append(
            Signal(
                kind="silent",
                form="unit_silent",
                topic=f"unit@{unit}·{kind}",
                measures=("silent_report_count",),
                evidence=Evidence("work_list", "silent", context.scope),
                area=area,
                subject=str(kind),
                value=float(running),
                unit="次",
                owner=str(unit),
                # a unit of the whole district speaks for its share of it
                people=residents.of(area) if area else residents.of() / units,
                deviation=1.0,
                confidence=1 - 0.5**running,
            )
        )
    return found
