"""The part of the stylesheet that shapes 自助分析 and the chips of what narrows a page."""

from __future__ import annotations

from components.views.tokens import Theme

_CHIP = '[class*="st-key-chip_"] button'
_HEIGHTS = (("main", 460, 15.0), ("table", 252, 29.9))
"""Card, least height in px, and what the page needs above and below it in rem."""
_CHIPS_REM = 1.7
"""What the row of chips takes where there are any."""


def explore_css(theme: Theme) -> str:
    """The picture and the table beside it take what the window leaves; chips are low and wear the accent."""
    cards = [
        f"{page} div:has(> .st-key-card_explore_{name}) {{ flex: 0 0 max({least}px, calc(100vh - {taken + more}rem)) !important; }}\n"
        f"{page} .st-key-card_explore_{name} {{ height: max({least}px, calc(100vh - {taken + more}rem)) !important; }}"
        for page, more in (("", 0.0), (".st-key-wl_main:has(.st-key-bar_chips button)", _CHIPS_REM))
        for name, least, taken in _HEIGHTS
    ]
    chips = [
        f"{_CHIP} {{ min-height: 1.75rem; height: 1.75rem; padding: 0 .6rem; font-weight: 400; }}",
        f'{_CHIP}:not([kind="tertiary"]) {{ background: {theme.card}; border-color: {theme.accent}; color: {theme.accent}; }}',
    ]
    bare = "div:has(> .st-key-bar_chips:empty), div:has(> .st-key-wl_class:empty) { display: none; }"
    return "\n".join([bare, *cards, *chips])
