"""A whole meeting as one page file: every slide and the player inside, to be shown on a machine without network."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from html import escape
from pathlib import Path

from components.exports.html_font import font_faces
from components.slides.model import Deck
from components.slides.player import player_script
from components.views.tokens import DARK, FONT
from components.views.words import day
from data.meetings.model import Meeting

HINT = "按 → 或点击画面翻页，按 ? 看全部按键"
NO_NOTE = "本页没有备注"
NO_SCRIPT = "这份文件要在允许脚本的浏览器里打开，例如 Edge、Chrome、Firefox 的近年版本。"
_ASCII = "".join(map(chr, range(32, 127)))
_STYLE = """
html,body{margin:0;height:100%;background:PAPER;color:INK;font-family:FONT}
noscript{display:grid;place-items:center;height:100%;padding:0 8vw;font-size:24px}
.above{position:fixed;z-index:2147483600;left:50%;transform:translateX(-50%);background:CARD;color:INK;border:1px solid LINE;border-radius:4px}
.above[hidden]{display:none}
#hint{bottom:9vh;padding:.5em 1em;font-size:min(3vh,4vw);white-space:nowrap}
#note{bottom:6vh;width:min(80vw,1200px);max-height:40vh;overflow:auto;box-sizing:border-box;padding:.8em 1.1em;font-size:min(3vh,22px);line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere}
#mark{position:fixed;inset:0;z-index:2147483500;display:flex;align-items:center;justify-content:center;pointer-events:none}
#mark span{transform:rotate(-24deg);font-size:min(9vw,14vh);font-weight:700;color:INK;opacity:.12;text-align:center;max-width:90vw}
"""
_START = """
const data = JSON.parse(document.getElementById("meeting").textContent);
const hint = document.getElementById("hint"), note = document.getElementById("note");
const notes = new Map(data.deck.slides.map((slide) => [slide.id, slide.note]).filter(([, words]) => words));
const told = () => { note.textContent = notes.get(window.wanglanSlide) || note.dataset.none; };
const known = () => { hint.hidden = true; };
// Before the player's own keys, which keep single letters to themselves.
window.addEventListener("keydown", (event) => {
  known();
  if (!notes.size || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "n") return;
  note.hidden = !note.hidden;
  told();
}, true);
window.addEventListener("wanglan-slide", told);
// A tablet has no keys: the left third goes back, the rest on.
window.addEventListener("click", (event) => {
  known();
  const key = event.clientX < innerWidth / 3 ? "ArrowLeft" : "ArrowRight";
  window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
});
setTimeout(known, 8000);
play({ data, parentElement: document.body, setStateValue() {}, setTriggerValue() {} });
"""


def write_meeting_html(
    deck: Deck, meeting: Meeting, path: Path, *, with_notes: bool = False, watermark: str = ""
) -> None:
    """Write a meeting as one .html; the same deck gives the same bytes.

    Args:
        deck: slides of one shape, as they were on the wall.
        meeting: gives the day and the code.
        path: of the file; its folder is there.
        with_notes: keep the notes for the one who presents; the key N shows them. They are left out otherwise.
        watermark: grey words across every slide; "" for none.
    """
    path.write_text(
        meeting_html(deck, meeting, with_notes=with_notes, watermark=watermark), encoding="utf-8", newline="\n"
    )


def meeting_html(deck: Deck, meeting: Meeting, *, with_notes: bool = False, watermark: str = "") -> str:
    """The page. Its own rule lets it load nothing; style and script are named by their hashes."""
    content = _data(deck, meeting, with_notes=with_notes)
    script = player_script().replace("export default function", "const play = function", 1) + _START
    words = (_ASCII, script, HINT, NO_NOTE, NO_SCRIPT, watermark, *(slide.svg for slide in deck.slides), content)
    style = font_faces("".join(sorted(set("".join(words))))) + _style()
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    mark = f'<div id="mark" aria-hidden="true"><span>{escape(watermark)}</span></div>' if watermark else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="dark">'
        f'<meta name="description" content="{escape(_told(deck, meeting))}">'
        f"<title>{escape(deck.title)}</title><style>{style}</style></head><body>"
        f"<noscript>{NO_SCRIPT}</noscript>{mark}"
        f'<div id="hint" class="above">{HINT}</div><div id="note" class="above" data-none="{NO_NOTE}" hidden></div>'
        f'<script type="application/json" id="meeting">{content}</script>'
        f'<script type="module">{script}</script></body></html>\n'
    )


def _data(deck: Deck, meeting: Meeting, *, with_notes: bool) -> str:
    """What the player plays, as JSON that no text in it can end."""
    slides = tuple(slide if with_notes else replace(slide, note="") for slide in deck.slides)
    # Slides of grids are drawn by a server; there is none.
    told = replace(deck, slides=slides, places=(), stale_days=0).to_dict()
    data = {"role": "file", "channel": f"wanglan-file-{meeting.code}", "deck": told, "auto_seconds": 0, "beats": False}
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", " ").replace("\u2029", " ")


def _told(deck: Deck, meeting: Meeting) -> str:
    demo = " · 示例数据" if deck.is_demo else ""
    return f"{deck.district} · {day(meeting.held_on)}会议（编号 {meeting.code}） · 截至 {day(deck.as_of)}{demo}"


def _style() -> str:
    colours = {"PAPER": DARK.paper, "CARD": DARK.card, "LINE": DARK.line, "INK": DARK.ink}
    style = _STYLE.replace("FONT", FONT)
    for name, colour in colours.items():
        style = style.replace(name, colour)
    return style


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
