"""Cut the shipped fonts out of Debian's fonts-noto-cjk (SIL Open Font License 1.1).

Run once when the character set changes: ``python tools/make_fonts.py``. Needs fonttools and brotli
(requirements-dev.txt) and the package fonts-noto-cjk. The result is committed, so that nobody else
needs either.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("/usr/share/fonts/opentype/noto")
WEIGHTS = {400: "Regular", 700: "Bold"}
FACES = ("Sans", "Serif")
"""The page's own face, and the one printed reports are set in."""
SIMPLIFIED_CHINESE = 2
"""Index of Noto Sans CJK SC in Debian's collections (JP, KR, SC, TC, HK, then the mono faces)."""

EXTRA = "渌喆堃镕昇珺玥翀赟曌彧怡婧祎钰锳骉槑垚犇燚淏晗湉璟瑄禤濂滘塱岽峁塬墚砦堌埇埕垸圳坂塝湄溧漷潏灞瀍洑浉浐浬澴澧澛涢淯淠"
"""Characters of place and personal names that GB 2312 of 1980 has not."""

SYMBOLS = "·•–—―…‘’“”‰′″℃℉№←↑→↓↗↘▲▼△▽○●◎◇◆□■★☆✓✗✕×÷±≤≥≠≈∑√∞│─┌┐└┘├┤┬┴┼¥€£©®°²³½¼¾‹›«»\u00a0\u2009\u200b\u2002\u2003\u2212㎡㎞㎏①②③④⑤⑥⑦⑧⑨⑩"


def characters() -> set[int]:
    """ASCII, Latin-1, full-width forms, the symbols used, and every character of GB 2312."""
    chars = {chr(c) for c in (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x3000, 0x3020), *range(0xFF01, 0xFF5F))}
    chars.update(EXTRA, SYMBOLS)
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                chars.add(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return {ord(char) for char in chars}


def cut(face: str, weight: int, target: Path) -> Path:
    """Write one weight of a face as woff2 and return its path."""
    # Digits of this family all have one width, so that columns align without the tnum feature.
    options = subset.Options(flavor="woff2", hinting=False, desubroutinize=True, layout_features=["ccmp", "kern"])
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    font = TTFont(SOURCE / f"Noto{face}CJK-{WEIGHTS[weight]}.ttc", fontNumber=SIMPLIFIED_CHINESE)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    font.flavor = "woff2"
    path = target / f"Noto{face}SC-{weight}.woff2"
    font.save(path)
    return path


def main() -> None:
    """Write both weights into static/fonts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--face", choices=FACES, action="append", help="all of them unless given")
    parser.add_argument("--out", type=Path, default=ROOT / "static" / "fonts")
    options = parser.parse_args()
    target = options.out
    target.mkdir(parents=True, exist_ok=True)
    for face in options.face or FACES:
        for weight in WEIGHTS:
            path = cut(face, weight, target)
            print(f"{path.name} {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
