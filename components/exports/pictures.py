"""Pictures that stand alone, as SVG or PNG: the drawing of the report and the page, with its head and foot.

PNG is painted from the very SVG, in this process: no browser, no other program, nothing from outside, and the same
input gives the same bytes. Characters the shipped font lacks are never left as empty boxes: see :func:`missing_in`.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Literal

from components.exports.document import Document, Item
from components.exports.fonts import FAMILY, STAND_IN, font_files, missing_glyphs
from components.exports.pictures_inside import paragraph
from components.exports.pictures_scene import EDGE, picture_scene, shifted
from components.exports.svg_marks import Box, Fill, Scene, Words, to_svg
from components.views.tokens import FONT, LIGHT, Theme

logger = logging.getLogger(__name__)
PictureFormat = Literal["png", "svg"]
Progress = Callable[[int, int, str], None]
"""Told how many pictures are done, of how many, and the title of the next."""

LARGEST_PIXELS = 60_000_000
"""A PNG beyond this is painted smaller: few programs open it, and painting takes four bytes a pixel."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, even escaped."""
_DOTS_PER_METRE = 96 / 0.0254
_NOWHERE = "\U0010fffd"
"""A private character no font has."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A character of a picture that the shipped font lacks.

    Attributes:
        char: the character.
        where: title of the view.
        is_replaced: nor has this machine a font for it; the PNG then shows 〓.
    """

    char: str
    where: str
    is_replaced: bool

    @property
    def sentence(self) -> str:
        """What, where, and what was done."""
        done = f"本机也没有，PNG 中以 {STAND_IN} 代替" if self.is_replaced else "改用本机字体"
        return f"“{self.where}”中的“{self.char}”（U+{ord(self.char):04X}）不在所带字体里，{done}。"


def picture_svg(item: Item, document: Document, theme: Theme = LIGHT) -> str:
    """One view as a complete SVG file; text stays text, in the shipped font's name with fallbacks."""
    return _svg(picture_scene(item, document, theme), document.watermark, theme)


def picture_png(item: Item, document: Document, theme: Theme = LIGHT, scale: float = 2) -> bytes:
    """One view as a PNG of ``scale`` pixels a px; programs that honour its resolution show it at its designed size."""
    scene = picture_scene(item, document, theme)
    lacking = missing_glyphs(_words(scene))
    replaced = {char for char in lacking if not _is_on_machine(char)}
    scene = _with_stand_ins(scene, replaced, theme)
    return _painted(_svg(scene, document.watermark, theme), scene, scale, bool(lacking - replaced))


def missing_in(items: Iterable[Item], document: Document) -> tuple[Missing, ...]:
    """Every character of the pictures that the shipped font lacks, and what the PNG shows instead."""
    return tuple(
        Missing(char, item.view.title, not _is_on_machine(char))
        for item in items
        for char in sorted(missing_glyphs(_words(picture_scene(item, document))))
    )


