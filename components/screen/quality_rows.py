"""The rows behind a finding about the data: in a card of their own, or in a drawer that a click opens."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components.exports.csv_file import to_csv
from components.screen import codes, opened
from components.screen.look import px
from components.screen.page import page_answers
from components.screen.panels import panel
from components.views import clicks
from components.views.formats import full, month_label
from components.views.item import escaped
from components.views.model import View
from components.views.pages import data_quality_rows
from data.access.export_log import Export
from data.measures.answers import Answers
from data.quality.behind import Pick
from data.quality.contradictions import PUBLISHED

PAGE_ROWS = 50
DOWNLOAD_ROWS = 20_000
HINT = "点开看明细"
_ROW_PX = 34
_PUBLISHED = {"text": "公布的说法", "published": "公布数", "counted": "台账数", "why": "说明"}
_CELL_AREA, _CELL_MONTH = f"{clicks.ROWS}:area", f"{clicks.ROWS}:month"


@st.fragment
def table_card(view: View, height: int) -> None:
    """A table whose rows open to what they are about; a click runs this card, never the page."""

    def pick(place: int) -> bool:
        opened.ask(clicks.ROWS, str(view.frame["opens"].iloc[place]), view.id)
        return False

    panel(view, height, hint=HINT, on_pick=pick)
    open_clicked(view.id)


def open_clicked(within: str = "") -> None:
    """Open the drawer for what was clicked since the last run, if anything was.

    Args:
        within: the fragment that draws what can be clicked; the page itself where empty.
    """
    asked = opened.taken(within)
    if not asked:
        return
    answers = page_answers()
    ledger = next((name.split(":")[2] for name in asked if name.startswith(f"{_CELL_AREA}:")), "")
    cell = (asked.get(f"{_CELL_AREA}:{ledger}", ""), asked.get(_CELL_MONTH, ""))
    if any(cell):
        _open_cell(answers, ledger, *cell)
    elif chosen := data_quality_rows.picked(answers, asked.get(clicks.ROWS, "")):
        _open(answers, chosen)


def _open_cell(answers: Answers, ledger: str, area: str, month: str) -> None:
    """A cell of the table of months: of one ledger, or of the first that has something to say."""
    ledgers = data_quality_rows.cell_ledgers(answers, area, month)
    name = ledger or next(iter(ledgers), "")
    said = data_quality_rows.token("reporting", name, month, area)
    if chosen := data_quality_rows.picked(answers, said):
        _open(answers, chosen, has_choice=not ledger)


def _open(answers: Answers, chosen: Pick, *, has_choice: bool = False) -> None:
    """Open the drawer. Its title is its identity: the browser keeps one that was closed closed."""
    cell = data_quality_rows.cell_name(answers, chosen)
    title = cell if has_choice else data_quality_rows.name_of(answers, chosen)
    st.dialog(escaped(title), width="large")(_drawer)(chosen, has_choice=has_choice)


def _drawer(chosen: Pick, *, has_choice: bool) -> None:
    answers = page_answers()
    if has_choice:
        ledgers = data_quality_rows.cell_ledgers(answers, chosen.area, chosen.month)
        name = st.selectbox(
            "台账",
            list(ledgers),
            format_func=ledgers.__getitem__,
            label_visibility="collapsed",
            key=f"quality_cell_{chosen.month}_{chosen.area}",
            width=px(260),
        )
        chosen = Pick("reporting", str(name), chosen.month, chosen.area)
    if chosen == Pick("rule", PUBLISHED):
        st.dataframe(answers.quality.published(), hide_index=True, column_config=_PUBLISHED, key="quality_published")
        return
    _table(answers, chosen, "drawer")


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
        if pick is None:
            st.markdown(":gray[:material/inbox: 这一项没有发现，没有明细。]")
            return
        _table(answers, pick, "card")


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


def _download(answers: Answers, pick: Pick, key: str) -> None:
    name = data_quality_rows.KINDS.get(pick.kind, data_quality_rows.KINDS["refused"])
    file_name = f"数据质量_{name}_{answers.area_name}_第{answers.district.version}版.csv"
    st.download_button(
        "下载",
        partial(_csv, answers, pick, codes.rows_leaving(answers, f"数据质量：{name}", file_name)),
        file_name=file_name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )


def _csv(answers: Answers, pick: Pick, entry: Export) -> bytes:
    rows = data_quality_rows.shown_rows(answers, pick, DOWNLOAD_ROWS)[0]
    return codes.logged(entry, to_csv(rows, data_quality_rows.HEADINGS))


def _table(answers: Answers, pick: Pick, where: str) -> None:
    key = f"quality_page_{where}_{pick.kind}_{pick.item}_{pick.month}_{pick.area}"
    page = int(st.session_state.get(key, 1))
    rows, total = data_quality_rows.shown_rows(answers, pick, PAGE_ROWS, (page - 1) * PAGE_ROWS)
    if not total:
        st.markdown(f":gray[:material/inbox: {escaped(data_quality_rows.none_of(answers, pick))}]")
        return
    _draw_rows(rows, where)
    with st.container(key=f"bar_quality_pager_{where}", horizontal=True, vertical_alignment="center"):
        first = min((page - 1) * PAGE_ROWS + 1, total)
        st.markdown(
            f":small[:gray[共 {full(total)} 行，本页第 {full(first)}—{full(min(page * PAGE_ROWS, total))} · "
            f"第 {answers.district.version} 版 · 个人信息已遮盖]]",
            width="content",
        )
        st.space("stretch")
        _download(answers, pick, f"quality_download_{where}")
        pages = -(-total // PAGE_ROWS)
        if pages > 1:
            st.markdown(f":small[:gray[共 {pages} 页，第]]", width="content")
            st.number_input("页码", min_value=1, max_value=pages, key=key, label_visibility="collapsed", width=130)
            st.markdown(":small[:gray[页]]", width="content")


def _draw_rows(rows: pd.DataFrame, where: str) -> None:
    widths = data_quality_rows.WIDTHS
    said = [name for name in rows if rows[name].notna().any() and (rows[name] != "").any()]
    st.dataframe(
        rows.loc[:, said],
        hide_index=True,
        placeholder="",
        height=px(_ROW_PX * (min(len(rows), 10) + 1) + 2),
        row_height=px(_ROW_PX),
        column_config={
            name: st.column_config.Column(label, width=widths.get(name))
            for name, label in data_quality_rows.HEADINGS.items()
        },
        key=f"quality_rows_{where}",
    )
