"""How items move on: the funnel of stages and the flow between lists."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from components.views.figures_bars import beside, names_axis
from components.views.formats import full, is_missing, percent, text_width
from components.views.model import View
from components.views.palette import role_colour, text_on, with_alpha
from components.views.template import figure
from components.views.tokens import Theme

_LINES = 25
"""Usual height of the flow's drawing area in lines of text; only the air between nodes depends on it."""


def narrowest(frame: pd.DataFrame) -> int | None:
    """Row of the funnel's narrowest step: the smallest share of the stage before it; None with fewer than two steps."""
    shares = [(float(s), i) for i, s in enumerate(frame["share_pct"]) if i and not is_missing(s)]
    return min(shares)[1] if len(shares) > 1 else None


def steps_heading(frame: pd.DataFrame) -> str:
    """What stands beside a funnel's bars: no word of times where none is known, nothing where there is no step."""
    if len(frame) < 2:
        return ""
    return "转化率 · 用时" if frame["median_days"].notna().any() else "转化率"


def funnel(view: View, theme: Theme) -> dict[str, Any]:
    """Left-aligned bars, the share of the stage before and the median days beside each, the narrowest step in ochre."""
    rows = view.frame
    labels = [str(label) for label in rows["label"]]
    counts = rows["n"].to_numpy(dtype=float, na_value=np.nan)
    top = float(np.nanmax(counts, initial=0)) or 1.0
    low = narrowest(rows)
    fills = [theme.watch if i == low else theme.bar for i in range(len(labels))]
    words = [_step_words(rows, i) for i in range(len(labels))]
    heading = steps_heading(rows)
    beside_each = [
        beside(
            i,
            f"<b><span style='color:{theme.watch if i == low else theme.ink}'>{share}</span></b>"
            f"  <span style='color:{theme.mute}'>{days}</span>"
            if i
            else f"<span style='color:{theme.mute}'>{heading}</span>",
            theme,
        )
        for i, (share, days) in enumerate(words)
    ]
    widest = max((text_width(f"{share}  {days}", theme.size) for share, days in words[1:]), default=0)
    return figure(
        theme,
        [_steps(counts, labels, fills, top, view.unit, theme)],
        margin={"l": 4, "r": max(widest, text_width(heading, theme.size)) + theme.size * 1.4, "t": 4, "b": 4},
        bargap=0.34 if len(labels) > 2 else 0.62,
        xaxis={"visible": False, "range": [0, top]},
        yaxis=names_axis(labels, theme),
        annotations=beside_each,
    )


def _step_words(rows: pd.DataFrame, index: int) -> tuple[str, str]:
    days = rows["median_days"].iloc[index]
    return percent(rows["share_pct"].iloc[index]), "" if is_missing(days) else f"中位 {full(float(days))} 天"


