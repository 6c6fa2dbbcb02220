"""Opening a citation code: exactly the cited views, in their version and scope, whatever was imported since."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping
from typing import Literal

import streamlit as st

from components.screen import cache, messages, pinned
from components.screen.address import parameters_of
from components.screen.cards import cards_row
from components.screen.codes import CODE
from components.screen.look import px, screen_theme
from components.screen.maps import draw_map
from components.screen.messages import Step
from components.screen.panels import panel
from components.views.model import View
from components.views.pages import explore_choice
from components.views.pages.registry import PAGE_VIEWS, Lens
from components.views.words import day
from data.access.citations import Citation, look_up
from data.measures.answers import Answers
from data.settings import store_home
from data.store.errors import StoreError
from data.store.pointer import current_version
from data.store.reader import open_store

_HEIGHTS = {"map": 560, "sankey": 528, "tree": 480, "table": 430, "heatmap": 430, "text": 300}
_MAP_EDGES_PX = 116


def is_open() -> bool:
    """Draw what the address cites; False where it cites nothing."""
    text = str(st.query_params.get(CODE, "")).strip()
    if not text:
        pinned.hold(None)
        return False
    try:
        code, citation = look_up(store_home(), text)
        reader = open_store(store_home(), citation.version)
    except StoreError as error:
        pinned.hold(None)
        messages.page_empty("没有打开引用码", str(error), [Step("回到最新数据", go_back)], key="code")
        return True
    pinned.hold(citation.version)
    answers = Answers(reader, citation.scope)
    _head(code, citation, answers)
    for number, (page, view_id) in enumerate(citation.views):
        _draw(number, page, view_id, citation, answers)
    return True


def open_code(text: str) -> None:
    """Show what a typed code cites."""
    st.query_params[CODE] = text.strip()[:40]


def go_back() -> None:
    """Leave the citation and its version; for ``on_click``."""
    st.query_params.pop(CODE, None)
    pinned.release()


def standing(version: int, answers: Answers) -> None:
    """The band that says which version is shown, and the way back to the newest."""
    as_of = answers.district.as_of
    newest = current_version(store_home())
    said = f"正在查看第 {version} 版（截至{day(as_of)}）" + ("，也是最新一版" if version == newest else "")
    st.markdown(f":material/history: **{said}**", width="content")


def _head(code: str, citation: Citation, answers: Answers) -> None:
    district = answers.district
    with st.container(key="card_cited"), st.container(key="bar_cited", horizontal=True, vertical_alignment="center"):
        st.markdown(f"### 引用码 {code}", width="content", anchors=False)
        standing(citation.version, answers)
        st.markdown(f":small[:gray[{citation.scope.sentence(answers.area_name)}]]", width="content")
        st.space("stretch")
        if district.is_demo:
            st.badge("示例数据", color="gray")
        st.link_button("打开所在页面", page_address(citation), icon=":material/open_in_new:", type="tertiary")
        st.button("回到最新", icon=":material/update:", key="cited_back", on_click=go_back)


def page_address(citation: Citation, *, is_pinned: bool = True) -> str:
    """The page of the first view, with the scope and, unless the newest is wanted, the version in its address."""
    asked: Mapping[str, str] = {
        pinned.PARAMETER: str(citation.version) if is_pinned else "",
        **parameters_of(citation.scope),
        "measure": citation.measure,
        "level": str(citation.level or ""),
        **explore_choice.parameters(*citation.views[0]),
    }
    query = urllib.parse.urlencode({name: value for name, value in asked.items() if value})
    return f"{citation.views[0][0]}?{query}"


def _draw(number: int, page: str, view_id: str, citation: Citation, answers: Answers) -> None:
    views = _views(page, citation)
    title = PAGE_VIEWS[page].title if page in PAGE_VIEWS else page
    view = views.get(view_id)
    if view is None:
        messages.page_empty(f"“{title}”里没有这张图表", "网览的这一版程序已不再画它。", key=f"gone_{number}")
        return
    if number == 0 or citation.views[number - 1][0] != page:
        st.markdown(f"**{title}**")
    if view.kind == "cards":
        cards_row(view)
        return
    height = _HEIGHTS.get(view.kind, 400)
    key = f"cited_{number}_{view_id}"
    if view.kind == "map":
        panel(view, height, key, draw=lambda shown: _map(shown, answers, height, key))
    else:
        panel(view, height, key)


def _map(view: View, answers: Answers, height: int, key: str) -> None:
    wide = answers.narrowed(view.scope)
    theme: Literal["dark", "light"] = "dark" if screen_theme().is_dark else "light"
    draw_map(view, wide, px(height - _MAP_EDGES_PX), f"{key}_map", theme=theme)


def _views(page: str, citation: Citation) -> Mapping[str, View]:
    if page not in PAGE_VIEWS:
        return {}
    return cache.lens_views(page, Lens(citation.measure, citation.level), citation.scope)
