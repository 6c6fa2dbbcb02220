"""Which layers of a boundary file are meant: those that complete one another are all taken, alternatives are asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely

from data.grids.background import background_kinds
from data.grids.layer import Layer
from data.intake.headers import match_columns
from data.intake.report import Choice, FileReport, QuestionError
from data.ledgers.grids import GRIDS

_SPARE = re.compile(r"备份|副本|复件|旧版|旧边界|作废|草稿|临时|测试|copy|backup|bak$|_old$|^old_|temp$", re.IGNORECASE)
_TWICE_SHARE = 0.5
"""Layers with more than this share of one's codes in the other are two versions of one thing."""


def choose_layers(layers: list[Layer], file: str, named: Sequence[str], report: FileReport) -> list[Layer]:
    """The layers of a file that are meant.

    Args:
        layers: all that hold shapes.
        file: name of the file.
        named: the layers the person who imports has named; "*" stands for all.
        report: takes what is left out.

    Raises:
        QuestionError: several layers are versions of one thing, or a name is of none.
    """
    names = [layer.name for layer in layers]
    if named:
        if unknown := [name for name in named if name not in (*names, "*")]:
            raise QuestionError(
                f"“{file}”里没有图层 {'、'.join(unknown)}，有的是：{_listed(names)}。",
                "layer_unknown",
                _choices(layers),
                several=True,
            )
        return layers if "*" in named else [layer for layer in layers if layer.name in named]
    grids = [layer for layer in layers if _may_be_grids(layer)]
    alike = _versions(grids)
    if alike:
        raise QuestionError(
            f"“{file}”有 {len(layers)} 个图层，其中 {_listed([layer.name for layer in alike])} 像是同一批网格的几份"
            "（或备份），不能都导入。请选定要导入的图层。",
            "layer_choice",
            _choices(layers),
            several=True,
        )
    return _without_strays(layers, grids, file, report)


def _listed(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


def _choices(layers: Sequence[Layer]) -> list[Choice]:
    """Every layer, those that are no backup first."""
    ordered = sorted(layers, key=lambda layer: bool(_SPARE.search(layer.name)))
    return [Choice(f"{layer.name}（{len(layer):,} 个要素）", {"layers": [layer.name]}) for layer in ordered]


def _may_be_grids(layer: Layer) -> bool:
    """Whether a layer is more than a background: areas, or places with the codes of grids."""
    return background_kinds(layer) is None and (_has_areas(layer) or any(_texts(layer, "grid_code")))


def _has_areas(layer: Layer) -> bool:
    return bool(np.isin(shapely.get_type_id(layer.geometry), (3, 6, 7)).any())


def _texts(layer: Layer, field: str) -> list[str]:
    """The texts of the column that is a field of the grid ledger; none where there is no such column."""
    places = match_columns(layer.headers, GRIDS).columns.items()
    place = next((place for place, known in places if known.name == field), None)
    if place is not None:
        return [row[place].strip() for row in layer.rows]
    return list(layer.ids) if field == "grid_code" else []


def _versions(layers: Sequence[Layer]) -> list[Layer]:
    """Layers that are versions of one another: the same codes, or a backup beside its original."""
    codes = [frozenset(filter(None, _texts(layer, "grid_code"))) for layer in layers]
    found: set[int] = set()
    for one in range(len(layers)):
        for other in range(one + 1, len(layers)):
            fewer = min(len(codes[one]), len(codes[other]))
            if fewer and len(codes[one] & codes[other]) > _TWICE_SHARE * fewer:
                found |= {one, other}
    if len(layers) > 1:
        found |= {place for place, layer in enumerate(layers) if _SPARE.search(layer.name)}
    return [layers[place] for place in sorted(found)]


def _without_strays(layers: list[Layer], grids: list[Layer], file: str, report: FileReport) -> list[Layer]:
    """All layers but those of points and lines beside areas that are no background either: they are told."""
    if not any(_has_areas(layer) for layer in grids):
        return layers
    strays = [layer for layer in layers if layer not in grids and background_kinds(layer) is None]
    for layer in strays:
        words = f"图层“{layer.name}”里是点或线，没有网格编码，也看不出是河流、道路等底图，没有导入。"
        report.note("layer_skipped", words, f"{file} 图层“{layer.name}”", len(layer))
    return [layer for layer in layers if layer not in strays]
