"""The card around a view: title and grey words, finding, the drawing, source at the bottom, quiet tools.

A page calls :func:`panel` for each view; what is drawn follows from the view's kind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from plotly.basedatatypes import BaseFigure

from components.screen import agenda_entries, cache, clicks, heights, kept, messages, passport, picture, tables
from components.screen.cards import cards_row
from components.screen.look import px, screen_theme
from components.views.figures import figure_of, is_figure
from components.views.model import View
from components.views.template import CONFIG

logger = logging.getLogger(__name__)
_PICTURE_PX, _LEAST_PICTURE_PX = 760, 220
"""Width and least height of a saved drawing."""
_ROW_OPENS = "点一行看出处"

__all__ = ["cards_row", "panel"]


def panel(
    view: View,
    height: int,
    key: str | None = None,
    *,
    draw: Callable[[View], None] | None = None,
    bar: Callable[[], None] | None = None,
    hint: str = "",
    on_pick: Callable[[int], bool] | None = None,
) -> None:
    """Draw a view in its card.

    Args:
        view: what is shown; kinds "cards" belong to :func:`cards_row`.
        height: of the card in px; cards of a row take the same.
        key: unique on the page; the view's id unless given.
        draw: draws the inside instead (a map), taking the height that is left; gets the view.
        bar: draws what is chosen in the card, below its title; also where there is nothing to show.
        hint: what a click does, on the screen only.
        on_pick: see :func:`components.screen.tables.draw_table`.
    """
    name = key or view.id
    with st.container(key=f"card_{name}", height=px(height)):
        _head(view, name, height, hint or (_ROW_OPENS if view.kind == "table" and view.opens and not on_pick else ""))
        if bar:
            bar()
        if view.empty:
            messages.card_empty(view.empty)
        else:
            if view.finding:
                st.markdown(view.finding)
            try:
                (draw or _inside(height, name, on_pick))(view)
            except Exception:
                logger.exception("view %s", view.id)
                messages.card_failed(view.title)
        if view.kind == "text" and not view.empty:
            # Figures, tables and maps stretch by themselves; the source line must reach the bottom under words too.
            st.space("stretch")
        st.markdown(f":small[:gray[{view.footnote}]]")


@st.fragment
def _head(view: View, name: str, height: int, hint: str = "") -> None:
    """The title and the tools. A fragment: no tool runs the page again; around all of it, as deep ones cost more."""
    with st.container(key=f"head_{name}", horizontal=True):
        grey = view.subtitle if view.empty or not hint else f"{view.subtitle} · {hint}"
        st.markdown(f"**{view.title}** &nbsp;:small[:gray[{grey}]]", width="stretch")
        if view.empty:
            return
        _tools(view, name, height)


def _tools(view: View, name: str, height: int) -> None:
    """See the numbers, where they come from, put the view on an agenda, take the picture away."""
    with st.container(key=f"tool_{name}", horizontal=True, gap=None, width="content"):
        if view.kind != "text" and st.button(
            "看数据", icon=":material/table_rows_narrow:", type="tertiary", key=f"twin_{name}", help="看数据"
        ):
            tables.show_data(view, picture.file_name(view, picture.area_of(view, cache.current()[1])))
        passport.draw_button(view, key=name)
        agenda_entries.draw_add(view, key=name)
        size_px = (_PICTURE_PX, max(height - heights.AROUND_TABLE_PX, _LEAST_PICTURE_PX))
        picture.draw_menu(view, screen_theme(), key=f"save_{name}", size_px=size_px)


class _Drawn(BaseFigure):
    """A figure that is a dictionary. Streamlit would validate it on each run, a third of a page's time; tests do that once."""

    def __init__(self, figure: dict[str, Any]) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """What Streamlit sends."""
        return self._figure


def _inside(height: int, name: str, on_pick: Callable[[int], bool] | None = None) -> Callable[[View], None]:
    def draw(view: View) -> None:
        if is_figure(view):
            theme = screen_theme()
            st.plotly_chart(
                _Drawn(kept.once(view, ("figure", theme), lambda: figure_of(view, theme))),
                key=f"chart_{name}",
                height="stretch",
                theme=None,
                config=CONFIG,
                alt=view.alt or None,
            )
            clicks.offer(name, view)
            if (place := clicks.asked(name)) is not None:
                passport.open_passport(view, place)
        elif view.kind == "table":
            pick = on_pick or (partial(clicks.point_at, name) if view.opens else None)
            row = heights.row_px(height)
            fits = row * (len(view.frame) + 1) <= height - heights.around_table(view)
            tables.draw_table(
                view, "content" if fits else "stretch", key=f"table_{name}", row_height=px(row), on_pick=pick
            )
            if not on_pick and (place := clicks.asked(name)) is not None:
                passport.open_passport(view, place)
            if fits:
                st.space("stretch")
        elif view.kind == "text":
            st.markdown("\n".join(f"{n}. {text}" for n, text in enumerate(view.frame["sentence"], 1)))
        else:
            raise ValueError(f"no drawer for a view of kind {view.kind!r}")

    return draw
