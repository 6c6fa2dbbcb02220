"""The fictional district: its grids with codes, names, kinds, people and polygons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import numpy as np
import shapely
from shapely.geometry import Polygon

from data.demo.boundaries import draw, joined
from data.demo.drawing import Seat, Sketch
from data.demo.names import COMMUNITY_STEMS, VILLAGE_STEMS
from data.demo.profile import DemoProfile, load_profile
from data.demo.subdivision import Leaf, subdivide
from data.demo.terrain import Warp, square_metres

_FOUNDED = date(2022, 4, 18)
_LATER = (date(2022, 9, 1), date(2023, 5, 15), date(2024, 3, 15))


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid of any level.

    Attributes:
        code: 9, 12 or 15 digits; a child's code starts with its parent's.
        name: full name, unique in the district.
        level: 1, 2 or 3.
        parent_code: code of the grid above; empty at level 1.
        kind: 城市社区, 农牧村 or 专属; empty at level 1, which has several.
        polygon: boundary in degrees.
        household_count: households.
        population_count: residents.
        staff_count: grid staff.
        opened_on: when the grid was set up.
        stem: short name without its kind, for venues and units.
    """

    code: str
    name: str
    level: int
    parent_code: str
    kind: str
    polygon: Polygon
    household_count: int
    population_count: int
    staff_count: int
    opened_on: date
    stem: str

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude of a place inside."""
        inside = self.polygon.representative_point()
        return round(inside.x, 6), round(inside.y, 6)


@dataclass(frozen=True, slots=True)
class District:
    """All grids and the bend they were drawn with.

    Attributes:
        grids: level 1, then 2, then 3, each in code order.
        warp: bends river, railway and roads as the boundaries were bent.
        sketch: the land they were cut from.
        name: the district's name.
    """

    grids: tuple[Grid, ...]
    warp: Warp
    sketch: Sketch
    name: str

    def of_level(self, level: int) -> tuple[Grid, ...]:
        """Grids of one level in code order."""
        return tuple(grid for grid in self.grids if grid.level == level)


def build_district(seed: int, profile: DemoProfile | None = None) -> District:
    """The district of a seed; the default profile's unless another is given."""
    profile = profile or load_profile()
    sketch = profile.sketch
    leaves = subdivide(np.random.default_rng([seed, 1]), sketch)
    boundaries = draw(leaves, np.random.default_rng([seed, 2]))
    rng = np.random.default_rng([seed, 3])
    names = _NameBook(rng)
    level1: list[Grid] = []
    level2: list[Grid] = []
    level3: list[Grid] = []
    pairs = list(zip(leaves, boundaries.leaves, strict=True))
    for seat, in_seat in groupby(pairs, key=lambda pair: pair[0].seat):
        communities = [list(group) for _, group in groupby(in_seat, key=lambda pair: pair[0].community)]
        place = sketch.seats[seat]
        children = _communities(place, f"{sketch.county_code}{place.suffix}", communities, names, rng)
        level1.append(_above(f"{sketch.county_code}{place.suffix}", place.name, "", "", children[0]))
        level2 += children[0]
        level3 += children[1]
    level3 = _staffed(level3, profile.count("grid_staff"))
    level2 = [_recounted(grid, level3) for grid in level2]
    level1 = [_recounted(grid, level2) for grid in level1]
    return District((*level1, *level2, *level3), boundaries.warp, sketch, profile.district["name"])


def _staffed(grids: list[Grid], total: int) -> list[Grid]:
    """The same grids with a published number of staff in all, one more or fewer in the first ones that can spare it."""
    if not total:
        return grids
    share = total / sum(grid.staff_count for grid in grids)
    counts = [max(1, round(grid.staff_count * share)) for grid in grids]
    place = 0
    while sum(counts) != total:
        step = 1 if sum(counts) < total else -1
        counts[place % len(counts)] = max(1, counts[place % len(counts)] + step)
        place += 1
    return [replace(grid, staff_count=count) for grid, count in zip(grids, counts, strict=True)]


def _recounted(grid: Grid, below: list[Grid]) -> Grid:
    return replace(grid, staff_count=sum(child.staff_count for child in below if child.parent_code == grid.code))


