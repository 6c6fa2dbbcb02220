"""Draw the demo's organisation: its chain, its hands in the grids, its leaders' charges, training, registration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from data.demo.district import District, Grid
from data.demo.organisations import teams
from data.demo.profile import DemoProfile
from data.demo.rhythm import AS_OF, DAY_COUNT, day_of, on_workday
from data.demo.supply_phrases import ORGANS
from data.ledgers.organisations import COMMUNITY_KIND, INTERIM_KIND

_FOUNDED = date(2022, 4, 18)
_LEFT = date(2025, 5, 12)
_SOCIETIES = [
    "同心公益社",
    "助老社",
    "阅读社",
    "环保社",
    "调解社",
    "义工社",
    "文艺社",
    "助学社",
    "太极队",
    "合唱队",
    "书画社",
    "互助会",
]
_ORGANS_OTHERWISE, _COMMUNITIES_OTHERWISE = 24, 12
_MEMBERS_PER_ORGAN = 14
_HOUSEHOLDS_PER_HEAD = 70


def draw_organisation(district: District, profile: DemoProfile, rng: np.random.Generator) -> Mapping[str, pd.DataFrame]:
    """The five ledgers of the organisation, each at the profile's published counts."""
    return {
        "organisations": _organisations(district, profile, rng),
        "grid_staff": _staff(district, profile, rng),
        "sponsorships": _sponsorships(district, profile, rng),
        "trainings": _trainings(district, profile, rng),
        "registrations": _registrations(district, profile, rng),
    }


def _kind(label: str) -> str:
    """The kind of organisation a level of the chain is, by its name."""
    for word, kind in (("党工委", "党工委"), ("支部", "党支部"), ("小组", "党小组"), ("联系户", "党员联系组")):
        if word in label:
            return kind
    return "党总支" if "党组织" in label else "党委"


