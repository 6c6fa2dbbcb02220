"""供需对接: what is offered and wanted by kind and area, suggested matches, idle and unmet, paired organs."""

from __future__ import annotations

import streamlit as st

from components.screen.heights import fitting
from components.screen.page import open_page, page_answers
from components.screen.pairing_matrix import draw_pairing_matrix
from components.screen.panels import cards_row, panel

views = open_page("supply_and_demand")
if views:
    cards_row(views["cards"])
    gaps, kinds = st.columns([1.75, 1], gap="small")
    with gaps:
        panel(views["gaps"], 372)
    with kinds:
        panel(views["kinds"], 372)
    steps, by_kind, by_cohort = st.columns([1, 1, 1.1], gap="small")
    with steps:
        panel(views["funnel"], 360)
    with by_kind:
        panel(views["matched"], 360)
    with by_cohort:
        panel(views["cohorts"], 360)
    panel(views["suggestions"], fitting(430, views["suggestions"]))
    waiting, lying = st.columns(2, gap="small")
    with waiting:
        panel(views["unmet"], 430)
    with lying:
        panel(views["idle"], 430)
    matrix, items = st.columns([1.75, 1], gap="small")
    with matrix:
        draw_pairing_matrix(page_answers(), 440)
    with items:
        panel(views["pairing_kinds"], 440)
