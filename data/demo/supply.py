"""Draw the demo's lists of resources and demands, and what came of putting them together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.demo.district import District, Grid
from data.demo.lives import NEVER, after, dates, leaf_weights, numbered, openings, wait
from data.demo.organisations import BUREAUS, ENTERPRISES, office_of
from data.demo.profile import DemoProfile
from data.demo.rhythm import AS_OF, day_number, day_of
from data.demo.supply_phrases import DEMAND_TITLES, KINDS_OFFERED, NAMED_PROVIDERS, RESOURCE_TITLES
from data.ledgers.matches import MATCH_EXITS
from data.ledgers.resources import SUPPLY_KINDS
from data.ledgers.service_demands import SERVICE_DEMAND_EXITS

_KIND_WEIGHTS = (0.27, 0.16, 0.28, 0.16, 0.13)
_WANTED_WEIGHTS = (0.19, 0.14, 0.34, 0.15, 0.18)
_CAPACITY = ((4, 26), (15, 120), (20, 140), (12, 80), (2, 10))
_QUANTITY = ((2, 16), (8, 110), (15, 130), (8, 70), (1, 9))
"""From and to, by kind: a demand takes a good part of a resource."""
_WEEKDAYS = ("每天", "周一至周五", "周末", "周二、周四", None)
_TIMES = ("09:00-17:00", "08:30-12:00", "14:00-20:00", None)
_WANTED_DAYS = ("周末", "工作日", None, None)
_WANTED_TIMES = ("09:00-11:30", "15:00-18:00", None, None)
_NOT_TRIED, _DECLINED, _STUCK, _EXITS = 0.1, 0.16, 0.07, 0.05
"""Shares: demands nobody looks for, first suggestions not accepted, accepted ones that drag on, demands that end."""
_NEIGHBOURS = 0.72
"""How often a resource of the demand's own subdistrict is looked for first."""


