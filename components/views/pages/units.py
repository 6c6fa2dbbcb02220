"""Which grids a map can draw: those that exist at the end of its period; what else there is, it says in words."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.pages import parts
from data.measures.answers import Answers

_SHOWN = 3


def drawn(answers: Answers, rows: pd.DataFrame, level: int) -> tuple[pd.DataFrame, str]:
    """The rows of a breakdown by grids that are drawn, and a sentence about the others.

    A grid that was closed lies under those that took its place: it is never drawn among them.

    Args:
        answers: the map's scope.
        rows: as ``Answers.rows`` gives them for grids.
        level: of the grids.
    """
    grids = answers.grids(level).set_index("grid_code")
    is_there = rows["key"].isin(grids.index)
    closed, kept = rows[~is_there], rows[is_there].reset_index(drop=True)
    name = parts.level_name(answers, level)
    said = []
    if len(closed):
        listed = words.listing(closed["label"].head(_SHOWN)) + ("等" if len(closed) > _SHOWN else "")
        said.append(f"另有 {len(closed)} 个已不在用的{name}在本期还记着数，没有画在图上：{listed}。")
    mine = grids.loc[kept["key"]]
    bare = int((~mine["has_shape"].astype(bool) & mine["longitude"].isna()).sum())
    if 0 < bare < len(mine):
        said.append(f"{bare} 个{name}没有边界，图上画不出来。")
    return kept, "".join(said)
