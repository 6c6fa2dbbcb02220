"""What narrows the page beyond its usual view: set by a click, shown as a chip each, taken back by the chip.

The truth stays in the filter bar's inputs (see ``filters``); this only writes to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.screen import comparing, opened
from components.screen.address import CUSTOM, Choices, categories_of, category_ledgers
from components.views.clicks import AREA, CATEGORY, MONTH
from components.views.formats import is_month
from data.measures.scope import Period, Scope

_HERE, _BEFORE = "wl_narrowing", "wl_before_click"
_PERIOD = ("period", "from", "to")


@dataclass(frozen=True, slots=True)
class Here:
    """What the page's filters are and may be.

    Attributes:
        scope: as they stand.
        choices: what may be chosen.
        is_custom: whether months were chosen by hand or by a click.
    """

    scope: Scope
    choices: Choices
    is_custom: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the page.

    Attributes:
        key: unique among the chips.
        words: 类别：文艺演出.
        remove: takes it back; for ``on_click``.
        values: arguments of it.
    """

    key: str
    words: str
    remove: Callable[..., None]
    values: tuple[Any, ...] = ()


def begin(here: Here) -> None:
    """Remember what the page is filtered by, for its charts and their clicks."""
    st.session_state[_HERE] = here


def forget() -> None:
    """The page has no filters: nothing on it can be clicked."""
    st.session_state.pop(_HERE, None)


def is_possible(meaning: str, value: str) -> bool:
    """Whether the page can be narrowed to it."""
    here: Here | None = st.session_state.get(_HERE)
    if opened.is_meant(meaning):
        return True
    if here is None:
        return False
    if meaning == AREA:
        return value in here.choices.areas.names
    if meaning == MONTH:
        return is_month(value)
    return value in _categories(here.choices, meaning)


def _categories(choices: Choices, meaning: str) -> tuple[str, ...]:
    kind, _, ledger = meaning.partition(":")
    if kind != CATEGORY or ledger not in choices.ledgers or ledger not in category_ledgers():
        return ()
    return categories_of(choices.district.ledger(ledger))


def is_chosen(meaning: str, value: str) -> bool:
    """Whether the page is narrowed to just this already."""
    here: Here | None = st.session_state.get(_HERE)
    if here is None or opened.is_meant(meaning):
        return False
    if meaning == AREA:
        return here.scope.grid_code == value
    if meaning == MONTH:
        return here.is_custom and here.scope.period.months == (value,)
    return here.scope.categories_of(meaning.partition(":")[2]) == (value,)


def toggle(meaning: str, value: str) -> None:
    """Narrow the page to what was clicked; what it is narrowed to already is taken back."""
    here: Here | None = st.session_state.get(_HERE)
    if opened.is_meant(meaning):
        opened.ask(meaning, value)
        return
    if here is None or not is_possible(meaning, value):
        return
    if meaning == AREA:
        if is_chosen(meaning, value):
            leave_area()
        else:
            st.session_state["area"] = value
    elif meaning == MONTH:
        if is_chosen(meaning, value):
            restore_period()
        else:
            _take_month(value, here)
    else:
        ledger = meaning.partition(":")[2]
        st.session_state[f"cat_{ledger}"] = "" if is_chosen(meaning, value) else value


def _take_month(month: str, here: Here) -> None:
    if not here.is_custom or here.scope.period.month_count > 1:
        st.session_state[_BEFORE] = {name: st.session_state.get(name, "") for name in _PERIOD}
    st.session_state["period"], st.session_state["from"], st.session_state["to"] = CUSTOM, month, month
    comparing.keep_year_to_date(Period(month, month))


def leave_area() -> None:
    """The whole district again; for ``on_click``."""
    st.session_state["area"] = ""


def restore_period() -> None:
    """The months that were shown before the click, or the usual ones; for ``on_click``."""
    before = st.session_state.pop(_BEFORE, {})
    for name in _PERIOD:
        st.session_state[name] = before.get(name, "")


def drop_period() -> None:
    """The usual months; for ``on_click``."""
    st.session_state.pop(_BEFORE, None)
    restore_period()


def drop_category(ledger: str, category: str) -> None:
    """One category less; for ``on_click``."""
    here: Here = st.session_state[_HERE]
    kept = [each for each in here.scope.categories_of(ledger) if each != category]
    st.session_state[f"cat_{ledger}"] = ",".join(kept)


def drop_everything() -> None:
    """Nothing narrows the page any more; for ``on_click``."""
    leave_area()
    drop_period()
    for ledger in category_ledgers():
        st.session_state[f"cat_{ledger}"] = ""


def chips_of(here: Here) -> list[Chip]:
    """What narrows the page, in the order of the filter bar."""
    scope, found = here.scope, []
    if here.is_custom:
        found.append(Chip("period", f"期间：{scope.period.label}", restore_period))
    if scope.grid_code:
        found.append(Chip("area", f"范围：{here.choices.areas.names[scope.grid_code]}", leave_area))
    for number, (ledger, category) in enumerate(scope.categories):
        found.append(Chip(f"category_{number}", f"类别：{category}", drop_category, (ledger, category)))
    return found


def draw_chips(here: Here) -> None:
    """A button for each thing that narrows the page; a click takes it back."""
    chips = chips_of(here)
    # The row has its place even while it is empty: one that came and went would make the browser build the page's
    # maps anew, because Streamlit tells elements apart by their position.
    with st.container(key="bar_chips", horizontal=True, vertical_alignment="center"):
        if chips:
            st.markdown(":small[:gray[已筛选]]", width="content")
        for chip in chips:
            st.button(
                chip.words,
                icon=":material/close:",
                icon_position="right",
                key=f"chip_{chip.key}",
                on_click=chip.remove,
                args=chip.values,
            )
        if len(chips) > 1:
            st.button("全部取消", type="tertiary", key="chip_all", on_click=drop_everything)
