"""网格一张图: from subdistrict to community to grid, one measure at a time."""

import streamlit as st

from components.screen import grid_map
from components.screen.cache import answers_of
from components.screen.filters import current_scope
from components.screen.panels import panel

answers = answers_of(current_scope())
if not grid_map.draw_nothing(answers):
    left, right = st.columns([2.5, 1], gap="small")
    with left:
        shown = grid_map.map_view(answers)
        grid_map.map_card(shown, answers)
    with right:
        views = grid_map.area_views(answers, shown)
        grid_map.find_card(answers)
        grid_map.area_card(views["cards"], answers)
        panel(views["trend"], 290, "grid_trend")
        panel(grid_map.below(views, shown), 290, "grid_waiting")
    grid_map.peer_card(answers, shown)