def draw_supply(district: District, profile: DemoProfile, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The three ledgers by name, columns as declared, in order of their dates."""
    communities = len(district.of_level(2))
    things = _resources(district, profile, profile.count("resources", profile.size("resources", communities * 2)), rng)
    wanted = profile.count("service_demands", profile.size("service_demands", communities))
    needs = _demands(district, wanted, rng)
    matches, needs = _matched(things, needs, rng)
    return {"resources": things, "service_demands": needs, "matches": matches}


def _resources(district: District, profile: DemoProfile, count: int, rng: np.random.Generator) -> pd.DataFrame:
    leaves = district.of_level(3)
    kinds = rng.choice(SUPPLY_KINDS, count, p=_KIND_WEIGHTS)
    places = _uneven(leaves, kinds, rng)
    providers = [_provider(place, district, rng) for place in places]
    for number, (provider, kind) in enumerate(_published(profile, rng)[:count]):
        providers[number], kinds[number] = provider, kind
    listed = dates(openings(rng, count))
    has_point = (kinds == "场地") & (rng.random(count) < 0.6)
    points = [place.point if known else (None, None) for place, known in zip(places, has_point, strict=True)]
    ends = [_end(rng) for _ in range(count)]
    return pd.DataFrame(
        {
            "resource_code": numbered("ZY", listed),
            "resource_title": [_titled(RESOURCE_TITLES, kind, rng) for kind in kinds],
            "grid_code": [place.code for place in places],
            "resource_kind": kinds,
            "provider": [name for name, _ in providers],
            "provider_kind": [kind for _, kind in providers],
            "listed_on": listed,
            "capacity": [None if rng.random() < 0.02 else _amount(_CAPACITY, kind, rng) for kind in kinds],
            "available_from": listed,
            "available_to": ends,
            "open_weekdays": _chosen(_WEEKDAYS, count, rng),
            "open_time": _chosen(_TIMES, count, rng),
            "longitude": [lon for lon, _ in points],
            "latitude": [lat for _, lat in points],
        }
    )


def _uneven(leaves: tuple[Grid, ...], kinds: np.ndarray, rng: np.random.Generator) -> list[Grid]:
    """Where each resource is: some subdistricts have much of one kind and hardly any of another."""
    weights = leaf_weights(leaves, rng)
    seats, at = np.unique([leaf.code[:9] for leaf in leaves], return_inverse=True)
    favour = {kind: rng.lognormal(0, 1.3, len(seats))[at] * weights for kind in SUPPLY_KINDS}
    chosen = {kind: rng.choice(len(leaves), len(kinds), p=each / each.sum()) for kind, each in favour.items()}
    return [leaves[chosen[kind][number]] for number, kind in enumerate(kinds)]


def _published(profile: DemoProfile, rng: np.random.Generator) -> list[tuple[tuple[str, str], str]]:
    """The providers the district publishes by kind, with what each offers."""
    return [
        (provider, str(rng.choice(KINDS_OFFERED[name])))
        for name, providers in NAMED_PROVIDERS.items()
        for provider in providers[: profile.count(name)]
    ]


def _provider(place: Grid, district: District, rng: np.random.Generator) -> tuple[str, str]:
    """Who offers something in a grid: its subdistrict's office, a bureau, an enterprise, the community itself."""
    seat = next(grid for grid in district.of_level(1) if place.code.startswith(grid.code))
    community = next(grid for grid in district.of_level(2) if place.code.startswith(grid.code))
    drawn = rng.random()
    if drawn < 0.22:
        return community.name, "村和社区"
    if drawn < 0.34:
        return office_of(seat.name), "机关事业单位"
    if drawn < 0.62:
        return BUREAUS[int(rng.integers(len(BUREAUS)))], "机关事业单位"
    if drawn < 0.86:
        name = ENTERPRISES[int(rng.integers(len(ENTERPRISES)))]
        return name, "学校医院" if name.endswith(("医院", "学校")) else "企业"
    return f"{community.stem}公益服务社", "社会组织"


def _end(rng: np.random.Generator) -> object:
    """Most resources are offered until a year's end, some without end, a few are over."""
    drawn = rng.random()
    if drawn < 0.4:
        return None
    return AS_OF + timedelta(days=int(rng.integers(30, 550))) if drawn < 0.94 else AS_OF - timedelta(days=15)


def _demands(district: District, count: int, rng: np.random.Generator) -> pd.DataFrame:
    leaves = district.of_level(3)
    communities = {grid.code: grid.name for grid in district.of_level(2)}
    submitted = openings(rng, count)
    kinds = rng.choice(SUPPLY_KINDS, count, p=_WANTED_WEIGHTS)
    places = [leaves[place] for place in rng.choice(len(leaves), count, p=leaf_weights(leaves, rng))]
    gone = after(submitted, np.where(rng.random(count) < _EXITS, wait(rng, 9.0, 0.5, count), NEVER))
    opened = dates(submitted)
    reasons = rng.choice(SERVICE_DEMAND_EXITS, count)
    return pd.DataFrame(
        {
            "service_demand_code": numbered("GX", opened),
            "service_demand_title": [_titled(DEMAND_TITLES, kind, rng) for kind in kinds],
            "grid_code": [place.code for place in places],
            "service_demand_kind": kinds,
            "raised_by": [communities[place.parent_code] for place in places],
            "quantity": [_amount(_QUANTITY, kind, rng) for kind in kinds],
            "submitted_on": opened,
            "wanted_by": [
                None if rng.random() < 0.3 else day_of(int(day) + int(rng.integers(20, 110))) for day in submitted
            ],
            "wanted_weekdays": _chosen(_WANTED_DAYS, count, rng),
            "wanted_time": _chosen(_WANTED_TIMES, count, rng),
            "exited_on": dates(gone),
            "exit_reason": [
                reason if day is not None else None for reason, day in zip(reasons, dates(gone), strict=True)
            ],
        }
    )


@dataclass
class _Try:
    """One match while it is drawn; days as numbers, NEVER = not."""

    resource: str
    demand: int
    suggested: int
    accepted: int = NEVER
    fulfilled: int = NEVER
    exited: int = NEVER


def _matched(things: pd.DataFrame, needs: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The matches, and the demands with the days on which they were matched and fulfilled."""
    left = {
        code: int(amount) for code, amount in zip(things["resource_code"], things["capacity"].fillna(0), strict=True)
    }
    tries: list[_Try] = []
    for number, need in enumerate(needs.to_dict("records")):
        if need["exited_on"] is None and rng.random() >= _NOT_TRIED:
            tries += _tries(number, need, things, left, rng)
    order = sorted(tries, key=lambda one: (one.suggested, one.demand))
    suggested = dates(np.array([one.suggested for one in order], dtype=np.int64))
    happened = suggested.notna().to_numpy(dtype=bool)
    order, suggested = [one for one, is_so in zip(order, happened, strict=True) if is_so], suggested[happened]
    accepted = dates(np.array([one.accepted for one in order], dtype=np.int64))
    fulfilled = dates(np.array([one.fulfilled for one in order], dtype=np.int64))
    exited = dates(np.array([one.exited for one in order], dtype=np.int64))
    at = [one.demand for one in order]
    chosen = needs.iloc[at].reset_index(drop=True)
    matches = pd.DataFrame(
        {
            "match_code": numbered("DJ", suggested.reset_index(drop=True)),
            "match_title": chosen["service_demand_title"],
            "resource_code": [one.resource for one in order],
            "service_demand_code": chosen["service_demand_code"],
            "grid_code": chosen["grid_code"],
            "match_kind": chosen["service_demand_kind"],
            "match_quantity": chosen["quantity"],
            "suggested_on": suggested.reset_index(drop=True),
            "accepted_on": accepted,
            "match_fulfilled_on": fulfilled,
            "exited_on": exited,
            "exit_reason": [MATCH_EXITS[0] if day is not None else None for day in exited],
        }
    )
    good = {place: number for number, place in enumerate(at) if accepted.iloc[number] is not None}
    return matches, needs.assign(
        matched_on=_back(accepted, good, len(needs)),
        fulfilled_on=_back(fulfilled, good, len(needs)),
    )


def _back(days: pd.Series, places: Mapping[int, int], count: int) -> pd.Series:
    """The day of each demand's match, by the match's place."""
    return pd.Series([days.iloc[places[i]] if i in places else None for i in range(count)], dtype=object)


def _tries(
    number: int, need: Mapping[Hashable, Any], things: pd.DataFrame, left: dict[str, int], rng: np.random.Generator
) -> list[_Try]:
    """A suggestion that is not accepted now and then, and one that is, where anything suits."""
    submitted = day_number(need["submitted_on"])
    suggested = int(after(np.array([submitted]), wait(rng, 4.0, 0.8, 1))[0])
    found: list[_Try] = []
    if rng.random() < _DECLINED:
        offered = _suitable(need, things, left, rng)
        if offered:
            gone = int(after(np.array([suggested]), wait(rng, 3.0, 0.5, 1))[0])
            found.append(_Try(offered, number, suggested, exited=gone))
            suggested = gone
    chosen = _suitable(need, things, left, rng)
    if not chosen:
        return found
    accepted = int(after(np.array([suggested]), wait(rng, 2.5, 0.7, 1))[0])
    done = NEVER if rng.random() < _STUCK else int(after(np.array([accepted]), wait(rng, 13.0, 0.7, 1))[0])
    left[chosen] -= int(need["quantity"])
    return [*found, _Try(chosen, number, suggested, accepted, done)]


def _suitable(
    need: Mapping[Hashable, Any], things: pd.DataFrame, left: dict[str, int], rng: np.random.Generator
) -> str | None:
    """A resource of the kind, listed by then, with enough left; more often one of the same subdistrict."""
    enough = things["resource_code"].map(left) >= int(need["quantity"])
    listed = things["listed_on"].to_numpy() <= need["submitted_on"]
    able = things[(things["resource_kind"] == need["service_demand_kind"]).to_numpy() & listed & enough.to_numpy()]
    near = able[able["grid_code"].str.startswith(str(need["grid_code"])[:9])]
    pool = near if len(near) and rng.random() < _NEIGHBOURS else able
    return str(pool["resource_code"].iloc[int(rng.integers(len(pool)))]) if len(pool) else None


def _titled(titles: dict[str, tuple[str, ...]], kind: str, rng: np.random.Generator) -> str:
    return titles[kind][int(rng.integers(len(titles[kind])))]


def _amount(spans: tuple[tuple[int, int], ...], kind: str, rng: np.random.Generator) -> int:
    return int(rng.integers(*spans[SUPPLY_KINDS.index(kind)]))


def _chosen(values: tuple[str | None, ...], count: int, rng: np.random.Generator) -> list[str | None]:
    return [values[int(rng.integers(len(values)))] for _ in range(count)]
