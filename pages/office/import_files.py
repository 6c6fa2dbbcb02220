"""数据导入: files in, looked at and confirmed; rows kept aside; versions; templates and exports."""

import streamlit as st

from components.screen import (
    intake,
    intake_confirm,
    intake_files,
    intake_ledgers,
    intake_look,
    intake_quarantine,
    intake_versions,
)
from components.screen.cache import profile_now

profile = profile_now()
part = intake.part()
if part == intake.QUARANTINE:
    intake_quarantine.quarantine_cards(profile)
elif part == intake.VERSIONS:
    intake_versions.versions_cards(profile)
elif part == intake.LEDGERS:
    intake_ledgers.ledgers_cards(profile)
else:
    files, look = st.columns([1, 2.05], gap="small")
    with files:
        intake_files.files_card(profile)
        intake_confirm.confirm_card()
    with look:
        intake_look.look_cards(profile)
