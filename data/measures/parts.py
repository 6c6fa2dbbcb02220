"""The raw numbers of a measure, one a key.

Plain arrays: a page asks for dozens of small answers, and the bookkeeping of a frame would cost more than
the query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
NAMES = ("numerator", "denominator", "value", "base", "pending")


class Parts:
    """Numbers by key.

    Attributes:
        keys: months, grid codes, categories …; one empty key for a whole scope.
        numerator: above the line of a rate.
        denominator: below it.
        value: the measure's number.
        base: the items it stands on, for hiding numbers that stand on too few.
        pending: items of a cohort that are open and not yet due.

    Args:
        keys: the keys.
        columns: any of the other attributes; those left out are missing numbers.
    """

    numerator: Floats
    denominator: Floats
    value: Floats
    base: Floats
    pending: Floats

    def __init__(self, keys: Iterable[str], columns: Mapping[str, ArrayLike] | None = None) -> None:
        self.keys: list[str] = list(keys)
        given = columns or {}
        empty = np.full(len(self.keys), np.nan)
        for name in NAMES:
            values = np.asarray(given[name], dtype="float64") if name in given else empty.copy()
            setattr(self, name, values)

    def aligned(self, keys: Sequence[str]) -> Parts:
        """The same numbers for other keys: missing where a key has none."""
        place = {key: index for index, key in enumerate(self.keys)}
        indexes = np.fromiter((place.get(key, -1) for key in keys), dtype="int64", count=len(keys))
        return Parts(keys, {name: np.append(getattr(self, name), np.nan)[indexes] for name in NAMES})
