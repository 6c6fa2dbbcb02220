"""What the meetings ordered and what became of it: the list on the page 会议投屏, and writing it down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import streamlit as st

from components.screen import agenda, agenda_words, meeting_files
from components.screen.codes import CODE
from components.screen.look import px
from components.views.item import escaped
from data.meetings import book
from data.meetings.model import STATES, USUAL_DAYS, Meeting, Order, State, state_counts
from data.meetings.wording import RESULT_LENGTH, WHAT_LENGTH, WHO_LENGTH
from data.settings import store_home

EVERY = ""
UNFINISHED = "unfinished"
_FILTERS: dict[str, str] = {EVERY: "全部", UNFINISHED: "未办结", **{str(code): words for code, words in STATES.items()}}
_COLOURS: dict[State, Literal["gray", "orange", "blue"]] = {
    "open": "gray",
    "late": "orange",
    "done": "blue",
    "done_late": "gray",
}
_ICONS: dict[State, str] = {"open": "hourglass_top", "late": "warning", "done": "check", "done_late": "check"}
_COLUMNS = [0.95, 1.25, 3.4, 0.95, 1.9, 1.35]
_HEADS = ("状态", "责任单位", "事项", "时限", "会议", "")
_LISTED = 20


def follow_card() -> None:
    """Draw how many orders stand how, and the way to their list."""
    with st.container(key="card_orders_follow"):
        st.markdown("**3 议定事项** &nbsp;:small[:gray[办到哪一步，下次会议先看]]")
        found = book.all_orders(store_home())
        if not found:
            st.markdown(":gray[:material/inbox: 还没有议定事项。会上在主讲页记，或会后补记。]")
        with st.container(key="bar_orders_follow", horizontal=True, vertical_alignment="center"):
            if found:
                st.markdown(_count_words(found), width="content")
                st.space("stretch")
            if found or book.read_meetings(store_home()):
                st.button("跟踪与材料", icon=":material/fact_check:", key="orders_show", on_click=agenda.show_orders)


def orders_card() -> None:
    """Draw the orders of a meeting or of all, what can be taken along, and what one does about each."""
    home = store_home()
    meetings = book.read_meetings(home)
    with st.container(key="card_orders"):
        if not meetings and not book.all_orders(home):
            st.markdown("**议定事项** &nbsp;:small[:gray[责任单位、时限、办理结果]]")
            st.markdown(":gray[:material/inbox: 还没有开过会，也就没有议定事项。]")
            return
        with st.container(key="bar_orders", horizontal=True, vertical_alignment="center"):
            meeting = _meeting_choice(meetings)
            wanted = _state_choice()
            found = book.orders_of(home, meeting.code) if meeting else book.all_orders(home)
            st.markdown(f":small[:gray[{_count_words(found)}]]", width="content")
            st.space("stretch")
            if meeting:
                _give(meeting)
        _list([order for order in found if _fits(order, wanted)], {each.code: each for each in meetings}, wanted)
        if meeting:
            meeting_files.take_along(meeting)


def _meeting_choice(meetings: Sequence[Meeting]) -> Meeting | None:
    known = {meeting.code: meeting for meeting in meetings}
    labels = agenda_words.distinct({**{code: meeting_words(each) for code, each in known.items()}, EVERY: "全部会议"})
    code = st.selectbox(
        "会议",
        list(labels),
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        # The browser keeps the label: where labels follow the data, the key must too.
        key=f"orders_meeting_{len(known)}",
        width=px(280),
    )
    return known.get(code)


def meeting_words(meeting: Meeting) -> str:
    """7月3日 季度联席会议."""
    return f"{agenda_words.short_day(meeting.held_on)} {meeting.title}"


def _state_choice() -> str:
    chosen = st.selectbox(
        "状态",
        list(_FILTERS),
        format_func=_FILTERS.__getitem__,
        label_visibility="collapsed",
        key="orders_state",
        width=px(140),
    )
    return str(chosen)


def _count_words(found: Sequence[Order]) -> str:
    counts = state_counts(order.state(date.today()) for order in found)
    parts = [f"{STATES[state]} {count}" for state, count in counts.items() if count]
    return " · ".join(parts) or "没有记录"


def _fits(order: Order, wanted: str) -> bool:
    state = order.state(date.today())
    return wanted == EVERY or state == wanted or (wanted == UNFINISHED and order.done_on is None)


def _list(found: Sequence[Order], meetings: dict[str, Meeting], wanted: str) -> None:
    if not found:
        said = "没有记下议定事项" if wanted == EVERY else f"没有“{_FILTERS[wanted]}”的事项"
        st.markdown(f":gray[:material/inbox: {said}。]")
        return
    for column, words in zip(st.columns(_COLUMNS, gap="small"), _HEADS, strict=True):
        column.markdown(f":small[:gray[{words}]]")
    ordered = sorted(found, key=lambda order: (order.done_on is not None, order.due_on, order.code))
    shown = ordered if st.session_state.get("orders_all") else ordered[:_LISTED]
    for order in shown:
        _row(order, meetings.get(order.meeting))
    if len(ordered) > _LISTED:
        st.toggle(f"列出全部 {len(ordered)} 条", key="orders_all")


def _row(order: Order, meeting: Meeting | None) -> None:
    state = order.state(date.today())
    status, who, what, due, given, action = st.columns(_COLUMNS, gap="small", vertical_alignment="center")
    status.badge(STATES[state], icon=f":material/{_ICONS[state]}:", color=_COLOURS[state])
    who.markdown(escaped(order.who))
    result = f"  \n:small[:gray[{escaped(order.result)}]]" if order.result else ""
    seen = f" [:small[所看画面]](?{CODE}={order.citation})" if order.citation.isalnum() else ""
    what.markdown(f"{escaped(order.what)}{seen}{result}")
    done = f"  \n:small[:gray[{agenda_words.short_day(order.done_on)}办结]]" if order.done_on else ""
    due.markdown(f"{agenda_words.short_day(order.due_on)}{done}")
    given.markdown(f":small[:gray[{escaped(meeting_words(meeting)) if meeting else '平时交办'}]]")
    with action:
        if order.done_on is None:
            _finish(order)
        else:
            st.button("重新办理", type="tertiary", key=f"order_reopen_{order.code}", on_click=_reopen, args=(order,))


def _finish(order: Order) -> None:
    with st.popover("记办理情况", key=f"order_box_{order.code}", width="content"):
        st.text_input(
            "办理结果",
            value=order.result,
            max_chars=RESULT_LENGTH,
            placeholder="一句话，可不写",
            key=f"order_result_{order.code}",
        )
        st.button("仍在办理，只记进展", key=f"order_note_{order.code}", on_click=_note_now, args=(order,))
        # The calendar opens below its field: the button stands beside it.
        with st.container(key=f"bar_order_{order.code}", horizontal=True, vertical_alignment="bottom"):
            st.date_input(
                "办结日期",
                value=max(date.today(), order.given_on),
                min_value=order.given_on,
                format="YYYY-MM-DD",
                key=f"order_done_{order.code}",
                width=px(130),
            )
            st.button("办结", type="primary", key=f"order_finish_{order.code}", on_click=_finish_now, args=(order,))


def _finish_now(order: Order) -> None:
    def action() -> str:
        day, result = st.session_state[f"order_done_{order.code}"], st.session_state[f"order_result_{order.code}"]
        done = book.finish_order(store_home(), order.code, done_on=day, result=result)
        return f"已记为{STATES[done.state(max(date.today(), day))]}"

    agenda.attempt(action)


def _note_now(order: Order) -> None:
    def action() -> str:
        book.reopen_order(store_home(), order.code, result=st.session_state[f"order_result_{order.code}"])
        return "已记下进展"

    agenda.attempt(action)


def _reopen(order: Order) -> None:
    def action() -> str:
        book.reopen_order(store_home(), order.code, result=order.result)
        return "已改回办理中"

    agenda.attempt(action)


def _give(meeting: Meeting) -> None:
    with st.popover("补记一条", icon=":material/add:", key="order_give_box", width="content"):
        st.text_input("责任单位", max_chars=WHO_LENGTH, placeholder="单位或岗位，不写居民姓名", key="orders_who")
        st.text_input("事项", max_chars=WHAT_LENGTH, placeholder="做什么，一句话", key="orders_what")
        with st.container(key="bar_order_give", horizontal=True, vertical_alignment="bottom"):
            st.date_input(
                "时限",
                value=meeting.held_on + timedelta(days=USUAL_DAYS),
                min_value=meeting.held_on,
                format="YYYY-MM-DD",
                key=f"order_due_{meeting.code}",
                width=px(130),
            )
            st.button("记下", type="primary", key="order_give", on_click=_give_now, args=(meeting,))


def _give_now(meeting: Meeting) -> None:
    def action() -> str:
        given = st.session_state
        book.give_order(
            store_home(),
            meeting.code,
            who=given["orders_who"],
            what=given["orders_what"],
            due_on=given[f"order_due_{meeting.code}"],
            given_on=meeting.held_on,
        )
        return "已记下"

    if agenda.attempt(action):
        st.session_state["orders_who"] = st.session_state["orders_what"] = ""
