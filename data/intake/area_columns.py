"""Columns that say where a row belongs beside the grid's own: names of areas, coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.intake.header_text import normalise

_SMALLEST_FIRST = (
    ("网格名称", "所属网格", "所在网格", "三级网格", "网格"),
    ("所属社区", "所在社区", "社区名称", "村社区", "社区(村)", "社区", "所属村", "二级网格"),
    ("所属街道", "所在街道", "街道名称", "街道(乡镇)", "乡镇街道", "镇街", "乡镇", "街道", "一级网格"),
)
"""Headers of columns that name an area, level by level."""
_LONGITUDE = ("经度", "lng", "lon", "longitude")
_LATITUDE = ("纬度", "lat", "latitude")
_BOTH = ("经纬度", "坐标", "经纬度坐标", "位置坐标", "lnglat")


@dataclass(frozen=True, slots=True)
class AreaColumns:
    """Positions of the columns that say where a row belongs; None or empty where there is none.

    Attributes:
        names: columns with names of areas, the smallest first.
        longitude: column with longitudes.
        latitude: column with latitudes.
        both: column with both in one cell.
    """

    names: tuple[int, ...] = ()
    longitude: int | None = None
    latitude: int | None = None
    both: int | None = None

    @property
    def has_point(self) -> bool:
        """Whether rows may have coordinates."""
        return self.both is not None or None not in (self.longitude, self.latitude)

    @property
    def points(self) -> tuple[int, ...]:
        """The columns with coordinates."""
        return tuple(place for place in (self.longitude, self.latitude, self.both) if place is not None)

    @property
    def places(self) -> tuple[int, ...]:
        """All of them."""
        return (*self.names, *self.points)


def area_name(headers: Mapping[int, str]) -> int | None:
    """The column that names the smallest area, where none gives the grid's code."""
    return next(iter(_named(headers)), None)


def area_columns(headers: Mapping[int, str], *, has_own_point: bool) -> AreaColumns:
    """The columns that say where a row belongs, among those that fill no field.

    Args:
        headers: position → header of the columns left.
        has_own_point: the ledger itself has coordinates, so that these are none of ours.
    """
    names = tuple(_named(headers))
    if has_own_point:
        return AreaColumns(names)
    longitude, latitude, both = (_first(headers, known) for known in (_LONGITUDE, _LATITUDE, _BOTH))
    if None in (longitude, latitude):
        return AreaColumns(names, both=both)
    return AreaColumns(names, longitude, latitude)


def _named(headers: Mapping[int, str]) -> list[int]:
    """Columns that name an area, one a level, the smallest first."""
    found = (_first(headers, level) for level in _SMALLEST_FIRST)
    return [place for place in found if place is not None]


def _first(headers: Mapping[int, str], known: Sequence[str]) -> int | None:
    places = {normalise(header): place for place, header in reversed(list(headers.items()))}
    return next((places[name] for name in known if name in places), None)
