"""The row of figures at the head of a page."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import streamlit as st

from components.screen import kept
from components.screen.look import px
from components.screen.passport import draw_card_button
from components.views.formats import is_missing, text_width
from components.views.model import View

CARD_HEIGHT = 192
_ROW = 8
_LINE_EMS, _LINE_PX = 15.5, 22
"""A note longer than this many characters takes a second line on a narrow screen; the height of a line."""
_COLOURS: dict[str, Literal["blue", "orange", "gray"]] = {"good": "blue", "watch": "orange"}
_WORDS = {"good": "向好", "watch": "需关注"}


@st.fragment
def cards_row(view: View, height: int = CARD_HEIGHT) -> None:
    """Draw a view of kind "cards": value and unit, change and what it means, twelve months, numerator and denominator.

    A fragment: a click that opens a passport runs these cards again, never the page. One for each card would cost
    more than the cards.

    Args:
        view: one row of its frame a card; up to eight stand in a row.
        height: of each card in px; cards without months need less.
    """
    rows = kept.once(view, "cards", lambda: _rows(view))
    if max((text_width(str(row["note"] or ""), 1) for row in rows), default=0) > _LINE_EMS:
        height += _LINE_PX
    for start in range(0, len(rows), _ROW):
        part = rows[start : start + _ROW]
        for column, row in zip(st.columns(len(part), gap="small"), part, strict=True):
            with column:
                _card(view, row, f"card_kpi_{view.id}_{row['code']}", height)


def _rows(view: View) -> list[dict[str, Any]]:
    """The cards, their months as lines without holes."""
    rows = view.frame.to_dict("records")
    return [{**{str(name): value for name, value in row.items()}, "spark": _spark(row.get("spark"))} for row in rows]


def _card(view: View, row: dict[str, Any], key: str, height: int) -> None:
    with st.container(key=key, height=px(height)):
        draw_card_button(view, str(row["code"]))
        chip, has_arrow = chip_words(str(row["change_text"] or ""), str(row["tone"]))
        unit = f" :small[:gray[{row['unit']}]]" if row["unit"] else ""
        st.metric(
            str(row["label"]),
            f"{row['display']}{unit}",
            chip or None,
            delta_color=_COLOURS.get(str(row["tone"]), "gray"),
            delta_arrow="auto" if has_arrow else "off",
            chart_data=row["spark"],
        )
        st.markdown(f":small[:gray[{row['note'] or ' '}]]")


def chip_words(change: str, tone: str) -> tuple[str, bool]:
    """The words of the change chip, and whether an arrow says up or down.

    >>> chip_words("+8.4%", "good")
    ('+8.4% · 向好', True)
    """
    if not change:
        return "", False
    word = _WORDS.get(tone, "")
    return (f"{change} · {word}" if word else change), change[0] in "+-"


def _spark(values: Any) -> list[float] | None:
    """The months from the first known one; a gap inside keeps the value before it, so that the line has no hole."""
    if values is None:
        return None
    known = pd.Series([None if is_missing(value) else float(value) for value in values], dtype="float64")
    filled = known.ffill().dropna()
    return filled.tolist() if known.notna().sum() > 1 else None
