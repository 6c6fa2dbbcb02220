"""What wishes, demands and projects have in common: how long a step takes, and the cut at the as-of day.

Dates are day numbers (see ``rhythm``) while they are drawn; :data:`NEVER` stands for a step not taken.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demo.district import Grid
from data.demo.phrases import DEMAND_THEMES, URBAN_PROJECTS
from data.demo.rhythm import DAY_COUNT, HORIZON_DAYS, Days, day_of, office_weights, on_workday
from data.ledgers.demands import PROJECT_CATEGORIES

NEVER = 10**6


def wait(rng: np.random.Generator, median_days: float, spread: float, size: int) -> Days:
    """Whole days a step takes, lognormal: most are quick, a few drag on."""
    return np.asarray(np.round(rng.lognormal(np.log(median_days), spread, size)).astype(np.int64))


def neglected(rng: np.random.Generator, size: int) -> Days:
    """Days a step takes that was left lying: done after months, when somebody goes through the old items; a few never."""
    found_late = np.minimum(wait(rng, 120, 0.4, size), 360)
    return np.asarray(np.where(rng.random(size) < 0.06, NEVER, found_late))


def after(start: Days, days: Days, *, at_office: bool = True) -> Days:
    """The day a step ends; NEVER stays NEVER. Office steps end on office days."""
    ends = np.where(start >= NEVER, 0, start + days)
    if at_office:
        ends = on_workday(ends)
    return np.asarray(np.where((start >= NEVER) | (days >= NEVER), NEVER, ends))


def openings(rng: np.random.Generator, count: int) -> Days:
    """Days on which so many items are taken in, in order."""
    weights = office_weights()
    return np.sort(rng.choice(len(weights), count, p=weights))


def dates(numbers: Days) -> pd.Series:
    """Day numbers as dates; what lies beyond the as-of day has not happened."""
    limit = DAY_COUNT - 1
    if bool((numbers < 0).any()) or bool(((numbers > limit + 2 * HORIZON_DAYS) & (numbers < NEVER)).any()):
        raise ValueError("a day lies outside the demo's calendar")
    return pd.Series([day_of(number) if number <= limit else None for number in numbers], dtype=object)


def leaf_weights(leaves: tuple[Grid, ...], rng: np.random.Generator) -> np.ndarray:
    """How much residents of each grid bring forward: by their number, and some more than others."""
    people = np.array([max(grid.population_count, 25) for grid in leaves], dtype=float)
    weights = people**0.8 * rng.lognormal(0, 0.5, len(leaves))
    return np.asarray(weights / weights.sum())


def numbered(prefix: str, opened: pd.Series) -> pd.Series:
    """Item numbers that count up within a month: XY202406-0012."""
    months = opened.map(lambda day: f"{prefix}{day:%Y%m}")
    counters = months.groupby(months).cumcount() + 1
    return months + "-" + counters.map("{:04d}".format)


def draw_theme(category: int, place: Grid, rng: np.random.Generator) -> int:
    """What a demand or project of a category is about, as an index into its themes; villages have no lifts."""
    names = [project for _, project in DEMAND_THEMES[PROJECT_CATEGORIES[category]]]
    fitting = [i for i, name in enumerate(names) if place.kind != "农牧村" or name not in URBAN_PROJECTS]
    return fitting[int(rng.integers(len(fitting)))]
