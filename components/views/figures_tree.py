"""A tree over the same width: each unit as wide as what lies in it, the top at the left."""

from __future__ import annotations

from typing import Any

from components.views.formats import full
from components.views.model import View
from components.views.palette import role_colour, text_on
from components.views.template import figure
from components.views.tokens import Theme


def tree(view: View, theme: Theme) -> dict[str, Any]:
    """An icicle from left to right; names where there is room, everything on touch."""
    rows = view.frame
    fills = [role_colour(theme, str(role)) for role in rows["role"]]
    names = [str(label) for label in rows["label"]]
    return figure(
        theme,
        [
            {
                "type": "icicle",
                "ids": [str(key) for key in rows["key"]],
                "parents": [str(parent) for parent in rows["parent"]],
                "labels": names,
                "values": [float(value) for value in rows["value"]],
                "branchvalues": "total",
                "sort": False,
                "tiling": {"orientation": "h", "pad": 1},
                "pathbar": {"visible": False},
                "marker": {"colors": fills, "line": {"width": 0.5, "color": theme.card}},
                "text": [full(value) for value in rows["value"]],
                "textinfo": "label+text",
                "texttemplate": "%{label} %{text}",
                "textfont": {"size": theme.size, "color": [text_on(fill, theme) for fill in fills]},
                "customdata": [f"{name}：{display}" for name, display in zip(names, rows["display"], strict=True)],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        margin={"l": 2, "r": 2, "t": 2, "b": 2},
        uniformtext={"minsize": max(theme.size - 2, 9), "mode": "hide"},
    )
