"""Editing an agenda on the page 会议投屏: which views, in which order, with which notes."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from components.screen import agenda, agenda_words, cache
from components.screen.agenda_draft import Draft, Row, begin, draft_of
from components.screen.filters import current_scope
from components.screen.look import px
from components.views.pages.registry import PAGE_VIEWS, TITLES
from data.measures.answers import Answers
from data.meetings import book
from data.meetings.model import Agenda, Entry
from data.meetings.wording import NOTE_LENGTH, TITLE_LENGTH, MeetingError
from data.settings import store_home

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_COLUMNS = [2.3, 2.4, 0.95, 0.85]
_STEP_SECONDS = 5


@st.fragment
def edit_card(chosen: Agenda | None, answers: Answers) -> None:
    """Draw the editor of an agenda. A fragment: nothing but saving runs the page again.

    Args:
        chosen: as it is saved; None where there is none yet.
        answers: version and scope of the page; what is added takes its months and area from the filters.
    """
    with st.container(key="card_agenda_edit"):
        if chosen is None:
            st.markdown("**议程内容**")
            st.markdown(
                ":gray[:material/inbox: 还没有打开议程。选一份，或用模板新建；也可在各页卡片右上角点“加入议程”。]"
            )
            return
        draft = draft_of(chosen)
        save_place = _head(draft)
        if draft.is_changed and draft.base != chosen:
            _changed_elsewhere(chosen)
        _entries(draft, answers)
        if save_place.button("保存", type="primary", icon=":material/save:", key="agenda_save"):
            save(draft)
            st.rerun()
        with st.container(key="bar_agenda_foot", horizontal=True, vertical_alignment="center"):
            _add(draft, answers)
            minutes = round(sum(row.entry.dwell_seconds for row in draft.rows) / 60)
            st.markdown(f":small[:gray[共 {len(draft.rows)} 项，自动放映约 {minutes} 分钟]]", width="content")
            st.space("stretch")
            _share(draft)
            _remove(draft)


def save(draft: Draft) -> Agenda | None:
    """Save a draft; the last one who saves wins, and is told if somebody else did so meanwhile."""
    kept: list[Agenda] = []

    def action() -> str:
        said, home, written = "已保存", store_home(), draft.agenda
        try:
            there = book.read_agenda(home, written.code)
            if there.saved_at != draft.base.saved_at:
                said = f"已保存。{agenda_words.saved_words(there)} 另有人保存过这份议程，现以您的内容为准"
        except MeetingError:
            said, written = "原议程已被删除，已另存为一份新的", replace(written, code="")
        kept.append(book.save_agenda(home, written))
        begin(kept[0])
        agenda.choose(kept[0].code)
        return said

    agenda.attempt(action)
    return kept[0] if kept else None


def _head(draft: Draft) -> DeltaGenerator:
    """Draw title and months; returns the place of the save button."""
    with st.container(key="bar_agenda_head", horizontal=True, vertical_alignment="center"):
        st.text_input(
            "议程名称",
            max_chars=TITLE_LENGTH,
            label_visibility="collapsed",
            placeholder="议程名称",
            key=_kept(draft.field("title"), draft.title),
        )
        st.selectbox(
            "时段",
            list(agenda_words.RULES),
            format_func=agenda_words.RULES.__getitem__,
            label_visibility="collapsed",
            help="再次使用时，各画面显示哪些月份",
            key=_kept(draft.field("rule"), draft.rule),
            width=px(190),
        )
        return st.container(width="content")


def _kept(key: str, value: object) -> str:
    """Begin a field with a value; what is in it then is the visitor's. Returns its key."""
    st.session_state.setdefault(key, value)
    return key


def _changed_elsewhere(chosen: Agenda) -> None:
    with st.container(key="bar_agenda_changed", horizontal=True, vertical_alignment="center"):
        when = agenda_words.saved_words(chosen)
        st.markdown(f":orange[:material/info: 这份议程 {when} 在别处改过，现在保存会代替那次修改。]", width="content")
        st.button("放弃我的修改", type="tertiary", key="agenda_discard", on_click=_discard, args=(chosen,))


def _discard(chosen: Agenda) -> None:
    begin(chosen)


def _entries(draft: Draft, answers: Answers) -> None:
    if not draft.rows:
        st.markdown(":gray[:material/inbox: 这份议程还没有画面。点“添加画面”，或在各页卡片右上角点“加入议程”。]")
    else:
        heads = ("画面", "讲稿（只显示在主讲页）", "停留（秒）", "")
        for column, words in zip(st.columns(_COLUMNS, gap="small"), heads, strict=True):
            column.markdown(f":small[:gray[{words}]]")
    shown = draft.agenda.entries_at(answers.district.as_of)
    for place, (row, entry) in enumerate(zip(draft.rows, shown, strict=True)):
        _entry(draft, row, entry, place, answers)


