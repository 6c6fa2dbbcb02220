"""红色物业: coverage, committees, firms with their stars, titles, and compounds without property management."""

from __future__ import annotations

import streamlit as st

from components.screen.heights import fitting
from components.screen.page import open_page
from components.screen.panels import cards_row, panel

views = open_page("property")
if views:
    cards_row(views["cards"])
    rates, cleared = st.columns([1, 1.2], gap="small")
    with rates:
        panel(views["rates"], 360)
    with cleared:
        panel(views["unmanaged"], 360)
    by_area, by_mode, by_star = st.columns([1.15, 0.85, 1.1], gap="small")
    with by_area:
        panel(views["areas"], 400)
    with by_mode:
        panel(views["modes"], 400)
    with by_star:
        panel(views["stars"], 400)
    panel(views["titles"], fitting(400, views["titles"]))
    panel(views["compounds"], fitting(480, views["compounds"]))
