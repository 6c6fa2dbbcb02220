"""An empty store: the demo district is made at once, unless the settings or the visitor want data of their own."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.screen.look import px
from components.screen.messages import IMPORT_PAGE
from components.screen.working import Work
from data.settings import is_demo_wanted, store_home
from data.store.build import ensure_demo


class FirstStart:
    """What becomes of an empty store, for all who have the app open."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.is_demo_wanted = is_demo_wanted()
        self.build: Work[int] | None = None

    def demo(self) -> Work[int]:
        """The making of the demo store, begun where it is not under way."""
        if self.build is None:
            self.build = Work(lambda tell: ensure_demo(self.home, tell), "示例数据没有建成，原因已写入运行日志。")
        return self.build

    def want(self, *, demo: bool) -> None:
        """Choose between the demo district and data of one's own; for ``on_click``."""
        self.is_demo_wanted = demo
        self.give_up()

    def give_up(self) -> None:
        """Stop making the demo store."""
        if self.build is not None:
            self.build.stop()
        self.build = None


@st.cache_resource(max_entries=4, show_spinner=False)
def _first_start(home: Path) -> FirstStart:
    return FirstStart(home)


def draw() -> None:
    """Draw what there is to see while the store is empty."""
    start = _first_start(store_home())
    with st.container(key="card_start"), st.container(key="wl_start"):
        if start.is_demo_wanted:
            _building(start)
        else:
            _choice(start)


def hold() -> None:
    """A page that works on an empty store is open: no demo district may come in between."""
    _first_start(store_home()).give_up()


def _building(start: FirstStart) -> None:
    st.markdown("### 第一次启动，正在建立示例区县", anchors=False)
    st.markdown(
        ":gray[数据仓还是空的。正在生成一个虚构的区县，并把它的边界和台账像真实文件一样导入；只做这一次，完成后自动打开。]"
    )
    _watch_build()
    with st.container(key="bar_start", horizontal=True, vertical_alignment="center"):
        st.markdown(":small[:gray[已有边界和台账？]]", width="content")
        if st.button("用自己的数据", icon=":material/upload_file:", type="tertiary", key="start_own"):
            start.want(demo=False)
            st.switch_page(IMPORT_PAGE)


def _choice(start: FirstStart) -> None:
    st.markdown("### 数据仓还是空的", anchors=False)
    st.markdown(
        ":gray[先导入网格边界，再导入各类台账：表格和边界文件原样放入即可，列名、日期写法、编码都会自动识别，"
        "拿不准的会先问。导入以后，各页自动有数。]"
    )
    with st.container(key="bar_start", horizontal=True, vertical_alignment="center"):
        if st.button("导入自己的数据", icon=":material/upload_file:", type="primary", key="start_import"):
            st.switch_page(IMPORT_PAGE)
        st.button(
            "先看示例区县",
            icon=":material/travel_explore:",
            key="start_demo",
            width=px(150),
            on_click=start.want,
            kwargs={"demo": True},
        )


@st.fragment(run_every=0.5)
def _watch_build() -> None:
    start = _first_start(store_home())
    build = start.demo()
    if build.error:
        st.markdown(f":orange[:material/error:] {build.error}")
        st.button("再试一次", icon=":material/refresh:", on_click=start.give_up)
        return
    st.progress(min(max(build.share, 0.02), 1.0), text=build.words)
    if not build.is_running:
        start.give_up()
        st.rerun()
