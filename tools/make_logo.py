"""Write the logo for light and dark.

The logo is shown as an image, and an image cannot use the page's web font: its words are drawn as outlines.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parent.parent / "static"
INKS = {"light": ("#1A1F26", "#505966", "#9B1C1F"), "dark": ("#F2F4F7", "#C3CAD4", "#FF8A80")}
SIGN = (
    '<g fill="none" stroke="{colour}" stroke-width="2.6" stroke-linejoin="round">'
    '<path d="M3 6h34v32H3zM3 18h34M15.5 18v20M15.5 28H37"/></g>'
    '<path d="M15.5 18h11v10h-11z" fill="{colour}"/>'
)


def outlines(words: str, weight: int, x: float, y: float, size: float) -> tuple[str, float]:
    """The words as one SVG path, and where they end."""
    font = TTFont(STATIC / "fonts" / f"NotoSansSC-{weight}.woff2")
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    scale = size / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".rstrip("0").rstrip("."))
    for char in words:
        glyph = glyphs[cmap[ord(char)]]
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
        x += glyph.width * scale
    return pen.getCommands(), x


def main() -> None:
    """Write static/logo-light.svg and static/logo-dark.svg."""
    for name, (ink, mute, accent) in INKS.items():
        title, end = outlines("网览", 700, 48, 31.5, 26)
        line, right = outlines("网格治理态势", 400, end + 10, 30.5, 16)
        body = f'{SIGN.format(colour=accent)}<path d="{title}" fill="{ink}"/><path d="{line}" fill="{mute}"/>'
        box = f'width="{right + 4:.0f}" height="44" viewBox="0 0 {right + 4:.0f} 44"'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}><title>网览</title>{body}</svg>\n'
        (STATIC / f"logo-{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
