"""What was clicked on to see the rows behind it, kept until the run that opens them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.views.clicks import ROWS

_ASKED = "wl_rows_asked"


def is_meant(meaning: str) -> bool:
    """Whether a click opens rows and filters nothing."""
    return meaning.partition(":")[0] == ROWS


def ask(meaning: str, value: str) -> None:
    """Remember a click; of a cell its row and its column come one after the other."""
    st.session_state[_ASKED] = {**st.session_state.get(_ASKED, {}), meaning: value}


def taken() -> Mapping[str, str]:
    """What was clicked since the last run: meaning and value. It is told once."""
    asked: Mapping[str, str] = st.session_state.pop(_ASKED, {})
    return asked
