"""The look of the page file: colours from the tokens by day and night, paper, phones."""

from __future__ import annotations

from components.exports.document import Document
from components.views.tokens import DARK, FONT, LIGHT, Theme


def _variables(theme: Theme) -> str:
    names = ("paper", "card", "control", "line", "grid", "ink", "ink2", "mute", "accent", "good", "good_fill")
    pairs = {name: getattr(theme, name) for name in (*names, "watch", "watch_fill")}
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in pairs.items())


def css_text(text: str) -> str:
    """Text as a CSS string: whatever is neither a letter nor a digit is escaped, so that no word ends the style."""
    return '"' + "".join(char if char.isalnum() else f"\\{ord(char):06x} " for char in text) + '"'


_BASE = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:12px}
body{margin:0;background:var(--control);color:var(--ink);font:15px/1.65 FONT;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a{color:var(--good);text-underline-offset:3px}
a:focus-visible,summary:focus-visible{outline:2px solid var(--good);outline-offset:2px}
.page{max-width:900px;margin:0 auto;padding:28px 24px 48px}
.head{border-bottom:2px solid var(--accent);padding-bottom:18px;margin-bottom:22px}
.issuer{color:var(--accent);font-weight:700;font-size:30px;letter-spacing:.12em;text-align:center;margin:0 0 4px}
.number{text-align:center;color:var(--ink2);margin:0 0 18px;padding-bottom:10px;border-bottom:2px solid var(--accent)}
h1{font-size:28px;line-height:1.3;margin:0 0 6px}
.scope{font-size:17px;color:var(--ink2);margin:0}
.standing{font-size:13px;color:var(--mute);margin:6px 0 0}
.demo{display:inline-block;background:var(--watch-fill);color:var(--watch);border:1px solid var(--watch);border-radius:3px;padding:0 6px;font-size:12px;font-weight:700;line-height:1.6;margin-left:8px;vertical-align:2px;white-space:nowrap}
nav{background:var(--card);border:1px solid var(--line);border-radius:4px;padding:14px 20px 18px;margin-bottom:28px}
nav h2{font-size:16px;margin:0 0 6px}
nav ol{list-style:none;margin:0;padding:0;columns:2;column-gap:36px}
nav li{break-inside:avoid;padding:2px 0}
nav .part{font-weight:700;color:var(--ink2);margin-top:8px;break-after:avoid}
nav .no{color:var(--mute);display:inline-block;min-width:2.2em}
section>h2{font-size:20px;margin:34px 0 12px;padding-left:10px;border-left:4px solid var(--accent);line-height:1.3}
article{background:var(--card);border:1px solid var(--line);border-radius:4px;padding:16px 20px 12px;margin:0 0 18px}
h3{font-size:17px;line-height:1.4;margin:0}
h3 .no{color:var(--mute);font-weight:400;margin-right:8px}
.sub{color:var(--mute);font-size:13px;margin:1px 0 0}
.finding{font-size:16px;margin:8px 0 0}
.none{color:var(--ink2);background:var(--control);border-radius:4px;padding:14px 16px;margin:12px 0}
figure{margin:12px 0 4px}
svg{display:block;max-width:100%;height:auto}
svg.paper{background:LIGHTCARD}
.slim{display:none}
.scroll{overflow-x:auto}
.foot{color:var(--mute);font-size:12.5px;margin:8px 0 0}
.cards{display:grid;grid-template-columns:repeat(3,1fr);gap:10px;margin:12px 0 4px;padding:0;list-style:none}
.cards li{border:1px solid var(--line);border-radius:4px;padding:10px 14px}
.cards .name{color:var(--ink2);font-size:14px;display:block}
.cards .value{font-size:27px;font-weight:700;line-height:1.35}
.cards .unit{color:var(--mute);font-size:14px;margin-left:4px}
.cards .note{color:var(--mute);font-size:12.5px;display:block;line-height:1.5}
.chip{display:inline-block;font-size:12.5px;border-radius:3px;padding:0 6px;background:var(--control);color:var(--ink2)}
.chip.good{background:var(--good-fill);color:var(--good)}
.chip.watch{background:var(--watch-fill);color:var(--watch)}
.said{margin:10px 0 4px;padding-left:1.6em}
.said li{margin:4px 0}
details{margin:8px 0 4px;font-size:14px}
summary{cursor:pointer;color:var(--good);width:max-content;max-width:100%;padding:2px 0}
.rows{overflow:auto;max-height:520px;margin-top:6px;border:1px solid var(--line);border-radius:4px}
table{border-collapse:collapse;width:100%;font-size:13.5px;line-height:1.5}
th,td{overflow-wrap:break-word;padding:5px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid)}
thead th{min-width:4.6em;position:sticky;top:0;background:var(--control);color:var(--ink2);font-weight:700;border-bottom:1px solid var(--line)}
tbody th{font-weight:400}
td.n,th.n{text-align:right;white-space:nowrap}
td.q{color:var(--mute)}
.rows .d,.rows .t{white-space:nowrap}
tbody .w{min-width:6.5em}tbody .l{min-width:17em}
tbody tr:last-child>*{border-bottom:0}
caption{text-align:left;color:var(--mute);padding:4px 10px}
dl.terms{margin:0}
.term{background:var(--card);border:1px solid var(--line);border-radius:4px;padding:10px 16px;margin:0 0 8px;break-inside:avoid}
.term dt{font-weight:700}
.term dt span{color:var(--mute);font-weight:400;font-size:13px;margin-left:8px}
.term dd{margin:2px 0 0;font-size:14px}
.term .code{color:var(--mute);font-size:12.5px}
.mark{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;pointer-events:none;z-index:9}
.mark span{transform:rotate(-24deg);font-size:min(9vw,88px);font-weight:700;color:var(--mute);opacity:.13;text-align:center;max-width:90vw}
footer{color:var(--mute);font-size:13px;border-top:1px solid var(--line);margin-top:30px;padding-top:10px}
"""
_PHONE = """
@media (max-width:680px){
.page{padding:16px 12px 36px}
h1{font-size:23px}.scope{font-size:15px}.issuer{font-size:22px;letter-spacing:.04em}
nav{padding:12px 14px}nav ol{columns:1}
nav li{padding:5px 0}
article{padding:13px 13px 10px}
.cards{grid-template-columns:repeat(2,1fr);gap:8px}
.cards li{padding:8px 10px}.cards .value{font-size:22px}
.slim{display:block}.wide.has-slim{display:none}
.scroll svg{max-width:none}
.rows{max-height:430px}
}
"""
_PRINT = """
@media print{
body{background:LIGHTCARD;font-size:10.5pt}
.page{max-width:none;padding:0}
nav{border:0;padding:0;break-after:page}
nav a,.foot a{color:inherit;text-decoration:none}
article{border:0;border-bottom:1px solid var(--line);padding:0 0 10px;break-inside:avoid}
article.long{break-inside:auto}
section>h2,h3,.sub,.finding{break-after:avoid}
details:not([open]){display:none}
.rows{max-height:none;overflow:visible;border:0}
table{font-size:8.5pt}th,td{padding:3px 6px}.rows .t{white-space:normal}tbody .w,tbody .l,thead th{min-width:0}
thead{display:table-header-group}tr{break-inside:avoid}
thead th{position:static}
.scroll{overflow:visible}.scroll svg{max-width:100%}
.slim{display:none}.wide.has-slim{display:block}
.mark{position:fixed}
footer{display:none}
}
"""


def style_of(document: Document, night_rules: str) -> str:
    """The page's style sheet without its fonts.

    Args:
        document: its standing line is repeated at the foot of printed pages.
        night_rules: dark colours of the drawings.
    """
    night = (
        f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{_variables(DARK)}}}{night_rules}}}"
    )
    page = (
        f"@page{{size:A4;margin:17mm 15mm 18mm;@bottom-left{{content:{css_text(document.standing)};font:8.5pt FONT;"
        f"color:{LIGHT.mute}}}@bottom-right{{content:counter(page) {css_text(' / ')} counter(pages);font:8.5pt FONT;"
        f"color:{LIGHT.mute}}}}}"
    )
    style = f":root{{{_variables(LIGHT)}}}{_BASE}{night}{_PHONE}{page}{_PRINT}"
    return style.replace("FONT", FONT).replace("LIGHTCARD", LIGHT.card)
