"""Generated sentences say what the frame holds, and nothing more."""

from datetime import date

import pandas as pd
import pytest

from components.views import words, words_lifecycle
from data.measures.model import Comparison, Figure, Measure
from data.measures.scope import Period, Scope

SCOPE = Scope(Period("2025-01", "2025-06"))
EVENTS = Measure("event_count", "活动场次", "场", "…", "count", "volunteer_events", "held", "up")
RATE = Measure("r", "实现率", "%", "…", "ratio", "micro_wishes", "fulfilled", "up", "已实现", "提出")
DAYS = Measure("d", "用时", "天", "…", "quantile", "micro_wishes", "fulfilled", "down")


def months(*values):
    return pd.DataFrame({"label": [f"{i}月" for i in range(1, len(values) + 1)], "value": list(values)})


def compared(measure, now, base, **more):
    current, before = Figure(measure, now, *more.get("now_of", ())), Figure(measure, base, *more.get("base_of", ()))
    change = None if base is None else now - base
    pct = 100 * change / base if base and measure.unit != "%" else None
    return Comparison(current, before, change, pct, "neutral")


def shares(*rows):
    frame = pd.DataFrame(rows, columns=["label", "numerator", "denominator"])
    frame["value"] = 100 * frame["numerator"] / frame["denominator"]
    frame["is_small"] = frame["denominator"] < 10
    return frame


def test_peak_needs_three_months_that_differ():
    assert words.peak(months(3, 318, 5), "场") == "**2月 318 场**为各月最高"
    assert words.peak(months(318), "场") == ""
    assert words.peak(months(3, 318), "场") == ""
    assert words.peak(months(7, 7, 7), "场") == ""
    assert words.peak(months(7, 9, 9, 2), "场") == "**2月、3月 9 场**同为各月最高"
    assert words.peak(months(9, 9, 9, 2), "场") == ""


def test_peak_ignores_months_without_a_number():
    assert words.peak(months(None, 318, 5), "场") == ""
    assert words.peak(months(None, 318, 5, 4), "场") == "**2月 318 场**为各月最高"


@pytest.mark.parametrize(
    ("values", "base", "expected"),
    [
        ([3, 4, 5], [1, 1, 1], "3 个月均高于上年同月"),
        ([1, 1, 1], [3, 4, 5], "3 个月均低于上年同月"),
        ([3, 1, 5], [1, 4, 5], "3 个月中 1 个月高于上年同月"),
        ([3, 1], [1, 4], ""),
        ([3, 1, 2], [None, 4, 1], ""),
    ],
)
def test_against_the_year_before(values, base, expected):
    assert words.against(months(*values).assign(compare=base), "上年同月") == expected


def test_difference_by_unit():
    assert words.difference(compared(EVENTS, 120, 100), SCOPE) == "比上期多 20 场（+20.0%）"
    assert words.difference(compared(EVENTS, 5, 3), SCOPE) == "比上期多 2 场"
    assert words.difference(compared(EVENTS, 100, 100), SCOPE, "场次") == "场次与上期持平"
    assert words.difference(compared(DAYS, 9.0, 10.5), SCOPE) == "比上期短 1.5 天"
    rate = compared(RATE, 90.0, 91.8, now_of=(90, 100), base_of=(101, 110))
    assert words.difference(rate, SCOPE) == "比上期低 1.8 个百分点"


def test_difference_is_silent_without_a_sound_base():
    assert words.difference(compared(EVENTS, 120, None), SCOPE) == ""
    assert words.difference(compared(RATE, 100.0, 50.0, now_of=(4, 4), base_of=(50, 100)), SCOPE) == ""
    assert words.difference(compared(EVENTS, 120, 100), Scope(SCOPE.period, compare="none")) == ""


