"""The deck as a file: its properties, no leftovers of the blank template, and the same bytes for the same input."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck

from components.exports.document import Document
from components.exports.pptx_template import patch_theme

_STAMP = (1980, 1, 1, 0, 0, 0)
_END = b"</p:spTree>"
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office PowerPoint</Application><Slides>{slides}</Slides></Properties>"
)
_CHINESE = {
    "Slide Image Placeholder": "幻灯片缩图",
    "Notes Placeholder": "备注",
    "Header Placeholder": "页眉",
    "Date Placeholder": "日期",
    "Footer Placeholder": "页脚",
    "Slide Number Placeholder": "页码",
}
"""Names in python-pptx's notes pages, as they stand in the selection pane."""
_PROMPTS = {
    "Click to edit Master text styles": "备注",
    "Second level": "第二级",
    "Third level": "第三级",
    "Fourth level": "第四级",
    "Fifth level": "第五级",
}


def save(deck: Deck, document: Document, path: Path, drawn: Mapping[str, str], *, is_ours: bool) -> None:
    """Write the deck.

    Args:
        deck: finished.
        document: gives the properties.
        path: of the file; its folder is there.
        drawn: name of a slide's part → shapes to be put into it, on top of what it holds.
        is_ours: no office's template: what the blank one brought along is then dropped, its notes pages made Chinese.
    """
    _describe(deck, document)
    if is_ours:
        _drop_leftovers(deck)
        _translate_notes(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    path.write_bytes(_finished(buffer.getvalue(), {name.lstrip("/"): shapes for name, shapes in drawn.items()}))


def _describe(deck: Deck, document: Document) -> None:
    properties, when = deck.core_properties, _midnight(document.as_of)
    properties.title = document.title
    properties.subject = f"{document.area} {document.period}"
    properties.author = document.issuer or document.district
    properties.last_modified_by = properties.author
    properties.keywords = document.code
    properties.comments = document.standing
    properties.language = "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = when


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _drop_leftovers(deck: Deck) -> None:
    """The blank template's picture of itself, its printer's settings and its statistics."""
    package = deck.part.package
    for rels, kinds in (
        (deck.part.rels, (RELATIONSHIP_TYPE.PRINTER_SETTINGS,)),
        (package._rels, (RELATIONSHIP_TYPE.THUMBNAIL,)),
    ):
        for link in [link for link, rel in rels.items() if rel.reltype in kinds]:
            rels.pop(link)
    for part in package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = _APP.format(slides=len(deck.slides)).encode()


def _translate_notes(deck: Deck) -> None:
    for part in deck.part.package.iter_parts():
        name = str(part.partname)
        if name.startswith("/ppt/theme/"):
            patch_theme(part)
        if not name.startswith(("/ppt/notesMasters/", "/ppt/notesSlides/")):
            continue
        root = part._element  # type: ignore[attr-defined]  # of XmlPart, as just tested
        for shape in root.iter(qn("p:cNvPr")):
            english = str(shape.get("name")).rstrip("0123456789 ")
            shape.set("name", _CHINESE.get(english, str(shape.get("name"))))
        for words in root.iter(qn("a:t")):
            words.text = _PROMPTS.get(words.text or "", words.text)


def _finished(blob: bytes, drawn: Mapping[str, str]) -> bytes:
    """The package with the shapes in their slides and the times of its members fixed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name in drawn:
                content = content.replace(_END, drawn[name].encode() + _END, 1)
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return buffer.getvalue()
