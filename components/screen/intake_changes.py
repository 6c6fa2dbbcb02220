"""What an import would change, by ledger and month, and what becomes of rows the file no longer has."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.screen import intake_words as words
from components.screen.intake_basket import Basket
from components.screen.intake_frames import change_frame
from components.screen.look import px, scale
from components.screen.tables import fitting
from data.intake.preview_model import MonthChange, Preview
from data.ledgers.profile import Profile

_ROW_PX = 28
_MOST_ROWS = 9
_GONE = {"keep": "保留在数据仓里", "drop": "从数据仓里删去"}


def changes_card(held: Basket, previews: Sequence[Preview], profile: Profile) -> None:
    """Draw the difference between a file and the present version.

    Args:
        held: the basket.
        previews: of one file.
        profile: names the ledgers.
    """
    rows = [row for preview in previews for row in preview.changes]
    with st.container(key="card_intake_changes"):
        against = f"与第 {held.checked_against} 版相比" if held.checked_against else "数据仓还是空的"
        st.markdown(f"**4 会改变什么** &nbsp;:small[:gray[{against}]]")
        if not rows:
            st.markdown(":gray[没有可比的行。]")
            return
        st.markdown(words.changes(rows))
        _table(rows, profile)
        if any(row.gone for row in rows) and not held.outcome:
            _gone(held, previews[0].file)


def _table(rows: Sequence[MonthChange], profile: Profile) -> None:
    frame = change_frame(rows, {row.ledger: profile.ledger(row.ledger).label for row in rows})
    if len(frame) == 1:
        return
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="",
        height=fitting(len(frame), _ROW_PX, _ROW_PX * (_MOST_ROWS + 1)),
        row_height=px(_ROW_PX),
        key=f"intake_changes_{scale():g}",
        column_config={
            name: st.column_config.NumberColumn(format="localized") for name in ("新增", "更改", "相同", "不再出现")
        },
    )


def _gone(held: Basket, file: str) -> None:
    key = f"intake_gone_{held.turn}"
    st.radio(
        "“不再出现”是数据仓里来自同名文件、这次文件里没有的行",
        list(_GONE),
        index=list(_GONE).index(held.told.gone.get(file, "keep")),
        format_func=_GONE.__getitem__,
        horizontal=True,
        key=key,
        disabled=held.is_working,
        on_change=_decide,
        args=(held, file, key),
    )


def _decide(held: Basket, file: str, key: str) -> None:
    held.told.gone[file] = st.session_state[key]
    held.check()
