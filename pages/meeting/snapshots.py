"""快照与通报: choose views, formats and words; make the files; open a citation code."""

import streamlit as st

from components.screen import snapshots
from components.screen.page import page_answers

answers = page_answers()
choose, make = st.columns([1.45, 1], gap="small")
with choose:
    wanted = snapshots.choose_card(answers)
with make:
    snapshots.make_card(answers, wanted)
    snapshots.code_card()
    snapshots.log_card()
