"""One map and one button that colours it anew: ours, or folium's own GeoJson built on each run.

``?mode=ours|naive``; the store is WANGLAN_HOME, the leaf polygons are BENCH_CELLS.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import folium
import numpy as np
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from components.screen.maps import OfflineMap, draw_map
from components.views.model import View
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.settings import store_home
from data.store.reader import open_store

HEIGHT = 650
RAMPS = (
    ("#fef0d9", "#fdcc8a", "#fc8d59", "#e34a33", "#b30000"),
    ("#edf8fb", "#b2e2e2", "#66c2a4", "#2ca25f", "#006d2c"),
)


@st.cache_resource
def load_cells(path: str) -> dict:
    return json.loads(Path(path).read_text("utf-8"))


@st.cache_resource
def load_answers(home: str) -> Answers:
    return Answers(open_store(Path(home)), Scope(Period("2025-06", "2025-06")))


def values_of(count: int, turn: int) -> np.ndarray:
    return np.random.default_rng(turn).integers(1, 400, count)


def draw_ours(turn: int) -> None:
    answers = load_answers(str(store_home()))
    codes = answers.grids(level=3)["grid_code"]
    values = values_of(len(codes), turn)
    frame = pd.DataFrame(
        {"grid_code": codes, "label": "", "value": values, "state": "value", "display": [f"{v} 场" for v in values]}
    )
    options = {"level": 3, "parent": "", "measure_label": "志愿服务活动", "unit": "场"}
    draw_map(View("map", "地图", "map", frame, answers.scope, unit="场", options=options), answers, HEIGHT, "bench")


def draw_naive(turn: int) -> None:
    cells = load_cells(os.environ["BENCH_CELLS"])
    values = values_of(len(cells["features"]), turn)
    codes = (feature["properties"]["网格编码"] for feature in cells["features"])
    by_code = dict(zip(codes, values.tolist(), strict=True))
    ramp = RAMPS[turn % 2]

    def style(feature: dict) -> dict:
        colour = ramp[by_code[feature["properties"]["网格编码"]] // 80]
        return {"fillColor": colour, "weight": 1, "color": "#fff", "fillOpacity": 0.9}

    west, south, east, north = (float(part) for part in os.environ["BENCH_BOUNDS"].split(","))
    # Without our Leaflet files folium would wait for outside hosts; this favours the naive page.
    drawn = OfflineMap(location=[(south + north) / 2, (west + east) / 2], zoom_start=12, tiles=None)
    folium.GeoJson(cells, style_function=style, tooltip=folium.GeoJsonTooltip(["网格名称"])).add_to(drawn)
    st_folium(drawn, height=HEIGHT, use_container_width=True, key="bench", returned_objects=[])


st.set_page_config(layout="wide")
turn = st.session_state.setdefault("turn", 0)
if st.button("换色"):
    turn = st.session_state["turn"] = turn + 1
{"ours": draw_ours, "naive": draw_naive}[st.query_params["mode"]](turn)
