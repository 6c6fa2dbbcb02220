"""The rows in the drawer of a figure's passport, page by page."""

from __future__ import annotations

import streamlit as st

from components.screen.look import px
from components.views import passport_words as words
from components.views.formats import full
from data.access.masking import masked_frame
from data.ledgers import Ledger
from data.passport.model import AMOUNT, RowsPage

PAGE_ROWS = 50
_ROW_PX, _ROWS_AT_ONCE = 30, 9


def page_number(key: str) -> int:
    """The page that is chosen; the first of a new list."""
    return int(st.session_state.get(key, 1))


def draw_table(ledger: Ledger, page: RowsPage) -> None:
    """The rows: what they are, what they bring, where each was read, and what else they say."""
    if page.rows.empty:
        st.markdown(":gray[:material/inbox: 没有相符的记录，换个词再试。]")
        return
    headings = words.row_columns(ledger, page)
    frame = masked_frame(words.shown_rows(page), keep=("import_id",))
    names = [name for name in headings if name in frame and frame[name].notna().any() and (frame[name] != "").any()]
    dates = {field.name for field in ledger.fields if field.type == "date"}
    config = st.column_config
    columns = {
        name: config.DateColumn(headings[name], format="YYYY-MM-DD")
        if name in dates
        else config.NumberColumn(headings[name], format="localized")
        if name in (AMOUNT, "source_row")
        else config.Column(headings[name])
        for name in names
    }
    st.dataframe(
        frame.loc[:, names],
        hide_index=True,
        placeholder="",
        height=px(_ROW_PX) * (min(len(frame), _ROWS_AT_ONCE) + 1) + 3,
        row_height=px(_ROW_PX),
        column_config=columns,
        key=f"passport_rows_{page.side}_{page.ledger}",
    )


def draw_pager(key: str, number: int, total: int, unit: str) -> None:
    """Which rows of how many, and the way to the others."""
    pages = max(1, -(-total // PAGE_ROWS))
    first = min((number - 1) * PAGE_ROWS + 1, total)
    with st.container(key="bar_passport_pager", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":small[:gray[本页第 {full(first)}—{full(min(number * PAGE_ROWS, total))}，共 {full(total)} {unit}]]",
            width="content",
        )
        st.space("stretch")
        if pages > 1:
            st.markdown(f":small[:gray[共 {full(pages)} 页，第]]", width="content")
            st.number_input("页码", min_value=1, max_value=pages, key=key, label_visibility="collapsed", width=130)
            st.markdown(":small[:gray[页]]", width="content")
