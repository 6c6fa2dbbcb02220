"""The part of the stylesheet that shapes 自助分析 and the chips of what narrows a page."""

from __future__ import annotations

from components.views.tokens import Theme

_CHIP = '[class*="st-key-chip_"] button'
_HEIGHTS = (("main", 460, 15.0), ("table", 252, 29.9))
"""Card, least height in px, and what the page needs above and below it in rem."""
_CHIPS, _CHIPS_REM = "--wl-chips", 1.7
"""What the row of chips takes where there are any: what fills the window gives way to it."""


def explore_css(theme: Theme) -> str:
    """The picture and the table beside it take what the window leaves; chips are low and wear the accent."""
    cards = [
        f"div:has(> .st-key-card_explore_{name}) {{ flex: 0 0 {_height(least, taken)} !important; }}\n"
        f".st-key-card_explore_{name} {{ height: {_height(least, taken)} !important; }}"
        for name, least, taken in _HEIGHTS
    ]
    chips = [
        f"{_CHIP} {{ min-height: 1.75rem; height: 1.75rem; padding: 0 .6rem; font-weight: 400; }}",
        f'{_CHIP}:not([kind="tertiary"]) {{ background: {theme.card}; border-color: {theme.accent}; color: {theme.accent}; }}',
    ]
    bare = "div:has(> .st-key-bar_chips:empty), div:has(> .st-key-wl_class:empty) { display: none; }"
    room = f".st-key-wl_main:has(.st-key-bar_chips button) {{ {_CHIPS}: {_CHIPS_REM}rem; }}"
    return "\n".join([bare, room, *cards, *chips])


def _height(least_px: int, taken_rem: float) -> str:
    return f"max({least_px}px, calc(100vh - {taken_rem}rem - var({_CHIPS}, 0rem)))"
