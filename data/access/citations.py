"""Citation codes: eight characters that stand for a version, a page's views and their whole scope.

The code follows from what it shows, so that the same export carries the same code on any day. It is kept beside
the versions, and a version that is cited is never pruned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.measures.scope import Scope
from data.store.errors import StoreError
from data.store.journal import append, appending, as_line, entries
from data.store.layout import Layout
from data.store.pointer import read_manifest, read_numbers

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
"""Without 0 O, 1 I and Z (beside 2): 31 signs, a prime, so that the check sign finds every single slip."""
LENGTH = 8
_MISREAD = str.maketrans({" ": "", "-": "", "－": "", "　": "", "Z": "2"})


class UnknownCitationError(StoreError):
    """The code names nothing; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What a code shows.

    Attributes:
        version: number of the version.
        views: (page, view) pairs, in the order they were exported in.
        scope: period, area or zone, categories, comparison and mode.
        measure: measure of the map page; empty elsewhere.
        level: level of the map page; 0 elsewhere.
    """

    version: int
    views: tuple[tuple[str, str], ...]
    scope: Scope
    measure: str = ""
    level: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for the file."""
        return {
            "version": self.version,
            "views": [list(pair) for pair in self.views],
            "scope": self.scope.to_dict(),
            "measure": self.measure,
            "level": self.level,
        }

    @classmethod
    def from_dict(cls, entry: Mapping[str, Any]) -> Citation:
        """The inverse of :meth:`to_dict`.

        Raises:
            KeyError, TypeError, ValueError: the entry is none of ours.
        """
        return cls(
            int(entry["version"]),
            tuple((str(page), str(view)) for page, view in entry["views"]),
            Scope.from_dict(entry["scope"]),
            str(entry["measure"]),
            int(entry["level"]),
        )


def code_of(citation: Citation, salt: int = 0) -> str:
    """The code that follows from what is cited.

    Args:
        citation: what is cited.
        salt: raised where another citation already has the code.
    """
    text = as_line(citation.to_dict()) + ("" if not salt else f"#{salt}")
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:12], "big")
    signs = []
    for _ in range(LENGTH - 1):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    body = "".join(signs)
    return body + _check(body)


def _check(body: str) -> str:
    """Weighted sum: one wrong sign, or two neighbours swapped, gives another check sign."""
    total = sum(ALPHABET.index(sign) * weight for weight, sign in enumerate(body, 1))
    return ALPHABET[total % len(ALPHABET)]


def tidy(text: str) -> str:
    """What was typed, as a code: capitals, no spaces and dashes, full-width signs made plain."""
    plain = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
    return plain.upper().translate(_MISREAD)[:40]


def look_up(home: Path, text: str) -> tuple[str, Citation]:
    """The code as it is written, and what it shows.

    Raises:
        UnknownCitationError: mistyped, or not of this store.
    """
    code = tidy(text)
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        raise UnknownCitationError(
            f"“{text.strip()[:20]}”不是引用码：引用码是 {LENGTH} 位字母和数字，印在导出文件的页脚。"
        )
    if _check(code[:-1]) != code[-1]:
        raise UnknownCitationError(f"引用码 {code} 有一位抄错了，请对照导出文件页脚再输一遍。")
    entry = _known(Layout(home)).get(code)
    if entry is None:
        raise UnknownCitationError(f"这里没有引用码 {code}：它可能出自另一个区县或另一台机器的网览。")
    return code, entry


def cite(home: Path, citation: Citation) -> str:
    """Remember a citation, see :func:`cite_all`."""
    return cite_all(home, [citation])[0]


def cite_all(home: Path, citations: Sequence[Citation]) -> list[str]:
    """Remember citations and keep their versions from being pruned; the same one gives the same code.

    Raises:
        VersionMissingError: a version is no longer there.
        StoreBusyError: another program holds the file.
    """
    layout = Layout(home.absolute())
    placed = [_place(_known(layout), citation) for citation in citations]
    versions = {citation.version for citation in citations}
    if all(is_known for _, is_known in placed) and versions <= read_numbers(layout.cited):
        return [code for code, _ in placed]
    with appending(layout):
        for version in sorted(versions - read_numbers(layout.cited)):
            append(layout.cited, str(version))
        for version in versions:
            read_manifest(layout.home, version)
        known = dict(_known(layout))
        codes, lines = [], []
        for citation in citations:
            code, is_known = _place(known, citation)
            codes.append(code)
            if not is_known:
                known[code] = citation
                lines.append(as_line({"code": code, **citation.to_dict()}))
        if lines:
            append(layout.citations, "\n".join(lines))
    return codes


def _place(known: Mapping[str, Citation], citation: Citation) -> tuple[str, bool]:
    """The citation's code, and whether it stands in the file already; a code that is taken leads to the next."""
    salt = 0
    while (held := known.get(code := code_of(citation, salt))) is not None and held != citation:
        salt += 1
    return code, held is not None


_read: dict[Path, tuple[tuple[int, int], dict[str, Citation]]] = {}


def _known(layout: Layout) -> dict[str, Citation]:
    """Every citation by its code; the file is read again only when it has grown."""
    path = layout.citations
    if not path.exists():
        return {}
    stat = path.stat()
    stamp = (stat.st_mtime_ns, stat.st_size)
    kept = _read.get(path)
    if kept is None or kept[0] != stamp:
        found: dict[str, Citation] = {}
        for entry in entries(path):
            try:
                found.setdefault(str(entry["code"]), Citation.from_dict(entry))
            except (KeyError, TypeError, ValueError):
                continue
        kept = _read[path] = (stamp, found)
    return kept[1]
