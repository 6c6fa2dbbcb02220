"""态势总览: figures, briefing, map and trend on one screen; wishes, demands and areas below."""

from __future__ import annotations

import streamlit as st

from components.screen.attention import attention_panel
from components.screen.page import map_panel, open_page
from components.screen.panels import cards_row, panel

views = open_page("overview")
if views:
    cards_row(views["cards"])
    brief, where, when = st.columns([1.16, 1.38, 1.08], gap="small")
    with brief:
        attention_panel(views["brief"], 441)
    with where:
        map_panel(views["map"], 441)
    with when:
        panel(views["trend"], 441)
    wishes, demands, areas = st.columns([1, 1, 1.25], gap="small")
    with wishes:
        panel(views["wishes"], 296)
    with demands:
        panel(views["flow"], 296)
    with areas:
        panel(views["areas"], 296)
