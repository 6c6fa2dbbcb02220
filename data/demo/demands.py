"""Draw the demand ledger of the demo and its links to projects.

Projects come first: each takes up a handful of demands from its neighbourhood, raised some weeks before.
Then come the demands that are answered, solved by residents themselves, sent back, or still waiting.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demo.district import District
from data.demo.lives import NEVER, after, dates, draw_theme, leaf_weights, neglected, numbered, openings, wait
from data.demo.organisations import bureau_for, office_of
from data.demo.phrases import DEMAND_THEMES
from data.demo.profile import DemoProfile, load_profile
from data.demo.projects import Projects
from data.demo.rhythm import DAY_COUNT, on_workday
from data.ledgers.demands import DEMAND_EXITS, DEMAND_SCOPES, PROJECT_CATEGORIES, URGENCIES

_CATEGORY_WEIGHTS = np.array([0.19, 0.09, 0.10, 0.19, 0.14, 0.18, 0.06, 0.05])
_TWO_PROJECT_DEMANDS = 26
_STAGES = ("submitted", "consulted", "converted", "completed", "governed")


def draw_demands(
    district: District, projects: Projects, seed: int, profile: DemoProfile | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The demand ledger in order of submission, and the links."""
    profile = profile or load_profile()
    rng = np.random.default_rng([seed, 41])
    taken_up = _taken_up(district, projects, rng)
    others = _others(district, profile.size("other_demands"), rng)
    life = pd.concat([taken_up, others], ignore_index=True)
    life = life[life["submitted"] < DAY_COUNT]
    life = life.sort_values(["submitted", "grid_code"], kind="stable", ignore_index=True)
    frame = _ledger(district, life, projects, rng)
    links = _links(frame, life, projects, rng)
    return _published(frame, profile), links


def _published(frame: pd.DataFrame, profile: DemoProfile) -> pd.DataFrame:
    """The same demands with the published numbers of urgent ones completed and shared ones governed.

    Urgency and sharedness hang on nothing else, so they are dealt out anew among those that have come so far.
    """
    _deal(frame, "urgency", ("急", "较急"), frame["completed_on"].notna(), profile.count("urgent_demands_completed"))
    _deal(frame, "demand_scope", DEMAND_SCOPES, frame["governed_on"].notna(), profile.count("shared_demands_governed"))
    words = profile.names.get("categories", {}).get("demand_category")
    if words:
        frame["demand_category"] = frame["demand_category"].map(words)
    return frame


def _deal(frame: pd.DataFrame, field: str, pair: tuple[str, ...], among: pd.Series, count: int) -> None:
    """Give the first of a pair of words to exactly so many of the rows, and the second to those above it."""
    if not count:
        return
    rows = frame.index[among]
    if len(rows) < count:
        raise ValueError(f"{field}: only {len(rows)} rows for {count}")
    has = frame.index[among & (frame[field] == pair[0])]
    frame.loc[has[count:], field] = pair[1]
    if len(has) < count:
        frame.loc[rows.difference(has)[: count - len(has)], field] = pair[0]


def _taken_up(district: District, projects: Projects, rng: np.random.Generator) -> pd.DataFrame:
    """Demands that become projects, with the index of the project."""
    sizes = np.clip(rng.geometric(0.31, len(projects.filed)), 1, 11)
    index = np.repeat(np.arange(len(projects.filed)), sizes)
    count = len(index)
    filed = projects.filed[index]
    consulted = np.maximum(filed - wait(rng, 21, 0.6, count) - 1, np.minimum(filed - 1, 4))
    submitted = np.clip(consulted - wait(rng, 7, 0.7, count), 0, None)
    consulted = np.minimum(on_workday(np.maximum(consulted, submitted)), filed)
    governs = rng.random(count) < 0.9
    lying = neglected(rng.spawn(1)[0], count)
    completed = projects.completed[index]
    return pd.DataFrame(
        {
            "project": index,
            "category": projects.categories[index],
            "theme": projects.themes[index],
            "grid_code": _near(district, projects, index, rng),
            "submitted": submitted,
            "consulted": consulted,
            "converted": filed,
            "completed": completed,
            "governed": after(completed, np.where(governs, wait(rng, 18, 0.6, count), lying)),
            "exited": projects.exited[index],
            "is_shared": rng.random(count) < 0.82,
        }
    )


def _near(district: District, projects: Projects, index: np.ndarray, rng: np.random.Generator) -> list[str]:
    """A grid of the project's community, or now and then of its subdistrict."""
    by_parent: dict[str, list[str]] = {}
    for grid in district.of_level(3):
        by_parent.setdefault(grid.parent_code, []).append(grid.code)
        by_parent.setdefault(grid.code[:9], []).append(grid.code)
    codes = []
    for project in index:
        area = projects.communities[project].code
        choices = by_parent[area if rng.random() < 0.86 else area[:9]]
        codes.append(choices[int(rng.integers(len(choices)))])
    return codes


