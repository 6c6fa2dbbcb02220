"""View → drawing without a browser: one layout per kind, for SVG in pages and PDF and for Office shapes.

Every kind that is a chart or a map has a drawer here; cards, tables and text are tables elsewhere. Use
:func:`svg_of` for SVG text and :func:`scene_of` for the marks themselves.
"""

from __future__ import annotations

from collections.abc import Callable

from components.exports.document import Item
from components.exports.svg_bars import bars, funnel, share_bars
from components.exports.svg_days import calendar, heatmap
from components.exports.svg_flow import sankey
from components.exports.svg_map_wall import map_drawing
from components.exports.svg_marks import Mark, Scene, to_svg
from components.exports.svg_series import stacked, trend
from components.exports.svg_tree import tree
from components.views.model import ViewKind
from components.views.tokens import LIGHT, Theme

Drawer = Callable[[Item, float, float, Theme], list[Mark]]
"""(item, width, height, theme) → marks between 0 and the width and height, from back to front."""

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
    "map": map_drawing,
}
"""The kinds that are drawn."""


def is_drawn(item: Item) -> bool:
    """Whether the item is a drawing that has something to show."""
    return item.view.kind in DRAWERS and not item.view.empty


def scene_of(item: Item, width: float = 0, height: float = 0, theme: Theme = LIGHT) -> Scene:
    """The item's drawing without title and source.

    Args:
        item: what is shown; see :func:`is_drawn`.
        width: in px; 0 = the width it has on its page.
        height: in px; 0 = as high as it is on its page, in proportion to the width.
        theme: colours and the size of text.

    Raises:
        KeyError: the kind is not drawn.
    """
    width = width or float(item.size_px[0])
    height = height or width * item.size_px[1] / item.size_px[0]
    marks = DRAWERS[item.view.kind](item, width, height, theme)
    return Scene(width, height, tuple(marks), item.view.alt)


def fitting_height(item: Item, width: float, theme: Theme = LIGHT) -> float:
    """A height in px that suits the content: bars and cells by their number, others in proportion to the width."""
    view, line = item.view, theme.size
    if view.kind in ("bars", "share_bars", "funnel"):
        return min(max(len(view.frame) * line * (2.5 if len(view.frame) <= 8 else 2.0), line * 6), width * 0.9)
    if view.kind == "heatmap":
        return min(line * 2 + view.frame["row"].nunique() * line * 2.2, width * 0.9)
    if view.kind == "calendar":
        return line * 4.2 + 7 * min(width / 27, line * 2)
    return width * {"map": 0.66, "sankey": 0.56, "tree": 0.6}.get(view.kind, 0.46)


def svg_of(item: Item, width: float = 0, height: float = 0, theme: Theme = LIGHT, *, prefix: str = "p") -> str:
    """The item's drawing as one SVG element; see :func:`scene_of`.

    Args:
        item: what is shown.
        width: in px; 0 = as on its page.
        height: in px; 0 = as on its page.
        theme: colours and the size of text.
        prefix: begins the ids inside; must differ between drawings of one page.
    """
    return to_svg(scene_of(item, width, height, theme), prefix=prefix)