def test_small_rate_is_a_fraction():
    assert words.quantity(Figure(RATE, 100.0, 4, 4)) == "**4/4** 件"
    assert words.quantity(Figure(RATE, 91.7, 2764, 3014)) == "**91.7%**"
    assert words.share_of(Figure(RATE, 91.7, 2764, 3014)) == "2,764/3,014 件"
    assert words.quantity(Figure(EVENTS, 46_213)) == "**4.62** 万场"


def test_rates_rank_only_sound_bases():
    said = words.rates(shares(("甲", 90, 100), ("乙", 80, 100), ("丙", 70, 100), ("丁", 1, 9)), "件", "实现")
    assert said == ("丙 **70/100 件**最低，甲 **90/100 件**最高；另 1 类不足 10 件，只列分数。")
    few = words.rates(shares(("甲", 9, 10), ("乙", 1, 2)), "件", "实现")
    assert few == "合计实现 **10/12 件**；另 1 类不足 10 件，只列分数。"
    assert "最" not in few
    none = words.rates(shares(("甲", 1, 2), ("乙", 3, 4)), "件", "实现")
    assert none == "合计实现 **4/6 件**；2 类都不足 10 件，只列分数。"


def test_cohort_adds_up():
    frame = pd.DataFrame({"opened": [10, 5], "reached": [7, 1], "not_due": [0, 4], "waiting": [2, 0], "exited": [1, 0]})
    assert words_lifecycle.cohort(frame, "件", "实现") == ("已实现 **8/15 件**，4 件未到期，**2 件**超期未实现。")


def test_steps_name_the_narrowest_only_on_sound_bases():
    frame = pd.DataFrame(
        {
            "label": ["提出", "协商", "立项"],
            "n": [100, 80, 20],
            "share_pct": [None, 80.0, 25.0],
            "median_days": [None, 5.0, 18.0],
        }
    )
    assert words_lifecycle.steps(frame, "条") == "**立项一环最窄**，20/80 条；提出 100 条，已立项 **20 条**。"
    small = frame.assign(n=[4, 3, 1])
    assert words_lifecycle.steps(small, "条") == "提出 4 条，已立项 **1 条**。"
    assert words_lifecycle.steps(frame.assign(n=[0, 0, 0]), "条") == ""


def test_days_name_a_single_busiest_day():
    frame = pd.DataFrame({"day": [date(2025, 3, d) for d in (1, 2, 3, 4)], "value": [2, 9, 0, 1]})
    assert words.days(frame, "场") == "4 天中 **3 天**有活动；3月2日最多，**9 场**。"
    assert words.days(frame.assign(value=[9, 9, 0, 1]), "场") == "4 天中 **3 天**有活动。"


def test_waiting_sentences():
    ages = pd.DataFrame({"label": ["0—10 天", "11—30 天"], "n": [4, 2], "overdue_n": [0, 2]})
    assert words_lifecycle.waiting_ages(ages, "件") == (
        "在办 6 件，其中 **2 件**已超时限；等得最久的一档“11—30 天”有 2 件。"
    )
    rows = pd.DataFrame({"waited_days": [96, 20], "over_days": [66, -10]})
    assert words_lifecycle.waiting_longest(rows, "条") == "最久的已等 **96 天**，列出的 2 条中 **1 条**已超时限。"
    assert words_lifecycle.waiting_longest(rows.head(0), "条") == ""
    assert [words_lifecycle.over(d) for d in (66, -2, 0, None)] == ["超 66 天", "剩 2 天", "今天到期", "未设时限"]


def test_states_tell_missing_records_from_zero():
    frame = pd.DataFrame({"state": ["value", "value", "none", "zero"]})
    assert words.states(frame, "社区", "活动") == (
        "4 个社区中 **2 个**有活动，**1 个**没有记录，先核对台账再下结论，1 个为零。"
    )


def test_dates_in_words():
    assert words.month("2025-06", "2025-12") == "6月"
    assert words.month("2024-06", "2025-12") == "2024年6月"
    assert words.imported_on("2025-06-30T08:15:00+08:00") == "2025年6月30日"
    assert words.imported_on("") == "日期不详"
