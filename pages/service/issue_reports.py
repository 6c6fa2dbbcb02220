"""民呼我应: reported, filed, due, closed, in time; what is late, who is slow, where it is open, what people say."""

from __future__ import annotations

import streamlit as st

from components.screen.heights import fitting
from components.screen.page import map_panel, open_page, page_answers
from components.screen.panels import cards_row, panel
from components.screen.records import draw_records

views = open_page("issue_reports")
if views:
    cards_row(views["cards"])
    cards_row(views["closure"])
    by_month, kinds, where = st.columns([1.1, 1.15, 1.15], gap="small")
    with by_month:
        panel(views["cohorts"], 400)
    with kinds:
        panel(views["kinds"], 400)
    with where:
        map_panel(views["map"], 400)
    height = fitting(428, views["overdue"], views["due_soon"])
    late, soon = st.columns(2, gap="small")
    with late:
        panel(views["overdue"], height)
    with soon:
        panel(views["due_soon"], height)
    units, channels, after = st.columns([1.25, 1, 1.1], gap="small")
    with units:
        panel(views["units"], 380)
    with channels:
        panel(views["channels"], 380)
    with after:
        panel(views["afterwards"], 380)
    draw_records(page_answers(), "issue_reports", "上报清单")
