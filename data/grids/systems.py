"""Which coordinate system a layer is in, and what is asked when its coordinates speak against it."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import shapely

from data.grids.coordinates import (
    MICRO,
    SWAPPED,
    looks_like_degrees,
    metres_between,
    normalised_crs,
    swapped,
    to_degrees,
)
from data.grids.layer import Basis, Layer
from data.intake.choices import choice_of_crs, choices_of_degrees
from data.intake.report import Choice, QuestionError

Place = tuple[float, float]
"""Longitude and latitude."""

STANDARD = "OGC:CRS84"
_CHINA = (73.0, 3.0, 136.0, 54.0)
_GAUSS_3_ZONES, _GAUSS_6_ZONES, _GAUSS_3_MERIDIANS = 4513 - 25, 4491 - 13, 4534 - 25
"""EPSG number of CGCS2000 Gauss–Krüger: add the zone (for the last: meridian / 3) to get the system's own."""
_NORTHINGS = (300_000.0, 6_000_000.0)
_MARGIN = 3.0
"""Degrees a layer may lie outside the area its coordinate system is meant for."""


def bring_to_degrees(layer: Layer, file: str, told: str | None, near: Place | None = None) -> None:
    """Convert as told, else as the file declares, else as degrees of CGCS2000.

    Args:
        layer: its geometry is replaced, and its basis set.
        file: name of the file, without its folder.
        told: the coordinate system named by the person who imports.
        near: where the district is, when the store knows.

    Raises:
        QuestionError: the coordinates are not what the file says, or nothing is said and they are not degrees.
    """
    where = f"{file} 图层“{layer.name}”" if layer.name else file
    crs = normalised_crs(told) if told else layer.crs or "EPSG:4490"
    layer.basis = "told" if told else _basis(layer.crs)
    if not told:
        _ask_about(layer, crs, where, near)
    moved = to_degrees(layer.geometry, crs)
    if layer.basis == "declared" and not _lies_in_its_area(moved, crs):
        advice, choices = _candidates(layer.geometry, near)
        raise QuestionError(
            f"{where}：文件写明坐标系 {_named(crs)}，换算后却不在它适用的地方，多半是分带或坐标系写错了，{advice}",
            "crs_contradicted",
            choices,
        )
    layer.geometry = moved


def _named(crs: str) -> str:
    """A coordinate system as told to people: its number, or its name where it has none."""
    return crs if crs.upper().startswith("EPSG:") else str(pyproj.CRS.from_user_input(crs).name)


def _basis(declared: str) -> Basis:
    return "none" if not declared else "standard" if declared == STANDARD else "declared"


def _ask_about(layer: Layer, crs: str, where: str, near: Place | None) -> None:
    """Ask when the numbers themselves are not of the coordinate system."""
    shapes = layer.geometry
    if pyproj.CRS.from_user_input(crs).is_projected:
        if looks_like_degrees(shapes):
            raise QuestionError(
                f"{where}：文件写明坐标系 {_named(crs)}（单位是米），坐标却像经纬度。请选它是什么坐标。"
                "命令行：经纬度用 --crs EPSG:4490，高德、百度地图的用 --crs gcj02 或 --crs bd09。",
                "crs_contradicted",
                choices_of_degrees(),
            )
        return
    said = "文件没有写明坐标系" if layer.basis != "declared" else f"文件写明坐标系 {_named(crs)}（经纬度）"
    if _in_china(swapped(shapes)) and not _in_china(shapes):
        raise QuestionError(
            f"{where}：经度和纬度像是写反了（第一个数是纬度）。请确认。命令行：用 --crs EPSG:4490{SWAPPED}。",
            "axes_swapped",
            _altered(SWAPPED, "经度和纬度写反了"),
        )
    if looks_like_degrees(shapes):
        return
    if _in_china(shapely.transform(shapes, lambda points: points / 1e6)):
        raise QuestionError(
            f"{where}：坐标像是放大一百万倍的经纬度（整数）。请确认。命令行：用 --crs EPSG:4490{MICRO}。",
            "crs_unknown",
            _altered(MICRO, "放大了一百万倍"),
        )
    code = "crs_contradicted" if layer.basis == "declared" else "crs_unknown"
    advice, choices = _candidates(shapes, near)
    raise QuestionError(f"{where}：{said}，坐标却不是经纬度，{advice}", code, choices)