def _organisations(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """The chain over the net: a unit a grid of each level, below the last one building groups or members' links."""
    chain = profile.chain
    top = 0 if chain and chain[0] in ("区委", "县委") else 1
    rows: list[dict[str, object]] = []
    root = f"Z{district.sketch.county_code}"
    if top == 0:
        rows.append(_unit(root, f"中共{district.name}委员会", "", "党委", 1, None, _FOUNDED))
    leaves = district.of_level(3)
    interim, unbuilt = _holes(len(leaves), profile, rng)
    for level in (1, 2, 3):
        place = level - top
        label = chain[place] if place < len(chain) else "党支部"
        for index, grid in enumerate(district.of_level(level)):
            if level == 3 and index in unbuilt:
                continue
            kind = INTERIM_KIND if level == 3 and index in interim else _leaf_kind(_kind(label), grid, profile)
            parent = f"Z{grid.parent_code}" if grid.parent_code else (root if top == 0 else "")
            rows.append(
                _unit(f"Z{grid.code}", f"{grid.name}{kind}", parent, kind, place + 1, grid, _opened(level, rng))
            )
            if level == 2:
                rows[-1] |= _seats(profile, rng)
            if level == 3 and kind != INTERIM_KIND and len(chain) > place + 1:
                rows += _below(grid, _kind(chain[place + 1]), place + 2, rng)
    rows += _societies(district, profile.count("community_organisations"), rng)
    return pd.DataFrame(rows)


def _unit(
    code: str, name: str, parent: str, kind: str, level: int, grid: Grid | None, opened: date
) -> dict[str, object]:
    return {
        "org_code": code,
        "org_name": name,
        "parent_org_code": parent or None,
        "org_kind": kind,
        "chain_level": level,
        "grid_code": grid.code if grid else None,
        "committee_seats": None,
        "cross_seats": None,
        "opened_on": opened,
    }


def _leaf_kind(kind: str, grid: Grid, profile: DemoProfile) -> str:
    """A grid with few residents has a group instead of a branch, unless the branches were published."""
    is_small = grid.level == 3 and grid.household_count < 200 and "branches" not in profile.counts
    return "党小组" if is_small and kind == "党支部" else kind


def _holes(count: int, profile: DemoProfile, rng: np.random.Generator) -> tuple[set[int], set[int]]:
    """Grids with an interim group only, and grids with nothing yet."""
    order = [int(index) for index in rng.permutation(count)]
    interim, unbuilt = profile.size("interim_grids"), profile.size("unbuilt_grids")
    return set(order[:interim]), set(order[interim : interim + unbuilt])


def _opened(level: int, rng: np.random.Generator) -> date:
    """The upper levels were always there; some grids got theirs in the last two years."""
    if level < 3 or rng.random() < 0.7:
        return _FOUNDED
    return day_of(int(rng.integers(0, DAY_COUNT - 60)))


def _seats(profile: DemoProfile, rng: np.random.Generator) -> dict[str, object]:
    seats = int(rng.choice((5, 7, 9)))
    return {"committee_seats": seats, "cross_seats": int(rng.binomial(seats, profile.size("cross_seat_pct", 58) / 100))}


def _below(grid: Grid, kind: str, level: int, rng: np.random.Generator) -> list[dict[str, object]]:
    """Building groups of a branch, or the one row that stands for its members' linked households."""
    count = 1 if kind == "党员联系组" else int(rng.integers(2, 5))
    name = f"{grid.name}{kind}" if count == 1 else f"{grid.name}楼栋{kind}"
    return [
        _unit(
            f"Z{grid.code}{number:02d}",
            name if count == 1 else f"{name}（{number}）",
            f"Z{grid.code}",
            kind,
            level,
            grid,
            _FOUNDED,
        )
        for number in range(1, count + 1)
    ]


def _societies(district: District, count: int, rng: np.random.Generator) -> list[dict[str, object]]:
    """Community societies, round by round over all communities."""
    homes = district.of_level(2)
    rows = []
    for number in range(count):
        home = homes[number % len(homes)]
        word = _SOCIETIES[(number // len(homes)) % len(_SOCIETIES)]
        opened = day_of(int(rng.integers(0, DAY_COUNT - 40))) if rng.random() < 0.2 else _FOUNDED
        unit = _unit(f"S{number + 1:05d}", f"{home.stem}{word}", "", COMMUNITY_KIND, 1, home, opened)
        rows.append(unit | {"chain_level": None})
    return rows


def _shares(total: int, count: int, rng: np.random.Generator) -> list[int]:
    """A total over so many places, nearly even."""
    places = np.full(count, total // count)
    places[rng.permutation(count)[: total % count]] += 1
    return [int(place) for place in places]


def _staff(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """Counts by grid, role and employment; grid staff add up to the published number."""
    leaves = district.of_level(3)
    rows: list[tuple[str, str, str | None, str | None, int, date | None]] = []
    gone = {int(index) for index in rng.permutation(len(leaves))[: profile.size("unstaffed_grids")]}
    is_split = "rider_staff" not in profile.counts
    for index, grid in enumerate(leaves):
        part = round(grid.staff_count * 0.25) if is_split else 0
        until = _LEFT if index in gone else None
        rows += [
            (grid.code, "网格员", employment, None, count, until)
            for employment, count in (("专职", grid.staff_count - part), ("兼职", part))
            if count
        ]
        rows.append((grid.code, "网格长", "兼职", None, 1, None))
    staffed = [grid for index, grid in enumerate(leaves) if index not in gone]
    rows += _spread("网格员", "兼职", ("骑手",), profile.count("rider_staff"), staffed, rng)
    duties = tuple(profile.names.get("staff_roles", ("流动信息员",)))
    rows += _spread("网格员", "动态", duties, profile.count("dynamic_staff"), staffed, rng)
    towns = list(district.of_level(2))
    rows += _spread("网格指导员", "兼职", (None,), profile.count("instructors", len(towns)), towns, rng)
    heads = profile.count("building_heads", sum(grid.household_count for grid in leaves) // _HOUSEHOLDS_PER_HEAD)
    rows += _spread("楼栋长", "兼职", (None,), heads, list(leaves), rng)
    names = ["grid_code", "staff_role", "employment", "duty", "headcount", "until_on"]
    frame = pd.DataFrame(rows, columns=names)
    frame.insert(0, "staff_row_code", [f"LL{number:05d}" for number in range(1, len(frame) + 1)])
    return frame.assign(since_on=_FOUNDED)


def _spread(
    role: str,
    employment: str,
    duties: tuple[str | None, ...],
    total: int,
    grids: list[Grid],
    rng: np.random.Generator,
) -> list[tuple[str, str, str | None, str | None, int, date | None]]:
    """A published number over the grids and the duties in turn."""
    counts = _shares(total, len(grids), rng)
    held = [(grid, count) for grid, count in zip(grids, counts, strict=True) if count]
    return [
        (grid.code, role, employment, duties[number % len(duties)], count, None)
        for number, (grid, count) in enumerate(held)
    ]


def _sponsorships(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """One leader a community, a grid and a team; a few are still without."""
    holes = profile.size("sponsorless", 0)
    seats = {grid.code: grid for grid in district.grids}
    first = district.of_level(1)[0].code
    crews = [(team.name, team.home or first) for team in teams(district)]
    plans = (
        ("区级领导", "村和社区", [(grid.name, grid.code) for grid in district.of_level(2)]),
        (
            f"{district.of_level(1)[0].name[-2:]}班子成员",
            "网格",
            [(grid.name, grid.code) for grid in district.of_level(3)],
        ),
        ("科级干部", "志愿服务队", crews),
    )
    rows = []
    for rank, kind, targets in plans:
        left_out = {int(index) for index in rng.permutation(len(targets))[:holes]}
        rows += [
            {"leader_rank": rank, "target_kind": kind, "target_name": name, "grid_code": seats[code].code}
            for index, (name, code) in enumerate(targets)
            if index not in left_out
        ]
    frame = pd.DataFrame(rows)
    frame.insert(0, "sponsorship_code", [f"BL{number:05d}" for number in range(1, len(frame) + 1)])
    return frame.assign(since_on=_FOUNDED)


def _trainings(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """The published batches for secretaries, and a few for the others."""
    batches = profile.count("secretaries_trained_batches", 4)
    people = profile.count("secretaries_trained", 60 * batches)
    plans = [("党组织书记", count) for count in _shares(people, batches, rng)]
    plans += [("网格员", int(rng.integers(40, 90))) for _ in range(5)]
    plans += [("志愿服务队骨干", int(rng.integers(30, 60))) for _ in range(2)]
    opened = on_workday(np.sort(rng.integers(30, DAY_COUNT - 10, len(plans))))
    places = district.of_level(1)
    rows = [
        {
            "training_code": f"PX{number:03d}",
            "training_title": f"{kind}培训班（第 {number} 期）",
            "training_kind": kind,
            "grid_code": places[number % len(places)].code,
            "trained_on": min(day_of(int(day)), AS_OF),
            "attendance_count": count,
        }
        for number, ((kind, count), day) in enumerate(
            zip([plans[int(index)] for index in rng.permutation(len(plans))], opened, strict=True), start=1
        )
    ]
    return pd.DataFrame(rows)


def _registrations(district: District, profile: DemoProfile, rng: np.random.Generator) -> pd.DataFrame:
    """Members of each organ in one community; together the published number."""
    towns = [grid for grid in district.of_level(2) if grid.kind == "城市社区"] or list(district.of_level(2))
    communities = towns[: profile.count("communities_paired", min(_COMMUNITIES_OTHERWISE, len(towns)))]
    organs = ORGANS[: profile.count("organs_paired", _ORGANS_OTHERWISE)]
    total = profile.count("registered_members", profile.count("registered_cadres", _MEMBERS_PER_ORGAN * len(organs)))
    weights = rng.dirichlet(np.full(len(organs), 4.0))
    members = 1 + rng.multinomial(total - len(organs), weights)
    rows = [
        {
            "registration_code": f"BD{number:04d}",
            "organ_name": organ,
            "grid_code": communities[(number - 1) % len(communities)].code,
            "registered_count": int(count),
            "registered_on": day_of(int(rng.integers(0, DAY_COUNT - 200))),
        }
        for number, (organ, count) in enumerate(zip(organs, members, strict=True), start=1)
    ]
    return pd.DataFrame(rows)
