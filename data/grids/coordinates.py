"""Bringing coordinates to degrees of WGS 84 / CGCS2000 (they differ by less than a metre)."""

from __future__ import annotations

import numpy as np
import prcoords
import pyproj
import shapely
from pyproj.exceptions import CRSError

from data.intake.report import QuestionError

GCJ02, BD09 = "gcj02", "bd09"
_INVERSE = {GCJ02: prcoords.gcj_wgs_bored, BD09: prcoords.bd_wgs_bored}
_DEGREES = {"EPSG:4326", "EPSG:4490", "OGC:CRS84", "EPSG:4979", "wgs84"}


def normalised_crs(text: str) -> str:
    """A coordinate system as named on the command line.

    Raises:
        QuestionError: nothing of that name is known.
    """
    name = text.strip()
    simple = name.lower().replace("-", "").replace("_", "")
    if simple in (GCJ02, BD09):
        return simple
    if simple in ("wgs84", "cgcs2000"):
        return "EPSG:4326" if simple == "wgs84" else "EPSG:4490"
    try:
        pyproj.CRS.from_user_input(name)
    except CRSError as error:
        raise QuestionError(
            f"不认识坐标系“{text}”，请写 EPSG:4490、EPSG:4326、gcj02（高德）、bd09（百度）或别的 EPSG 编号。",
            "crs_unknown",
        ) from error
    return name


def to_degrees(geometry: np.ndarray, crs: str) -> np.ndarray:
    """Shapes in degrees.

    Args:
        geometry: shapely geometries or None.
        crs: "gcj02", "bd09" or anything pyproj reads.
    """
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


def _china_to_wgs84(points: np.ndarray, crs: str) -> np.ndarray:
    """Each distinct point once, because neighbours share their vertices; outside China nothing was ever shifted."""
    inverse = _INVERSE[crs]
    distinct, places = np.unique(points[:, :2], axis=0, return_inverse=True)
    moved = distinct.copy()
    for i, (lon, lat) in enumerate(distinct.tolist()):
        if prcoords.sanity_in_china_p(prcoords.Coords(lat, lon)):
            moved[i] = inverse((lat, lon))[::-1]
    return moved[places.ravel()]
