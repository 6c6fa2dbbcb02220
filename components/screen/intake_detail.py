"""What one file was recognised as: ledger, grids, counts, personal data, and everything that was noticed."""

from __future__ import annotations

import streamlit as st

from components.screen import intake_words as words
from components.screen.intake_basket import Basket
from components.views.formats import NO_VALUE
from components.views.item import escaped
from data.intake.report import FileReport
from data.ledgers.profile import Profile

_LISTED = 6


def detail_card(held: Basket, file: FileReport, profile: Profile) -> None:
    """Draw the facts about a file, and the findings as sentences."""
    sign = words.sign(file, is_done=held.outcome is not None)
    with st.container(key="card_intake_detail"):
        with st.container(key="bar_intake_detail", horizontal=True, vertical_alignment="center"):
            st.markdown(f"**2 识别结果** &nbsp;:small[:gray[{escaped(file.file)}]]", width="content")
            st.space("stretch")
            st.markdown(sign.text, width="content")
        if not file.is_open:
            _facts(held, file, profile)
        findings = words.ordered(file.findings)
        for found in findings[:_LISTED]:
            st.markdown(words.finding(found, file.file))
        if len(findings) > _LISTED:
            with st.expander(f"其余 {len(findings) - _LISTED} 条", key="intake_findings"):
                for found in findings[_LISTED:]:
                    st.markdown(words.finding(found, file.file))
        if file.verdict == "reject":
            st.markdown(":small[:gray[改好后再放进来，同名的会替换；或者移出它，先导入其余的。]]")
        if file.verdict == "ask":
            st.markdown(":gray[回答上面的问题以后，这里列出台账、行数、网格，和个人信息的处理。]")
        elif not findings and not file.is_open:
            st.markdown(":gray[没有需要留意的地方。]")


def _facts(held: Basket, file: FileReport, profile: Profile) -> None:
    """Small grey labels with their values below, side by side."""
    pairs = [
        ("台账", _ledger(held, file, profile)),
        ("行数", words.counts(file, is_done=held.outcome is not None) if file.rows_read else NO_VALUE),
        ("网格", escaped(words.areas(file.area_match)) or NO_VALUE),
        ("个人信息", escaped("；".join(words.privacy(file.masked))) or "没有发现"),
    ]
    for column, (label, value) in zip(st.columns([1, 1.25, 1.25, 1.25], gap="small"), pairs, strict=True):
        column.markdown(f":small[:gray[{label}]]  \n{value}")


def _ledger(held: Basket, file: FileReport, profile: Profile) -> str:
    named = escaped(words.ledger_label(file.ledger, profile)) or NO_VALUE
    sure = [preview.ledger_confidence for preview in held.previews(file.file)]
    return f"{named}  \n:small[:gray[{words.confidence(min(sure))}]]" if sure else named
