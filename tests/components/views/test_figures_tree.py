"""The tree: every unit once, as wide as its branch, holes in the colour of attention."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.views.figures import figure_of, is_figure
from components.views.model import View
from components.views.tokens import LIGHT
from data.measures.scope import Period, Scope

ROWS = pd.DataFrame(
    [
        ("A", "区委", "", 4, "main", "共 4 个"),
        ("B", "街道党工委", "A", 3, "main", "共 3 个"),
        ("C", "工作小组", "B", 1, "watch", "共 1 个"),
    ],
    columns=["key", "label", "parent", "value", "role", "display"],
)


def test_each_unit_keeps_its_place_and_a_hole_its_colour() -> None:
    view = View("t", "组织树", "tree", ROWS, Scope(Period("2025-01", "2025-06")), unit="个")
    assert is_figure(view)
    figure = figure_of(view, LIGHT)
    trace = figure["data"][0]
    assert dict(zip(trace["ids"], trace["parents"], strict=True)) == {"A": "", "B": "A", "C": "B"}
    assert trace["values"] == [4, 3, 1] and trace["branchvalues"] == "total"
    assert trace["marker"]["colors"][2] == LIGHT.watch != trace["marker"]["colors"][0]
    go.Figure(figure)
