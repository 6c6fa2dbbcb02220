"""CSV files as people have them: encoding, delimiter, line ends; brought to UTF-8 where they are not."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from data.intake.report import RefusedError

DELIMITERS = ",\t;|，"

_CHUNK = 4 << 20
_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
_LONE_CR = re.compile(rb"\r(?!\n)")
_SEP_HINT = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsvText:
    """A CSV file that is UTF-8 text.

    Attributes:
        path: the file as given, or its UTF-8 copy in the staging folder.
        encoding: what it was written in.
        delimiter: what stands between cells.
        headers: cells of the header, as written.
        header_row: its number in the file.
        is_plain: one record a line, no blank lines, no stray line ends: a fast reader numbers rows rightly.
    """

    path: Path
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    header_row: int
    is_plain: bool


def open_csv(path: Path, staging: Path) -> CsvText:
    """Find out how the file is written and make a UTF-8 copy where it is not.

    Raises:
        RefusedError: no encoding fits, a quote never closes in the header, or there is no header.
    """
    encoding = _encoding(path)
    text_path = path
    if encoding != "utf-8" or _is_packed(path):
        text_path = staging / f"{len(list(staging.iterdir()))}.utf8.csv"
        _transcode(path, text_path, encoding)
    plain = _is_plain(text_path)
    delimiter, headers, row, lines = _header(text_path, path.name)
    return CsvText(text_path, encoding, delimiter, headers, row, plain and row == 1 and lines == 1)


def records(text: CsvText) -> Iterator[tuple[int, list[str]]]:
    """Every record below the header with its number in the file; blank lines count but are not given.

    Raises:
        RefusedError: a quote never closes.
    """
    with _reader(text.path, text.delimiter) as reader:
        number, line = 0, 1
        try:
            for cells in reader:
                number += 1
                if number > text.header_row and cells:
                    yield number, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise RefusedError(
                f"第 {line} 行起的引号没有成对，后面的内容会被当成一格，请在原文件中改好这一行。", "quote_open"
            ) from error


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _open_bytes(path: Path) -> IO[bytes]:
    return gzip.open(path) if _is_packed(path) else path.open("rb")  # type: ignore[return-value]


def _encoding(path: Path) -> str:
    with _open_bytes(path) as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise RefusedError(
        f"“{path.name}”既不是 UTF-8 也不是 GB18030（GBK）文字，请在表格软件里另存为“CSV UTF-8”。", "encoding"
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with _open_bytes(path) as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _transcode(path: Path, target: Path, encoding: str) -> None:
    """Stream the file into a UTF-8 copy; memory does not grow with the file."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with _open_bytes(path) as source, target.open("wb") as copy:
            while chunk := source.read(_CHUNK):
                copy.write(decoder.decode(chunk).encode("utf-8"))
            copy.write(decoder.decode(b"", final=True).encode("utf-8"))
    except (UnicodeError, OSError, EOFError) as error:
        raise RefusedError(f"“{path.name}”读到一半就坏了，请重新导出。", "file_damaged") from error


def _is_plain(path: Path) -> bool:
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            part = tail + chunk
            if b"\x00" in part or _BLANK_LINE.search(part) or _LONE_CR.search(part, 0, len(part) - 1):
                return False
            tail = part[-64:]
    return True


def _header(path: Path, name: str) -> tuple[str, tuple[str, ...], int, int]:
    """Delimiter, cells, record number and physical lines of the header."""
    with path.open(encoding="utf-8-sig", newline=None) as file:
        first = next((line for line in file if line.strip()), "")
    hint = _SEP_HINT.match(first)
    delimiter = hint[1] if hint else max(DELIMITERS, key=lambda mark: (_outside_quotes(first, mark), mark == ","))
    with _reader(path, delimiter) as reader:
        try:
            before = 0
            for number, cells in enumerate(reader, start=1):
                is_hint = hint is not None and number == 1
                if any(cell.strip() for cell in cells) and not is_hint:
                    return delimiter, tuple(cells), number, reader.line_num - before
                before = reader.line_num
        except csv.Error as error:
            raise RefusedError(f"“{name}”表头里的引号没有成对，请改好第 1 行。", "quote_open") from error
    raise RefusedError(f"“{name}”里没有表头也没有数据。", "file_empty")


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


@contextmanager
def _reader(path: Path, delimiter: str) -> Iterator[csv._reader]:  # type: ignore[name-defined]
    """A csv.reader over the file; NULs, which it refuses, become blanks."""
    csv.field_size_limit(16 << 20)
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        lines = (line.replace("\x00", " ") for line in text)
        yield csv.reader(lines, delimiter=delimiter, strict=True)
