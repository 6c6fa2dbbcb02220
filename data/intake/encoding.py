"""What a text file is written in, told from all its bytes; files in two encodings are brought together line by line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import charset_normalizer

from data.intake.limits import open_plain
from data.intake.report import Choice, QuestionError, RefusedError

MIXED = "mixed"
"""Some lines in UTF-8, others in GB18030, as when two exports were pasted together."""

_CHUNK = 4 << 20
_SAMPLE = 256 << 10
_HAN_IN_UTF8 = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")
_FEW = 2
_ASKED = {"big5": "按 Big5（繁体字）读", "gb18030": "按 GBK（GB18030）读"}
_COMMON_SHARE = 0.6
"""Share of the signs of a GBK text that are among the 3,755 common ones or punctuation; gibberish has far fewer."""


def is_packed(path: Path) -> bool:
    """Whether the file is gzip."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def encoding_of(path: Path, told: str = "") -> str:
    """The encoding of a file, or :data:`MIXED`.

    Args:
        path: the file.
        told: what the person who imports has said; believed when the file can be read so.

    Raises:
        RefusedError: no encoding fits.
        QuestionError: it looks like Big5.
    """
    with open_plain(path) as file:
        head = file.read(_SAMPLE)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 20 > len(head) and min(even, odd) * 20 < max(even, odd):
        # Latin letters and digits leave every other byte empty.
        return "utf-16-le" if odd > even else "utf-16-be"
    if told and decodes(path, told):
        return told
    if decodes(path, "utf-8"):
        return "utf-8"
    return _other(path, head)


def decodes(path: Path, encoding: str) -> bool:
    """Whether all of the file is text of an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with open_plain(path) as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def transcode(path: Path, target: Path, encoding: str) -> int:
    """Stream the file into a UTF-8 copy; memory does not grow with the file.

    Returns:
        How many lines were in another encoding than the rest; 0 but for :data:`MIXED`.

    Raises:
        RefusedError: the file is damaged, or a line is in no encoding that is read.
    """
    if encoding == MIXED:
        return _join(path, target)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with open_plain(path) as source, target.open("wb") as copy:
            while chunk := source.read(_CHUNK):
                copy.write(decoder.decode(chunk).encode("utf-8"))
            copy.write(decoder.decode(b"", final=True).encode("utf-8"))
    except (UnicodeError, OSError, EOFError) as error:
        raise RefusedError(f"“{path.name}”读到一半就坏了，请重新导出。", "file_damaged") from error
    return 0


def _other(path: Path, head: bytes) -> str:
    """GB18030, a mixture, or a question."""
    in_utf8 = sum(kind == "utf-8" for _, kind, _ in _lines(path))
    if in_utf8:
        return MIXED
    share = common_share(head)
    if share < _COMMON_SHARE and _guess(head) == "big5":
        raise QuestionError(
            f"“{path.name}”看来是繁体字（Big5 编码），不是 GBK。请选按哪种编码读，或在表格软件里另存为“CSV UTF-8”再导入。"
            '命令行：在答案文件里写 {"encoding": "big5"}。',
            "encoding",
            [Choice(words, {"encoding": name}) for name, words in _ASKED.items() if decodes(path, name)],
        )
    if decodes(path, "gb18030") and share >= _COMMON_SHARE:
        return "gb18030"
    raise RefusedError(
        f"“{path.name}”既不是 UTF-8 也不是 GB18030（GBK）文字，请在表格软件里另存为“CSV UTF-8”。", "encoding"
    )


def _guess(head: bytes) -> str:
    best = charset_normalizer.from_bytes(head, cp_isolation=["gb18030", "big5"]).best()
    return best.encoding if best else ""


def common_share(data: bytes) -> float:
    """Of the double bytes of a text taken for GBK, the share that are everyday signs; 1 where there are none."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", data)
    if not pairs:
        return 1.0
    usual = sum((0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1) or 0xA1 <= pair[0] <= 0xA3 for pair in pairs)
    return usual / len(pairs)


def _lines(path: Path) -> Iterator[tuple[int, str, bytes]]:
    """Every line that is not plain ASCII, with its number and what it is written in ("" for neither)."""
    with open_plain(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.isascii():
                yield number, _kind(line), line


def _kind(line: bytes) -> str:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            line.decode("gb18030")
        except UnicodeDecodeError:
            return ""
        return "gb18030" if common_share(line) >= _COMMON_SHARE else ""
    # One or two signs of GBK may happen to be UTF-8 as well.
    return "utf-8" if len(_HAN_IN_UTF8.findall(line)) >= _FEW else "gb18030"


def _join(path: Path, target: Path) -> int:
    counts = {"utf-8": 0, "gb18030": 0}
    bad = next((number for number, kind, _ in _lines(path) if not kind), None)
    if bad is not None:
        raise RefusedError(
            f"“{path.name}”第 {bad} 行的文字既不是 UTF-8 也不是 GB18030（GBK），请在原文件里改好这一行。", "encoding"
        )
    with open_plain(path) as source, target.open("wb") as copy:
        for line in source:
            kind = "utf-8" if line.isascii() else _kind(line)
            counts[kind] += not line.isascii()
            copy.write(line.decode(kind).encode("utf-8"))
    return min(counts.values())
