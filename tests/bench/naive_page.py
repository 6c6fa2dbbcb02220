"""The page many would write first: the raw frame in memory, a group-by a chart, the map built anew each run.

It shows what 志愿服务 shows. It is generous to itself: the CSV is read once and shared, never copied.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import folium
import pandas as pd
import plotly.express as px
import streamlit as st
from streamlit_folium import st_folium

SHOWN_ROWS = 200


@st.cache_resource
def load_events(path: str) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype={"网格编码": str})
    frame["活动日期"] = pd.to_datetime(frame["活动日期"])
    return frame


@st.cache_resource
def load_cells(path: str) -> dict:
    return json.loads(Path(path).read_text("utf-8"))


def within(frame: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    return frame[(frame["活动日期"] >= start) & (frame["活动日期"] < end)]


def draw_cards(now: pd.DataFrame, before: pd.DataFrame) -> None:
    sums = ("参与人次", "服务时长", "服务人次")
    st.metric("场次", len(now), len(now) - len(before))
    for name in sums:
        st.metric(name, now[name].sum(), now[name].sum() - before[name].sum())
    st.metric("队伍", now["志愿服务队"].nunique(), now["志愿服务队"].nunique() - before["志愿服务队"].nunique())


def draw_charts(now: pd.DataFrame) -> None:
    by_month = now.groupby(now["活动日期"].dt.strftime("%Y-%m")).size().rename("场次").reset_index()
    st.plotly_chart(px.line(by_month, x="活动日期", y="场次"), key="months")
    by_day = now.groupby(now["活动日期"].dt.normalize()).size().rename("场次").reset_index()
    by_day["周"] = by_day["活动日期"].dt.strftime("%G-%V")
    by_day["星期"] = by_day["活动日期"].dt.weekday
    st.plotly_chart(px.density_heatmap(by_day, x="周", y="星期", z="场次"), key="days")
    for column in ("活动类型", "队伍类型"):
        counted = now.groupby(column).size().rename("场次").reset_index()
        st.plotly_chart(px.bar(counted, x="场次", y=column, orientation="h"), key=column)


def draw_map(counts: pd.Series, cells: dict) -> None:
    top = max(int(counts.max()), 1)
    colours = ["#fef0d9", "#fdcc8a", "#fc8d59", "#e34a33", "#b30000"]

    def style(feature: dict) -> dict:
        value = counts.get(feature["properties"]["网格编码"], 0)
        return {"fillColor": colours[min(int(value / top * 5), 4)], "weight": 1, "color": "#fff", "fillOpacity": 0.9}

    west, south, east, north = (float(part) for part in os.environ["BENCH_BOUNDS"].split(","))
    drawn = folium.Map(location=[(south + north) / 2, (west + east) / 2], zoom_start=11, tiles=None)
    folium.GeoJson(cells, style_function=style, tooltip=folium.GeoJsonTooltip(["网格名称"])).add_to(drawn)
    st_folium(drawn, height=500, use_container_width=True, key="map")


start = pd.Timestamp(st.session_state.get("start", "2025-01-01"))
months = 6
end = start + pd.DateOffset(months=months)
events = load_events(os.environ["BENCH_CSV"])
cells = load_cells(os.environ["BENCH_CELLS"])
now = within(events, start, end)
draw_cards(now, within(events, start - pd.DateOffset(months=months), start))
draw_charts(now)
per_grid = now.groupby("网格编码").size()
draw_map(per_grid, cells)
st.dataframe(per_grid.rename("场次").sort_values(ascending=False).reset_index())
st.dataframe(
    [f["properties"]["网格名称"] for f in cells["features"] if f["properties"]["网格编码"] not in per_grid.index]
)
st.dataframe(now.sort_values("活动日期", ascending=False).head(SHOWN_ROWS))
