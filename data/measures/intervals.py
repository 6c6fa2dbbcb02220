"""How sure a rate is: the 95 % interval after Wilson (1927)."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)


def wilson_pct(numerator: ArrayLike, denominator: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper end of the interval of each rate, in per cent.

    The same as ``scipy.stats.binomtest(k, n).proportion_ci(method="wilson")`` for whole arrays at once; importing
    ``scipy.stats`` would cost the first page more than a second.

    Args:
        numerator: items above the line.
        denominator: items below it.

    Returns:
        NaN where there is nothing below the line or either is missing.
    """
    above, below = np.asarray(numerator, dtype="float64"), np.asarray(denominator, dtype="float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(below > 0, above / below, np.nan)
        shrink = 1 + _Z**2 / below
        middle = (share + _Z**2 / (2 * below)) / shrink
        half = _Z * np.sqrt(share * (1 - share) / below + _Z**2 / (4 * below**2)) / shrink
    # at 0 and at 100 per cent the end is exact; the formula would miss it by the last digit
    low = np.where(share == 0, 0.0, np.clip(middle - half, 0, 1))
    high = np.where(share == 1, 1.0, np.clip(middle + half, 0, 1))
    return low * 100, high * 100
