"""What is chosen in a figure that keeps the rest: bars in full colour beside paler ones, months on a grey band."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from components.views.tokens import Theme


def picked(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows are drawn in full colour: the chosen ones, else all."""
    return rows["highlight"].to_numpy(dtype=bool) if "highlight" in rows else np.ones(len(rows), dtype=bool)


def spans(rows: pd.DataFrame) -> list[tuple[int, int]]:
    """First and last place of each run of chosen rows; none where nothing is chosen."""
    if "highlight" not in rows:
        return []
    places = [index for index, chosen in enumerate(rows["highlight"]) if chosen]
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0])]
    return [(run[0], run[-1]) for run in runs]


def bands(rows: pd.DataFrame, theme: Theme) -> list[dict[str, Any]]:
    """A grey band behind the chosen columns of a figure along months."""
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": first - 0.5,
            "x1": last + 0.5,
            "y0": 0,
            "y1": 1,
            "fillcolor": theme.grid,
            "line": {"width": 0},
            "layer": "below",
        }
        for first, last in spans(rows)
    ]
