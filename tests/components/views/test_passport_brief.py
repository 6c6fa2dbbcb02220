"""The note under a figure on paper: the number with what it is made of, its definition's version, the quality of its data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from components.views.passport_brief import MOST_VALUES, Brief, brief, note
from components.views.passport_words import value_words
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.passport.model import QualityMark
from data.store.reader import open_store

RATE = Brief("实现率", "78.7%（543 ÷ 690 件）", "示范区", 2, "微心愿台账", "各月齐全、无迟报")
COUNT = Brief("活动场次", "1,681 场", "示范区", 1, "志愿服务活动台账", "各月齐全、无迟报")


def test_one_measure_says_its_number_its_version_and_its_quality() -> None:
    assert note(["a"], {"a": RATE}) == ("示范区实现率 78.7%（543 ÷ 690 件）；口径第 2 版；质量：各月齐全、无迟报。")
    assert note(["b"], {"a": RATE}) == ""


def test_several_measures_name_what_differs() -> None:
    told = note(["a", "b", "a"], {"a": RATE, "b": COUNT})
    assert told.startswith("示范区实现率 78.7%（543 ÷ 690 件），活动场次 1,681 场；口径：")
    assert told.endswith("；质量：各台账均各月齐全、无迟报。")
    worse = note(["a", "b"], {"a": RATE, "b": replace(COUNT, quality="缺报 2/78 个月次")})
    assert worse.endswith("；质量：微心愿台账各月齐全、无迟报，志愿服务活动台账缺报 2/78 个月次。")


def test_many_measures_leave_their_numbers_to_the_figure() -> None:
    many = {str(number): replace(COUNT, label=f"指标{number}") for number in range(MOST_VALUES + 1)}
    assert note(many, many) == "口径均为第 1 版；质量：各月齐全、无迟报。"
    one_differs = many | {"0": replace(many["0"], definition=3)}
    assert note(one_differs, one_differs).startswith("口径：指标0第 3 版，其余第 1 版；")


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (QualityMark(78, 0, 0, 500, 0, 3000), "各月齐全、无迟报、无待核"),
        (QualityMark(78, 2, 12, 400, 3, 997), "缺报 2/78 个月次、迟报 3.0%、待核 0.3%"),
        (QualityMark(0, 0, None, None, 0, 10), "未到报送时间、无待核"),
        (QualityMark(None, None, None, None, 0, 10), "无待核"),
    ],
)
def test_quality_in_few_words(demo_home: Path, mark: QualityMark, words: str) -> None:
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    passport = replace(answers.passports.passport("event_count"), mark=mark)
    assert brief(answers.ledger("volunteer_events"), passport).quality == words


@pytest.mark.parametrize("code", ["wish_fulfilment_rate_pct", "event_count", "wish_fulfilment_days_median"])
def test_a_note_says_what_the_passport_says(demo_home: Path, code: str) -> None:
    answers = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    passport = answers.passports.passport(code)
    told = note([code], {code: brief(answers.ledger(passport.measure.ledger), passport)})
    figure = passport.figure
    assert "；口径第 1 版；质量：" in told
    made_of = f"（{figure.numerator:,.0f} ÷ {figure.denominator:,.0f} 件）" if passport.measure.is_rate else ""
    assert f"{value_words(figure)}{made_of}；" in told
