"""A document as files: one name for every format, and what a machine can write."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from components.exports.document import FORMATS, Document, Format
from components.exports.pictures import safe_name
from data.store.errors import StoreError

LABELS: dict[Format, str] = {
    "pptx": "PPT 演示文稿",
    "docx": "Word 通报",
    "pdf": "PDF 通报",
    "xlsx": "Excel 数据",
    "csv": "CSV 数据表",
    "html": "网页（离线）",
    "png": "PNG 图片",
    "svg": "SVG 矢量图",
}
"""Format → its name on screen."""

_MODULES: dict[Format, str] = {
    "pptx": "pptx",
    "docx": "report_docx",
    "pdf": "report_pdf",
    "xlsx": "xlsx",
    "csv": "csv_file",
    "html": "html",
    "png": "pictures",
    "svg": "pictures",
}
"""Where each format is written."""


class FormatError(StoreError):
    """A format there is not; the message says which there are."""


def known_formats() -> tuple[Format, ...]:
    """The formats there are, in the order they are offered."""
    return tuple(name for name in FORMATS if importlib.util.find_spec(f"components.exports.{_MODULES[name]}"))


def checked(formats: Sequence[str]) -> list[Format]:
    """The formats asked for, each once.

    Raises:
        FormatError: one there is not.
    """
    known = known_formats()
    wrong = [name for name in formats if name not in known]
    if wrong or not formats:
        raise FormatError(f"没有格式“{'、'.join(wrong)}”，可选：{'、'.join(known)}。")
    return [name for name in known if name in formats]


def file_name(document: Document) -> str:
    """Title, area and period as a file name without its ending; the code tells versions apart."""
    parts = (document.title, document.area, document.period, document.code)
    return safe_name("_".join(part for part in parts if part))


def write(document: Document, name: Format, folder: Path, template: Path | None = None) -> list[Path]:
    """Write one format into a folder that exists.

    Args:
        document: what is written.
        name: the format.
        folder: where to.
        template: a .pptx whose masters are used for slides.

    Returns:
        The files: one, or one a view for tables and pictures.
    """
    if name == "png" or name == "svg":
        return _pictures(document, name, folder)
    if name == "csv":
        return _tables(document, folder)
    path = folder / f"{file_name(document)}.{name}"
    if name == "pptx":
        from components.exports.pptx import write_pptx

        write_pptx(document, path, template)
    else:
        _writer(name)(document, path)
    return [path]


def _writer(name: Format) -> Callable[[Document, Path], None]:
    module = importlib.import_module(f"components.exports.{_MODULES[name]}")
    writer: Callable[[Document, Path], None] = getattr(module, f"write_{name}")
    return writer


def _pictures(document: Document, name: Literal["png", "svg"], folder: Path) -> list[Path]:
    from components.exports.pictures import write_pictures

    return write_pictures(document.items, document, folder / f"{file_name(document)}_{name}", formats=(name,))


def _tables(document: Document, folder: Path) -> list[Path]:
    from components.exports.csv_file import write_csv

    inside = folder / f"{file_name(document)}_csv"
    inside.mkdir(exist_ok=True)
    written = []
    for number, item in enumerate(document.items, 1):
        if item.view.kind != "text":
            written.append(inside / f"{number:02d}_{safe_name(f'{item.page_title}_{item.view.title}')}.csv")
            write_csv(item, written[-1])
    return written
