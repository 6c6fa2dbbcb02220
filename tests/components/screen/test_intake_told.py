"""What was answered becomes one answers file, and an answer may be changed."""

from __future__ import annotations

import pytest

from components.screen.intake_told import Said, Told, assigned
from data.intake.answers import joined_answers
from data.intake.report import Choice, Question

LEDGER = Question(
    "ledger_unknown",
    "看不出是哪种台账",
    "表.xlsx",
    (Choice("微心愿", {"ledger": "micro_wishes"}), Choice("民呼我应", {"ledger": "issue_reports"})),
)
DATES = Question("date_order", "3/4/2025 是几月", "表.xlsx 第 2 列", (Choice("月在前", {"date_order": "MDY"}),))


def said(question, *parts, file="表.xlsx"):
    return Said(file, question, parts, "如题")


def test_answers_stand_under_their_file_and_are_joined():
    told = Told()
    told.answer(said(LEDGER, {"ledger": "micro_wishes"}))
    told.answer(said(DATES, {"date_order": "MDY"}))
    told.answer(said(DATES, {"date_order": "DMY"}, file="另一张.csv"))
    told.headers["表.xlsx"] = {"登记日": "proposed_on", "备注": ""}
    told.gone["另一张.csv"] = "drop"
    assert told.body() == {
        "files": {
            "表.xlsx": {
                "ledger": "micro_wishes",
                "date_order": "MDY",
                "headers": {"登记日": "proposed_on", "备注": ""},
            },
            "另一张.csv": {"date_order": "DMY", "gone": "drop"},
        }
    }
    assert Told().body() == {}


def test_several_choices_are_taken_together():
    areas = Question("areas_unknown", "找不到网格", "表.xlsx", several=True)
    told = Told()
    told.answer(said(areas, {"areas": {"东里": "0401"}}, {"areas": {"建业": "0402"}}, {"sheets": ["一月"]}))
    told.answer(said(DATES, {"sheets": ["一月", "二月"]}))
    assert told.body()["files"]["表.xlsx"] == {"areas": {"东里": "0401", "建业": "0402"}, "sheets": ["一月", "二月"]}


def test_a_part_may_name_its_file_itself():
    told = Told()
    told.answer(said(LEDGER, {"files": {"表.xlsx": {"ledger": "micro_wishes"}}}))
    told.answer(said(DATES, {"date_order": "MDY"}))
    assert told.body() == {"files": {"表.xlsx": {"ledger": "micro_wishes", "date_order": "MDY"}}}
    told.answer(said(LEDGER, {"files": {"表.xlsx": {"ledger": "demands"}}}))
    assert told.body() == {"files": {"表.xlsx": {"ledger": "demands"}}}


def test_a_new_answer_takes_the_place_of_the_old_one():
    told = Told()
    told.answer(said(DATES, {"date_order": "MDY"}))
    told.answer(said(DATES, {"date_order": "DMY"}))
    assert [one.parts for one in told.said] == [({"date_order": "DMY"},)]


def test_another_ledger_takes_back_what_was_asked_about_the_first():
    told = Told()
    told.answer(said(LEDGER, {"ledger": "micro_wishes"}))
    told.answer(said(DATES, {"date_order": "MDY"}))
    told.answer(said(DATES, {"date_order": "DMY"}, file="另一张.csv"))
    told.headers["表.xlsx"] = {"登记日": "proposed_on"}
    told.answer(said(LEDGER, {"ledger": "issue_reports"}))
    assert told.body() == {"files": {"表.xlsx": {"ledger": "issue_reports"}, "另一张.csv": {"date_order": "DMY"}}}


def test_a_file_that_is_taken_out_takes_its_answers_along():
    told = Told()
    told.answer(said(LEDGER, {"ledger": "micro_wishes"}))
    told.gone["表.xlsx"] = "drop"
    told.forget("表.xlsx")
    assert told.body() == {}


def test_a_field_is_filled_by_one_column_only():
    fields = {"登记日期": "proposed_on", "提出日": "", "备注": ""}
    assert assigned(fields, "提出日", "proposed_on") == {"登记日期": "", "提出日": "proposed_on"}
    assert assigned(fields, "备注", "") == {"备注": ""}


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], {}),
        ([{"a": 1}, {"a": 2}], {"a": 2}),
        ([{"a": {"x": 1}}, {"a": {"y": 2}}], {"a": {"x": 1, "y": 2}}),
        ([{"a": [1, 2]}, {"a": [2, 3]}], {"a": [1, 2, 3]}),
    ],
)
def test_joining(parts, whole):
    assert joined_answers(parts) == whole
