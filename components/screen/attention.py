"""要事与变化 on the overview: each sentence with its evidence and what is done about it, and the list of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from components.screen import agenda_words, arriving, codes, pinned
from components.screen.address import parameters_of
from components.screen.attention_words import handled_words, weighed
from components.screen.look import px
from components.screen.panels import panel
from components.views import words_attention
from components.views.formats import plain
from components.views.model import View
from components.views.pages import openings
from components.views.pages.overview_attention import rows_of
from components.views.pages.registry import TITLES
from data.attention import book
from data.attention.model import Signal
from data.attention.orders import orders_due
from data.attention.rank import foremost, ranked
from data.meetings.model import USUAL_DAYS
from data.meetings.wording import RESULT_LENGTH, WHAT_LENGTH, WHO_LENGTH
from data.settings import store_home
from data.store.errors import StoreError
from pages import PAGES

_FEW, _LIST_PX = 5, 420
_BY = "wl_attention_by"
_DONE = {"seen": "知道了，下次会议再看", "explained": "说明原因", "assigned": "交办"}
_PATHS = {page.url_path: page.path for page in PAGES}


def attention_panel(view: View, height: int) -> None:
    """Draw the card of a view made by ``overview_attention.brief``.

    Args:
        view: the sentences, with all signals among its options.
        height: of the card in px.
    """
    agenda_words.told()
    home, today = store_home(), date.today()
    given = orders_due(home, view.scope, view.options["people"], today)
    told = foremost(book.to_be_told(home, ranked([*view.options["signals"], *given]), today))
    rows = rows_of(told, view.options["totals"])
    opens = openings.sentences(rows, {signal.key: signal.evidence.scope for signal in told})
    # the method has a line of its own below the sentences
    shown = replace(view, basis=view.options["area_name"], opens=opens)
    panel(shown, height, draw=partial(_rows, rows, {signal.key: signal for signal in told}))


def _rows(rows: pd.DataFrame, by_key: Mapping[str, Signal], view: View) -> None:
    home = store_home()
    for number, row in enumerate(rows.itertuples(index=False), 1):
        _row(number, str(row.sentence), by_key.get(str(row.key)), view)
    st.space("stretch")
    with st.container(key="bar_attention", horizontal=True, vertical_alignment="center"):
        st.markdown(f":small[:gray[{words_attention.METHOD}]]", help=view.options["method"], width="content")
        st.space("stretch")
        done = len(book.handled(home))
        if done and st.button(f"已处理 {done} 项", type="tertiary", key="attention_list"):
            _list()


def _row(number: int, sentence: str, signal: Signal | None, view: View) -> None:
    with st.container(key=f"item_attention_{number}", horizontal=True, gap="small"):
        st.markdown(f":primary[**{number}.**] {sentence}", width="stretch")
        if signal is None:
            return
        with st.container(key=f"item_attention_tools_{number}", width="content", gap=None):
            st.page_link(
                _PATHS[signal.evidence.page],
                label="依据",
                help=f"打开“{TITLES[signal.evidence.page]}”中的依据，范围与这句话一致",
                query_params=_parameters(signal),
            )
            if st.button("处理", type="tertiary", key=f"attention_{number}", help="知道了、说明或交办"):
                handle(signal, sentence, view)


def _parameters(signal: Signal) -> Mapping[str, str]:
    """The evidence's card and scope, in the version that is looked at."""
    version = str(st.query_params.get(pinned.PARAMETER, ""))
    asked = parameters_of(signal.evidence.scope) | arriving.parameters(signal)
    return asked | ({pinned.PARAMETER: version} if version else {})


@st.dialog("处理", width="large")
def handle(signal: Signal, sentence: str, view: View) -> None:
    """What is done about one signal."""
    st.markdown(sentence)
    st.markdown(f":small[:gray[{weighed(signal)}]]")
    action = st.segmented_control(
        "怎样处理", list(_DONE), default="seen", format_func=_DONE.__getitem__, required=True, key="attention_action"
    )
    by = st.text_input(
        "处理单位或岗位",
        value=st.session_state.get(_BY, ""),
        max_chars=WHO_LENGTH,
        placeholder="如：区网格化中心值班长，不写姓名",
        key="attention_by",
    )
    today = date.today()
    text, who, due_on = "", "", today + timedelta(days=USUAL_DAYS)
    if action == "explained":
        text = st.text_area("说明", max_chars=RESULT_LENGTH, placeholder="为什么会这样，一两句话，不写居民姓名")
    elif action == "assigned":
        who = st.text_input("责任单位", value=signal.owner, max_chars=WHO_LENGTH, placeholder="单位或岗位")
        text = st.text_input("事项", max_chars=WHAT_LENGTH, placeholder="做什么，一句话", key="attention_what")
        st.markdown(":small[:gray[记入议定事项，下次会议第一张画面先看它办到哪一步。]]")
    # the calendar opens below its field: the button stands beside it
    with st.container(key="bar_attention_keep", horizontal=True, vertical_alignment="bottom"):
        if action == "assigned":
            due_on = st.date_input("办理时限", value=due_on, min_value=today, format="YYYY-MM-DD", width=px(150))
        is_said = st.button("记下", type="primary", key="attention_keep")
    if not is_said:
        return
    told, home = plain(sentence), store_home()
    try:
        if action == "explained":
            book.explain(home, signal, told, by=by, on=today, text=text)
        elif action == "assigned":
            book.assign(
                home,
                signal,
                told,
                by=by,
                on=today,
                who=who,
                what=text,
                due_on=due_on,
                citation=codes.code_of_card(view),
            )
        else:
            book.acknowledge(home, signal, told, by=by, on=today)
    except StoreError as error:
        st.markdown(f":orange[:material/error:] {error}")
        return
    st.session_state[_BY] = by
    agenda_words.tell(f"已记下：{_DONE[str(action)]}")
    st.rerun()


@st.dialog("已处理的要事", width="large")
def _list() -> None:
    """What was done about signals, the last first, and the way to have one told again."""
    done = list(book.handled(store_home()).values())[::-1]
    st.markdown(":small[:gray[情况加重、交办逾期或办结后仍在、开过下一次会议的，会重新列出。]]")
    with st.container(height=px(_LIST_PX) if len(done) > _FEW else "content", border=False, key="wl_handled"):
        for number, each in enumerate(done):
            said, tool = st.columns([6, 1], gap="small", vertical_alignment="center")
            said.markdown(handled_words(each))
            tool.button(
                "重新列出", type="tertiary", key=f"attention_back_{number}", on_click=_take_back, args=(each.key,)
            )


def _take_back(key: str) -> None:
    try:
        book.take_back(store_home(), key)
    except StoreError as error:
        agenda_words.tell(str(error), ":material/error:")
