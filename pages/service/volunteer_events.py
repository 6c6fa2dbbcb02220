"""志愿服务: how much, when, what, by whom, where, and where nothing is on record."""

from __future__ import annotations

import streamlit as st

from components.screen.page import open_page, page_answers
from components.screen.panels import cards_row, panel
from components.screen.records import draw_records

views = open_page("volunteer_events")
if views:
    cards_row(views["cards"])
    by_month, by_day = st.columns([1, 1.45], gap="small")
    with by_month:
        panel(views["trend"], 352)
    with by_day:
        panel(views["calendar"], 352)
    types, teams = st.columns(2, gap="small")
    with types:
        panel(views["types"], 320)
    with teams:
        panel(views["teams"], 320)
    areas, silent = st.columns([1, 1.2], gap="small")
    with areas:
        panel(views["areas"], 440)
    with silent:
        panel(views["silent"], 440)
    draw_records(page_answers(), "volunteer_events", "活动清单")
