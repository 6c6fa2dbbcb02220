"""What is taken along from a meeting: 督办单, the minutes' data, the whole meeting as a web page and as slides."""

from __future__ import annotations

import streamlit as st

from data.measures.answers import Answers
from data.meetings.model import Meeting


def take_along(meeting: Meeting, answers: Answers) -> None:
    """Draw the downloads; nothing is made before somebody asks."""
    st.markdown(f":small[:gray[{meeting.code} {answers.district.name}]]")
