"""Shapes without codes, such as drawings in Google Earth: known by their names, and by where they lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from data.grids.layer import Layer
from data.intake.areas import Names, aliases, as_compared, bare
from data.intake.headers import Said, match_columns
from data.intake.report import FileReport
from data.ledgers.grids import GRIDS

COVERED = 0.8
"""Share that a shape and the grid it is taken for have in common of both together: redrawn by hand, not another grid."""


def codes_by_name_and_place(
    layer: Layer, grids: Names, shapes: Mapping[str, shapely.Geometry | None], report: FileReport, said: Said
) -> None:
    """Give a layer without codes those of the known grids, where every shape means one and no two the same.

    Args:
        layer: shapes in degrees; its ids are set.
        grids: the known grids by code.
        shapes: their shapes by code, as far as they have any.
        report: told what was done.
        said: what was answered about the layer's attributes.
    """
    columns = {field.name: place for place, field in match_columns(layer.headers, GRIDS, said).columns.items()}
    if not grids or len(layer) < 2 or any(layer.ids) or "grid_code" in columns:
        return
    place = columns.get("grid_name")
    names = [row[place].strip() for row in layer.rows] if place is not None else [""] * len(layer)
    known = {code: shape for code, shape in shapes.items() if shape is not None and not shape.is_empty}
    tree, codes = shapely.STRtree(list(known.values())), list(known)
    meant = aliases(grids)
    found = [
        _by_name((name, layer.name), shape, meant, grids, known) or _by_place(shape, tree, codes)
        for name, shape in zip(names, layer.geometry, strict=True)
    ]
    if not all(found) or len(set(found)) < len(found):
        return
    layer.ids = found
    if place is not None:
        # What a drawing is labelled is no new name of the grid.
        for row, code in zip(layer.rows, found, strict=True):
            row[place] = grids[code][0]
    told = f"没有网格编码，{len(found):,} 个图形都按名称或位置对上了已有的网格，边界按本文件更新；不对的请撤销后加上“网格编码”再导入。"
    report.note("codes_by_name", told, report.file, len(found))


def _by_name(
    written: tuple[str, str],
    shape: shapely.Geometry | None,
    meant: Mapping[str, str],
    grids: Names,
    shapes: Mapping[str, shapely.Geometry],
) -> str:
    """The grid of a name in a folder: the only one, the one in the area its folder names, or the one it lies on."""
    name, folder = written
    if not name:
        return ""
    for text in (name, f"{folder.rsplit('/', 1)[-1]}{name}"):
        if code := meant.get(as_compared(text)) or meant.get(bare(text)):
            return code
    alike = [code for code, (own, _) in grids.items() if own and bare(own) == bare(name)]
    return _likest(shape, alike, [shapes.get(code) for code in alike], least=0.0)


def _by_place(shape: shapely.Geometry | None, tree: shapely.STRtree, codes: Sequence[str]) -> str:
    """The grid a shape covers nearly, and that nearly covers it."""
    if shape is None or shape.is_empty:
        return ""
    near = [int(place) for place in np.atleast_1d(tree.query(shape))]
    return _likest(shape, [codes[n] for n in near], [tree.geometries[n] for n in near], least=COVERED)


def _likest(
    shape: shapely.Geometry | None, codes: Sequence[str], shapes: Sequence[shapely.Geometry | None], *, least: float
) -> str:
    """The one grid with most in common with a shape; empty where none has enough, or two have the same."""
    shared = sorted(
        ((_shared(shape, other), code) for code, other in zip(codes, shapes, strict=True) if other is not None),
        reverse=True,
    )
    if not shared or shared[0][0] <= least or (len(shared) > 1 and shared[0][0] == shared[1][0]):
        return ""
    return shared[0][1]


def _shared(shape: shapely.Geometry | None, other: shapely.Geometry) -> float:
    """Common area of all area, from 0 to 1."""
    if shape is None or not shape.intersects(other):
        return 0.0
    whole = shape.union(other).area
    return float(shape.intersection(other).area / whole) if whole else 0.0