def _steps(
    counts: np.ndarray, labels: list[str], fills: list[str], top: float, unit: str, theme: Theme
) -> dict[str, Any]:
    """The bars, their counts inside where there is room and outside where there is not."""
    inside = [count / top > 0.16 for count in counts]
    return {
        "type": "bar",
        "orientation": "h",
        "x": counts,
        "y": np.arange(len(labels)),
        "marker": {"color": fills},
        "text": [f"<b>{full(count)}</b>" for count in counts],
        "textposition": ["inside" if is_in else "outside" for is_in in inside],
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {
            "size": theme.size + 1,
            "color": [text_on(fill, theme) if is_in else theme.ink for fill, is_in in zip(fills, inside, strict=True)],
        },
        "customdata": [f"{label}：{full(count)} {unit}" for label, count in zip(labels, counts, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def flow_parts(view: View) -> tuple[pd.DataFrame, list[list[str]], list[str]]:
    """The ways that are drawn, in order; the columns of nodes that are there; all nodes, in order."""
    flows = view.frame[view.frame["n"] > 0]
    present = set(flows["source"]) | set(flows["target"])
    columns = [[node for node in column if node in present] for column in view.options.get("columns", ())]
    placed = [node for column in columns for node in column]
    return flows, columns, [*placed, *sorted(present - set(placed))]


def sankey(view: View, theme: Theme) -> dict[str, Any]:
    """Nodes in fixed columns; exits in grey, waiting in ochre, results in blue; the last column named outside."""
    flows, columns, nodes = flow_parts(view)
    placed = [node for column in columns for node in column]
    index = {node: i for i, node in enumerate(nodes)}
    size = {node: max(_sum(flows, "source", node), _sum(flows, "target", node)) for node in nodes}
    colours = [_node_colour(view, theme, node, columns) for node in nodes]
    names = [f"{node} {full(size[node])}" for node in nodes]
    last = set(columns[-1]) if len(columns) > 1 else set()
    x, y, pad = _positions(columns, size, theme)
    outside = [_outside(f"{node} {full(size[node])}", y[index[node]], theme) for node in nodes if node in last]
    widest = max((text_width(str(name["text"]), theme.size) for name in outside), default=0)
    spots = {"x": x, "y": y} if len(placed) == len(nodes) else {}
    return figure(
        theme,
        [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "node": {
                    "label": ["" if node in last else name for node, name in zip(nodes, names, strict=True)],
                    "customdata": [f"{name} {view.unit}" for name in names],
                    "color": colours,
                    "pad": pad,
                    "thickness": theme.size * 0.9,
                    "line": {"width": 0},
                    "hovertemplate": "%{customdata}<extra></extra>",
                    **spots,
                },
                "link": _links(view, flows, index, colours, columns),
            }
        ],
        margin={"l": 4, "r": widest + theme.size if widest else 8, "t": theme.size * 2.4, "b": 6},
        annotations=[*outside, *_headings(view, columns, theme)],
    )


def _sum(flows: pd.DataFrame, side: str, node: str) -> float:
    return float(flows.loc[flows[side] == node, "n"].sum())


def _node_colour(view: View, theme: Theme, node: str, columns: list[list[str]]) -> str:
    role = view.options.get("roles", {}).get(node)
    if role:
        return theme.ink2 if role == "hub" else role_colour(theme, role)
    if columns and node in columns[0] and len(columns[0]) > 1:
        return theme.cat[columns[0].index(node) % len(theme.cat)]
    return theme.ink2


def _positions(
    columns: list[list[str]], size: dict[str, float], theme: Theme
) -> tuple[list[float], list[float], float]:
    """Centres of the nodes, and the padding in px that makes Plotly draw them in the same scale.

    Each node gets at least the height of its name, so that names never touch; Plotly wants positions
    strictly inside 0 and 1.
    """
    height = theme.size * _LINES
    least = 1.36 / _LINES
    scale = min((_scale([size[node] for node in column], least) for column in columns), default=1.0)
    x: list[float] = []
    y: list[float] = []
    for number, column in enumerate(columns):
        slots = [max(size[node] * scale, least) for node in column]
        free = max(1 - sum(slots), 0.0)
        gap = min(free / max(len(column) - 1, 1), 0.09)
        top = (free - gap * (len(column) - 1)) / 2 if number == 0 or len(column) == 1 else 0.0
        for slot in slots:
            x.append(min(max(number / max(len(columns) - 1, 1), 0.001), 0.999))
            y.append(min(max(top + slot / 2, 0.001), 0.999))
            top += slot + gap
    pads = [
        (1 - scale * sum(size[node] for node in column)) * height / (len(column) - 1)
        for column in columns
        if len(column) > 1
    ]
    return x, y, max(min(pads, default=14.0), 2.0)


def _scale(sizes: list[float], least: float) -> float:
    """How high one item may be drawn so that the column fits when no node is lower than its name."""
    air = 0.35 * least
    low, high = 0.0, 1 / max(sum(sizes), 1e-9)
    for _ in range(40):
        middle = (low + high) / 2
        fits = sum(max(size * middle, least) + air for size in sizes) - air <= 1
        low, high = (middle, high) if fits else (low, middle)
    return low


def _links(
    view: View, flows: pd.DataFrame, index: dict[str, int], colours: list[str], columns: list[list[str]]
) -> dict[str, Any]:
    """Links take the colour of what they lead to; those of the first column the colour of where they come from."""
    first = set(columns[0]) if columns and len(columns[0]) > 1 else set()
    sources, targets = list(flows["source"]), list(flows["target"])
    return {
        "source": [index[node] for node in sources],
        "target": [index[node] for node in targets],
        "value": flows["n"].to_numpy(dtype=float),
        "color": [
            with_alpha(colours[index[source if source in first else target]], 0.26)
            for source, target in zip(sources, targets, strict=True)
        ],
        "customdata": [
            f"{source} → {target}：{full(float(n))} {view.unit}"
            for source, target, n in zip(sources, targets, flows["n"], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _outside(text: str, y: float, theme: Theme) -> dict[str, Any]:
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 6,
        "y": 1 - y,
        "yref": "paper",
        "yanchor": "middle",
        "text": text,
        "showarrow": False,
        "font": {"size": theme.size, "color": theme.ink},
    }


def _headings(view: View, columns: list[list[str]], theme: Theme) -> list[dict[str, Any]]:
    """The stage written above each column, from options["headings"]."""
    headings = view.options.get("headings", ())
    count = len(columns)
    return [
        {
            "x": i / max(count - 1, 1),
            "y": 1,
            "yref": "paper",
            "xref": "paper",
            "yanchor": "bottom",
            "yshift": theme.size * 0.6,
            "xanchor": "left" if i == 0 else "center",
            "text": f"<b>{heading}</b>",
            "showarrow": False,
            "font": {"color": theme.ink2, "size": theme.size},
        }
        for i, heading in enumerate(headings[:count])
    ]
