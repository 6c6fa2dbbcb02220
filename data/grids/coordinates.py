"""Bringing coordinates to degrees of WGS 84 / CGCS2000 (they differ by less than a metre)."""

from __future__ import annotations

import math

import numpy as np
import prcoords
import pyproj
import shapely
from pyproj.exceptions import CRSError

from data.intake.choices import choices_of_degrees
from data.intake.report import QuestionError

GCJ02, BD09 = "gcj02", "bd09"
GEOD = pyproj.Geod(ellps="GRS80")
_FORWARD = {GCJ02: prcoords.wgs_gcj, BD09: prcoords.wgs_bd}
_INVERSE = {GCJ02: prcoords.gcj_wgs_bored, BD09: prcoords.bd_wgs_bored}
SWAPPED, MICRO = "/yx", "/e6"
"""What may follow the name of a coordinate system: latitude or northing first; millionths of a degree."""
_DEGREES = {"EPSG:4326", "EPSG:4490", "OGC:CRS84", "EPSG:4979", "wgs84"}


def normalised_crs(text: str) -> str:
    """A coordinate system as named on the command line.

    Raises:
        QuestionError: nothing of that name is known.
    """
    name, suffix = _parts(text.strip())
    simple = name.lower().replace("-", "").replace("_", "")
    if simple in (GCJ02, BD09):
        return simple + suffix
    if simple in ("wgs84", "cgcs2000"):
        return ("EPSG:4326" if simple == "wgs84" else "EPSG:4490") + suffix
    try:
        pyproj.CRS.from_user_input(name)
    except CRSError as error:
        raise QuestionError(
            f"不认识坐标系“{text}”，请写 EPSG:4490、EPSG:4326、gcj02（高德）、bd09（百度）或别的 EPSG 编号。",
            "crs_unknown",
            choices_of_degrees(),
        ) from error
    return name + suffix


def _parts(crs: str) -> tuple[str, str]:
    """A coordinate system and what follows its name."""
    return next(((crs[: -len(end)], end) for end in (SWAPPED, MICRO) if crs.lower().endswith(end)), (crs, ""))


def swapped(geometry: np.ndarray) -> np.ndarray:
    """Shapes with their two coordinates changed about."""
    return shapely.transform(geometry, lambda points: points[:, ::-1])


def to_degrees(geometry: np.ndarray, crs: str) -> np.ndarray:
    """Shapes in degrees.

    Args:
        geometry: shapely geometries or None.
        crs: "gcj02", "bd09" or anything pyproj reads, with :data:`SWAPPED` or :data:`MICRO` behind it.
    """
    crs, suffix = _parts(crs)
    if suffix == SWAPPED:
        geometry = swapped(geometry)
    elif suffix == MICRO:
        geometry = shapely.transform(geometry, lambda points: points / 1e6)
    if crs in _INVERSE:
        return shapely.transform(geometry, lambda points: _china_to_wgs84(points, crs))
    if crs in _DEGREES:
        return shapely.force_2d(geometry)
    source = pyproj.CRS.from_user_input(crs)
    if source.is_geographic and source.datum is not None and "2000" in source.datum.name:
        return shapely.force_2d(geometry)
    transformer = pyproj.Transformer.from_crs(source, "EPSG:4326", always_xy=True)
    return shapely.transform(
        geometry, lambda points: np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
    )


def looks_like_degrees(geometry: np.ndarray) -> bool:
    """Whether most shapes lie within the range of degrees."""
    bounds = shapely.bounds(geometry)
    bounds = bounds[~np.isnan(bounds).any(axis=1)]
    return not len(bounds) or float(np.mean(_within(bounds))) > 0.5


def in_range(geometry: np.ndarray) -> np.ndarray:
    """Per shape: whether it lies on the globe (shapes without coordinates count as lying there)."""
    bounds = shapely.bounds(geometry)
    return np.isnan(bounds).any(axis=1) | _within(bounds)


def _within(bounds: np.ndarray) -> np.ndarray:
    inside: np.ndarray = (bounds[:, 0] >= -180) & (bounds[:, 2] <= 180) & (bounds[:, 1] >= -90) & (bounds[:, 3] <= 90)
    return inside


def offset_of(crs: str, longitude: float, latitude: float) -> tuple[float, float]:
    """How far east and north, in metres, "gcj02" or "bd09" puts a place."""
    lat, lon = _FORWARD[crs]((latitude, longitude))
    return metres_between(longitude, latitude, lon, lat)


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> tuple[float, float]:
    """Metres east and north from one place to another near by."""
    azimuth, _, distance = GEOD.inv(lon, lat, other_lon, other_lat)
    return distance * math.sin(math.radians(azimuth)), distance * math.cos(math.radians(azimuth))


def to_metres(*groups: np.ndarray) -> list[np.ndarray]:
    """Shapes in degrees as shapes in metres of one equal-area projection about their middle."""
    bounds = np.array([shapely.total_bounds(group) for group in groups])
    west, south = np.nanmin(bounds[:, :2], axis=0)
    east, north = np.nanmax(bounds[:, 2:], axis=0)
    # CGCS2000 is in degrees of the same ellipsoid: the bare projection gives what a transformer from EPSG:4490 gives,
    # without its search of the database of coordinate systems.
    project = pyproj.Proj(proj="laea", lat_0=(south + north) / 2, lon_0=(west + east) / 2, ellps="GRS80", units="m")
    return [
        shapely.transform(group, lambda points: np.column_stack(project(points[:, 0], points[:, 1])))
        for group in groups
    ]


def _china_to_wgs84(points: np.ndarray, crs: str) -> np.ndarray:
    """Each distinct point once, because neighbours share their vertices; outside China nothing was ever shifted."""
    inverse = _INVERSE[crs]
    distinct, places = np.unique(points[:, :2], axis=0, return_inverse=True)
    moved = distinct.copy()
    for i, (lon, lat) in enumerate(distinct.tolist()):
        if prcoords.sanity_in_china_p(prcoords.Coords(lat, lon)):
            moved[i] = inverse((lat, lon))[::-1]
    return moved[places.ravel()]
