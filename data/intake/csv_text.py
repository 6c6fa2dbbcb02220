"""CSV files as people have them: encoding, delimiter, line ends; brought to UTF-8 where they are not."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from data.intake.encoding import encoding_of, is_packed, transcode
from data.intake.header_rows import ROWS_LOOKED_AT, find_header
from data.intake.limits import check_columns
from data.intake.report import RefusedError

DELIMITERS = ",\t;|，"

_CHUNK = 4 << 20
_MOST_FIELD = 16 << 20
"""Beyond this a quote that never closes has swallowed the file."""
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
        newline: what ends a line, as ``open`` takes it.
        notes: code, words and count of what was mended on the way.
    """

    path: Path
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    header_row: int
    is_plain: bool
    newline: str = ""
    notes: tuple[tuple[str, str, int], ...] = ()


def open_csv(path: Path, staging: Path, told: str = "") -> CsvText:
    """Find out how the file is written and make a UTF-8 copy where it is not.

    Args:
        path: the file.
        staging: where the copy goes.
        told: the encoding, where the person who imports has said it.

    Raises:
        RefusedError: no encoding fits, a quote never closes in the header, or there is no header.
        QuestionError: the encoding cannot be told.
    """
    encoding = encoding_of(path, told)
    text_path, notes = path, []
    if encoding != "utf-8" or is_packed(path):
        text_path = staging / f"{len(list(staging.iterdir()))}.utf8.csv"
        if others := transcode(path, text_path, encoding):
            words = "文件里 UTF-8 和 GBK 两种编码的行混在一起，已逐行分别读出，请抽看几行文字是否正确。"
            notes.append(("encoding_mixed", words, others))
    plain = _is_plain(text_path)
    newline = "" if plain else _line_end(text_path)
    if not plain and (nuls := _nul_lines(text_path)):
        notes.append(("nul_characters", "文件里有空字符（多半是导出时断过），已当作空格，请核对末尾几行。", nuls))
    delimiter, headers, row, lines = _header(text_path, path.name, newline)
    is_plain = plain and row == 1 and lines == 1
    return CsvText(text_path, encoding, delimiter, headers, row, is_plain, newline, tuple(notes))


def records(text: CsvText) -> Iterator[tuple[int, list[str]]]:
    """Every record below the header with its number in the file; blank lines count but are not given.

    Raises:
        RefusedError: a quote never closes.
    """
    with _reader(text.path, text.delimiter, text.newline) as reader:
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


def _nul_lines(path: Path) -> int:
    """Lines that hold a NUL."""
    with path.open("rb") as file:
        return sum(b"\x00" in line for line in file)


def _is_plain(path: Path) -> bool:
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            part = tail + chunk
            if b"\x00" in part or _BLANK_LINE.search(part) or _LONE_CR.search(part, 0, len(part) - 1):
                return False
            tail = part[-64:]
    return True


def _header(path: Path, name: str, newline: str) -> tuple[str, tuple[str, ...], int, int]:
    """Delimiter, cells, record number and physical lines of the header."""
    with path.open(encoding="utf-8-sig", newline=None if newline == "" else newline) as file:
        said = [line for line in islice(file, ROWS_LOOKED_AT) if line.strip()]
    hint = _SEP_HINT.match(said[0]) if said else None
    delimiter = hint[1] if hint else _delimiter(said)
    found: list[tuple[list[str], int, int]] = []
    with _reader(path, delimiter, newline) as reader:
        try:
            before = 0
            for number, cells in enumerate(islice(reader, ROWS_LOOKED_AT), start=1):
                is_hint = hint is not None and number == 1
                if any(cell.strip() for cell in cells) and not is_hint:
                    found.append((cells, number, reader.line_num - before))
                before = reader.line_num
        except csv.Error as error:
            if not found:
                raise RefusedError(f"“{name}”表头里的引号没有成对，请改好第 1 行。", "quote_open") from error
    header = find_header([cells for cells, _, _ in found], deepest=1)
    if header is None:
        raise RefusedError(f"“{name}”里没有表头也没有数据。", "file_empty")
    cells, number, lines = found[header[0]]
    check_columns(cells, name)
    return delimiter, tuple(cells), number, lines


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that parts most lines into the same number of cells; a title above the table has none of it."""

    def score(mark: str) -> tuple[int, int, bool]:
        counts = Counter(count for line in lines if (count := _outside_quotes(line, mark)))
        count, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return times, count, mark == ","

    return max(DELIMITERS, key=score)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _line_end(path: Path) -> str:
    """Where lines end: "" for any of the three ways, a line feed where a lone CR stands within cells.

    A CR that comes after as many delimiters as the header has ends a line; one that comes sooner is part of a cell.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    lone = _LONE_CR.search(head, 0, len(head) - 1)
    if lone is None or b"\n" not in head:
        return ""
    start = max(head.rfind(b"\n", 0, lone.start()), head.rfind(b"\r", 0, lone.start())) + 1
    before = head[start : lone.start()].decode("utf-8", "replace")
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    mark = _delimiter([first])
    return "\n" if _outside_quotes(before, mark) < _outside_quotes(first.split("\r")[0], mark) else ""


@contextmanager
def _reader(path: Path, delimiter: str, newline: str = "") -> Iterator[csv._reader]:  # type: ignore[name-defined]
    """A csv.reader over the file; NULs, which it refuses, become blanks."""
    csv.field_size_limit(_MOST_FIELD)
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline=newline)
        lines = (line.replace("\x00", " ") for line in text)
        if newline:
            lines = (line.replace("\r\n", "\n").replace("\r", " ") for line in lines)
        yield csv.reader(lines, delimiter=delimiter, strict=True)
