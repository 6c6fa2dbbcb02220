"""How high a row of cards has to be: as high as planned, lower where its tables have few rows or nothing to show."""

from __future__ import annotations

from components.views.model import View

ROW_PX, TIGHT_ROW_PX = 34, 26
"""Height of a table's rows, and of those in a low card."""
TIGHT_BELOW = 340
"""Tables in lower cards than this use tight rows."""
AROUND_TABLE_PX, FINDING_PX = 118, 28
"""Title, finding, source and padding of a card; the finding alone."""
EMPTY_PX = 150
_SPARE_PX = 8


def around_table(view: View) -> int:
    """What a card needs beside its table, in px."""
    return AROUND_TABLE_PX if view.finding else AROUND_TABLE_PX - FINDING_PX


def row_px(height: int) -> int:
    """Height of a table's rows in a card of a height, in px."""
    return TIGHT_ROW_PX if height < TIGHT_BELOW else ROW_PX


def fitting(most: int, *views: View) -> int:
    """The height of a row of cards in px.

    Args:
        most: as high as the row may be, and is wherever a figure or a map stands in it.
        views: what the cards of the row show.
    """
    return min(most, max(_needed(view, most) for view in views))


def _needed(view: View, most: int) -> int:
    if view.empty:
        return EMPTY_PX
    if view.kind != "table":
        return most
    rows, around = len(view.frame) + 1, around_table(view) + _SPARE_PX
    tight = around + TIGHT_ROW_PX * rows
    return tight if tight < TIGHT_BELOW else around + ROW_PX * rows
