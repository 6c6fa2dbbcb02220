"""View → Plotly figure dictionary, by kind. The screen, the projector and the exporters draw the same figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.views.figures_bars import bars, share_bars
from components.views.figures_days import calendar, heatmap
from components.views.figures_flow import funnel, sankey
from components.views.figures_series import stacked, trend
from components.views.figures_tree import tree
from components.views.model import View, ViewKind
from components.views.tokens import Theme

Drawer = Callable[[View, Theme], dict[str, Any]]

DRAWERS: dict[ViewKind, Drawer] = {
    "trend": trend,
    "bars": bars,
    "share_bars": share_bars,
    "stacked": stacked,
    "funnel": funnel,
    "sankey": sankey,
    "calendar": calendar,
    "heatmap": heatmap,
    "tree": tree,
}
"""The kinds that are Plotly figures; cards, tables, maps and text are drawn otherwise."""


def is_figure(view: View) -> bool:
    """Whether the view is drawn as a Plotly figure."""
    return view.kind in DRAWERS


def figure_of(view: View, theme: Theme) -> dict[str, Any]:
    """The figure of a view.

    Args:
        view: what is shown; never changed.
        theme: colours and sizes.

    Raises:
        KeyError: the kind is not a figure (see :func:`is_figure`).
    """
    return DRAWERS[view.kind](view, theme)
