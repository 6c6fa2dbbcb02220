"""A fictional district as it was sketched: outline, river, railway and the seats of its subdistricts.

Everything is drawn by hand, in kilometres east and north of :data:`ORIGIN`; no real place has any of these shapes.
Names are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ORIGIN = (113.70, 34.70)
"""Longitude and latitude of every sketch's zero point."""

OLD_TOWN = (-1.6, 3.4)
"""Centre of the old town, where grids are smallest and streets straightest."""

Line = tuple[tuple[float, float], ...]

DENSITY_PEAKS = (
    (-1.6, 3.4, 2.4, 7.0),
    (3.2, 2.2, 2.0, 1.6),
    (6.4, 2.4, 1.5, 1.0),
    (-3.4, -0.9, 1.6, 1.0),
    (1.2, -2.0, 1.5, 1.0),
)
"""Where people live close together: x, y, spread in km, height above the open country's 1.0."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a subdistrict or township sits; it takes the land nearer to it than to its neighbours.

    Attributes:
        name: full name with its kind.
        suffix: last three digits of its code (streets from 001, towns from 100, townships from 200).
        at: place in kilometres.
        is_rural: whether most of its communities are villages.
        townlets: urban communities of a rural seat.
        grids: number of grids of each of its communities; empty where they follow from the residents.
        dedicated: markets, campuses, parks and buildings that are grids of their own.
    """

    name: str
    suffix: str
    at: tuple[float, float]
    is_rural: bool = False
    townlets: int = 2
    grids: tuple[int, ...] = ()
    dedicated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """The land of a district.

    Attributes:
        county_code: first six digits of every code; 99 is no province, so nobody can take them for real ones.
        levels: number of grids of each level.
        outline: the district's edge.
        river: a line that parts the land; empty without one.
        railway: another.
        roads: name and line of the main roads, drawn freely across the grids.
        seats: of level 1.
        river_name: its name.
        railway_name: its name.
    """

    county_code: str
    levels: tuple[int, int, int]
    outline: Line
    river: Line
    railway: Line
    roads: tuple[tuple[str, Line], ...]
    seats: tuple[Seat, ...]
    river_name: str = ""
    railway_name: str = ""

    @property
    def barriers(self) -> tuple[Line, ...]:
        """Lines that no grid crosses."""
        return tuple(line for line in (self.river, self.railway) if line)


def sketch_from(values: Mapping[str, Any]) -> Sketch:
    """The sketch from the ``[net]`` table of a demo profile."""
    first, second, third = values["levels"]
    return Sketch(
        county_code=values["county_code"],
        levels=(first, second, third),
        outline=_line(values["outline"]),
        river=_line(values.get("river", [])),
        railway=_line(values.get("railway", [])),
        roads=tuple((road["name"], _line(road["line"])) for road in values.get("roads", [])),
        seats=tuple(_seat(seat) for seat in values["seats"]),
        river_name=values.get("river_name", ""),
        railway_name=values.get("railway_name", ""),
    )


def _seat(values: Mapping[str, Any]) -> Seat:
    east, north = values["at"]
    return Seat(
        values["name"],
        values["suffix"],
        (east, north),
        is_rural=values.get("is_rural", False),
        townlets=values.get("townlets", 2),
        grids=tuple(values.get("grids", [])),
        dedicated=tuple(values.get("dedicated", [])),
    )


def _line(points: list[list[float]]) -> Line:
    return tuple((x, y) for x, y in points)
