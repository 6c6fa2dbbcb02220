"""A Word file as a package: its parts, what links them, header, footer and properties, the same bytes for the same input."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from components.exports.document import Document
from components.exports.docx_footnotes import footnote_mark, footnotes_xml
from components.exports.report_docx_parts import (
    HEAD,
    WORD,
    font_table_xml,
    settings_xml,
    styles_xml,
    theme_xml,
)
from components.exports.report_docx_text import Marks, attribute, field_of, paragraph, run
from components.exports.report_pdf import watermark_size
from components.views.tokens import LIGHT

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STAMP = (1980, 1, 1, 0, 0, 0)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(slots=True)
class Package:
    """Parts of the file, and what the document refers to."""

    parts: dict[str, bytes] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    charts: int = 0
    footnotes: list[str] = field(default_factory=list)

    def footnote(self, words: str) -> str:
        """A mark in the text whose words stand at the foot of the page; nothing without words."""
        if not words:
            return ""
        self.footnotes.append(words)
        return footnote_mark(len(self.footnotes))

    def link(self, kind: str, target: str) -> str:
        """A relationship of the document's part, and its id."""
        self.links.append((f"{OFFICE}/{kind}", target))
        return f"rId{len(self.links)}"


def begun(document: Document) -> Package:
    """A package with styles, settings, fonts, theme, footer and header."""
    package = Package()
    for kind, name, text in (
        ("styles", "styles.xml", styles_xml()),
        ("settings", "settings.xml", settings_xml()),
        ("fontTable", "fontTable.xml", font_table_xml()),
        ("theme", "theme/theme1.xml", theme_xml()),
        ("footer", "footer1.xml", _footer(document)),
        ("header", "header1.xml", _header(document)),
    ):
        package.parts[f"word/{name}"] = text.encode()
        package.link(kind, name)
    return package


def finish(package: Package, document: Document, body: str, margins: str, path: Path) -> None:
    """Write the file.

    Args:
        package: begun, with what the body refers to.
        document: gives the properties.
        body: paragraphs and tables.
        margins: attributes of the page's margins.
        path: of the file; its folder is there.
    """
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId6"/><w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins} w:gutter="0"/></w:sectPr>'
    )
    package.parts["word/document.xml"] = (
        f"{HEAD}<w:document {WORD}><w:body>{body}{section}</w:body></w:document>".encode()
    )
    package.parts["word/footnotes.xml"] = footnotes_xml(package.footnotes).encode()
    package.link("footnotes", "footnotes.xml")
    _describe(document, package)
    _zip(package, path)


def _footer(document: Document) -> str:
    """— 1 — and the standing line."""
    page = run("— ") + field_of("PAGE", "1") + run(" —")
    small = f'<w:color w:val="{LIGHT.mute[1:]}"/><w:sz w:val="15"/><w:szCs w:val="15"/>'
    lines = paragraph("Footer", page) + paragraph("Footer", run(document.standing, small))
    return f"{HEAD}<w:ftr {WORD}>{lines}</w:ftr>"


def _header(document: Document) -> str:
    """Empty, or the watermark as Word itself writes one."""
    if not document.watermark:
        return f"{HEAD}<w:hdr {WORD}>{paragraph('Header', '')}</w:hdr>"
    size = watermark_size(document.watermark)
    width = min(size * len(document.watermark), 520)
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width:.0f}pt;height:{size:.0f}pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="水印" style="{style}" '
        'fillcolor="#ededed" stroked="f"><v:textpath style="font-family:&quot;Noto Sans CJK SC&quot;;font-size:1pt" '
        f"string={attribute(document.watermark)}/></v:shape></w:pict></w:r>"
    )
    return f"{HEAD}<w:hdr {WORD}>{paragraph('Header', shape)}</w:hdr>"


def _describe(document: Document, package: Package) -> None:
    """Properties, relationships and content types."""
    day = f"{document.as_of.isoformat()}T00:00:00Z"
    author = document.issuer or document.district
    told = "".join(
        f"<{tag}>{_free(words)}</{tag}>"
        for tag, words in (
            ("dc:title", document.title),
            ("dc:subject", f"{document.area} {document.period}"),
            ("dc:creator", author),
            ("cp:keywords", document.code),
            ("dc:description", document.standing),
            ("cp:lastModifiedBy", author),
            ("dc:language", "zh-CN"),
        )
    )
    times = "".join(
        f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{day}</dcterms:{tag}>' for tag in ("created", "modified")
    )
    package.parts["docProps/core.xml"] = (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{told}{times}</cp:coreProperties>'
    ).encode()
    package.parts["_rels/.rels"] = relations(
        [
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]
    )
    package.parts["word/_rels/document.xml.rels"] = relations(package.links)
    package.parts["[Content_Types].xml"] = _content_types(package)


def _free(words: str) -> str:
    """Escaped text outside any run."""
    return attribute(words)[1:-1].replace("&quot;", '"')


def relations(links: list[tuple[str, str]]) -> bytes:
    """The part that says what another part refers to: kind and target, numbered rId1, rId2, …"""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()


def _content_types(package: Package) -> bytes:
    kinds = {
        "word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "word/footnotes.xml": f"{_WORD_TYPE}.footnotes+xml",
        "word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
        "word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
        "word/header1.xml": f"{_WORD_TYPE}.header+xml",
        "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    kinds |= {
        name: "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
        for name in package.parts
        if name.startswith("word/charts/chart")
    }
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
        f"{rows}</Types>"
    ).encode()


def _zip(package: Package, path: Path) -> None:
    """The parts with fixed times, the table of contents of the package first."""
    names = ["[Content_Types].xml", *(name for name in package.parts if name != "[Content_Types].xml")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, package.parts[name])
