"""Words of a Word file as XML: paragraphs, bookmarks, fields, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from components.exports.report_plan import Caption
from components.exports.report_tables import Layout


def text_of(words: str) -> str:
    """Text on one line, without what XML forbids."""
    return escape("".join(char if char >= " " else " " for char in words))


def attribute(words: str) -> str:
    """The same as a quoted attribute."""
    return quoteattr("".join(char if char >= " " else " " for char in words))


def run(words: str, look: str = "") -> str:
    """A run of text; ``look`` are run properties."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text_of(words)}</w:t></w:r>'


def paragraph(style: str, inner: str, extra: str = "") -> str:
    """A paragraph of a named style; none for running text. ``extra`` are further paragraph properties."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"<w:pPr>{named}{extra}</w:pPr>" if named or extra else ""
    return f"<w:p>{look}{inner}</w:p>"


def field_of(instruction: str, shown: str, look: str = "") -> str:
    """A field with its result, so that it shows without being updated."""
    mark = '<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>'
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return (
        mark.format(look=properties, kind="begin")
        + f'<w:r>{properties}<w:instrText xml:space="preserve"> {text_of(instruction)} </w:instrText></w:r>'
        + mark.format(look=properties, kind="separate")
        + run(shown, look)
        + mark.format(look=properties, kind="end")
    )


@dataclass(slots=True)
class Marks:
    """Numbers bookmarks and drawings, so that no two share an id; remembers headings for the contents."""

    ids: Iterator[int] = field(default_factory=lambda: count(1))
    headings: list[tuple[int, str, str]] = field(default_factory=list)

    def bookmark(self, name: str, inner: str) -> str:
        """A place that can be referred to."""
        number = next(self.ids)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'

    def heading(self, level: int, words: str, extra: str = "") -> str:
        """A heading of level 1 or 2, listed in the contents."""
        anchor = f"_Toc{len(self.headings) + 1:05d}"
        self.headings.append((level, words, anchor))
        return paragraph(f"Heading{level}", self.bookmark(anchor, run(words)), extra)

    def caption(self, caption: Caption) -> str:
        """图1 微心愿实现率: its number is a SEQ field inside a bookmark."""
        bold = "<w:b/><w:bCs/>"
        number = run(caption.kind, bold) + field_of(f"SEQ {caption.kind} \\* ARABIC", str(caption.number), bold)
        return paragraph("Caption", self.bookmark(caption.anchor, number) + run(f"　{caption.text}"))


def reference(caption: Caption) -> str:
    """见图1: jumps to the caption and follows its number."""
    return field_of(f"REF {caption.anchor} \\h", caption.label)


def contents(headings: list[tuple[int, str, str]]) -> str:
    """The contents field with its entries. Page numbers are left out: only an office suite can know them."""
    entries = []
    for index, (level, words, anchor) in enumerate(headings):
        start = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            'TOC \\o "1-2" \\n \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            if not index
            else ""
        )
        link = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{run(words)}</w:hyperlink>'
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if index == len(headings) - 1 else ""
        entries.append(paragraph(f"TOC{level}", start + link + end))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{''.join(entries)}</w:sdtContent></w:sdt>"
    )


def table(layout: Layout, title: str, alt: str) -> str:
    """A table with repeated headings, three rules and alternative text."""
    widths = [round(width * 20) for width in layout.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    side = round(layout.inset * 20)
    properties = (
        f'<w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val={attribute(title)}/><w:tblDescription w:val={attribute(alt)}/></w:tblPr>'
    )
    rows = [layout.table.headings, *layout.table.texts]
    # The rows of a table that a page can hold cling to each other, and the last to its source.
    body = "".join(
        _row(row, layout, widths, is_head=not number, clings=layout.is_kept or not number)
        for number, row in enumerate(rows)
    )
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _row(cells: tuple[str, ...], layout: Layout, widths: list[int], *, is_head: bool, clings: bool) -> str:
    look = f'<w:sz w:val="{round(layout.size * 2)}"/><w:szCs w:val="{round(layout.size * 2)}"/>'
    head = "<w:b/><w:bCs/>" if is_head else ""
    drawn = []
    for index, (words, width) in enumerate(zip(cells, widths, strict=True)):
        keep = "<w:keepNext/>" if clings and not index else ""
        align = keep + ('<w:jc w:val="right"/>' if layout.is_right[index] else "")
        edge = (
            '<w:tcBorders><w:left w:val="single" w:sz="2" w:space="0" w:color="808890"/></w:tcBorders>'
            if index and not index % layout.part
            else ""
        )
        drawn.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}<w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph('TableText', run(words, head + look), align)}</w:tc>"
        )
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(drawn)}</w:tr>"
