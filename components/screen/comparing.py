"""What is compared with, and what counts are divided by: the controls that write both to the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.screen.address import COMPARES, CUSTOM, DEFAULTS, year_to_date
from components.screen.look import px
from components.views.formats import month_label
from data.measures.district import District
from data.measures.fair import BASES
from data.measures.periods import preset_period
from data.measures.scope import Per, Period, Scope

_TOTAL = "总量"


def compare_filter(scope: Scope, district: District) -> None:
    """How to compare, and where any period may be chosen, which one."""
    st.session_state["f_compare"] = scope.compare
    st.selectbox(
        "对比",
        list(COMPARES),
        format_func=COMPARES.__getitem__,
        key="f_compare",
        on_change=_use_compare,
        args=(scope, district),
        label_visibility="collapsed",
        icon=":material/compare_arrows:",
        width=px(152 if scope.against is None else 124),
    )
    if scope.against is None:
        return
    months = Period(district.first_month, district.last_month).months
    with st.popover(scope.against.short_label, key="f_against"):
        for name, label, value, allowed in (
            ("start", "对比期间从", scope.against.start, [m for m in months if m <= scope.against.end]),
            ("end", "到", scope.against.end, [m for m in months if m >= scope.against.start]),
        ):
            widget = f"f_against_{name}"
            st.session_state[widget] = value
            st.selectbox(label, allowed, format_func=month_label, key=widget, on_change=_use_months, width=px(150))


def per_choice(offered: Sequence[Per], scope: Scope, key: str) -> None:
    """Totals, or by household, people, grid or staff: one touch for all counts by area on the page.

    Args:
        offered: what the measure shown may be divided by.
        scope: of the page.
        key: unique on the page.
    """
    if not offered:
        return
    labels: Mapping[Per, str] = {"": _TOTAL, **{per: BASES[per].label for per in offered}}
    widget = f"per_{key}"
    st.session_state[widget] = scope.per if scope.per in labels else ""
    st.segmented_control(
        "折算",
        list(labels),
        format_func=labels.__getitem__,
        key=widget,
        on_change=_use_per,
        args=(widget,),
        label_visibility="collapsed",
        required=True,
    )


def keep_year_to_date(period: Period) -> None:
    """Other months were chosen: a comparison of the year so far holds only from January on."""
    if st.session_state["compare"] == "cumulative" and year_to_date(period) != period:
        st.session_state["compare"] = ""


def _use_compare(scope: Scope, district: District) -> None:
    chosen = st.session_state["f_compare"]
    st.session_state["compare"] = "" if chosen == DEFAULTS["compare"] else chosen
    st.session_state["against"] = str(_first_choice(scope.period, district)) if chosen == "custom" else ""
    if chosen != "cumulative":
        return
    # the months on screen become those that are compared, or the figures would mean something else than they say
    period = year_to_date(scope.period)
    is_this_year = period == preset_period("this_year", district.as_of)
    st.session_state["period"] = "" if is_this_year else CUSTOM
    st.session_state["from"], st.session_state["to"] = ("", "") if is_this_year else (period.start, period.end)


def _first_choice(period: Period, district: District) -> Period:
    """The same months a year ago where there are data, else the period before, else the first month there is."""
    for other in (period.year_ago(), period.previous()):
        if other.start >= district.first_month and other.end <= district.last_month:
            return other
    return Period(district.first_month, district.first_month)


def _use_months() -> None:
    start, end = st.session_state["f_against_start"], st.session_state["f_against_end"]
    st.session_state["against"] = str(Period(start, end))


def _use_per(widget: str) -> None:
    st.session_state["per"] = st.session_state[widget] or ""
