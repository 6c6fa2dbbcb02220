"""A slide: one view drawn for a projector, as one vector picture; a deck: the slides of a meeting or a wall."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Shape:
    """The proportions of a projection. Slides are laid out in px at a height of 1080 and scaled to the window.

    Attributes:
        name: 16:9.
        width: in px at a height of 1080.
        height: 1080.
    """

    name: str
    width: int
    height: int = 1080


SHAPES: dict[str, Shape] = {
    shape.name: shape for shape in (Shape("4:3", 1440), Shape("16:9", 1920), Shape("21:9", 2520))
}
"""What projectors and walls have; 3840×2160 is 16:9 twice as large."""

LEAST_TEXT_PX, LEAST_HEADING_PX = 24, 40
"""At a height of 1080."""
LEAST_CONTRAST = 7.0


def shape_for(width: float, height: float) -> Shape:
    """The shape nearest to a window's proportions; 16:9 where they make no sense."""
    if not (width > 0 and height > 0):
        return SHAPES["16:9"]
    return min(SHAPES.values(), key=lambda shape: abs(shape.width / shape.height - width / height))


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture on the wall.

    Attributes:
        id: unique in its deck.
        title: what lists call it: 微心愿 · 办理漏斗.
        heading: the sentence it says in large letters.
        svg: the whole slide as one SVG element with viewBox "0 0 width 1080"; its text is real text.
        note: for the one who presents.
        dwell_seconds: how long it stays when slides advance by themselves.
        page: page of the view; empty for slides that are no view.
        view: id of the view.
        code: citation code.
        is_failed: it could not be drawn, and says so.
    """

    id: str
    title: str
    heading: str
    svg: str
    note: str = ""
    dwell_seconds: int = 60
    page: str = ""
    view: str = ""
    code: str = ""
    is_failed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A grid that can be gone to from the wall.

    Attributes:
        code: grid code.
        name: its name.
        parent: code of the grid above; empty at the top.
        key: the letter that goes to it from its parent's slide (from the list of places at the top); "" beyond Z.
        initials: first letters of the name's sounds (bdxjd), for finding it by typing; may be empty.
    """

    code: str
    name: str
    parent: str
    key: str
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """What the player plays.

    Attributes:
        title: of the meeting.
        district: name of the district.
        as_of: 截至.
        version: number of the version.
        is_demo: the data are fictional; each slide says so.
        shape: proportions the slides are laid out for.
        slides: in order.
        places: grids that can be gone to, parents first; none where there are no grids.
        stale_days: days between as-of and the newest import that are worth a word; 0 for none.
    """

    title: str
    district: str
    as_of: date
    version: int
    is_demo: bool
    shape: Shape
    slides: tuple[Slide, ...]
    places: tuple[Place, ...] = ()
    stale_days: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the player."""
        return asdict(self) | {"as_of": self.as_of.isoformat()}
