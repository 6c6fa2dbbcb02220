"""Cells without a number, each state with a look of its own: no record, zero, not due, hidden, silent."""

from __future__ import annotations

from typing import Any

from components.views.model import View
from components.views.tokens import Theme, map_theme

STATE_WORDS = {"silent": "该报未报", "none": "从无记录", "zero": "为零", "wait": "未到期", "hide": "数少隐去"}
"""State → what the legend says, in its order."""
_SIGNS = {"silent": "有框", "none": "斜纹", "zero": "灰底", "wait": "点纹", "hide": "网纹"}
"""How the legend names the looks: its font has no hatched squares."""
_PATTERNS = {"none": "/", "wait": ".", "hide": "x"}


def state_look(state: str, theme: Theme) -> tuple[str, str, str]:
    """Fill, ink over it and Plotly's pattern of a state."""
    values = map_theme(theme)
    if state == "silent":
        return theme.watch_fill, theme.watch, ""
    if state == "zero":
        return str(values["zero"]), theme.mute, ""
    return str(values[f"{state}_bg"]), str(values[f"{state}_fg"]), _PATTERNS[state]


def plate(state: str, theme: Theme) -> dict[str, Any]:
    """What is behind a word on a hatch, so that it can be read."""
    if state not in _PATTERNS:
        return {}
    return {"bgcolor": state_look(state, theme)[0], "borderpad": 1}


def state_cells(view: View, down: list[Any], across: list[Any], theme: Theme) -> list[dict[str, Any]]:
    """One layer a state that occurs; nothing for a view that tells no states."""
    rows = view.frame
    if "state" not in rows:
        return []
    layers = []
    for state, words in STATE_WORDS.items():
        cells = rows[rows["state"] == state]
        if cells.empty:
            continue
        fill, ink, pattern = state_look(state, theme)
        layers.append(
            {
                "type": "bar",
                "x": [across.index(column) for column in cells["column"]],
                "y": [0.92] * len(cells),
                "base": [down.index(row) - 0.46 for row in cells["row"]],
                "width": 0.94,
                "marker": {
                    "color": fill,
                    "line": {"width": 1 if state == "silent" else 0, "color": theme.watch},
                    "pattern": {"shape": pattern, "fgcolor": ink, "bgcolor": fill, "size": 6, "solidity": 0.18},
                },
                "customdata": [f"{r} · {c}：{words}" for r, c in zip(cells["row"], cells["column"], strict=True)],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    return layers


def corners(view: View, down: list[Any], across: list[Any], theme: Theme) -> list[dict[str, Any]]:
    """A mark in the corner of cells that have a number although some ledger is silent there."""
    rows = view.frame
    if "silent" not in rows:
        return []
    cells = rows[(rows["silent"] > 0) & (rows["state"] != "silent")]
    if cells.empty:
        return []
    told = zip(cells["row"], cells["column"], cells["silent"], strict=True)
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [across.index(column) + 0.4 for column in cells["column"]],
            "y": [down.index(row) - 0.3 for row in cells["row"]],
            "marker": {"symbol": "triangle-ne", "size": theme.size * 0.62, "color": theme.watch},
            "customdata": [f"{row} · {column}：{count} 本台账该报未报" for row, column, count in told],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]


def state_legend(view: View, theme: Theme) -> list[dict[str, Any]]:
    """The states that occur in one line below the cells."""
    rows = view.frame
    if not view.options.get("legend") or "state" not in rows:
        return []
    said = []
    for state, words in STATE_WORDS.items():
        if (rows["state"] == state).any():
            said.append(f"{_SIGNS[state]} {words}")
    if "silent" in rows and ((rows["silent"] > 0) & (rows["state"] != "silent")).any():
        said.append(f"<span style='color:{theme.watch}'>角标</span> 有台账未报")
    said.append("色越深越多")
    return [line_below("\u2003".join(said), theme)]


def line_below(text: str, theme: Theme) -> dict[str, Any]:
    """One line of quiet words at the right below a figure: what its colours mean."""
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -4,
        "text": text,
        "showarrow": False,
        "font": {"size": theme.size - 1, "color": theme.mute},
    }
