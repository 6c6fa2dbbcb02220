"""The second opinion on resources, demands, matches and pairings; a part of the oracle."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

Result = tuple[float | None, float | None, float | None]


class SupplyOracle:
    """What the oracle says of the lists that no plain count covers, and what it remembers of all of them."""

    as_of: date
    frames: dict[str, pd.DataFrame]
    above: dict[str, set[str]]

    def __init__(self) -> None:
        self._items: dict[str, list[dict]] = {}
        self._inside: dict[tuple[str, str], np.ndarray] = {}

    def items(self, ledger: str, rows: pd.DataFrame) -> list[dict]:
        """Some rows of a ledger one by one. Each is made once: never change it."""
        if ledger not in self._items:
            self._items[ledger] = self.frames[ledger].to_dict("records")
        return [self._items[ledger][place] for place in rows.index]

    def inside(self, ledger: str, grid: str) -> np.ndarray:
        """Which rows of a ledger lie in a grid's subtree."""
        if (ledger, grid) not in self._inside:
            lines = [self.above.get(code, ()) for code in self.frames[ledger]["grid_code"]]
            self._inside[ledger, grid] = np.array([grid in line for line in lines], dtype=bool)
        return self._inside[ledger, grid]

    @abstractmethod
    def rows(self, ledger: str, grid: str = "", only: dict[str, list[str]] | None = None) -> pd.DataFrame:
        """Rows of a grid's subtree with certain values."""

    @abstractmethod
    def is_open(self, ledger: str, item: dict, day: date) -> bool:
        """Opened, not at the last step, not gone."""

    @staticmethod
    @abstractmethod
    def come(ledger: str, item: dict, day: date) -> int:
        """Index of the last step dated on or before a day."""

    def _open_items(self, ledger: str, end: str, grid: str, only: dict | None) -> list[dict]:
        day = min(month_end(end), self.as_of)
        items = self.items(ledger, self.rows(ledger, grid, only))
        return [item for item in items if self.is_open(ledger, item, day)]

    def _service_demand_unmet_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        day = min(month_end(end), self.as_of)
        waiting = self._open_items("service_demands", end, grid, only)
        return sum(self.come("service_demands", item, day) == 0 for item in waiting), None, None

    def _idle_resource_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        """The random matches name no resource, so that all lie idle; test_supply has those that do."""
        return len(self._open_items("resources", end, grid, only)), None, None

    def _resource_use_rate_pct(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        stock = len(self._open_items("resources", end, grid, only))
        return (0.0 if stock else None), 0, stock

    def _supply_gap_pct(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        """No amounts in the random lists; test_supply has them."""
        return None, 0, 0

    def _paired(self, end: str, grid: str, only: dict | None) -> pd.DataFrame:
        rows, day = self.rows("pairings", grid, only), min(month_end(end), self.as_of)
        return rows[np.array([agreed <= day for agreed in rows["agreed_on"]], dtype=bool)]

    def _pairing_organ_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        names = self._paired(end, grid, only)["organ_name"]
        return len({name for name in names if isinstance(name, str) and name}), None, None

    def _pairing_community_count(self, start: str, end: str, grid: str, only: dict | None) -> Result:
        return len({code[:4] for code in self._paired(end, grid, only)["grid_code"]}), None, None


@cache
def month_of(day: date) -> str:
    """The month of a day as text."""
    return f"{day:%Y-%m}"


@cache
def month_end(month: str) -> date:
    """The last day of a month."""
    return pd.Period(month, "M").end_time.date()
