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
from data.grids.layer import Basis, Layer, is_code_like
from data.intake.choices import choices_of_levels
from data.intake.header_text import normalise
from data.intake.headers import Said, match_columns
from data.intake.likeness import nearness
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
        told_level: the level named by the person who imports.
    """

    file: str
    layer: str
    report: FileReport
    units: list[Unit]
    basis: Basis = "told"
    numeric_codes: bool = False
    level: int = 0
    told_level: int | None = None

    @property
    def where(self) -> str:
        """File and layer as told to people."""
        return f"{self.file} 图层“{self.layer}”" if self.layer else self.file


class LevelQuestionError(QuestionError):
    """The level of a layer cannot be told.

    Attributes:
        group: the first layer without one.
    """

    def __init__(self, message: str, groups: Sequence[Group]) -> None:
        choices = _level_choices(groups)
        super().__init__(message, "level_unknown", choices, several=any("layers" in one.answers for one in choices))
        self.group = groups[0]


def read_group(layer: Layer, file: str, report: FileReport, said: Said | None = None) -> Group:
    """The grids of a layer, as its attributes have them.

    Args:
        layer: a layer in degrees.
        file: name of the file, without its folder.
        report: takes the columns and findings.
        said: what was said about its attributes.

    Raises:
        QuestionError: the layer has several shapes and no code column.
    """
    match = match_columns(layer.headers, GRIDS, said)
    places = {field.name: place for place, field in match.columns.items()}
    known = headings(layer.headers, layer.rows, places)
    own = {"grid_code": known.code, "grid_name": known.name}
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
                f"{where}：找不到网格编码，看到的属性是 {seen}。请选哪个属性是网格编码，或加上“网格编码”属性再导入。"
                "命令行：在答案文件里写 headers。",
                "code_missing",
                _code_choices(layer),
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
            above={
                level: [layer.rows[i][place].strip() for place in columns] for level, columns in known.above.items()
            },
        )
        for i, shape in enumerate(layer.geometry)
    ]
    numeric = "grid_code" in places and layer.headers[places["grid_code"]] in layer.numeric
    return Group(file, layer.name, report, units, layer.basis, numeric, known.level)


def _code_choices(layer: Layer) -> list[Choice]:
    """The attributes that could be codes: a value for every grid and no value twice; those that look like codes first."""
    field = GRIDS.field("grid_code")
    found = []
    for header in dict.fromkeys(layer.headers):
        texts = layer.column(header)
        if all(text.strip() for text in texts) and len(set(texts)) == len(texts):
            found.append((not all(map(is_code_like, texts)), -nearness(header, field), header))
    return [Choice(f"属性“{header}”是网格编码", {"headers": {header: "grid_code"}}) for _, _, header in sorted(found)]


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


def give_levels(groups: Sequence[Group], names: Sequence[str], known: Mapping[str, int] = MappingProxyType({})) -> None:
    """Fill in missing levels: as told, as known, by name, else by number of units (the fewest are the largest).

    Args:
        groups: all layers of the import, whatever file they come from.
        names: the district's level names.
        known: code → level of the grids the store has.

    Raises:
        LevelQuestionError: the level of a layer cannot be told.
    """
    for group in groups:
        for unit in group.units if group.told_level is None else ():
            unit.level = unit.level or known.get(unit.code, 0)
    open_groups = [group for group in groups if not all(unit.level or unit.problem for unit in group.units)]
    if not open_groups:
        return
    files = [group.file for group in groups]
    untold = [group for group in open_groups if group.told_level is None]
    guessed = [_level_of_layer(group, names, alone=files.count(group.file) == 1) for group in untold]
    if untold and (0 in guessed or len(set(guessed)) < len(guessed)):
        can_guess = len(untold) == len(open_groups) and (len(untold) > 1 or not known)
        guessed = _levels_by_count(untold, can_guess=can_guess)
    chosen = [(group, group.told_level) for group in open_groups if group.told_level]
    for group, number in [*chosen, *zip(untold, guessed, strict=True)]:
        if group.told_level is None:
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


def _levels_by_count(groups: Sequence[Group], *, can_guess: bool) -> list[int]:
    """The largest grids are the fewest; beside known grids, or once somebody tells some levels, that says nothing.

    Raises:
        LevelQuestionError: the numbers do not tell.
    """
    counts = [len(group.units) for group in groups]
    if len(counts) > 3 or len(set(counts)) < len(counts) or not can_guess:
        raise LevelQuestionError(
            f"{groups[0].where}：没有写明网格层级，按名称和个数也分不出来（还有 {len(counts)} 个图层没有写明）。"
            "请选它是第几级网格，或加上“网格层级”属性。命令行：分开导入并用 --level 指定。",
            groups,
        )
    order = sorted(counts)
    return [order.index(count) + 1 for count in counts]


def _level_choices(groups: Sequence[Group]) -> Sequence[Choice]:
    """Which of the layers of one file counts, or the level of the first."""
    files = {group.file for group in groups}
    if len(files) == 1 and len(groups) > 1:
        return [Choice(f"只导入图层“{group.layer}”", {"layers": [group.layer]}) for group in groups]
    return choices_of_levels()


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
