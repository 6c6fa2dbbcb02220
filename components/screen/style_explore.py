"""The part of the stylesheet that shapes 自助分析 and the chips of what narrows a page."""

from __future__ import annotations

from components.views.tokens import Theme

_CHIP = '[class*="st-key-chip_"] button'
_HEIGHTS = (("main", 460, 15.0), ("table", 252, 29.9))
"""Card, least height in px, and what the page needs above and below it in rem."""


def explore_css(theme: Theme) -> str:
    """The picture and the table beside it take what the window leaves; chips are low and wear the accent."""
    cards = [
        f"div:has(> .st-key-card_explore_{name}) {{ flex: 0 0 max({least}px, calc(100vh - {taken}rem)) !important; }}\n"
        f".st-key-card_explore_{name} {{ height: max({least}px, calc(100vh - {taken}rem)) !important; }}"
        for name, least, taken in _HEIGHTS
    ]
    chips = [
        f"{_CHIP} {{ min-height: 1.75rem; height: 1.75rem; padding: 0 .6rem; font-weight: 400; }}",
        f'{_CHIP}:not([kind="tertiary"]) {{ background: {theme.card}; border-color: {theme.accent}; color: {theme.accent}; }}',
    ]
    bare = "div:has(> .st-key-bar_chips:empty), div:has(> .st-key-wl_class:empty) { display: none; }"
    return "\n".join([bare, *cards, *chips])
