"""Saying yes: who imports, the import itself, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.screen import intake_words as words
from components.screen.intake import QUARANTINE, go_to
from components.screen.intake_basket import Basket, basket, start_over
from components.screen.intake_undo import undo_button
from data.intake.report import ImportReport, Preview
from data.settings import store_home
from data.store.pointer import current_version

_BY = "wl_intake_by"
OVERVIEW = "pages/situation/overview.py"


def confirm_card() -> None:
    """Draw the last step once the check has ended, or what came of the import."""
    held = basket()
    if held.outcome:
        _result(held.outcome, held.report.previews if held.report else ())
    elif held.report and not held.is_working:
        _confirm(held, held.report)


def _confirm(held: Basket, report: ImportReport) -> None:
    with st.container(key="card_intake_confirm"):
        st.markdown("**5 确认导入**")
        st.markdown(words.standing(report))
        refused = [file.file for file in report.files if file.verdict == "reject"]
        if refused and len(refused) < len(held.names):
            st.button(
                f"移出不能导入的 {len(refused)} 个文件",
                icon=":material/playlist_remove:",
                type="tertiary",
                key="intake_remove_refused",
                on_click=held.remove,
                args=refused,
            )
        st.session_state.setdefault("intake_by", st.session_state.get(_BY, ""))
        left, right = st.columns(2, gap="small")
        left.text_input(
            "经办人",
            max_chars=20,
            placeholder="姓名或科室",
            key="intake_by",
            on_change=_remember,
            persist_state="session",
        )
        right.text_input("备注", max_chars=60, placeholder="不填则记文件名", key="intake_note")
        st.button(
            "确认导入",
            type="primary",
            icon=":material/upload:",
            key="intake_confirm",
            width="stretch",
            disabled=not report.is_accepted,
            on_click=_begin,
            args=(held,),
        )


def _remember() -> None:
    st.session_state[_BY] = st.session_state["intake_by"]


def _begin(held: Basket) -> None:
    held.confirm(
        str(st.session_state.get("intake_by", "")).strip(), str(st.session_state.get("intake_note", "")).strip()
    )


def _result(outcome: ImportReport, previews: Sequence[Preview]) -> None:
    with st.container(key="card_intake_result"):
        if outcome.version is None:
            st.markdown("**没有形成新版本** &nbsp;:small[:gray[内容与数据仓里的相同]]")
        else:
            st.markdown(f"#### :blue[:material/check_circle:] 已形成第 {outcome.version} 版", anchors=False)
        st.markdown(words.totals(outcome, is_done=True))
        if rows := [row for preview in previews for row in preview.changes]:
            st.markdown(words.changes(rows))
        if any(file.rows_quarantined for file in outcome.files):
            st.button(
                "看待核清单",
                icon=":material/rule:",
                type="tertiary",
                key="intake_to_quarantine",
                on_click=go_to,
                args=(QUARANTINE,),
            )
        with st.container(key="bar_intake_result", horizontal=True, vertical_alignment="center"):
            if st.button("到总览看", type="primary", icon=":material/dashboard:", key="intake_overview"):
                st.switch_page(OVERVIEW, query_params={})
            st.button("再导入", icon=":material/add:", key="intake_more", on_click=start_over)
            st.space("stretch")
            if outcome.version is not None and outcome.version == current_version(store_home()):
                undo_button(outcome.version, "撤销这次导入", key="result")
