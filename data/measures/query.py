"""From a scope to the rows of a mart: conditions, groups and the query itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ledgers import LEDGERS, Ledger
from data.measures.model import Measure
from data.measures.net import Net, net_of
from data.measures.registry import measure as registered
from data.measures.scope import Period, Scope
from data.store.reader import Reader


@dataclass(slots=True)
class Where:
    """Conditions with their values; column names are ours, values only ever travel as parameters."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> Where:
        """One more condition."""
        self.conditions.append(condition)
        self.values.extend(values)
        return self

    def between(self, column: str, period: Period) -> Where:
        """The column's month lies in the period."""
        return self.add(f"{column} BETWEEN ? AND ?", period.start, period.end)

    def __str__(self) -> str:
        return " AND ".join(self.conditions) or "true"


def _quoted(code: str) -> str:
    return "'" + code.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Context:
    """One version seen through one scope: what every computation starts from.

    Attributes:
        store: the open version.
        scope: what the figures are about.
        answered: queries already answered; shared by all scopes one page looks at.
        under: measures counted by another definition than the present one, by code.
    """

    store: Reader
    scope: Scope
    answered: dict[tuple[str, tuple[Any, ...]], dict[str, NDArray[Any]]] = field(default_factory=dict, compare=False)
    under: Mapping[str, Measure] = field(default_factory=dict)

    def narrowed(self, scope: Scope) -> Context:
        """The same version, another scope, the same answers so far."""
        return Context(self.store, scope, self.answered, self.under)

    @property
    def net(self) -> Net:
        """The grids."""
        return net_of(self.store)

    @property
    def as_of(self) -> date:
        """截至."""
        return self.store.as_of

    @property
    def area_level(self) -> int:
        """0 for the district, else the level of the scope's grid."""
        return self.net.level(self.scope.grid_code) if self.scope.grid_code else 0

    @property
    def area_detail(self) -> int:
        """The level rows must be kept by to tell the area from the rest; above its own level for a zone."""
        return self.net.detail(self.scope.grid_code) if self.scope.grid_code else 0

    @property
    def stock_month(self) -> str:
        """The month whose end a stock is taken at: the period's last, or the as-of day's where that is earlier."""
        return min(self.scope.period.end, f"{self.as_of:%Y-%m}")

    def ledger(self, name: str) -> Ledger:
        """The ledger with the district's own words."""
        return self.store.ledger(name)

    def measure(self, code: str) -> Measure:
        """The registered measure with the district's own words.

        Raises:
            UnknownMeasureError: no measure has the code.
        """
        declared, profile = self.under.get(code) or registered(code), self.store.district.profile
        if not profile.ledgers and not profile.measures:
            return declared
        default, spoken = LEDGERS[declared.ledger].unit, self.ledger(declared.ledger).unit
        return replace(
            declared,
            label=dict(profile.measures).get(code, declared.label),
            unit=spoken if declared.unit == default else declared.unit,
            item_unit=declared.item_unit or spoken,
        )

    def has(self, ledger: str) -> bool:
        """Whether the version holds any row of the ledger."""
        return self.store.has_rows(ledger)

    def grid_level(self, by: str) -> int:
        """The level "grid" (children of the area), "grid1" … "grid3" stand for; above 3 there is none."""
        return self.area_level + 1 if by == "grid" else int(by.removeprefix("grid"))

    def key_column(self, by: str) -> str:
        """The mart column a breakdown groups by."""
        if not by:
            return "''"
        return f"g{self.grid_level(by)}" if by.startswith("grid") else by

    def key_sql(self, by: str) -> str:
        """The same as an expression in which rows of a merged grid go by the grid it is now."""
        column = self.key_column(by)
        heirs = self.heirs if by.startswith("grid") else {}
        level = self.grid_level(by) if heirs else 0
        pairs = [(old, new) for old, new in heirs.items() if self.net.level(old) == level]
        if not pairs:
            return column
        cases = " ".join(f"WHEN {_quoted(old)} THEN {_quoted(new)}" for old, new in pairs)
        return f"CASE {column} {cases} ELSE {column} END"

    @property
    def units_day(self) -> date:
        """The day whose grids are meant: the period's last, or the as-of day where that is earlier."""
        return min(self.scope.period.last_day, self.as_of)

    @property
    def heirs(self) -> Mapping[str, str]:
        """Grids that are gone by the end of the period → the one grid the whole of each went into."""
        return self.net.lineage.heirs(self.units_day)

    def is_open(self, grid_code: str) -> bool:
        """Whether a grid exists at the end of the period."""
        return self.net.lineage.is_open(grid_code, self.units_day)

    def units(self, grid_code: str) -> tuple[str, ...]:
        """The grid, and those it was merged from or was called before: their rows are its own."""
        return (grid_code, *self.net.lineage.forebears(self.units_day).get(grid_code, ()))

    def area(self) -> Where:
        """The scope's area as a condition on a mart."""
        where = Where()
        if not self.scope.grid_code:
            return where
        tests: list[str] = []
        codes: list[str] = []
        for code in self._members:
            level = self.net.level(code)
            if level:
                tests.append(f"g{level} = ?")
                codes.append(code)
        # one condition for all: what lies in two members is still one row
        return where.add(f"({' OR '.join(tests) or 'false'})", *codes)

    @property
    def _members(self) -> list[str]:
        """The grids whose rows belong to the area, those of before included."""
        members = self.net.members(self.scope.grid_code)
        return list(dict.fromkeys(code for member in members for code in self.units(member)))

    def keys_of(self, rows: pd.DataFrame, by: str) -> NDArray[np.object_]:
        """The key of each row with columns g1, g2, g3 in a breakdown by grids."""
        keys = rows[self.key_column(by)].fillna("")
        return (keys.replace(dict(self.heirs)) if self.heirs else keys).to_numpy(dtype=object)

    def inside(self, rows: pd.DataFrame) -> NDArray[np.bool_]:
        """Which rows with columns g1, g2, g3 lie in the scope's area."""
        if not self.scope.grid_code:
            return np.ones(len(rows), dtype=bool)
        mask = np.zeros(len(rows), dtype=bool)
        for code in self._members:
            level = self.net.level(code)
            if level:
                mask |= (rows[f"g{level}"] == code).to_numpy(dtype=bool)
        return mask

    def where(self, ledger: str) -> Where:
        """The scope's area and categories as conditions on a mart."""
        where = self.area()
        chosen = self.scope.categories_of(ledger)
        if chosen:
            where.add(f"category IN ({', '.join('?' * len(chosen))})", *chosen)
        return where

    def mart(self, name: str, ledger: str, by: str = "") -> str:
        """The mart to ask: by level-1 grid where that is fine enough, else by level-3 grid."""
        return f"mart_{name}_{ledger}" if self.depth(by) > 1 else f"mart_{name}_g1_{ledger}"

    def depth(self, by: str) -> int:
        """The finest level a question needs to tell apart: 0 for the district as one."""
        return max(self.area_detail, self.grid_level(by) if by.startswith("grid") else 0)

    def arrays(self, columns: str, table: str, where: Where, tail: str = "") -> dict[str, NDArray[Any]]:
        """As :meth:`select`, as plain columns; the same question is asked once. Never change the arrays."""
        sql = f"SELECT {columns} FROM {table} WHERE {where} {tail}"  # noqa: S608  (names are ours, values are parameters)
        key = (sql, tuple(where.values))
        if key not in self.answered:
            self.answered[key] = self.store.arrays(sql, where.values)
        return self.answered[key]

    def select(self, columns: str, table: str, where: Where, tail: str = "") -> pd.DataFrame:
        """Run SELECT columns FROM table WHERE … tail."""
        sql = f"SELECT {columns} FROM {table} WHERE {where} {tail}"  # noqa: S608  (names are ours, values are parameters)
        return self.store.query(sql, where.values)
