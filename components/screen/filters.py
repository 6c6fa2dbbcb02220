"""The shared filter bar. Owns its session state and the URL; everybody else gets a frozen Scope.

The truth is a handful of hidden text inputs bound to the URL, so that addresses stay short and in codes
(``?period=last_12&area=410104003``): a bound selectbox would write its Chinese label. The visible widgets follow
them, and write to them when used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from components.screen import arriving, comparing, narrowing
from components.screen.address import CUSTOM, DEFAULTS, Choices, categories_of, category_ledgers, read_scope
from components.screen.cache import AreaList
from components.screen.look import px
from components.views.formats import month_label
from data.measures.district import District
from data.measures.periods import PRESETS, preset_period
from data.measures.scope import Period, Scope
from pages import PAGES, PageSpec

_SCOPE = "wl_scope"
_TOLD = "wl_told"
_NAMES = {
    "period": "时段",
    "from": "时段",
    "to": "时段",
    "area": "范围",
    "compare": "对比",
    "mode": "状态",
    "per": "折算",
}
_MOST_AREAS = 6000
"""Above this many grids the list ends at the second level; the map and its search reach the rest."""


def filter_bar(spec: PageSpec, district: District, areas: AreaList) -> Scope:
    """Draw the page's name and the filters, and return what they say.

    Args:
        spec: the page shown.
        district: the version's district.
        areas: the version's grids.
    """
    choices = Choices(district, areas, spec.ledgers)
    raw = _hidden_inputs(spec.url_path)
    scope, wrong = read_scope(raw, choices)
    if wrong and st.session_state.get(_TOLD) != wrong:
        words = "、".join(dict.fromkeys(_NAMES.get(name, "类别") for name in wrong))
        st.toast(f"地址中的{words}无法识别，已按默认显示。", icon=":material/info:")
    st.session_state[_TOLD] = wrong
    st.session_state[_SCOPE] = scope
    with st.container(key="bar_filters", horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {spec.title}", width="content")
        _period_filter(raw, scope.period, choices)
        _area_filter(scope, choices)
        _category_filter(scope, choices)
        comparing.compare_filter(scope, district)
        if spec == PAGES[0]:
            # the working mode chooses what the overview leads with, and nothing else
            _mode_filter(scope, choices.district)
        st.space("stretch")
        _standing(district)
    here = narrowing.Here(scope, choices, raw["period"] == CUSTOM and "period" not in wrong)
    narrowing.begin(here)
    narrowing.draw_chips(here)
    return scope


def title_bar(spec: PageSpec, district: District | None) -> None:
    """Draw the page's name where filters would change nothing; what they say stays in the address for other pages.

    Args:
        spec: the page shown.
        district: the version's district; None while the store is empty.
    """
    narrowing.forget()
    if district is not None:
        _hidden_inputs(spec.url_path)
    with st.container(key="bar_filters", horizontal=True, vertical_alignment="center"):
        st.markdown(f"### {spec.title}", width="content")
        st.markdown(f":small[:gray[{spec.help}]]", width="content")
        st.space("stretch")
        if district is None:
            st.markdown(":small[:gray[还没有数据]]", width="content")
        else:
            _standing(district)


def current_scope() -> Scope:
    """The scope of the running page."""
    scope: Scope = st.session_state[_SCOPE]
    return scope


def go_to_area(code: str) -> None:
    """Show another area; for ``on_click``. An empty code means the whole district."""
    st.session_state["area"] = code


def go_to_period(period: Period) -> None:
    """Show other months; for ``on_click``."""
    st.session_state["period"] = CUSTOM
    st.session_state["from"], st.session_state["to"] = period.start, period.end
    comparing.keep_year_to_date(period)


def clear_categories() -> None:
    """Choose no category in any ledger; for ``on_click``."""
    for name in category_ledgers():
        st.session_state[f"cat_{name}"] = ""


def _hidden_inputs(page: str) -> dict[str, str]:
    """Draw the hidden inputs and return what they, and so the address, say."""
    names = [*DEFAULTS, *(f"cat_{ledger}" for ledger in category_ledgers())]
    arriving.adopt(page, names)
    with st.container(key="wl_bound"):
        # Empty means the default: an input with a default of its own may not be written to by a callback.
        asked = st.query_params.to_dict()
        return {name: _bound(name, name in asked).strip() or DEFAULTS.get(name, "") for name in names}


def _bound(name: str, is_asked: bool) -> str:
    """What the address says; its input is drawn once, and then while it holds anything.

    Streamlit looks through all of the session for each input it draws: two dozen empty ones cost a fifth of a rerun.
    One that was drawn keeps its tie to the address while it is away, so a filter that is written to comes back with it.
    """
    if not is_asked and st.session_state.get(name) == "":
        return ""
    return st.text_input(name, key=name, bind="query-params")


def _follow(widget: str, value: Any) -> str:
    """Give a visible widget the value the address has; returns its key.

    The browser keeps the chosen label, not the code: where labels follow the data, the key must too,
    or an import would look like a choice.
    """
    # Written on every run: a run that ends before the browser has drawn the last one would else lose the value.
    st.session_state[widget] = value
    return widget


def _write(name: str, widget: str, as_text: Callable[[Any], str] = str) -> None:
    """A visible widget was used: write it to the address."""
    text = as_text(st.session_state[widget])
    st.session_state[name] = "" if text == DEFAULTS.get(name) else text


def _period_filter(raw: dict[str, str], period: Period, choices: Choices) -> None:
    as_of = choices.district.as_of
    labels = {code: f"{name} · {preset_period(code, as_of).label}" for code, name in PRESETS.items()}
    # a comparison of the year so far may have widened the months the address names
    is_preset = raw["period"] in PRESETS and preset_period(raw["period"], as_of) == period
    chosen = raw["period"] if is_preset else CUSTOM
    widget = f"f_period_{as_of:%Y%m%d}"
    labels[CUSTOM] = "自定义月份"
    st.selectbox(
        "时段",
        list(labels),
        format_func=lambda code: labels[code],
        key=_follow(widget, chosen),
        on_change=_use_period,
        args=(widget, period, as_of),
        label_visibility="collapsed",
        icon=":material/calendar_month:",
        width=px(236 if chosen != CUSTOM else 140),
    )
    if chosen != CUSTOM:
        return
    months = Period(
        min(choices.district.first_month, period.start), max(choices.district.last_month, period.end)
    ).months
    for name, label, value, allowed in (
        ("from", "起始月份", period.start, [m for m in months if m <= period.end]),
        ("to", "截止月份", period.end, [m for m in months if m >= period.start]),
    ):
        st.selectbox(
            label,
            allowed,
            format_func=month_label,
            key=_follow(f"f_{name}", value),
            on_change=_use_months,
            label_visibility="collapsed",
            width=px(116),
        )


def _use_period(widget: str, shown: Period, as_of: date) -> None:
    """A preset was chosen; the custom period starts as the months on screen."""
    chosen = st.session_state[widget]
    st.session_state["period"] = "" if chosen == DEFAULTS["period"] else chosen
    is_custom = chosen == CUSTOM
    st.session_state["from"], st.session_state["to"] = (shown.start, shown.end) if is_custom else ("", "")
    comparing.keep_year_to_date(shown if is_custom else preset_period(chosen, as_of))


def _use_months() -> None:
    go_to_period(Period(st.session_state["f_from"], st.session_state["f_to"]))


def _area_filter(scope: Scope, choices: Choices) -> None:
    labels = {"": choices.district.name, **choices.areas.labels}
    if len(labels) > _MOST_AREAS:
        parents = choices.areas.parents
        labels = {c: text for c, text in labels.items() if c == scope.grid_code or not parents.get(parents.get(c, ""))}
    widget = f"f_area_{choices.district.version}"
    st.selectbox(
        "范围",
        list(labels),
        format_func=labels.__getitem__,
        key=_follow(widget, scope.grid_code),
        on_change=_write,
        args=("area", widget),
        label_visibility="collapsed",
        icon=":material/location_on:",
        width=px(200),
    )


def _category_filter(scope: Scope, choices: Choices) -> None:
    kept = category_ledgers()
    offered = [name for name in choices.ledgers if name in kept and categories_of(choices.district.ledger(name))]
    if not offered:
        return
    with st.popover(_category_label(scope, offered), icon=":material/category:", key="f_categories", width=px(150)):
        for ledger in offered:
            declared = choices.district.ledger(ledger)
            st.pills(
                f"{declared.label}（不选为全部）",
                categories_of(declared),
                selection_mode="multi",
                key=_follow(f"f_cat_{ledger}", list(scope.categories_of(ledger))),
                on_change=_write,
                args=(f"cat_{ledger}", f"f_cat_{ledger}", ",".join),
            )
        if scope.categories:
            st.button(
                "全部类别", icon=":material/clear_all:", type="tertiary", key="f_clear", on_click=clear_categories
            )


def _category_label(scope: Scope, offered: list[str]) -> str:
    chosen = [category for ledger in offered for category in scope.categories_of(ledger)]
    if not chosen:
        return "全部类别"
    return chosen[0] if len(chosen) == 1 else f"{chosen[0]} 等 {len(chosen)} 类"


def _mode_filter(scope: Scope, district: District) -> None:
    """平时 or 急时, in a district that has both: which figures the overview leads with."""
    modes = district.profile.modes
    if len(modes) < 2:
        return
    labels = {mode.code: mode.label for mode in modes}
    widget = f"f_mode_{district.version}"
    st.segmented_control(
        "状态",
        list(labels),
        format_func=labels.__getitem__,
        key=_follow(widget, scope.mode or modes[0].code),
        on_change=_write,
        args=("mode", widget),
        label_visibility="collapsed",
        required=True,
    )


def _standing(district: District) -> None:
    """Whether the data are an example, and the day they stand at."""
    day = district.as_of
    words = [f"截至 {day.year}年{day.month}月{day.day}日", f"第 {district.version} 版"]
    st.markdown(f":small[:gray[{' · '.join(words)}]]", width="content")
    if district.is_demo:
        st.badge("示例数据", color="gray")
