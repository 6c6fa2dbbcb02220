"""Taking the newest version back, after saying what comes back."""

from __future__ import annotations

import streamlit as st

from components.screen import agenda_words
from components.screen.intake_basket import start_over
from components.screen.intake_words import when
from components.views.item import escaped
from data.settings import store_home
from data.store.errors import StoreError
from data.store.maintenance import undo
from data.store.manifest import Manifest
from data.store.pointer import read_manifest


def undo_button(version: int, label: str, *, key: str) -> None:
    """A button that opens what would come back, and there the one that does it.

    Args:
        version: the newest one; another import meanwhile is not taken back.
        label: of the button.
        key: unique on the page.
    """
    before = _before(version)
    # The version is part of the key: after an undo the box is another one, and closed.
    with st.popover(
        label, icon=":material/undo:", key=f"undo_box_{key}_{version}", width="content", disabled=before is None
    ):
        if before is None:
            return
        note = f"（{escaped(before.note)}）" if before.note else ""
        st.markdown(f"撤销第 {version} 版，各页回到**第 {before.version} 版**：{when(before.created_at)}{note}。")
        st.markdown(f":small[:gray[第 {version} 版的内容不再显示；要再用，重新导入文件即可。]]")
        st.button(
            "确认撤销",
            type="primary",
            icon=":material/undo:",
            key=f"undo_{key}_{version}",
            on_click=_undo,
            args=(version,),
        )


def _before(version: int) -> Manifest | None:
    """The version that would come back; None where there is none."""
    try:
        parent = read_manifest(store_home(), version).parent
        return None if parent is None else read_manifest(store_home(), parent)
    except StoreError:
        return None


def _undo(version: int) -> None:
    try:
        back = undo(store_home(), version)
    except StoreError as error:
        agenda_words.tell(str(error), ":material/error:")
        return
    agenda_words.tell(f"已撤销第 {version} 版，现在是第 {back} 版")
    start_over()
