"""Which figure of a view the drawer of its passport shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from components.views import passport_words as words
from components.views.formats import amount
from components.views.model import View
from components.views.opening import Opening
from components.views.pages.parts import shown
from data.measures.answers import Answers
from data.measures.registry import breakdowns
from data.measures.scope import Scope
from data.passport.model import Cut

WHOLE = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """One figure of a view.

    Attributes:
        code: its measure.
        by: the breakdown it is a row of; empty for the whole scope.
        key: its row.
        cuts: what narrows it further.
        scope: what it is about, where that is not the view's.
    """

    code: str
    by: str = ""
    key: str = WHOLE
    cuts: tuple[Cut, ...] = ()
    scope: Scope | None = None

    @property
    def name(self) -> str:
        """Unlike that of any other figure of the view."""
        return "_".join([self.code, self.key, *(cut.key for cut in self.cuts), str(self.scope or "")])


def chosen_of(answers: Answers, view: View, row_key: str, code: str) -> Picked:
    """Which figure of the view; drawn only where there is a choice."""
    codes, by = words.codes_of(view), words.opened_by(view)
    with st.container(key="bar_passport", horizontal=True, vertical_alignment="center"):
        if view.opens and not code:
            opening = _single(answers, view, row_key)
            if opening:
                chosen = _measure(answers, opening.codes, f"{view.id}_{opening.at}")
                return Picked(chosen, opening.by, opening.key, opening.cuts, opening.scope)
        chosen = code or _measure(answers, codes, view.id)
        if not by or by not in breakdowns(chosen):
            return Picked(chosen)
        rows = answers.rows(chosen, by)
        unit = answers.measure(chosen).unit
        told = {
            str(key): f"{label} · {shown(value, state, unit)}"
            for key, label, value, state in zip(rows["key"], rows["label"], rows["value"], rows["state"], strict=True)
        }
        options = [WHOLE, *told]
        key = st.selectbox(
            "哪一项",
            options,
            index=options.index(row_key) if row_key in told else 0,
            format_func=lambda name: told.get(name, f"全部（{answers.area_name}）"),
            label_visibility="collapsed",
            key=f"passport_row_{view.id}_{chosen}_{row_key}",
        )
    return Picked(chosen, by, key) if key else Picked(chosen)


def _single(answers: Answers, view: View, place: str) -> Opening | None:
    """One of the single figures of a drawing; None for the view as a whole."""
    # sentences have no sum: the first of them stands for the card
    told = list(view.opens) if view.kind == "text" else [None, *view.opens]
    unit = {each.codes[0]: answers.measure(each.codes[0]).unit for each in view.opens}
    return st.selectbox(
        "哪一项",
        told,
        index=next((number for number, each in enumerate(told) if each and place and each.at == place), 0),
        format_func=lambda each: _told(each, unit) if each else f"全部（{answers.area_name}）",
        label_visibility="collapsed",
        key=f"passport_single_{view.id}_{place}",
    )


def _told(opening: Opening, unit: Mapping[str, str]) -> str:
    """3月4日 · 12 场; a sentence as it is."""
    if opening.value is None:
        return opening.label
    return f"{opening.label} · {' '.join(amount(opening.value, unit[opening.codes[0]]))}"


def _measure(answers: Answers, codes: tuple[str, ...], key: str) -> str:
    """One of several measures."""
    if len(codes) == 1:
        return codes[0]
    return st.selectbox(
        "指标",
        codes,
        format_func=lambda name: answers.measure(name).label,
        label_visibility="collapsed",
        key=f"passport_measure_{key}",
    )
