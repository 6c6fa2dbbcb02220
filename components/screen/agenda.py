"""The list of agendas on the page 会议投屏: choose one, begin one from a template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from components.screen import agenda_words, cache
from components.views.item import escaped
from components.views.pages.registry import PAGE_VIEWS
from data.measures.answers import Answers
from data.measures.periods import preset_period
from data.meetings import book
from data.meetings.model import Agenda, Entry, Template
from data.meetings.templates import TEMPLATES
from data.settings import store_home
from data.store.errors import StoreError

PARAMETER = "agenda"
"""In the address: the agenda the page opens at."""
_CHOSEN, _SIDE = "wl_agenda", "wl_meeting_orders"
_LISTED = 8


def list_card(answers: Answers) -> Agenda | None:
    """Draw the agendas and the templates; returns the one that is chosen."""
    agenda_words.told()
    agendas = book.read_agendas(store_home())
    chosen, is_unknown = _chosen(agendas)
    with st.container(key="card_agendas"):
        st.markdown("**1 议程** &nbsp;:small[:gray[点名称打开，可反复使用]]")
        if is_unknown:
            st.markdown(":orange[:material/info: 地址中的议程不存在或已删除，请另选一份，或新建。]")
        shown = agendas if st.session_state.get("agenda_all") else agendas[:_LISTED]
        for agenda in shown:
            _row(agenda, is_chosen=agenda == chosen and not is_about_orders())
        if len(agendas) > _LISTED:
            st.toggle(f"列出全部 {len(agendas)} 份", key="agenda_all")
        if not agendas:
            st.markdown(":gray[:material/inbox: 还没有议程。从下面的模板开始，再增减画面、写讲稿。]")
        _templates(answers)
    return chosen


def choose(code: str) -> None:
    """Open an agenda; for ``on_click``."""
    st.query_params[PARAMETER] = code
    st.session_state[_CHOSEN] = code
    st.session_state[_SIDE] = False


def show_orders() -> None:
    """Show the orders in the place of the agenda; for ``on_click``."""
    st.session_state[_SIDE] = True


def is_about_orders() -> bool:
    """Whether the orders are looked at instead of the agenda."""
    return bool(st.session_state.get(_SIDE))


def forget() -> None:
    """Choose none, so that the newest is shown."""
    st.query_params.pop(PARAMETER, None)
    st.session_state.pop(_CHOSEN, None)


def attempt(action: Callable[[], str]) -> bool:
    """Change the book and say what came of it.

    Args:
        action: changes it, and returns what is then said; "" for nothing.

    Returns:
        Whether it was changed.
    """
    try:
        words = action()
    except StoreError as error:
        agenda_words.tell(str(error), ":material/error:")
        return False
    if words:
        agenda_words.tell(words)
    return True


def template_agenda(template: Template, answers: Answers) -> Agenda:
    """An agenda after a template, of what this district has data for, in the area of the filters."""
    shows = answers.district.profile.shows
    scope = replace(answers.scope, period=preset_period(template.rule, answers.district.as_of), categories=())
    found: list[Entry] = []
    for name in template.views:
        page, _, view_id = name.partition(".")
        if page in PAGE_VIEWS and shows(page):
            view = cache.page_views(page, PAGE_VIEWS[page].build, scope).get(view_id)
            if view is not None and not view.empty:
                found.append(Entry(page, view_id, scope))
    return Agenda("", template.title, template.rule, tuple(found))


def _chosen(agendas: list[Agenda]) -> tuple[Agenda | None, bool]:
    """The agenda to show, and whether the address asks for one there is not."""
    known = {agenda.code: agenda for agenda in agendas}
    asked = str(st.query_params.get(PARAMETER, "")).strip()
    if asked and asked not in known:
        return None, True
    code = asked or str(st.session_state.get(_CHOSEN, ""))
    chosen = known.get(code) or next(iter(agendas), None)
    if chosen:
        # Whoever saves another one meanwhile makes that the newest: this visitor stays with what is open.
        st.session_state[_CHOSEN] = chosen.code
    return chosen, False


def _row(agenda: Agenda, *, is_chosen: bool) -> None:
    title = f"**:red[{escaped(agenda.title)}]**" if is_chosen else escaped(agenda.title)
    grey = f"{len(agenda.entries)} 项 · {agenda_words.saved_words(agenda)}"
    with st.container(key=f"bar_agenda_{agenda.code}", horizontal=True, vertical_alignment="center"):
        st.button(title, key=f"agenda_open_{agenda.code}", type="tertiary", on_click=choose, args=(agenda.code,))
        st.space("stretch")
        st.markdown(f":small[:gray[{grey}]]", width="content")


def _templates(answers: Answers) -> None:
    with st.container(key="bar_agenda_new", horizontal=True, vertical_alignment="center"):
        st.markdown(":small[:gray[新建]]", width="content")
        for template in TEMPLATES.values():
            st.button(
                template.title,
                key=f"agenda_new_{template.code}",
                on_click=_create,
                args=(template, answers),
                help=f"按“{template.title}”模板新建，范围按上方筛选",
            )
        st.button("空白", key="agenda_new_empty", on_click=_create, args=(None, answers), help="新建一份没有画面的议程")


def _create(template: Template | None, answers: Answers) -> None:
    def action() -> str:
        agenda = Agenda("", book.NEW_TITLE)
        if template is not None:
            agenda = template_agenda(template, answers)
        saved = book.save_agenda(store_home(), agenda)
        choose(saved.code)
        left_out = len(template.views) - len(saved.entries) if template else 0
        more = f"，{left_out} 项在本区县没有数据，未放入" if left_out else ""
        return f"已新建“{saved.title}”，{len(saved.entries)} 项{more}"

    attempt(action)
