"""What a file is, judged by its content; the extension is only a name."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from data.intake.limits import ZIP_ERRORS, check_file_size, open_plain, xml_head
from data.intake.report import RefusedError

Kind = Literal["csv", "workbook", "html", "json", "shapefile", "gpkg", "kml", "kmz", "gml", "district"]

_HEAD_BYTES = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DISTRICT_KEY = re.compile(rb"^[ \t]*+(name|level_names|is_demo|as_of|profile)[ \t]*+=", re.MULTILINE)
_HTML_TABLE = re.compile(rb"^[^,\t]{0,400}<(?:!doctype|html|meta|head|body|table)[\s\S]*<table[\s>]")
_XML_ROOT = re.compile(
    r"\s*+(?:(?:(?><\?.*?\?>)|(?><!--.*?-->)|(?><!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?+>))\s*+)*+"
    r"<(?:[\w.-]++:)?([A-Za-z]\w*+)",
    re.DOTALL,
)
_OTHER_XML = {
    "gpx": " GPX 轨迹文件，里面没有网格的面，请导入边界文件",
    "workbook": " XML 表格（Excel 2003），请在表格软件里打开、另存为 .xlsx 再导入",
    "osm": " OpenStreetMap 文件，请先转成 GeoJSON",
}
_SQLITE = b"SQLite format 3\x00"


def detect(path: Path) -> Kind:
    """The kind of a file.

    Raises:
        RefusedError: the file is missing, empty, or of a kind that is not read.
    """
    if not path.is_file():
        raise RefusedError(f"找不到文件“{path.name}”，请检查路径。", "file_missing")
    check_file_size(path)
    head = _head(path)
    if not head.strip():
        raise RefusedError(f"“{path.name}”是空文件，没有表头也没有数据。", "file_empty")
    if head.startswith(_SQLITE):
        return "gpkg"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _kind_of_zip(path)
    if head.startswith(_OLE):
        return "workbook"
    if (xml := _kind_of_xml(head, path.name)) is not None:
        return xml
    if _HTML_TABLE.search(head[:_HEAD_BYTES].lower()) and not head.lstrip().startswith((b"{", b"[")):
        return "html"
    _refuse_foreign(path, head)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] in (b"{", b"["):
        return "json"
    if _DISTRICT_KEY.search(text):
        return "district"
    return "csv"


def _head(path: Path) -> bytes:
    """The first bytes, looked at through gzip."""
    try:
        with open_plain(path) as file:
            return file.read(_HEAD_BYTES)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise RefusedError(f"“{path.name}”的压缩数据已损坏，请重新导出。", "file_damaged") from error


def _kind_of_xml(head: bytes, name: str) -> Kind | None:
    """The kind of an XML file by its first element; None for anything but XML.

    Raises:
        RefusedError: it is XML of a kind that is not read.
    """
    text = xml_head(head)
    if not text.startswith("<"):
        return None
    root = _XML_ROOT.match(text)
    word = root[1].lower() if root else ""
    if word == "kml":
        return "kml"
    if word == "featurecollection" and "opengis.net/gml" in text:
        return "gml"
    if word in _OTHER_XML:
        raise RefusedError(f"“{name}”是{_OTHER_XML[word]}。", "file_kind")
    return None


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
    except ZIP_ERRORS as error:
        raise RefusedError(f"“{path.name}”已损坏，打不开，请重新导出。", "file_damaged") from error
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        # OpenDocument; a text document has no sheets, which its reader says.
        return "workbook"
    if any(name.lower().endswith(".shp") for name in names):
        return "shapefile"
    if any(name.lower().endswith(".kml") for name in names):
        return "kmz"
    raise RefusedError(
        f"“{path.name}”里没有 Shapefile（.shp、.shx、.dbf）；其他文件请先解压再逐个导入。", "zip_without_shapefile"
    )


def _refuse_foreign(path: Path, head: bytes) -> None:
    """Say what a file really is when it is nothing we read."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    reason = ""
    if head.startswith(b"Rar!"):
        reason = " RAR 压缩包，请解压后用 zip 压缩"
    elif head.startswith(b"7z\xbc\xaf"):
        reason = " 7z 压缩包，请解压后用 zip 压缩"
    elif head.startswith(b"%PDF"):
        reason = " PDF 文件，请导入原始表格"
    elif start.startswith((b"<!doctype html", b"<html")):
        reason = "网页（HTML），多半是登录页面被存成了文件，请重新下载"
    elif start.startswith(b"<?xml"):
        reason = " XML 文件，不是 KML 或 GML；表格请另存为 .xlsx，边界请另存为 GeoJSON"
    if reason:
        raise RefusedError(f"“{path.name}”是{reason}。", "file_kind")
