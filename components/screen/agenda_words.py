"""How agendas, meetings and their views are named on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime

import streamlit as st

from components.screen import cache
from components.views.item import escaped
from components.views.pages.registry import PAGE_VIEWS, TITLES, Lens
from data.measures.scope import Scope
from data.meetings.model import Agenda, Entry, PeriodRule
from data.store.reader import Reader

RULES: dict[PeriodRule, str] = {
    "kept": "沿用加入时的时段",
    "this_month": "开会时的本月",
    "this_quarter": "开会时的本季",
    "this_year": "开会时的今年",
}
_TELL = "wl_meeting_tell"


def entry_title(entry: Entry) -> str:
    """微心愿 · 办理漏斗; says so where the page or the view is no longer there."""
    if entry.page not in PAGE_VIEWS:
        return "已取消的页面"
    view = cache.lens_views(entry.page, Lens(entry.measure, entry.level), entry.scope).get(entry.view)
    title = "已没有这一项" if view is None else view.title + ("（无数据）" if view.empty else "")
    return f"{TITLES[entry.page]} · {title}"


def scope_words(scope: Scope, reader: Reader) -> str:
    """2025年1—6月 · 北下街街道 · 环比上期."""
    area = cache.areas_of(reader).names.get(
        scope.grid_code, reader.district.name if not scope.grid_code else "已撤销的网格"
    )
    chosen = [category for _, category in scope.categories]
    parts = [scope.sentence(area), "、".join(chosen), scope.compare_label]
    return escaped(" · ".join(part for part in parts if part))


def saved_words(agenda: Agenda) -> str:
    """When an agenda was saved, in the time of the machine: 7月3日 14:05."""
    return moment(agenda.saved_at)


def moment(iso: str) -> str:
    """A moment of the book in the machine's own time; "" where it is not readable."""
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone()
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def short_day(day: date) -> str:
    """2025年6月30日, without the year in the running one."""
    return f"{day.month}月{day.day}日" if day.year == date.today().year else f"{day.year}年{day.month}月{day.day}日"


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels by code, those after the first of the same name with a number: a list tells its options apart by label."""
    seen: Counter[str] = Counter()
    found: dict[str, str] = {}
    for code, label in labels.items():
        seen[label] += 1
        found[code] = label if seen[label] == 1 else f"{label}（{seen[label]}）"
    return found


def tell(words: str, icon: str = ":material/check_circle:") -> None:
    """Say something after the next run has drawn the page: a run that starts now would take a toast with it."""
    st.session_state[_TELL] = (words, icon)


def told() -> None:
    """Say what was left to be said."""
    if said := st.session_state.pop(_TELL, None):
        st.toast(escaped(said[0]), icon=said[1])
