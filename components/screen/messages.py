"""Designed words for when there is nothing to show: empty, failed, starting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.screen.look import px


@dataclass(frozen=True, slots=True)
class Step:
    """A next step offered on an empty page.

    Attributes:
        label: what the button says.
        on_click: what it does.
        args: with what.
        icon: Material symbol.
    """

    label: str
    on_click: Callable[..., Any]
    args: tuple[Any, ...] = ()
    icon: str | None = None


IMPORT_PAGE = "pages/office/import_files.py"


def page_empty(
    title: str, why: str, steps: Sequence[Step] = (), *, key: str = "page", offers_import: bool = False
) -> None:
    """A page without anything to show: what is missing, why, and two or three next steps.

    Args:
        title: what is missing, as a short statement.
        why: scope and last import, one or two sentences.
        steps: buttons.
        key: tells several of these apart.
        offers_import: whether new data would help: then the page where files are put in is offered too.
    """
    with st.container(
        key=f"card_empty_{key}", height=px(420), horizontal_alignment="center", vertical_alignment="center"
    ):
        st.markdown(f"### :gray[:material/inbox:] {title}", width="content", anchors=False)
        st.markdown(f":gray[{why}]", width="content", text_alignment="center")
        if steps or offers_import:
            with st.container(
                key=f"bar_empty_{key}", horizontal=True, horizontal_alignment="center", vertical_alignment="center"
            ):
                for number, step in enumerate(steps):
                    st.button(
                        step.label,
                        key=f"empty_{key}_{number}",
                        icon=step.icon,
                        on_click=step.on_click,
                        args=step.args,
                    )
                if offers_import:
                    st.page_link(IMPORT_PAGE, label="导入数据", icon=":material/upload_file:")


def page_left_out(title: str, district: str) -> None:
    """A page that this district does not use, reached by its address."""
    why = f"{district}没有开设“{title}”。请从上方菜单选择其他页面；要开设，请管理员在区县说明里加上它，再导入一次。"
    page_empty(f"{district}没有开设这一页", why, key="left_out")


def card_empty(why: str) -> None:
    """Nothing to draw inside a card: the reason, in its middle."""
    with st.container(height="stretch", vertical_alignment="center", horizontal_alignment="center", border=False):
        st.markdown(f":gray[:material/inbox: {why}]", width="content", text_alignment="center")


def card_failed(title: str) -> None:
    """A view could not be drawn; the trace is in the log."""
    with st.container(height="stretch", vertical_alignment="center", horizontal_alignment="center", border=False):
        st.markdown(
            f":orange[:material/error:] “{title}”没有画出来。其余内容不受影响，原因已写入运行日志。",
            width="content",
            text_alignment="center",
        )


def page_failed(why: str, *, key: str = "page") -> None:
    """The whole page failed: what happened and what to do, never a traceback."""
    with st.container(
        key=f"card_failed_{key}", height=px(420), horizontal_alignment="center", vertical_alignment="center"
    ):
        st.markdown("### :orange[:material/error:] 这一页暂时打不开", width="content", anchors=False)
        st.markdown(f":gray[{why}]", width="content", text_alignment="center")
        with st.container(key=f"bar_failed_{key}", horizontal=True, horizontal_alignment="center"):
            st.button("再试一次", icon=":material/refresh:", key=f"failed_{key}_again")
