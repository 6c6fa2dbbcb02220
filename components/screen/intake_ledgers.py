"""模板与导出: an empty template of every ledger, and what is stored of it, made when they are asked for."""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from components.exports.pictures import safe_name
from components.screen.intake_quarantine import XLSX
from components.screen.look import px, scale
from components.screen.tables import fitting
from data.intake.ledger_files import export_ledger, log_ledger_export
from data.intake.templates import write_template
from data.ledgers import LEDGERS, Field, Ledger
from data.ledgers.profile import Profile
from data.settings import store_home
from data.store.pointer import current_version, read_manifest
from data.store.reader import open_store

_HEIGHT = 560
_AROUND = 104
"""Heading, last line and padding of a card, in px."""
_ROW_PX = 30
_TYPES = {
    "text": "文字",
    "code": "选项",
    "integer": "整数",
    "decimal": "数",
    "date": "日期",
    "grid_code": "网格编码或名称",
}
_MANY_CODES = 8


def ledgers_cards(profile: Profile) -> None:
    """Draw the ledgers on the left, and the chosen one's fields and files on the right."""
    left, right = st.columns([1, 1.6], gap="small")
    with left:
        ledger = _list_card(profile)
    with right:
        _ledger_card(ledger)


def ledger_table(profile: Profile, rows: dict[str, int]) -> pd.DataFrame:
    """One row a ledger: its name, how many columns it has, how many rows are stored."""
    ledgers = [profile.ledger(name) for name in LEDGERS]
    return pd.DataFrame(
        {
            "台账": [ledger.label for ledger in ledgers],
            "列数": [len(shown_fields(ledger)) for ledger in ledgers],
            "现有行数": [rows.get(ledger.name, 0) for ledger in ledgers],
        }
    )


def field_table(ledger: Ledger) -> pd.DataFrame:
    """One row a field of a ledger: what it is called, whether it must be filled, what goes in."""
    fields = shown_fields(ledger)
    return pd.DataFrame(
        {
            "列名": [field.label for field in fields],
            "必填": ["必填" if field.required else "" for field in fields],
            "填什么": [_content(field) for field in fields],
            "也认这些列名": ["、".join(field.aliases) for field in fields],
        }
    )


def shown_fields(ledger: Ledger) -> tuple[Field, ...]:
    """The fields people fill in: none about persons."""
    return tuple(field for field in ledger.fields if not field.personal)


def _content(field: Field) -> str:
    if field.codes:
        more = " 等" if len(field.codes) > _MANY_CODES else ""
        return "、".join(field.codes[:_MANY_CODES]) + more
    unit = f"（{field.unit}）" if field.unit else ""
    return _TYPES[field.type] + unit


def _list_card(profile: Profile) -> Ledger:
    number = current_version(store_home())
    stored = read_manifest(store_home(), number).ledgers if number is not None else {}
    table = ledger_table(profile, {name: summary.rows for name, summary in stored.items()})
    key = f"intake_ledgers_{scale():g}"
    with st.container(key="card_intake_ledgers", height=px(_HEIGHT)):
        st.markdown(f"**台账** &nbsp;:small[:gray[{len(table)} 种，点一行看各列]]")
        st.dataframe(
            table,
            hide_index=True,
            height="stretch",
            row_height=px(_ROW_PX),
            key=key,
            on_select="rerun",
            selection_mode="single-row",
            column_config={
                "列数": st.column_config.NumberColumn(width=px(60)),
                "现有行数": st.column_config.NumberColumn(width=px(90), format="localized"),
            },
            alt="各台账的列数和现有行数",
        )
        st.download_button(
            "打包下载全部模板",
            partial(_all_templates, profile),
            file_name="台账模板.zip",
            mime="application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
            key="intake_templates_all",
            width="stretch",
        )
    picked = st.session_state[key].selection.rows
    names = list(LEDGERS)
    return profile.ledger(names[picked[0]] if picked and picked[0] < len(names) else names[0])


def _ledger_card(ledger: Ledger) -> None:
    with st.container(key="card_intake_ledger", height=px(_HEIGHT)):
        with st.container(key="bar_intake_ledger", horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{ledger.label}** &nbsp;:small[:gray[列的先后不限，多余的列不影响]]", width="content")
            st.space("stretch")
            _download("下载模板", partial(_template, ledger), f"{ledger.label}模板.xlsx", "template", is_first=True)
            if current_version(store_home()) is not None:
                _download("导出 Excel", partial(_export, ledger, ".xlsx"), f"{ledger.label}.xlsx", "xlsx")
                _download("导出 CSV", partial(_export, ledger, ".csv"), f"{ledger.label}.csv", "csv")
        st.dataframe(
            field_table(ledger),
            hide_index=True,
            height=fitting(len(shown_fields(ledger)), _ROW_PX, _HEIGHT - _AROUND),
            row_height=px(_ROW_PX),
            key=f"intake_fields_{ledger.name}_{scale():g}",
            column_config={
                "列名": st.column_config.TextColumn(width=px(130)),
                "必填": st.column_config.TextColumn(width=px(50)),
                "填什么": st.column_config.TextColumn(width=px(240)),
            },
            alt=f"{ledger.label}的各列",
        )
        st.space("stretch")
        st.markdown(":small[:gray[导出的文件可以原样再导入；个人信息在入库时已遮盖。]]")


def _download(label: str, make: partial[bytes], name: str, key: str, *, is_first: bool = False) -> None:
    st.download_button(
        label,
        make,
        file_name=name,
        mime="text/csv" if name.endswith(".csv") else XLSX,
        icon=":material/download:",
        type="primary" if is_first else "secondary",
        on_click="ignore",
        key=f"intake_ledger_{key}",
    )


def _template(ledger: Ledger) -> bytes:
    with tempfile.TemporaryDirectory(prefix="wanglan_ledger_") as folder:
        path = Path(folder) / "template.xlsx"
        write_template(ledger, path)
        return path.read_bytes()


def _all_templates(profile: Profile) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in LEDGERS:
            ledger = profile.ledger(name)
            archive.writestr(f"{safe_name(ledger.label)}模板.xlsx", _template(ledger))
    return packed.getvalue()


def _export(ledger: Ledger, ending: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="wanglan_ledger_") as folder:
        path = Path(folder) / f"{safe_name(ledger.label)}{ending}"
        reader = open_store(store_home())
        export_ledger(reader, ledger, path)
        log_ledger_export(reader, ledger.label, [path], "页面")
        return path.read_bytes()