def _entry(draft: Draft, row: Row, shown: Entry, place: int, answers: Answers) -> None:
    what, note, dwell, tools = st.columns(_COLUMNS, gap="small", vertical_alignment="center")
    words = agenda_words.scope_words(shown.scope, answers.store)
    what.markdown(f":gray[{place + 1}] &nbsp;**{agenda_words.entry_title(shown)}**  \n:small[:gray[{words}]]")
    note.text_area(
        f"第 {place + 1} 项讲稿",
        max_chars=NOTE_LENGTH,
        height="content",
        label_visibility="collapsed",
        placeholder="讲稿，可不写",
        key=_kept(draft.field("note", row.number), row.entry.note),
    )
    dwell.number_input(
        f"第 {place + 1} 项停留秒数",
        min_value=book.LEAST_DWELL,
        max_value=book.MOST_DWELL,
        step=_STEP_SECONDS,
        label_visibility="collapsed",
        key=_kept(draft.field("dwell", row.number), row.entry.dwell_seconds),
    )
    with tools.container(key=f"tool_agenda_{row.number}", horizontal=True, gap=None, vertical_alignment="center"):
        last = len(draft.rows) - 1
        number = row.number
        _tool(number, "上移", "arrow_upward", draft.move, (number, -1), is_off=place == 0)
        _tool(number, "下移", "arrow_downward", draft.move, (number, 1), is_off=place == last)
        _tool(number, "移除", "close", draft.remove, (number,))


def _tool(
    number: int, name: str, icon: str, action: Callable[..., None], args: tuple[int, ...], *, is_off: bool = False
) -> None:
    st.button(
        name,
        icon=f":material/{icon}:",
        type="tertiary",
        key=f"agenda_{icon}_{number}",
        help=name,
        on_click=action,
        args=args,
        disabled=is_off,
    )


def _add(draft: Draft, answers: Answers) -> None:
    """Choose views of a page; they take months, area and categories from the filters."""
    box = st.popover("添加画面", icon=":material/add:", key="agenda_add_box", on_change="rerun", width="content")
    if not box.open:
        return
    profile = answers.district.profile
    with box:
        offered = [page for page in PAGE_VIEWS if profile.shows(page)]
        page = st.selectbox("页面", offered, format_func=TITLES.__getitem__, key="agenda_add_page")
        scope = current_scope()
        views = cache.page_views(page, PAGE_VIEWS[page].build, scope)
        wanted = st.pills(
            "画面",
            list(views),
            selection_mode="multi",
            format_func=lambda view: views[view].title + ("（无数据）" if views[view].empty else ""),
            key=f"agenda_add_views_{page}",
        )
        st.markdown(f":small[:gray[{agenda_words.scope_words(scope, answers.store)}（按上方筛选）]]")
        st.button(
            "加入",
            type="primary",
            key="agenda_add",
            disabled=not wanted,
            on_click=_take,
            args=(draft, page, f"agenda_add_views_{page}"),
        )


def _take(draft: Draft, page: str, key: str) -> None:
    draft.add([Entry(page, view, current_scope()) for view in st.session_state[key]])
    st.session_state[key] = []


def _share(draft: Draft) -> None:
    address = address_of(draft.base.code)
    with st.popover("分享", icon=":material/share:", key="agenda_share", width="content"):
        st.markdown("把这个地址发给同事，打开就是这份议程：")
        st.code(address, language=None)


def address_of(code: str) -> str:
    """The whole address of this page at an agenda."""
    here = urllib.parse.urlsplit(str(st.context.url or ""))
    query = urllib.parse.urlencode({agenda.PARAMETER: code})
    return urllib.parse.urlunsplit((here.scheme, here.netloc, here.path, query, ""))


def _remove(draft: Draft) -> None:
    with st.popover("删除", icon=":material/delete:", key="agenda_remove_box", width="content"):
        st.markdown("删除后不再列出；用它开过的会议不受影响。")
        if st.button("确认删除", key="agenda_remove"):
            _remove_now(draft.base)
            st.rerun()


def _remove_now(base: Agenda) -> None:
    def action() -> str:
        book.remove_agenda(store_home(), base.code)
        agenda.forget()
        return f"已删除“{base.title}”"

    agenda.attempt(action)
