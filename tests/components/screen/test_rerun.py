"""A page that runs again without a change makes nothing again, and still follows what is chosen."""

from __future__ import annotations

import gc
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.screen import kept
from data.ledgers import LEDGERS
from data.settings import PROJECT_ROOT
from data.store.reader import Reader


def test_what_is_kept_is_made_once_for_each_object_and_goes_with_it() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    first, second = pd.DataFrame({"n": [1]}), pd.DataFrame({"n": [1]})
    told = [kept.once(frame, "sum", lambda name=name: make(name)) for frame, name in ((first, "a"), (second, "b"))]
    assert told == ["a", "b"]
    assert kept.once(first, "sum", lambda: make("again")) == "a"
    assert kept.once(first, "mean", lambda: make("c")) == "c"
    assert made == ["a", "b", "c"]
    places = {id(first), id(second)}
    assert places <= kept._made.keys()
    del first, second
    gc.collect()
    assert not places & kept._made.keys()


def test_a_page_that_runs_again_asks_the_store_nothing_and_follows_what_is_chosen(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    asked: list[None] = []
    cursor = Reader.cursor
    monkeypatch.setattr(Reader, "cursor", lambda self: (asked.append(None), cursor(self))[1])
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/service/volunteer_events.py").run()
    whole = [element.value for element in app.metric]
    assert asked
    asked.clear()
    app.run()
    assert not asked
    assert [element.value for element in app.metric] == whole

    def bound() -> set[str]:
        names = {str(element.key) for element in app.text_input}
        return {name for name in names if name in ("area", "period") or name.startswith("cat_")}

    # an input that holds nothing is not drawn again, and is there as soon as it holds something
    assert bound() == set()
    app.session_state["cat_volunteer_events"] = LEDGERS["volunteer_events"].field("event_type").codes[0]
    app.run()
    assert bound() == {"cat_volunteer_events"}
    assert asked and [element.value for element in app.metric] != whole
    app.session_state["cat_volunteer_events"] = ""
    app.run()
    assert [element.value for element in app.metric] == whole
    assert not app.exception
