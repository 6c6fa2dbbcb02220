"""Resources, demands and their matches as they stood on any day: what is left, what is outstanding.

The three ledgers are lists of hundreds or thousands of rows, read whole once a version. The lifecycle rules (open,
closed, exited) are those of every ledger. A match holds its quantity from the day it is accepted until it is
called off; what was fulfilled stays used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ledgers.resources import USUAL_UNITS
from data.measures.lifecycle import CLOSED_DAY, DUE_DAY, EXIT_DAY, STAGE_DAY, day_columns, day_of
from data.measures.net import net_of
from data.store.engine import DuckDBEngine
from data.store.mart_rows import GRIDS_OF, prepare
from data.store.reader import Reader
from data.store.schema import ledger_columns

_NEVER = np.inf
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def dated_rows(store: Reader, name: str) -> pd.DataFrame:
    """All rows of a ledger with g1, g2, g3, and its stage, exit and closing days as whole days (infinite = never)."""
    ledger = store.ledger(name)
    days = [*(STAGE_DAY.format(k) for k in range(len(ledger.stages))), CLOSED_DAY, EXIT_DAY, DUE_DAY]
    declared = [field.name for field in ledger.fields]
    wanted = list(dict.fromkeys([*declared, *GRIDS_OF, "category", *days]))
    if not store.has_rows(name):
        return pd.DataFrame({column: pd.Series(dtype="float64" if column in days else "object") for column in wanted})
    with DuckDBEngine(store.home / "tmp" / "lists") as engine:
        tree = engine.scan(store.files("grid_tree")) if store.has_rows("grid_tree") else None
        rows = prepare(engine.scan(store.files(name), day_columns(ledger), ledger_columns(ledger)), ledger, tree)
        frame: pd.DataFrame = rows.select(*wanted).to_native().df()
    frame = frame.assign(**{column: pd.to_numeric(frame[column]).astype("float64").fillna(_NEVER) for column in days})
    return frame.sort_values(ledger.id_field, ignore_index=True)


@dataclass(frozen=True)
class State:
    """The lists on one day; arrays in the order of the book's frames.

    Attributes:
        day: the day.
        is_listed: resources that are on the list.
        is_used: listed resources of which something is accepted.
        left: what is left of each listed resource; missing where its capacity is not known, 0 where not listed.
        is_open: demands that are open.
        outstanding: what no accepted match covers of each open demand; missing where its quantity is not known.
    """

    day: date
    is_listed: Mask
    is_used: Mask
    left: Floats
    is_open: Mask
    outstanding: Floats


class Book:
    """The three ledgers of a version. Made once and shared: never change its frames.

    Args:
        store: the open version.
    """

    def __init__(self, store: Reader) -> None:
        self.resources = _united(dated_rows(store, "resources"), "resource_kind", "capacity_unit")
        self.demands = _united(dated_rows(store, "service_demands"), "service_demand_kind", "quantity_unit")
        matches = dated_rows(store, "matches")
        self._from = pd.Index(self.resources["resource_code"]).get_indexer(pd.Index(matches["resource_code"]))
        self._to = pd.Index(self.demands["service_demand_code"]).get_indexer(pd.Index(matches["service_demand_code"]))
        accepted = [matches[STAGE_DAY.format(k)].to_numpy() for k in (1, 2)]
        self._accepted = np.minimum(*accepted) if len(matches) else np.array([])
        self._released = matches[EXIT_DAY].to_numpy(dtype="float64")
        self._quantities = matches["match_quantity"].to_numpy(dtype="float64", na_value=0.0)
        self._net = net_of(store)

    def at(self, day: date) -> State:
        """The lists on a day (the day itself counts)."""
        number = day_of(day)
        holds = (self._accepted <= number) & (self._released > number)
        taken, served = (
            self._added(self._from, len(self.resources), holds),
            self._added(self._to, len(self.demands), holds),
        )
        has_match = np.zeros(len(self.resources), dtype=bool)
        has_match[self._from[holds & (self._from >= 0)]] = True
        listed, wanted = _standing(self.resources, number), _standing(self.demands, number)
        capacity = self.resources["capacity"].to_numpy(dtype="float64", na_value=np.nan)
        quantity = self.demands["quantity"].to_numpy(dtype="float64", na_value=np.nan)
        return State(
            day,
            listed,
            listed & has_match,
            np.where(listed, np.maximum(capacity - taken, 0), 0),
            wanted,
            np.where(wanted, np.maximum(quantity - served, 0), 0),
        )

    def _added(self, places: NDArray[np.int64], count: int, holds: Mask) -> Floats:
        known = holds & (places >= 0)
        return np.bincount(places[known], self._quantities[known], count).astype("float64")

    @cached_property
    def resource_places(self) -> list[tuple[float, float] | None]:
        """Where each resource is: its own point, else that of its grid."""
        own = zip(self.resources["longitude"], self.resources["latitude"], strict=True)
        return [
            self._point(code) if pd.isna(lon) or pd.isna(lat) else (float(lon), float(lat))
            for (lon, lat), code in zip(own, self.resources["grid_code"], strict=True)
        ]

    @cached_property
    def demand_places(self) -> list[tuple[float, float] | None]:
        """Where each demand is: the point of its grid."""
        return [self._point(code) for code in self.demands["grid_code"]]

    @cached_property
    def _points(self) -> dict[str, tuple[float, float]]:
        known = self._net.frame.dropna(subset=["longitude", "latitude"])
        places = zip(known["longitude"].astype(float), known["latitude"].astype(float), strict=True)
        return dict(zip(known["grid_code"], places, strict=True))

    def _point(self, code: str) -> tuple[float, float] | None:
        """The point of a grid, or of the nearest grid above that has one."""
        steps = [step for step, _ in reversed(self._net.path(code))]
        return next((self._points[step] for step in steps if step in self._points), None)


def _standing(rows: pd.DataFrame, number: int) -> Mask:
    return np.asarray((rows[STAGE_DAY.format(0)] <= number) & (rows[CLOSED_DAY] > number), dtype=bool)


def _united(rows: pd.DataFrame, kind: str, unit: str) -> pd.DataFrame:
    """Rows with ``kind``, ``unit`` and whether the unit is the usual one of the kind."""
    usual = rows[kind].map(USUAL_UNITS).fillna("")
    said = rows[unit].fillna("").str.strip()
    units = said.where(said != "", usual)
    return rows.assign(kind=rows[kind].fillna(""), unit=units, is_usual=units == usual)


@lru_cache(maxsize=4)
def book_of(store: Reader) -> Book:
    """The book of a version; readers never change, so neither does it."""
    return Book(store)
