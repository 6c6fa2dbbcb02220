"""The frame around every page: config, style, menu, first start, failure."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from components.screen import (
    arriving,
    cache,
    citing,
    clicks,
    codes,
    explore,
    first_start,
    messages,
    pinned,
    playing,
    renewing,
)
from components.screen.filters import current_scope, filter_bar, title_bar
from components.screen.look import measure, scale, screen_theme
from components.screen.style import css
from components.screen.translate import translate_page
from data.ledgers.profile import PLAIN, Profile
from data.settings import PROJECT_ROOT, store_home
from data.store.errors import StoreError
from data.store.pointer import current_version
from pages import PageSpec

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from streamlit.navigation.page import StreamlitPage

__all__ = [
    "configure",
    "filters",
    "frame",
    "is_citing",
    "is_projecting",
    "navigation",
    "project",
    "run",
    "screen_theme",
    "store_is_ready",
]
logger = logging.getLogger(__name__)
STATIC = PROJECT_ROOT / "static"
_SEEN_VERSION = "wl_version"


def configure() -> None:
    """Page config first (a page icon set later is fetched from outside), then style and logo."""
    st.set_page_config(page_title="网览", page_icon=str(STATIC / "icon.png"), layout="wide")
    measure()
    theme = screen_theme()
    st.html(css(theme, scale()))
    if not is_projecting():
        st.logo(str(STATIC / f"logo-{theme.name}.svg"), size="large")


def navigation(pages: Sequence[PageSpec]) -> tuple[StreamlitPage, PageSpec]:
    """The menu from the registry, and the page asked for."""
    menu: dict[str, list[StreamlitPage]] = {}
    specs: dict[str, PageSpec] = {}
    profile = _profile()
    for number, spec in enumerate(pages):
        entry = st.Page(
            Path(PROJECT_ROOT / spec.path),
            title=spec.title,
            icon=spec.icon,
            url_path=spec.url_path if number else "home",
            default=number == 0,
            help=spec.help,
            visibility="visible" if profile.shows(spec.url_path) else "hidden",
        )
        menu.setdefault(spec.section, []).append(entry)
        if number == 0:
            # Streamlit serves its default page at the root only: without this, its own address would be unknown.
            path = Path(PROJECT_ROOT / spec.path)
            menu[spec.section].append(st.Page(path, title=spec.title, url_path=spec.url_path, visibility="hidden"))
        specs[spec.title] = spec
    page = st.navigation(menu, position="hidden" if is_projecting() else "top")
    # After the menu: what this component reports may start a rerun, and only now does the browser know its page.
    translate_page([spec.url_path for spec in pages])
    return page, specs[page.title]


def frame() -> DeltaGenerator:
    """The container all of a page stands in."""
    return st.container(key="wl_main")


def store_is_ready(spec: PageSpec) -> bool:
    """Whether the page has what it needs; otherwise draws the first start or the failure."""
    try:
        if _has_version():
            cache.current()
            return not renewing.is_under_way()
    except StoreError as error:
        logger.exception("store cannot be opened")
        messages.page_failed(str(error), key="store")
        return False
    if not spec.needs_data:
        first_start.hold()
        return True
    first_start.draw()
    return False


def _has_version() -> bool:
    return current_version(store_home()) is not None


def is_citing() -> bool:
    """Whether the address holds a citation code: it is drawn instead of a page."""
    return citing.is_open()


def is_projecting() -> bool:
    """Whether the address asks for a wall or a presenter's page: nothing else of the app is drawn then."""
    return playing.is_asked()


def project() -> None:
    """Draw the wall or the presenter's page."""
    # Only who projects pays for loading what draws slides.
    from components.screen import wall

    wall.show()
    cache.settle_memory()


def _profile() -> Profile:
    """The current version's profile; the plain one where there is no version to read."""
    try:
        return cache.current()[1].district.profile
    except StoreError:
        return PLAIN


def filters(spec: PageSpec) -> None:
    """The filter bar, and a quiet word when the data are newer than what this visitor saw before."""
    if not _has_version():
        title_bar(spec, None)
        return
    version, reader = cache.current()
    codes.on_page(spec.url_path)
    is_pinned = pinned.asked() == version and version != current_version(store_home())
    if not is_pinned and st.session_state.setdefault(_SEEN_VERSION, version) != version:
        st.session_state[_SEEN_VERSION] = version
        st.toast(f"数据已更新到第 {version} 版，本页已按新数据显示。", icon=":material/sync:")
    if not spec.needs_data:
        title_bar(spec, cache.district_of(reader))
        return
    filter_bar(explore.asked_ledger(spec), cache.district_of(reader), cache.areas_of(reader))
    if is_pinned:
        with (
            st.container(key="card_pinned"),
            st.container(key="bar_pinned", horizontal=True, vertical_alignment="center"),
        ):
            citing.standing(version, cache.answers_of(current_scope()))
            st.space("stretch")
            st.button("回到最新", icon=":material/update:", key="pinned_back", on_click=pinned.release)
    elif pinned.asked_text() and pinned.asked() != version:
        st.markdown(f":orange[:material/info: 地址中的版本不存在或已清理，这里显示的是最新的第 {version} 版。]")


def run(page: StreamlitPage, spec: PageSpec) -> None:
    """Run the page; a fault shows a sentence, the log has the trace. A page the district left out says so."""
    if not _profile().shows(spec.url_path):
        messages.page_left_out(spec.title, cache.current()[1].district.name)
        return
    try:
        clicks.begin()
        page.run()
        clicks.listen()
        arriving.lead()
    except StoreError as error:
        logger.exception("page %s: store", page.title)
        messages.page_failed(str(error))
    except Exception:
        logger.exception("page %s", page.title)
        messages.page_failed("页面计算时出错，原因已写入运行日志。可先换一个时段或范围，或稍后再试。")
    cache.settle_memory()
