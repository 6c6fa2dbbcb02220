"""Draw the demo's zones: neighbouring grids of several subdistricts under one name."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.demo.district import District, Grid
from data.demo.profile import DemoProfile

_MEMBERS = 6


def draw_zones(district: District, profile: DemoProfile, rng: np.random.Generator) -> Mapping[str, pd.DataFrame]:
    """The zones the profile names, each of the grids nearest to a point where two subdistricts meet."""
    names = tuple(profile.names.get("zones", ()))
    taken: set[str] = set()
    zones, members = [], []
    for number, name in enumerate(names, start=1):
        code = f"PQ{number:02d}"
        zones.append({"zone_code": code, "zone_name": name, "zone_kind": "试点片区"})
        chosen = _across(district, taken)
        taken.update(grid.code for grid in chosen)
        members += [{"zone_code": code, "grid_code": grid.code} for grid in chosen]
    return {"zones": pd.DataFrame(zones), "zone_grids": pd.DataFrame(members)}


def _across(district: District, taken: set[str]) -> list[Grid]:
    """Grids round the closest pair of free grids that belong to two subdistricts."""
    leaves = [grid for grid in district.of_level(3) if grid.code not in taken]
    points = np.array([grid.point for grid in leaves])
    seats = np.array([grid.code[:9] for grid in leaves])
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    between = np.where(seats[:, None] != seats[None], apart, np.inf)
    one, other = np.unravel_index(np.argmin(between), between.shape)
    middle = (points[one] + points[other]) / 2
    order = np.argsort(np.hypot(*(points - middle).T), kind="stable")
    return sorted((leaves[int(index)] for index in order[:_MEMBERS]), key=lambda grid: grid.code)
