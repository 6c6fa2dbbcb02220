"""Putting files in, watching their check, and the list of what each was recognised as."""

from __future__ import annotations

import streamlit as st

from components.screen import intake_words as words
from components.screen.intake import is_begun
from components.screen.intake_basket import Basket, basket, start_over
from components.screen.intake_look import shown_file
from components.views.item import escaped
from data.intake.limits import limits
from data.intake.report import FileReport
from data.ledgers.profile import Profile

_TURN = "wl_intake_drop"


def files_card(profile: Profile) -> None:
    """Draw the place to drop files on and the files that are there."""
    held = basket()
    held.settle()
    if held.is_outdated():
        held.check()
    shown_file(held)
    with st.container(key="card_intake_files" if is_begun() else "card_intake_empty"):
        st.markdown("**1 放入文件** &nbsp;:small[:gray[一次可放多个；同名的以后放的为准]]")
        _drop(held)
        if not is_begun():
            st.markdown(
                ":small[:gray[台账：.xlsx .xls .et .ods .csv .tsv，列名、编码、日期写法不限  \n"
                "边界：.geojson .json .zip .gpkg .kml .kmz .gml  \n区县说明：.toml]]"
            )
        if held.is_working:
            _watch()
        elif held.error:
            _failed(held)
        for number, name in enumerate(held.names):
            _row(held, number, name, profile)


def _drop(held: Basket) -> None:
    """The uploader is only the way in: what came is kept in the basket, and the browser's copy is let go."""
    turn = int(st.session_state.get(_TURN, 0))
    given = st.file_uploader(
        "放入文件",
        accept_multiple_files=True,
        max_upload_size=limits().upload_mb,
        label_visibility="collapsed",
        key=f"intake_drop_{turn}",
        disabled=held.is_working and held.step == "import",
    )
    if given:
        if held.outcome:
            start_over()
        basket().put(given)
        st.session_state[_TURN] = turn + 1
        st.rerun()


@st.fragment(run_every=0.4)
def _watch() -> None:
    """A bar and words while something is under way; then the page is drawn with what came of it."""
    held = basket()
    work = held.work
    if work is None or not work.is_running:
        st.rerun()
    share = min(max(work.share, 0.02), 1.0)
    with st.container(key="bar_intake_work", horizontal=True, vertical_alignment="center"):
        st.progress(share, text=escaped(work.words))
        if held.step == "check" and st.button("取消", icon=":material/close:", type="tertiary", key="intake_cancel"):
            held.cancel()
            st.rerun()


def _failed(held: Basket) -> None:
    st.markdown(f":orange[:material/error:] {escaped(held.error)}")
    if held.names and held.outcome is None:
        st.button("再核对一次", icon=":material/refresh:", key="intake_again", on_click=held.check)


def _row(held: Basket, number: int, name: str, profile: Profile) -> None:
    file = held.file(name)
    with st.container(key=f"item_intake_{number}", gap=None):
        with st.container(key=f"bar_intake_file_{number}", horizontal=True, vertical_alignment="center"):
            title = f"**:red[{escaped(name)}]**" if name == held.shown else escaped(name)
            icon = _sign(held, file).mark if file else ":gray[:material/draft:]"
            st.button(
                f"{icon} {title}",
                key=f"intake_show_{number}",
                type="tertiary",
                on_click=_show,
                args=(held, name),
                disabled=file is None,
            )
            st.space("stretch")
            if not held.outcome:
                _remove(held, number, name)
        if file:
            st.markdown(f":small[:gray[{_told(held, file, profile)}]]")


def _remove(held: Basket, number: int, name: str) -> None:
    with st.container(key=f"tool_intake_{number}", width="content"):
        st.button(
            "移出",
            icon=":material/close:",
            type="tertiary",
            help="移出，不导入这个文件",
            key=f"intake_remove_{number}",
            on_click=held.remove,
            args=(name,),
            disabled=held.is_working and held.step == "import",
        )


def _told(held: Basket, file: FileReport, profile: Profile) -> str:
    """微心愿台账 · 可以导入 · 读到 60 行，可采用 58; 不能导入 · 加了密码."""
    told = [text for text in (_sign(held, file).words, escaped(words.refusal(file))) if text]
    if file.ledger:
        told.insert(0, escaped(words.ledger_label(file.ledger, profile)))
    if file.rows_read and not file.is_open:
        told.append(words.counts(file, is_done=held.outcome is not None))
    return " · ".join(told)


def _sign(held: Basket, file: FileReport) -> words.Sign:
    return words.sign(file, is_done=held.outcome is not None)


def _show(held: Basket, name: str) -> None:
    held.shown = name
