"""The 督办单 as a Word file: an editable form, its headings repeated on further pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from components.exports.docx_package import begun, finish
from components.exports.orders_paper import (
    ASKED,
    HEADINGS,
    INSET_X,
    INSET_Y,
    LEADING,
    NAME,
    NO_ORDERS,
    SIGNED,
    WIDE,
    OrdersPaper,
)
from components.exports.orders_pdf import DATE_LINE
from components.exports.report_docx_parts import SANS
from components.exports.report_docx_text import attribute, paragraph, run
from components.views.tokens import LIGHT

_MARGINS = 'w:top="1134" w:right="1021" w:bottom="1361" w:left="1021" w:header="567" w:footer="567"'
_BOLD = "<w:b/><w:bCs/>"
_CENTRE = '<w:jc w:val="center"/>'
_SIGN_HIGH = 44.0
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def write_orders_docx(paper: OrdersPaper, path: Path) -> None:
    """Write a 督办单 as a Word file. Equal papers give equal bytes.

    Args:
        paper: what it says.
        path: of the file; its folder is there.
    """
    body = _head(paper) + _orders(paper)
    if paper.lines:
        body += _plain(ASKED, 10.5, "", before=6, after=6, keep=True)
    else:
        body += _plain(NO_ORDERS, 10.5, _CENTRE, before=6, after=6, keep=True)
    body += _signatures()
    # Word wants a paragraph after the last table; as low as it can be.
    body += paragraph("TableText", "", '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')
    finish(begun(paper.document), paper.document, body, _MARGINS, path)


def _head(paper: OrdersPaper) -> str:
    document = paper.document
    parts = []
    if document.issuer:
        apart = '<w:spacing w:before="0" w:after="160"/>'
        parts.append(paragraph("Issuer", run(document.issuer, _points(paper.issuer_size)), apart))
        parts.append(paragraph("IssueNumber", run(document.issue_number, _points(12))))
    parts.append(paragraph("Title", run(NAME, '<w:spacing w:val="120"/>'), '<w:spacing w:before="160" w:after="60"/>'))
    parts.append(_plain(paper.subtitle, 12, _CENTRE, after=3))
    parts.append(_plain(paper.facts, 9, _CENTRE, colour=LIGHT.mute, after=8))
    return "".join(parts)


def _plain(
    words: str, size: float, align: str, *, before: float = 0, after: float = 0, colour: str = "", keep: bool = False
) -> str:
    tint = f'<w:color w:val="{colour[1:]}"/>' if colour else ""
    look = (
        f'{"<w:keepNext/>" if keep else ""}<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" '
        f'w:line="{round(size * LEADING * 20)}" w:lineRule="exact"/>{_FLUSH}{align or "<w:jc w:val=" + chr(34) + "left" + chr(34) + "/>"}'
    )
    return paragraph("", run(words, _face() + tint + _points(size)), look)


def _face() -> str:
    return f'<w:rFonts w:ascii="{SANS}" w:hAnsi="{SANS}" w:eastAsia="{SANS}" w:cs="{SANS}"/>'


def _points(size: float) -> str:
    return f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'


def _orders(paper: OrdersPaper) -> str:
    widths = [round(width * 20) for width in paper.widths]
    head = "".join(
        _cell(words, width, paper.size, align=_CENTRE, is_bold=True, is_head=True)
        for words, width in zip(HEADINGS, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for row, line in zip(paper.rows, paper.lines, strict=True):
        cells = "".join(
            _cell(
                words,
                width,
                paper.size,
                align="" if index else _CENTRE,
                is_bold=index == len(row) - 1 and line.state == "late",
            )
            for index, (words, width) in enumerate(zip(row, widths, strict=True))
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return _form(widths, "".join(rows), NAME, paper.facts)


def _signatures() -> str:
    """Who signs: headings, and empty fields to sign in."""
    wide = round(WIDE * 20 / len(SIGNED))
    head = "".join(_cell(words, wide, 10, align=_CENTRE, is_bold=True, is_head=True, keep=True) for words in SIGNED)
    fields = ["", "", DATE_LINE]
    below = "".join(_cell(words, wide, 10, align=_CENTRE, foot=True) for words in fields)
    high = f'<w:trHeight w:val="{round(_SIGN_HIGH * 20)}" w:hRule="atLeast"/>'
    rows = (
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{head}</w:tr><w:tr><w:trPr><w:cantSplit/>{high}</w:trPr>{below}</w:tr>"
    )
    return _form([wide] * len(SIGNED), rows, "签发", "签字、盖章和日期")


def _form(widths: Sequence[int], rows: str, title: str, alt: str) -> str:
    """A table with lines on all sides."""
    ink = LIGHT.ink2[1:]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{ink}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{round(points * 20)}" w:type="dxa"/>'
        for side, points in (("top", INSET_Y), ("left", INSET_X), ("bottom", INSET_Y), ("right", INSET_X))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(title)}/><w:tblDescription w:val={attribute(alt)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(
    words: str,
    width: int,
    size: float,
    *,
    align: str = "",
    is_bold: bool = False,
    is_head: bool = False,
    keep: bool = False,
    foot: bool = False,
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{LIGHT.control[1:]}"/>' if is_head else ""
    place = "bottom" if foot else "center"
    line = f'<w:spacing w:line="{round(size * LEADING * 20)}" w:lineRule="exact"/>'
    look = ("<w:keepNext/>" if keep else "") + line + align
    inner = "<w:r><w:br/></w:r>".join(
        run(part, (_BOLD if is_bold else "") + _points(size)) for part in words.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="{place}"/></w:tcPr>'
        f"{paragraph('TableText', inner, look)}</w:tc>"
    )
