"""A click on a chart filters the page, or opens the passport of the figure that was pointed at.

Where a click already means a filter, the other mouse button (a long touch) opens the passport.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.screen import kept, narrowing
from components.views.clicks import places, targets
from components.views.model import View

_KEY, _CHARTS, _PLACES, _ASKED = "wl_clicks", "wl_click_charts", "wl_click_places", "wl_click_asked"
_OF = "\n"
Targets = dict[str, list[list[str]]]
_listener = st.components.v2.component(
    "wanglan_clicks",
    html="<i></i>",
    js=(Path(__file__).parent / "clicks.js").read_text(encoding="utf-8"),
)


def begin() -> None:
    """A new run: no chart is drawn yet."""
    st.session_state[_CHARTS], st.session_state[_PLACES] = {}, {}


def offer(name: str, view: View) -> None:
    """A chart was drawn; where its bars stand for filters of this page, they can be clicked.

    Args:
        name: of its card.
        view: what it shows.
    """
    charts, opened = st.session_state.get(_CHARTS), st.session_state.get(_PLACES)
    every = kept.once(view, "targets", lambda: targets(view, lambda *_: True))
    if charts is not None and (found := _possible(every)):
        charts[name] = found
    if opened is not None and (where := kept.once(view, "places", lambda: places(view))):
        opened[name] = where


def _possible(every: Targets) -> Targets:
    """Those of a chart's places that the page can be filtered by; without the axes that have none."""
    found = {axis: [pair if pair and narrowing.is_possible(*pair) else [] for pair in every[axis]] for axis in every}
    return {axis: pairs for axis, pairs in found.items() if any(pairs)}


def asked(name: str) -> str | None:
    """The place in a chart whose passport was asked for just now; None where none was. It is told once."""
    card, _, place = st.session_state.get(_ASKED, "").partition(_OF)
    if card != name:
        return None
    del st.session_state[_ASKED]
    return place


def point_at(name: str, row: int) -> bool:
    """A row of a table was clicked: its passport is asked for; nothing stays marked."""
    st.session_state[_ASKED] = f"{name}{_OF}{row}"
    return False


def listen() -> None:
    """Hear clicks on the charts drawn in this run; once, after the page."""
    charts, opened = st.session_state.pop(_CHARTS, None), st.session_state.pop(_PLACES, None)
    if not charts and not opened:
        return
    with st.container(key=_KEY):
        data = {"charts": charts, "places": opened}
        _listener(key=f"{_KEY}_heard", data=data, on_picked_change=_take, on_asked_change=_ask)


def _ask() -> None:
    card, place = st.session_state[f"{_KEY}_heard"].asked or ("", "")
    if card:
        st.session_state[_ASKED] = f"{card}{_OF}{place}"


def _take() -> None:
    picked = [(str(meaning), str(value)) for meaning, value in st.session_state[f"{_KEY}_heard"].picked or ()]
    # a cell in a row that is chosen already chooses its column as well; a cell that is chosen is taken back
    new = [pair for pair in picked if not narrowing.is_chosen(*pair)]
    for meaning, value in new or picked:
        narrowing.toggle(meaning, value)
