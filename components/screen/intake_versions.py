"""版本记录: when, who, which files, and taking the newest one back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.screen import intake_words as words
from components.screen.intake_undo import undo_button
from components.screen.look import px, scale
from components.screen.tables import fitting
from components.views.item import escaped
from data.ledgers.profile import Profile
from data.settings import store_home
from data.store.maintenance import VersionLine, list_versions
from data.store.manifest import Source

_HEIGHT = 560
_AROUND = 74
"""Heading and padding of the cards, in px."""
_ROW_PX = 32


def versions_cards(profile: Profile) -> None:
    """Draw the versions on the left and the files of the chosen one on the right."""
    lines = list_versions(store_home())[::-1]
    if not lines:
        with st.container(
            key="card_intake_none", height=px(300), vertical_alignment="center", horizontal_alignment="center"
        ):
            st.markdown("### :gray[:material/history: 还没有导入过]", width="content", anchors=False)
            st.markdown(":gray[每次导入形成一个版本，列在这里；最新的一版随时可以撤销。]", width="content")
        return
    left, right = st.columns([1.25, 1], gap="small")
    with left:
        chosen = _list_card(lines)
    with right:
        _sources_card(chosen, profile)


def marks(line: VersionLine) -> str:
    """What is special about a version: 当前、已撤销、被引用、已固定."""
    told = {"当前": line.is_current, "已撤销": line.is_undone, "被引用": line.is_cited, "已固定": line.is_pinned}
    return "、".join(word for word, holds in told.items() if holds)


def own_sources(line: VersionLine) -> list[Source]:
    """The files that came with this very version."""
    return [source for source in line.manifest.sources if source.import_id.startswith(f"{line.manifest.version:06d}-")]


def version_table(lines: list[VersionLine]) -> pd.DataFrame:
    """One row a version, in the order given."""
    own = [own_sources(line) for line in lines]
    return pd.DataFrame(
        {
            "版本": [line.manifest.version for line in lines],
            "状态": [marks(line) for line in lines],
            "时间": [words.when(line.manifest.created_at) for line in lines],
            "经办人": ["、".join(dict.fromkeys(filter(None, (s.imported_by for s in found)))) for found in own],
            "内容": [line.manifest.note for line in lines],
            "文件": [len({source.file for source in found}) for found in own],
            "采用": [sum(source.rows_accepted for source in found) for found in own],
            "待核": [sum(source.rows_quarantined for source in found) for found in own],
        }
    )


def source_table(line: VersionLine, profile: Profile) -> pd.DataFrame:
    """One row a file or sheet that came with a version."""
    own = own_sources(line)
    return pd.DataFrame(
        {
            "文件": [source.file + (f" · {source.sheet}" if source.sheet else "") for source in own],
            "台账": [words.ledger_label(source.ledger, profile) for source in own],
            "读到": [source.rows_read for source in own],
            "采用": [source.rows_accepted for source in own],
            "待核": [source.rows_quarantined for source in own],
            "重复": [source.rows_duplicate for source in own],
        }
    )


def _list_card(lines: list[VersionLine]) -> VersionLine:
    """Draw the list; returns the chosen version, the newest until one is chosen."""
    with st.container(key="card_intake_versions", height=px(_HEIGHT)):
        with st.container(key="bar_intake_versions", horizontal=True, vertical_alignment="center"):
            st.markdown(f"**版本记录** &nbsp;:small[:gray[{len(lines)} 版，点一行看文件]]", width="content")
            st.space("stretch")
            current = next((line.manifest for line in lines if line.is_current), None)
            if current is not None:
                undo_button(current.version, f"撤销第 {current.version} 版", key="history")
        table, key = version_table(lines), f"intake_versions_{scale():g}"
        st.dataframe(
            table,
            hide_index=True,
            height=fitting(len(table), _ROW_PX, _HEIGHT - _AROUND),
            row_height=px(_ROW_PX),
            key=key,
            on_select="rerun",
            selection_mode="single-row",
            column_config={
                "版本": st.column_config.NumberColumn(width=px(44), format="%d"),
                "状态": st.column_config.TextColumn(width=px(64)),
                "时间": st.column_config.TextColumn(width=px(134)),
                "经办人": st.column_config.TextColumn(width=px(60)),
                "内容": st.column_config.TextColumn(width=px(170)),
                "文件": st.column_config.NumberColumn(format="localized", width=px(44)),
                **{name: st.column_config.NumberColumn(format="localized", width=px(58)) for name in ("采用", "待核")},
            },
            alt="各版本的时间、经办人、内容和行数",
        )
    picked = st.session_state[key].selection.rows
    return lines[picked[0]] if picked and picked[0] < len(lines) else lines[0]


def _sources_card(line: VersionLine, profile: Profile) -> None:
    with st.container(key="card_intake_sources", height=px(_HEIGHT)):
        note = escaped(line.manifest.note)
        st.markdown(f"**第 {line.manifest.version} 版的文件** &nbsp;:small[:gray[{note}]]")
        table = source_table(line, profile)
        if table.empty:
            st.markdown(":gray[这一版没有带来新的文件。]")
            return
        numbers = ("读到", "采用", "待核", "重复")
        st.dataframe(
            table,
            hide_index=True,
            height=fitting(len(table), _ROW_PX, _HEIGHT - _AROUND),
            row_height=px(_ROW_PX),
            key=f"intake_sources_{line.manifest.version}_{scale():g}",
            column_config={
                "文件": st.column_config.TextColumn(width=px(190)),
                "台账": st.column_config.TextColumn(width=px(96)),
                **{name: st.column_config.NumberColumn(format="localized", width=px(52)) for name in numbers},
            },
            alt="这一版的文件和行数",
        )
