"""A store whose marts another program built: they are built anew once, before the first page is drawn from them."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import streamlit as st

from components.screen.look import px
from components.screen.working import Tell, Work
from data.settings import store_home
from data.store import renewal
from data.store.errors import StoreError
from data.store.pointer import current_version

logger = logging.getLogger(__name__)


class Renewing:
    """The renewal of one version, for all who have the app open.

    Attributes:
        work: the renewal; its result says why it was not kept, empty when it was.
        began: when, in seconds of the monotonic clock.
    """

    def __init__(self, home: Path) -> None:
        self.began = time.monotonic()
        self.work: Work[str] = Work(lambda tell: _renewed(home, tell), "重新汇总没有完成，原因已写入运行日志。")


def _renewed(home: Path, tell: Tell) -> str:
    tell(0.0, "正在重新汇总")
    try:
        renewal.renew(home)
    except (StoreError, OSError) as error:
        logger.warning("marts were not renewed: %s", error)
        return renewal.not_kept(error)
    return ""


@st.cache_resource(max_entries=4, show_spinner=False)
def _renewing(home: Path, version: int) -> Renewing:
    return Renewing(home)


def is_under_way() -> bool:
    """Draw the renewal while it goes on; False where there is none to wait for, with a word where it was not kept."""
    home = store_home()
    if not renewal.is_due(home):
        return False
    work = _renewing(home, current_version(home) or 0).work
    if work.is_running:
        _panel()
        return True
    if told := work.result or work.error:
        st.markdown(f":small[:orange[:material/info: {told}。]]")
    return False


def _panel() -> None:
    with st.container(key="card_renewing", height=px(420), horizontal_alignment="center", vertical_alignment="center"):
        st.markdown("### 程序已更新，正在重新汇总", width="content", anchors=False)
        st.markdown(
            ":gray[台账的每一行都不变，只把各页要用的汇总按新程序再做一遍；只做这一次，完成后自动打开。]",
            width="content",
        )
        _watch()


@st.fragment(run_every=0.5)
def _watch() -> None:
    home = store_home()
    renewing = _renewing(home, current_version(home) or 0)
    if not renewal.is_due(home) or not renewing.work.is_running:
        st.rerun()
    seconds = time.monotonic() - renewing.began
    with st.container(horizontal_alignment="center"):
        st.markdown(f":small[:gray[:material/progress_activity: 已用 {seconds:.0f} 秒]]", width="content")
