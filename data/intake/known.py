"""The grids a store already has, joined by those of an import."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import shapely

from data.grids.boundaries import Unit
from data.grids.systems import Place
from data.store.manifest import Manifest
from data.store.writer import Transaction

_COLUMNS = ["grid_code", "grid_name", "level", "parent_code", "longitude", "latitude"]


def district_place(txn: Transaction) -> Place | None:
    """Where the district of the base version is; None while it has no grids with a place."""
    files = txn.base.files("grids") if txn.base else ()
    frames = [pd.read_parquet(txn.home / file.path, columns=["longitude", "latitude"]) for file in files]
    places = pd.concat(frames).dropna() if frames else pd.DataFrame()
    return None if places.empty else (float(places["longitude"].median()), float(places["latitude"].median()))


class KnownGrids:
    """The grids of the base version, joined by those of the import.

    Args:
        txn: the transaction of the import.
        with_shapes: whether the shapes are wanted too.

    Attributes:
        by_level: level → code → shape.
        parents: code → parent of the grids whose parent the base version knows.
        names: code → name.
    """

    def __init__(self, txn: Transaction, *, with_shapes: bool = True) -> None:
        self.by_level: dict[int, dict[str, shapely.Geometry | None]] = {1: {}, 2: {}, 3: {}}
        self.parents: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self._places: dict[str, shapely.Point] = {}
        self._given: set[str] = set()
        base = txn.base
        if base is None:
            return
        for file in base.files("grids"):
            frame = pd.read_parquet(txn.home / file.path, columns=_COLUMNS)
            for code, name, level, parent, longitude, latitude in frame.itertuples(index=False, name=None):
                self.by_level[int(level)][code] = None
                self.names[code] = name if isinstance(name, str) else ""
                if isinstance(parent, str):
                    self.parents[code] = parent
                if pd.notna(longitude) and pd.notna(latitude):
                    self._places[code] = shapely.Point(longitude, latitude)
        for level in self.by_level if with_shapes else ():
            self._add_shapes(txn, base, level)

    def _add_shapes(self, txn: Transaction, base: Manifest, level: int) -> None:
        for file in base.files(f"shapes_{level}"):
            frame = gpd.read_parquet(txn.home / file.path, columns=["grid_code", "geometry"])
            self.by_level[level].update(zip(frame["grid_code"], frame.geometry, strict=True))

    def codes(self) -> set[str]:
        """Every code."""
        return {code for level in self.by_level.values() for code in level}

    def levels(self) -> dict[str, int]:
        """Code → level."""
        return {code: level for level, shapes in self.by_level.items() for code in shapes}

    def add(self, units: Sequence[Unit]) -> None:
        """Join the grids of this import."""
        for unit in units:
            if unit.level in self.by_level and unit.code:
                shapes = self.by_level[unit.level]
                shapes[unit.code] = unit.shape or shapes.get(unit.code)
                self.names[unit.code] = unit.name or self.names.get(unit.code, "")
                self._given.add(unit.code)

    def orphans(self) -> list[Unit]:
        """Grids of the base version below the first level whose parent is none of the known grids."""
        codes = self.codes()
        return [
            Unit(code, self.names.get(code, ""), level, self.parents.get(code, ""), shape, self._places.get(code), 0)
            for level in (2, 3)
            for code, shape in self.by_level[level].items()
            if code not in self._given and self.parents.get(code) not in codes
        ]
