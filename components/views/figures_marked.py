"""What is chosen in a figure that keeps the rest: bars in full colour beside paler ones, months on a grey band, rows in a frame."""

from __future__ import annotations

from collections.abc import Iterable
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
    return _runs(rows["highlight"]) if "highlight" in rows else []


def _runs(chosen: Iterable[bool]) -> list[tuple[int, int]]:
    places = [index for index, is_chosen in enumerate(chosen) if is_chosen]
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0])]
    return [(run[0], run[-1]) for run in runs]


def chosen_names(rows: pd.DataFrame, axis: str) -> frozenset[str]:
    """The rows ("row") or columns ("column") of a field of cells that are chosen."""
    mark = f"{axis}_chosen"
    return frozenset(rows.loc[rows[mark], axis].astype(str)) if mark in rows else frozenset()


def frames(rows: pd.DataFrame) -> list[tuple[int, int, int, int]]:
    """What is chosen in a field of cells: of each run of rows or columns the first and last place across, then down."""
    names = {axis: list(dict.fromkeys(rows[axis].astype(str))) for axis in ("row", "column")}
    runs = {axis: _runs(name in chosen_names(rows, axis) for name in each) for axis, each in names.items()}
    whole_rows = [(0, len(names["column"]) - 1, first, last) for first, last in runs["row"]]
    return [*whole_rows, *((first, last, 0, len(names["row"]) - 1) for first, last in runs["column"])]


def framed(rows: pd.DataFrame, theme: Theme) -> list[dict[str, Any]]:
    """A line around the chosen rows and columns of a field of cells."""
    return [
        {
            "type": "rect",
            "x0": left - 0.5,
            "x1": right + 0.5,
            "y0": top - 0.5,
            "y1": bottom + 0.5,
            "line": {"color": theme.ink, "width": 2},
            "layer": "above",
        }
        for left, right, top, bottom in frames(rows)
    ]


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
