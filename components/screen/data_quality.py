"""The page 数据质量 on the screen: what is chosen on it, and the map of a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.screen.heights import EMPTY_PX
from components.screen.look import px, screen_theme
from components.screen.maps import draw_map
from components.screen.page import page_answers
from components.screen.panels import panel
from components.screen.quality_rows import HINT
from components.views.model import View
from components.views.pages import data_quality, data_quality_faults, data_quality_rows, data_quality_spots
from data.measures.answers import Answers

_FAULT = "quality_fault"
_AROUND_MAP_PX = 168
"""Title, choice, finding and source of a card; the map takes the rest."""


def height_of(views: Mapping[str, View], names: tuple[str, ...], full: int) -> int:
    """The height of a row of cards: low where none of them has anything to show."""
    return full if any(not views[name].empty for name in names) else EMPTY_PX


def reporting_card(height: int) -> None:
    """The table of months, of the ledger chosen in it."""
    answers = page_answers()
    ledgers = answers.quality.ledgers

    def choose() -> None:
        st.selectbox(
            "台账",
            ["", *ledgers],
            format_func=lambda name: answers.ledger(name).label if name else data_quality.ALL_LEDGERS,
            key="quality_ledger",
            label_visibility="collapsed",
            width=px(230),
        )

    chosen = str(st.session_state.get("quality_ledger") or "")
    view = data_quality.reporting(answers, chosen if chosen in ledgers else "")
    panel(view, height, bar=choose if ledgers else None, hint=HINT)


@st.fragment
def geometry_cards(views: Mapping[str, View], height: int) -> None:
    """The faults of the net as a table and on the map; a click on either shows one, and runs these two cards only."""
    answers = page_answers()
    rows = answers.quality.geometry()
    faults, where = st.columns([1, 1.15], gap="small")
    with faults:
        places = views["geometry"].frame["place"]
        panel(
            views["geometry"], height, hint="点一行在图上标出", on_pick=lambda row: _show_fault(int(places.iloc[row]))
        )
    with where:
        _geometry_card(answers, data_quality_rows.geometry_names(rows), height)


def _show_fault(place: int | None) -> bool:
    """Show a fault; its row stays marked."""
    if place is not None:
        st.session_state[_FAULT] = place
    return True


def _show_next(places: Sequence[int]) -> None:
    _show_fault(data_quality_spots.following(places, st.session_state.get(_FAULT)))


def _geometry_card(answers: Answers, names: Mapping[int, str], height: int) -> None:
    """The net with the fault that is chosen in the card, in the table or on the map."""

    def choose() -> None:
        st.selectbox(
            "问题",
            list(names),
            index=None,
            format_func=names.__getitem__,
            key=_FAULT,
            placeholder=f"点图上的圆点，或选一处（共 {len(names)} 处）",
            label_visibility="collapsed",
        )

    def draw(view: View) -> None:
        draw_map(
            view,
            answers,
            px(height - _AROUND_MAP_PX),
            fill="stretch",
            key="quality_map",
            theme="dark" if screen_theme().is_dark else "light",
            controls=True,
            on_click=lambda code: _show_next(data_quality_spots.in_grid(answers, code)),
            on_spot=_show_next,
        )

    shown = data_quality_faults.geometry_map(answers, st.session_state.get(_FAULT))
    panel(shown, height, draw=draw, bar=choose if names else None)
