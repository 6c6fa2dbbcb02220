"""The map on the screen: a folium map mounted once, and states sent to it.

The map's script never changes, so st_folium never mounts it anew; geometry is fetched by address from the
app's own static folder and kept by the browser; a rerun sends values only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Literal

import folium
import streamlit as st
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template
from streamlit_folium import st_folium

from components.screen.look import sized
from components.screen.map_files import publish_geometry
from components.views.map_state import as_json, map_state
from components.views.model import View
from components.views.tokens import THEMES, Theme
from data.measures.answers import Answers

# st_folium's frame is <base>/component/streamlit_folium.st_folium/index.html: this reaches <base>/app/static
# under any base path.
FROM_FRAME = "../../app/static/"
LATE_SECONDS, NO_FRAME_SECONDS = 10, 90
"""A map that is not there so long after its frame is said to be missing; the words go as soon as it comes. On a
busy machine the browser needs longer for the page itself than for the map: until there is a frame, it is only late."""


class OfflineMap(folium.Map):
    """folium.Map without its links to outside hosts: Leaflet only, from our own static folder."""

    default_js: list[tuple[str, str]] = [("leaflet", f"{FROM_FRAME}vendor/leaflet/leaflet.js")]  # noqa: RUF012
    default_css: list[tuple[str, str]] = [  # noqa: RUF012  (folium reads it from the class)
        ("leaflet_css", f"{FROM_FRAME}vendor/leaflet/leaflet.css"),
        ("gridmap_css", f"{FROM_FRAME}gridmap.css"),
    ]


class Script(JSCSSMixin, MacroElement):
    """A piece of JavaScript on the map, and the script files it needs."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.code }}{% endmacro %}")

    def __init__(self, code: str, files: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._name = "Script"
        self.code = code
        self.default_js = [(name, FROM_FRAME + name) for name in files]
        self.default_css: list[tuple[str, str]] = []


def draw_map(
    view: View,
    answers: Answers,
    height: int,
    key: str,
    on_click: Callable[[str], None] | None = None,
    mode: Literal["desk", "screen"] = "desk",
    theme: Literal["light", "dark"] = "light",
    controls: bool = False,
    fill: str = "",
    only: str | None = None,
    on_class: Callable[[str], None] | None = None,
    on_spot: Callable[[Sequence[int]], None] | None = None,
) -> None:
    """Draw a map view.

    Args:
        view: a view of kind map.
        answers: the version whose geometry is meant.
        height: in px.
        key: unique in the app; the map lives as long as its key does.
        on_click: called with the code of a clicked grid, before the rerun; None makes the map a picture.
        mode: desk, or projector (fewer, brighter classes and larger words).
        theme: light or dark; the projector is always dark.
        controls: zoom buttons, wheel and scale.
        fill: a CSS height that overrides ``height``, for a map that takes what the window leaves;
            "stretch" for what its card leaves.
        only: letter of the one class shown in full, empty for all; None where the legend cannot be clicked.
        on_class: called with the letter of a clicked class, or nothing when it is taken back.
        on_spot: called with the numbers of a clicked dot.
    """
    look: Theme = sized(THEMES["screen" if mode == "screen" else theme])
    geometry = publish_geometry(answers).for_level(int(view.options["level"]))
    state = map_state(view, geometry, look, only)
    group = folium.FeatureGroup("state")
    group.add_child(Script(f"GRID.show({as_json(state)});"))
    is_stretched = fill == "stretch"
    with st.container(key=f"map_{key}", gap=None, height="stretch" if is_stretched else "content"):
        st.html(_frame_style(f"map_{key}", "100%" if is_stretched else fill or f"{height}px", look))
        st_folium(
            _base_map(controls),
            key=key,
            height=height,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=group,
            on_change=lambda: _hand_over(key, view, on_click, on_class, on_spot),
        )


def _base_map(controls: bool) -> OfflineMap:
    """The map that is mounted: the same script on every run, whatever is shown."""
    base = OfflineMap(
        location=[0, 0],
        zoom_start=3,
        tiles=None,
        prefer_canvas=True,
        control_scale=False,
        zoom_control=False,
        scrollWheelZoom=controls,
    )
    settings = json.dumps({"root": FROM_FRAME, "controls": controls})
    base.add_child(Script(f"GRID.init(map_div,{settings});", ("gridlabels.js", "gridmap.js")))
    return base


def _hand_over(
    key: str,
    view: View,
    on_click: Callable[[str], None] | None,
    on_class: Callable[[str], None] | None,
    on_spot: Callable[[Sequence[int]], None] | None,
) -> None:
    """Pass a click on once. Streamlit keeps the last value of a component: its number tells old from new."""
    click = st.session_state.get(key)
    last = f"{key}_last_click"
    if not isinstance(click, dict) or click.get("seq") in (None, st.session_state.get(last)):
        return
    st.session_state[last] = click["seq"]
    # A click made before the map had changed belongs to a picture that is no longer there.
    is_current = (click.get("level"), click.get("parent")) == (view.options["level"], view.options.get("parent", ""))
    if on_class is not None and is_current and "cls" in click:
        on_class(str(click["cls"]))
    elif on_spot is not None and is_current and "spot" in click:
        on_spot([int(number) for number in click["spot"]])
    elif on_click is not None and is_current and str(click.get("id")) in set(view.frame["grid_code"].astype(str)):
        on_click(str(click["id"]))


_STRETCHED = """div:has(> {inside}) {{ min-height: 0; }}
{inside} div:has(> iframe), {inside} div:has(> div > iframe) {{ position: static; }}
{inside} iframe {{ position: absolute; inset: 0; width: 100%; }}"""
"""A frame without a height of its own: it fills the container, whatever the words above it leave."""


def _frame_style(container: str, height: str, look: Theme) -> str:
    """Height of the frame, and words for while its scripts load and for when they never do: it would be silently empty."""
    inside = f".st-key-{container}"
    return f"""<style>
{inside} {{ position: relative; height: {height}; overflow: hidden; }}
{inside} :has(> iframe) {{ height: {height}; }}
{inside} iframe {{ height: {height} !important; color-scheme: normal; }}
{_STRETCHED.format(inside=inside) if height == "100%" else ""}
{inside} div:has(> .map-words), {inside} div:has(> div > .map-words) {{ position: static; }}
{inside} .map-words {{ position: absolute; inset: 0; z-index: 1; display: flex; align-items: center; justify-content: center;
  color: {look.mute}; pointer-events: none; }}
{inside} .map-soon {{ animation: map-soon 0s {NO_FRAME_SECONDS}s forwards; }}
{inside} .map-late {{ visibility: hidden; animation: map-late 0s {NO_FRAME_SECONDS}s forwards; }}
{inside}:has(iframe) .map-soon {{ animation: framed-soon 0s {LATE_SECONDS}s forwards; }}
{inside}:has(iframe) .map-late {{ animation: framed-late 0s {LATE_SECONDS}s forwards; }}
{inside}:has(iframe[data-map]) .map-words {{ display: none; }}
@keyframes map-soon {{ to {{ visibility: hidden; }} }}
@keyframes map-late {{ to {{ visibility: visible; }} }}
@keyframes framed-soon {{ to {{ visibility: hidden; }} }}
@keyframes framed-late {{ to {{ visibility: visible; }} }}
</style><p class="map-words map-soon">正在载入地图…</p>
<p class="map-words map-late" role="status">地图脚本未能载入，请刷新页面；仍不行请联系管理员</p>"""
