"""The page 快照与通报: what is taken along, in which formats, under which words; and what was taken before."""

from __future__ import annotations

import io
import logging
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from components.exports.batch import Job, export
from components.exports.pictures import safe_name
from components.exports.prepare import BUNDLES, DEFAULT_TITLE, Choice, Options
from components.exports.write import LABELS, known_formats
from components.screen import cache, citing
from components.screen.look import px
from components.views.model import View
from components.views.pages.registry import PAGE_VIEWS
from data.access.export_log import read_exports
from data.measures.answers import Answers
from data.settings import store_home
from data.store.errors import StoreError

logger = logging.getLogger(__name__)
OWN = "own"
CHOOSE_HEIGHT = 604
_MADE = "wl_made"
_ZIP_DAY = (2020, 1, 1, 0, 0, 0)
_LOGGED = 5


@dataclass(frozen=True, slots=True)
class Made:
    """Files that wait to be downloaded.

    Attributes:
        title: of the document.
        code: its citation code.
        files: name below the folder → bytes.
    """

    title: str
    code: str
    files: Mapping[str, bytes]

    @property
    def archive(self) -> bytes:
        """All files in one; the same files give the same bytes."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self.files):
                archive.writestr(zipfile.ZipInfo(name, _ZIP_DAY), self.files[name], zipfile.ZIP_DEFLATED)
        return packed.getvalue()


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
    return [page for page in PAGE_VIEWS if page == "overview" or profile.shows(page)]


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
    return cache.page_views(page, PAGE_VIEWS[page].build, answers.scope)


def _page_choice(page: str, ids: Sequence[str], bundle: str, answers: Answers) -> list[Choice]:
    views = _views(page, answers)
    chosen = st.pills(
        f"{PAGE_VIEWS[page].title}（{len(views)} 项，点选增减）",
        list(views),
        selection_mode="multi",
        default=[view for view in views if view in ids],
        format_func=lambda view: views[view].title + ("（无数据）" if views[view].empty else ""),
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
        _preview(answers, wanted)
        if st.button(
            "生成文件",
            type="primary",
            icon=":material/file_export:",
            disabled=not (wanted and formats),
            key="snap_make",
            width="stretch",
        ):
            _make(answers, wanted, formats, options, template)
        _downloads()


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


def _make(
    answers: Answers, wanted: Sequence[Choice], formats: Sequence[str], options: Options, template: bytes | None
) -> None:
    ordered = [name for name in known_formats() if name in formats]
    bar = st.progress(0.0, text="正在准备")
    done = iter(range(len(ordered)))

    def advance(name: str) -> None:
        bar.progress(next(done) / len(ordered), text=f"正在写 {LABELS[name]}")  # type: ignore[index]  # a format

    try:
        with tempfile.TemporaryDirectory(prefix="wanglan_") as scratch:
            folder = Path(scratch)
            given = None
            if template:
                given = folder / "template" / "模板.pptx"
                given.parent.mkdir()
                given.write_bytes(template)
            job = Job(tuple(wanted), tuple(ordered), options, given, "页面")
            document, written = export(answers, job, folder, advance)
            files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in written}
            st.session_state[_MADE] = Made(document.title, document.code, files)
    except StoreError as error:
        st.session_state.pop(_MADE, None)
        st.markdown(f":orange[:material/error:] {error}")
    except Exception:
        logger.exception("snapshot of %s", wanted)
        st.session_state.pop(_MADE, None)
        reason = "模板不能用，请换一个 .pptx，或不用模板再试。" if template else "原因已写入运行日志，可少选几项再试。"
        st.markdown(f":orange[:material/error:] 文件没有做成。{reason}")
    bar.empty()


def _downloads() -> None:
    made: Made | None = st.session_state.get(_MADE)
    if made is None:
        return
    st.markdown(f":material/check_circle: 已生成 {len(made.files)} 个文件，引用码 **{made.code}**")
    with st.container(key="bar_snap_files", horizontal=True):
        if len(made.files) > 1:
            st.download_button(
                "全部下载（ZIP）",
                lambda: made.archive,
                file_name=f"{safe_name(made.title)}_{made.code}.zip",
                mime="application/zip",
                icon=":material/folder_zip:",
                on_click="ignore",
                key="snap_zip",
            )
        single = {name: content for name, content in made.files.items() if "/" not in name}
        for name, content in single.items():
            ending = name.rpartition(".")[2]
            st.download_button(
                LABELS[ending],  # type: ignore[index]  # of a format
                content,
                file_name=name,
                icon=":material/download:",
                on_click="ignore",
                key=f"snap_get_{ending}",
            )


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
