"""Tables: views of kind "table", and the table twin of every figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from components.exports.csv_file import csv_of_table
from components.exports.tables import data_table
from components.screen import kept
from components.screen.heights import ROW_PX
from components.screen.look import px, scale
from components.views.columns import column_format, is_whole, shown_columns
from components.views.formats import is_missing, ratio
from components.views.inexact import Words
from components.views.model import View

_ROWS_AT_ONCE = 12
_EDGES_PX = 3


def draw_table(
    view: View,
    height: int | str = "stretch",
    *,
    key: str,
    row_height: int | None = None,
    on_pick: Callable[[int], bool] | None = None,
) -> None:
    """Draw the frame with Chinese headings and the formats the view asks for.

    Args:
        view: its labels name the columns shown, in the frame's order; its options["formats"] say how,
            its options["widths"] how wide in px.
        height: px, "stretch" or "content".
        key: unique on the page.
        row_height: px on this screen; tight tables fit more rows.
        on_pick: called with the place of a clicked row in the frame, before the rerun, says whether the cell stays
            marked: one that does can't be clicked again; None makes it a table to read.
    """
    frame, words, columns = kept.once(view, "table", lambda: _parts(view))
    # copies, because Streamlit writes into what it is given
    drawn_so: Any = {name: dict(column) for name, column in columns.items()}
    # Drawn anew when the page grows: a table keeps the font it was first drawn with.
    name = f"{key}_{scale():g}_{st.session_state.get(_turn(key), 0)}"
    picking: dict[str, Any] = (
        {"on_select": partial(_pick, name, _turn(key), on_pick), "selection_mode": "single-cell"} if on_pick else {}
    )
    st.dataframe(
        spoken(frame, words),
        hide_index=True,
        placeholder="",
        height=height,  # type: ignore[arg-type]
        row_height=row_height or px(ROW_PX),
        key=name,
        column_config=drawn_so,
        alt=view.alt or None,
        **picking,
    )


def _parts(view: View) -> tuple[pd.DataFrame, Words, dict[str, Any]]:
    """The columns that are shown, the words in their cells, and how each is drawn."""
    frame = shown_columns(view)
    words = cell_words(view, frame)
    return frame, words, {str(name): _column(view, str(name), frame[name], words) for name in frame.columns}


def cell_words(view: View, frame: pd.DataFrame) -> Words:
    """What stands in cells in place of bare numbers: numbers that are not exact, and counts for every so many.

    The latter have as many decimals as each needs, which no format of a whole column can give.
    """
    divided = [str(name) for name in frame.columns if column_format(view, str(name)) == "ratio"]
    said = {name: tuple("" if is_missing(value) else ratio(value) for value in frame[name]) for name in divided}
    return {**said, **view.options.get("words", {})}


def _turn(key: str) -> str:
    return f"{key}_turn"


def _pick(key: str, turn: str, on_pick: Callable[[int], bool]) -> None:
    """Pass a click on. A table without the mark is a new one: the browser takes no second click on a marked cell."""
    cells = st.session_state[key]["selection"]["cells"]
    if cells and not on_pick(int(cells[0][0])):
        st.session_state[turn] = st.session_state.get(turn, 0) + 1


def spoken(frame: pd.DataFrame, words: Words) -> pd.DataFrame | Styler:
    """The frame with words shown in place of numbers that are not exact; the numbers stay, to sort by.

    Args:
        frame: what is shown.
        words: see :mod:`components.views.inexact`.
    """
    named = [name for name in words if name in frame]
    if not named:
        return frame
    # Styled, every cell is shown as the text given here; columns with a format of their own keep that.
    styler = frame.reset_index(drop=True).style.format(_in_full, na_rep="")
    for name in named:
        for place, text in enumerate(words[name]):
            if text:
                styler = styler.format(partial(_said, text), subset=([place], [name]))
    return styler


def _said(text: str, _: object) -> str:
    return text


def _in_full(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)


def fitting(rows: int, row_px: int, most_px: int) -> int:
    """Height of a table in px on this screen: as high as its rows need, without empty lines below them.

    Args:
        rows: how many it has.
        row_px: height of one on the desk's page.
        most_px: what there is room for on the desk's page.
    """
    return min(px(row_px) * (rows + 1) + _EDGES_PX, px(most_px))


def _column(view: View, name: str, values: pd.Series, words: Words) -> Any:
    """How a column is drawn: by its declared format, else by what it holds."""
    label, width = view.labels.get(name, name), view.options.get("widths", {}).get(name)
    config = st.column_config
    if name in words:
        return config.NumberColumn(label, width=width)
    kind = view.options.get("formats", {}).get(name, "")
    if kind in ("bar", "days_bar"):
        top = view.options.get("max", {}).get(name) or float(np.nanmax(values.to_numpy(dtype=float), initial=0)) or 1
        is_days = kind == "days_bar"
        digits = "localized" if is_days or is_whole(values) else "%.1f"
        return config.ProgressColumn(
            label, width=width, format=digits, min_value=0, max_value=top, color="orange" if is_days else "blue"
        )
    if kind == "date" or pd.api.types.is_datetime64_any_dtype(values):
        return config.DateColumn(label, width=width, format="YYYY-MM-DD")
    if kind == "percent":
        return config.NumberColumn(label, width=width, format="%.1f%%")
    if kind == "decimal":
        return config.NumberColumn(label, width=width, format="%.1f")
    if kind in ("integer", "yuan") or pd.api.types.is_numeric_dtype(values):
        return config.NumberColumn(label, width=width, format="localized" if is_whole(values) else "%.1f")
    return config.TextColumn(label, width=width)


@st.dialog("数据", width="large")
def show_data(view: View, file_name: str) -> None:
    """The figure's numbers in a dialog, with a CSV to take away.

    Args:
        view: any view with a frame.
        file_name: of the CSV, without ending.
    """
    st.markdown(f"**{view.title}** &nbsp;:small[:gray[{view.subtitle}]]")
    draw_table(view, "content" if len(view.frame) <= _ROWS_AT_ONCE else px(480), key=f"data_{view.id}")
    with st.container(key="bar_data", horizontal=True, vertical_alignment="center"):
        st.markdown(f":small[:gray[{view.footnote}]]", width="content")
        st.space("stretch")
        st.download_button(
            "下载 CSV",
            partial(csv_of, view),
            file_name=f"{file_name}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"csv_{view.id}",
        )


def csv_of(view: View) -> bytes:
    """The table twin as CSV, safe to open in a spreadsheet."""
    return csv_of_table(data_table(view))
