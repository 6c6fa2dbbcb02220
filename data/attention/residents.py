"""How many people live where: what signals are weighed by."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.measures.query import Context

_WEIGHTS = ("population_count", "household_count")
"""Residents, or households where the grid ledger has no residents; where it has neither, every lowest grid counts one."""


class Residents:
    """Residents of the areas of one version at the end of a period.

    Args:
        context: version and scope.
    """

    def __init__(self, context: Context) -> None:
        net = context.net
        self._context = context
        self._grids = net.frame[net.active("", context.units_day)]
        known = (pd.to_numeric(self._grids[name]).fillna(0.0).to_numpy(dtype="float64") for name in _WEIGHTS)
        self._weights = next((weights for weights in known if weights.any()), np.ones(len(self._grids)))
        self._names = {str(name): str(code) for code, name in self._named()}

    def _named(self) -> Iterable[tuple[str, str]]:
        frame = self._context.net.frame
        first = frame[(frame["level"] == 1) & self._context.net.open_on(self._context.units_day)]
        return zip(first["grid_code"], first["grid_name"], strict=True)

    def of(self, area: str = "") -> float:
        """Those of an area; empty = the scope's own."""
        code = area or self._context.scope.grid_code
        if not code:
            return float(self._weights.sum())
        inside = self._context.narrowed(self._context.scope.with_grid(code)).inside(self._grids)
        return float(self._weights[inside].sum())

    def of_grids(self, codes: Iterable[str]) -> float:
        """Those of grids of any level inside the scope's area; a lowest grid that lies in several counts once."""
        wanted = set(codes)
        hit = np.zeros(len(self._grids), dtype=bool)
        for column in ("g1", "g2", "g3"):
            hit |= self._grids[column].isin(wanted - {""}).to_numpy(dtype=bool)
        return float(self._weights[hit & self._context.inside(self._grids)].sum())

    def area_of(self, unit: str) -> str:
        """The first-level grid a unit is the office of (安澜街道办事处 → 安澜街道), or nothing."""
        return next((code for name, code in self._names.items() if name and unit.startswith(name)), "")
