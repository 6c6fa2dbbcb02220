"""The browser of a ledger's rows: search, page by page, download."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.exports.csv_file import to_csv
from components.screen import cache, codes, kept
from components.screen.tables import spoken
from components.views.inexact import Words, in_words, words_of
from data.ledgers import Ledger
from data.measures.answers import Answers

PAGE_ROWS = 50
DOWNLOAD_ROWS = 20_000
_ROW_PX = 34


def columns_of(ledger: Ledger) -> dict[str, str]:
    """Column → heading of the rows shown: the place first, then the declared fields that are not personal."""
    fields = {
        field.name: f"{field.label}（{field.unit}）" if field.unit else field.label
        for field in ledger.fields
        if not field.personal
    }
    grid = ledger.grid_field
    return {name: label for name, label in {**fields, "grid_path": "所在街道、社区"}.items() if name != grid} | (
        {grid: fields[grid]} if grid in fields else {}
    )


@st.fragment
def draw_records(answers: Answers, ledger: str, title: str) -> None:
    """Draw search box, table, pager and download button for the rows opened in the scope's period.

    Args:
        answers: the numbers of the page's scope.
        ledger: whose rows.
        title: heading of the card.
    """
    with st.container(key=f"card_records_{ledger}"):
        with st.container(key=f"bar_records_{ledger}", horizontal=True, vertical_alignment="center"):
            scope = answers.scope.sentence(answers.area_name, ledger)
            st.markdown(f"**{title}** &nbsp;:small[:gray[{scope}]]", width="content")
            st.space("stretch")
            search = st.text_input(
                "搜索",
                key=f"search_{ledger}",
                placeholder="按名称、编号、单位搜索",
                label_visibility="collapsed",
                icon=":material/search:",
                width=260,
            )
            frame, total, page = _page_of(answers, ledger, search)
            name = f"{answers.ledger(ledger).label}_{answers.area_name}_{answers.scope.period.label}.csv"
            entry = codes.rows_leaving(answers, f"{answers.ledger(ledger).label}的记录", name)
            st.download_button(
                "下载",
                lambda: codes.logged(entry, csv_of_records(answers, ledger, search)),
                file_name=name,
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                disabled=not total,
                key=f"download_{ledger}",
            )
        _table(frame, answers.ledger(ledger), search, total)
        _pager(answers.ledger(ledger), page, total, has_words=bool(words_of(frame)))


def _page_of(answers: Answers, ledger: str, search: str) -> tuple[pd.DataFrame, int, int]:
    """The rows of the chosen page; the first page where a new search or scope has fewer pages than that."""
    key = f"page_{ledger}"
    page = int(st.session_state.get(key, 1))
    frame, total = cache.records(answers, ledger, search, PAGE_ROWS, (page - 1) * PAGE_ROWS)
    if total and frame.empty:
        st.session_state[key] = page = 1
        frame, total = cache.records(answers, ledger, search, PAGE_ROWS)
    return frame, total, page


def csv_of_records(answers: Answers, ledger: str, search: str) -> bytes:
    """The rows as CSV, numbers that are not exact in their words."""
    rows, _ = answers.records(ledger, search, DOWNLOAD_ROWS)
    return to_csv(in_words(rows, words_of(rows)), columns_of(answers.ledger(ledger)))


def _table(frame: pd.DataFrame, ledger: Ledger, search: str, total: int) -> None:
    if not total:
        what = f"没有与“{search}”相符的记录，换个词再试。" if search else "所选范围没有记录。"
        st.markdown(f":gray[:material/inbox: {what}]")
        return
    shown, words, headings = kept.once(frame, "shown", lambda: _shown(frame, ledger))
    dates = {field.name for field in ledger.fields if field.type == "date"}
    config = {
        name: st.column_config.DateColumn(label, format="YYYY-MM-DD")
        if name in dates
        else st.column_config.Column(label)
        for name, label in headings.items()
    }
    st.dataframe(
        spoken(shown, words),
        hide_index=True,
        placeholder="",
        height=_ROW_PX * (min(len(shown), 10) + 1) + 2,
        row_height=_ROW_PX,
        column_config=config,
        key=f"rows_{ledger.name}",
    )


def _shown(frame: pd.DataFrame, ledger: Ledger) -> tuple[pd.DataFrame, Words, dict[str, str]]:
    """The columns that hold anything, the words of what is not exact in them, and the headings."""
    headings = {name: label for name, label in columns_of(ledger).items() if name in frame.columns}
    shown = frame.loc[:, [name for name in headings if frame[name].notna().any()]]
    return shown, words_of(frame, list(shown.columns)), headings


def _pager(ledger: Ledger, page: int, total: int, *, has_words: bool) -> None:
    pages = max(1, -(-total // PAGE_ROWS))
    with st.container(key=f"bar_pager_{ledger.name}", horizontal=True, vertical_alignment="center"):
        first = min((page - 1) * PAGE_ROWS + 1, total)
        last = min(page * PAGE_ROWS, total)
        inexact = "。“余、近、以上”等是约数，合计按其中的数字（范围取下限）" if has_words else ""
        st.markdown(f":small[:gray[共 {total:,} {ledger.unit}，本页第 {first:,}—{last:,}{inexact}]]", width="content")
        st.space("stretch")
        if pages > 1:
            st.markdown(f":small[:gray[共 {pages} 页，第]]", width="content")
            st.number_input(
                "页码",
                min_value=1,
                max_value=pages,
                key=f"page_{ledger.name}",
                label_visibility="collapsed",
                width=130,
            )
            st.markdown(":small[:gray[页]]", width="content")
