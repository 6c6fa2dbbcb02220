"""A district with two and a half years of quiet seasonal records, and problems planted into it.

Ten are seen in counts, two of each kind; two more only in rates, of as many items as ever.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from data.ledgers import LEDGERS
from data.store.reader import Reader
from tests.data.measures.stores import load
from tests.data.measures.work_rows import item, progress, report, rows, target

AS_OF = date(2025, 6, 30)
AREAS = 12
FIRST = date(2023, 1, 1)
SEASON = np.array([0.8, 0.5, 1.5, 1.1, 1.0, 1.0, 0.8, 0.9, 1.1, 1.2, 1.1, 1.0])
"""Of January to December."""
HALF_YEAR = pd.Timestamp(2025, 1, 1)

PLANTED = {
    "task@T01",
    "task@T02",
    "volunteer_events@03",
    "micro_wishes@05",
    "issue_reports@07",
    "issue_reports@09",
    "volunteer_events@11",
    "unit@区教育局·季度联席会议",
    "rule@hours_without_people",
    "rule@wish_unclaimed",
}
PLANTED_RATES = {
    "issue_reports@02": "report_on_time_rate_pct",
    "issue_reports@12": "report_satisfaction_rate_pct",
}
"""Topic → the rate that falls in it this half year."""


def net() -> pd.DataFrame:
    """12 subdistricts × 2 communities × 2 grids, not equally large."""
    made = []
    for a in range(1, AREAS + 1):
        made.append((f"{a:02d}", f"第{a}街道", 1, None, None))
        for b in (1, 2):
            made.append((f"{a:02d}{b}", f"社区{a}-{b}", 2, f"{a:02d}", None))
            made += [(f"{a:02d}{b}{c}", f"网格{a}-{b}-{c}", 3, f"{a:02d}{b}", 700 + 40 * a) for c in (1, 2)]
    return pd.DataFrame(made, columns=["grid_code", "grid_name", "level", "parent_code", "population_count"])


def calls(seed: int, per_month: float) -> pd.DataFrame:
    """Dated items of every lowest grid: Poisson counts around a season, an area's size and a slow growth."""
    rng = np.random.default_rng(seed)
    months = pd.date_range(FIRST, AS_OF, freq="MS")
    size = rng.uniform(0.6, 1.5, AREAS)
    level = per_month * SEASON[months.month - 1] * (1.05 ** (np.arange(len(months)) / 12))
    counts = rng.poisson(np.outer(size, level))
    area, month = (part.ravel() for part in np.indices(counts.shape))
    area, month = np.repeat(area, counts.ravel()), np.repeat(month, counts.ravel())
    day = (rng.random(len(area)) * months.days_in_month.to_numpy()[month]).astype("int64")
    leaf = rng.integers(1, 3, (2, len(area)))
    return pd.DataFrame(
        {
            "area": [f"{a + 1:02d}" for a in area],
            "grid_code": [f"{a + 1:02d}{b}{c}" for a, b, c in zip(area, *leaf, strict=True)],
            "day": months.to_numpy()[month] + day.astype("timedelta64[D]"),
            "luck": rng.random(len(area)),
        }
    )


def events(seed: int) -> pd.DataFrame:
    """Area 03 falls to a third this half year, area 11 stops in May, 40 events have hours and nobody who served."""
    made = calls(seed, 16)
    fallen = (made["area"] == "03") & (made["day"] >= HALF_YEAR) & (made["luck"] > 0.33)
    gone = (made["area"] == "11") & (made["day"] >= pd.Timestamp(2025, 5, 1))
    made = made[~fallen & ~gone].reset_index(drop=True)
    return _frame(
        "volunteer_events",
        made,
        event_code=_codes("E", made),
        event_title=_codes("活动", made),
        held_on=made["day"],
        participation_count=np.where(made.index < 40, 0, 10),
        service_hours=20.0,
        event_type="政策宣传",
    )


