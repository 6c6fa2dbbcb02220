"""The part of the stylesheet for the sentences that open the overview."""

from __future__ import annotations

from components.views.tokens import Theme


def attention_css(theme: Theme) -> str:
    """Sentences as rows, with two quiet words at the end of each.

    Args:
        theme: its colours.
    """
    row, tools = (f'.st-key-card_brief [class*="st-key-item_attention_{name}"]' for name in ("", "tools_"))
    return f"""{row} {{ gap: .35rem !important; flex-wrap: nowrap; padding-bottom: .3rem; }}
{row} > :first-child {{ flex: 1 1 0; min-width: 0; width: auto; }}
{row} p {{ font-size: clamp(.93rem, .5rem + .4vw, 1.1rem); line-height: 1.5; }}
{tools} {{ flex: 0 0 auto; width: auto; gap: 0 !important; }}
.st-key-card_brief :is([class*="st-key-item_attention_tools_"] a, button) {{ min-height: 1.35rem; height: 1.35rem; padding: 0 .2rem; color: {theme.mute}; }}
{tools} :is(a, button) p {{ font-size: .82rem; color: {theme.mute}; }}
{tools} :is(a, button):hover p {{ color: {theme.accent}; }}"""
