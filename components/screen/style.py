"""The app's only stylesheet. It touches nothing but containers we have named ourselves (``.st-key-…``)."""

from __future__ import annotations

from functools import lru_cache

from components.screen.look import ROOT_FONT_PX
from components.screen.style_attention import attention_css
from components.screen.style_explore import explore_css
from components.views.tokens import Theme


@lru_cache(maxsize=8)
def css(theme: Theme, scale: float = 1.0) -> str:
    """The stylesheet.

    Args:
        theme: its colours.
        scale: of the root font; 1 leaves it to Streamlit.
    """
    root = f":root:has(.st-key-wl_main) {{ font-size: {ROOT_FONT_PX * scale:g}px !important; }}" if scale != 1 else ""
    card, bar, head, page = (f'[class*="st-key-{name}_"]' for name in ("card", "bar", "head", "wl"))
    return f"""<style>
{root}
.st-key-wl_main {{ gap: .7rem; }}
@media (min-width: 48rem) {{ .st-key-wl_main {{ margin: 0 -3.4rem; width: calc(100% + 6.8rem); max-width: none; }} }}
.st-key-wl_main [data-testid="stHorizontalBlock"] {{ gap: .7rem; }}
div:has(> .st-key-wl_bound), div:has(> .st-key-wl_words), div:has(> .st-key-wl_clicks), div:has(> .st-key-wl_arriving) {{ display: none; }}
.st-key-wl_main [data-wl-shown] {{ outline: 2px solid {theme.accent}; outline-offset: 1px; }}
{card} {{ background: {theme.card}; border: 1px solid {theme.line}; border-radius: 4px; padding: .75rem 1.05rem .65rem; gap: .35rem; }}
{card} [data-testid="stMarkdownContainer"], {bar} [data-testid="stMarkdownContainer"], {head} [data-testid="stMarkdownContainer"] {{ margin-bottom: 0; }}
:is({card}, {bar}, {head}) p {{ margin-bottom: 0; }}
:is({card}, {bar}, {head}, {page}) :is(h1, h2, h3, h4) {{ padding: 0; }}
{bar} {{ gap: .55rem !important; }}
{bar} > :has([class*="st-key-tool_"]) {{ flex: 0 0 auto; width: auto; }}
.st-key-bar_filters [data-testid="stMarkdownContainer"] h3 {{ white-space: nowrap; padding-right: .5rem; }}
.st-key-bar_filters :is(input, [data-baseweb="select"]) {{ font-size: .93rem; }}
.st-key-f_categories button {{ background: {theme.control}; justify-content: flex-start; border-color: {theme.line}; font-weight: 400; }}
.st-key-f_categories button > div {{ width: 100%; }}
.st-key-f_categories button > div > div:first-child {{ flex: 1 1 auto; justify-content: flex-start; }}
{head} {{ gap: .1rem !important; flex-wrap: nowrap; align-items: flex-start; min-height: 1.7rem; }}
{head} > :first-child {{ flex: 1 1 0; min-width: 0; width: auto; padding-top: .12rem; }}
{head} > :not(:first-child), {head} > :not(:first-child) > div {{ flex: 0 0 auto; width: auto; }}
:is({head}, [class*="st-key-tool_pass_"]) button {{ min-height: 1.7rem; height: 1.7rem; padding: 0 .25rem; color: {theme.mute}; }}
:is({head}, [class*="st-key-tool_pass_"]) button:hover {{ color: {theme.accent}; }}
[class*="st-key-tool_"] button [data-testid="stMarkdownContainer"] {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
[class*="st-key-tool_"] [data-testid="stPopoverButton"] > div > :last-child:not(:first-child) {{ display: none; }}
[class*="st-key-agenda_note_"] textarea {{ field-sizing: content; min-height: 2.5rem; max-height: 10rem; }}
[class*="st-key-card_kpi_"] {{ gap: 0; padding: .6rem .9rem .55rem; position: relative; }}
[class*="st-key-card_kpi_"] > [class*="st-key-tool_pass_"] {{ position: absolute; top: .3rem; right: .35rem; width: auto; z-index: 1; }}
[class*="st-key-card_kpi_"] > :last-child {{ margin-top: auto; }}
[class*="st-key-card_kpi_"] [data-testid="stMetricLabel"] p {{ font-size: .93rem; color: {theme.ink2}; }}
[class*="st-key-card_"] ol {{ padding-left: 1.35rem; margin-bottom: 0; }}
[class*="st-key-card_"] ol li {{ font-size: clamp(1rem, .5rem + .5vw, 1.2rem); line-height: 1.62; margin: 0 0 .6rem 0; padding-left: .25rem; }}
[class*="st-key-card_"] ol li::marker {{ color: {theme.accent}; font-weight: 700; }}
{explore_css(theme)}
{attention_css(theme)}
.st-key-wl_facts {{ gap: .3rem; padding: .35rem 0; }}
.st-key-wl_facts p {{ display: grid; grid-template-columns: 5.5em 1fr; }}
{_intake(theme)}
{_dark(theme) if theme.is_dark else ""}
.st-key-wl_start {{ max-width: 44rem; margin: 12vh auto; }}
</style>"""


def _dark(theme: Theme) -> str:
    """What only the dark theme needs."""
    # Streamlit paints small charts on the page's colour; on a dark card only what is lighter than the card may show.
    # White on the bright red of this theme cannot be read.
    return f"""[class*="st-key-card_kpi_"] [data-testid="stMetricChart"] {{ mix-blend-mode: lighten; }}
[class*="st-key-"] button[kind^="primary"]:not(:disabled) {{ color: {theme.paper}; }}"""


def _intake(theme: Theme) -> str:
    """The rules of the page that takes files in."""
    return f"""[class*="st-key-bar_intake_"] button[kind="tertiary"] {{ min-height: 1.7rem; height: auto; text-align: left; }}
[class*="st-key-bar_intake_file_"] > :first-child {{ flex: 0 1 auto; min-width: 0; }}
[class*="st-key-bar_intake_file_"] > :first-child button {{ justify-content: flex-start; overflow-wrap: anywhere; }}
[class*="st-key-item_intake_"] {{ border-top: 1px solid {theme.line}; padding: .3rem 0; gap: .1rem !important; }}
[class*="st-key-bar_intake_work"] [data-testid="stProgress"] {{ min-width: 12rem; }}
.st-key-card_intake_empty [data-testid="stFileUploaderDropzone"] {{ min-height: 17rem; flex-direction: column; align-items: center; justify-content: center; gap: .7rem; border: 1.5px dashed {theme.ref}; text-align: center; }}
.st-key-card_intake_empty [data-testid="stFileUploaderDropzone"]::before {{ content: "把文件拖到这里"; font-size: 1.21rem; color: {theme.ink2}; }}
.st-key-card_intake_empty [data-testid="stFileUploaderDropzone"] > * {{ flex: 0 0 auto; width: auto; margin: 0; }}"""
