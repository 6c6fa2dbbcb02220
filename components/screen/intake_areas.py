"""Names of areas that mean no grid, or several: each gets a list of its own, with every grid of the district in it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.screen import cache
from components.screen.intake_basket import Basket
from components.screen.intake_told import Said
from components.views.item import escaped
from data.intake.report import Question
from data.settings import store_home
from data.store.pointer import current_version

ASIDE = "留在待核清单"
_MOST_GRIDS = 6000
"""Above this many only the suggestions are listed: a list of all would be slow to open."""


def texts_of(file: str, question: Question) -> dict[str, dict[str, str]]:
    """Text as written → suggested grid code → how it is suggested; empty where the question is about something else."""
    found: dict[str, dict[str, str]] = {}
    for choice in question.choices:
        told = Said(file, question, (choice.answers,), "").body()[file]
        if set(told) != {"areas"}:
            return {}
        for text, code in told["areas"].items():
            offered = found.setdefault(text, {})
            if code:
                offered[code] = choice.label
    return found


def draw_areas(held: Basket, file: str, question: Question, said: Said | None, name: str) -> None:
    """Draw a list for each text, and the button that takes the answers; what is left open waits to be looked at.

    Args:
        held: the basket.
        file: name of the file that is asked about.
        question: of the kind :func:`texts_of` reads.
        said: the answer given before.
        name: tells the widgets apart.
    """
    texts = texts_of(file, question)
    known = said.body().get(file, {}).get("areas", {}) if said else {}
    grids = _grids()
    keys: dict[str, str] = {}
    for number, (text, offered) in enumerate(texts.items()):
        options = {**{code: grids.get(code, label) for code, label in offered.items()}, "": ASIDE, **grids}
        keys[text] = f"intake_area_{name}_{number}"
        left, right = st.columns([1, 2.2], gap="small", vertical_alignment="center")
        left.markdown(f"“{escaped(text)}”是")
        right.selectbox(
            f"“{text}”是",
            list(options),
            index=list(options).index(known[text]) if known.get(text) in options else None,
            format_func=options.__getitem__,
            placeholder=f"选网格，可输入文字查找；不选就{ASIDE}",
            label_visibility="collapsed",
            key=keys[text],
        )
    st.button(
        "就这样回答",
        icon=":material/check:",
        key=f"intake_give_{name}",
        on_click=_take,
        args=(held, file, question, keys),
    )


def _grids() -> Mapping[str, str]:
    """Every grid of the present version as the filters list it; none while the store is empty."""
    if current_version(store_home()) is None:
        return {}
    areas = cache.areas_of(cache.current()[1])
    labels = {code: areas.labels[code] for code in areas.parents if code in areas.labels}
    return labels if len(labels) <= _MOST_GRIDS else {}


def _take(held: Basket, file: str, question: Question, keys: Mapping[str, str]) -> None:
    chosen = {text: str(st.session_state.get(key) or "") for text, key in keys.items()}
    words = "、".join(text for text, code in chosen.items() if code) or ASIDE
    held.told.answer(Said(file, question, ({"areas": chosen},), words))
    held.check()
