"""Boundary files into the store: grids through the same checks as any table, shapes beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.grids.background import background_frame, background_kinds
from data.grids.boundaries import Group, LevelQuestionError, Unit, area_km2, give_codes, give_levels, read_group
from data.grids.codeless import codes_by_name_and_place
from data.grids.layer import Layer
from data.grids.marks import Place, mark
from data.grids.nesting import check_nesting, give_parents, named, tell_parents
from data.grids.offset import check_position
from data.grids.repair import repair
from data.grids.repeats import settle_repeats
from data.grids.topology import check_topology
from data.grids.zeros import restore_zeros
from data.intake.checks import Check
from data.intake.headers import Said, match_columns
from data.intake.known import KnownGrids
from data.intake.reading import Contents
from data.intake.report import IntakeError
from data.intake.stage import stage_table
from data.intake.staged import Context, Staged
from data.intake.tables import numbered_table
from data.ledgers.grids import GRIDS
from data.store.upsert import MonthCounts, Replaced
from data.store.writer import Transaction

_PROBLEM = "problem"
_NO_GRID = "没有选定是哪个网格，留待核对"
_DENSE = 50_000
"""Points of one shape; the boundary of a county surveyed in the field has some thousands."""
_HEADERS = [*(field.name for field in GRIDS.fields), _PROBLEM]
_PROBLEM_CELL = f"c{len(_HEADERS) - 1}"
_PROBLEM_CHECK = Check(f"{_PROBLEM_CELL} <> ''", f"'，' || {_PROBLEM_CELL}")


@dataclass(slots=True)
class Boundaries:
    """The shapes of an import, read and understood but not yet checked row by row.

    Attributes:
        groups: one a layer, with the file it comes from.
        background: the quiet layers, or None.
        adopted: grids of the base version that find their parents in this import.
    """

    groups: list[tuple[Contents, Group]]
    background: gpd.GeoDataFrame | None = None
    adopted: list[Unit] = field(default_factory=list)


def understand(files: Sequence[Contents], names: Sequence[str], known: KnownGrids) -> Boundaries:
    """Tell background from grids, and give every grid its code, level and parent.

    What cannot be told becomes a question in the report of its file.
    """
    found = Boundaries([])
    for contents in files:
        for layer in contents.layers:
            try:
                _sort_layer(found, contents, layer, known)
            except IntakeError as error:
                contents.report.refuse(error)
    groups = [group for _, group in found.groups]
    restore_zeros(groups, known.codes())
    for contents, group in found.groups:
        try:
            check_position(group, known.by_level)
        except IntakeError as error:
            contents.report.refuse(error)
    try:
        give_levels(groups, names, known.levels())
    except LevelQuestionError as error:
        error.group.report.refuse(error)
        return found
    give_codes(groups, known.codes())
    settle_repeats(groups)
    usable = [[unit for unit in group.units if not unit.problem] for group in groups]
    place_units([unit for units in usable for unit in units], known)
    for group, units in zip(groups, usable, strict=True):
        tell_parents(units, group.report)
        check_nesting(units, known.by_level, group.report)
    if groups:
        found.adopted = _adopted(known, groups[0])
    return found


def _adopted(known: KnownGrids, group: Group) -> list[Unit]:
    """The grids of the base version that waited for grids above them and find them now."""
    waiting = known.orphans()
    give_parents(waiting, known.by_level, known.names)
    adopted = [unit for unit in waiting if unit.way]
    if adopted:
        told = f"原有的 {len(adopted)} 个网格归入了本次导入的上级网格：{named(adopted)}。"
        group.report.note("parents_adopted", told, group.where, len(adopted), "info")
    return adopted


def place_units(units: Sequence[Unit], known: KnownGrids) -> None:
    """Give parents to grids that name none; what the base version knows is not guessed anew."""
    known.add(units)
    for unit in units:
        if not unit.parent and (stored := known.parents.get(unit.code, "")):
            unit.parent, unit.way = stored, "stored"
    give_parents(units, known.by_level, known.names)


def with_parents(frame: pd.DataFrame, known: KnownGrids) -> pd.DataFrame:
    """Rows of the grid ledger, parents filled in as for shapes."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    units = [
        Unit(row["grid_code"], "", int(row["level"]), row["parent_code"] or "", None, _point_of(row), row["source_row"])
        for row in rows
        if row["level"] is not None
    ]
    place_units(units, known)
    parents = {unit.code: unit.parent or None for unit in units}
    filled = [parents.get(row["grid_code"], row["parent_code"]) for row in rows]
    return frame.assign(parent_code=pd.Series(filled, index=frame.index, dtype="object"))


