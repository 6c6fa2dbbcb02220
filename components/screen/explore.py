"""The page 自助分析 on the screen: what is asked stands in the address, what is answered below it."""

from __future__ import annotations

import urllib.parse
from dataclasses import replace
from functools import partial

import streamlit as st

from components.exports.prepare import citation_of
from components.screen import citing, comparing, map_classes, messages, pinned
from components.screen.cards import cards_row
from components.screen.explore_files import draw_files
from components.screen.explored import explored_view, remember
from components.screen.filters import current_scope
from components.screen.look import px, screen_theme
from components.screen.maps import draw_map
from components.screen.panels import panel
from components.views.map_classes import name_of, within
from components.views.model import View
from components.views.pages import explore, explore_choice
from components.views.pages.explore_choice import AUTO, FORM_LABELS, TABLE, Choice
from data.measures.answers import Answers
from data.measures.registry import MEASURES
from pages import PageSpec

PARAMETERS = ("measure", "by", "form", "across")
_TOLD = "wl_explore_told"
_MAIN_PX, _CARD_PX, _TABLE_PX, _HEAD_AND_FOOT_PX = 640, 192, 438, 132
_NONE = ""


def asked_ledger(spec: PageSpec) -> PageSpec:
    """The page with the ledger of the measure asked for: its categories are what the filter bar offers."""
    declared = MEASURES.get(_asked()["measure"])
    if spec.url_path != explore_choice.PAGE:
        return spec
    return replace(spec, ledgers=(declared.ledger if declared else next(iter(MEASURES.values())).ledger,))


def draw_explore(answers: Answers) -> None:
    """The question, the picture with its sentence, the figure and the table."""
    choice, wrong = explore_choice.nearest(answers, **_asked())
    if choice is None:
        messages.page_empty(
            "还没有可以分析的台账", "导入台账后，这里可以任选指标作图。", key="explore", offers_import=True
        )
        return
    if wrong and st.session_state.get(_TOLD) != wrong:
        st.toast(f"地址中的{'、'.join(wrong)}不适用于这里，已按默认显示。", icon=":material/info:")
    st.session_state[_TOLD] = wrong
    _question(answers, choice)
    left, right = st.columns([1.75, 1], gap="small")
    main = explored_view(answers, choice)
    if not main.empty:
        remember(choice.id)
    with left:
        _picture(main, answers)
    with right:
        cards_row(explored_view(answers, explore.headline(choice)), _CARD_PX)
        panel(_numbers(answers, choice, main), _TABLE_PX, "explore_table")


def _numbers(answers: Answers, choice: Choice, main: View) -> View:
    """The table beside the picture: the areas of the class chosen in the map's legend, else all; its sentence stands there."""
    table = explored_view(answers, replace(choice, form=TABLE))
    if letter := map_classes.chosen(main):
        kept = set(within(main, letter, screen_theme()).frame["grid_code"])
        named = f"图例“{name_of(main, letter, screen_theme())}”"
        table = replace(table, frame=table.frame[table.frame["key"].isin(kept)], basis=f"{named} {len(kept)} 个")
    return replace(table, finding="")


def _asked() -> dict[str, str]:
    return {name: str(st.query_params.get(name, "")).strip() for name in PARAMETERS}


def _question(answers: Answers, choice: Choice) -> None:
    with (
        st.container(key="card_explore_bar"),
        st.container(key="bar_explore", horizontal=True, vertical_alignment="center"),
    ):
        _measure_choice(answers, choice)
        _select("by", explore_choice.ways(answers, choice.measure), choice.by, "分组", 136)
        seconds = explore_choice.seconds(answers, choice.measure, choice.by)
        if seconds:
            also = {_NONE: "不再分", **{by: f"再{words}" for by, words in seconds.items()}}
            _select("across", also, choice.across, "再分", 124)
        _form_choice(answers, choice)
        comparing.per_choice(answers.fair.offered(choice.measure), answers.scope, "explore")
        st.space("stretch")
        main = explored_view(answers, choice)
        if not main.empty:
            table = replace(choice, form=TABLE)
            wanted = [(explore_choice.PAGE, each.id) for each in dict.fromkeys((choice, table))]
            draw_files(answers, main, wanted)
        _link(answers, choice)


