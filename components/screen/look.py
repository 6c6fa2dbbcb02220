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
REPORTER = "wl_translator"
"""Key of the component that reports the window (see ``components.screen.translate``)."""
_MOST = 2.5
_SCALE = "wl_scale"


def measure() -> None:
    """Read what the browser reports of its window; at the start of a run.

    Streamlit puts the answer of a component together anew each time it is looked at, and every length asks for it.
    """
    st.session_state[_SCALE] = _reported()


def scale() -> float:
    """How much larger than on a desk everything is drawn."""
    return float(st.session_state.get(_SCALE, 1.0))


def _reported() -> float:
    """What the browser says; 1 where that is unreasonable."""
    reported = st.session_state.get(REPORTER, {}).get("scale")
    if isinstance(reported, bool) or not isinstance(reported, int | float):
        return 1.0
    return min(max(float(reported), 1.0), _MOST)


def px(length: float) -> int:
    """A length of the desk's page on this screen."""
    return round(length * scale())


def sized(theme: Theme) -> Theme:
    """A theme with its text and lines as large as this screen wants them."""
    factor = scale()
    return theme if factor == 1 else replace(theme, size=px(theme.size), wide=theme.wide * factor)


def screen_theme() -> Theme:
    """What the visitor chose in the menu, or the system's; sized for this screen."""
    return sized(DARK if st.context.theme.type == "dark" else LIGHT)
