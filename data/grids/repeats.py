"""Grids that come more than once: the same again, parts of one grid, or two that disagree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from data.grids.boundaries import Group, Unit
from data.grids.coordinates import to_metres
from data.grids.marks import Place, mark

_TOUCH_SHARE = 0.001
"""Parts of one grid may overlap by this share of the smaller, as far as two hands draw one line."""


def settle_repeats(groups: Sequence[Group]) -> None:
    """Take every code once.

    The same grid again only counts. Parts of one grid, each a feature of its own, are put together. Of two that
    disagree the first is taken, and the other gets its problem.
    """
    first: dict[str, tuple[Group, Unit]] = {}
    parts: dict[str, int] = {}
    for group in groups:
        kept = []
        for unit in group.units:
            known = first.setdefault(unit.code, (group, unit)) if unit.code and not unit.problem else (group, unit)
            if known[1] is unit:
                kept.append(unit)
            elif _same(known[1], unit):
                _count_again(group)
            elif known[0] is group and _is_part(known[1], unit):
                known[1].shape = shapely.union_all([known[1].shape, unit.shape])
                known[1].point = known[1].shape.representative_point()
                parts[unit.code] = parts.get(unit.code, 1) + 1
                _count_again(group)
            else:
                kept.append(unit)
                unit.problem = _disagreement(unit, *known)
                mark(group.report, "code_repeated", [Place(unit.problem, (unit.code,), unit.shape)])
        group.units = kept
    for code, number in parts.items():
        group, unit = first[code]
        told = f"“{unit.name}”（{code}）分成 {number} 个要素，已合并为一个网格，只算一个。"
        group.report.note("parts_joined", told, group.where, number - 1, "info")


def _count_again(group: Group) -> None:
    group.report.rows_read += 1
    group.report.rows_duplicate += 1


def _same(one: Unit, other: Unit) -> bool:
    same_shape = one.shape == other.shape or (
        one.shape is not None and other.shape is not None and one.shape.equals(other.shape)
    )
    return same_shape and one.level == other.level


def _is_part(one: Unit, other: Unit) -> bool:
    """Whether a second feature is another part of the same grid: all alike but the place."""
    if one.shape is None or other.shape is None:
        return False
    if (one.name, one.level, one.parent, one.attributes) != (other.name, other.level, other.parent, other.attributes):
        return False
    (metres,) = to_metres(np.array([one.shape, other.shape], dtype=object))
    shared = shapely.area(shapely.intersection(metres[0], metres[1]))
    return bool(shared <= _TOUCH_SHARE * shapely.area(metres).min())


def _disagreement(unit: Unit, group: Group, first: Unit) -> str:
    return (
        f"编码“{unit.code}”已用于“{first.name}”（{group.where} 第 {first.row} 个要素），"
        "图形或层级不同，采用先出现的，本个待核"
    )
