"""会议投屏: prepare an agenda, hold the meeting on fixed data, follow what it ordered."""

import streamlit as st

from components.screen import agenda, agenda_editor, meeting_open, meeting_orders
from components.screen.page import page_answers

answers = page_answers()
steps, work = st.columns([1, 1.9], gap="small")
with steps:
    chosen = agenda.list_card(answers)
    meeting_open.open_card(chosen, answers)
    meeting_orders.follow_card()
with work:
    if agenda.is_about_orders():
        meeting_orders.orders_card()
    else:
        agenda_editor.edit_card(chosen, answers)
