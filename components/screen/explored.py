"""Pictures of 自助分析 that may be taken along: those of this visit, those kept on agendas, and the usual one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.screen import cache
from components.views.model import View
from components.views.pages import explore, explore_choice
from data.measures.answers import Answers
from data.meetings.book import read_agendas
from data.settings import store_home

_SEEN, _MOST = "wl_explored", 6


def remember(view_id: str) -> None:
    """A picture was looked at; the latest few of a visit are kept, the last one first."""
    seen: list[str] = st.session_state.get(_SEEN, [])
    st.session_state[_SEEN] = [view_id, *(each for each in seen if each != view_id)][:_MOST]


def explored(answers: Answers) -> Mapping[str, View]:
    """What can be taken along in a scope, by id.

    Args:
        answers: version and scope; what cannot be drawn in it is left out.
    """
    kept = [
        entry.view
        for agenda in read_agendas(store_home())
        for entry in agenda.entries
        if entry.page == explore_choice.PAGE
    ]
    usual = explore_choice.usual(answers)
    asked = dict.fromkeys([*st.session_state.get(_SEEN, []), *kept, *([usual.id] if usual else [])])
    choices = {view_id: explore_choice.parse(view_id) for view_id in asked}
    return {
        view_id: explored_view(answers, choice)
        for view_id, choice in choices.items()
        if choice and explore_choice.is_offered(answers, choice)
    }


def explored_view(answers: Answers, choice: explore_choice.Choice) -> View:
    """The view of a choice; built once per version and scope."""
    name = f"{explore_choice.PAGE}:{choice.id}"
    return cache.page_views(name, lambda own: {"": explore.view_of(own, choice)}, answers.scope)[""]
