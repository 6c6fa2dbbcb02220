"""The look at a file's rows before yes: cells at fault marked, and what each column was taken for."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.screen import intake_frames as frames
from components.screen.intake_basket import Basket
from components.screen.intake_told import assigned
from components.screen.intake_words import field_choices
from components.screen.look import px, scale, screen_theme
from components.screen.tables import fitting
from components.views.item import escaped
from data.intake.report import Preview
from data.ledgers import Ledger
from data.ledgers.profile import Profile

_ROW_PX = 28
_MOST_ROWS = 9
_MOST_COLUMNS = 10
_LISTED_FAULTS = 4


def choose_preview(previews: Sequence[Preview]) -> Preview:
    """The table that is looked at; a choice only where a file has several."""
    if len(previews) == 1:
        return previews[0]
    place = st.segmented_control(
        "工作表",
        range(len(previews)),
        default=0,
        format_func=lambda number: previews[number].sheet or f"第 {number + 1} 张表",
        label_visibility="collapsed",
        key=f"intake_sheet_{previews[0].file}",
        required=True,
    )
    return previews[place or 0]


def preview_card(held: Basket, preview: Preview) -> None:
    """Draw the rows as written, faults marked, and below them what is wrong."""
    lines = frames.fault_lines(preview)
    with st.container(key="card_intake_preview"):
        with st.container(key="bar_intake_preview", horizontal=True, vertical_alignment="center"):
            note = f"{frames.MARK}是有问题的单元格，个人信息已遮盖" if lines else "个人信息已遮盖"
            st.markdown(f"**3 预览** &nbsp;:small[:gray[{note}]]", width="content")
            st.space("stretch")
            only = bool(lines) and st.toggle("只看有问题的行", key="intake_faults_only")
        rows, wrong = frames.preview_frame(preview, faults_only=only)
        if rows.empty:
            st.markdown(":gray[没有可预览的行。]")
            return
        st.dataframe(
            frames.painted(rows, wrong, screen_theme()),
            hide_index=True,
            placeholder="",
            height=fitting(len(rows), _ROW_PX, _ROW_PX * (_MOST_ROWS + 1)),
            row_height=px(_ROW_PX),
            key=f"intake_rows_{held.turn}_{preview.file}_{preview.sheet}_{scale():g}",
            column_config={frames.ROW: st.column_config.NumberColumn(width=px(56), pinned=True, format="%d")},
            alt=f"{preview.file} 的前几行",
        )
        _faults(lines)


def _faults(lines: Sequence[tuple[int, str]]) -> None:
    for row, says in lines[:_LISTED_FAULTS]:
        st.markdown(_fault(row, says))
    if len(lines) > _LISTED_FAULTS:
        with st.expander(f"其余 {len(lines) - _LISTED_FAULTS} 处", key="intake_faults"):
            for row, says in lines[_LISTED_FAULTS:]:
                st.markdown(_fault(row, says))


def _fault(row: int, says: str) -> str:
    return f":small[:orange[{frames.MARK}第 {row:,} 行] {escaped(says)}]"


def columns_card(held: Basket, preview: Preview, profile: Profile) -> None:
    """Draw what each column was taken for; another field may be chosen, then the check runs again."""
    ledger = profile.ledger(preview.ledger)
    frame = frames.column_frame(preview, ledger)
    options = list(field_choices(ledger).values())
    is_fixed = held.is_working or held.outcome is not None
    key = f"intake_columns_{held.turn}_{preview.file}_{preview.sheet}_{scale():g}"
    with st.container(key="card_intake_columns"):
        hint = "" if is_fixed else "，双击“对应”可改，* 为必填"
        st.markdown(f"**列的对应** &nbsp;:small[:gray[{len(frame)} 列{hint}]]")
        st.data_editor(
            frame,
            hide_index=True,
            height=fitting(len(frame), _ROW_PX, _ROW_PX * (_MOST_COLUMNS + 1)),
            row_height=px(_ROW_PX),
            key=key,
            disabled=True if is_fixed else ["文件里的列", "内容举例", "依据"],
            column_config={
                "文件里的列": st.column_config.TextColumn(width=px(92)),
                "内容举例": st.column_config.TextColumn(width=px(128)),
                "对应": st.column_config.SelectboxColumn(options=options, required=True, width=px(112)),
                "依据": st.column_config.TextColumn(width=px(84)),
            },
            on_change=_reassign,
            args=(held, preview, ledger, key),
        )


def _reassign(held: Basket, preview: Preview, ledger: Ledger, key: str) -> None:
    edited: dict[int, dict[str, str]] = st.session_state[key]["edited_rows"]
    names = {label: name for name, label in field_choices(ledger).items()}
    fields = {column.header: column.field for column in preview.columns}
    told = held.told.headers.setdefault(preview.file, {})
    for place, changed in edited.items():
        told |= assigned(fields, preview.columns[place].header, names[changed["对应"]])
    held.check()
