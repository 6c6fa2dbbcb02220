"""Counts by what they are to be measured against, and areas beside their peers: what makes a comparison fair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.measures.breakdown import figure, rows
from data.measures.model import Measure
from data.measures.peers import KIND_ORDER, kinds_of, peer_rows
from data.measures.query import Context
from data.measures.scope import Per

LEAST_KNOWN_PCT = 95.0
"""An area whose households (people, staff) are known of fewer of its grids than this has no number per household."""
_ADDITIVE = ("count", "sum", "stock", "due_count", "due_soon", "register_count", "register_sum")


@dataclass(frozen=True, slots=True)
class Basis:
    """What counts may be divided by.

    Attributes:
        label: on the screen.
        measure: code of the measure below the line.
        scale: so many of them stand below the line.
        unit: printed after the count's unit and a stroke.
        column: of the net, summed over the lowest grids; empty = the grids themselves.
    """

    label: str
    measure: str
    scale: int
    unit: str
    column: str = ""


BASES: dict[Per, Basis] = {
    "household": Basis("每百户", "household_count", 100, "百户", "household_count"),
    "thousand_people": Basis("每千人", "population_count", 1000, "千人", "population_count"),
    "grid": Basis("每网格", "grid_count", 1, "网格"),
    "staff": Basis("每名网格员", "staff_count", 1, "名网格员", "staff_count"),
}


def is_additive(definition: Measure) -> bool:
    """Whether the measure is a count or a sum that may be divided by households, people, grids or staff."""
    is_net = definition.ledger == "grids" and not definition.field
    return definition.kind in _ADDITIVE and not definition.is_rate and not is_net


def unit_per(definition: Measure, per: Per) -> str:
    """场/千人."""
    return f"{definition.unit}/{BASES[per].unit}" if per else definition.unit


class FairDesk:
    """Fair comparisons in one scope.

    Args:
        context: version and scope.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def offered(self, code: str) -> tuple[Per, ...]:
        """What a measure may be divided by in this version: what the net knows of at least some of its grids."""
        definition, net = self._context.measure(code), self._context.net
        if not is_additive(definition) or not net.depth:
            return ()
        return tuple(
            per
            for per, basis in BASES.items()
            if basis.measure != code and (not basis.column or net.frame[basis.column].notna().any())
        )

    def per(self, code: str, by: str, per: Per) -> pd.DataFrame:
        """A count or sum for every hundred households, thousand people, grid or member of staff.

        Households, people and staff are those of the lowest grids at the end of the period. By anything but grids,
        they are those of the whole area.

        Args:
            code: measure code.
            by: as ``Answers.rows``; "" for the whole scope.
            per: what to divide by.

        Returns:
            Columns key, label, value, numerator (the count), denominator (households …), state, why (there is no
            number although there is a count), known and grids (lowest grids whose households … are known, and all).

        Raises:
            ValueError: the measure is a rate, a median or a number of distinct things.
        """
        definition = self._context.measure(code)
        if not per or not is_additive(definition):
            raise ValueError(f"指标“{definition.label}”不能折算，只有件数和合计可以")
        basis = BASES[per]
        found = rows(self._context, code, by) if by else self._whole(code)
        bases = self._bases(basis, by).reindex(found["key"] if by.startswith("grid") else [""] * len(found))
        below, known, grids = (bases[name].to_numpy(dtype="float64") for name in ("below", "known", "grids"))
        is_known = (known * 100 >= grids * LEAST_KNOWN_PCT) & (below > 0)
        counted = found["value"].to_numpy(dtype="float64", na_value=np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(is_known, counted * basis.scale / below, np.nan)
        has_no_base = ~np.isnan(counted) & ~is_known
        return pd.DataFrame(
            {
                "key": found["key"],
                "label": found["label"],
                "value": value,
                "numerator": counted,
                "denominator": np.where(is_known, below, np.nan),
                "state": found["state"].where(~has_no_base, "none"),
                "why": [_why(basis, *row) for row in zip(has_no_base, known, grids, strict=True)],
                "known": known,
                "grids": grids,
            }
        )

    def peers(self, code: str, by: str = "grid") -> pd.DataFrame:
        """Areas or units beside their peers by an outcome, see :func:`data.measures.peers.peer_rows`."""
        return peer_rows(self._context, code, by)

    def kinds(self, keys: list[str]) -> list[str]:
        """The kind each area is compared within."""
        return kinds_of(self._context, keys)

    @property
    def kind_order(self) -> tuple[str, ...]:
        """Kinds of areas as they are listed."""
        return KIND_ORDER

    def _whole(self, code: str) -> pd.DataFrame:
        found = figure(self._context, code)
        return pd.DataFrame({"key": [""], "label": [""], "value": [found.value], "state": [found.state]})

    def _bases(self, basis: Basis, by: str) -> pd.DataFrame:
        """What stands below the line, by key: the sum over the lowest grids, and of how many of them it is known."""
        context = self._context
        active = context.net.frame[context.net.active(context.scope.grid_code, context.units_day)]
        amounts = active[basis.column] if basis.column else pd.Series(1, index=active.index)
        if by.startswith("grid"):
            groups = amounts.groupby(active[context.key_column(by)])
            return pd.DataFrame({"below": groups.sum(), "known": groups.count(), "grids": groups.size()})
        return pd.DataFrame({"below": [amounts.sum()], "known": [amounts.count()], "grids": [len(amounts)]}, index=[""])


def _why(basis: Basis, has_no_base: bool, known: float, grids: float) -> str:
    """户数不全（3/5 格）; 人口不详."""
    if not has_no_base:
        return ""
    named = {"household_count": "户数", "population_count": "人口", "staff_count": "网格员数"}.get(basis.column, "网格")
    if not known or np.isnan(known):
        return f"{named}不详"
    return f"{named}不全（{known:.0f}/{grids:.0f} 格）" if known < grids else f"{named}为零"
