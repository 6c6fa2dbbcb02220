"""The page 数据质量 on the screen: what is chosen on it, the map of a fault, and the rows behind every number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from components.exports.csv_file import to_csv
from components.screen.look import px, screen_theme
from components.screen.maps import draw_map
from components.screen.page import page_answers
from components.screen.panels import panel
from components.views.formats import month_label
from components.views.model import View
from components.views.pages import data_quality, data_quality_faults, data_quality_rows
from data.measures.answers import Answers
from data.quality.behind import Pick

PAGE_ROWS = 50
DOWNLOAD_ROWS = 20_000
_ROW_PX = 34
_AROUND_MAP_PX = 168
"""Title, choice, finding and source of a card; the map takes the rest."""
_EMPTY_PX = 150


def height_of(views: Mapping[str, View], names: tuple[str, ...], full: int) -> int:
    """The height of a row of cards: low where none of them has anything to show."""
    return full if any(not views[name].empty for name in names) else _EMPTY_PX


def reporting_card(height: int) -> None:
    """The table of months, of the ledger chosen in it."""
    answers = page_answers()
    ledgers = answers.quality.ledgers

    def choose() -> None:
        st.selectbox(
            "台账",
            ["", *ledgers],
            format_func=lambda name: answers.ledger(name).label if name else data_quality.ALL_LEDGERS,
            key="quality_ledger",
            label_visibility="collapsed",
            width=px(230),
        )

    chosen = str(st.session_state.get("quality_ledger") or "")
    view = data_quality.reporting(answers, chosen if chosen in ledgers else "")
    panel(view, height, bar=choose if ledgers else None)


def geometry_card(height: int) -> None:
    """The net with the fault that is chosen in the card."""
    answers = page_answers()
    rows = answers.quality.geometry()
    names = data_quality_rows.geometry_names(rows)

    def choose() -> None:
        st.selectbox(
            "问题",
            list(names),
            index=None,
            format_func=names.__getitem__,
            key="quality_fault",
            placeholder=f"选一处，在图上标出（{len(names)} 处）",
            label_visibility="collapsed",
        )

    def draw(view: View) -> None:
        draw_map(
            view,
            answers,
            px(height - _AROUND_MAP_PX),
            fill="stretch",
            key="quality_map",
            theme="dark" if screen_theme().is_dark else "light",
            controls=True,
        )

    shown = data_quality_faults.geometry_map(answers, st.session_state.get("quality_fault"))
    panel(shown, height, draw=draw, bar=choose if names else None)


@st.fragment
def rows_card() -> None:
    """The rows behind whichever finding is chosen: a page at a time, with the place each was read from, and all as a file."""
    answers = page_answers()
    kinds = data_quality_rows.kinds(answers)
    with st.container(key="card_quality_rows"):
        with st.container(key="bar_quality_rows", horizontal=True, vertical_alignment="center"):
            st.markdown("**看明细**", width="content")
            kind = st.selectbox(
                "哪一项",
                list(kinds),
                format_func=kinds.__getitem__,
                key="quality_kind",
                label_visibility="collapsed",
                width=px(190),
            )
            pick = _pick(answers, str(kind))
            st.space("stretch")
            if pick is not None:
                _download(answers, pick, kinds[str(kind)])
        if pick is None:
            st.markdown(":gray[:material/inbox: 这一项没有发现，没有明细。]")
            return
        _table(answers, pick)


def _pick(answers: Answers, kind: str) -> Pick | None:
    """The finding chosen within the kind; None where the kind has none."""
    items = data_quality_rows.items(answers, kind)
    if not items:
        return None
    item = st.selectbox(
        "内容",
        list(items),
        format_func=items.__getitem__,
        key=f"quality_item_{kind}",
        label_visibility="collapsed",
        width=px(330),
    )
    if kind != "reporting":
        return data_quality_rows.pick(kind, str(item))
    areas = data_quality_rows.areas(answers)
    months = list(reversed(answers.quality.months))
    month = st.selectbox(
        "月份", months, format_func=month_label, key="quality_month", label_visibility="collapsed", width=px(130)
    )
    area = st.selectbox(
        "单位",
        list(areas),
        format_func=areas.__getitem__,
        key="quality_area",
        label_visibility="collapsed",
        width=px(150),
    )
    return data_quality_rows.pick(kind, str(item), str(month), str(area))


def _download(answers: Answers, pick: Pick, name: str) -> None:
    st.download_button(
        "下载",
        partial(_csv, answers, pick),
        file_name=f"数据质量_{name}_{answers.area_name}_第{answers.district.version}版.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="quality_download",
    )


def _csv(answers: Answers, pick: Pick) -> bytes:
    rows = data_quality_rows.shown_rows(answers, pick, DOWNLOAD_ROWS)[0]
    return to_csv(rows, data_quality_rows.HEADINGS)


def _table(answers: Answers, pick: Pick) -> None:
    key = f"quality_page_{pick.kind}_{pick.item}_{pick.month}_{pick.area}"
    page = int(st.session_state.get(key, 1))
    rows, total = data_quality_rows.shown_rows(answers, pick, PAGE_ROWS, (page - 1) * PAGE_ROWS)
    if not total:
        st.markdown(":gray[:material/inbox: 这一项在所选范围没有记录。]")
        return
    _draw_rows(rows)
    with st.container(key="bar_quality_pager", horizontal=True, vertical_alignment="center"):
        first = min((page - 1) * PAGE_ROWS + 1, total)
        st.markdown(
            f":small[:gray[共 {total:,} 行，本页第 {first:,}—{min(page * PAGE_ROWS, total):,} · "
            f"第 {answers.district.version} 版 · 个人信息已遮盖]]",
            width="content",
        )
        st.space("stretch")
        pages = -(-total // PAGE_ROWS)
        if pages > 1:
            st.markdown(f":small[:gray[共 {pages} 页，第]]", width="content")
            st.number_input("页码", min_value=1, max_value=pages, key=key, label_visibility="collapsed", width=130)
            st.markdown(":small[:gray[页]]", width="content")


def _draw_rows(rows: pd.DataFrame) -> None:
    widths = data_quality_rows.WIDTHS
    st.dataframe(
        rows,
        hide_index=True,
        placeholder="",
        height=px(_ROW_PX * (min(len(rows), 10) + 1) + 2),
        row_height=px(_ROW_PX),
        column_config={
            name: st.column_config.Column(label, width=widths.get(name))
            for name, label in data_quality_rows.HEADINGS.items()
        },
        key="quality_rows",
    )
