"""Shapes without codes, such as drawings in Google Earth: known by their names, and by where they lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from data.grids.layer import Layer, is_code_like
from data.intake.area_names import likest, named
from data.intake.areas import NAMELESS, Names, aliases, as_compared, bare
from data.intake.headers import Said, match_columns
from data.intake.report import Choice, FileReport, QuestionError
from data.ledgers.grids import GRIDS

COVERED = 0.8
"""Share that a shape and the grid it is taken for have in common of both together: redrawn by hand, not another grid."""
_MOST_ASKED = 40
_SUGGESTED = 3
_SHOWN = 6


def codes_by_name_and_place(
    layer: Layer,
    grids: Names,
    shapes: Mapping[str, shapely.Geometry | None],
    report: FileReport,
    said: Said,
    told: Mapping[str, str],
) -> set[int]:
    """Give a layer without codes those of the known grids, where every shape means one and no two the same.

    Args:
        layer: shapes in degrees; its ids are set.
        grids: the known grids by code.
        shapes: their shapes by code, as far as they have any.
        report: told what was done.
        said: what was answered about the layer's attributes.
        told: name of a shape → the grid it was said to be; "" where it was said to be none.

    Returns:
        The places of shapes that were said to be none.

    Raises:
        QuestionError: some shapes mean no known grid, and somebody could say which.
    """
    columns = {field.name: place for place, field in match_columns(layer.headers, GRIDS, said).columns.items()}
    if not grids or len(layer) < 2 or any(layer.ids) or "grid_code" in columns:
        return set()
    drawings = _Drawings(layer, columns.get("grid_name"), grids, shapes)
    found, aside = drawings.meant(told)
    is_open = [place for place, code in enumerate(found) if not code and place not in aside]
    if is_open:
        if len(is_open) <= _MOST_ASKED and (any(found) or not drawings.has_numbers()):
            raise drawings.question(is_open, found, report.file)
        return set()
    if not any(found):
        return set()
    drawings.take(found)
    taken = len(layer) - len(aside)
    told_all = f"没有网格编码，{taken:,} 个图形都按名称、位置或选定的网格对上了已有的网格，边界按本文件更新；不对的请撤销后加上“网格编码”再导入。"
    report.note("codes_by_name", told_all, report.file, taken)
    return aside


class _Drawings:
    """The shapes of a layer without codes, and the grids they may be."""

    def __init__(
        self, layer: Layer, place: int | None, grids: Names, shapes: Mapping[str, shapely.Geometry | None]
    ) -> None:
        self.layer = layer
        self.place = place
        self.grids = grids
        self.known = {code: shape for code, shape in shapes.items() if shape is not None and not shape.is_empty}
        self.codes = list(self.known)
        self.tree = shapely.STRtree(list(self.known.values()))
        self.names = [row[place].strip() for row in layer.rows] if place is not None else [""] * len(layer)
        # Two drawings of one name are told apart by their places in the file.
        self.labels = [
            name if name and self.names.count(name) == 1 else NAMELESS.format(number)
            for number, name in enumerate(self.names, 1)
        ]

    def meant(self, told: Mapping[str, str]) -> tuple[list[str], set[int]]:
        """The grid of each shape, "" where none or several shapes mean it; and the places of those left aside."""
        answered = {as_compared(label): code for label, code in told.items()}
        given = [answered.get(as_compared(label)) for label in self.labels]
        aside = {place for place, code in enumerate(given) if code == ""}
        meant = aliases(self.grids)
        found = [
            ""
            if place in aside
            else (code if code in self.grids else "")
            or _by_name((name, self.layer.name), shape, meant, self.grids, self.known)
            or self._by_place(shape)
            for place, (code, name, shape) in enumerate(zip(given, self.names, self.layer.geometry, strict=True))
        ]
        return [code if found.count(code) == 1 else "" for code in found], aside

    def has_numbers(self) -> bool:
        """Whether an attribute could be the code: then it is asked for instead of grids one by one."""
        columns = ([row[place].strip() for row in self.layer.rows] for place in range(len(self.layer.headers)))
        return any(all(map(is_code_like, texts)) and len(set(texts)) == len(texts) for texts in columns)

    def question(self, places: Sequence[int], found: Sequence[str], file: str) -> QuestionError:
        """Which grids the shapes at some places are; those that others are already are not offered."""
        rest = {code: value for code, value in self.grids.items() if code not in found}
        likely = {self.labels[place]: self._likely(place, rest) for place in places}
        listed = "；".join(
            f"“{label}”" + (f"像是{named(codes[:1], self.grids)}" if codes else "")
            for label, codes in list(likely.items())[:_SHOWN]
        )
        return QuestionError(
            f"{file}：图形没有网格编码，{len(self.layer):,} 个图形里有 {len(places)} 个按名称、位置对不上已有的网格，或几个对上同一个：{listed}"
            f"{'等' if len(places) > _SHOWN else ''}。请逐个选它是哪个网格，也可留待核对；是新网格的，请加上“网格编码”再导入。"
            '命令行：在答案文件里写 {"areas": {"名称": "网格编码"}}，留待核对的写空。',
            "shapes_unknown",
            [
                *(
                    Choice(f"“{label}” → {named([code], self.grids)}", {"files": {file: {"areas": {label: code}}}})
                    for label, codes in likely.items()
                    for code in codes
                ),
                Choice("都留待核对", {"files": {file: {"areas": dict.fromkeys(likely, "")}}}),
            ],
            several=True,
        )

    def take(self, found: list[str]) -> None:
        """Write the codes into the layer. What a drawing is labelled is no new name of the grid."""
        self.layer.ids = found
        if self.place is not None:
            for row, code in zip(self.layer.rows, found, strict=True):
                row[self.place] = self.grids[code][0] if code else row[self.place]

    def _likely(self, place: int, grids: Names) -> list[str]:
        """The grids a shape lies on, most of it first, then those with a name like its own."""
        shape = self.layer.geometry[place]
        near = [] if shape is None or shape.is_empty else np.atleast_1d(self.tree.query(shape)).tolist()
        shared = sorted(((_shared(shape, self.tree.geometries[n]), self.codes[n]) for n in near), reverse=True)
        lying = [code for share, code in shared if share and code in grids]
        alike = likest(self.names[place], grids) if self.names[place] else ()
        return list(dict.fromkeys([*lying[:1], *alike, *lying[1:]]))[:_SUGGESTED]

    def _by_place(self, shape: shapely.Geometry | None) -> str:
        """The grid a shape covers nearly, and that nearly covers it."""
        if shape is None or shape.is_empty:
            return ""
        near = [int(place) for place in np.atleast_1d(self.tree.query(shape))]
        return _likest(shape, [self.codes[n] for n in near], [self.tree.geometries[n] for n in near], least=COVERED)


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
