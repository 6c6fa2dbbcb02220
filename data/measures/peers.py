"""Areas and units among their peers: only outcomes are ranked, only within a kind, and only on a sound base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ledgers.grids import GRID_KINDS
from data.ledgers.property import COMPOUND_KINDS, OLD_COMPOUND_KINDS
from data.measures.breakdown import figure, rows
from data.measures.compute import parts
from data.measures.intervals import wilson_pct
from data.measures.model import SMALL_BASE, Measure
from data.measures.net import Net
from data.measures.parts import Floats
from data.measures.query import Context
from data.measures.scope import GRIDS_PREFIX
from data.measures.unit_kinds import UNIT_KINDS, unit_kinds

FEW_PEERS = 3
"""Fewer areas than this that can be ranked are not compared with one another."""
MOSTLY = 2 / 3
"""An area without a kind of its own goes by the kind of so many of its lowest grids."""
MIXED, UNSTATED = "城乡兼有", "类型未填"
OLD, NEWER = "老旧小区、家属院", "其他小区"
KIND_ORDER = (*GRID_KINDS, *(f"{kind}为主" for kind in GRID_KINDS), MIXED, UNSTATED, *UNIT_KINDS)
COLUMNS = (
    "group",
    "key",
    "label",
    "value",
    "numerator",
    "denominator",
    "state",
    "low_pct",
    "high_pct",
    "rank",
    "ranked",
    "group_value",
    "difference",
    "verdict",
)


def peer_rows(context: Context, code: str, by: str = "grid") -> pd.DataFrame:
    """Areas or units by an outcome, each beside the others of its kind.

    Grids and communities go by their kind; an area without one by that of most of its lowest grids. What is told of
    compounds is told of old and of newer ones apart. Units that handle items go by what they are.

    Args:
        context: version and scope.
        code: a measure that is an outcome.
        by: "grid", "grid1" … "grid3", or "actor" for the units.

    Returns:
        One row an area and group, groups in their declared order. First those that are ranked, the best first, then
        the others in natural order. Columns group, key, label, value, numerator, denominator (of a median: the items
        it stands on), state, low_pct and high_pct (95 % interval of a rate), rank and ranked (place among so many;
        none on a small base), group_value (of all the ranked together), difference from it, and verdict: "above" or
        "below" where the interval leaves the group's rate out, "same" where it does not, "" where nothing is claimed.

    Raises:
        ValueError: the measure is no outcome: activity is not ranked.
    """
    definition = context.measure(code)
    if not definition.is_outcome:
        raise ValueError(f"指标“{definition.label}”不是结果指标，不排名")
    if by.startswith("grid") and context.grid_level(by) > max(context.net.depth, 1):
        return pd.DataFrame(columns=list(COLUMNS))
    parties = _ages(context) if definition.ledger == "compounds" else [("", context)]
    found = [
        _ranked(party, definition, group)
        for name, party in parties
        for _, group in _grouped(party, definition, by, name).groupby("group", sort=False)
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))


def _grouped(context: Context, definition: Measure, by: str, name: str) -> pd.DataFrame:
    """The rows of a breakdown with the group each area belongs to: the one named, else its kind."""
    found = rows(context, definition.code, by)
    if definition.quantile is not None:
        # a median has no line; what it stands on are its items
        base = parts(context, definition, by).aligned(found["key"].tolist()).base
        found["denominator"] = np.where(found["state"] == "hide", np.nan, np.nan_to_num(base))
    keys = found["key"].tolist()
    found["group"] = name or (units_kinds(context, keys) if by == "actor" else kinds_of(context, keys))
    order = {group: place for place, group in enumerate(KIND_ORDER)}
    found["order"] = [order.get(group, len(order)) for group in found["group"]]
    return found.sort_values("order", kind="stable")


def _ranked(context: Context, definition: Measure, group: pd.DataFrame) -> pd.DataFrame:
    """One group: the ranked first, the best at the head; then those on a small base, in natural order."""
    is_sound = (group["denominator"].fillna(0) >= SMALL_BASE) & group["value"].notna()
    # what is printed alike is ranked alike
    value = group["value"].round(1).where(is_sound)
    rank = value.rank(method="min", ascending=definition.direction == "down")
    ranked = int(is_sound.sum())
    low, high = _interval(definition, group)
    whole = _group_value(context, definition, group[is_sound]) if ranked >= FEW_PEERS else np.nan
    frame = group.assign(
        low_pct=low,
        high_pct=high,
        rank=rank if ranked >= FEW_PEERS else np.nan,
        ranked=ranked,
        group_value=whole,
        difference=group["value"].where(is_sound) - whole,
        verdict=np.where(is_sound & ~np.isnan(whole), _verdicts(low, high, whole), "")
        if definition.is_item_share
        else "",
    )
    return frame.sort_values("rank", kind="stable", na_position="last").loc[:, list(COLUMNS)]


def _interval(definition: Measure, group: pd.DataFrame) -> tuple[Floats, Floats]:
    if not definition.is_item_share:
        return np.full(len(group), np.nan), np.full(len(group), np.nan)
    return wilson_pct(
        *(group[name].to_numpy(dtype="float64", na_value=np.nan) for name in ("numerator", "denominator"))
    )


def _verdicts(low: Floats, high: Floats, whole: float) -> NDArray[np.str_]:
    return np.where(low > whole, "above", np.where(high < whole, "below", "same"))


def _group_value(context: Context, definition: Measure, sound: pd.DataFrame) -> float:
    """The figure of all the ranked areas together; those that are hidden have no part in it, so nothing follows for them."""
    if definition.is_item_share:
        return float(sound["numerator"].sum() * 100 / sound["denominator"].sum())
    together = context.narrowed(context.scope.with_grid(GRIDS_PREFIX + "+".join(sound["key"])))
    value = figure(together, definition.code).value
    return np.nan if value is None else float(value)


def kinds_of(context: Context, keys: list[str]) -> list[str]:
    """The kind of each area: its own, or that of most of its lowest grids (dedicated ones aside)."""
    stated = _stated_kinds(context.net)
    there = context.net.active("", context.units_day).tobytes()
    mostly = {level: _main_kinds(context.net, there, level) for level in map(context.net.level, keys)}
    return [stated.get(key) or mostly[context.net.level(key)].get(key, UNSTATED) for key in keys]


@lru_cache(maxsize=4)
def _stated_kinds(net: Net) -> Mapping[str, str]:
    """Grid → its own kind, where one is on record."""
    own = net.frame[["grid_code", "grid_kind"]].dropna()
    return {str(code): str(kind) for code, kind in own.itertuples(index=False)}


@lru_cache(maxsize=32)
def _main_kinds(net: Net, there: bytes, level: int) -> Mapping[str, str]:
    """Grid of a level → the kind most of the lowest grids in it are of.

    Args:
        net: the grids.
        there: which of them count, as ``Net.active`` says, in bytes: many days have the same.
        level: of the grids asked for.
    """
    lowest = net.frame.loc[np.frombuffer(there, dtype=bool), [f"g{max(level, 1)}", "grid_kind"]].dropna()
    counts: dict[str, Counter[str]] = {}
    for area, kind in lowest.itertuples(index=False):
        if kind != GRID_KINDS[-1]:
            counts.setdefault(str(area), Counter())[str(kind)] += 1
    tops = {area: kinds.most_common(1)[0] for area, kinds in counts.items()}
    return {area: f"{kind}为主" if n >= MOSTLY * counts[area].total() else MIXED for area, (kind, n) in tops.items()}


def units_kinds(context: Context, names: list[str]) -> list[str]:
    """The kind of each unit."""
    frame = context.net.frame
    first, second = (frame.loc[frame["level"] == level, "grid_name"].astype(str) for level in (1, 2))
    return unit_kinds(names, first, second)


def _ages(context: Context) -> list[tuple[str, Context]]:
    """The scope narrowed to old compounds, and to newer ones."""
    scope = context.scope
    declared = context.ledger("compounds").field("compound_kind").codes or COMPOUND_KINDS
    chosen = scope.categories_of("compounds") or declared
    others = tuple(pair for pair in scope.categories if pair[0] != "compounds")
    narrowed = []
    for name, kinds in (
        (OLD, [kind for kind in chosen if kind in OLD_COMPOUND_KINDS]),
        (NEWER, [kind for kind in chosen if kind not in OLD_COMPOUND_KINDS]),
    ):
        if kinds:
            pairs = (*others, *(("compounds", kind) for kind in kinds))
            narrowed.append((name, context.narrowed(replace(scope, categories=pairs))))
    return narrowed
