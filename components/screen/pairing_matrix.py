"""The matrix of paired organs and communities with its search box."""

from __future__ import annotations

import streamlit as st

from components.screen.panels import panel
from components.views.pages import pairing
from data.measures.answers import Answers


@st.fragment
def draw_pairing_matrix(answers: Answers, height: int) -> None:
    """Draw the matrix; searching does not run the page again.

    Args:
        answers: the numbers of the page's scope.
        height: of the card in px.
    """
    search = st.text_input(
        "搜索结对单位或社区",
        key="search_pairings",
        placeholder="按结对单位或社区名称搜索",
        label_visibility="collapsed",
        icon=":material/search:",
        width=260,
    )
    panel(pairing.matrix(answers, search), height)
