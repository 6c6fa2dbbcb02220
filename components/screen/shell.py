"""The frame around every page: config, style, menu, first start, failure."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from components.screen import cache, citing, codes, messages, pinned, playing
from components.screen.filters import current_scope, filter_bar
from components.screen.look import scale, screen_theme
from components.screen.style import css
from components.screen.translate import translate_page
from data.ledgers.profile import PLAIN, Profile
from data.settings import PROJECT_ROOT, store_home
from data.store.build import ensure_demo
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


def store_is_ready() -> bool:
    """Whether there is a version to show; otherwise draws the first start or the failure."""
    try:
        if current_version(store_home()) is not None:
            cache.current()
            return True
    except StoreError as error:
        logger.exception("store cannot be opened")
        messages.page_failed(str(error), key="store")
        return False
    _first_start()
    return False


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
    version, reader = cache.current()
    codes.on_page(spec.url_path)
    is_pinned = pinned.asked() == version and version != current_version(store_home())
    if not is_pinned and st.session_state.setdefault(_SEEN_VERSION, version) != version:
        st.session_state[_SEEN_VERSION] = version
        st.toast(f"数据已更新到第 {version} 版，本页已按新数据显示。", icon=":material/sync:")
    filter_bar(spec, cache.district_of(reader), cache.areas_of(reader))
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
        page.run()
    except StoreError as error:
        logger.exception("page %s: store", page.title)
        messages.page_failed(str(error))
    except Exception:
        logger.exception("page %s", page.title)
        messages.page_failed("页面计算时出错，原因已写入运行日志。可先换一个时段或范围，或稍后再试。")
    cache.settle_memory()


class DemoBuild:
    """The making of the demo store, in a thread of its own, watched by whoever has the app open."""

    def __init__(self, home: Path) -> None:
        self.share = 0.0
        self.words = "正在准备"
        self.error = ""
        self.thread = threading.Thread(target=self._run, args=(home,), name="demo-build", daemon=True)
        self.thread.start()

    def _run(self, home: Path) -> None:
        try:
            ensure_demo(home, self._tell)
        except Exception as error:
            logger.exception("demo build")
            self.error = str(error) if isinstance(error, StoreError) else "示例数据没有建成，原因已写入运行日志。"

    def _tell(self, share: float, words: str) -> None:
        self.share, self.words = share, words


@st.cache_resource(max_entries=4, show_spinner=False)
def _demo_build(home: Path) -> DemoBuild:
    return DemoBuild(home)


def _first_start() -> None:
    with st.container(key="card_start"), st.container(key="wl_start"):
        st.markdown("### 第一次启动，正在建立示例区县", anchors=False)
        st.markdown(
            ":gray[数据仓还是空的。正在生成一个虚构的区县，并把它的边界和台账像真实文件一样导入；只做这一次，完成后自动打开。]"
        )
        _watch_build()
        st.markdown(":small[:gray[要用自己的数据：停止服务，运行 python -m data import 文件…，再启动。]]")


@st.fragment(run_every=0.5)
def _watch_build() -> None:
    build = _demo_build(store_home())
    if build.error:
        st.markdown(f":orange[:material/error:] {build.error}")
        st.button("再试一次", icon=":material/refresh:", on_click=_demo_build.clear)
        return
    st.progress(min(max(build.share, 0.02), 1.0), text=build.words)
    if not build.thread.is_alive():
        _demo_build.clear()
        st.rerun()
