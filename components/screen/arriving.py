"""Arriving by a link at one card of a page: it comes into view and is outlined until the next click or key."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from data.attention.model import Signal

PARAMETER = "show"
"""In the address: the view that is meant, ``trend``, or one figure of a row of cards, ``cards.report_count``."""
CARDS = "cards"
_NAME = re.compile(r"\w+(?:\.\w+)?", re.ASCII)
_KEY = "wl_arriving"
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


def lead() -> None:
    """Lead to the card the address asks for; once, after the page."""
    keys = card_keys(str(st.query_params.get(PARAMETER, "")))
    if keys:
        with st.container(key=_KEY):
            _guide(key=f"{_KEY}_guide", data={"cards": keys})
