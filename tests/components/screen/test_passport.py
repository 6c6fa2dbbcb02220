"""出处 on the page: it opens from a card and from a chart, and what is taken away is neutral and logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.screen.passport import log_entry, rows_csv
from components.screen.passport_choice import Picked
from components.views.pages import micro_wishes
from data.access.export_log import read_exports
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.settings import PROJECT_ROOT
from data.store.reader import open_store


def test_a_card_and_a_chart_open_to_their_rows(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGLAN_HOME", str(demo_home))
    app = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=60).run()
    app.button(key="tool_pass_cards_event_count").click().run()
    said = "\n".join(element.value for element in app.markdown)
    assert "1,681 场" in [element.value for element in app.metric]
    assert "共 1,681 场，逐场计数" in said
    app.button(key="pass_wishes").click().run()
    said = "\n".join(element.value for element in app.markdown)
    assert "543（其中已实现的微心愿数）÷ 690（期间内提出的微心愿数）" in said
    assert not app.exception


def test_rows_taken_away_are_neutral_and_logged(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGLAN_HOME", str(tmp_path))
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    view = micro_wishes.period(answers)
    picked = Picked("wish_fulfilled_count", "month", "2025-03")
    passport = answers.passports.passport(picked.code, picked.by, picked.key)
    content = rows_csv(answers, picked, "value", "", log_entry(answers, view, passport, "记录.csv"))
    lines = content.decode("utf-8-sig").splitlines()
    assert len(lines) - 1 == passport.figure.value
    assert lines[0].startswith("心愿编号,心愿内容,来源文件,工作表,行号,入库版本")
    (entry,) = read_exports(tmp_path)
    assert entry.way == "出处" and "3月" in entry.scope
    assert entry.files[0].size == len(content)
