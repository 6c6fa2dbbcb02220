"""积分: the loop of service, points, redemption and feedback; balances of teams and groups."""

from __future__ import annotations

import streamlit as st

from components.screen.page import count_panel, open_page
from components.screen.panels import cards_row, panel

views = open_page("points")
if views:
    cards_row(views["cards"])
    steps, by_month = st.columns([1, 1.4], gap="small")
    with steps:
        panel(views["loop"], 372)
    with by_month:
        panel(views["by_month"], 372)
    by_kind, by_area = st.columns([1, 1.2], gap="small")
    with by_kind:
        panel(views["kinds"], 400)
    with by_area:
        count_panel(views["areas"], 400)
    panel(views["groups"], 430)
    panel(views["entries"], 430)
