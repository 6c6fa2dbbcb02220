"""A tree over one width, as marks: each unit as high as what lies in it, the top at the left."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from components.exports.document import Item
from components.exports.svg_axes import all_zero
from components.exports.svg_marks import Box, Fill, Mark, Words
from components.views.formats import full, shortened, text_width
from components.views.palette import contrast, role_colour, text_on
from components.views.tokens import Theme

_INK = 7.0
"""Least contrast of words in a branch on a wall."""
_LINE = 1.36
"""A branch of a wall is named from this many sizes of height on."""
_ROOT_SHARE = 0.3
"""Of a wall's width that the single branch at the top takes at most."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A branch to be drawn: its rows (several where a wall puts small ones together), its level and its place."""

    rows: tuple[int, ...]
    level: int
    y: float
    high: float


def tree(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Each unit as high as what lies in it, the top at the left; names where there is room."""
    rows = item.view.frame
    values = {str(key): float(value) for key, value in zip(rows["key"], rows["value"], strict=True)}
    if theme.is_far and not any(values.values()):
        return all_zero(width, height, theme)
    children: dict[str, list[int]] = {}
    for index, parent in enumerate(rows["parent"]):
        known = str(parent) if str(parent) in values else ""
        children.setdefault(known, []).append(index)
    laid: list[Slice] = []
    # Branches still to be laid.
    open_ = _slices(children.get("", []), rows, values, 0, 0.0, height, theme)
    while open_:
        branch = open_.pop()
        laid.append(branch)
        if len(branch.rows) == 1:
            key = str(rows["key"].iloc[branch.rows[0]])
            below = children.get(key, [])
            open_ += _slices(below, rows, values, branch.level + 1, branch.y, branch.high, theme, values[key])
    edges = _edges(rows, children.get("", []), max((branch.level for branch in laid), default=0) + 1, width, theme)
    return [
        mark
        for branch in laid
        for mark in _branch(rows.iloc[list(branch.rows)], edges[branch.level], edges[branch.level + 1], branch, theme)
    ]


def _edges(rows: pd.DataFrame, tops: list[int], depth: int, width: float, theme: Theme) -> list[float]:
    """Where the levels begin, and where the last ends; on a wall a single top is no wider than its name."""
    first = width / depth
    if theme.is_far and len(tops) == 1 and depth > 1:
        first = min(text_width(_said(rows.iloc[tops]), theme.size) + theme.size * 1.5, width * _ROOT_SHARE)
    rest = (width - first) / max(depth - 1, 1)
    return [0.0, *(first + rest * level for level in range(depth))]


def _slices(
    below: list[int],
    rows: pd.DataFrame,
    values: dict[str, float],
    level: int,
    y: float,
    high: float,
    theme: Theme,
    whole: float = 0,
) -> list[Slice]:
    """The parts of a branch from top to bottom, each as high as its share of the whole."""
    sizes = {index: values[str(rows["key"].iloc[index])] for index in below}
    total = whole or sum(sizes.values()) or 1.0
    groups: list[tuple[int, ...]] = [(index,) for index in below]
    if theme.is_far:
        groups = _together(rows, {index: high * size / total for index, size in sizes.items()}, theme)
    slices = []
    for group in groups:
        part = high * sum(sizes[index] for index in group) / total
        slices.append(Slice(group, level, y, part))
        y += part
    return slices


def _together(rows: pd.DataFrame, heights: dict[int, float], theme: Theme) -> list[tuple[int, ...]]:
    """On a wall branches too low for a name are one with the others of their role."""
    groups: list[tuple[int, ...]] = []
    low: dict[str, list[int]] = {}
    for index, high in heights.items():
        if high >= theme.least * _LINE:
            groups.append((index,))
        else:
            low.setdefault(str(rows["role"].iloc[index]), []).append(index)
    return [*groups, *(tuple(group) for group in low.values())]


def _branch(rows: pd.DataFrame, x: float, end: float, branch: Slice, theme: Theme) -> list[Mark]:
    wide = end - x
    fill = readable_fill(role_colour(theme, str(rows["role"].iloc[0])), theme)
    air = 3 if theme.is_far else 1
    drawn = max(branch.high - min(branch.high * 0.15, air), 0.3)
    hint = "；".join(f"{row['label']}：{row['display']}" for _, row in rows.iterrows())
    marks: list[Mark] = [Box(x, branch.y, wide - air, drawn, Fill(fill), hint=hint)]
    size = theme.text(min(branch.high / (theme.size * _LINE), 1)) if theme.is_far else float(theme.size)
    if branch.high >= size * (_LINE if theme.is_far else 1.05):
        text = shortened(_said(rows), wide - size + (1 if theme.is_far else 0), size)
        marks.append(Words(x + size * 0.5, branch.y + branch.high / 2, text, size, text_on(fill, theme)))
    return marks


def _said(rows: pd.DataFrame) -> str:
    """What stands in a branch: its name and number, or how many branches lie in it and their number."""
    if len(rows) == 1:
        return f"{rows['label'].iloc[0]} {full(rows['value'].iloc[0])}"
    return f"{len(rows):,} 处，共 {full(float(rows['value'].sum()))}"


def readable_fill(fill: str, theme: Theme) -> str:
    """The fill, on a wall so much darker that words on it read where no ink reads on the fill itself."""
    while theme.is_far and contrast(text_on(fill, theme), fill) < _INK:
        fill = "#" + "".join(f"{int(int(fill[at : at + 2], 16) * 0.94):02X}" for at in (1, 3, 5))
    return fill
