"""数据质量: who is silent or late, what is empty, refused or contradicts itself, what is wrong with the net."""

import streamlit as st

from components.screen import data_quality, quality_rows
from components.screen.cache import page_views
from components.screen.filters import current_scope
from components.screen.panels import cards_row, panel
from components.views.pages import data_quality as quality_views

views = page_views("data_quality", quality_views.build, current_scope())
cards_row(views["cards"], 140)
panel(views["brief"], 312)
months, silent = st.columns([1.4, 1], gap="small")
with months:
    data_quality.reporting_card(530)
with silent:
    quality_rows.table_card(views["silent"], 530)
fields, punctual = st.columns([1.2, 1], gap="small")
with fields:
    panel(views["filled"], 400, hint=quality_rows.HINT)
with punctual:
    panel(views["late"], 400, hint=quality_rows.HINT)
quality_rows.table_card(views["contradictions"], 420)
height = data_quality.height_of(views, ("refused", "refused_files"), 380)
reasons, files = st.columns(2, gap="small")
with reasons:
    panel(views["refused"], height, hint=quality_rows.HINT)
with files:
    quality_rows.table_card(views["refused_files"], height)
data_quality.geometry_cards(views, data_quality.height_of(views, ("geometry",), 520))
quality_rows.rows_card()
quality_rows.open_clicked()
