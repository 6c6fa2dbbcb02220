"""Texts nothing is known for: names of areas that mean no grid, values outside a list. Each gets a list of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
    """Text as written → suggested answer → how it is suggested; empty where the question is about something else."""
    found: dict[str, dict[str, str]] = {}
    for choice in question.choices:
        pairs = _pairs(Said(file, question, (choice.answers,), "").body()[file])
        if pairs is None:
            return {}
        for text, meant in pairs[1].items():
            offered = found.setdefault(text, {})
            if meant not in _aside(pairs[0], text):
                offered[meant] = choice.label
    return found


def _pairs(told: Mapping[str, Any]) -> tuple[str, Mapping[str, str]] | None:
    """The field whose values were answered ("" for areas), and text → answer; None for any other answer."""
    if set(told) == {"areas"}:
        return "", told["areas"]
    if set(told) == {"values"} and len(told["values"]) == 1:
        return next(iter(told["values"].items()))
    return None


def _aside(field: str, text: str) -> tuple[str, ...]:
    """The answers that leave a text where it is: no grid, or the value itself."""
    return ("", text) if field else ("",)


def draw_texts(held: Basket, file: str, question: Question, said: Said | None, name: str) -> None:
    """Draw a list for each text, and the button that takes the answers; what is left open waits to be looked at.

    Args:
        held: the basket.
        file: name of the file that is asked about.
        question: of the kind :func:`texts_of` reads.
        said: the answer given before.
        name: tells the widgets apart.
    """
    texts = texts_of(file, question)
    field = (_pairs(Said(file, question, (question.choices[0].answers,), "").body()[file]) or ("", {}))[0]
    before = _pairs(said.body().get(file, {})) if said else None
    known = before[1] if before else {}
    grids = {} if field else _grids()
    keys: dict[str, str] = {}
    for number, (text, offered) in enumerate(texts.items()):
        labels = {meant: meant for meant in offered} if field else offered
        options = {**{meant: grids.get(meant, label) for meant, label in labels.items()}, "": ASIDE, **grids}
        keys[text] = f"intake_text_{name}_{number}"
        left, right = st.columns([1, 2.2], gap="small", vertical_alignment="center")
        left.markdown(f"“{escaped(text)}”是")
        right.selectbox(
            f"“{text}”是",
            list(options),
            index=_place(known.get(text), list(options), _aside(field, text)),
            format_func=options.__getitem__,
            placeholder=f"选{'一项' if field else '网格'}，可输入文字查找；不选就{ASIDE}",
            label_visibility="collapsed",
            key=keys[text],
        )
    st.button(
        "就这样回答",
        icon=":material/check:",
        key=f"intake_give_{name}",
        on_click=_take,
        args=(held, file, question, field, keys),
    )


def _place(known: str | None, options: Sequence[str], aside: Sequence[str]) -> int | None:
    """Where the answer given before stands among those offered; None where there is none."""
    wanted = "" if known in aside else known
    return options.index(wanted) if wanted in options else None


def _grids() -> Mapping[str, str]:
    """Every grid of the present version as the filters list it; none while the store is empty."""
    if current_version(store_home()) is None:
        return {}
    areas = cache.areas_of(cache.current()[1])
    labels = {code: areas.labels[code] for code in areas.parents if code in areas.labels}
    return labels if len(labels) <= _MOST_GRIDS else {}


def _take(held: Basket, file: str, question: Question, field: str, keys: Mapping[str, str]) -> None:
    chosen = {text: str(st.session_state.get(key) or "") for text, key in keys.items()}
    words = "、".join(text for text, meant in chosen.items() if meant) or ASIDE
    # Left aside, a value stands for itself: an empty one would be taken for an empty cell.
    kept = {text: meant or text for text, meant in chosen.items()}
    part = {"values": {field: kept}} if field else {"areas": chosen}
    held.told.answer(Said(file, question, (part,), words))
    held.check()