def _measure_choice(answers: Answers, choice: Choice) -> None:
    known = {
        code: f"{answers.measure(code).label}（{answers.measure(code).unit}）· {answers.ledger(MEASURES[code].ledger).label}"
        for code in explore_choice.measures(answers)
    }
    _select("measure", known, choice.measure, "指标", 300, icon=":material/query_stats:")


def _select(name: str, options: dict[str, str], chosen: str, label: str, width: int, icon: str | None = None) -> None:
    widget = f"explore_{name}"
    st.session_state[widget] = chosen
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=widget,
        on_change=_write,
        args=(name,),
        label_visibility="collapsed",
        icon=icon,
        width=px(width),
    )


def _form_choice(answers: Answers, choice: Choice) -> None:
    forms = (explore_choice.HEAT, TABLE) if choice.across else explore_choice.forms(answers, choice.measure, choice.by)
    st.session_state["explore_form"] = choice.form
    st.segmented_control(
        "图形",
        [AUTO, *forms],
        format_func=FORM_LABELS.__getitem__,
        key="explore_form",
        on_change=_write,
        args=("form",),
        label_visibility="collapsed",
        required=True,
    )


def _write(name: str) -> None:
    """A choice was made: put it into the address; what no longer suits it goes."""
    map_classes.take("")
    value = str(st.session_state[f"explore_{name}"])
    gone = {"measure": ("across", "form"), "by": ("across", "form"), "across": ("form",)}.get(name, ())
    for other in gone:
        st.query_params.pop(other, None)
    if value in ("", AUTO):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def _link(answers: Answers, choice: Choice) -> None:
    """The address of this picture: as it is now for good, or always with the newest data."""
    box = st.popover("链接", icon=":material/link:", type="tertiary", key="explore_link", on_change="rerun")
    if not box.open:
        return
    here = urllib.parse.urlsplit(str(st.context.url or ""))
    root = f"{here.scheme}://{here.netloc}{here.path.rsplit('/', 1)[0]}/"
    citation = citation_of(answers, explore_choice.PAGE, choice.id)
    with box:
        st.markdown("**固定这一版数据** &nbsp;:small[:gray[以后打开仍是现在的图]]")
        st.code(root + citing.page_address(citation), language=None, wrap_lines=True)
        st.markdown("**总用最新数据** &nbsp;:small[:gray[导入后打开，图随数据更新]]")
        st.code(f"{root}{explore_choice.PAGE}?{_newest(choice)}", language=None, wrap_lines=True)


def _newest(choice: Choice) -> str:
    """The address as it stands, with what is shown by default in it, and without a version."""
    passing = (pinned.PARAMETER, map_classes.PARAMETER)
    asked = {name: value for name, value in st.query_params.to_dict().items() if name not in passing}
    shown = asked | explore_choice.parameters(explore_choice.PAGE, choice.id)
    return urllib.parse.urlencode({name: value for name, value in shown.items() if value})


def _picture(view: View, answers: Answers) -> None:
    if view.kind == "map":
        bar = partial(map_classes.draw_chip, view)
        panel(view, _MAIN_PX, "explore_main", draw=lambda shown: _map(shown, answers), bar=bar)
    else:
        panel(view, _MAIN_PX, "explore_main")


def _map(view: View, answers: Answers) -> None:
    draw_map(
        view,
        answers.narrowed(current_scope()),
        px(_MAIN_PX - _HEAD_AND_FOOT_PX),
        "explore_map",
        map_classes.go_to_area,
        theme="dark" if screen_theme().is_dark else "light",
        controls=True,
        fill="stretch",
        only=map_classes.chosen(view),
        on_class=map_classes.take,
    )