def write_pictures(
    items: Sequence[Item],
    document: Document,
    folder: Path,
    formats: Sequence[PictureFormat] = ("png", "svg"),
    scale: float = 2,
    theme: Theme = LIGHT,
    progress: Progress | None = None,
) -> list[Path]:
    """Write each view as a picture; characters no shipped font has are reported in the log first.

    Args:
        items: in the order the files are numbered.
        document: says what is printed around the drawings.
        folder: made if it is not there.
        formats: png, svg or both.
        scale: PNG pixels a px.
        theme: colours; the light ones are meant for paper.
        progress: see :data:`Progress`.

    Returns:
        The files, by item and then by format.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for missing in missing_in(items, document):
        logger.warning(missing.sentence)
    files = []
    for number, item in enumerate(items, 1):
        if progress:
            progress(number - 1, len(items), item.view.title)
        for kind in formats:
            path = folder / f"{number:02d}_{file_stem(item)}.{kind}"
            is_png = kind == "png"
            path.write_bytes(
                picture_png(item, document, theme, scale) if is_png else picture_svg(item, document, theme).encode()
            )
            files.append(path)
    return files


def file_stem(item: Item) -> str:
    """页_标题, without ending."""
    return safe_name("_".join(part for part in (item.page_title, item.view.title) if part))


def safe_name(text: str) -> str:
    """The text as any system takes it as a file name."""
    safe = re.sub(r'[\\/:*?"<>|\s]+', "_", _ILLEGAL.sub("", text))
    return safe[:80].strip("._") or "图"


def _svg(scene: Scene, watermark: str, theme: Theme) -> str:
    text = to_svg(scene, font=FONT.replace('"Noto Sans SC"', f'"{FAMILY}","Noto Sans SC"', 1))
    if watermark:
        text = text.removesuffix("</svg>") + _watermark(scene, watermark, theme) + "</svg>"
    return _ILLEGAL.sub("", text)


def _watermark(scene: Scene, words: str, theme: Theme) -> str:
    """Pale words across the picture, over everything, so that no part of it can be cut out without them."""
    size, step = theme.size * 2.2, theme.size * 11
    rows = range(int(scene.height // step) + 2)
    lines = "".join(
        f'<text x="{scene.width / 2:.0f}" y="{row * step:.0f}" text-anchor="middle" '
        f'transform="rotate(-18 {scene.width / 2:.0f} {row * step:.0f})">{escape("　　".join([words] * 3))}</text>'
        for row in rows
    )
    return f'<g font-size="{size:.0f}" fill="{theme.ink}" fill-opacity=".08" aria-hidden="true">{lines}</g>'


def _words(scene: Scene) -> str:
    return "".join(mark.text for mark in scene.marks if isinstance(mark, Words))


def _with_stand_ins(scene: Scene, chars: set[str], theme: Theme) -> Scene:
    """The scene with 〓 for characters nobody has a shape for, and a line below that names them."""
    if not chars:
        return scene
    table = str.maketrans(dict.fromkeys(chars, STAND_IN))
    marks = [replace(m, text=m.text.translate(table)) if isinstance(m, Words) else m for m in scene.marks]
    codes = "、".join(f"U+{ord(char):04X}" for char in sorted(chars))
    note, height = paragraph(
        f"{STAND_IN} 代替字体里没有的字：{codes}。", 0, 0, scene.width - 2 * EDGE, theme.size * 0.92, theme.mute
    )
    low = scene.height - EDGE * 0.5
    below = [shifted(mark, EDGE, low) for mark in note]
    paper = Box(0, 0, scene.width, low + height + EDGE * 0.5, Fill(theme.card))
    return replace(scene, height=paper.height, marks=(paper, *marks[1:], *below))


@lru_cache(maxsize=4096)
def _is_on_machine(char: str) -> bool:
    """Whether some font of this machine has the character: it then looks different from one that none has."""
    return _tried(char) != _tried(_NOWHERE)


def _tried(char: str) -> bytes:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" font-family="{FAMILY}">'
        f'<text x="8" y="30" font-size="24">{escape(char)}</text></svg>'
    )
    return _paint(svg, 1, with_system_fonts=True)


def _painted(svg: str, scene: Scene, scale: float, with_system_fonts: bool) -> bytes:
    fits = (LARGEST_PIXELS / (scene.width * scene.height)) ** 0.5
    scale = min(scale, fits)
    return _with_resolution(_paint(svg, scale, with_system_fonts=with_system_fonts), scale)


def _paint(svg: str, scale: float, *, with_system_fonts: bool) -> bytes:
    import resvg_py

    # Fonts of the machine only where ours has not the character: they would make the same input look different elsewhere.
    png: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=scale,
        skip_system_fonts=not with_system_fonts,
        font_files=[str(file) for file in font_files()],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    return bytes(png)


def _with_resolution(png: bytes, scale: float) -> bytes:
    """Say in the file how many pixels a metre has, after its header: Word then places it at its designed size."""
    dots = round(_DOTS_PER_METRE * scale)
    body = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    after_header = 8 + 25
    return png[:after_header] + chunk + png[after_header:]
