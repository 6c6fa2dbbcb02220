"""Opening: one figure of a drawing, and the passport it opens to."""

from __future__ import annotations

from dataclasses import dataclass

from data.measures.scope import Scope
from data.passport.model import Cut

SIDE_BY_SIDE = "|"
"""Between the row and the column of a cell, in what a place of a drawing is called."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A day of a calendar, a cell, a segment, a flow, a sentence.

    Attributes:
        label: what it is, in words.
        codes: the measures it is made of; several for a sentence.
        value: the number that is printed; None for a sentence.
        by: the breakdown it is a row of; empty for the whole scope.
        key: its row.
        cuts: what narrows it further.
        scope: what it is about, where that is not the view's.
        at: the place in the drawing, so that a click finds it.
    """

    label: str
    codes: tuple[str, ...]
    value: float | None = None
    by: str = ""
    key: str = ""
    cuts: tuple[Cut, ...] = ()
    scope: Scope | None = None
    at: str = ""


def cell(row: object, column: object) -> str:
    """What the place of a cell, or of a segment of a bar, is called."""
    return f"{row}{SIDE_BY_SIDE}{column}"
