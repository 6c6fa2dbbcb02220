"""What was clicked on to see the rows behind it, kept until the run that opens them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.views.clicks import ROWS

_ASKED = "wl_rows_asked"


def is_meant(meaning: str) -> bool:
    """Whether a click opens rows and filters nothing."""
    return meaning.partition(":")[0] == ROWS


def ask(meaning: str, value: str, within: str = "") -> None:
    """Remember a click; of a cell its row and its column come one after the other.

    Args:
        meaning: what was clicked on.
        value: which of its kind.
        within: the fragment that opens it; the page itself where empty.
    """
    key = f"{_ASKED}_{within}"
    st.session_state[key] = {**st.session_state.get(key, {}), meaning: value}


def taken(within: str = "") -> Mapping[str, str]:
    """What was clicked since the last run, meaning and value. It is told once, and only where it is to be opened."""
    asked: Mapping[str, str] = st.session_state.pop(f"{_ASKED}_{within}", {})
    return asked
