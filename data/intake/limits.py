"""How large a file may be, in all its measures, and whether it names anything outside itself: asked before it is read."""

from __future__ import annotations

import gzip
import re
import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import IO

from data.intake.report import RefusedError
from data.settings import whole_number

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
"""What reading a damaged archive may raise; RuntimeError for a password or an unknown way of packing."""
_LEAST_MEMORY_MB = 1_024
_RATIO = 400
"""Sheets full of the same cells shrink by 100 and more; a large part that shrinks by more than this is a bomb."""
_RATIO_FROM_BYTES = 32 << 20
_PROLOG_BYTES = 65_536
# Atomic and possessive throughout: a head made to be read in many ways must not be tried in all of them.
_PROLOG = re.compile(r"\s*+(?:(?:(?><\?.*?\?>)|(?><!--.*?-->))\s*+)*+", re.DOTALL)
_DECLARED_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_XML_ENCODINGS = frozenset(["utf-8", "utf8", "us-ascii", "ascii", "gbk", "gb2312", "gb18030", "big5", "iso-8859-1"])
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BARE_UTF16 = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one import may take. Each is set by an environment variable.

    Attributes:
        memory_mb: memory the process that reads may lay claim to, ``WANGLAN_IMPORT_MEMORY_MB``; no less than 1,024,
            for the libraries alone claim 700. A million rows claim about 3,000 and fill 1,200; ten million claim 4,100
            and fill 1,500, what does not fit goes to disk.
        seconds: time of one import, waiting for another one not counted, ``WANGLAN_IMPORT_SECONDS``.
        upload_mb: size of a file as given, ``WANGLAN_UPLOAD_MB``.
        rows: rows of a table, ``WANGLAN_IMPORT_ROWS``.
        columns: columns of a table, ``WANGLAN_IMPORT_COLUMNS``.
        cell_chars: characters of a cell, ``WANGLAN_IMPORT_CELL``.
        members: files within an archive, ``WANGLAN_ZIP_MEMBERS``.
        inflated_mb: size of an archive unpacked, ``WANGLAN_INFLATED_MB``.
    """

    memory_mb: int = 6_144
    seconds: int = 1_800
    upload_mb: int = 2_048
    rows: int = 20_000_000
    columns: int = 1_000
    cell_chars: int = 1_000_000
    members: int = 2_000
    inflated_mb: int = 4_096


def limits() -> Limits:
    """The limits that hold."""
    known = Limits()
    return Limits(
        max(whole_number("WANGLAN_IMPORT_MEMORY_MB", known.memory_mb), _LEAST_MEMORY_MB),
        whole_number("WANGLAN_IMPORT_SECONDS", known.seconds),
        whole_number("WANGLAN_UPLOAD_MB", known.upload_mb),
        whole_number("WANGLAN_IMPORT_ROWS", known.rows),
        whole_number("WANGLAN_IMPORT_COLUMNS", known.columns),
        whole_number("WANGLAN_IMPORT_CELL", known.cell_chars),
        whole_number("WANGLAN_ZIP_MEMBERS", known.members),
        whole_number("WANGLAN_INFLATED_MB", known.inflated_mb),
    )


def check_file_size(path: Path) -> None:
    """Refuse a file above the size that is taken."""
    size, most = path.stat().st_size >> 20, limits().upload_mb
    if size > most:
        raise RefusedError(
            f"“{path.name}”有 {size:,} MB，超过一个文件 {most:,} MB 的上限，没有打开；请按月或按街道拆成几个文件。",
            "limit_size",
        )


def check_rows(count: int, file: str) -> None:
    """Refuse a table with more rows than are taken."""
    if count > (most := limits().rows):
        raise RefusedError(f"“{file}”超过 {most:,} 行，没有导入；请拆成几个文件。", "limit_rows")


def check_columns(headers: Sequence[str], file: str) -> None:
    """Refuse a table with more columns than are taken."""
    if len(headers) > (most := limits().columns):
        raise RefusedError(
            f"“{file}”有 {len(headers):,} 列，超过 {most:,} 列的上限，多半是分隔符或表格范围有误，请检查后再导入。",
            "limit_columns",
        )


def check_archive(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The members of an archive, once it is known to be harmless to unpack.

    Raises:
        RefusedError: too many members, links, a password, or absurd when unpacked.
    """
    most = limits()
    members = archive.infolist()
    if len(members) > most.members:
        raise RefusedError(
            f"“{name}”里有 {len(members):,} 个文件，超过 {most.members:,} 个，没有解压。", "zip_too_many"
        )
    for info in members:
        if stat.S_ISLNK(info.external_attr >> 16):
            raise RefusedError(f"“{name}”里有链接而不是文件，出于安全没有解压，请重新压缩。", "zip_link")
        if info.flag_bits & 0x1:
            raise RefusedError(f"“{name}”加了密码，请去掉密码再导入。", "zip_encrypted")
        if info.file_size > _RATIO_FROM_BYTES and info.file_size > _RATIO * max(info.compress_size, 1):
            raise RefusedError(f"“{name}”解压后会异常膨胀，没有解压，请检查来源。", "zip_bomb")
    if sum(info.file_size for info in members) > most.inflated_mb << 20:
        raise RefusedError(f"“{name}”解压后超过 {most.inflated_mb:,} MB，没有解压，请拆成几个文件。", "zip_too_large")
    return members


