"""How far new boundaries lie from those already known: an offset of GCJ-02 or BD-09 shows only against something."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from data.grids.boundaries import Group, Unit
from data.grids.coordinates import BD09, GCJ02, metres_between, offset_of
from data.grids.marks import Place, mark
from data.intake.choices import choices_of_degrees
from data.intake.report import QuestionError

Known = Mapping[int, Mapping[str, shapely.Geometry | None]]
"""Level → code → shape of the grids already known."""

_AGREES = 30.0
"""Metres: two surveys of one boundary differ by less, the services' offsets are 300 and more."""
_LEAST_PAIRS = 3
_SAME_AREA = 0.02
_SERVICES = {GCJ02: "高德等地图的 GCJ-02", BD09: "百度地图的 BD-09"}
_CONFIRM = "请选它是什么坐标。命令行：CGCS2000 或 WGS84 的用 --crs EPSG:4490，高德地图的用 --crs gcj02，百度地图的用 --crs bd09。"


@dataclass(frozen=True, slots=True)
class Offset:
    """How a layer lies against known grids.

    Attributes:
        east: median metres to the east.
        north: median metres to the north.
        spread: median metres by which the grids differ from that.
        pairs: how many grids were compared.
        place: longitude and latitude of one of the known ones.
    """

    east: float
    north: float
    spread: float
    pairs: int
    place: tuple[float, float]

    @property
    def metres(self) -> float:
        """Length of the offset."""
        return math.hypot(self.east, self.north)

    @property
    def service(self) -> str:
        """The map service whose offset this is; "" when of none."""
        for crs in (GCJ02, BD09):
            east, north = offset_of(crs, *self.place)
            if math.hypot(self.east - east, self.north - north) < _AGREES:
                return crs
        return ""

    @property
    def agrees(self) -> bool:
        """Whether the layer lies where the known grids lie."""
        return self.metres < _AGREES

    @property
    def is_shift(self) -> bool:
        """Whether all grids lie off by the same way."""
        return not self.agrees and self.pairs >= _LEAST_PAIRS and self.spread < _AGREES

    @property
    def words(self) -> str:
        """The offset as told to people."""
        east = f"偏{'东' if self.east >= 0 else '西'} {abs(self.east):,.0f} 米"
        north = f"偏{'北' if self.north >= 0 else '南'} {abs(self.north):,.0f} 米"
        return f"与已有边界相比整体{east}、{north}（比对 {self.pairs} 个图形）"


def measure(units: Sequence[Unit], known: Known) -> Offset | None:
    """Compare grids with those of the same code, else their whole outline with that of a known level."""
    shapes = {code: shape for level in known.values() for code, shape in level.items() if shape is not None}
    pairs = [
        (shapes[unit.code], unit.shape)
        for unit in units
        if unit.shape is not None and not unit.problem and unit.code in shapes
    ]
    return _offset(pairs or _outlines(units, known))


def _outlines(units: Sequence[Unit], known: Known) -> list[tuple[shapely.Geometry, shapely.Geometry]]:
    """The outline of all grids and that of a known level, where they are of one size."""
    mine = [unit.shape for unit in units if unit.shape is not None and not unit.problem]
    if not mine:
        return []
    whole = shapely.union_all(mine)
    for level in known.values():
        outline = shapely.union_all([shape for shape in level.values() if shape is not None])
        # Both lie at about the same latitude, so that the ratio of their areas holds in degrees, too.
        if outline.area and abs(whole.area / outline.area - 1) < _SAME_AREA:
            return [(outline, whole)]
    return []


def _offset(pairs: Sequence[tuple[shapely.Geometry, shapely.Geometry]]) -> Offset | None:
    if not pairs:
        return None
    places = [(one.centroid, other.centroid) for one, other in pairs]
    ways = np.array([metres_between(one.x, one.y, other.x, other.y) for one, other in places])
    east, north = np.median(ways, axis=0).tolist()
    spread = float(np.median(np.hypot(ways[:, 0] - east, ways[:, 1] - north)))
    return Offset(east, north, spread, len(pairs), (places[0][0].x, places[0][0].y))


def check_position(group: Group, known: Known) -> None:
    """Tell how a layer lies against known grids.

    Raises:
        QuestionError: its coordinate system rests on no ground, or the known grids speak against it.
    """
    found = measure(group.units, known)
    off = found is not None and (bool(found.service) or found.is_shift)
    if found is not None and off:
        _mark_positions(group, known)
        _tell_offset(group, found)
    elif group.basis == "none":
        compared = f"{found.words}，" if found is not None else ""
        raise QuestionError(
            f"{group.where}：坐标是经纬度，但文件没有写明坐标系（没有 .prj），{compared}{_CONFIRM}",
            "crs_unknown",
            choices_of_degrees(),
        )
    elif group.basis == "standard":
        agrees = "，位置与已有边界相符" if found is not None and found.agrees else ""
        group.report.note(
            "crs_default",
            f"没有写明坐标系，按格式的标准作经纬度处理{agrees}；来自高德、百度地图的会偏几百米，请核对位置。"
            "命令行：用 --crs gcj02 或 --crs bd09 写明。",
            group.where,
            weight="info",
        )


def _mark_positions(group: Group, known: Known) -> None:
    """Both positions: where the layer lies, and where the known grids of the same codes lie."""
    shapes = {code: shape for level in known.values() for code, shape in level.items() if shape is not None}
    mine = [unit for unit in group.units if unit.shape is not None and not unit.problem]
    codes = tuple(unit.code for unit in mine if unit.code in shapes)
    theirs = [shapes[code] for code in codes] or list(shapes.values())
    for words, drawn in (("本文件的位置", [unit.shape for unit in mine]), ("已有边界的位置", theirs)):
        mark(group.report, "crs_offset", [Place(words, codes, shapely.union_all(drawn))])


def _tell_offset(group: Group, found: Offset) -> None:
    service = found.service
    like = f"，与{_SERVICES[service]}的偏移相符" if service else ""
    if group.basis == "told":
        told = f"{found.words}{like}，请核对写明的坐标系，或已有边界是否有误。"
        group.report.note("crs_offset", told, group.where, len(group.units))
        return
    sure = f"请确认是不是这样。命令行：是的用 --crs {service}，不是的用 --crs EPSG:4490。"
    raise QuestionError(
        f"{group.where}：{found.words}{like}。{sure if service else _CONFIRM}",
        "crs_offset",
        choices_of_degrees(service or "EPSG:4490"),
    )
