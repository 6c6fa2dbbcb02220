"""The net of grids of one version, in memory: names, levels, ancestors, children."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.measures.lineage import Lineage, read_changes
from data.measures.scope import GRIDS_PREFIX, ZONE_PREFIX
from data.store.reader import Reader

COLUMNS = (
    "grid_code",
    "grid_name",
    "level",
    "parent_code",
    "grid_kind",
    "household_count",
    "population_count",
    "staff_count",
    "longitude",
    "latitude",
    "area_km2",
    "has_shape",
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A named set of grids of any level that cuts across the net."""

    name: str
    members: tuple[str, ...]


def _zones(store: Reader) -> dict[str, Zone]:
    """Zones by the area code they are chosen by; a zone without grids is left out."""
    sql = (
        "SELECT z.zone_code, any_value(z.zone_name) AS zone_name, list(DISTINCT g.grid_code ORDER BY g.grid_code) AS members "
        "FROM zones z JOIN zone_grids g USING (zone_code) GROUP BY z.zone_code ORDER BY z.zone_code"
    )
    rows = store.query(sql).to_dict("records")
    return {f"{ZONE_PREFIX}{row['zone_code']}": Zone(str(row["zone_name"]), tuple(row["members"])) for row in rows}


class Net:
    """The grids of a version. Made once per version and shared: never change its frame.

    Args:
        store: the open version.
    """

    def __init__(self, store: Reader) -> None:
        columns = ", ".join(f"g.{name}" for name in (*COLUMNS, "opened_on", "closed_on"))
        self.frame = store.query(
            f"SELECT {columns}, t.g1, t.g2, t.g3 FROM grids g LEFT JOIN grid_tree t USING (grid_code) ORDER BY grid_code"  # noqa: S608  (our own names)
        )
        for column in ("grid_name", "g1", "g2", "g3"):
            self.frame[column] = self.frame[column].fillna("")
        self._levels = self.frame["level"].to_numpy(dtype="int64", na_value=0)
        self._texts = {name: self.frame[name].to_numpy(dtype="object") for name in ("grid_code", "g1", "g2", "g3")}
        self.lineage = self._lineage(store)
        # comparisons with "no date" are false, which is what an open end means
        self._opened = pd.to_datetime(self.frame["opened_on"]).to_numpy(dtype="datetime64[D]")
        self._closed = pd.to_datetime(self.frame["closed_on"]).to_numpy(dtype="datetime64[D]")
        self.zones = _zones(store)
        children = self.frame[np.isnat(self._closed)].groupby("parent_code").size()
        self.frame["child_count"] = self.frame["grid_code"].map(children).fillna(0).astype("int64")

    def _lineage(self, store: Reader) -> Lineage:
        """The changes of the net; days that the grid ledger does not say are filled in from them."""
        codes = self.frame["grid_code"]
        changes, *days = read_changes(store, dict(zip(codes, self._levels.tolist(), strict=True)))
        for column, said in zip(("opened_on", "closed_on"), days, strict=True):
            self.frame[column] = pd.to_datetime(self.frame[column]).fillna(pd.to_datetime(codes.map(said)))
        opened, closed = (
            {code: day.date() for code, day in zip(codes, self.frame[column], strict=True) if not pd.isna(day)}
            for column in ("opened_on", "closed_on")
        )
        return Lineage(changes, opened, closed)

    @cached_property
    def _rows(self) -> dict[str, dict[str, object]]:
        columns = self.frame[["grid_code", "grid_name", "level", "g1", "g2", "g3"]]
        return {
            str(row["grid_code"]): {str(name): value for name, value in row.items()}
            for row in columns.to_dict("records")
        }

    @cached_property
    def depth(self) -> int:
        """The deepest level there is (3 in a whole net); 0 without grids."""
        return int(self.frame["level"].max()) if len(self.frame) else 0

    def __contains__(self, grid_code: object) -> bool:
        return grid_code in self._rows or grid_code in self.zones

    def _set(self, area: str) -> Zone | None:
        """The zone of an area code, or the grids that it lists itself."""
        if area.startswith(GRIDS_PREFIX):
            codes = tuple(area.removeprefix(GRIDS_PREFIX).split("+"))
            return Zone("、".join(map(self.name, codes)), codes)
        return self.zones.get(area)

    def name(self, grid_code: str) -> str:
        """The grid's name; its code where the net does not know it."""
        if (named := self._set(grid_code)) is not None:
            return named.name
        row = self._rows.get(grid_code)
        return str(row["grid_name"] or grid_code) if row else grid_code

    def level(self, grid_code: str) -> int:
        """1, 2 or 3; 0 for the district and for codes the net does not know; a zone is one above its finest member."""
        if self._set(grid_code) is not None:
            return max(self.detail(grid_code) - 1, 0)
        row = self._rows.get(grid_code)
        return int(str(row["level"])) if row else 0

    def members(self, area: str) -> tuple[str, ...]:
        """The grids an area is made of: a zone's members, else the grid itself."""
        named = self._set(area)
        return named.members if named is not None else (area,)

    def detail(self, area: str) -> int:
        """The level rows must be kept by to tell the area from the rest: that of a zone's finest member."""
        if self._set(area) is not None:
            return max((self.level(code) for code in self.members(area)), default=0)
        return self.level(area)

    def path(self, grid_code: str) -> list[tuple[str, str]]:
        """(code, name) from level 1 down to the grid itself."""
        row = self._rows.get(grid_code)
        if row is None:
            return []
        return [(code, self.name(code)) for code in (str(row[key]) for key in ("g1", "g2", "g3")) if code]

    def path_text(self, grid_code: str, *, with_self: bool = False) -> str:
        """街道 · 社区: the names above a grid."""
        steps = self.path(grid_code)
        return " · ".join(name for code, name in steps if with_self or code != grid_code)

    def below(self, grid_code: str, level: int) -> pd.DataFrame:
        """Grids of a level inside an area (empty = the district), closed ones and the area itself included."""
        return self.frame[self._inside(grid_code, level)]

    def active(self, grid_code: str, on: date, level: int = 0) -> NDArray[np.bool_]:
        """Which grids of a level (0 = the deepest) inside an area exist on a day, as a mask over the net."""
        return self._inside(grid_code, level or self.depth) & self.open_on(on)

    def keys(self, column: str) -> NDArray[np.object_]:
        """A column (grid_code, g1, g2, g3) of all grids as an array of text."""
        return self._texts[column]

    def _inside(self, grid_code: str, level: int) -> NDArray[np.bool_]:
        mask = self._levels == level
        if not grid_code:
            return mask
        if self._set(grid_code) is not None:
            return mask & np.logical_or.reduce([self._inside(code, level) for code in self.members(grid_code)])
        own = self.level(grid_code)
        return mask & (self._texts[f"g{own}"] == grid_code) if own else np.zeros_like(mask)

    def open_on(self, on: date) -> NDArray[np.bool_]:
        """Which grids of any level exist on a day, as a mask over the net."""
        day = np.datetime64(on)
        return ~(self._opened > day) & ~(self._closed <= day)

    def ended(self, grid_code: str, on: date) -> str:
        """What is said behind the name of a grid that is closed by a day; empty for others."""
        return "（已撤销）" if self.lineage.is_closed(grid_code, on) else ""

    def listed(self, level: int = 0, parent: str = "", on: date | None = None) -> pd.DataFrame:
        """Grids of a level (0 = all) anywhere below a parent (empty = the district), the parent itself left out.

        Args:
            level: of the grids.
            parent: above them.
            on: only those that exist on the day; None = all there ever were.
        """
        frame = self.frame if on is None else self.frame[self.open_on(on)]
        frame = frame if not level else frame[frame["level"] == level]
        if parent in self.zones:
            levels = (level,) if level else tuple(range(1, self.depth + 1))
            inside = np.logical_or.reduce([self._inside(parent, number) for number in levels])
            frame = frame[inside[frame.index]]
        elif parent:
            own = self.level(parent)
            frame = frame[(frame[f"g{own}"] == parent) & (frame["grid_code"] != parent)] if own else frame.iloc[0:0]
        return frame.loc[:, [*COLUMNS, "child_count"]].reset_index(drop=True)

    def find(self, text: str, limit: int) -> pd.DataFrame:
        """Grids whose code or name contains the text; whole and leading matches first."""
        wanted = text.strip().casefold()
        names = self.frame["grid_name"].fillna("").str.casefold()
        codes = self.frame["grid_code"].str.casefold()
        hit = names.str.contains(wanted, regex=False) | codes.str.contains(wanted, regex=False)
        found = self.frame.loc[hit & bool(wanted), ["grid_code", "grid_name", "level"]]
        starts = names.str.startswith(wanted) | codes.str.startswith(wanted)
        order = found.assign(late=~starts[found.index]).sort_values(["late", "level", "grid_code"], kind="stable")
        found = order.drop(columns="late").head(limit).reset_index(drop=True)
        found["path"] = [self.path_text(code) + self.ended(code, date.max) for code in found["grid_code"]]
        return found


@lru_cache(maxsize=8)
def net_of(store: Reader) -> Net:
    """The net of a version; readers never change, so neither does it."""
    return Net(store)
