"""Which figures are hidden because they stand on too few items: one rule for rows, figures, charts and lists.

What is hidden is decided for the whole district at once, so that a grid hidden among its neighbours is hidden
when it is looked at by itself, and the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.access.suppression import is_small, suppress, suppress_flat
from data.measures.compute import parts
from data.measures.model import Measure
from data.measures.parts import Floats, Parts
from data.measures.query import Context
from data.measures.registry import MEASURES
from data.measures.scope import GRIDS_PREFIX

LEAF_LEVEL = 3
_ENOUGH_IN_A_ZONE = 3
"""A zone that cuts out fewer hidden grids than this from their areas is hidden itself."""
_ADDING = ("count", "sum", "stock", "ratio", "due_count", "due_rate", "due_soon")
"""Kinds whose parts add up over areas; a median of few is hidden by itself, but nothing follows from the others."""


def is_hidden(context: Context, definition: Measure, numbers: Parts, by: str) -> NDArray[np.bool_]:
    """Which numbers of a breakdown are hidden.

    Args:
        context: version and scope.
        definition: what was computed.
        numbers: what came out, by key.
        by: the breakdown; "" for the whole scope.
    """
    nothing = np.zeros(len(numbers.keys), dtype=bool)
    least = context.ledger(definition.ledger).suppress_below
    if not least or not context.has(definition.ledger) or _is_wide(context, by):
        return nothing
    veiled = _veiled(context, definition)
    if by.startswith("grid"):
        return np.array([key in veiled for key in numbers.keys], dtype=bool)
    area_is_hidden = _area_is_hidden(context, definition, veiled)
    if not by:
        return np.array([area_is_hidden], dtype=bool)
    if not area_is_hidden and not _is_single(context):
        return nothing
    vectors = _vectors(definition, numbers)
    if not _adds(definition) or (definition.kind == "stock" and by == "month"):
        return is_small(np.nan_to_num(numbers.base), least)
    return suppress_flat(vectors, least, sum_is_hidden=area_is_hidden)


def hides(context: Context, ledger: str) -> bool:
    """Whether numbers of the ledger are held back in this scope: one lowest grid, or an area hidden with one."""
    declared = context.ledger(ledger)
    if not declared.suppress_below or not context.scope.grid_code or not context.has(ledger):
        return False
    opened = _opening(ledger)
    if opened is None or not np.nan_to_num(parts(context, opened).aligned([""]).value).any():
        return False
    return _is_single(context) or _area_is_hidden(context, opened, _veiled(context, opened))


def holds_back(context: Context, ledger: str) -> bool:
    """Whether even single items may not be listed: the area's own number of them is hidden."""
    declared = context.ledger(ledger)
    if not declared.suppress_below or not context.scope.grid_code or not context.has(ledger):
        return False
    counted = [code for code in (_opening(ledger), _standing(ledger)) if code is not None]
    return any(_area_is_hidden(context, each, _veiled(context, each)) for each in counted)


def without_small(context: Context, ledger: str, frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """A chart's rows, or none of them where a count of a single grid in it would be small: its parts hang together."""
    if not hides(context, ledger):
        return frame
    least = context.ledger(ledger).suppress_below
    counts = frame.loc[:, list(columns)].to_numpy(dtype="float64")
    opened = _opening(ledger)
    gone = holds_back(context, ledger) or (opened is not None and bool(is_small(counts, least).any()))
    return frame.iloc[0:0] if gone else frame


def _is_wide(context: Context, by: str) -> bool:
    """Whether the question is about areas so wide that none of them is one lowest grid: the usual case, and a quick one."""
    if context.scope.grid_code or (by.startswith("grid") and context.grid_level(by) > 1):
        return False
    return not by.startswith("grid") or bool((_open_leaves(context, "")["g1"].value_counts() > 1).all())


def _open_leaves(context: Context, area: str) -> pd.DataFrame:
    """The lowest grids of an area that exist at the end of the period: nothing hides behind one that is gone."""
    return context.net.frame[context.net.active(area, context.units_day, LEAF_LEVEL)]


def _opening(ledger: str) -> Measure | None:
    """The measure that counts the items opened."""
    return next((m for m in MEASURES.values() if m.ledger == ledger and m.kind == "count" and not m.where), None)


def _standing(ledger: str) -> Measure | None:
    """The measure that counts the items open."""
    return next((m for m in MEASURES.values() if m.ledger == ledger and m.kind == "stock"), None)


def _adds(definition: Measure) -> bool:
    return definition.kind in _ADDING


def _vectors(definition: Measure, numbers: Parts) -> list[Floats]:
    """The counts a reader could add up: above and below the line of a rate, else the items counted."""
    if definition.is_rate and definition.is_share:
        return [np.nan_to_num(numbers.numerator), np.nan_to_num(numbers.denominator)]
    return [np.nan_to_num(numbers.base)]


def _is_single(context: Context) -> bool:
    """Whether the scope's area is one lowest grid, whatever its level."""
    return bool(context.scope.grid_code) and len(_open_leaves(context, context.scope.grid_code)) == 1


def _area_is_hidden(context: Context, definition: Measure, veiled: frozenset[str]) -> bool:
    """Whether the area's own number is hidden; a zone's, where it would give one of its grids away."""
    area = context.scope.grid_code
    if area not in context.net.zones and not area.startswith(GRIDS_PREFIX):
        return area in veiled
    inside = set(context.net.below(area, LEAF_LEVEL)["grid_code"]) & veiled
    if not inside:
        return False
    covered: set[str] = set()
    for member in context.net.members(area):
        if context.net.level(member) < LEAF_LEVEL and member not in veiled:
            covered |= set(context.net.below(member, LEAF_LEVEL)["grid_code"])
    return 0 < len(inside - covered) < _ENOUGH_IN_A_ZONE


def _veiled(context: Context, definition: Measure) -> frozenset[str]:
    """Codes of the areas, of all levels, whose number is hidden in the scope's period and categories."""
    scope = context.scope
    key = (f"hidden {definition.code}", (scope.period, scope.categories_of(definition.ledger)))
    if key not in context.answered:
        context.answered[key] = {"codes": np.array(sorted(_decide(context, definition)), dtype="object")}
    return frozenset(context.answered[key]["codes"])


def _decide(context: Context, definition: Measure) -> set[str]:
    """What is hidden in the whole district."""
    net, least = context.net, context.ledger(definition.ledger).suppress_below
    whole = context.narrowed(context.scope.with_grid(""))
    numbers = parts(whole, definition, f"grid{LEAF_LEVEL}")
    # a grid that is gone is printed where it still has rows of its own, and only there
    is_printed = net.active("", context.units_day, LEAF_LEVEL) | net.frame["grid_code"].isin(set(numbers.keys))
    leaves = net.frame[is_printed & (net.frame["level"] == LEAF_LEVEL)]
    codes = leaves["grid_code"].tolist()
    numbers = numbers.aligned(codes)
    paths = [
        ("", g1 or "?", g2 or f"?{g1}", code) for g1, g2, code in zip(leaves["g1"], leaves["g2"], codes, strict=True)
    ]
    if not _adds(definition):
        small = is_small(np.nan_to_num(numbers.base), least)
        below = leaves["g2"].value_counts()
        found = {path[-1] for path, is_few in zip(paths, small, strict=True) if is_few}
        return found | {path[2] for path in paths if path[-1] in found and below[path[2]] == 1}
    hidden = suppress(paths, _vectors(definition, numbers), least)
    return {*hidden.cells, *hidden.sums}
