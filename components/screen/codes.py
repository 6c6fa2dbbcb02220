"""The citation code of a card that is taken away, and the line it leaves in the log."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.exports.prepare import citation_of
from components.screen import cache
from components.screen.filters import current_scope
from components.views.model import View
from components.views.pages.registry import PAGE_VIEWS, Lens
from data.access.citations import cite, tidy
from data.access.export_log import Export, ExportedFile, log_export, made
from data.measures.answers import Answers
from data.settings import store_home

CODE = "code"
"""In the address: the citation that is open."""
_PAGE = "wl_page"


def on_page(page: str) -> None:
    """Remember which page is drawn, for the cards on it."""
    st.session_state[_PAGE] = page


def page_shown() -> str:
    """The page that is drawn; "" where it is not known."""
    return str(st.session_state.get(_PAGE, ""))


def lens_of_address() -> Lens:
    """Measure and level of the map, as the address says."""
    level = str(st.query_params.get("level", ""))
    return Lens(str(st.query_params.get("measure", "")), int(level) if level in ("1", "2", "3") else 0)


def code_of_card(view: View) -> str:
    """The code of a view as it is on the screen now, kept from this moment on; "" where its page is not known.

    Under an open citation it is that citation's own.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return ""
    opened = str(st.query_params.get(CODE, ""))
    if opened:
        return tidy(opened)
    page = page_shown()
    if page not in PAGE_VIEWS:
        return ""
    lens = lens_of_address() if page == "grid_map" else Lens()
    if page == "grid_map" and view.id == "peers":
        lens = Lens(view.measures[0], lens.level)
    if view.id not in cache.lens_views(page, lens, current_scope()):
        # what follows a choice on the page alone cannot be shown again by its name
        return ""
    answers = Answers(cache.current()[1], current_scope())
    return cite(store_home(), citation_of(answers, page, view.id, lens))


def rows_leaving(answers: Answers, title: str, name: str) -> Export:
    """The line that rows of a page leave in the log, but for the bytes of the file: made while the page is known."""
    entry = made(title, "", answers.store.version, answers.scope, answers.area_name, (), "页面")
    return replace(entry, files=(ExportedFile(name, "", 0),))


def logged(entry: Export, content: bytes) -> bytes:
    """A file on its way out, once its line stands in the log."""
    log_export(store_home(), entry.of(content))
    return content


def log_card(view: View, code: str, area: str, name: str, content: bytes) -> None:
    """Note that a card's picture was taken away."""
    scope = view.scope
    entry = Export(
        view.title,
        code,
        cache.current()[0],
        scope.sentence(area),
        scope.grid_code,
        str(scope.period),
        (f"{page_shown()}.{view.id}",),
        (ExportedFile.of_bytes(name, content),),
        "卡片",
    )
    log_export(store_home(), entry)