def _point_of(row: Mapping[Any, Any]) -> shapely.Point | None:
    longitude, latitude = row["longitude"], row["latitude"]
    return None if longitude is None or latitude is None else shapely.Point(longitude, latitude)


def _sort_layer(found: Boundaries, contents: Contents, layer: Layer, known: KnownGrids) -> None:
    report = contents.report
    repaired = repair(layer)
    shapes = layer.geometry = repaired.shapes
    repaired.tell(report)
    kinds = background_kinds(layer)
    if kinds is None:
        said = Said(contents.wishes.told.headers)
        stored = {code: shape for level in known.by_level.values() for code, shape in level.items()}
        answered = {**contents.wishes.memory.areas, **contents.wishes.told.areas}
        aside = codes_by_name_and_place(layer, contents.wishes.grids, stored, report, said, answered)
        group = read_group(layer, report.file, report, said)
        group.told_level = contents.wishes.level
        for place, (unit, problem) in enumerate(zip(group.units, repaired.problems, strict=True)):
            unit.problem = f"{_called(unit)}的{problem}" if problem else _NO_GRID if place in aside else ""
        mended = [group.units[place] for place in sorted(repaired.mended)]
        mark(
            report,
            "geometry_repaired",
            (
                Place(f"{_called(unit)}的图形自相交或有坏环，已修复，请核对", (unit.code,), unit.shape)
                for unit in mended
            ),
        )
        _tell_units(group, layer)
        found.groups.append((contents, group))
        return
    frame = background_frame(layer, kinds, shapes)
    if layer.basis == "none":
        told = "文件没有写明坐标系，底图按 CGCS2000 经纬度导入；来自高德、百度地图的会偏几百米。命令行：用 --crs gcj02 或 --crs bd09 写明。"
        report.note("crs_assumed", told, report.file)
    report.ledger = "background"
    report.rows_read += len(layer)
    report.rows_accepted += len(frame)
    if len(frame) < len(layer):
        left = len(layer) - len(frame)
        report.note(
            "background_skipped",
            f"{left} 个要素不是河流、铁路、道路、公园、界线或服务阵地，没有画进底图。",
            count=left,
            weight="info",
        )
    if len(frame):
        found.background = frame if found.background is None else pd.concat([found.background, frame])


def _called(unit: Unit) -> str:
    return f"“{unit.name}”（{unit.code}）"


def _tell_units(group: Group, layer: Layer) -> None:
    """Name the grids whose shapes are out of the ordinary."""
    nested = [unit for place, unit in enumerate(group.units) if place in layer.renested]
    if nested:
        told = f"{len(nested)} 个图形的坐标层次与写明的类型不符，已按坐标改正：{named(nested)}。请核对图形。"
        group.report.note("nesting_repaired", told, group.where, len(nested))
    counts = shapely.get_num_coordinates([unit.shape for unit in group.units])
    dense = [unit for unit, count in zip(group.units, counts, strict=True) if count > _DENSE]
    if dense:
        told = f"{len(dense)} 个图形的点过密（最多 {max(counts):,} 个）：{named(dense)}。画图用简化的边界，面积和归属仍按原边界。"
        group.report.note("vertices_many", told, group.where, len(dense))


def check_shapes(found: Boundaries, known: KnownGrids, closed: Collection[str]) -> None:
    """Tell how the grids that were taken lie beside each other; closed ones lie where others lie now."""
    for contents, group in found.groups:
        taken = [unit for unit in group.units if not unit.problem]
        check_topology(taken, known.by_level, closed, contents.report)


def name_unknown(group: Group, known_codes: frozenset[str]) -> None:
    """A grid without a name goes by its code, unless the store already knows it under a better one."""
    for unit in group.units:
        if not unit.name and unit.code not in known_codes:
            unit.name = unit.code


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


def put_group(txn: Transaction, group: Group, staged: Staged, replaced: Replaced | None) -> MonthCounts:
    """Store the grids of a layer that passed, and their shapes. Returns what that changes."""
    frame = pd.read_parquet(staged.accepted)
    units = {unit.row: unit for unit in group.units}
    accepted = [units[row] for row in frame["source_row"]]
    areas = [area_km2(unit.shape) for unit in accepted]
    frame["area_km2"] = pd.Series(areas, index=frame.index, dtype="float64")
    frame["has_shape"] = [unit.shape is not None for unit in accepted]
    counts = txn.put_grids(frame, replaced)
    for level in (1, 2, 3):
        shaped = [unit for unit in accepted if unit.level == level and unit.shape is not None]
        if shaped:
            txn.put_shapes(level, _shape_frame(shaped))
    return counts


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
