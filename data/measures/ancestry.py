"""The figure of an earlier period for the grids of today: what an area was before its grids were merged or split."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isnan

from data.ledgers.grid_changes import MERGED, RENAMED, SPLIT
from data.measures.lineage import SURE, Before
from data.measures.model import Figure, Measure
from data.measures.query import Context
from data.measures.scope import GRIDS_PREFIX, Scope

_ADD_UP = ("count", "sum", "stock", "due_count")
_SHOWN = 4


def base_figure(
    context: Context, scope: Scope, definition: Measure, figure: Callable[[Context], Figure]
) -> tuple[Figure | None, str]:
    """The figure of the compared period over the land of the scope's area, and what was done to get it.

    Args:
        context: version and scope.
        scope: the compared scope.
        definition: the measure.
        figure: computes it over a scope.

    Returns:
        The figure, None where the earlier grids cannot be told apart; and a sentence, empty where nothing changed.
    """
    then = context.narrowed(scope)
    members = context.net.members(scope.grid_code)
    before = context.net.lineage.before(members, context.units_day, then.units_day) if scope.grid_code else None
    named = scope.base_label
    if before is None or not any(map(context.is_open, members)):
        if scope.grid_code in context.net and not any(map(then.is_open, members)):
            return None, f"{named}还没有这个网格"
        return figure(then), ""
    if not before.weights:
        return None, f"{named}还没有这个网格"
    names = "、".join(context.net.name(code) for code in list(before.weights)[:_SHOWN])
    names += " 等" if len(before.weights) > _SHOWN else ""
    if all(abs(part - 1) < SURE for part in before.weights.values()):
        whole = figure(then.narrowed(scope.with_grid(_area(before))))
        return whole, f"{named}为{_when(before)} {names} {_counted(before, definition)}"
    if any(map(isnan, before.weights.values())) or definition.kind not in _ADD_UP or definition.is_rate:
        return None, f"{_when(before)}不可比：{named}的 {names} 只有一部分在本范围"
    parts = [(part, figure(then.narrowed(scope.with_grid(code)))) for code, part in before.weights.items()]
    if any(found.value is None for _, found in parts):
        return None, ""
    value = round(sum(part * (found.value or 0) for part, found in parts))
    return replace(parts[0][1], value=value), f"{named}为{_when(before)} {names} 按调整记录的占比折算"


def _area(before: Before) -> str:
    codes = list(before.weights)
    return codes[0] if len(codes) == 1 else GRIDS_PREFIX + "+".join(codes)


def _when(before: Before) -> str:
    """合并前, 拆分前, 更名前; 调整前 where several kinds of change come together."""
    kinds = before.kinds & {MERGED, SPLIT, RENAMED}
    return f"{next(iter(kinds))}前" if len(kinds) == 1 else "调整前"


def _counted(before: Before, definition: Measure) -> str:
    count = len(before.weights)
    if count == 1:
        return "一格的数"
    number = "两格" if count == 2 else f"{count} 格"
    return number + ("之和" if definition.kind in _ADD_UP and not definition.is_rate else "合并计算")
