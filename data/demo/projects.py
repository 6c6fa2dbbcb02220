"""Draw the project ledger of the demo: 158 filed in 2024, with stages and money that agree with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.demo import oddities
from data.demo.district import District, Grid
from data.demo.lives import NEVER, after, dates, draw_theme, neglected, numbered, wait
from data.demo.organisations import bureau_for, office_of
from data.demo.phrases import DEMAND_THEMES
from data.demo.profile import DemoProfile, load_profile
from data.demo.rhythm import DAY_COUNT, Days, day_number, day_of, office_weights
from data.ledgers.demands import PROJECT_CATEGORIES

_YEARS = (2023, 2024, 2025)
_FIRST_FILING_DAY = 20
_CATEGORY_WEIGHTS = np.array([0.15, 0.09, 0.12, 0.17, 0.14, 0.20, 0.07, 0.06])
_BUDGET_MEDIAN = (42_000.0, 26_000.0, 95_000.0, 120_000.0, 68_000.0, 260_000.0, 36_000.0, 18_000.0)
_OWN_SHARE = (0.10, 0.0, 0.22, 0.16, 0.12, 0.25, 0.05, 0.08)
_WORK_MEDIAN = (24.0, 15.0, 38.0, 36.0, 22.0, 55.0, 20.0, 14.0)


@dataclass(frozen=True, slots=True)
class Projects:
    """Drawn projects, in order of filing; arrays run alongside ``frame`` and beyond it.

    Attributes:
        frame: the ledger, only projects filed by the as-of day.
        filed: filing days of all projects, also of those filed after the as-of day.
        completed: completion days of all projects, NEVER where not.
        exited: days on which projects were given up, NEVER where not.
        categories: category index of all projects.
        themes: theme index within the category of all projects.
        communities: level-2 grid of all projects.
    """

    frame: pd.DataFrame
    filed: Days
    completed: Days
    exited: Days
    categories: np.ndarray
    themes: np.ndarray
    communities: list[Grid]


def draw_projects(district: District, seed: int, profile: DemoProfile | None = None) -> Projects:
    """All projects of a seed."""
    profile = profile or load_profile()
    by_year = {year: profile.count(f"projects_filed_{year}", profile.size(f"projects_{year}")) for year in _YEARS}
    rng = np.random.default_rng([seed, 31])
    filed = _filing_days(rng, by_year, profile.size("projects_beyond"))
    count = len(filed)
    categories = rng.choice(len(PROJECT_CATEGORIES), count, p=_CATEGORY_WEIGHTS)
    communities = _communities(district, count, rng)
    themes = np.array([draw_theme(c, area, rng) for c, area in zip(categories, communities, strict=True)])
    published, started, completed, accepted, exited = _steps(filed, categories, rng)
    frame = pd.DataFrame({"filed_on": dates(filed)})
    frame["published_on"] = dates(published)
    frame["started_on"] = dates(started)
    frame["due_on"] = _due(filed, categories, rng)
    frame["completed_on"] = dates(completed)
    frame["accepted_on"] = dates(accepted)
    _add_money(frame, categories, rng)
    reasons = ["终止" if draw < 0.6 else "并入其他项目" for draw in rng.random(count)]
    frame["exited_on"] = dates(exited)
    frame["exit_reason"] = [r if day is not None else None for r, day in zip(reasons, frame["exited_on"], strict=True)]
    frame.insert(0, "project_title", _titles(categories, themes, communities))
    frame.insert(1, "grid_code", _codes(district, communities, rng))
    frame.insert(2, "project_category", [PROJECT_CATEGORIES[c] for c in categories])
    frame.insert(3, "owner_unit", _owners(district, categories, communities, rng))
    frame = frame.iloc[: sum(by_year.values())].copy()
    frame.insert(0, "project_code", numbered("XM", frame["filed_on"]))
    _cut_a_quote(frame, categories, themes, profile)
    return Projects(frame, filed, completed, exited, categories, themes, communities)


def _filing_days(rng: np.random.Generator, by_year: dict[int, int], beyond: int) -> Days:
    """Filing days in order: the fixed number in each year, then those still to come.

    The latter are never written, but their demands are already waiting.
    """
    weights = office_weights()
    years = np.array([day_of(number).year for number in range(DAY_COUNT)])
    eligible = np.arange(DAY_COUNT) >= _FIRST_FILING_DAY
    drawn = []
    for year, count in by_year.items():
        chance = np.where((years == year) & eligible, weights, 0.0)
        drawn.append(rng.choice(DAY_COUNT, count, p=chance / chance.sum()))
    coming = rng.integers(DAY_COUNT, DAY_COUNT + 100, beyond)
    return np.concatenate([np.sort(np.concatenate(drawn)), np.sort(coming)])


def _communities(district: District, count: int, rng: np.random.Generator) -> list[Grid]:
    areas = district.of_level(2)
    weights = np.array([area.population_count for area in areas], dtype=float) ** 0.7
    weights *= rng.lognormal(0, 0.35, len(areas))
    return [areas[index] for index in rng.choice(len(areas), count, p=weights / weights.sum())]


def _steps(filed: Days, categories: np.ndarray, rng: np.random.Generator) -> tuple[Days, Days, Days, Days, Days]:
    """When projects are published, started, completed and accepted, or given up."""
    count = len(filed)
    exits = rng.random(count) < 0.035
    exited = after(filed, np.where(exits, wait(rng, 40, 0.4, count), NEVER))
    stuck = rng.integers(0, 100, count)
    lying = neglected(rng.spawn(1)[0], count)
    published = after(filed, np.where(stuck < 2, lying, wait(rng, 6, 0.55, count)))
    started = after(published, np.where(exits, NEVER, np.where(stuck < 5, lying, wait(rng, 13, 0.6, count))))
    work = np.round(np.array(_WORK_MEDIAN)[categories] * rng.lognormal(0, 0.5, count)).astype(np.int64)
    completed = after(started, np.where((stuck >= 5) & (stuck < 9), lying + work, work))
    accepted = after(completed, np.where((stuck >= 9) & (stuck < 13), lying, wait(rng, 16, 0.5, count)))
    published = np.where(exits & (published > exited), NEVER, published)
    return published, started, completed, accepted, exited


def _due(filed: Days, categories: np.ndarray, rng: np.random.Generator) -> pd.Series:
    """The planned end, a round number of days after filing; it may lie beyond the as-of day."""
    plan = 30 + np.ceil(np.array(_WORK_MEDIAN)[categories] * rng.uniform(1.2, 1.9, len(filed)) / 15) * 15
    return pd.Series([day_of(int(number)) for number in filed + plan.astype(np.int64)], dtype=object)


def _add_money(frame: pd.DataFrame, categories: np.ndarray, rng: np.random.Generator) -> None:
    """Budget at filing, quote from publication on, final account from completion on, all in whole hundreds."""
    count = len(frame)
    budget = np.array(_BUDGET_MEDIAN)[categories] * rng.lognormal(0, 0.6, count)
    own_share = np.array(_OWN_SHARE)[categories] * rng.uniform(0.6, 1.4, count) * (rng.random(count) < 0.72)
    quoted = budget * rng.normal(0.97, 0.05, count)
    overrun = rng.random(count) < oddities.OVERRUN_SHARE
    final = quoted * np.where(overrun, rng.uniform(1.01, 1.12, count), rng.uniform(0.82, 1.0, count))
    is_published, is_completed = frame["published_on"].notna(), frame["completed_on"].notna()
    frame["budget_yuan"] = _hundreds(budget)
    frame["own_funds_yuan"] = _hundreds(budget * own_share)
    frame["quoted_yuan"] = _hundreds(quoted).where(is_published)
    ceiling = pd.Series(np.where(overrun, np.inf, _hundreds(quoted)))
    frame["final_yuan"] = _hundreds(final).clip(upper=ceiling).where(is_completed)


def _hundreds(values: np.ndarray) -> pd.Series:
    return pd.Series(np.maximum(np.round(values / 100) * 100, 0.0))


def _cut_a_quote(frame: pd.DataFrame, categories: np.ndarray, themes: np.ndarray, profile: DemoProfile) -> None:
    """Planted oddity: the first completed power-line project of 2024 was quoted high and settled low.

    A district too small to have one turns its first completed facility project of that time into it.
    """
    facility = PROJECT_CATEGORIES.index("设施改造类")
    theme = next(i for i, (_, name) in enumerate(DEMAND_THEMES["设施改造类"]) if name == "供电线路改造")
    is_late = frame["completed_on"].notna() & (frame["filed_on"] >= day_of(day_number(oddities.CUT_QUOTE_YEAR_START)))
    is_facility = is_late & (categories[: len(frame)] == facility)
    is_power = is_facility & (themes[: len(frame)] == theme)
    found = frame.index[is_power if is_power.any() else is_facility]
    if found.empty:
        return
    row = found[0]
    if profile.count("power_quoted_yuan"):
        # a published project is named so that it can be found
        title, old = str(frame.loc[row, "project_title"]), DEMAND_THEMES["设施改造类"][int(themes[row])][1]
        frame.loc[row, "project_title"] = title.replace(old, "供电增容改造")
    quoted = float(profile.count("power_quoted_yuan", int(oddities.CUT_QUOTE_YUAN[0])))
    final = float(profile.count("power_final_yuan", int(oddities.CUT_QUOTE_YUAN[1])))
    own = float(profile.count("power_own_funds_yuan", 330_000))
    frame.loc[row, ["budget_yuan", "own_funds_yuan", "quoted_yuan", "final_yuan"]] = (quoted, own, quoted, final)


def _titles(categories: np.ndarray, themes: np.ndarray, communities: list[Grid]) -> list[str]:
    return [
        f"{area.name}{DEMAND_THEMES[PROJECT_CATEGORIES[category]][theme][1]}"
        for category, theme, area in zip(categories, themes, communities, strict=True)
    ]


def _codes(district: District, communities: list[Grid], rng: np.random.Generator) -> list[str]:
    """Most projects lie in one grid, the others serve the whole community."""
    children: dict[str, list[str]] = {}
    for grid in district.of_level(3):
        children.setdefault(grid.parent_code, []).append(grid.code)
    return [
        children[area.code][int(rng.integers(len(children[area.code])))] if rng.random() < 0.62 else area.code
        for area in communities
    ]


def _owners(district: District, categories: np.ndarray, communities: list[Grid], rng: np.random.Generator) -> list[str]:
    """The subdistrict's office, or a bureau whose business it is."""
    offices = {grid.code: office_of(grid.name) for grid in district.of_level(1)}
    return [
        offices[area.parent_code] if rng.random() < 0.55 else bureau_for(category, rng)
        for category, area in zip(categories, communities, strict=True)
    ]
