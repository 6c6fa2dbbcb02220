"""指标口径 in AppTest: find, read, compare two definitions; and the printout."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from components.exports.definitions_pdf import definitions_pdf
from components.views import definition_words as words
from data.measures.answers import Answers
from data.measures.definitions import Definition
from data.measures.registry import MEASURES
from data.measures.scope import Period, Scope
from data.settings import PROJECT_ROOT
from data.store.reader import open_store

CODE = "wish_fulfilment_rate_pct"
SCRIPT = """
import runpy, streamlit as st
from components.screen import filters
from data.measures.scope import Period, Scope
st.session_state[filters._SCOPE] = Scope(Period("2025-01", "2025-06"))
runpy.run_path("{page}")
"""


@pytest.fixture
def app(demo_home, monkeypatch):
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    page = (PROJECT_ROOT / "pages" / "office" / "definitions.py").as_posix()
    return AppTest.from_string(SCRIPT.format(page=page), default_timeout=300)


@pytest.fixture(scope="module")
def answers(demo_home):
    return Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))


def said(app):
    return " ".join(element.value for element in app.markdown)


def test_a_measure_is_found_by_words_of_its_definition_and_its_owner(answers):
    assert CODE in [measure.code for measure in words.found(answers, "截至数据日 已实现")]
    assert CODE in [measure.code for measure in words.found(answers, "社会工作部", "micro_wishes")]
    assert words.found(answers, "没有这样的词") == []
    assert len(words.found(answers)) == len(MEASURES)


def test_every_measure_says_how_it_is_counted(answers):
    for code, measure in MEASURES.items():
        told = words.facts(answers, Definition(1, measure.since, "首次定义", answers.measure(code)))
        assert {"定义", "算法", "视角", "单位", "来源台账", "方向", "责任单位", "口径版本"} <= told.keys()
        assert "{" not in told["算法"]
        assert words.figure_words(answers, code)


def test_the_page_shows_the_measure_of_the_address(app):
    app.query_params["measure"] = CODE
    app.run()
    assert not app.exception
    assert "微心愿实现率" in said(app)
    assert "区委社会工作部" in said(app)
    app.query_params["measure"] = "没有的指标"
    app.run()
    assert not app.exception


def test_old_and_new_stand_side_by_side(app, monkeypatch):
    present = MEASURES[CODE]
    former = Definition(1, present.since, "首次定义", replace(present, stage="claimed", definition="原按认领计"))
    pair = (former, Definition(2, "2025-07", "按新的考核办法", present))
    monkeypatch.setattr(words, "definitions", lambda code: pair)
    app.query_params["measure"] = CODE
    monkeypatch.setattr("components.screen.definitions.definitions", lambda code: pair)
    app.run()
    assert not app.exception
    assert "新旧口径" in said(app)
    assert "原按认领计" in app.table[0].value.to_string()


def test_old_and_new_are_drawn_from_the_same_rows(answers):
    present = MEASURES[CODE]
    former = Definition(1, present.since, "首次定义", replace(present, stage="claimed"))
    view = words.old_and_new(answers, former, Definition(2, "2025-07", "按新的考核办法", present))
    assert list(view.frame["compare"]) == list(answers.series("wish_claim_rate_pct")["value"])
    assert list(view.frame["value"]) == list(answers.series(CODE)["value"])


def test_the_printout_holds_every_measure_and_repeats_byte_for_byte(answers):
    printed = definitions_pdf(answers, list(MEASURES))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
    assert [code for code in MEASURES if code not in text] == []
    assert definitions_pdf(answers, list(MEASURES)) == printed
