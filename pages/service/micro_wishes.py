"""微心愿: from submitted to fulfilled, how long it takes, who waits longest, who claims."""

from __future__ import annotations

import streamlit as st

from components.screen.page import open_page
from components.screen.panels import cards_row, panel

views = open_page("micro_wishes")
if views:
    cards_row(views["cards"])
    steps, by_month, by_cohort = st.columns([1.05, 1, 1.2], gap="small")
    with steps:
        panel(views["funnel"], 372)
    with by_month:
        panel(views["period"], 372)
    with by_cohort:
        panel(views["cohorts"], 372)
    categories, groups, ages = st.columns([1, 1, 1], gap="small")
    with categories:
        panel(views["categories"], 330)
    with groups:
        panel(views["groups"], 330)
    with ages:
        panel(views["backlog"], 330)
    longest, units = st.columns([2, 1], gap="small")
    with longest:
        panel(views["waiting"], 420)
    with units:
        panel(views["units"], 420)
