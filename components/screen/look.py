"""The session's theme, and how much larger everything is drawn on a very large window.

A 4K wall without scaling would show the desk's page in a corner, with text nobody can read. The browser reports
how often the desk's page would fit, and fonts, cards and figures grow by that; on ordinary screens it is 1.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.views.tokens import DARK, LIGHT, Theme

ROOT_FONT_PX = 14
"""``theme.baseFontSize`` of .streamlit/config.toml."""
_SCALE = "wl_scale"
_MOST = 2.5


def set_scale(reported: object) -> None:
    """Keep what the browser reported; anything unreasonable is 1."""
    is_number = isinstance(reported, int | float) and not isinstance(reported, bool)
    st.session_state[_SCALE] = min(max(float(reported), 1.0), _MOST) if is_number else 1.0  # type: ignore[arg-type]


def scale() -> float:
    """How much larger than on a desk everything is drawn."""
    value: float = st.session_state.get(_SCALE, 1.0)
    return value


def px(length: float) -> int:
    """A length of the desk's page on this screen."""
    return round(length * scale())


def screen_theme() -> Theme:
    """What the visitor chose in the menu, or the system's; sized for this screen."""
    theme = DARK if st.context.theme.type == "dark" else LIGHT
    factor = scale()
    return theme if factor == 1 else replace(theme, size=px(theme.size), wide=theme.wide * factor)