class BoundedGzip(gzip.GzipFile):
    """A gzip file that refuses to unpack to more than is taken."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._file = path.name
        self._most = limits().inflated_mb << 20

    def read(self, size: int | None = -1) -> bytes:
        """As of any file; a read of everything is bounded as well."""
        wanted = self._most + 1 if size is None or size < 0 else size
        data = super().read(wanted)
        if self.tell() > self._most:
            raise RefusedError(
                f"“{self._file}”解压后超过 {self._most >> 20:,} MB，没有导入，请检查来源或拆成几个文件。",
                "zip_too_large",
            )
        return data


def open_plain(path: Path) -> IO[bytes] | BufferedIOBase:
    """The file's bytes, unpacked where it is gzip."""
    file = path.open("rb")
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if not packed:
        return file
    file.close()
    return BoundedGzip(path)


def xml_text(raw: bytes, name: str) -> str:
    """XML as text, once it is known to declare nothing: no entities, no outside files, no grammar.

    The text goes on as UTF-8 without its declaration, so that no parser can read the bytes in another way.

    Raises:
        RefusedError: it holds a document type, or is in an encoding that is not read.
    """
    try:
        text = raw.decode(_xml_encoding(raw, name))
    except UnicodeDecodeError as error:
        raise RefusedError(f"“{name}”的文字编码与写明的不符，已损坏，请重新导出。", "file_damaged") from error
    text = text.lstrip("\ufeff \t\r\n")
    refuse_document_type(text, name)
    return re.sub(r"^<\?xml.*?\?>\s*", "", text, count=1, flags=re.DOTALL)


def _xml_encoding(raw: bytes, name: str) -> str:
    for mark, encoding in (*_BOMS, *_BARE_UTF16):
        if raw.startswith(mark):
            return encoding
    declared = _DECLARED_ENCODING.match(raw)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding not in _XML_ENCODINGS:
        raise RefusedError(f"“{name}”用 {encoding} 编码，读不了，请另存为 UTF-8。", "encoding")
    return "gb18030" if encoding in ("gbk", "gb2312") else encoding


def refuse_document_type(text: str, name: str) -> None:
    """Refuse XML with a document type: it is the one place where entities can be declared.

    A document type can only stand before the first element; what looks like one further down is text.
    """
    begun = _PROLOG.match(text)
    if text[begun.end() if begun else 0 :].lstrip()[:2] == "<!":
        raise RefusedError(
            f"“{name}”的开头有文档类型声明（DOCTYPE），可能引用外部内容，出于安全没有打开；请用原软件重新导出。",
            "xml_doctype",
        )


def check_xml_parts(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Refuse an office document with a part that has a document type.

    Raises:
        RefusedError: there is such a part.
    """
    for info in members:
        if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(info) as part:
            head = part.read(_PROLOG_BYTES)
        refuse_document_type(xml_head(head), name)


def xml_head(head: bytes) -> str:
    """The first bytes of XML as far as its markup goes: letters beyond ASCII may come out wrong."""
    encoding = next((known for mark, known in (*_BOMS, *_BARE_UTF16) if head.startswith(mark)), "latin-1")
    return head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