class _NameBook:
    """Hands out each invented name once, in an order drawn from the seed."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._communities = [COMMUNITY_STEMS[i] for i in rng.permutation(len(COMMUNITY_STEMS))]
        self._villages = list(VILLAGE_STEMS)

    def community(self, is_village: bool) -> str:
        return self._villages.pop(0) if is_village else self._communities.pop()


def _communities(
    place: Seat, seat_code: str, groups: list[list[tuple[Leaf, Polygon]]], names: _NameBook, rng: np.random.Generator
) -> tuple[list[Grid], list[Grid]]:
    """Communities of a subdistrict and, second, their grids."""
    dedicated = dict(zip(_hosts(groups, len(place.dedicated)), place.dedicated, strict=True))
    areas = [square_metres(sum(polygon.area for _, polygon in group)) for group in groups]
    townlets = np.argsort(areas)[: place.townlets].tolist() if place.is_rural else range(len(groups))
    communities: list[Grid] = []
    grids: list[Grid] = []
    counters = {True: 200, False: 0}
    for index, group in enumerate(groups):
        is_village = index not in townlets
        counters[is_village] += 1
        code = f"{seat_code}{counters[is_village]:03d}"
        stem = names.community(is_village)
        children = _leaf_grids(code, stem, is_village, [polygon for _, polygon in group], rng)
        if index in dedicated:
            children[-1] = _as_dedicated(children[-1], dedicated[index], rng)
        kind = "农牧村" if is_village else "城市社区"
        communities.append(_above(code, stem + ("村" if is_village else "社区"), code[:9], kind, children, stem))
        grids += children
    order = sorted(range(len(communities)), key=lambda i: communities[i].code)
    return [communities[i] for i in order], sorted(grids, key=lambda grid: grid.code)


def _hosts(groups: list[list[tuple[Leaf, Polygon]]], count: int) -> list[int]:
    """Which communities hold a dedicated grid: those with most grids, far apart in the list."""
    return sorted(range(len(groups)), key=lambda i: (-len(groups[i]), i))[:count]


def _leaf_grids(
    parent: str, stem: str, is_village: bool, polygons: list[Polygon], rng: np.random.Generator
) -> list[Grid]:
    """The level-3 grids of a community."""
    grids = []
    for number, polygon in enumerate(polygons, start=1):
        households = round(float(rng.lognormal(np.log(230 if is_village else 420), 0.28)))
        grids.append(
            Grid(
                code=f"{parent}{number:03d}",
                name=f"{stem}第{number:02d}网格",
                level=3,
                parent_code=parent,
                kind="农牧村" if is_village else "城市社区",
                polygon=polygon,
                household_count=households,
                population_count=round(households * float(rng.normal(2.9 if is_village else 2.55, 0.18))),
                staff_count=2 + int(rng.poisson(households / 165)),
                opened_on=_FOUNDED,
                stem=stem,
            )
        )
    return grids


def _as_dedicated(grid: Grid, name: str, rng: np.random.Generator) -> Grid:
    """The grid turned over to a market, campus, park or building: hardly anyone lives there."""
    households = int(rng.integers(0, 36))
    return replace(
        grid,
        name=f"{name}专属网格",
        stem=name,
        kind="专属",
        household_count=households,
        population_count=round(households * 2.2),
        staff_count=int(rng.integers(1, 4)),
        opened_on=_LATER[int(rng.integers(0, len(_LATER)))],
    )


def _above(code: str, name: str, parent: str, kind: str, children: list[Grid], stem: str = "") -> Grid:
    """The grid made of its children: their union and their sums."""
    return Grid(
        code=code,
        name=name,
        level=1 if not parent else 2,
        parent_code=parent,
        kind=kind,
        polygon=shapely.normalize(joined([child.polygon for child in children])),
        household_count=sum(child.household_count for child in children),
        population_count=sum(child.population_count for child in children),
        staff_count=sum(child.staff_count for child in children),
        opened_on=_FOUNDED,
        stem=stem or name.removesuffix("街道"),
    )
