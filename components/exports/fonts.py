"""The shipped font for drawing outside a browser, and which characters it has.

The app ships WOFF2, which browsers want. Drawing libraries want plain OpenType: the same tables unpacked, made once a
process. A character without a shape would come out as an empty box, so everything drawn is checked first.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock

from data.settings import PROJECT_ROOT

SHIPPED = tuple(PROJECT_ROOT / "static" / "fonts" / f"NotoSansSC-{weight}.woff2" for weight in (400, 700))
SHIPPED_SERIF = tuple(PROJECT_ROOT / "static" / "fonts" / f"NotoSerifSC-{weight}.woff2" for weight in (400, 700))
"""What printed reports are set in."""
FAMILY, SERIF_FAMILY = "Noto Sans CJK SC", "Noto Serif CJK SC"
"""The names the shipped files carry inside."""
STAND_IN = "〓"
"""Printed for a character no font at hand has: printers' old sign for a missing sort."""

_INVISIBLE = {"Cc", "Cf", "Mn", "Me", "Zl", "Zp"}
_unpacking = Lock()


def font_files() -> tuple[Path, ...]:
    """The shipped font as OpenType files, regular and bold; they last as long as the process."""
    with _unpacking:
        return _unpacked(SHIPPED)


def report_font_folder() -> Path:
    """A folder with the shipped faces of reports, serif and sans, and nothing else; it lasts as long as the process."""
    with _unpacking:
        return _unpacked((*SHIPPED_SERIF, *SHIPPED))[0].parent


@cache
def _unpacked(shipped_files: tuple[Path, ...]) -> tuple[Path, ...]:
    from fontTools.ttLib import TTFont

    folder = Path(tempfile.mkdtemp(prefix="wanglan-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = []
    for shipped in shipped_files:
        # Lazily and without recalculation: the tables are copied as they are, which takes a quarter of a second.
        font = TTFont(shipped, lazy=True, recalcBBoxes=False, recalcTimestamp=False)
        font.flavor = None
        target = folder / f"{shipped.stem}.otf"
        font.save(target)
        files.append(target)
    return tuple(files)


@cache
def covered() -> frozenset[int]:
    """Code points every shipped weight has."""
    from fontTools.ttLib import TTFont

    return frozenset.intersection(*(frozenset(TTFont(file, lazy=True).getBestCmap()) for file in SHIPPED))


def missing_glyphs(text: str) -> set[str]:
    """The visible characters of a text that the shipped font has no shape for."""
    known = covered()
    return {char for char in text if ord(char) not in known and unicodedata.category(char) not in _INVISIBLE}
