"""Headings of boundary layers that name a level (社区编码, 所属街道): the grid itself, and the grids above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.intake.headers import normalise

_AREAS = {
    1: ("街道", "乡镇", "镇街", "街镇", "街办", "镇", "乡", "一级网格"),
    2: ("社区", "村社", "村居", "居委会", "行政村", "村", "二级网格"),
    3: ("网格", "三级网格", "基础网格", "单元网格"),
}
_LEVELS = {word: level for level, words in _AREAS.items() for word in words}
_HEADING = re.compile(
    rf"(所属|所在|上级)?({'|'.join(sorted(_LEVELS, key=len, reverse=True))})(编码|代码|编号|名称|名)?"
)
_CODES = ("编码", "代码", "编号")


@dataclass(frozen=True, slots=True)
class Headings:
    """Which columns say what, as far as their headings name a level.

    Attributes:
        code: place of the grid's own code; None where no such heading stands.
        name: place of the grid's own name; None likewise.
        level: the level of the grid by its own heading, 0 where that is unknown.
        above: level → places of the columns that give code or name of the grid above.
    """

    code: int | None = None
    name: int | None = None
    level: int = 0
    above: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Heading:
    place: int
    level: int
    is_above: bool
    is_code: bool


def headings(headers: Sequence[str], rows: Sequence[Sequence[str]], known: Mapping[str, int]) -> Headings:
    """Understand the headings that name a level.

    Args:
        headers: headings of a layer.
        rows: its texts; where none has a code of its own, names that are all different are the grids' own.
        known: fields already found → place of their column.
    """
    found = [_heading(place, text) for place, text in enumerate(headers) if place not in known.values()]
    named = [one for one in found if one is not None]
    own_code = None if "grid_code" in known else _deepest([one for one in named if one.is_code and not one.is_above])
    level = own_code.level if own_code else 0
    own_name = None
    if "grid_name" not in known:
        names = [one for one in named if not one.is_code and not one.is_above and level in (0, one.level)]
        own_name = _deepest([one for one in names if level or _all_different([row[one.place] for row in rows])])
        level = level or (own_name.level if own_name else 0)
    above: dict[int, tuple[int, ...]] = {}
    for one in named:
        if one not in (own_code, own_name) and (level == 0 or one.level < level):
            above[one.level] = (*above.get(one.level, ()), one.place)
    return Headings(own_code.place if own_code else None, own_name.place if own_name else None, level, above)


def _heading(place: int, text: str) -> _Heading | None:
    hit = _HEADING.fullmatch(normalise(text))
    return _Heading(place, _LEVELS[hit[2]], bool(hit[1]), hit[3] in _CODES) if hit else None


def _deepest(named: Sequence[_Heading]) -> _Heading | None:
    return max(named, key=lambda one: one.level, default=None)


def _all_different(texts: Sequence[str]) -> bool:
    return len(texts) > 1 and all(texts) and len(set(texts)) == len(texts)
