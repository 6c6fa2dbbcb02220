"""Which version this visitor looks at: the current one, unless the address or a citation code names another."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

PARAMETER = "v"
"""In the address: ``?v=3``. Bound to a hidden input of the filter bar, so that it stays from page to page."""
_CITED = "wl_cited_version"
_LONGEST = 9


def asked() -> int | None:
    """The version asked for; None for the current one, and where what stands in the address is no number."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    cited = st.session_state.get(_CITED)
    if cited:
        return int(cited)
    text = asked_text()
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= _LONGEST else None


def asked_text() -> str:
    """What the address says, as it stands there."""
    text = st.session_state.get(PARAMETER)
    return str(st.query_params.get(PARAMETER, "") if text is None else text).strip()


def hold(version: int | None) -> None:
    """While a citation is shown, its version is the one everything is read from."""
    st.session_state[_CITED] = version


def release() -> None:
    """Back to the newest version; for ``on_click``."""
    st.session_state[_CITED] = None
    st.session_state[PARAMETER] = ""
