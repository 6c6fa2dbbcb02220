"""Every sentence the program writes is checked, and the check itself."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from components.views.pages.registry import PAGE_VIEWS, views_of
from components.views.words_attention import METHOD_IN_FULL, NOTHING, sentence
from data.attention.model import Evidence, Form, Signal
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store
from tests.components.views.house_style import checked, faults, sentences

HALF_YEAR = Scope(Period("2025-01", "2025-06"))


@pytest.fixture(scope="module")
def answers(demo_home):
    return Answers(open_store(demo_home), HALF_YEAR)


@pytest.mark.parametrize("narrow", ["one subdistrict", "one grid"])
def test_every_page_is_written_in_house_style(answers, narrow):
    scope = {
        "one subdistrict": Scope(
            Period("2025-06", "2025-06"), answers.grids(1)["grid_code"].iloc[0], compare="year_ago"
        ),
        "one grid": Scope(Period("2024-07", "2025-06"), answers.grids(3)["grid_code"].iloc[5], compare="none"),
    }[narrow]
    own = answers.narrowed(scope)
    said = 0
    for page in PAGE_VIEWS:
        views = views_of(page, own).values()
        assert checked(views) == [], page
        said += len(sentences(views))
    assert said > 60


@pytest.mark.parametrize("district", ["lukou", "fengtai", "fengyang", "aksai"])
def test_what_opens_the_day_is_in_house_style_in_every_district(home_of, district):
    views = views_of("overview", Answers(open_store(home_of(district)), HALF_YEAR))
    assert checked(views.values()) == []
    assert [sentence(s) for s in views["brief"].options["signals"] if faults(sentence(s))] == []


BASIC = Signal(
    "change",
    "more",
    "demands@01",
    ("event_count",),
    Evidence("overview", "brief", HALF_YEAR),
    area_name="北下街街道",
    subject="志愿服务活动",
    value=46,
    expected=20.3,
    base=120,
    unit="场",
    months=2,
    span="2025-01..2025-06",
    owner="区城管局",
)
OTHERS: dict[str, dict[str, object]] = {
    "task_behind": {"value": 31.0, "expected": 49.6, "unit": "%", "span": "2025年"},
    "task_missed": {"value": 66.0, "expected": 0.0, "unit": "件", "span": "2025年上半年"},
    "task_unreported": {"value": None, "expected": 49.6, "unit": "%", "span": "2025年"},
    "task_soon": {"value": 40.0, "unit": "%", "span": "2025-07-05"},
    "orders_late": {"span": "2025-06-20"},
    "orders_soon": {"span": "2025-07-05"},
    "unit_silent": {"value": 3.0},
}


@pytest.mark.parametrize("form", get_args(Form))
def test_every_form_of_a_signal_makes_a_sentence(form):
    text = sentence(replace(BASIC, form=form, **OTHERS.get(form, {})))
    assert faults(text) == [] and text.endswith("。") and text.count("**") >= 2
    assert len(text) < 90


def test_the_words_of_a_change():
    fewer = replace(BASIC, form="fewer", value=8, expected=20.4)
    assert sentence(fewer) == "2025年1—6月北下街街道志愿服务活动 **8 场**，比往年同月折算的 20 场少 **12 场**（-60%）。"
    assert "%" not in sentence(replace(BASIC, value=15, expected=4.0)), "no percentage on a base of four"
    assert sentence(replace(BASIC, expected=0.2)).endswith("往年同月折算不足 1 场。")
    large = replace(BASIC, value=46_213, expected=20_000, unit="人次")
    assert "**4.62 万人次**，比往年同月折算的 2.00 万人次多 **2.62 万人次**（+131%）" in sentence(large)


def test_the_words_of_a_rate_that_fell():
    fell = replace(
        BASIC, form="lower", subject="微心愿实现率", value=71.15, expected=88.04, above=37, base=52, unit="件"
    )
    assert sentence(fell) == (
        "2025年1—6月北下街街道微心愿实现率 **71.2%**（37/52 件），比往年同月折算的 88.0% 低 **16.8 个百分点**。"
    )


def test_the_words_of_what_lies_open():
    late = replace(BASIC, form="overdue", subject="超期需求", unit="条")
    assert sentence(late) == "北下街街道超期需求 **46 条**，占在办 120 条的 38.3%。"
    assert sentence(replace(late, value=4, base=7)).endswith("**4 条**，在办共 7 条。"), (
        "seven are too few for a percentage"
    )
    assert sentence(replace(late, base=46)).endswith("在办的全部超期。")


def test_what_people_typed_is_no_markup():
    named = replace(BASIC, form="unit_silent", owner="[点](http://a.example)", subject="*会*")
    assert "\\[点\\]" in sentence(named) and "\\*会\\*" in sentence(named)


@pytest.mark.parametrize(
    "text",
    [
        "问题得到有效解决。",
        "办结率比上期高 3.2%。",
        "开展 1,200,, 场。",
        "受理 20000 件。",
        "受理 12,345 件。",
        "共 12 件件。",
        "中位 nan 天。",
        "共 12 件。。",
        "共 12 件,其中 3 件超期。",
        "本期提出 数少隐去。",
        "受理20 件。",
    ],
)
def test_the_check_finds_what_is_wrong(text):
    assert faults(text)


def test_the_check_lets_good_prose_pass():
    for text in (NOTHING, METHOD_IN_FULL, "2025年1—6月受理 **1,643 件**，按期 1,339/1,565 件，比上期高 3.2 个百分点。"):
        assert faults(text) == []
