"""A word of the office's own for a value of a list: asked about once, then known; single slips stay kept aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.intake.answers import answers_from, joined_answers
from data.intake.memory import listed
from data.intake.report import FileReport
from tests.data.intake.conftest import Store, event

KINDS = {"环境整治类": 6, "文艺演出": 3, "打牌": 2}


def file(store: Store, name: str, first: int = 0, kinds: dict[str, int] = KINDS) -> Path:
    rows = [kind for kind, n in kinds.items() for _ in range(n)] + ["便民服务"] * 4
    return store.csv(name, [event(f"E{first + n}", 活动类型=kind) for n, kind in enumerate(rows)])


def asked_in(report: FileReport) -> list[str]:
    return [question.code for question in report.questions]


def test_repeated_values_are_asked_about_with_the_likest_first(store: Store) -> None:
    report = store.bring_one(file(store, "甲.csv"))
    (question,) = report.questions
    assert (report.verdict, question.code, question.several) == ("ask", "values_unknown", True)
    assert "“环境整治类”（6 行）像是“环境整治”" in question.message
    assert "“文艺演出”（3 行）" in question.message
    assert "像是" not in question.message.split("“文艺演出”")[1]
    assert "打牌" not in question.message
    assert question.choices[0].label == "“环境整治类” → “环境整治”"


def test_what_was_chosen_is_stored_and_known_the_next_time(store: Store) -> None:
    (question,) = store.bring_one(file(store, "甲.csv")).questions
    meant = {"环境整治类": "环境整治", "文艺演出": "文艺演出"}
    said = {"files": {"甲.csv": {"values": {"event_type": meant}}}}
    assert any(
        choice.answers == {"files": {"甲.csv": {"values": {"event_type": {"环境整治类": "环境整治"}}}}}
        for choice in question.choices
    )
    report = store.bring_one(file(store, "甲.csv"), answers=answers_from(said))
    assert (asked_in(report), report.rows_accepted, report.rows_quarantined) == ([], 10, 5)
    assert store.rows("volunteer_events")["event_type"].value_counts().to_dict() == {"环境整治": 6, "便民服务": 4}
    assert "环境整治类" in json.dumps([kept.answers for kept in listed(store.home)], ensure_ascii=False)
    again = store.bring_one(file(store, "乙.csv", 100))
    assert (asked_in(again), again.rows_accepted, again.rows_quarantined) == ([], 10, 5)


def test_all_may_be_left_aside(store: Store) -> None:
    (question,) = store.bring_one(file(store, "甲.csv")).questions
    report = store.bring_one(
        file(store, "甲.csv"), answers=answers_from(joined_answers([question.choices[-1].answers]))
    )
    assert (report.verdict, asked_in(report), report.rows_quarantined) == ("accept-with-warning", [], 11)


@pytest.mark.parametrize(("preview", "expected"), [(True, ["values_unknown"]), (False, [])])
def test_few_rows_do_not_stop_an_import_but_are_asked_about_on_the_page(
    store: Store, preview: bool, expected: list[str]
) -> None:
    path = file(store, "甲.csv", kinds={"环境整治类": 3, "环境整治": 30})
    report = store.bring_one(path, preview=preview)
    assert (report.verdict, asked_in(report), report.rows_quarantined) == ("accept-with-warning", expected, 3)


def test_a_column_of_something_else_is_not_asked_about(store: Store) -> None:
    path = file(store, "甲.csv", kinds={f"事由{n}": 3 for n in range(21)})
    report = store.bring_one(path)
    assert (asked_in(report), report.rows_quarantined) == ([], 63)
