"""待核清单 on the page: by ledger and reason, taken away as a workbook, or mended in place and imported again."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from components.exports.csv_file import to_csv
from components.exports.pictures import safe_name
from components.screen import cache, intake_waiting
from components.screen.intake import IMPORT, go_to
from components.screen.intake_basket import basket
from components.screen.look import px, scale
from components.screen.tables import fitting
from data.intake.ledger_files import log_ledger_export
from data.intake.quarantine import PENDING_HEADER, REASONS_HEADER, ROW, corrected_file, write_pending
from data.ledgers import Ledger
from data.ledgers.profile import Profile
from data.settings import store_home
from data.store.reader import open_store

_HEIGHT = 560
_AROUND_REASONS, _AROUND_ROWS = 110, 122
"""Heading, buttons and padding of the cards, in px; the tables take the rest."""
_SHOWN = 200
_ROW_PX = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def quarantine_cards(profile: Profile) -> None:
    """Draw the reasons on the left and the rows of the chosen one on the right."""
    if not cache.quarantine_count():
        with st.container(
            key="card_intake_none", height=px(300), vertical_alignment="center", horizontal_alignment="center"
        ):
            st.markdown("### :gray[:material/task_alt: 没有待核的行]", width="content", anchors=False)
            st.markdown(
                ":gray[导入时不合格的行会连同原因列在这里，可以下载，也可以在页面上改好再导入。]", width="content"
            )
        return
    frames = cache.quarantine()
    reasons = intake_waiting.reason_table(frames, {name: profile.ledger(name).label for name in frames})
    left, right = st.columns([1, 2.05], gap="small")
    with left:
        ledger, reason = _reasons_card(reasons, cache.quarantine_count())
    with right:
        _rows_card(intake_waiting.waiting(frames[ledger], reason), profile.ledger(ledger), reason)


def _reasons_card(reasons: pd.DataFrame, total: int) -> tuple[str, str]:
    """Draw ledgers and reasons; returns the chosen ones, the most frequent until one is chosen."""
    with st.container(key="card_intake_reasons", height=px(_HEIGHT)):
        st.markdown(f"**为什么待核** &nbsp;:small[:gray[共 {total:,} 行，点一行看明细]]")
        key = f"intake_reasons_{scale():g}"
        names = ["label", "reason", "size"] if reasons["label"].nunique() > 1 else ["reason", "size"]
        st.dataframe(
            reasons[names],
            hide_index=True,
            height=fitting(len(reasons), _ROW_PX, _HEIGHT - _AROUND_REASONS),
            row_height=px(_ROW_PX),
            key=key,
            on_select="rerun",
            selection_mode="single-row",
            column_config={
                "label": st.column_config.TextColumn("台账", width=px(92)),
                "reason": st.column_config.TextColumn("原因", width=px(220)),
                "size": st.column_config.NumberColumn("行数", width=px(52), format="localized"),
            },
            alt="待核的原因和行数",
        )
        st.space("stretch")
        st.download_button(
            "全部下载（Excel）",
            _workbook,
            file_name="待核清单.xlsx",
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
            key="intake_quarantine_all",
            width="stretch",
        )
    picked = st.session_state[key].selection.rows
    if picked and picked[0] < len(reasons):
        return str(reasons["ledger"][picked[0]]), str(reasons["reason"][picked[0]])
    return str(reasons["ledger"][0]), intake_waiting.ALL


def _rows_card(rows: pd.DataFrame, ledger: Ledger, reason: str) -> None:
    frame = intake_waiting.edit_frame(rows.head(_SHOWN))
    key = f"intake_mend_{cache.quarantine_count()}_{ledger.name}_{reason}_{scale():g}"
    with st.container(key="card_intake_waiting", height=px(_HEIGHT)):
        with st.container(key="bar_intake_waiting", horizontal=True, vertical_alignment="center"):
            more = f"，列出前 {_SHOWN}" if len(rows) > _SHOWN else ""
            st.markdown(
                f"**{ledger.label}** &nbsp;:small[:gray[{len(rows):,} 行{more}；双击单元格改正]]", width="content"
            )
            st.space("stretch")
            st.download_button(
                "CSV",
                partial(_csv, rows, ledger),
                file_name=_csv_name(ledger),
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key="intake_quarantine_csv",
            )
        st.data_editor(
            frame,
            hide_index=True,
            height=fitting(len(frame), _ROW_PX, _HEIGHT - _AROUND_ROWS),
            row_height=px(_ROW_PX),
            key=key,
            disabled=list(intake_waiting.FIXED),
            column_config={
                REASONS_HEADER: st.column_config.TextColumn(width=px(390), pinned=True),
                PENDING_HEADER: None,
                ROW: st.column_config.NumberColumn(format="%d"),
            },
        )
        st.space("stretch")
        changes = st.session_state[key]["edited_rows"]
        with st.container(key="bar_intake_mend", horizontal=True, vertical_alignment="center"):
            said = f"已改 {len(changes)} 行" if changes else "改好的行会先核对，再由您确认导入"
            st.markdown(f":small[:gray[{said}]]", width="content")
            st.space("stretch")
            st.button(
                "改好并重新导入",
                type="primary",
                icon=":material/upload:",
                key="intake_mend",
                disabled=not changes,
                on_click=_again,
                args=(rows, key, ledger),
            )


def _again(rows: pd.DataFrame, key: str, ledger: Ledger) -> None:
    """Put the mended rows into the basket, where they are checked like any file."""
    changed = intake_waiting.edited(rows, st.session_state[key]["edited_rows"])
    with tempfile.TemporaryDirectory(prefix="wanglan_mend_") as folder:
        path = Path(folder) / f"{ledger.label}_改正.xlsx"
        corrected_file(changed, ledger, path)
        basket().put_path(path)
    go_to(IMPORT)


def _csv_name(ledger: Ledger) -> str:
    return f"待核_{safe_name(ledger.label)}.csv"


def _csv(rows: pd.DataFrame, ledger: Ledger) -> bytes:
    frame = intake_waiting.edit_frame(rows)
    with tempfile.TemporaryDirectory(prefix="wanglan_mend_") as folder:
        path = Path(folder) / _csv_name(ledger)
        path.write_bytes(to_csv(frame, {str(name): str(name) for name in frame.columns}))
        return _leaving(path)


def _workbook() -> bytes:
    with tempfile.TemporaryDirectory(prefix="wanglan_mend_") as folder:
        path = Path(folder) / "待核清单.xlsx"
        write_pending(open_store(store_home()), path)
        return _leaving(path)


def _leaving(path: Path) -> bytes:
    """A file on its way out, once its line stands in the log."""
    log_ledger_export(open_store(store_home()), "待核清单", [path], "页面")
    return path.read_bytes()
