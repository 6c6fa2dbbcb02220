"""A class of the map's legend, clicked: the others fade, the table beside lists its areas, a chip takes it back."""

from __future__ import annotations

import streamlit as st

from components.screen import filters
from components.screen.look import screen_theme
from components.views.map_classes import name_of
from components.views.model import View

PARAMETER = "class"
"""In the address: the letter of the class."""


def chosen(view: View) -> str:
    """The class asked for, as far as the map has areas in it; else nothing."""
    letter = str(st.query_params.get(PARAMETER, ""))
    return letter if view.kind == "map" and name_of(view, letter, screen_theme()) else ""


def take(letter: str) -> None:
    """Show one class by itself; an empty letter shows all. For ``on_click``."""
    if letter:
        st.query_params[PARAMETER] = letter
    else:
        st.query_params.pop(PARAMETER, None)


def go_to_area(code: str) -> None:
    """Show another area, whose classes are others; for ``on_click``."""
    take("")
    filters.go_to_area(code)


def draw_chip(view: View) -> None:
    """The chosen class as a button that takes it back; its place is there without one, so that the map below stays."""
    letter = chosen(view)
    with st.container(key="wl_class", width="content"):
        if letter:
            st.button(
                f"图例：{name_of(view, letter, screen_theme())}",
                icon=":material/close:",
                icon_position="right",
                key="chip_class",
                on_click=take,
                args=("",),
            )
