"""A document as one page file that needs nothing else: no script, no request, readable on a desk, a phone and paper."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from itertools import count
from pathlib import Path

from components.exports.document import Document
from components.exports.html_colours import Night
from components.exports.html_font import font_faces
from components.exports.html_parts import article, term
from components.exports.html_style import style_of

_NUMERALS = "〇一二三四五六七八九十"


def write_html(document: Document, path: Path) -> None:
    """Write the document as .html; the same document gives the same bytes.

    Args:
        document: what is written.
        path: the file; its folder exists.
    """
    path.write_text(html_of(document), encoding="utf-8", newline="\n")


def html_of(document: Document) -> str:
    """The page. Its own rule lets it load nothing and run nothing; the one style sheet is named by its hash."""
    night = Night()
    body = _body(document, night)
    style = font_faces(body + document.standing + " /0123456789") + style_of(document, night.rules)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f'<meta name="description" content="{escape(_scope(document))}">'
        f"<title>{escape(document.title)}</title><style>{style}</style></head><body>{body}</body></html>\n"
    )


def _scope(document: Document) -> str:
    area = document.area if document.area == document.district else f"{document.district} · {document.area}"
    return f"{area} · {document.period}"


def _body(document: Document, night: Night) -> str:
    numbers = count(1)
    parts = []
    for place, (title, items) in enumerate(document.sections, 1):
        inside = "".join(article(item, next(numbers), document, night) for item in items)
        parts.append(f"<section><h2>{_numeral(place)}、{escape(title)}</h2>{inside}</section>")
    mark = f'<div class="mark" aria-hidden="true"><span>{escape(document.watermark)}</span></div>'
    return (
        f'<div class="page">{_head(document)}{_contents(document)}<main>{"".join(parts)}{_terms(document)}</main>'
        f"<footer>{escape(document.standing)}</footer></div>{mark if document.watermark else ''}"
    )


def _head(document: Document) -> str:
    issuer = f'<p class="issuer">{escape(document.issuer)}</p>' if document.issuer else ""
    issued = f'<p class="number">{escape(document.issue_number)}</p>' if document.issuer else ""
    demo = '<span class="demo">示例数据</span>' if document.is_demo else ""
    return (
        f'<header class="head">{issuer}{issued}<h1>{escape(document.title)}{demo}</h1>'
        f'<p class="scope">{escape(_scope(document))}</p>'
        f'<p class="standing">{escape(document.standing)} · 数据第 {document.version} 版 · '
        f"共 {len(document.items)} 项</p></header>"
    )


def _contents(document: Document) -> str:
    numbers = count(1)
    lines = []
    for place, (title, items) in enumerate(document.sections, 1):
        lines.append(f'<li class="part">{_numeral(place)}、{escape(title)}</li>')
        for item in items:
            number = next(numbers)
            lines.append(f'<li><span class="no">{number}</span><a href="#v{number}">{escape(item.view.title)}</a></li>')
    if document.measures:
        lines.append('<li class="part"><a href="#terms">附：指标口径</a></li>')
    return f'<nav aria-label="目录"><h2>目录</h2><ol>{"".join(lines)}</ol></nav>'


def _terms(document: Document) -> str:
    if not document.measures:
        return ""
    passports = document.passports
    said = "".join(
        term(measure, number, passports.get(measure.code, "")) for number, measure in enumerate(document.measures, 1)
    )
    return f'<section id="terms"><h2>附：指标口径</h2><dl class="terms">{said}</dl></section>'


def _numeral(number: int) -> str:
    """一, 十, 十二, 二十, 二十一; digits from one hundred."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "") or _NUMERALS[0]
