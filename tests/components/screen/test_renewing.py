"""What is seen of a store whose marts another program built: a word while they are built anew, then the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.screen import renewing
from data.store import renewal
from data.store.layout import Layout
from data.store.locking import exclusive
from tests.data.store.rows import event, publish


def screen() -> None:
    import streamlit as st

    from components.screen import renewing

    if not renewing.is_under_way():
        st.markdown("一张图")


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store from before it was noted what marts are built by."""
    home = tmp_path / "home"
    monkeypatch.setenv("WANGLAN_HOME", str(home))
    publish(home, volunteer_events=[event("E1", "2025-01-10")])
    manifest = Layout(home).manifest(1)
    noted = json.loads(manifest.read_text(encoding="utf-8"))
    del noted["marts"], noted["renews"]
    manifest.write_text(json.dumps(noted), encoding="utf-8")
    st.cache_resource.clear()
    return home


def _shown(app: AppTest) -> str:
    return "\n".join(text.value for text in app.markdown)


def _ended(home: Path) -> None:
    renewing._renewing(home, 1).work.wait(60)


def test_the_page_waits_for_the_marts_and_comes_by_itself(old: Path) -> None:
    with exclusive(Layout(old)):
        app = AppTest.from_function(screen, default_timeout=30).run()
    assert "程序已更新，正在重新汇总" in _shown(app)
    assert "一张图" not in _shown(app)
    _ended(old)
    assert _shown(app.run()) == "一张图"
    assert not renewal.is_due(old)


def test_a_store_that_cannot_be_written_is_shown_all_the_same(old: Path) -> None:
    Layout(old).lock.unlink()
    Layout(old).lock.mkdir()
    AppTest.from_function(screen, default_timeout=30).run()
    _ended(old)
    shown = _shown(AppTest.from_function(screen, default_timeout=30).run())
    assert "数据仓不能写入" in shown
    assert "一张图" in shown