def _others(district: District, count: int, rng: np.random.Generator) -> pd.DataFrame:
    """Demands that need no project: consulted on or not, then answered or solved; some are stuck."""
    leaves = district.of_level(3)
    submitted = openings(rng, count)
    categories = rng.choice(len(PROJECT_CATEGORIES), count, p=_CATEGORY_WEIGHTS)
    fate = rng.random(count)
    is_consulted = (fate < 0.53) | (fate > 0.975)
    consulted = after(submitted, np.where(is_consulted, wait(rng, 8, 0.7, count), NEVER))
    leaves_list = fate < 0.95
    pause = np.where(is_consulted, wait(rng, 14, 0.7, count), wait(rng, 5, 0.8, count))
    lying = neglected(rng.spawn(1)[0], count)
    exited = after(np.where(is_consulted, consulted, submitted), np.where(leaves_list, pause, lying))
    places = rng.choice(len(leaves), count, p=leaf_weights(leaves, rng))
    themes = [draw_theme(category, leaves[place], rng) for category, place in zip(categories, places, strict=True)]
    return pd.DataFrame(
        {
            "project": -1,
            "category": categories,
            "theme": themes,
            "grid_code": [leaves[place].code for place in places],
            "submitted": submitted,
            "consulted": consulted,
            "converted": NEVER,
            "completed": NEVER,
            "governed": NEVER,
            "exited": exited,
            "is_shared": rng.random(count) < 0.46,
        }
    )


def _ledger(district: District, life: pd.DataFrame, projects: Projects, rng: np.random.Generator) -> pd.DataFrame:
    """The declared columns of the lives."""
    frame = pd.DataFrame({f"{stage}_on": dates(life[stage].to_numpy()) for stage in _STAGES})
    frame["exited_on"] = dates(life["exited"].to_numpy())
    frame["exit_reason"] = _exit_reasons(frame, rng)
    frame.insert(0, "demand_code", numbered("XQ", frame["submitted_on"]))
    frame.insert(1, "demand_title", _titles(district, life))
    frame.insert(2, "grid_code", life["grid_code"])
    frame.insert(3, "demand_category", [PROJECT_CATEGORIES[c] for c in life["category"]])
    frame.insert(4, "demand_scope", [DEMAND_SCOPES[0 if shared else 1] for shared in life["is_shared"]])
    urgent = rng.choice(len(URGENCIES), len(life), p=(0.14, 0.31, 0.55))
    frame.insert(5, "urgency", [URGENCIES[index] for index in urgent])
    frame.insert(6, "owner_unit", _owners(district, life, projects, rng))
    return frame


def _exit_reasons(frame: pd.DataFrame, rng: np.random.Generator) -> list[str | None]:
    """Where demands without a project went; those consulted on are solved by residents more often."""
    chances = {True: (0.38, 0.46, 0.03, 0.13), False: (0.56, 0.24, 0.15, 0.05)}
    reasons: list[str | None] = []
    for exited, consulted, converted in zip(
        frame["exited_on"], frame["consulted_on"], frame["converted_on"], strict=True
    ):
        if exited is None or converted is not None:
            reasons.append(None if exited is None else "终止")
            continue
        cumulative = np.cumsum(chances[consulted is not None])
        reasons.append(DEMAND_EXITS[int(np.searchsorted(cumulative, rng.random() * 0.999999))])
    return reasons


def _titles(district: District, life: pd.DataFrame) -> list[str]:
    stems = {grid.code: grid.stem for grid in district.of_level(3)}
    return [
        stems[code] + DEMAND_THEMES[PROJECT_CATEGORIES[category]][theme][0]
        for code, category, theme in zip(life["grid_code"], life["category"], life["theme"], strict=True)
    ]


def _owners(district: District, life: pd.DataFrame, projects: Projects, rng: np.random.Generator) -> list[str]:
    """The owner of the demand's project; without one the subdistrict's office or a fitting bureau."""
    offices = {grid.code: office_of(grid.name) for grid in district.of_level(1)}
    filed = projects.frame["owner_unit"].tolist()
    owners = []
    for code, category, project in zip(life["grid_code"], life["category"], life["project"], strict=True):
        own = offices[code[:9]] if rng.random() < 0.7 else bureau_for(category, rng)
        owners.append(filed[project] if 0 <= project < len(filed) else own)
    return owners


def _links(frame: pd.DataFrame, life: pd.DataFrame, projects: Projects, rng: np.random.Generator) -> pd.DataFrame:
    """Every converted demand with its project, and a few demands with a second, related one."""
    demand_codes, project_codes = frame["demand_code"].tolist(), projects.frame["project_code"].tolist()
    seats = projects.frame["grid_code"].str[:9].tolist()
    own = life["project"].tolist()
    rows = [row for row, day in enumerate(frame["converted_on"]) if own[row] >= 0 and day is not None]
    links = [(demand_codes[row], project_codes[own[row]]) for row in rows]
    doubled = min(_TWO_PROJECT_DEMANDS, len(rows) // 4)
    for row in sorted(rng.choice(rows, doubled, replace=False).tolist()):
        later = range(own[row] + 1, len(project_codes))
        related = next((other for other in later if seats[other] == seats[own[row]]), None)
        if related is not None:
            links.append((demand_codes[row], project_codes[related]))
    return pd.DataFrame(sorted(links), columns=["demand_code", "project_code"])
