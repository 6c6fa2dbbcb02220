"""From layers of shapes to grids: code, level, parent, and what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType

import pyproj
import shapely

from data.grids.headings import headings
from data.grids.layer import Basis, Layer
from data.intake.headers import match_columns, normalise
from data.intake.report import Choice, FileReport, QuestionError
from data.ledgers.grids import GRIDS

_LEVEL_WORDS = (("一级", 1), ("二级", 2), ("三级", 3), ("街道", 1), ("乡镇", 1), ("镇街", 1), ("社区", 2), ("网格", 3))
_CHINESE_DIGITS = {"一": "1", "二": "2", "三": "3"}
_COMPUTED = {"grid_code", "grid_name", "level", "parent_code", "longitude", "latitude"}
_GEOD = pyproj.Geod(ellps="GRS80")


@dataclass(slots=True)
class Unit:
    """One grid as its boundary file has it.

    Attributes:
        code: grid code, leading zeros kept.
        name: grid name.
        level: 1, 2 or 3.
        parent: code of the grid above, "" when unknown or level 1.
        shape: valid polygon or multipolygon in degrees, None for a grid known by its point only.
        point: a point inside, or the point given.
        row: number of the feature in its layer, from 1.
        attributes: further texts by field name.
        problem: why the shape cannot be used; "" when it can.
        above: level → codes or names its file gives for the grid above.
        way: how its parent was found: told (a code in the file), stored, code, name, only, place; "" without one.
    """

    code: str
    name: str
    level: int
    parent: str
    shape: shapely.Geometry | None
    point: shapely.Point | None
    row: int
    attributes: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    above: Mapping[int, Sequence[str]] = field(default_factory=dict)
    way: str = ""


@dataclass(slots=True)
class Group:
    """The grids of one layer.

    Attributes:
        file: name of the file, without its folder.
        layer: name of the layer, "" where there is none.
        report: the file's report.
        units: the grids in the order of the layer.
        numeric_codes: the codes were written as numbers, so that leading zeros are lost.
        basis: why its coordinate system is what it is taken for.
        level: the level its own headings name, 0 for none.
    """

    file: str
    layer: str
    report: FileReport
    units: list[Unit]
    basis: Basis = "told"
    numeric_codes: bool = False
    level: int = 0

    @property
    def where(self) -> str:
        """File and layer as told to people."""
        return f"{self.file} 图层“{self.layer}”" if self.layer else self.file


def read_group(layer: Layer, file: str, report: FileReport) -> Group:
    """The grids of a layer, as its attributes have them.

    Args:
        layer: a layer in degrees.
        file: name of the file, without its folder.
        report: takes the columns and findings.

    Raises:
        QuestionError: the layer has several shapes and no code column.
    """
    match = match_columns(layer.headers, GRIDS)
    places = {field.name: place for place, field in match.columns.items()}
    said = headings(layer.headers, layer.rows, places)
    own = {"grid_code": said.code, "grid_name": said.name}
    places |= {name: place for name, place in own.items() if place is not None}
    texts = {
        name: [unicodedata.normalize("NFC", text.strip()) for text in layer.column(layer.headers[place])]
        for name, place in places.items()
    }
    where = f"{file} 图层“{layer.name}”" if layer.name else file
    codes = texts.get("grid_code") or [text.strip() for text in layer.ids]
    if not any(codes):
        if len(layer) > 1:
            seen = "、".join(layer.headers) or "（没有属性）"
            raise QuestionError(
                f"{where}：找不到网格编码，看到的属性是 {seen}。请加上“网格编码”属性再导入。", "code_missing"
            )
        codes = [""]
    report.columns.update({layer.headers[place]: name for name, place in places.items()})
    fallback = "" if any(codes) else layer.name or _stem(file)
    units = [
        Unit(
            code=codes[i],
            name=_cell(texts, "grid_name", i) or fallback,
            level=_level_number(_cell(texts, "level", i)),
            parent=_cell(texts, "parent_code", i),
            shape=shape if shape is not None and shape.geom_type in ("Polygon", "MultiPolygon") else None,
            point=_point(shape, texts, i),
            row=i + 1,
            attributes={name: column[i] for name, column in texts.items() if name not in _COMPUTED},
            above={level: [layer.rows[i][place].strip() for place in columns] for level, columns in said.above.items()},
        )
        for i, shape in enumerate(layer.geometry)
    ]
    numeric = "grid_code" in places and layer.headers[places["grid_code"]] in layer.numeric
    return Group(file, layer.name, report, units, layer.basis, numeric, said.level)


def _cell(texts: Mapping[str, list[str]], name: str, i: int) -> str:
    return texts[name][i] if name in texts else ""


def _stem(file: str) -> str:
    return file.split(".", maxsplit=1)[0]


def _point(shape: shapely.Geometry | None, texts: Mapping[str, list[str]], i: int) -> shapely.Point | None:
    """The grid's own point: given as geometry, given as columns, or one inside the polygon."""
    if shape is not None and not shape.is_empty:
        return shape if shape.geom_type == "Point" else shape.representative_point()
    try:
        return shapely.Point(float(_cell(texts, "longitude", i)), float(_cell(texts, "latitude", i)))
    except ValueError:
        return None


