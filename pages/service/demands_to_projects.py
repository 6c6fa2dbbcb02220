"""清单转化: from demand to project to standing result, the money, what is stuck, and both sides of each item."""

from __future__ import annotations

import streamlit as st

from components.screen.heights import fitting
from components.screen.links import draw_links
from components.screen.page import open_page, page_answers
from components.screen.panels import cards_row, panel

views = open_page("demands_to_projects")
if views:
    cards_row(views["cards"])
    flows, funnel = st.columns([1.75, 1], gap="small")
    with flows:
        panel(views["flows"], 528)
    with funnel:
        panel(views["funnel"], 528)
    conversion, stages = st.columns([1, 1.2], gap="small")
    with conversion:
        panel(views["conversion"], 400)
    with stages:
        panel(views["projects"], 400)
    money, table = st.columns([1, 1.2], gap="small")
    with money:
        panel(views["money"], 424)
    with table:
        panel(views["money_table"], 424)
    panel(views["stuck_demands"], fitting(424, views["stuck_demands"]))
    panel(views["stuck_projects"], fitting(424, views["stuck_projects"]))
    draw_links(page_answers())
