"""任务清单: tasks by category and phase, who is late, what targets were changed, which units are silent."""

from __future__ import annotations

import streamlit as st

from components.screen.heights import fitting
from components.screen.page import open_page
from components.screen.panels import cards_row, panel

views = open_page("work_list")
if views:
    cards_row(views["cards"])
    kinds, steps, owners = st.columns([1, 0.9, 1.4], gap="small")
    with kinds:
        panel(views["categories"], 372)
    with steps:
        panel(views["phases"], 372)
    with owners:
        panel(views["owners"], 372)
    panel(views["items"], fitting(480, views["items"]))
    changed, silent = st.columns([1.3, 1], gap="small")
    with changed:
        panel(views["changes"], 372)
    with silent:
        panel(views["silent"], 372)
    panel(views["cadence"], fitting(520, views["cadence"]))
