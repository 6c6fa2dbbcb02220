"""Small counts that are hidden, and the further ones hidden so that they cannot be worked out from the rest.

A count of a single lowest grid could point to a household. Hiding it alone is not enough where the other grids
and their sum are printed: then a second one is hidden with it, the smallest first (complementary suppression).
Only what is printed side by side for one period is protected: somebody who subtracts the figures of one period
from those of another learns what happened in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Path = tuple[str, ...]
"""A cell's place: the areas whose sums are printed, from the widest down to the one right above it, then its own name."""


@dataclass
class Hidden:
    """What is not printed.

    Attributes:
        cells: names of hidden cells.
        sums: names of areas whose sum is hidden too.
    """

    cells: set[str] = field(default_factory=set)
    sums: set[str] = field(default_factory=set)

    def __contains__(self, name: object) -> bool:
        return name in self.cells or name in self.sums


def is_small(values: Counts, least: int) -> NDArray[np.bool_]:
    """Counts from 1 up to below ``least``; zeros are told, they point to nobody."""
    with np.errstate(invalid="ignore"):
        return np.asarray((values > 0) & (values < least), dtype=bool)


def suppress(paths: Sequence[Path], vectors: Iterable[Counts], least: int) -> Hidden:
    """What to hide of cells whose sums are printed at every level above them.

    Args:
        paths: place of each cell; all of one length, the first name is the whole.
        vectors: counts that are printed together (numerators and denominators): a cell is hidden in all of them.
        least: counts from 1 up to below this are hidden.
    """
    hidden = Hidden()
    filled = [np.nan_to_num(np.asarray(values, dtype="float64")) for values in vectors]
    for values in filled:
        hidden.cells.update(paths[int(place)][-1] for place in np.flatnonzero(is_small(values, least)))
    before = (-1, -1)
    while hidden.cells and before != (len(hidden.cells), len(hidden.sums)):
        before = (len(hidden.cells), len(hidden.sums))
        for values in filled:
            _Tree(paths, values, least, hidden).protect()
    return hidden


def suppress_flat(values: Sequence[Counts], least: int, *, sum_is_hidden: bool) -> NDArray[np.bool_]:
    """What to hide of counts beside their one sum: months or categories of a single grid.

    Args:
        values: counts that are printed together.
        least: counts from 1 up to below this are hidden.
        sum_is_hidden: the sum is not printed; then all but the zeros are hidden, or they would add up to it.
    """
    if sum_is_hidden:
        return np.asarray(np.any([np.nan_to_num(each) > 0 for each in values], axis=0), dtype=bool)
    names = [str(place) for place in range(len(values[0]))]
    hidden = suppress([("", name) for name in names], values, least)
    if "" in hidden.sums:
        return np.asarray(np.any([np.nan_to_num(each) > 0 for each in values], axis=0), dtype=bool)
    return np.array([name in hidden.cells for name in names], dtype=bool)


class _Tree:
    """One vector of counts over the areas, while it is being protected."""

    def __init__(self, paths: Sequence[Path], values: Counts, least: int, hidden: Hidden) -> None:
        self.least = least
        self.hidden = hidden
        self.count: dict[str, float] = {}
        self.children: dict[str, dict[str, None]] = {}
        self.leaves: dict[str, list[str]] = {}
        self.depth: dict[str, int] = {}
        for path, value in zip(paths, values, strict=True):
            cell = path[-1]
            self.count[cell] = self.count.get(cell, 0.0) + float(value)
            for place, area in enumerate(path[:-1]):
                self.depth[area] = place
                self.count[area] = self.count.get(area, 0.0) + float(value)
                self.leaves.setdefault(area, []).append(cell)
                self.children.setdefault(area, {})[path[place + 1]] = None

    def protect(self) -> None:
        """Hide until no sum gives a hidden cell away, the lowest areas first."""
        for area in sorted(self.children, key=lambda name: -self.depth[name]):
            if area in self.hidden.sums:
                continue
            if len(self.leaves[area]) == 1:
                # one grid under another name
                if self.leaves[area][0] in self.hidden.cells:
                    self.hidden.sums.add(area)
                continue
            while (given := self._open(area)) and not self._is_safe(given):
                if not self._hide_one_more(area, set(given)):
                    self.hidden.sums.add(area)
                    break

    def _open(self, area: str) -> list[str]:
        """Hidden cells whose sum follows from the area's sum and what is printed inside it."""
        found: list[str] = []
        for child in self.children[area]:
            if child not in self.children:
                found += [child] if child in self.hidden.cells else []
            elif child in self.hidden.sums:
                found += self._open(child)
        return found

    def _is_safe(self, cells: Sequence[str]) -> bool:
        """Whether their sum leaves open what each of them is, even to a reader who knows that each is at least 1."""
        values = [self.count[cell] for cell in cells]
        if len(cells) < 2:
            return False
        if min(values) == 0:
            return sum(values) > 0 or not any(values)
        return sum(values) - (len(cells) - 1) >= self.least - 1

    def _hide_one_more(self, area: str, given: set[str]) -> bool:
        """Hide the smallest further cell of the area, a zero only where nothing else is left."""
        free = [child for child in self.children[area] if child not in self.hidden and child not in given]
        free.sort(key=lambda name: (self.count[name] == 0, self.count[name], name))
        single = [child for child in free if child not in self.children]
        if not single or (self.count[single[0]] == 0 and any(self.count[child] for child in free)):
            single = []
        chosen = next(iter(single or free), None)
        inside = [child for child in self.children[area] if child in self.hidden.sums and child in self.children]
        if chosen is None:
            # nothing beside it: look inside the areas whose sums are hidden already
            return any(self._hide_one_more(child, given) for child in inside)
        if chosen not in self.children:
            self.hidden.cells.add(chosen)
            return True
        self.hidden.sums.add(chosen)
        if not self._open(chosen):
            self._hide_one_more(chosen, given)
        if len(self.leaves[chosen]) == 1:
            self.hidden.cells.add(self.leaves[chosen][0])
        return True
