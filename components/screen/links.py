"""From a project back to its demands, from a demand to its project: choose one in a table, see both sides."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from components.views import item
from data.ledgers import Ledger
from data.measures.answers import Answers

LIST_ROWS = 200
PARAMETER = "item"
_LIST_HEIGHT = 372
_OTHER = {"projects": "demands", "demands": "projects"}
_NAMES = {"projects": "项目", "demands": "需求"}


def draw_links(answers: Answers) -> None:
    """Draw the chooser on the left and both sides of the chosen item on the right; the choice is in the URL."""
    left, right = st.columns([1, 1.25], gap="small")
    with left, st.container(key="card_links_list", height="stretch"):
        first = _chooser(answers)
    with right, st.container(key="card_links_item", height="stretch"):
        _chosen(answers, str(st.query_params.get(PARAMETER, first)))


def _chooser(answers: Answers) -> str:
    """Draw the list; returns the number of its first row, shown until one is chosen."""
    with st.container(key="bar_links", horizontal=True, vertical_alignment="center"):
        st.markdown("**项目与需求对照** &nbsp;:small[:gray[点一行看两边]]", width="content")
        st.space("stretch")
        ledger = st.segmented_control(
            "清单",
            list(_NAMES),
            default="projects",
            format_func=lambda name: f"{_NAMES[name]}清单",
            label_visibility="collapsed",
            key="links_ledger",
            required=True,
        )
    search = st.text_input(
        "搜索",
        key="links_search",
        placeholder="按名称、编号、单位搜索",
        label_visibility="collapsed",
        icon=":material/search:",
    )
    ledger = ledger or "projects"
    rows, total = answers.records(ledger, search, LIST_ROWS)
    if rows.empty:
        st.markdown(f":gray[:material/inbox: 所选范围没有相符的{_NAMES[ledger]}。]")
        return ""
    _pick_table(rows, answers.ledger(ledger), "links_rows", _LIST_HEIGHT)
    more = f"，列出最新 {len(rows)}" if total > len(rows) else ""
    st.markdown(f":small[:gray[共 {total:,} {answers.ledger(ledger).unit}{more}]]")
    return str(rows[answers.ledger(ledger).id_field].iloc[0])


def _pick_table(rows: pd.DataFrame, declared: Ledger, key: str, height: int | Literal["content"]) -> None:
    """A table whose chosen row becomes the item in the URL."""
    codes = rows[declared.id_field].tolist()
    records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]
    table = pd.DataFrame(
        {
            "编号": codes,
            _NAMES[declared.name]: [item.title(declared, row) for row in records],
            "已到环节": [item.status(declared, row) for row in records],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        height=height,
        row_height=34,
        on_select=partial(_choose, key, codes),
        selection_mode="single-row",
        key=key,
        column_config={
            "编号": st.column_config.TextColumn(width=118),
            "已到环节": st.column_config.TextColumn(width=84),
        },
    )


def _choose(key: str, codes: list[str]) -> None:
    picked = st.session_state[key].selection.rows
    if picked:
        st.query_params[PARAMETER] = codes[picked[0]]


def find_item(answers: Answers, code: str) -> tuple[str, dict[str, Any]] | None:
    """The project or demand with this number and the ledger it stands in; None if there is none."""
    for ledger in ("projects", "demands"):
        row = answers.item(ledger, code)
        if row is not None:
            return ledger, row
    return None


def _chosen(answers: Answers, code: str) -> None:
    found = find_item(answers, code) if code else None
    if found is None:
        said = f"没有编号为“{code[:40]}”的项目或需求。" if code else "所选范围没有项目和需求。"
        st.markdown("**项目与需求的两边**")
        st.text(f"{said}在左边的表中点一行，这里列出它的环节、资金和对应的另一边。")
        return
    ledger, row = found
    declared, other = answers.ledger(ledger), _OTHER[ledger]
    st.markdown(
        f"**{_NAMES[ledger]}：{item.escaped(item.title(declared, row))}** "
        f"&nbsp;:small[:gray[{item.escaped(item.status(declared, row))} · {item.escaped(str(row['grid_path']))}]]"
    )
    stages = item.stages(declared, row)
    _pairs(stages, len(stages))
    _pairs(item.facts(declared, row), 4)
    linked = answers.linked(demand_code=code) if ledger == "demands" else answers.linked(project_code=code)
    unit = answers.ledger(other).unit
    if linked.empty:
        st.markdown(f"**对应{_NAMES[other]}** &nbsp;:small[:gray[对应表中没有记录]]")
        return
    st.markdown(f"**对应{_NAMES[other]}** &nbsp;:small[:gray[{len(linked)} {unit}，点一行查看]]")
    _pick_table(linked, answers.ledger(other), f"links_other_{code}", "content")


def _pairs(pairs: list[tuple[str, str]], per_row: int) -> None:
    """Small grey labels with their values below, several in a row."""
    for start in range(0, len(pairs), per_row):
        columns = st.columns(per_row, gap="small")
        for column, (label, value) in zip(columns, pairs[start : start + per_row], strict=False):
            column.markdown(f":small[:gray[{label}]]  \n{item.escaped(value)}")
