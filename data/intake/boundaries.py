"""Boundary files into the store: grids through the same checks as any table, shapes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from data.grids.background import background_frame, background_kinds
from data.grids.boundaries import Group, Unit, area_km2, give_codes, give_levels, read_group
from data.grids.layer import Layer
from data.grids.nesting import check_nesting, give_parents
from data.grids.repair import repair
from data.intake.checks import Check
from data.intake.headers import match_columns
from data.intake.reading import Contents
from data.intake.report import IntakeError
from data.intake.stage import Context, Staged, stage_table
from data.intake.tables import numbered_table
from data.ledgers.grids import GRIDS
from data.store.manifest import Manifest
from data.store.writer import Transaction

_PROBLEM = "problem"
_HEADERS = [*(field.name for field in GRIDS.fields), _PROBLEM]
_PROBLEM_CELL = f"c{len(_HEADERS) - 1}"
_PROBLEM_CHECK = Check(f"{_PROBLEM_CELL} <> ''", f"'，' || {_PROBLEM_CELL}")


@dataclass(slots=True)
class Boundaries:
    """The shapes of an import, read and understood but not yet checked row by row.

    Attributes:
        groups: one a layer, with the file it comes from.
        background: the quiet layers, or None.
    """

    groups: list[tuple[Contents, Group]]
    background: gpd.GeoDataFrame | None = None


class KnownGrids:
    """Level → code → shape of the grids of the base version, joined by those of the import."""

    def __init__(self, txn: Transaction) -> None:
        self.by_level: dict[int, dict[str, shapely.Geometry | None]] = {1: {}, 2: {}, 3: {}}
        base = txn.base
        if base is None:
            return
        for file in base.files("grids"):
            frame = pd.read_parquet(txn.home / file.path, columns=["grid_code", "level"])
            for code, level in zip(frame["grid_code"], frame["level"], strict=True):
                self.by_level.setdefault(int(level), {})[code] = None
        for level in self.by_level:
            self._add_shapes(txn, base, level)

    def _add_shapes(self, txn: Transaction, base: Manifest, level: int) -> None:
        for file in base.files(f"shapes_{level}"):
            frame = gpd.read_parquet(txn.home / file.path, columns=["grid_code", "geometry"])
            self.by_level[level].update(zip(frame["grid_code"], frame.geometry, strict=True))

    def codes(self) -> set[str]:
        """Every code."""
        return {code for level in self.by_level.values() for code in level}

    def add(self, units: Sequence[Unit]) -> None:
        """Join the grids of this import."""
        for unit in units:
            if unit.level in self.by_level and unit.code:
                shapes = self.by_level[unit.level]
                shapes[unit.code] = unit.shape or shapes.get(unit.code)


def understand(files: Sequence[Contents], level: int | None, names: Sequence[str], known: KnownGrids) -> Boundaries:
    """Tell background from grids, and give every grid its code, level and parent.

    What cannot be told becomes a question in the report of its file.
    """
    found = Boundaries([])
    for contents in files:
        for layer in contents.layers:
            try:
                _sort_layer(found, contents, layer)
            except IntakeError as error:
                contents.report.refuse(error)
    groups = [group for _, group in found.groups]
    try:
        give_levels(groups, level, names)
    except IntakeError as error:
        found.groups[0][0].report.refuse(error)
        return found
    give_codes(groups, known.codes())
    _mark_repeats(groups)
    units = [unit for group in groups for unit in group.units if not unit.problem]
    known.add(units)
    give_parents(units, known.by_level)
    for group in groups:
        check_nesting([unit for unit in group.units if not unit.problem], known.by_level, group.report)
    return found


def _sort_layer(found: Boundaries, contents: Contents, layer: Layer) -> None:
    report = contents.report
    shapes, problems, repaired = repair(layer)
    layer.geometry = shapes
    if repaired:
        report.note("geometry_repaired", f"{repaired} 个图形自相交或有坏环，已修复。", report.file, repaired, "info")
    kinds = background_kinds(layer)
    if kinds is None:
        group = read_group(layer, report.file, report)
        for unit, problem in zip(group.units, problems, strict=True):
            unit.problem = problem
        found.groups.append((contents, group))
        return
    frame = background_frame(layer, kinds, shapes)
    report.ledger = "background"
    report.rows_read += len(layer)
    report.rows_accepted += len(frame)
    if len(frame) < len(layer):
        left = len(layer) - len(frame)
        report.note(
            "background_skipped",
            f"{left} 个要素不是河流、铁路、道路、公园或界线，没有画进底图。",
            count=left,
            weight="info",
        )
    if len(frame):
        found.background = frame if found.background is None else pd.concat([found.background, frame])


def _mark_repeats(groups: Sequence[Group]) -> None:
    """A code with two different shapes: the first is taken, the others are kept aside."""
    first: dict[str, tuple[Group, Unit]] = {}
    for group in groups:
        for unit in group.units:
            if unit.problem or not unit.code:
                continue
            known = first.setdefault(unit.code, (group, unit))
            if known[1] is not unit and not _same(known[1], unit):
                unit.problem = (
                    f"编码“{unit.code}”已用于“{known[1].name}”（{known[0].where} 第 {known[1].row} 个要素），"
                    "图形或层级不同，采用先出现的，本个待核"
                )


def _same(one: Unit, other: Unit) -> bool:
    same_shape = one.shape == other.shape or (
        one.shape is not None and other.shape is not None and one.shape.equals(other.shape)
    )
    return same_shape and one.level == other.level


def stage_group(group: Group, context: Context) -> Staged:
    """Check the grids of a layer as rows of the grid ledger."""
    table = numbered_table(
        ((unit.row, _cells(unit)) for unit in group.units), _HEADERS, group.file, group.layer, context.staging
    )
    return stage_table(table, match_columns(_HEADERS, GRIDS), context, [_PROBLEM_CHECK])


def _cells(unit: Unit) -> list[str]:
    values = {
        **unit.attributes,
        "grid_code": unit.code,
        "grid_name": unit.name,
        "level": str(unit.level or ""),
        "parent_code": unit.parent,
        _PROBLEM: unit.problem,
    }
    if unit.point is not None and not unit.problem:
        values |= {"longitude": f"{unit.point.x:.7f}", "latitude": f"{unit.point.y:.7f}"}
    return [values.get(name, "") for name in _HEADERS]


def put_group(txn: Transaction, group: Group, staged: Staged) -> None:
    """Store the grids of a layer that passed, and their shapes."""
    frame = pd.read_parquet(staged.accepted)
    units = {unit.row: unit for unit in group.units}
    accepted = [units[row] for row in frame["source_row"]]
    areas = [area_km2(unit.shape) for unit in accepted]
    frame["area_km2"] = pd.Series(areas, index=frame.index, dtype="float64")
    frame["has_shape"] = [unit.shape is not None for unit in accepted]
    txn.put_grids(frame)
    for level in (1, 2, 3):
        shaped = [unit for unit in accepted if unit.level == level and unit.shape is not None]
        if shaped:
            txn.put_shapes(level, _shape_frame(shaped))


def _shape_frame(units: Sequence[Unit]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "grid_code": [unit.code for unit in units],
            "name": [unit.name for unit in units],
            "parent_code": [unit.parent for unit in units],
        },
        geometry=[unit.shape for unit in units],
        crs="EPSG:4326",
    )
