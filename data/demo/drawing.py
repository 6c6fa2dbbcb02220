"""The fictional district as it was sketched: outline, river, railway and the seats of its subdistricts.

Everything here is drawn by hand, in kilometres east and north of :data:`ORIGIN`; no real place has this shape.
Names of subdistricts are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

ORIGIN = (113.70, 34.70)
"""Longitude and latitude of the sketch's zero point."""

OLD_TOWN = (-1.6, 3.4)
"""Centre of the old town, where grids are smallest and streets straightest."""

Line = tuple[tuple[float, float], ...]

OUTLINE: Line = (
    (-8.9, 2.9),
    (-8.1, 4.2),
    (-6.2, 4.3),
    (-5.9, 5.2),
    (-3.6, 5.3),
    (-3.3, 5.9),
    (0.2, 6.2),
    (2.5, 5.9),
    (2.9, 5.1),
    (5.3, 5.5),
    (6.4, 5.0),
    (8.7, 5.2),
    (9.4, 3.9),
    (8.9, 2.2),
    (9.9, 1.1),
    (10.2, -1.0),
    (9.2, -2.3),
    (9.0, -3.8),
    (7.5, -4.2),
    (7.3, -5.4),
    (5.5, -5.8),
    (4.8, -7.2),
    (2.4, -6.9),
    (1.2, -7.9),
    (-0.5, -7.4),
    (-1.4, -6.2),
    (-3.1, -6.3),
    (-4.6, -5.5),
    (-6.2, -5.6),
    (-6.9, -4.1),
    (-6.3, -2.7),
    (-7.7, -2.1),
    (-8.2, -0.6),
    (-9.6, 0.2),
    (-9.2, 1.7),
)

RIVER: Line = (
    (-11.8, 0.5),
    (-10.4, 1.2),
    (-9.0, 0.9),
    (-8.2, 0.3),
    (-7.4, 0.9),
    (-5.9, 0.9),
    (-5.0, 0.1),
    (-3.7, -0.1),
    (-2.6, 0.7),
    (-1.2, 0.7),
    (-0.2, -0.3),
    (1.0, -0.6),
    (2.2, 0.1),
    (3.5, -0.1),
    (4.3, -1.1),
    (5.6, -1.5),
    (6.7, -0.8),
    (7.9, -1.2),
    (8.8, -2.1),
    (10.4, -2.2),
    (12.4, -3.2),
)

RAILWAY: Line = (
    (-3.4, 7.6),
    (-2.7, 4.6),
    (-2.5, 2.0),
    (-1.9, -0.6),
    (-0.7, -3.4),
    (-0.9, -6.0),
    (-0.2, -9.2),
)

EXPRESSWAYS: tuple[Line, ...] = (
    ((-11.2, -1.9), (-7.0, -2.0), (-3.0, -2.9), (0.5, -3.7), (4.2, -3.1), (6.2, -0.6), (6.6, 2.6), (7.2, 6.6)),
    ((-10.8, 3.0), (-6.2, 2.9), (-3.4, 3.1), (0.0, 2.9), (4.2, 2.5), (7.4, 3.1), (11.2, 2.6)),
    ((1.0, 7.6), (0.7, 4.6), (0.9, 1.8), (1.9, -1.6), (3.6, -4.4), (4.0, -8.4)),
    ((-6.1, 6.6), (-5.7, 3.2), (-5.4, -0.2), (-4.8, -3.4), (-4.7, -7.4)),
)
"""Main roads, drawn freely across the grids."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a subdistrict or township sits; it takes the land nearer to it than to its neighbours.

    Attributes:
        name: full name with its kind.
        suffix: last three digits of its code (streets from 001, towns from 100, townships from 200).
        at: place in kilometres.
        is_rural: whether most of its communities are villages.
    """

    name: str
    suffix: str
    at: tuple[float, float]
    is_rural: bool = False


SEATS: tuple[Seat, ...] = (
    Seat("鼓台街道", "001", (-1.2, 4.6)),
    Seat("锦棠街道", "002", (-1.0, 1.9)),
    Seat("文澜街道", "003", (-4.0, 4.2)),
    Seat("柳堤街道", "004", (-4.2, 1.7)),
    Seat("云桥街道", "005", (2.0, 3.9)),
    Seat("望河街道", "006", (2.8, 1.0)),
    Seat("松岗街道", "007", (-7.2, 2.4)),
    Seat("启明街道", "008", (6.5, 2.2)),
    Seat("清渠街道", "009", (-4.3, -1.1)),
    Seat("安澜街道", "010", (1.4, -2.0)),
    Seat("杏坞镇", "100", (-3.8, -4.0), is_rural=True),
    Seat("泽湾镇", "101", (6.3, -3.2), is_rural=True),
    Seat("石坪乡", "200", (2.2, -5.0), is_rural=True),
)

DENSITY_PEAKS = (
    (-1.6, 3.4, 2.4, 7.0),
    (3.2, 2.2, 2.0, 1.6),
    (6.4, 2.4, 1.5, 1.0),
    (-3.4, -0.9, 1.6, 1.0),
    (1.2, -2.0, 1.5, 1.0),
)
"""Where people live close together: x, y, spread in km, height above the open country's 1.0."""
