"""A click on a chart filters the page: which charts can be clicked, and what is done when one is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.screen import narrowing
from components.views.clicks import targets
from components.views.model import View

_KEY, _CHARTS = "wl_clicks", "wl_click_charts"
_listener = st.components.v2.component(
    "wanglan_clicks",
    html="<i></i>",
    js=(Path(__file__).parent / "clicks.js").read_text(encoding="utf-8"),
)


def begin() -> None:
    """A new run: no chart is drawn yet."""
    st.session_state[_CHARTS] = {}


def offer(name: str, view: View) -> None:
    """A chart was drawn; where its bars stand for filters of this page, they can be clicked.

    Args:
        name: of its card.
        view: what it shows.
    """
    charts = st.session_state.get(_CHARTS)
    if charts is not None and (found := targets(view, narrowing.is_possible)):
        charts[name] = found


def listen() -> None:
    """Hear clicks on the charts drawn in this run; once, after the page."""
    charts = st.session_state.pop(_CHARTS, None)
    if not charts:
        return
    with st.container(key=_KEY):
        _listener(key=f"{_KEY}_heard", data={"charts": charts}, on_picked_change=_take)


def _take() -> None:
    for meaning, value in st.session_state[f"{_KEY}_heard"].picked or ():
        narrowing.toggle(str(meaning), str(value))
