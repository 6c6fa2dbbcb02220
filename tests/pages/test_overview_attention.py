"""The sentences that open the overview: looked into, dealt with, listed, told again."""

from __future__ import annotations

import shutil
from datetime import date
from importlib import import_module

import pytest
from streamlit.testing.v1 import AppTest

from components.screen import arriving
from data.attention import book, changes, due, rates
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.meetings.orders import all_orders
from data.settings import PROJECT_ROOT
from data.store.reader import open_store
from pages import PAGES


@pytest.fixture
def home(demo_home, tmp_path, monkeypatch):
    """A store of its own: what is dealt with is written beside the versions."""
    own = tmp_path / "store"
    shutil.copytree(demo_home, own)
    monkeypatch.setenv("WANGLAN_HOME", str(own))
    return own


def told(app: AppTest) -> list[str]:
    """The numbered sentences of the card."""
    return [said.value.partition("] ")[2] for said in app.markdown if said.value.startswith(":primary[**")]


def test_what_was_dealt_with_makes_room_for_the_next(home):
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=60).run()
    before = told(app)
    assert len(before) == 5
    assert [each.label for each in app.button].count("处理") == 5
    links = [link.proto for link in app.get("page_link") if link.proto.label == "依据"]
    assert len(links) == 5 and all("period=custom" in link.query_string for link in links)

    answers = Answers(open_store(home), Scope(Period("2025-01", "2025-06")))
    first = answers.attention()[0]
    book.explain(home, first, "超期 40 件。", by="区城管局", on=date.today(), text="汛期集中上报")
    app.run()
    assert not app.exception
    assert before[0] not in told(app) and len(told(app)) == 5
    next(each for each in app.button if each.label == "已处理 1 项").click().run()
    assert any("汛期集中上报" in said.value and "区城管局" in said.value for said in app.markdown)


def test_all_evidence_is_a_card_of_its_page():
    """A page draws a card for each view it names; figures of a row of cards are named by their measure."""
    rates_on = [(page, view, [code]) for code, (page, view) in rates.EVIDENCE.items()]
    counts_on = [(page, view, []) for page, view in (*changes.EVIDENCE.values(), *due.EVIDENCE.values())]
    others = [("work_list", "items", []), ("work_list", "silent", [])]
    others += [("data_quality", "silent", []), ("data_quality", "contradictions", [])]
    paths = {page.url_path: page.path for page in PAGES}
    for page, view, codes in (*rates_on, *counts_on, *others):
        script = (PROJECT_ROOT / paths[page]).read_text(encoding="utf-8")
        drawn = [f'{draw}(views["{view}"]' for draw in ("panel", "table_card")]
        is_cards = view == arriving.CARDS and 'cards_row(views["cards"]' in script
        assert is_cards or any(call in script for call in drawn), (page, view)
        if view == arriving.CARDS:
            assert set(codes) <= set(import_module(f"components.views.pages.{page}").CARD_CODES)


def dealing() -> None:
    """Only the form for the first signal: AppTest runs the whole script again where the browser runs a dialog."""
    from components.screen import attention
    from components.views.pages.overview_attention import brief
    from data.measures.answers import Answers
    from data.measures.scope import Period, Scope
    from data.settings import store_home
    from data.store.reader import open_store

    view = brief(Answers(open_store(store_home()), Scope(Period("2025-01", "2025-06"))))
    attention.handle(view.options["signals"][0], "超期 40 件。", view)


def test_a_signal_is_given_to_a_unit(home):
    app = AppTest.from_function(dealing, default_timeout=60).run()
    app.button(key="attention_keep").click().run()
    assert any("请填写处理单位或岗位" in said.value for said in app.markdown) and not book.handled(home)
    app.segmented_control(key="attention_action").set_value("assigned").run()
    app.text_input(key="attention_by").input("区网格中心值班长")
    app.text_input(key="attention_what").input("逐项核对并办结")
    app.button(key="attention_keep").click().run()
    assert not app.exception
    (order,) = all_orders(home)
    (done,) = book.handled(home).values()
    assert (order.what, done.by, done.order) == ("逐项核对并办结", "区网格中心值班长", order.code)
