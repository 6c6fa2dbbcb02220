"""The details of one file beside the list of files: questions, facts, preview, columns, changes."""

from __future__ import annotations

import streamlit as st

from components.screen.intake import is_begun, welcome_card
from components.screen.intake_basket import Basket, basket
from components.screen.intake_changes import changes_card
from components.screen.intake_detail import detail_card
from components.screen.intake_preview import choose_preview, columns_card, preview_card
from components.screen.intake_questions import questions_card
from components.screen.look import px
from data.intake.report import FileReport
from data.ledgers.profile import Profile


def look_cards(profile: Profile) -> None:
    """Draw what is known about the file whose details are open."""
    held = basket()
    if not is_begun():
        welcome_card()
        return
    file = shown_file(held)
    if file is None:
        with st.container(key="card_intake_wait", height=px(160), vertical_alignment="center"):
            said = "正在核对，结果会显示在这里。" if held.is_working else "核对以后，这里显示识别结果、预览和变化。"
            st.markdown(f":gray[:material/hourglass_empty: {said}]", text_alignment="center")
        return
    # What is open comes first; once it is settled, what the file is.
    cards = (questions_card, detail_card) if file.questions else (detail_card, questions_card)
    for draw in cards:
        draw(held, file, profile)
    previews = held.previews(file.file)
    if not previews:
        return
    shown = choose_preview(previews)
    preview_card(held, shown)
    columns, changes = st.columns([1.3, 1], gap="small")
    with columns:
        columns_card(held, shown, profile)
    with changes:
        changes_card(held, previews, profile)


def shown_file(held: Basket) -> FileReport | None:
    """The file whose details are open: the chosen one, else the first with a question, else the first."""
    known = [file for name in held.names if (file := held.file(name))]
    if not known:
        return None
    chosen = next((file for file in known if file.file == held.shown), None)
    shown = chosen or next((file for file in known if file.verdict == "ask"), known[0])
    held.shown = shown.file
    return shown