def wishes(seed: int) -> pd.DataFrame:
    """Area 05 has more than twice as many this half year; 30 old ones were fulfilled without being claimed."""
    made = calls(seed + 100, 9)
    more = made[(made["area"] == "05") & (made["day"] >= HALF_YEAR)]
    made = pd.concat([made, more, more[more["luck"] > 0.5]], ignore_index=True)
    fulfilled = made["day"] + pd.to_timedelta(5, unit="D")
    claimed = (made["day"] + pd.to_timedelta(2, unit="D")).mask(made.index < 30)
    return _frame(
        "micro_wishes",
        made,
        wish_code=_codes("W", made),
        wish_title=_codes("心愿", made),
        submitted_on=made["day"],
        claimed_on=_by_then(claimed),
        fulfilled_on=_by_then(fulfilled),
        wish_category="困难帮扶",
    )


def reports(seed: int) -> pd.DataFrame:
    """Area 07 leaves those of two months lying past their limit; in area 09 those of June are due within days.

    Everywhere 8 % are late and 10 % not content; this half year two fifths are late in area 02, not content in area 12.
    """
    made = calls(seed + 200, 14)
    due = made["day"] + pd.to_timedelta(12, unit="D")
    lying = (made["area"] == "07") & made["day"].between(pd.Timestamp(2025, 4, 1), pd.Timestamp(2025, 6, 5))
    near = (made["area"] == "09") & (made["day"] >= pd.Timestamp(2025, 6, 1))
    is_new, luck = made["day"] >= HALF_YEAR, made["luck"]
    late = luck < np.where(is_new & (made["area"] == "02"), 0.4, 0.08)
    bad = luck > np.where(is_new & (made["area"] == "12"), 0.6, 0.9)
    resolved = made["day"] + pd.to_timedelta(np.where(late, 14, 1), unit="D")
    resolved = _by_then(resolved.mask(lying | near))
    satisfaction = pd.Series(np.where(bad, "不满意", "满意"), index=made.index).where(resolved.notna())
    return _frame(
        "issue_reports",
        made,
        report_code=_codes("R", made),
        report_title=_codes("上报", made),
        reported_on=made["day"],
        dispatched_on=made["day"],
        accepted_on=made["day"],
        resolved_on=resolved,
        due_on=due.mask(near, pd.Timestamp(2025, 7, 2)),
        satisfaction=satisfaction,
        **{name: LEDGERS["issue_reports"].field(name).codes[0] for name in (LEDGERS["issue_reports"].category_field,)},
    )


def work() -> dict[str, pd.DataFrame]:
    """Ten tasks, all on course but T01 and T02; four units, of which one has stopped to report."""
    tasks = [f"T{number:02d}" for number in range(1, 11)]
    come = {"T01": 15.0, "T02": 22.0}
    units = ("区教育局", "区民政局", "区城管局", "区司法局")
    quarters = [(date(2024, 1, 1) + timedelta(days=91 * k), f"第{k}次") for k in range(6)]
    sent = [
        report(
            unit,
            "季度联席会议",
            name,
            first,
            first + timedelta(days=10),
            None if unit == "区教育局" and k >= 3 else first + timedelta(days=5),
        )
        for unit in units
        for k, (first, name) in enumerate(quarters)
    ]
    return {
        "work_items": rows("work_items", *(item(code) for code in tasks)),
        "work_targets": rows("work_targets", *(target(code, "2025年", 100.0) for code in tasks)),
        "work_progress": rows(
            "work_progress", *(progress(code, date(2025, 6, 20), come.get(code, 52.0)) for code in tasks)
        ),
        "expected_reports": rows("expected_reports", *sent),
    }


def built(home: Path, seed: int) -> Reader:
    """The store of a seed."""
    made: dict[str, Callable[[int], pd.DataFrame]] = {
        "volunteer_events": events,
        "micro_wishes": wishes,
        "issue_reports": reports,
    }
    ledgers = {name: rows_of(seed) for name, rows_of in made.items()}
    return load(home, {**ledgers, **work()}, net(), as_of=AS_OF.isoformat())


def _codes(letter: str, made: pd.DataFrame) -> list[str]:
    return [f"{letter}{number:05d}" for number in range(len(made))]


def _by_then(days: pd.Series) -> pd.Series:
    return days.where(days <= pd.Timestamp(AS_OF))


def _frame(ledger: str, made: pd.DataFrame, **columns: object) -> pd.DataFrame:
    fields = {field.name for field in LEDGERS[ledger].fields}
    assert set(columns) <= fields, set(columns) - fields
    return made[["grid_code"]].assign(**columns)
