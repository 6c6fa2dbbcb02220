"""How grids lie beside each other: overlaps between those of one level, gaps inside the grid above."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import shapely

from data.grids.boundaries import Unit
from data.grids.coordinates import to_metres
from data.grids.marks import MOST_MARKS, Place, mark
from data.grids.nesting import Known
from data.intake.report import FileReport

_LEAST_AREA = 100.0
"""Square metres; less is how two hands draw one line."""
_OVERLAP_SHARE, _GAP_SHARE = 0.002, 0.005
_MEANT_TO_FILL = 0.9
"""Grids that cover less of the grid above are only a part of them, not a map with gaps."""
_EXAMPLES = 5


def check_topology(units: Sequence[Unit], known: Known, closed: Collection[str], report: FileReport) -> None:
    """Tell overlaps and gaps, measured in metres of an equal-area projection.

    Args:
        units: grids of the import that were taken.
        known: shapes of every grid, those of the import included.
        closed: codes of grids that are no more: they lie where others lie now.
        report: takes the findings.
    """
    shaped = [unit for unit in units if unit.shape is not None and unit.code not in closed]
    for level in (1, 2, 3):
        _check_overlaps([unit for unit in shaped if unit.level == level], report)
    for level in (2, 3):
        children: dict[str, list[Unit]] = {}
        for unit in shaped:
            if unit.level == level:
                children.setdefault(unit.parent, []).append(unit)
        _check_gaps(children, known.get(level - 1, {}), report)


def _check_overlaps(units: Sequence[Unit], report: FileReport) -> None:
    if len(units) < 2:
        return
    (metres,) = to_metres(np.array([unit.shape for unit in units], dtype=object))
    if shapely.coverage_is_valid(metres):
        return
    one, other = shapely.STRtree(metres).query(metres, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(metres[one], metres[other]))
    smaller = np.minimum(shapely.area(metres[one]), shapely.area(metres[other]))
    found = np.flatnonzero((shared > _LEAST_AREA) & (shared > _OVERLAP_SHARE * smaller))
    if not len(found):
        return
    worst = found[np.argsort(-shared[found], kind="stable")]
    told = "、".join(
        f"{_named(units[one[i]])}与{_named(units[other[i]])}重叠{_area(float(shared[i]))}"
        for i in worst[:_EXAMPLES].tolist()
    )
    report.note(
        "overlap",
        f"{len(found)} 处第 {units[0].level} 级网格互相重叠：{told}{_and_more(len(found))}。"
        "落在重叠处的点只算在编码靠前的网格里，请核对边界。",
        count=len(found),
    )
    mark(
        report,
        "overlap",
        (
            Place(
                f"{_named(one_unit)}与{_named(other_unit)}重叠{_area(float(shared[i]))}",
                (one_unit.code, other_unit.code),
                shapely.intersection(one_unit.shape, other_unit.shape),
            )
            for i in worst[:MOST_MARKS].tolist()
            for one_unit, other_unit in [(units[one[i]], units[other[i]])]
        ),
    )


def _check_gaps(
    children: Mapping[str, Sequence[Unit]], above: Mapping[str, shapely.Geometry | None], report: FileReport
) -> None:
    found: list[tuple[float, str, float]] = []
    for code, units in children.items():
        parent = above.get(code)
        if parent is None:
            continue
        whole, parts = to_metres(
            np.array([parent], dtype=object), np.array([unit.shape for unit in units], dtype=object)
        )
        area = float(shapely.area(whole[0]))
        gap = float(shapely.area(shapely.difference(whole[0], shapely.union_all(parts))))
        if area and gap > _LEAST_AREA and _GAP_SHARE < gap / area < 1 - _MEANT_TO_FILL:
            found.append((gap, code, gap / area))
    if not found:
        return
    found.sort(key=lambda item: (-item[0], item[1]))
    level = next(iter(children.values()))[0].level
    told = "、".join(f"{code} 空出{_area(gap)}（{share:.1%}）" for gap, code, share in found[:_EXAMPLES])
    report.note(
        "gap",
        f"{len(found)} 个第 {level - 1} 级网格没有被下级铺满：{told}{_and_more(len(found))}。落在空白处的点只能算到上级，请核对边界。",
        count=len(found),
    )
    mark(report, "gap", (_gap_place(gap, code, above[code], children[code]) for gap, code, _ in found[:MOST_MARKS]))


def _gap_place(gap: float, code: str, parent: shapely.Geometry | None, units: Sequence[Unit]) -> Place:
    filled = shapely.union_all([unit.shape for unit in units])
    return Place(f"{code} 有{_area(gap)}没有被下级铺满", (code,), shapely.difference(parent, filled))


def _named(unit: Unit) -> str:
    return f"{unit.name}（{unit.code}）"


def _area(square_metres: float) -> str:
    if square_metres >= 1e5:
        return f" {square_metres / 1e6:,.2f} 平方公里"
    return f" {square_metres:,.0f} 平方米"


def _and_more(count: int) -> str:
    return "等" if count > _EXAMPLES else ""
