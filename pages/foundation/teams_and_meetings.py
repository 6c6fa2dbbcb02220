"""队伍与议事: teams, signature groups, meetings, and how many items raised became demands and projects."""

from __future__ import annotations

import streamlit as st

from components.screen.heights import fitting
from components.screen.page import count_panel, open_page
from components.screen.panels import cards_row, panel

views = open_page("teams_and_meetings")
if views:
    cards_row(views["cards"])
    by_month, outcome = st.columns([1.3, 1], gap="small")
    with by_month:
        panel(views["by_month"], 372)
    with outcome:
        panel(views["items"], 372)
    by_kind, by_platform, of_teams, by_area = st.columns([1, 0.9, 1, 1.1], gap="small")
    with by_kind:
        panel(views["meeting_kinds"], 360)
    with by_platform:
        panel(views["platforms"], 360)
    with of_teams:
        panel(views["kinds"], 360)
    with by_area:
        count_panel(views["areas"], 360)
    panel(views["meetings"], fitting(460, views["meetings"]))
    panel(views["teams"], fitting(420, views["teams"]))
