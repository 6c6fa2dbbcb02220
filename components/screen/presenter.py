"""The presenter's page below the player: one line for an order, linked to the slide on the wall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from components.screen import playing
from components.screen.agenda_words import short_day
from components.slides.model import SHAPES, Deck, Shape, Slide
from components.views.item import escaped
from data.meetings import book
from data.meetings.model import USUAL_DAYS, Meeting
from data.meetings.wording import WHAT_LENGTH, WHO_LENGTH
from data.settings import store_home
from data.store.errors import StoreError

_FOLLOWER = "wl_follower"
_TOLD = "wl_order_told"
_STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding: 12px 20px 10px; max-width: none; }
[data-testid="stMainBlockContainer"] [data-testid="stVerticalBlock"] { gap: .45rem; }
.st-key-order_form [data-testid="stForm"] { padding: .55rem .8rem; }
.st-key-order_form p { margin-bottom: 0; }
.st-key-wl_orders { border-top: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.st-key-wl_orders p { margin-bottom: 0; }
</style>"""


def style() -> None:
    """The player reaches to the edges, the form is one line."""
    st.html(_STYLE)


@st.fragment
def orders_form(meeting: Meeting, build: Callable[[Shape], Deck]) -> None:
    """Draw the form and this meeting's orders. A fragment: writing one down leaves player and wall alone.

    Args:
        meeting: gives the orders.
        build: makes its deck, to know the slide on the wall.
    """
    slide = _slide(build)
    orders = book.orders_of(store_home(), meeting.code)
    with st.container(key="order_form"):
        playing.follow(_FOLLOWER, slide=slide.id if slide else "", given=len(orders))
        with st.form("order", clear_on_submit=False, border=True):
            who, what, due, give = st.columns([2.2, 5, 1.5, 1], gap="small", vertical_alignment="bottom")
            who.text_input("谁", key="order_who", max_chars=WHO_LENGTH, placeholder="填单位或岗位，不写个人姓名")
            linked = f"做什么（记在：{slide.title}）" if slide else "做什么"
            what.text_input(linked, key="order_what", max_chars=WHAT_LENGTH, placeholder="一句话写清要办的事")
            due.date_input(
                "何时前",
                value=meeting.held_on + timedelta(days=USUAL_DAYS),
                min_value=meeting.held_on,
                format="YYYY-MM-DD",
                key="order_due",
            )
            give.form_submit_button("记下", type="primary", width="stretch", on_click=_give, args=(meeting, slide))
    if told := st.session_state.get(_TOLD, {}).get(meeting.code):
        st.markdown(f":orange[:material/error: {escaped(told)}]")
    with st.container(key="wl_orders", height=84, border=False):
        if not orders:
            st.markdown(":small[:gray[本次会议还没有议定事项。按 O 键直接填写，回车记下。]]")
        for number, order in reversed(list(enumerate(orders, start=1))):
            words = f"{number}. **{escaped(order.who)}**：{escaped(order.what)}　:gray[{short_day(order.due_on)}前]"
            st.markdown(words)


def _slide(build: Callable[[Shape], Deck]) -> Slide | None:
    """The slide on the wall; None on a grid's slide, and before the browser has spoken."""
    wanted = st.session_state.get(_FOLLOWER, {}).get("slide")
    try:
        deck = build(playing.shape_asked() or SHAPES["16:9"])
    except StoreError:
        return None
    return next((slide for slide in deck.slides if slide.id == wanted), None)


def _give(meeting: Meeting, slide: Slide | None) -> None:
    """Write the order down; what is wrong with it is said under the form, and the words stay.

    It is said until the next try, not for one drawing: a turned page draws the form anew and would wipe it away.
    """
    given = st.session_state
    given[_TOLD] = {}
    try:
        book.give_order(
            store_home(),
            meeting.code,
            who=given["order_who"],
            what=given["order_what"],
            due_on=given["order_due"],
            given_on=meeting.held_on,
            page=slide.page if slide else "",
            view=slide.view if slide else "",
            citation=slide.code if slide else "",
        )
    except StoreError as error:
        given[_TOLD] = {meeting.code: str(error)}
    else:
        given["order_who"] = given["order_what"] = ""
