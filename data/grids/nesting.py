"""Which grid lies in which: parents filled in, missing and straying ones told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from data.grids.boundaries import Unit
from data.grids.coordinates import to_metres
from data.grids.marks import Place, mark
from data.intake.report import FileReport

Known = Mapping[int, Mapping[str, shapely.Geometry | None]]
"""Level → code → shape of every grid that may be a parent, those of this import included."""

_OUTSIDE_SHARE = 0.95
_EXAMPLES, _LISTED = 5, 100
_HAN = re.compile("[\u4e00-\u9fff]")
AREA_SUFFIX = "(街道办事处|街道|办事处|镇|乡|社区居民委员会|社区居委会|社区村|居委会|社区|村民委员会|村委会|村|网格)$"


def give_parents(units: Sequence[Unit], known: Known, names: Mapping[str, str]) -> None:
    """Fill in missing parents and how each was found: by code, by name, then the only grid above, then by place.

    Args:
        units: grids whose parent is no known code are filled in.
        known: see :data:`Known`.
        names: code → name of every grid.
    """
    for level in (2, 3):
        above = known.get(level - 1, {})
        children = [unit for unit in units if unit.level == level]
        if not above:
            for unit in children:
                # Kept as it is written: the grids above may come with a later import.
                unit.parent = unit.parent or next(filter(None, unit.above.get(level - 1, ())), "")
            continue
        called = _called(above, names)
        for unit in children:
            if unit.parent in above:
                unit.way = unit.way or "told"
            elif found := _by_name(unit, above, called):
                unit.parent, unit.way = found
            elif _HAN.search(unit.parent):
                unit.parent = ""
        orphans = [unit for unit in children if not unit.parent]
        for unit in orphans:
            unit.parent, unit.way = _by_prefix(unit.code, above), "code"
            if not unit.parent:
                unit.parent, unit.way = (next(iter(above)), "only") if len(above) == 1 else ("", "")
        _by_place([unit for unit in orphans if not unit.parent and unit.point is not None], above)


def bare_name(name: str) -> str:
    """A grid's name without the word for what it is."""
    return re.sub(AREA_SUFFIX, "", name) or name


def _called(above: Mapping[str, object], names: Mapping[str, str]) -> dict[str, list[str]]:
    """Name, and name without its last word → codes of the grids called so."""
    called: dict[str, list[str]] = {}
    for code in above:
        name = names.get(code, "")
        for said in {name, bare_name(name)} - {""}:
            called.setdefault(said, []).append(code)
    return called


def _by_name(
    unit: Unit, above: Mapping[str, shapely.Geometry | None], called: Mapping[str, Sequence[str]]
) -> tuple[str, str] | None:
    """The parent its file gives by code or name in columns of its own, and which of the two it was."""
    for said in filter(None, (unit.parent, *unit.above.get(unit.level - 1, ()))):
        if said in above:
            return said, "code"
        codes = called.get(said) or called.get(bare_name(said)) or ()
        # Two of one name: the one the grid lies in.
        around = [code for code in codes if len(codes) == 1 or _holds(above[code], unit.point)]
        if len(around) == 1:
            return around[0], "name"
    return None


def _holds(shape: shapely.Geometry | None, point: shapely.Point | None) -> bool:
    return shape is not None and point is not None and bool(shape.intersects(point))


def tell_parents(units: Sequence[Unit], report: FileReport) -> None:
    """Say by which way the grids of a layer found their parents, where their file did not give all of them."""
    ways = Counter(unit.way for unit in units if unit.way)
    if not set(ways) & {"code", "name", "only", "place"}:
        return
    words = {"told": "文件写明", "stored": "沿用原有", "code": "按编码", "name": "按名称"}
    words |= {"only": "上级只有一个的", "place": "按位置"}
    told = "，".join(f"{words[way]} {ways[way]:,} 个" for way in words if ways[way])
    report.note("parents_found", f"上级网格已归属：{told}。", count=sum(ways.values()), weight="info")


def _by_prefix(code: str, above: Mapping[str, object]) -> str:
    return next((code[:end] for end in range(len(code) - 1, 0, -1) if code[:end] in above), "")


