"""快照与通报 in AppTest: choose, make, look up."""

from __future__ import annotations

import io
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from data.access.export_log import read_exports
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.meetings.book import save_agenda
from data.meetings.model import Agenda, Entry
from data.settings import PROJECT_ROOT
from data.store.reader import open_store
from tests.cli import linked_copy

SCRIPT = """
import streamlit as st
from components.screen import citing, filters, cache
from data.measures.scope import Period, Scope
st.session_state[filters._SCOPE] = Scope(Period("2025-01", "2025-06"))
if not citing.is_open():
    import runpy
    runpy.run_path("{page}")
"""


@pytest.fixture(scope="module")
def home(demo_home, tmp_path_factory):
    own = tmp_path_factory.mktemp("snapshots") / "store"
    linked_copy(demo_home, own)
    return own


@pytest.fixture
def app(home, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    page = (PROJECT_ROOT / "pages" / "meeting" / "snapshots.py").as_posix()
    return AppTest.from_string(SCRIPT.format(page=page), default_timeout=300)


def words_of(app):
    return " ".join(element.value for element in app.markdown)


def test_making_a_file_gives_a_code_that_opens_the_same_views(app, home):
    app.run()
    assert not app.exception
    before = len(read_exports(home))
    app.button(key="snap_make").click().run()
    assert not app.exception
    entry = read_exports(home)[0]
    assert len(read_exports(home)) == before + 1
    assert entry.formats == ("pptx",) and len(entry.views) == 12
    assert entry.code in words_of(app)
    app.text_input(key="snap_code").set_value(entry.code.lower()).run()
    assert not app.exception
    assert f"引用码 {entry.code}" in words_of(app)
    assert "正在查看第 1 版" in words_of(app)
    app.button(key="cited_back").click().run()
    assert "选内容" in words_of(app)


def test_a_wrong_code_is_answered_with_a_sentence(app):
    app.run()
    app.text_input(key="snap_code").set_value("不是码").run()
    assert not app.exception
    assert "不是引用码" in words_of(app)


def test_a_document_for_each_subdistrict_goes_on_where_it_stopped(app, home):
    app.run()
    app.segmented_control(key="snap_bundle").set_value("own").run()
    app.multiselect(key="snap_pages").set_value(["micro_wishes"]).run()
    app.pills(key="snap_own_micro_wishes").set_value(["cards", "funnel"]).run()
    app.pills(key="snap_formats").set_value(["csv", "html"]).run()
    app.segmented_control(key="snap_each").set_value("each").run()
    app.button(key="snap_make").click().run()
    assert not app.exception
    assert "已生成 39 个文件" in words_of(app)
    assert "每份各有自己的引用码" in words_of(app)
    (folder,) = [path for path in (home / "exports" / "packages").iterdir() if path.is_dir()]
    pages = sorted(folder.glob("*/*.html"))
    assert len(pages) == 13
    names = Answers(open_store(home), Scope(Period("2025-01", "2025-06"))).grids(1)["grid_name"]
    assert all(
        name in page.read_text("utf-8")
        for name, page in zip(
            sorted(names, key=str), sorted(pages, key=lambda page: page.parent.name.partition("_")[2]), strict=True
        )
    )
    kept = pages[0].stat().st_mtime_ns
    pages[-1].unlink()
    app.button(key="snap_make").click().run()
    assert "已生成 39 个文件" in words_of(app)
    assert pages[0].stat().st_mtime_ns == kept and pages[-1].exists()
    with zipfile.ZipFile(io.BytesIO(app.session_state["wl_made"].archive)) as archive:
        assert len(archive.namelist()) == 39


def test_what_was_explored_or_put_on_an_agenda_can_be_taken_along(app, home):
    scope = Scope(Period("2025-01", "2025-06"))
    kept = "wish_fulfilment_rate_pct-category-bars"
    save_agenda(home, Agenda("", "联席会议", entries=(Entry("explore", kept, scope),)))
    app.session_state["wl_explored"] = ["event_count-grid-map", "report_count-channel-table", "no-such-view"]
    app.run()
    app.segmented_control(key="snap_bundle").set_value("own").run()
    app.multiselect(key="snap_pages").set_value(["explore"]).run()
    assert not app.exception
    offered = app.pills(key="snap_own_explore").options
    assert [option.split("（")[0] for option in offered] == [
        "志愿服务活动",
        "受理上报事项",
        "微心愿实现率",
        "志愿服务活动",
    ]