def _altered(suffix: str, words: str) -> list[Choice]:
    """Degrees that were written in another way, of any map service."""
    return [
        choice_of_crs(f"{choice.answers['crs']}{suffix}", f"{words}，{choice.label}") for choice in choices_of_degrees()
    ]


def _middle(shapes: np.ndarray) -> Place | None:
    """The middle of the typical shape, which a few stray ones do not move."""
    bounds = shapely.bounds(shapes)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return None
    west, south, east, north = np.median(bounds, axis=0).tolist()
    return (west + east) / 2, (south + north) / 2


def _in_china(shapes: np.ndarray) -> bool:
    middle = _middle(shapes)
    west, south, east, north = _CHINA
    return middle is not None and west <= middle[0] <= east and south <= middle[1] <= north


def _lies_in_its_area(moved: np.ndarray, crs: str) -> bool:
    """Whether shapes in degrees lie where their coordinate system is used."""
    if not (~shapely.is_empty(moved) & ~shapely.is_missing(moved)).any():
        return True
    area, middle = pyproj.CRS.from_user_input(crs).area_of_use, _middle(moved)
    if middle is None:
        return False
    if area is None or area.west > area.east:
        return True
    return (
        area.west - _MARGIN <= middle[0] <= area.east + _MARGIN
        and area.south - _MARGIN <= middle[1] <= area.north + _MARGIN
    )


def _candidates(shapes: np.ndarray, near: Place | None) -> tuple[str, list[Choice]]:
    """Which projected systems the numbers may be of, as the end of a question and as its choices."""
    middle = _middle(shapes)
    found = _projected(middle, near) if middle is not None else []
    if not found:
        return "请问清坐标系再导入。命令行：用 --crs 写明 EPSG 编号（例如 --crs EPSG:4547）。", []
    told = "；".join(f"{words}（{crs}）" for crs, words in found)
    advice = f"从数值看可能是：{told}。请核实后选一个。命令行：用 --crs 写明，例如 --crs {found[0][0]}。"
    return advice, [choice_of_crs(crs, f"{words}（{crs}）") for crs, words in found]


def _projected(middle: Place, near: Place | None) -> list[tuple[str, str]]:
    """Projected systems the middle of a layer may be of, the nearest to the district first."""
    found = [(crs, words) for crs, words in _of_numbers(*middle, near)]
    found += [(crs + SWAPPED, f"{words}，纵横坐标对调") for crs, words in _of_numbers(middle[1], middle[0], near)]
    if near is None:
        return found
    measured = [(_kilometres(crs, middle, near), crs, words) for crs, words in found]
    return [(crs, f"{words}，离现有网格 {away:,.0f} 公里") for away, crs, words in sorted(measured)]


def _of_numbers(x: float, y: float, near: Place | None) -> list[tuple[str, str]]:
    found = []
    if _NORTHINGS[0] < y < _NORTHINGS[1]:
        zone, easting = int(x // 1e6), x % 1e6
        if 100_000 < easting < 900_000 and 25 <= zone <= 45:
            found.append((f"EPSG:{_GAUSS_3_ZONES + zone}", f"CGCS2000 三度带第 {zone} 带"))
        elif 100_000 < easting < 900_000 and 13 <= zone <= 23:
            found.append((f"EPSG:{_GAUSS_6_ZONES + zone}", f"CGCS2000 六度带第 {zone} 带"))
        elif zone == 0 and 100_000 < easting < 900_000:
            found += [
                (f"EPSG:{_GAUSS_3_MERIDIANS + third}", f"CGCS2000 三度带，中央经线 {third * 3}°")
                for third in ([round(near[0] / 3)] if near and 75 <= near[0] <= 135 else [36, 37, 38, 39, 40])
            ]
    if 8_100_000 < x < 15_200_000 and 300_000 < y < 7_200_000:
        found.append(("EPSG:3857", "网络地图的墨卡托投影"))
    return found


def _kilometres(crs: str, middle: Place, near: Place) -> float:
    point = shapely.get_coordinates(to_degrees(shapely.points([middle]), crs))[0]
    if not np.isfinite(point).all():
        return float("inf")
    return math.hypot(*metres_between(near[0], near[1], float(point[0]), float(point[1]))) / 1000
