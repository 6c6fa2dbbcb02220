"""Which grid lies in which: parents filled in, missing and straying ones told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from data.grids.boundaries import Unit
from data.grids.coordinates import to_metres
from data.intake.report import FileReport

Known = Mapping[int, Mapping[str, shapely.Geometry | None]]
"""Level → code → shape of every grid that may be a parent, those of this import included."""

_OUTSIDE_SHARE = 0.95
_EXAMPLES = 5


def give_parents(units: Sequence[Unit], known: Known) -> None:
    """Fill in missing parents: by code, then the only grid above, then by place.

    Args:
        units: grids without a parent are filled in.
        known: see :data:`Known`.
    """
    for level in (2, 3):
        above = known.get(level - 1, {})
        orphans = [unit for unit in units if unit.level == level and not unit.parent]
        if not orphans or not above:
            continue
        for unit in orphans:
            unit.parent = _by_prefix(unit.code, above) or (next(iter(above)) if len(above) == 1 else "")
        _by_place([unit for unit in orphans if not unit.parent and unit.point is not None], above)


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
        orphans[place].parent = shaped[hit][0]


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
                f"{len(missing)} 个第 {level} 级网格找不到上级网格：{named(missing)}。请补上“上级网格编码”。",
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


def named(units: Sequence[Unit]) -> str:
    """The first few grids by name and code."""
    shown = "、".join(f"{unit.name}（{unit.code}）" for unit in units[:_EXAMPLES])
    return shown + ("等" if len(units) > _EXAMPLES else "")
