"""The page 指标口径: find a measure, read how it is counted, since when and why, and take all of it along on paper."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from components.exports.definitions_pdf import definitions_pdf
from components.screen.look import px
from components.screen.messages import card_empty
from components.screen.panels import panel
from components.views import definition_words as words
from components.views.formats import month_label
from components.views.model import View
from data.ledgers import LEDGERS
from data.measures.answers import Answers
from data.measures.definitions import Definition, definitions
from data.measures.model import Measure
from data.measures.registry import MEASURES

PARAMETER = "measure"
_HEIGHT, _MONTHS_HEIGHT, _COMPARE_HEIGHT, _GAP, _ROW_PX = 880, 300, 360, 10, 32
_ALL = ""


def draw_definitions(answers: Answers) -> None:
    """The list on the left, the chosen measure on the right; the choice is in the address."""
    left, right = st.columns([1, 1.1], gap="small")
    with left, st.container(key="card_definitions_list", height=px(_HEIGHT)):
        measures = _search(answers)
        _list(answers, measures)
    asked = str(st.query_params.get(PARAMETER, ""))
    code = asked if asked in MEASURES else next((measure.code for measure in measures), "")
    with right:
        with st.container(key="card_definitions_one", height=px(_HEIGHT - _MONTHS_HEIGHT - _GAP)):
            if code:
                _one(answers, definitions(code))
            else:
                card_empty("没有相符的指标，换个词，或改看全部台账。")
        if code:
            panel(words.months_of(answers, code), _MONTHS_HEIGHT)
    if code and len(definitions(code)) > 1:
        _compare(answers, definitions(code))


def _search(answers: Answers) -> list[Measure]:
    """Draw the search and the printout; returns what was found."""
    kept = [name for name in LEDGERS if any(declared.ledger == name for declared in MEASURES.values())]
    with st.container(key="bar_definitions", horizontal=True, vertical_alignment="center"):
        search = st.text_input(
            "搜索",
            key="definitions_search",
            placeholder="按名称、代码、口径里的字、责任单位搜索",
            label_visibility="collapsed",
            icon=":material/search:",
        )
        ledger = st.selectbox(
            "台账",
            [_ALL, *kept],
            format_func=lambda name: answers.ledger(name).label if name else "全部台账",
            label_visibility="collapsed",
            key="definitions_ledger",
            width=190,
        )
        found = words.found(answers, search, ledger or _ALL)
        st.download_button(
            "打印版",
            partial(definitions_pdf, answers, [measure.code for measure in found]),
            file_name=f"{answers.district.name}_指标口径.pdf",
            mime="application/pdf",
            icon=":material/print:",
            help="把列出的指标存成 PDF，可直接打印",
            on_click="ignore",
            disabled=not found,
            key="definitions_print",
        )
    return found


def _list(answers: Answers, measures: list[Measure]) -> None:
    frame = words.listed(answers, measures)
    if frame.empty:
        card_empty("没有相符的指标。")
        return
    # A new list starts without a chosen row: the old row number would point to another measure.
    key = f"definitions_rows_{st.session_state['definitions_ledger']}_{st.session_state['definitions_search']}"
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="",
        height="stretch",
        row_height=px(_ROW_PX),
        column_config=_columns(),
        on_select=partial(_pick, key, [measure.code for measure in measures]),
        selection_mode="single-row",
        key=key,
    )
    st.markdown(f":small[:gray[共 {len(frame)} 项，点一行看口径]]")


def _columns() -> dict[str, Any]:
    widths = {"label": 190, "ledger": 130, "unit": 60, "direction": 84, "version": 70}
    return {
        name: st.column_config.TextColumn(label, width=widths.get(name)) for name, label in words.LIST_LABELS.items()
    }


def _pick(key: str, codes: list[str]) -> None:
    """Put the chosen measure into the address."""
    if picked := st.session_state[key]["selection"]["rows"]:
        st.query_params[PARAMETER] = codes[picked[0]]


def _one(answers: Answers, known: tuple[Definition, ...]) -> None:
    present = known[-1]
    spoken = answers.measure(present.measure.code)
    st.markdown(f"#### {spoken.label} &nbsp;:small[:gray[{spoken.code}]]", anchors=False)
    scope = answers.scope.sentence(answers.area_name)
    st.markdown(f"### {words.figure_words(answers, spoken.code)} &nbsp;:small[:gray[{scope}]]", anchors=False)
    told = words.facts(answers, Definition(present.number, present.since, present.why, spoken))
    with st.container(key="wl_facts"):
        for name, said in told.items():
            st.markdown(f":gray[{name}] {said}")
    st.markdown("**沿革**")
    for definition in reversed(known):
        st.markdown(
            f":small[第 {definition.number} 版 · {month_label(definition.since)}起 · {definition.why}]",
        )
    st.space("stretch")


def _compare(answers: Answers, known: tuple[Definition, ...]) -> None:
    """Former and present definition side by side: the words that differ, and the figures by both."""
    *former, present = known
    with st.container(key="card_definitions_compare_words"):
        st.markdown("**新旧口径**")
        chosen = former[-1]
        if len(former) > 1:
            number = st.segmented_control(
                "与哪一版比",
                [one.number for one in former],
                default=chosen.number,
                format_func=lambda number: f"第 {number} 版",
                label_visibility="collapsed",
                key="definitions_former",
                required=True,
            )
            chosen = next(one for one in former if one.number == number)
        pairs = words.changed_facts(answers, chosen, present)
        labels = {"": "", "old": f"第 {chosen.number} 版（旧）", "new": f"第 {present.number} 版（现行）"}
        frame = pd.DataFrame([(name, old, new) for name, (old, new) in pairs.items()], columns=list(labels))
        st.table(frame.rename(columns=labels).set_index(""))
    view: View = words.old_and_new(answers, chosen, present)
    panel(view, _COMPARE_HEIGHT)
