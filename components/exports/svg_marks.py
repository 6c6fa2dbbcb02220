"""What a drawing is made of: boxes, paths and words in px. One layout, written as SVG here and as Office shapes elsewhere.

A :class:`Scene` holds marks from back to front. Nothing in it knows a file format, so that the report, the page and
the slide show the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape as escaped
from typing import Literal

from components.views.tokens import FONT

Point = tuple[float, float]
Step = tuple[str, tuple[float, ...]]
"""One step of a path: ("M", (x, y)), ("L", (x, y)), ("C", (x1, y1, x2, y2, x, y)) or ("Z", ())."""

Pattern = Literal["", "diagonal", "cross", "dots", "lines"]
"""Empty for a flat fill; else drawn in ``ink`` over the colour, so that states differ without colour."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled; an empty colour leaves it open."""

    colour: str = ""
    pattern: Pattern = ""
    ink: str = ""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """How an edge is drawn; an empty colour draws none."""

    colour: str = ""
    width: float = 1.0
    is_dashed: bool = False


NO_FILL, NO_STROKE = Fill(), Stroke()


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle. ``hint`` is what pointing at it tells; ``radius`` rounds its corners."""

    x: float
    y: float
    width: float
    height: float
    fill: Fill
    stroke: Stroke = NO_STROKE
    hint: str = ""
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """A line or an area of straight and curved steps; holes by the even-odd rule."""

    steps: tuple[Step, ...]
    fill: Fill = NO_FILL
    stroke: Stroke = NO_STROKE
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``y`` is the middle of the line, ``anchor`` where ``x`` stands. ``halo`` is a colour around it."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: Literal["start", "middle", "end"] = "start"
    is_bold: bool = False
    halo: str = ""


Mark = Box | Path | Words


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing.

    Attributes:
        width: in px; the marks lie between 0 and this.
        height: in px.
        marks: from back to front.
        alt: the drawing in words.
    """

    width: float
    height: float
    marks: tuple[Mark, ...] = field(default=())
    alt: str = ""


def outline(rings: Iterable[Sequence[Point]]) -> tuple[Step, ...]:
    """The steps of closed rings: the first is the outside, the others are holes or further parts."""
    return tuple(
        step
        for ring in rings
        for step in (("M", tuple(ring[0])), *(("L", tuple(point)) for point in ring[1:]), ("Z", ()))
    )


def polyline(points: Sequence[Point]) -> tuple[Step, ...]:
    """The steps of an open line."""
    return tuple(("L" if index else "M", tuple(point)) for index, point in enumerate(points))


def disc(x: float, y: float, radius: float, fill: Fill, hint: str = "") -> Path:
    """A filled circle."""
    k = radius * 0.5523
    steps: tuple[Step, ...] = (
        ("M", (x + radius, y)),
        ("C", (x + radius, y + k, x + k, y + radius, x, y + radius)),
        ("C", (x - k, y + radius, x - radius, y + k, x - radius, y)),
        ("C", (x - radius, y - k, x - k, y - radius, x, y - radius)),
        ("C", (x + k, y - radius, x + radius, y - k, x + radius, y)),
        ("Z", ()),
    )
    return Path(steps, fill, hint=hint)


def told(text: str) -> str:
    """Text as XML, on one line and without the control characters that XML forbids."""
    return escaped("".join(char if char >= " " else " " for char in text))


def to_svg(scene: Scene, *, prefix: str = "p", font: str = FONT, hatch: float = 1.0) -> str:
    """The scene as one SVG element, text as text, with its own patterns and alternative text.

    Args:
        scene: what is drawn.
        prefix: begins the ids of patterns; must differ between drawings of one page.
        font: font families, as in CSS.
        hatch: how much coarser than on paper hatches are.
    """
    fills = [mark.fill for mark in scene.marks if not isinstance(mark, Words) and mark.fill.pattern]
    ids = {fill: f"{prefix}{number}" for number, fill in enumerate(dict.fromkeys(fills))}
    width, height = _n(scene.width), _n(scene.height)
    title = f"<title>{told(scene.alt)}</title>" if scene.alt else ""
    defs = "".join(_pattern(fill, name, hatch) for fill, name in ids.items())
    body = "".join(_element(mark, ids) for mark in scene.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="{told(font)}">{title}{f"<defs>{defs}</defs>" if defs else ""}{body}</svg>'
    )


def _element(mark: Mark, ids: dict[Fill, str]) -> str:
    if isinstance(mark, Words):
        return _words(mark)
    hint = f"<title>{told(mark.hint)}</title>" if mark.hint else ""
    style = _fill(mark.fill, ids) + _stroke(mark.stroke)
    if isinstance(mark, Box):
        radius = f' rx="{_n(mark.radius)}"' if mark.radius else ""
        at = f'x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" height="{_n(mark.height)}"{radius}'
        return f"<rect {at}{style}>{hint}</rect>" if hint else f"<rect {at}{style}/>"
    steps = "".join(letter + " ".join(_n(value) for value in values) for letter, values in mark.steps)
    drawn = f'<path d="{steps}" fill-rule="evenodd"{style}'
    return f"{drawn}>{hint}</path>" if hint else f"{drawn}/>"


def _words(mark: Words) -> str:
    # Not every reader knows dominant-baseline: the line is lowered by about half the height of a character instead.
    at = f'x="{_n(mark.x)}" y="{_n(mark.y + mark.size * 0.36)}" font-size="{_n(mark.size)}" fill="{mark.colour}"'
    anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    weight = ' font-weight="700"' if mark.is_bold else ""
    text = told(mark.text)
    shown = f"<text {at}{anchor}{weight}>{text}</text>"
    if not mark.halo:
        return shown
    around = f' stroke="{mark.halo}" stroke-width="{_n(mark.size * 0.26)}" stroke-linejoin="round" aria-hidden="true"'
    return f"<text {at}{anchor}{weight}{around}>{text}</text>{shown}"


def _fill(fill: Fill, ids: dict[Fill, str]) -> str:
    if not fill.colour:
        return ' fill="none"'
    colour = f"url(#{ids[fill]})" if fill in ids else fill.colour
    return f' fill="{colour}"' + (f' fill-opacity="{_n(fill.opacity)}"' if fill.opacity < 1 else "")


def _stroke(stroke: Stroke) -> str:
    if not stroke.colour:
        return ""
    dash = f' stroke-dasharray="{_n(stroke.width * 3)} {_n(stroke.width * 2.4)}"' if stroke.is_dashed else ""
    return f' stroke="{stroke.colour}" stroke-width="{_n(stroke.width)}" stroke-linejoin="round"{dash}'


_DRAWN: dict[str, str] = {
    "diagonal": '<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5" stroke="{ink}" stroke-width="1.1"/>',
    "cross": '<path d="M0 0L6 6M0 6L6 0" stroke="{ink}" stroke-width=".8"/>',
    "dots": '<circle cx="1.5" cy="1.5" r=".9" fill="{ink}"/><circle cx="4.5" cy="4.5" r=".9" fill="{ink}"/>',
    "lines": '<path d="M3 0V6" stroke="{ink}" stroke-width="1"/>',
}


def _pattern(fill: Fill, name: str, hatch: float) -> str:
    scale = f' patternTransform="scale({_n(hatch)})"' if hatch != 1 else ""
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse"{scale}>'
        f'<rect width="6" height="6" fill="{fill.colour}"/>{_DRAWN[fill.pattern].format(ink=fill.ink)}</pattern>'
    )


def _n(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
