"""公开数据对照: figure by figure what was published and what the ledgers say, and what is left to ask."""

import streamlit as st

from components.screen.cache import page_views
from components.screen.filters import current_scope
from components.screen.heights import fitting
from components.screen.panels import panel
from components.views.pages import published_figures

views = page_views("published_figures", published_figures.build, current_scope())
height = fitting(900, views["published"])
table, asked = st.columns([3.4, 1], gap="small")
with table:
    panel(views["published"], height)
with asked:
    panel(views["questions"], height)
