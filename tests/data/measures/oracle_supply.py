"""The second opinion on resources, demands, matches and pairings; a part of the oracle."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date

import numpy as np
import pandas as pd

Result = tuple[float | None, float | None, float | None]


class SupplyOracle:
    """What the oracle says of the lists that no plain count covers."""

    as_of: date

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
        items = self.rows(ledger, grid, only).to_dict("records")
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


def month_end(month: str) -> date:
    """The last day of a month."""
    return pd.Period(month, "M").end_time.date()
