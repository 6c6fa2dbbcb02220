"""What part of the net a map shows for a chosen area, and the way from the district down to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from components.views.formats import full
from components.views.pages import parts
from data.measures.answers import Answers


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the net is on the map.

    Attributes:
        level: level of the coloured grids.
        parent: grid whose descendants they are; empty = the district.
        parent_level: its level; 0 = the district.
        pick: the outlined grid, when the chosen area is one of those coloured.
    """

    level: int
    parent: str
    parent_level: int
    pick: str = ""


def frame_of(path: list[str], asked_level: int = 0, last_parent: str | None = None, deepest: int = 3) -> Frame:
    """What to show for a chosen area.

    An area is shown by its children. A grid without children is outlined among its siblings, and the
    picture in which it was clicked stays: within the district or a subdistrict as well as within its community.

    Args:
        path: codes from level 1 down to the area; empty for the district.
        asked_level: a deeper level to show at once; 0 = the children.
        last_parent: the parent shown before; "" for the district, None for nothing.
        deepest: the lowest level there is.
    """
    area_level = len(path)
    if area_level < deepest:
        level = asked_level if area_level < asked_level <= deepest else area_level + 1
        return Frame(level, path[-1] if path else "", area_level)
    parents = ["", *path[: deepest - 1]]
    parent = parents[-1]
    if asked_level == deepest and last_parent is not None and last_parent in parents:
        parent = last_parent
    return Frame(deepest, parent, parents.index(parent), path[deepest - 1])


def frame_for(answers: Answers, asked_level: int = 0, last_parent: str | None = None) -> Frame:
    """What to show for the scope's area: a zone by its own grids, any other area as :func:`frame_of` says.

    Args:
        answers: the version and the area.
        asked_level: a deeper level to show at once; 0 = the children.
        last_parent: the parent shown before, see :func:`frame_of`.
    """
    lowest = deepest(answers)
    if answers.zone_grids:
        level = asked_level if answers.area_level < asked_level <= lowest else answers.area_level + 1
        return Frame(level, answers.scope.grid_code, answers.area_level)
    return frame_of([code for code, _ in answers.area_path], asked_level, last_parent, lowest)


def deepest(answers: Answers) -> int:
    """The lowest level the net has."""
    return max((int(level) for level in answers.grids()["level"].unique()), default=1)


def members(answers: Answers) -> list[list[object]]:
    """Level and code of the grids a zone is made of; none for any other area."""
    levels = answers.grids().set_index("grid_code")["level"]
    return [[int(levels[code]), code] for code in answers.zone_grids if code in levels]


def crumbs(answers: Answers) -> list[tuple[str, str, str]]:
    """The way from the district to the chosen area: code, name, and how many grids are below.

    Those on the way name their children (13 街道), the area itself all levels below (12 社区 · 52 网格).
    """
    path = [("", answers.district.name), *answers.area_path]
    last = len(path) - 1
    if answers.zone_grids:
        first, (code, name) = path
        return [(*first, _below(answers, "", (1,))), (code, name, _below(answers, code, range(1, 4)))]
    return [
        (code, name, _below(answers, code, range(depth + 1, 4 if depth == last else depth + 2)))
        for depth, (code, name) in enumerate(path)
    ]


def _below(answers: Answers, code: str, levels: Iterable[int]) -> str:
    counts = [(len(answers.grids(level, code)), parts.level_name(answers, level)) for level in levels]
    return " · ".join(f"{full(count)} {name}" for count, name in counts if count)
