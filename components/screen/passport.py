"""出处: the drawer any figure opens to: what it means, how it comes about, whether to rely on it, and the rows it counts.

Nothing is computed before somebody asks: the quiet button of a card or a view opens the drawer, a dialog of its own
that runs without the page.
"""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components.exports.csv_file import to_csv
from components.exports.pictures import safe_name
from components.screen import cache
from components.screen.codes import page_shown
from components.screen.look import px
from components.screen.passport_choice import WHOLE, Picked, chosen_of
from components.screen.passport_rows import PAGE_ROWS, draw_pager, draw_table, page_number
from components.views import passport_words as words
from components.views.figures import is_figure
from components.views.formats import full
from components.views.item import escaped
from components.views.model import View
from data.access.export_log import Export, ExportedFile, log_export
from data.access.masking import masked_frame
from data.measures.answers import Answers
from data.passport.model import Passport, Side
from data.settings import store_home

ICON = ":material/find_in_page:"
NAME = "出处"
DOWNLOAD_ROWS = 20_000


def draw_button(view: View, *, key: str) -> None:
    """The quiet button of a view's toolbar. Belongs into a fragment: a click runs that again, never the page."""
    told = f"{NAME}；在图上用右键点某一项，直接看它的出处" if is_figure(view) else NAME
    if words.codes_of(view) and st.button(NAME, icon=ICON, type="tertiary", key=f"pass_{key}", help=told):
        open_passport(view)


@st.fragment
def view_button(view: View, *, key: str) -> None:
    """The same as a fragment of its own."""
    with st.container(key=f"tool_view_{key}", width="content"):
        draw_button(view, key=key)


def draw_card_button(view: View, code: str) -> None:
    """The quiet button in the corner of a card. Belongs into a fragment, as the other."""
    if st.button(NAME, icon=ICON, type="tertiary", key=f"tool_pass_{view.id}_{code}", help=NAME, width="content"):
        open_passport(view, code=code)


def open_passport(view: View, row_key: str = WHOLE, code: str = "") -> None:
    """Open the drawer.

    Args:
        view: whose figures.
        row_key: the row of the view that is shown first: a month, a grid, a category; empty = the whole scope.
        code: the measure that is shown first; empty = the view's first.
    """
    _drawer(view, row_key, code)


@st.dialog(NAME, width="large")
def _drawer(view: View, row_key: str, code: str) -> None:
    answers = Answers(cache.current()[1], view.scope)
    with st.container(key="wl_passport"):
        picked = chosen_of(answers, view, row_key, code)
        answers = answers.narrowed(picked.scope) if picked.scope else answers
        passport = answers.passports.passport(picked.code, picked.by, picked.key, picked.cuts)
        _headline(passport)
        _facts(answers, passport)
        if why := words.held_back_words(answers, passport):
            st.markdown(f":gray[:material/inbox: {why}]")
        elif passport.measure.kind == "quality":
            _lines(answers, passport)
        else:
            _rows(answers, view, picked, passport)


def _headline(passport: Passport) -> None:
    name = f"{passport.measure.label} · {passport.label}" if passport.label else passport.measure.label
    st.metric(
        escaped(name),
        words.value_words(passport.figure),
        words.fraction_words(passport) or None,
        delta_color="gray",
        delta_arrow="off",
    )


def _facts(answers: Answers, passport: Passport) -> None:
    with st.container(key="wl_facts"):
        for name, said in words.facts(answers, passport).items():
            st.markdown(f":gray[{name}] {escaped(said)}")
        former = words.history(passport)
        if len(former) > 1:
            st.markdown(":gray[沿革] " + "；".join(escaped(line) for line in former))


def _lines(answers: Answers, passport: Passport) -> None:
    """What a figure about the data themselves adds up from."""
    found = {one.side: one.frame for one in answers.passports.lines(passport.measure.code)}
    side = _side(passport, "passport_lines")
    frame = found[side]
    st.markdown(f":small[:gray[共 {full(len(frame))} 项，合计 {full(float(frame['n'].sum()))}]]")
    labels = {
        "label": st.column_config.TextColumn("组成"),
        "n": st.column_config.NumberColumn("数", format="localized"),
    }
    st.dataframe(frame, hide_index=True, column_config=labels, height=px(320), key=f"passport_lines_{side}_rows")


def _side(passport: Passport, key: str) -> Side:
    """Numerator, denominator or the rest, where there is a choice."""
    if len(passport.sides) == 1:
        return passport.sides[0]
    chosen: Side | None = st.segmented_control(
        "哪些记录",
        passport.sides,
        default=passport.sides[0],
        format_func=lambda side: words.SIDES[side],
        label_visibility="collapsed",
        key=f"{key}_{passport.measure.code}",
        required=True,
    )
    return chosen or passport.sides[0]


def _rows(answers: Answers, view: View, picked: Picked, passport: Passport) -> None:
    """The rows of the chosen side: search, pages, download."""
    with st.container(key="bar_passport_rows", horizontal=True, vertical_alignment="center"):
        side = _side(passport, "passport_side")
        st.space("stretch")
        search = st.text_input(
            "搜索",
            key="passport_search",
            placeholder="按名称、编号、单位搜索",
            label_visibility="collapsed",
            icon=":material/search:",
            width=220,
        )
        key = f"passport_page_{picked.name}_{side}_{search}"
        number = page_number(key)
        page = answers.passports.rows(
            picked.code,
            side,
            picked.by,
            picked.key,
            picked.cuts,
            search=search,
            limit=PAGE_ROWS,
            offset=(number - 1) * PAGE_ROWS,
        )
        name = _file_name(answers, passport, side)
        st.download_button(
            "下载",
            partial(rows_csv, answers, picked, side, search, log_entry(answers, view, passport, name)),
            file_name=name,
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            disabled=not page.total,
            key="passport_download",
        )
    ledger = answers.ledger(page.ledger)
    sentence = words.rows_sentence(ledger, page, passport.measure)
    st.markdown(f":small[:gray[{escaped(words.side_name(passport.measure, side))}，{escaped(sentence)}]]")
    draw_table(ledger, page)
    draw_pager(key, number, page.total, ledger.unit)


def _file_name(answers: Answers, passport: Passport, side: Side) -> str:
    parts = (
        passport.measure.label,
        passport.label,
        words.SIDES[side],
        answers.area_name,
        answers.scope.period.label,
    )
    return safe_name("_".join(part for part in parts if part)) + ".csv"


def log_entry(answers: Answers, view: View, passport: Passport, name: str) -> Export:
    """What the log will say of the download, but for the file itself."""
    scope = answers.scope
    return Export(
        title=f"{passport.measure.label}的记录",
        code="",
        version=passport.version,
        scope=words.scope_words(passport),
        area=scope.grid_code,
        period=str(scope.period),
        views=(f"{page_shown()}.{view.id}",),
        files=(ExportedFile(name, "", 0),),
        way=NAME,
    )


def rows_csv(answers: Answers, picked: Picked, side: Side, search: str, entry: Export) -> bytes:
    """The rows as a file, and its line in the log of what left the house."""
    page = answers.passports.rows(
        picked.code, side, picked.by, picked.key, picked.cuts, search=search, limit=DOWNLOAD_ROWS
    )
    labels = words.row_columns(answers.ledger(page.ledger), page)
    frame: pd.DataFrame = masked_frame(words.shown_rows(page), keep=("import_id",))
    content = to_csv(frame.loc[:, [name for name in labels if name in frame]], labels)
    log_export(store_home(), entry.of(content))
    return content
