"""Opening a meeting on fixed data, the meetings there have been, and the unattended wall."""

from __future__ import annotations

import urllib.parse
from datetime import date

import streamlit as st

from components.screen import agenda, agenda_draft, agenda_editor, agenda_words, cache
from components.screen.look import px
from components.views.item import escaped
from components.views.words import day
from data.measures.answers import Answers
from data.meetings import book
from data.meetings.model import Agenda, Meeting
from data.settings import store_home

PAGE = "projector"
_HELD_ON = "meeting_held_on"
_LISTED = 5
_DWELLS = (10, 20, 30, 60, 120)


def wall_address(meeting_code: str) -> str:
    """What the room sees."""
    return _address(wall=meeting_code)


def desk_address(meeting_code: str) -> str:
    """What the presenter sees."""
    return _address(desk=meeting_code)


def live_address(agenda_code: str, seconds: int) -> str:
    """The unattended wall: an agenda over the newest data."""
    return _address(wall="live", agenda=agenda_code, dwell=str(seconds))


def _address(**asked: str) -> str:
    return f"{PAGE}?{urllib.parse.urlencode(asked)}"


def open_card(chosen: Agenda | None, answers: Answers) -> None:
    """Draw the card: open a meeting with the chosen agenda, and what was opened before.

    Args:
        chosen: the agenda that is open on the page.
        answers: the version a meeting would show.
    """
    district = answers.district
    with st.container(key="card_meeting_open"):
        grey = f"开会后固定在第 {district.version} 版（截至{day(district.as_of)}），以后导入不影响"
        st.markdown(f"**2 开会** &nbsp;:small[:gray[{grey}]]")
        if chosen is None:
            st.markdown(":gray[:material/inbox: 先打开或新建一份议程，才能开会。]")
        else:
            with st.container(key="bar_meeting_open", horizontal=True, vertical_alignment="center"):
                st.date_input(
                    "会议日期", format="YYYY-MM-DD", label_visibility="collapsed", key=_HELD_ON, width=px(130)
                )
                st.button(
                    "开会（固定数据）",
                    type="primary",
                    icon=":material/lock_clock:",
                    key="meeting_open",
                    on_click=_open,
                    args=(chosen,),
                )
        _meetings()
        if chosen is not None and chosen.entries:
            _live(chosen)


def _open(chosen: Agenda) -> None:
    def action() -> str:
        held_on: date = st.session_state[_HELD_ON]
        code = chosen.code
        if draft := agenda_draft.unsaved(code):
            saved = agenda_editor.save(draft)
            if saved is None:
                return ""
            code = saved.code
        meeting = book.open_meeting(store_home(), code, held_on=held_on, version=cache.current()[0])
        return f"会议已开，画面固定在第 {meeting.version} 版，截至{day(meeting.as_of)}"

    agenda.attempt(action)


def _meetings() -> None:
    meetings = book.read_meetings(store_home())
    if not meetings:
        st.markdown(":gray[还没有开过会。开会后，这里给出投屏和主讲页的入口。]")
        return
    shown = meetings if st.session_state.get("meeting_all") else meetings[:_LISTED]
    for meeting in shown:
        _row(meeting)
    if len(meetings) > _LISTED:
        st.toggle(f"列出全部 {len(meetings)} 次会议", key="meeting_all")


def _row(meeting: Meeting) -> None:
    code = meeting.code
    grey = f"{len(meeting.entries)} 项 · 第 {meeting.version} 版 · 截至{day(meeting.as_of)}"
    with st.container(key=f"bar_meeting_{code}", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{agenda_words.short_day(meeting.held_on)}** {escaped(meeting.title)}  \n:small[:gray[{grey}]]",
            width="stretch",
        )
        st.link_button(
            "投屏",
            wall_address(code),
            icon=":material/present_to_all:",
            help="在新窗口打开，拖到投影机上，按 F 全屏",
            key=f"meeting_wall_{code}",
        )
        st.link_button(
            "主讲页",
            desk_address(code),
            icon=":material/co_present:",
            help="在新窗口打开，留在笔记本上：讲稿、下一张、计时，与投屏同步",
            key=f"meeting_desk_{code}",
        )


def _live(chosen: Agenda) -> None:
    with st.container(key="bar_meeting_live", horizontal=True, vertical_alignment="center"):
        st.markdown("**挂墙轮播** &nbsp;:small[:gray[无人值守，随数据更新]]", width="stretch")
        seconds = st.selectbox(
            "每项停留",
            _DWELLS,
            index=1,
            format_func=lambda number: f"每项 {number} 秒",
            label_visibility="collapsed",
            key="meeting_dwell",
            width=px(112),
        )
        st.link_button(
            "打开",
            live_address(chosen.code, seconds),
            icon=":material/tv:",
            help="在新窗口打开当前议程，始终显示最新数据",
            key="meeting_live",
        )
