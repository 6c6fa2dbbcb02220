"""The page 快照与通报: what is taken along, in which formats, under which words; and what was taken before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.exports.batch import Job
from components.exports.document import Format
from components.exports.prepare import BUNDLES, DEFAULT_TITLE, Choice, Options
from components.exports.write import LABELS, known_formats
from components.screen import cache, citing, snapshot_batch, snapshot_files
from components.screen.explored import explored
from components.screen.look import px
from components.views.model import View
from components.views.pages import explore_choice
from components.views.pages.registry import PAGE_VIEWS
from data.access.export_log import read_exports
from data.measures.answers import Answers
from data.settings import store_home

OWN = "own"
CHOOSE_HEIGHT = 604
_LOGGED = 5


def choose_card(answers: Answers) -> list[Choice]:
    """Choose a bundle or pages, then single views; returns what is chosen, in the order of the pages."""
    with st.container(key="card_snap_choose", height=px(CHOOSE_HEIGHT)):
        with st.container(key="bar_snap_bundle", horizontal=True, vertical_alignment="center"):
            st.markdown("**选内容**", width="content")
            names = {bundle.name: bundle.title for bundle in BUNDLES.values()} | {OWN: "自选页面"}
            bundle = st.segmented_control(
                "组合",
                list(names),
                default="monthly",
                format_func=names.__getitem__,
                label_visibility="collapsed",
                key="snap_bundle",
                required=True,
            )
        preset = _preset(str(bundle or OWN), answers)
        if bundle == OWN:
            offered = _pages(answers)
            pages = st.multiselect(
                "页面",
                offered,
                format_func=lambda page: PAGE_VIEWS[page].title,
                placeholder="选择页面",
                label_visibility="collapsed",
                key="snap_pages",
            )
            preset = {page: list(_views(page, answers)) for page in pages}
        if not preset:
            st.markdown(":gray[:material/inbox: 先选一个组合，或选择页面。]")
        chosen: list[Choice] = []
        for page, ids in preset.items():
            chosen += _page_choice(page, ids, str(bundle), answers)
        return chosen


def _pages(answers: Answers) -> list[str]:
    """Pages this district shows, in the order of the menu."""
    profile = answers.district.profile
    return [page for page in PAGE_VIEWS if profile.shows(page)]


def _preset(bundle: str, answers: Answers) -> dict[str, list[str]]:
    """Page → the views a bundle takes from it."""
    if bundle not in BUNDLES:
        return {}
    found: dict[str, list[str]] = {}
    offered = _pages(answers)
    for name in BUNDLES[bundle].views:
        page, _, view = name.partition(".")
        if page in offered:
            views = _views(page, answers)
            found.setdefault(page, []).extend(each for each in ([view] if view else views) if each in views)
    return {page: list(dict.fromkeys(ids)) for page, ids in found.items() if ids}


def _views(page: str, answers: Answers) -> Mapping[str, View]:
    if page == explore_choice.PAGE:
        return explored(answers)
    return cache.page_views(page, PAGE_VIEWS[page].build, answers.scope)


def _label(view: View, among: Mapping[str, View]) -> str:
    """The title; the form too where another picture has the same one, and that there is nothing to see."""
    is_twice = sum(other.title == view.title for other in among.values()) > 1
    form = "（表）" if view.kind == "table" else "（格子）" if view.kind == "heatmap" else "（图）"
    return view.title + (form if is_twice else "") + ("（无数据）" if view.empty else "")


def _page_choice(page: str, ids: Sequence[str], bundle: str, answers: Answers) -> list[Choice]:
    views = _views(page, answers)
    chosen = st.pills(
        f"{PAGE_VIEWS[page].title}（{len(views)} 项，点选增减）",
        list(views),
        selection_mode="multi",
        default=[view for view in views if view in ids],
        format_func=lambda view: _label(views[view], views),
        # a choice belongs to the bundle it was made in
        key=f"snap_{bundle}_{page}",
    )
    return [(page, view) for view in views if view in chosen]


def make_card(answers: Answers, wanted: Sequence[Choice]) -> None:
    """Formats, words, the preview of the contents, and the button."""
    with st.container(key="card_snap_make"):
        st.markdown("**选格式、写抬头**")
        formats: list[str] = st.pills(
            "格式",
            known_formats(),
            selection_mode="multi",
            default=["pptx"],
            format_func=lambda name: LABELS[name],
            label_visibility="collapsed",
            key="snap_formats",
        )
        options, template = _words(formats)
        areas = snapshot_batch.choose_areas(answers)
        _preview(answers, wanted)
        if st.button(
            "生成文件",
            type="primary",
            icon=":material/file_export:",
            disabled=not (wanted and formats),
            key="snap_make",
            width="stretch",
        ):
            snapshot_files.make(answers, areas, Job(tuple(wanted), _ordered(formats), options, None, "页面"), template)
        snapshot_files.downloads()


def _words(formats: Sequence[str]) -> tuple[Options, bytes | None]:
    """Title, issuer, number, watermark and template."""
    left, right = st.columns(2, gap="small")
    title = left.text_input("标题", placeholder=DEFAULT_TITLE, max_chars=40, key="snap_title")
    issuer = right.text_input("发文机关（红头）", placeholder="不填为普通抬头", max_chars=30, key="snap_issuer")
    number = left.text_input("文号", placeholder="〔2025〕12号", max_chars=20, key="snap_number")
    watermark = right.text_input("水印", placeholder="不填为没有水印", max_chars=16, key="snap_watermark")
    template = None
    if "pptx" in formats:
        with st.popover("用本单位的 PPT 模板", icon=":material/slideshow:", key="snap_template_box"):
            given = st.file_uploader("PPT 模板（.pptx）", type="pptx", key="snap_template")
            template = given.getvalue() if given else None
        if template:
            st.markdown(f":small[:gray[模板：{given.name if given else ''}]]")
    return Options(title, issuer, number, watermark), template


def _preview(answers: Answers, wanted: Sequence[Choice]) -> None:
    """What will stand in the document, page by page."""
    pages = list(dict.fromkeys(page for page, _ in wanted))
    empty = sum(bool(_views(page, answers)[view].empty) for page, view in wanted)
    scope = answers.scope.sentence(answers.area_name)
    with st.expander(f"预览目录：{scope}，{len(pages)} 节 {len(wanted)} 项", key="snap_preview"):
        for number, page in enumerate(pages, 1):
            titles = [_views(page, answers)[view].title for each, view in wanted if each == page]
            st.markdown(f"{number}. **{PAGE_VIEWS[page].title}** :gray[{'、'.join(titles)}]")
        if not wanted:
            st.markdown(":gray[还没有选内容。]")
    if empty:
        st.markdown(f":small[:gray[其中 {empty} 项在此范围没有数据，文件中印出原因。]]")


def _ordered(formats: Sequence[str]) -> tuple[Format, ...]:
    return tuple(name for name in known_formats() if name in formats)


def code_card() -> None:
    """Type a citation code, see exactly what it cites."""
    with (
        st.container(key="card_snap_code"),
        st.container(key="bar_snap_code", horizontal=True, vertical_alignment="center"),
    ):
        st.markdown("**引用码**", width="content")
        st.text_input(
            "引用码",
            placeholder="输入文件页脚的 8 位引用码，按回车",
            max_chars=20,
            label_visibility="collapsed",
            key="snap_code",
            on_change=_open_typed,
        )


def _open_typed() -> None:
    text = str(st.session_state["snap_code"]).strip()
    if text:
        citing.open_code(text)


def log_card() -> None:
    """The newest exports."""
    with st.container(key="card_snap_log"):
        found = read_exports(store_home(), _LOGGED)
        st.markdown("**最近导出** &nbsp;:small[:gray[来自本机的导出记录]]")
        if not found:
            st.markdown(":gray[还没有导出过。生成文件后，这里列出时间、范围和引用码。]")
        for number, entry in enumerate(found):
            with st.container(key=f"bar_snap_log_{number}", horizontal=True, vertical_alignment="center"):
                st.button(
                    f":small[{entry.code}]",
                    key=f"snap_open_{number}_{entry.code}",
                    type="tertiary",
                    on_click=citing.open_code,
                    args=(entry.code,),
                )
                day = f"{int(entry.at[5:7])}月{int(entry.at[8:10])}日"
                kinds = "、".join(LABELS[name].split()[0] for name in known_formats() if name in entry.formats)
                st.markdown(f":small[:gray[{entry.title} · {entry.scope} · {kinds} · {day}]]", width="content")