def _by_place(orphans: Sequence[Unit], above: Mapping[str, shapely.Geometry | None]) -> None:
    shaped = [(code, shape) for code, shape in above.items() if shape is not None]
    if not orphans or not shaped:
        return
    tree = shapely.STRtree([shape for _, shape in shaped])
    mine, theirs = tree.query([unit.point for unit in orphans], predicate="intersects")
    # A point on a shared edge lies in two: the first code in order, so that the answer does not depend on the file.
    for place, hit in sorted(zip(mine, theirs, strict=True), key=lambda pair: shaped[pair[1]][0], reverse=True):
        orphans[place].parent, orphans[place].way = shaped[hit][0], "place"


def check_nesting(units: Sequence[Unit], known: Known, report: FileReport) -> None:
    """Find grids whose parent is missing or leads back to them, and grids that lie outside it."""
    _check_circles(units, report)
    for level in (2, 3):
        above = known.get(level - 1, {})
        children = [unit for unit in units if unit.level == level]
        missing = [unit for unit in children if unit.parent not in above]
        if missing and any(known.get(upper) for upper in range(1, level)):
            report.note(
                "parent_missing",
                f"{len(missing)} 个第 {level} 级网格找不到上级网格：{named(missing, _LISTED)}。请补上“上级网格编码”。",
                count=len(missing),
            )
        nested = [(unit, above[unit.parent]) for unit in children if unit.shape is not None and above.get(unit.parent)]
        outside = _outside(nested)
        if outside:
            told = "、".join(f"{unit.name}（{unit.code}，{share:.0%} 在上级内）" for unit, share in outside[:_EXAMPLES])
            report.note(
                "outside_parent",
                f"{len(outside)} 个网格不在上级网格范围内：{told}。请核对边界或上级编码。",
                count=len(outside),
            )
            mark(
                report,
                "outside_parent",
                (
                    Place(f"{unit.name}（{unit.code}）{share:.0%} 在上级 {unit.parent} 内", (unit.code,), unit.shape)
                    for unit, share in outside
                ),
            )


def _check_circles(units: Sequence[Unit], report: FileReport) -> None:
    """Parents that lead back to where they came from; each circle is told once, from its first code."""
    parents = {unit.code: unit.parent for unit in units if unit.code}
    circles: dict[frozenset[str], list[str]] = {}
    for code in sorted(parents):
        way = [code]
        while (above := parents.get(way[-1], "")) and above not in way:
            way.append(above)
        if above == code:
            circles.setdefault(frozenset(way), [*way, code])
    if circles:
        told = "；".join(" → ".join(way) for way in list(circles.values())[:_EXAMPLES])
        report.note(
            "parent_circular",
            f"{len(circles)} 处上级网格编码首尾相接成了圈：{told}。请改正“上级网格编码”，改正以前这些网格不算入任何上级。",
            count=len(circles),
        )


def _outside(nested: Sequence[tuple[Unit, shapely.Geometry | None]]) -> list[tuple[Unit, float]]:
    """Grids of which a noticeable part lies outside the parent, with the share inside, worst first."""
    if not nested:
        return []
    shapes = np.array([unit.shape for unit, _ in nested], dtype=object)
    parents = np.array([parent for _, parent in nested], dtype=object)
    doubtful = np.flatnonzero(~shapely.covered_by(shapes, parents))
    if not len(doubtful):
        return []
    mine, theirs = to_metres(shapes[doubtful], parents[doubtful])
    inside = shapely.area(shapely.intersection(mine, theirs)) / shapely.area(mine)
    found = [
        (nested[i][0], share)
        for i, share in zip(doubtful.tolist(), inside.tolist(), strict=True)
        if share < _OUTSIDE_SHARE
    ]
    return sorted(found, key=lambda pair: pair[1])


def named(units: Sequence[Unit], most: int = _EXAMPLES) -> str:
    """The first grids by name and code."""
    shown = "、".join(f"{unit.name}（{unit.code}）" for unit in units[:most])
    return shown + ("等" if len(units) > most else "")
