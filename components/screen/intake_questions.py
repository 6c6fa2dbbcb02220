"""What only a person can know about a file: asked in plain words, answered with a click, changeable afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from components.screen import intake_words as words
from components.screen.intake_basket import Basket
from components.screen.intake_texts import draw_texts, texts_of
from components.screen.intake_told import Said, is_same
from components.views.item import escaped
from data.intake.report import Choice, FileReport, Question
from data.ledgers.profile import Profile

_FEW = 7
_LIKELIEST = 3
"""Of more choices than a few, only these stand open; the rest is a list."""
_OTHER = "以上都不是，从其余的里选"


def questions_card(held: Basket, file: FileReport, profile: Profile) -> None:
    """Draw what was asked about a file: the open questions, and those answered, whose answers may be changed."""
    answered = held.told.about(file.file)
    again = {n for n, said in enumerate(answered) for asked in file.questions if is_same(said, file.file, asked)}
    if not (file.questions or answered) or held.outcome:
        return
    with st.container(key="card_intake_questions"):
        left = len(file.questions)
        state = f"还有 {left} 个要回答" if left else "都已回答，可以改"
        st.markdown(f"**请您确认** &nbsp;:small[:gray[{state}；回答后自动重新核对]]")
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
        within = words.place(asked.where, file.file)
        where = f" &nbsp;:small[:gray[{escaped(within)}]]" if within else ""
        st.markdown(f"{icon} {escaped(words.asked(asked.message, file.file))}{where}")
        if is_open and said is not None:
            st.markdown(f":small[:orange[“{escaped(said.words)}”没有解决这个问题，请另选。]]")
        first, rest = _offered(asked, profile)
        if not (first or rest):
            st.markdown(":small[:gray[请改好文件后再放进来，同名的会替换；或者把它移出，先导入其余的。]]")
            return
        answer = Said(file.file, asked, (), "")
        if texts_of(file.file, asked):
            draw_texts(held, file.file, asked, said, name)
            return
        if asked.several:
            _several(held, answer, asked.choices, said, name)
            return
        if first:
            _one(held, answer, first, said, name)
        if rest:
            _one(held, answer, rest, said, f"{name}_other", hint=_OTHER if first else "请选择，可输入文字查找")


def _offered(asked: Question, profile: Profile) -> tuple[Sequence[Choice], Sequence[Choice]]:
    """The likeliest choices, and those that are only listed; any ledger may be named where none is offered."""
    choices = asked.choices
    if not choices and asked.code.startswith("ledger"):
        choices = tuple(Choice(label, {"ledger": name}) for name, label in words.ledger_choices(profile).items())
        return (), choices
    return (choices, ()) if len(choices) <= _FEW else (choices[:_LIKELIEST], choices[_LIKELIEST:])


def _one(held: Basket, blank: Said, choices: Sequence[Choice], said: Said | None, name: str, hint: str = "") -> None:
    chosen = next((n for n, choice in enumerate(choices) if said and choice.answers in said.parts), None)
    key = f"intake_answer_{name}"
    answer = partial(_answer_one, held, blank, choices, key)
    if hint:
        _list(key, choices, chosen, answer, hint)
    else:
        _radio(key, choices, chosen, answer)


def _radio(key: str, choices: Sequence[Choice], chosen: int | None, on_change: Callable[[], None]) -> None:
    st.radio(
        "回答",
        range(len(choices)),
        index=chosen,
        format_func=lambda number: escaped(choices[number].label),
        key=key,
        label_visibility="collapsed",
        on_change=on_change,
    )


def _list(key: str, choices: Sequence[Choice], chosen: int | None, on_change: Callable[[], None], hint: str) -> None:
    st.selectbox(
        "回答",
        range(len(choices)),
        index=chosen,
        format_func=lambda number: choices[number].label,
        key=key,
        label_visibility="collapsed",
        placeholder=hint,
        on_change=on_change,
    )


def _several(held: Basket, blank: Said, choices: Sequence[Choice], said: Said | None, name: str) -> None:
    key = f"intake_answer_{name}"
    chosen = [n for n, choice in enumerate(choices) if said and choice.answers in said.parts]
    if len(choices) <= _FEW:
        st.pills(
            "回答",
            range(len(choices)),
            selection_mode="multi",
            default=chosen,
            format_func=lambda number: escaped(choices[number].label),
            key=key,
            label_visibility="collapsed",
        )
    else:
        st.multiselect(
            "回答",
            range(len(choices)),
            default=chosen,
            format_func=lambda number: choices[number].label,
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


def _answer_one(held: Basket, blank: Said, choices: Sequence[Choice], key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen is not None:
        _take(held, blank, [choices[chosen]])


def _answer_several(held: Basket, blank: Said, choices: Sequence[Choice], key: str) -> None:
    _take(held, blank, [choices[number] for number in st.session_state[key]])


def _take(held: Basket, blank: Said, chosen: Sequence[Choice]) -> None:
    told = "、".join(choice.label for choice in chosen)
    held.told.answer(Said(blank.file, blank.question, tuple(choice.answers for choice in chosen), told))
    held.check()
