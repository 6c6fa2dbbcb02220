"""加入议程: the quiet tool of every card that puts its view on an agenda. The book is read only while it is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from components.screen import cache, codes
from components.screen.agenda_words import RULES, distinct, scope_words, tell, told
from components.screen.filters import current_scope
from components.views.item import escaped
from components.views.model import View
from components.views.pages.registry import PAGE_VIEWS, TITLES, Lens
from data.access.citations import look_up
from data.meetings import book
from data.meetings.model import Entry
from data.meetings.wording import NOTE_LENGTH
from data.settings import store_home
from data.store.errors import StoreError

_LAST, _NEW = "wl_agenda_last", ""


@st.fragment
def add_menu(view: View, *, key: str) -> None:
    """The tool as a fragment of its own; see :func:`draw_add`."""
    with st.container(key=f"tool_add_{key}", width="content"):
        draw_add(view, key=key)


def draw_add(view: View, *, key: str) -> None:
    """The button and what it opens. Belongs into a fragment: a click runs it again, never the page.

    Args:
        view: what the card shows.
        key: unique on the page.
    """
    box = st.popover(
        "加入议程",
        icon=":material/playlist_add:",
        type="tertiary",
        help="加入议程",
        key=f"add_{key}",
        on_change="rerun",
    )
    told()
    if not box.open:
        return
    with box:
        try:
            _choose(view, key)
        except StoreError as error:
            st.markdown(f":orange[:material/error:] {escaped(str(error))}")


def entry_of(view: View) -> Entry | None:
    """What of a card goes on an agenda: its page, scope and, on the map page, measure and level.

    Returns:
        None for a card that no page can show again by itself.
    """
    opened = str(st.query_params.get(codes.CODE, ""))
    if opened:
        _, citation = look_up(store_home(), opened)
        page = next((page for page, view_id in citation.views if view_id == view.id), "")
        scope, lens = citation.scope, Lens(citation.measure, citation.level)
    else:
        page, scope, lens = codes.page_shown(), current_scope(), codes.lens_of_address()
    if page not in PAGE_VIEWS:
        return None
    if page != "grid_map":
        lens = Lens()
    elif view.id in ("map", "peers"):
        lens = Lens(view.measures[0], lens.level)
    entry = Entry(page, view.id, scope, measure=lens.measure, level=lens.level)
    return entry if view.id in _views(entry) else None


def _views(entry: Entry) -> Mapping[str, View]:
    return cache.lens_views(entry.page, Lens(entry.measure, entry.level), entry.scope)


def _choose(view: View, key: str) -> None:
    entry = entry_of(view)
    if entry is None:
        st.markdown(":gray[这一项随页面上的选择变化，不能放进议程。]")
        return
    st.markdown(
        f"**{TITLES[entry.page]} · {view.title}**  \n:small[:gray[{scope_words(entry.scope, cache.current()[1])}]]"
    )
    agendas = {agenda.code: agenda for agenda in book.read_agendas(store_home())}
    labels = {code: f"{agenda.title}（{len(agenda.entries)} 项）" for code, agenda in agendas.items()}
    labels = distinct({**labels, _NEW: "新建一份议程"})
    last = st.session_state.get(_LAST)
    # The browser keeps the label: where labels follow the book, the key must too.
    chooser = f"add_to_{key}_{sum(len(agenda.entries) for agenda in agendas.values())}_{len(agendas)}"
    code = st.selectbox(
        "加入",
        list(labels),
        index=list(labels).index(last) if last in labels else 0,
        format_func=labels.__getitem__,
        key=chooser,
    )
    st.text_input("讲稿", max_chars=NOTE_LENGTH, placeholder="可不写", key=f"add_note_{key}")
    if code in agendas and agendas[code].rule != "kept":
        st.markdown(f":small[:gray[时段以议程为准：{RULES[agendas[code].rule]}]]")
    # The figures at the head of a page stand in no card of their own that could hold this tool.
    heads = [each.id for each in _views(entry).values() if each.kind == "cards" and not each.empty]
    with_head = bool(heads) and st.checkbox("先放本页的指标卡", key=f"add_head_{key}")
    entries = [replace(entry, view=head) for head in heads if with_head] + [entry]
    st.button("加入议程", type="primary", key=f"add_now_{key}", on_click=_add, args=(entries, key, code))


def _add(entries: list[Entry], key: str, code: str) -> None:
    noted = replace(entries[-1], note=str(st.session_state[f"add_note_{key}"]))
    try:
        for entry in (*entries[:-1], noted):
            agenda = book.add_entry(store_home(), code, entry)
            code = agenda.code
    except StoreError as error:
        tell(str(error), ":material/error:")
        return
    st.session_state[_LAST] = agenda.code
    st.session_state[f"add_{key}"] = False
    tell(f"已加入“{agenda.title}”，现有 {len(agenda.entries)} 项", ":material/playlist_add_check:")
