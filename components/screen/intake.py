"""The page 数据导入: its parts, and the first sight of it before any file is there."""

from __future__ import annotations

import streamlit as st

from components.screen import agenda_words
from components.screen.cache import quarantine_count
from components.screen.intake_basket import basket
from components.screen.intake_words import when
from components.views.item import escaped
from data.settings import store_home
from data.store.maintenance import VersionLine, list_versions
from data.store.pointer import current_version, read_manifest

PARAMETER = "part"
"""In the address: the part of the page that is open."""
IMPORT, QUARANTINE, VERSIONS, LEDGERS = "import", "quarantine", "versions", "ledgers"
_PARTS = {IMPORT: "导入文件", QUARANTINE: "待核清单", VERSIONS: "版本记录", LEDGERS: "模板与导出"}
_WIDGET, _CHOSEN = "intake_part", "wl_intake_part"
_RECENT = 3
_OUTCOMES = (
    (":blue[:material/check_circle:]", "导入", "全部合格，直接入库"),
    (":orange[:material/error:]", "导入，列出待核", "不合格的行连同原因留在待核清单，改好可再导入"),
    (":orange[:material/help:]", "先问一句", "文件里看不出来的，由您选一次，下次自动照办"),
    (":red[:material/block:]", "不能导入", "说明原因和怎样改，数据仓保持原样"),
)


def part() -> str:
    """Draw the choice of the page's part; returns the chosen one."""
    agenda_words.told()
    asked = st.query_params.get(PARAMETER, "")
    chosen = asked if asked in _PARTS else st.session_state.get(_CHOSEN, IMPORT)
    st.session_state[_WIDGET] = st.session_state[_CHOSEN] = chosen
    waiting = quarantine_count()
    names = _PARTS | ({QUARANTINE: f"{_PARTS[QUARANTINE]} {waiting:,}"} if waiting else {})
    st.segmented_control(
        "分页",
        list(_PARTS),
        format_func=names.__getitem__,
        key=_WIDGET,
        label_visibility="collapsed",
        required=True,
        on_change=_use,
    )
    return str(chosen)


def go_to(name: str) -> None:
    """Open a part of the page; for ``on_click``."""
    st.query_params[PARAMETER] = name
    st.session_state[_CHOSEN] = name


def _use() -> None:
    go_to(st.session_state[_WIDGET])


def is_begun() -> bool:
    """Whether this visitor has put in files, or has just imported some."""
    held = basket()
    return bool(held.names or held.outcome)


def welcome_card() -> None:
    """What happens to a file, before there is one."""
    with st.container(key="card_intake_welcome"):
        st.markdown("**放入以后** &nbsp;:small[:gray[每个文件只会有四种结果，原有数据不受影响]]")
        for icon, what, why in _OUTCOMES:
            st.markdown(f"{icon} **{what}** &nbsp;:gray[{why}]")
        st.markdown(
            ":small[:gray[:material/shield_person: 姓名、电话、身份证号、银行卡号、车牌号、门牌号在入库前遮盖或不导入；"
            "原始文件核对后即删除。]]"
        )
    number = current_version(store_home())
    if number is None:
        _first_files()
        return
    lines = list_versions(store_home())[: -_RECENT - 1 : -1]
    with st.container(key="card_intake_recent"):
        st.markdown("**最近导入**")
        st.markdown("\n".join(map(_line, lines)))
        if read_manifest(store_home(), number).district.is_demo:
            st.markdown(
                ":small[:gray[:material/info: 当前是示例数据，可以试着导入，随时能撤销。正式使用请换一个空的数据仓再启动："
                "WANGLAN_HOME 设为新文件夹，WANGLAN_DEMO 设为 0。]]"
            )


def _line(line: VersionLine) -> str:
    """One version as an item of a list."""
    made = line.manifest
    mark = "，已撤销" if line.is_undone else ""
    return f"- 第 {made.version} 版 &nbsp;{escaped(made.note)} &nbsp;:small[:gray[{when(made.created_at)}{mark}]]"


def _first_files() -> None:
    with st.container(key="card_intake_first"):
        st.markdown("**数据仓还是空的，先放这些**")
        st.markdown(
            "1. 网格边界：街道、社区、网格的边界文件，可以分开，也可以在一个文件里\n"
            "2. 各类台账：志愿服务、微心愿、协商清单等，有几本放几本\n"
            "3. 区县说明（.toml，可不放）：区县名称、各级叫法"
        )
        st.button("看台账模板", icon=":material/table_view:", key="intake_templates", on_click=go_to, args=(LEDGERS,))
