"""Footnotes of a Word file: the marks in the text, and the part that holds their words."""

from __future__ import annotations

from collections.abc import Sequence

from components.exports.report_docx_parts import HEAD, WORD
from components.exports.report_docx_text import paragraph, run

_MARK = '<w:rStyle w:val="FootnoteReference"/>'


def footnote_mark(number: int) -> str:
    """[1] raised in the text, which leads to its footnote."""
    return _bracketed(f'<w:footnoteReference w:id="{number}"/>')


def footnotes_xml(texts: Sequence[str]) -> str:
    """The part with the footnotes, numbered from 1, after the lines that set them off from the text."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:before="0" w:after="60" w:line="240" '
        f'w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph("FootnoteText", _bracketed("<w:footnoteRef/>") + run(f" {words}"))}'
        "</w:footnote>"
        for number, words in enumerate(texts, 1)
    )
    return f"{HEAD}<w:footnotes {WORD}>{lines}{notes}</w:footnotes>"


def _bracketed(mark: str) -> str:
    return run("[", _MARK) + f"<w:r><w:rPr>{_MARK}</w:rPr>{mark}</w:r>" + run("]", _MARK)
