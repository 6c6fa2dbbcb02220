"""What only a person can know about a file: asked in plain words, answered with a click, changeable afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from components.screen.intake_basket import Basket
from components.screen.intake_told import Said, is_same
from components.screen.intake_words import ledger_choices
from components.views.item import escaped
from data.intake.report import Choice, FileReport, Question
from data.ledgers.profile import Profile

_FEW = 7
"""More choices than this are a list that opens."""


def questions_card(held: Basket, file: FileReport, profile: Profile) -> None:
    """Draw what was asked about a file: the open questions, and those answered, whose answers may be changed."""
    answered = held.told.about(file.file)
    again = {n for n, said in enumerate(answered) for asked in file.questions if is_same(said, file.file, asked)}
    if not (file.questions or answered) or held.outcome:
        return
    with st.container(key="card_intake_questions"):
        left = len(file.questions)
        state = f"还有 {left} 个要回答" if left else "都已回答，可以改"
        st.markdown(f"**2 请您确认** &nbsp;:small[:gray[{state}；回答后自动重新核对]]")
        for number, said in enumerate(answered):
            if number not in again:
                _question(held, file, said.question, said, f"{number}", profile)
        for number, asked in enumerate(file.questions, len(answered)):
            before = next((said for said in answered if is_same(said, file.file, asked)), None)
            _question(held, file, asked, before, f"{number}", profile, is_open=True)


def _question(
    held: Basket,
    file: FileReport,
    asked: Question,
    said: Said | None,
    key: str,
    profile: Profile,
    *,
    is_open: bool = False,
) -> None:
    name = f"{held.turn}_{key}"
    with st.container(key=f"bar_intake_question_{name}"):
        icon = ":orange[:material/help:]" if is_open else ":blue[:material/check_circle:]"
        where = f" &nbsp;:small[:gray[{escaped(asked.where)}]]" if asked.where not in ("", file.file) else ""
        st.markdown(f"{icon} {escaped(asked.message)}{where}")
        if is_open and said is not None:
            st.markdown(f":small[:orange[“{escaped(said.words)}”没有解决这个问题，请另选。]]")
        choices = _with_own(asked, said, profile)
        if not choices:
            st.markdown(":small[:gray[请改好文件后再放进来，同名的会替换；或者把它移出，先导入其余的。]]")
            return
        answer = Said(file.file, asked, (), "")
        if asked.several:
            _several(held, answer, choices, said, name)
        else:
            _one(held, answer, choices, said, name)


def _with_own(asked: Question, said: Said | None, profile: Profile) -> list[Choice]:
    """The choices, followed by those that fit where none of the given ones does."""
    choices = list(asked.choices)
    if asked.code.startswith("ledger"):
        named = {choice.answers.get("ledger") for choice in choices}
        rest = {name: label for name, label in ledger_choices(profile).items() if name not in named}
        choices += [Choice(label, {"ledger": name}) for name, label in rest.items()]
    if said is not None:
        choices += [Choice(said.words, part) for part in said.parts[:1] if part not in [c.answers for c in choices]]
    return choices


def _one(held: Basket, blank: Said, choices: list[Choice], said: Said | None, name: str) -> None:
    parts: list[Mapping[str, Any]] = [choice.answers for choice in choices]
    chosen = next((n for n, part in enumerate(parts) if said and part in said.parts), None)
    key = f"intake_answer_{name}"
    draw = _radio if len(choices) <= _FEW else _list
    draw(key, choices, chosen, partial(_answer_one, held, blank, choices, key))


def _radio(key: str, choices: list[Choice], chosen: int | None, on_change: Callable[[], None]) -> None:
    st.radio(
        "回答",
        range(len(choices)),
        index=chosen,
        format_func=lambda place: escaped(choices[place].label),
        key=key,
        label_visibility="collapsed",
        on_change=on_change,
    )


def _list(key: str, choices: list[Choice], chosen: int | None, on_change: Callable[[], None]) -> None:
    st.selectbox(
        "回答",
        range(len(choices)),
        index=chosen,
        format_func=lambda place: choices[place].label,
        key=key,
        label_visibility="collapsed",
        placeholder="请选择，可输入文字查找",
        on_change=on_change,
    )


def _several(held: Basket, blank: Said, choices: list[Choice], said: Said | None, name: str) -> None:
    key = f"intake_answer_{name}"
    chosen = [n for n, choice in enumerate(choices) if said and choice.answers in said.parts]
    st.multiselect(
        "回答",
        range(len(choices)),
        default=chosen,
        format_func=lambda place: choices[place].label,
        key=key,
        label_visibility="collapsed",
        placeholder="可选几项",
    )
    st.button(
        "就这样回答",
        icon=":material/check:",
        key=f"intake_give_{name}",
        disabled=not st.session_state.get(key),
        on_click=_answer_several,
        args=(held, blank, choices, key),
    )


def _answer_one(held: Basket, blank: Said, choices: list[Choice], key: str) -> None:
    place = st.session_state.get(key)
    if place is not None:
        _take(held, blank, [choices[place]])


def _answer_several(held: Basket, blank: Said, choices: list[Choice], key: str) -> None:
    _take(held, blank, [choices[place] for place in st.session_state[key]])


def _take(held: Basket, blank: Said, chosen: list[Choice]) -> None:
    words = "、".join(choice.label for choice in chosen)
    held.told.answer(Said(blank.file, blank.question, tuple(choice.answers for choice in chosen), words))
    held.check()
