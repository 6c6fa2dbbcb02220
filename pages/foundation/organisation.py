"""组织与力量: the organisation's tree beside the net's, coverage, hands, charges, training and registration."""

from __future__ import annotations

import streamlit as st

from components.screen.page import map_panel, open_page
from components.screen.panels import cards_row, panel

views = open_page("organisation")
if views:
    cards_row(views["cards"])
    units, net = st.columns(2, gap="small")
    with units:
        panel(views["unit_tree"], 430)
    with net:
        panel(views["net_tree"], 430)
    where, states = st.columns([1, 1.15], gap="small")
    with where:
        map_panel(views["map"], 430)
    with states:
        panel(views["coverage"], 430)
    roles, load, gaps = st.columns(3, gap="small")
    with roles:
        panel(views["roles"], 360)
    with load:
        panel(views["load"], 360)
    with gaps:
        panel(views["gaps"], 360)
    rules, holes = st.columns([1, 1.15], gap="small")
    with rules:
        panel(views["charges"], 300)
    with holes:
        panel(views["uncharged"], 300)
    trainings, registered = st.columns([1, 1.15], gap="small")
    with trainings:
        panel(views["trainings"], 360)
    with registered:
        panel(views["registrations"], 360)
