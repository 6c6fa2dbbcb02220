"""Arriving by a link at one card of a page: it comes into view and is outlined until the next click or key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from data.attention.model import Signal

PARAMETER = "show"
"""In the address: the view that is meant, ``trend``, or one figure of a row of cards, ``cards.report_count``."""
CARDS = "cards"
_NAME = re.compile(r"\w+(?:\.\w+)?", re.ASCII)
_KEY, _PAGE = "wl_arriving", "wl_page_before"
_guide = st.components.v2.component(
    "wanglan_arriving",
    html="<i></i>",
    js=(Path(__file__).parent / "arriving.js").read_text(encoding="utf-8"),
)


def parameters(signal: Signal) -> dict[str, str]:
    """The part of an address that leads to the card with a signal's evidence; none for a page as a whole."""
    view = signal.evidence.view
    named = f"{view}.{signal.measures[0]}" if view == CARDS and signal.measures else view
    return {PARAMETER: named} if named else {}


def card_keys(asked: str) -> list[str]:
    """The keys of the card an address asks for, the likeliest first; none where it makes no sense.

    >>> card_keys("cards.report_count")
    ['card_kpi_cards_report_count', 'card_cards']
    """
    if not _NAME.fullmatch(asked):
        return []
    view, _, code = asked.partition(".")
    return [*([f"card_kpi_{view}_{code}"] if code else []), f"card_{view}"]


def adopt(page: str, names: Iterable[str]) -> None:
    """Take the filters a link of the app itself asks for; before they are drawn.

    Streamlit reads the address into filters when a visitor comes; from then on, on another page too, they keep what
    they were, whatever the link says.

    Args:
        page: last part of the page's address.
        names: of the filters.
    """
    before = st.session_state.get(_PAGE)
    st.session_state[_PAGE] = page
    if before is None or before == page or PARAMETER not in st.query_params:
        return
    asked = st.query_params.to_dict()
    for name in names:
        st.session_state[name] = asked.get(name, "")


def lead() -> None:
    """Lead to the card the address asks for; once, after the page."""
    keys = card_keys(str(st.query_params.get(PARAMETER, "")))
    if keys:
        with st.container(key=_KEY):
            _guide(key=f"{_KEY}_guide", data={"cards": keys})