def _level_number(text: str) -> int:
    """1, 一级, 二级网格, 3.0, 社区; 0 when nothing of that sort is written."""
    found = re.match(r"^(?:第)?([1-3一二三])(?:级.*|\.0+)?$", unicodedata.normalize("NFKC", text))
    if found:
        return int(_CHINESE_DIGITS.get(found[1], found[1]))
    return next((number for word, number in _LEVEL_WORDS if word in text), 0)


def give_levels(
    groups: Sequence[Group], level: int | None, names: Sequence[str], known: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Fill in missing levels: as told, as known, by name, else by number of units (the fewest are the largest).

    Args:
        groups: all layers of the import, whatever file they come from.
        level: the level named by the person who imports.
        names: the district's level names.
        known: code → level of the grids the store has.

    Raises:
        QuestionError: the level of a layer cannot be told.
    """
    if level is None:
        for unit in (unit for group in groups for unit in group.units):
            unit.level = unit.level or known.get(unit.code, 0)
    open_groups = [group for group in groups if not all(unit.level for unit in group.units)]
    if not open_groups:
        return
    if level is not None:
        chosen = [level] * len(open_groups)
    else:
        files = [group.file for group in groups]
        chosen = [_level_of_layer(group, names, alone=files.count(group.file) == 1) for group in open_groups]
        if 0 in chosen or len(set(chosen)) < len(chosen):
            chosen = _levels_by_count(open_groups, names, is_first=not known)
    for group, number in zip(open_groups, chosen, strict=True):
        if level is None:
            told = f"没有写明网格层级，按名称或个数判断：{len(group.units):,} 个网格作为第 {number} 级。"
            group.report.note("level_assumed", told, group.where, weight="info")
        for unit in group.units:
            unit.level = unit.level or number


def _level_of_layer(group: Group, names: Sequence[str], *, alone: bool) -> int:
    """The level of a layer's own headings, else of its name, the folder around it, or the file it is alone in."""
    if group.level:
        return group.level
    words = [*reversed(group.layer.split("/")), *([_stem(group.file)] if alone else [])]
    return next((level for word in words if (level := _level_of_name(word, names))), 0)


def _level_of_name(name: str, names: Sequence[str]) -> int:
    text = normalise(name)
    words = [*_LEVEL_WORDS[:3], *((normalise(word), i) for i, word in enumerate(names, start=1)), *_LEVEL_WORDS[3:]]
    return next((number for word, number in words if word and word in text), 0)


def _levels_by_count(groups: Sequence[Group], names: Sequence[str], *, is_first: bool) -> list[int]:
    """The fewest are the largest; a lone layer is the first level only while there are no grids beside it."""
    counts = [len(group.units) for group in groups]
    if len(counts) > 3 or len(set(counts)) < len(counts) or (len(counts) == 1 and not is_first):
        raise QuestionError(
            f"{groups[0].file}：有 {len(counts)} 个图层没有写明网格层级，名称和个数也分不出，"
            "请加上“网格层级”属性，或分开导入并用 --level 指定。",
            "level_unknown",
            _level_choices(groups, names),
            several=len(groups) > 1,
        )
    order = sorted(counts)
    return [order.index(count) + 1 for count in counts]


def _level_choices(groups: Sequence[Group], names: Sequence[str]) -> list[Choice]:
    """One of several layers of a file, or the level of every file."""
    files = [group.file for group in groups]
    if len(set(files)) == 1 and len(files) > 1:
        return [Choice(f"只导入图层“{group.layer}”", {"layers": [group.layer]}) for group in groups]
    return [
        Choice(f"{file} 是第 {level} 级网格（{name}）", {"files": {file: {"level": level}}})
        for file in dict.fromkeys(files)
        for level, name in enumerate(names, start=1)
    ]


def give_codes(groups: Sequence[Group], taken: set[str]) -> None:
    """A layer's only unit (an outline) without a code gets one of ours."""
    used = taken | {unit.code for group in groups for unit in group.units}
    for group in groups:
        if len(group.units) != 1 or group.units[0].code:
            continue
        unit = group.units[0]
        unit.code = next(code for n in count(1) if (code := f"L{unit.level}-{n:02d}") not in used)
        used.add(unit.code)
        group.report.note("code_given", f"“{unit.name}”没有编码，编为 {unit.code}。", group.where, weight="info")


def area_km2(shape: shapely.Geometry | None) -> float | None:
    """Area on the ellipsoid of CGCS2000 (GRS 80), so that no projection has to be chosen."""
    if shape is None:
        return None
    area, _ = _GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(area) / 1e6
