"""The page 网格一张图 on the screen: the map with its way down, and the card about the chosen area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from components.screen import agenda_entries, cache, comparing, map_classes, messages, passport, picture
from components.screen.cards import chip_words
from components.screen.look import px, screen_theme
from components.screen.map_classes import go_to_area
from components.screen.map_files import publish_geometry
from components.screen.maps import draw_map
from components.screen.panels import panel
from components.views.map_classes import table_of, within
from components.views.model import View
from components.views.pages import grid_map, map_frame, peers
from data.measures.answers import Answers

MAP_HEIGHT = 560
FILL_SCREEN = "max(430px, calc(100vh - 17.4rem - var(--wl-chips, 0rem)))"
"""The map takes what the menu, the filters and its own head and foot leave of the window."""
FOUND_ROWS = 8
PEERS_HEIGHT = 470
_PARENT = "wl_map_parent"


def map_view(answers: Answers) -> View:
    """The map for the chosen area, measure and level; built once per version and scope."""
    frame = _frame(answers)
    code = _measure(answers, frame.level)
    page_id = f"grid_map:{code}:{frame.level}:{frame.parent}"
    return cache.page_views(page_id, lambda own: grid_map.build_map(own, code, frame), answers.scope)["map"]


def area_views(answers: Answers, shown: View) -> Mapping[str, View]:
    """What stands beside the map: cards, trend of the measure shown, items waiting."""
    code = shown.measures[0]
    return cache.page_views(f"grid_area:{code}", lambda own: grid_map.build_area(own, code), answers.scope)


def map_card(view: View, answers: Answers) -> None:
    """The map in its card: breadcrumb, measure and level above it, source below."""
    with st.container(key="card_grid_map"):
        with st.container(key="bar_grid_map", horizontal=True, vertical_alignment="center"):
            _breadcrumb(view.options["crumbs"])
            st.space("stretch")
            _level_choice(answers, int(view.options["level"]))
            _measure_choice(answers, view)
        with st.container(key="bar_grid_find", horizontal=True, vertical_alignment="center"):
            st.markdown(view.finding or f":gray[{view.empty}]", width="content")
            map_classes.draw_chip(view)
            st.space("stretch")
            comparing.per_choice(answers.fair.offered(view.measures[0]), answers.scope, "grid_map")
            _cell_choice(view)
            passport.view_button(view, key="grid_map")
            agenda_entries.add_menu(view, key="grid_map")
            picture.export_menu(view, screen_theme(), key="save_grid_map")
        theme: Literal["dark", "light"] = "dark" if screen_theme().is_dark else "light"
        draw_map(
            view,
            answers,
            px(MAP_HEIGHT),
            "grid_map",
            go_to_area,
            theme=theme,
            controls=True,
            fill=FILL_SCREEN,
            only=map_classes.chosen(view),
            on_class=map_classes.take,
        )
        st.markdown(f":small[:gray[{view.footnote}]]")


def area_card(view: View, answers: Answers) -> None:
    """Name, place and size of the chosen area, and its main figures."""
    with st.container(key="card_grid_area"):
        with st.container(key="bar_grid_area", horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{_plain(answers.area_name)}**", width="content")
            st.space("stretch")
            passport.view_button(view, key="grid_area")
        above = [_plain(name) for _, name in answers.area_path[:-1]]
        grey = " · ".join(part for part in (*above, view.options["facts"]) if part)
        if grey:
            st.markdown(f":small[:gray[{grey}]]")
        rows: list[dict[str, Any]] = view.frame.to_dict("records")  # type: ignore[assignment]
        for start in range(0, len(rows), 2):
            for column, row in zip(st.columns(2, gap="small"), rows[start : start + 2], strict=False):
                with column:
                    _figure(row)


def below(views: Mapping[str, View], shown: View) -> View:
    """What stands last beside the map: the areas of the class chosen in its legend, else the items waiting."""
    letter = map_classes.chosen(shown)
    return table_of(shown, letter, screen_theme()) if letter else views["waiting"]


def find_card(answers: Answers) -> None:
    """Look a grid up by name or code; choosing one does what a click on the map does."""
    with st.container(key="card_grid_search"):
        text = st.text_input(
            "查找网格",
            key="grid_search",
            placeholder=f"按名称或编码查找{'、'.join(answers.district.level_names)}",
            label_visibility="collapsed",
            icon=":material/search:",
        ).strip()
        if not text:
            return
        found = answers.find_grids(text, FOUND_ROWS)
        if found.empty:
            st.markdown(f":gray[没有名称或编码含“{_plain(text)}”的网格。]")
        for code, name, path in zip(found["grid_code"], found["grid_name"], found["path"], strict=True):
            st.button(
                f"{_plain(name)} :small[:gray[{_plain(path)} {code}]]",
                key=f"grid_found_{code}",
                type="tertiary",
                on_click=_take_found,
                args=(code,),
            )


def peer_card(answers: Answers, shown: View) -> None:
    """The grids on the map among their peers, by an outcome chosen in the card."""
    level = int(shown.options["level"])
    known = peers.offered(answers, level)
    if not known:
        return
    asked = str(st.query_params.get("peer", ""))
    chosen = next((code for code in (asked, shown.measures[0]) if code in known), known[0])
    frame = _frame(answers)
    page_id = f"grid_peers:{chosen}:{level}:{frame.parent}"
    view = cache.page_views(page_id, lambda own: peers.build(own, chosen, frame), answers.scope)["peers"]
    st.session_state["grid_peer"] = chosen

    def choice() -> None:
        st.selectbox(
            "比较什么",
            known,
            format_func=lambda code: f"{answers.measure(code).label}（{answers.measure(code).unit}）",
            key="grid_peer",
            on_change=_write_peer,
            label_visibility="collapsed",
            width=px(260),
        )

    panel(view, PEERS_HEIGHT, "grid_peers", bar=choice)


def _write_peer() -> None:
    st.query_params["peer"] = st.session_state["grid_peer"]


def draw_nothing(answers: Answers) -> bool:
    """Say so when the version has no grids at all; the page then ends."""
    if publish_geometry(answers).deepest:
        return False
    why = "请先导入网格边界，或只含编码、名称、上级编码的网格表。"
    messages.page_empty("还没有网格", why, key="grid_map", offers_import=True)
    return True


def _frame(answers: Answers) -> map_frame.Frame:
    asked = str(st.query_params.get("level", ""))
    frame = map_frame.frame_for(
        answers,
        int(asked) if asked in ("1", "2", "3") else 0,
        st.session_state.get(_PARENT),
    )
    st.session_state[_PARENT] = frame.parent
    return frame


def _measure(answers: Answers, level: int) -> str:
    """The measure in the address, as far as it can be shown; else the first that can."""
    known = grid_map.offered(answers, level)
    asked = str(st.query_params.get("measure", grid_map.DEFAULT_MEASURE))
    return asked if asked in known else next(iter(known), grid_map.DEFAULT_MEASURE)


def _breadcrumb(steps: Sequence[tuple[str, str, str]]) -> None:
    for code, name, below in steps[:-1]:
        st.button(
            f"{_plain(name)} :gray[{below}]",
            key=f"grid_up_{code or 'all'}",
            type="tertiary",
            on_click=go_to_area,
            args=(code,),
        )
        st.markdown(":gray[›]", width="content")
    _, name, below = steps[-1]
    st.markdown(f"**:red[{_plain(name)}]** :gray[{below}]", width="content")


def _level_choice(answers: Answers, level: int) -> None:
    """How deep to look at once: the children, or all grids below them."""
    choices = list(range(min(answers.area_level + 1, 3), 4))
    if len(choices) < 2:
        return
    names = answers.district.level_names
    st.session_state["grid_level"] = level
    st.segmented_control(
        "显示到",
        choices,
        format_func=lambda number: names[number - 1],
        key="grid_level",
        on_change=_write_level,
        label_visibility="collapsed",
        required=True,
    )


def _measure_choice(answers: Answers, view: View) -> None:
    st.session_state["grid_measure"] = view.measures[0]
    st.selectbox(
        "指标",
        grid_map.offered(answers, int(view.options["level"])),
        format_func=lambda code: f"{answers.measure(code).label}（{answers.measure(code).unit}）",
        key="grid_measure",
        on_change=_write_measure,
        label_visibility="collapsed",
        width=px(230),
    )


def _cell_choice(view: View) -> None:
    """The grids of the map as a list, for those who do not use a mouse."""
    if letter := map_classes.chosen(view):
        view = within(view, letter, screen_theme())
    labels = dict(zip(view.frame["grid_code"], view.frame["label"] + " · " + view.frame["display"], strict=True))
    st.session_state["grid_cell"] = view.options["pick"] if view.options["pick"] in labels else None
    st.selectbox(
        "从列表选择",
        list(labels),
        format_func=labels.__getitem__,
        key="grid_cell",
        on_change=_take_cell,
        placeholder=f"从列表选择（{len(labels)} 个）",
        label_visibility="collapsed",
        width=px(200),
    )


def _write_level() -> None:
    map_classes.take("")
    st.query_params["level"] = str(st.session_state["grid_level"])


def _write_measure() -> None:
    map_classes.take("")
    st.query_params["measure"] = st.session_state["grid_measure"]


def _take_cell() -> None:
    if st.session_state["grid_cell"]:
        go_to_area(st.session_state["grid_cell"])


def _take_found(code: str) -> None:
    st.session_state["grid_search"] = ""
    go_to_area(code)


def _figure(row: dict[str, Any]) -> None:
    chip, has_arrow = chip_words(str(row["change_text"] or ""), str(row["tone"]))
    colours: dict[str, Any] = {"good": "blue", "watch": "orange"}
    st.metric(
        str(row["label"]),
        f"{row['display']} :small[:gray[{row['unit']}]]",
        chip or None,
        delta_color=colours.get(str(row["tone"]), "gray"),
        delta_arrow="auto" if has_arrow else "off",
    )


def _plain(text: object) -> str:
    """A name from a file inside Markdown: its signs are no markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|~:$<>&" else sign for sign in str(text))
