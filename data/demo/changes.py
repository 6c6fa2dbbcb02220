"""Grids of the demo that were merged or split: what they were before, and rows written down under their old codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import shapely
from shapely import affinity
from shapely.geometry import LineString, Polygon
from shapely.ops import split

from data.demo.boundaries import joined
from data.demo.district import District, Grid
from data.demo.oddities import MERGED_ON, SPLIT_ON
from data.demo.profile import DemoProfile
from data.ledgers import LEDGERS
from data.ledgers.grid_changes import MERGED, SPLIT

LOGS = ("volunteer_events", "micro_wishes", "demands", "projects", "issue_reports", "meetings")
"""Ledgers of things that happened in a grid: what happened before a change carries the code of its day."""
_FIRST_SHARE = 0.55
_LEAST_HOUSEHOLDS = 200


@dataclass(slots=True)
class Changes:
    """What was changed in a district.

    Attributes:
        closed: grids that are there no more, with the day they were closed.
        opened: grid that is there now → the day it was set up.
        rows: 网格调整记录.
        before: grid that is there now → the codes its land went by until then.
    """

    closed: list[tuple[Grid, date]] = field(default_factory=list)
    opened: dict[str, date] = field(default_factory=dict)
    rows: list[dict[str, object]] = field(default_factory=list)
    before: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def as_recorded(self, ledger: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of a ledger with the codes that were in use on their day."""
        if ledger not in LOGS or not self.before:
            return frame
        days = frame[LEDGERS[ledger].opened_field]
        codes = frame["grid_code"].copy()
        for code, old in self.before.items():
            earlier = codes.index[(frame["grid_code"] == code) & (days < self.opened[code])]
            # by turns: where there were two, both are seen to be active
            codes[earlier] = [old[place % len(old)] for place in range(len(earlier))]
        return frame.assign(grid_code=codes)


def draw_changes(district: District, profile: DemoProfile, seed: int) -> Changes:
    """The changes a profile asks for (``merged_grids``, ``split_grids``), in communities drawn from the seed."""
    rng = np.random.default_rng([seed, 71])
    leaves = [
        grid for grid in district.of_level(3) if grid.household_count >= _LEAST_HOUSEHOLDS and grid.staff_count > 1
    ]
    homes: dict[str, list[Grid]] = {}
    for grid in leaves:
        homes.setdefault(grid.parent_code, []).append(grid)
    order = [homes[list(homes)[index]] for index in rng.permutation(len(homes))]
    found = Changes()
    numbers = _Numbers(district)
    wanted = {MERGED: profile.size("merged_grids"), SPLIT: profile.size("split_grids")}
    for home in order:
        if wanted[MERGED] and (halves := _halves(home[0].polygon)):
            wanted[MERGED] -= 1
            _merge(found, home[0], halves, MERGED_ON[wanted[MERGED] % len(MERGED_ON)], numbers)
        elif wanted[SPLIT] and (pair := next(_neighbours(home), None)):
            wanted[SPLIT] -= 1
            _split(found, pair, SPLIT_ON[wanted[SPLIT] % len(SPLIT_ON)], numbers)
    return found


class _Numbers:
    """Hands out numbers beyond those of a community's grids."""

    def __init__(self, district: District) -> None:
        self._last: dict[str, int] = {}
        for grid in district.of_level(3):
            self._last[grid.parent_code] = max(self._last.get(grid.parent_code, 0), int(grid.code[-3:]))

    def like(self, grid: Grid) -> Grid:
        """The grid under the next free number."""
        self._last[grid.parent_code] += 1
        number = self._last[grid.parent_code]
        return replace(grid, code=f"{grid.parent_code}{number:03d}", name=f"{grid.stem}第{number:02d}网格")


def _merge(found: Changes, grid: Grid, halves: tuple[Polygon, Polygon], on: date, numbers: _Numbers) -> None:
    """The grid as two that were merged into it."""
    parts = [replace(numbers.like(grid), polygon=half) for half in halves]
    for name in ("household_count", "population_count", "staff_count"):
        whole = getattr(grid, name)
        first = round(whole * _FIRST_SHARE)
        parts = [replace(part, **{name: value}) for part, value in zip(parts, (first, whole - first), strict=True)]
    _note(found, MERGED, [(part, grid) for part in parts], on)
    found.closed += [(part, on) for part in parts]


def _split(found: Changes, pair: tuple[Grid, Grid], on: date, numbers: _Numbers) -> None:
    """Two grids as one that was split into them."""
    one, other = pair
    whole = replace(
        numbers.like(one),
        polygon=shapely.normalize(joined([one.polygon, other.polygon])),
        household_count=one.household_count + other.household_count,
        population_count=one.population_count + other.population_count,
        staff_count=one.staff_count + other.staff_count,
    )
    _note(found, SPLIT, [(whole, part) for part in pair], on)
    found.closed.append((whole, on))


def _note(found: Changes, kind: str, pairs: list[tuple[Grid, Grid]], on: date) -> None:
    for old, new in pairs:
        found.rows.append({"change_on": on, "change_kind": kind, "from_code": old.code, "to_code": new.code})
        found.opened[new.code] = on
        found.before[new.code] = (*found.before.get(new.code, ()), old.code)


def _halves(polygon: Polygon) -> tuple[Polygon, Polygon] | None:
    """The polygon cut across its length; None where that gives more than two pieces or a sliver."""
    middle = polygon.centroid
    west, south, east, north = polygon.bounds
    reach = (east - west) + (north - south)
    line = LineString([(middle.x, middle.y - reach), (middle.x, middle.y + reach)])
    cut = line if east - west > north - south else affinity.rotate(line, 90, origin=middle)
    pieces = sorted(split(polygon, cut).geoms, key=lambda piece: piece.bounds)
    if len(pieces) != 2 or min(piece.area for piece in pieces) < polygon.area / 4:
        return None
    return shapely.normalize(pieces[0]), shapely.normalize(pieces[1])


def _neighbours(home: list[Grid]) -> Iterator[tuple[Grid, Grid]]:
    """Pairs of ordinary grids of a community that share an edge and make one polygon."""
    for one, other in combinations(home, 2):
        touch = one.kind == other.kind and one.polygon.intersection(other.polygon).length > 0
        if touch and isinstance(joined([one.polygon, other.polygon]), Polygon):
            yield one, other
