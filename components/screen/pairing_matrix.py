"""The matrix of paired organs and communities with its search box."""

from __future__ import annotations

import streamlit as st

from components.screen.panels import panel
from components.screen.tables import draw_table
from components.views.model import View
from components.views.pages import pairing
from data.measures.answers import Answers


@st.fragment
def draw_pairing_matrix(answers: Answers, height: int) -> None:
    """Draw the matrix; searching does not run the page again.

    Args:
        answers: the numbers of the page's scope.
        height: of the card in px.
    """

    def draw(_: View) -> None:
        search = st.text_input(
            "搜索结对单位或社区",
            key="search_pairings",
            placeholder="按结对单位或社区名称搜索",
            label_visibility="collapsed",
            icon=":material/search:",
            width=260,
        )
        found = pairing.matrix(answers, search)
        if found.empty:
            st.markdown(f":gray[:material/inbox: {found.empty}]")
            st.space("stretch")
        else:
            draw_table(found, "stretch", key="table_pairings")

    panel(pairing.matrix(answers), height, draw=draw)
