"""Column answers for files with headings of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from data.intake.answers import read_answers
from data.intake.report import RefusedError
from tests.cli import run_cli
from tests.data.intake.conftest import Store

HEADERS = ["No", "When", "Kind", "Extra"]
ROWS = [
    ["A1", "03/04/2025", "litter", "x"],
    ["A2", "3/5/2025 10:22", "", "y"],
    ["A3", "12/31/2024", "something", "z"],
    ["A1", "03/06/2025", "litter", "w"],
]
BODY = {
    "columns": {"No": "report_code", "When": "reported_on", "Kind": ["report_kind", "report_title"]},
    "date_order": "MDY",
    "constants": {"channel": "电话"},
    "values": {"report_kind": {"litter": "露天垃圾", "": "其他事项", "*": "矛盾纠纷"}},
    "repeats": "first",
}


def write(folder: Path, body: Mapping[str, object]) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def test_cells_are_read_as_answered(store: Store) -> None:
    answers = read_answers(write(store.folder, BODY), "issue_reports")
    report = store.bring_one(store.csv("log.csv", ROWS, HEADERS), ledger="issue_reports", answers=answers)
    rows = store.rows("issue_reports").sort_values("report_code")
    assert [f"{day:%Y-%m-%d}" for day in rows["reported_on"]] == ["2025-03-04", "2025-03-05", "2024-12-31"]
    assert list(rows["report_kind"]) == ["露天垃圾", "其他事项", "矛盾纠纷"]
    assert list(rows["report_title"].fillna("")) == ["litter", "", "something"]
    assert set(rows["channel"]) == {"电话"}
    assert report.rows_quarantined == 1
    assert store.reasons()[5].endswith("采用先出现的一行，本行待核")


def test_the_last_of_repeated_rows_may_be_taken(store: Store) -> None:
    answers = read_answers(write(store.folder, BODY | {"repeats": "last"}), "issue_reports")
    store.bring_one(store.csv("log.csv", ROWS, HEADERS), ledger="issue_reports", answers=answers)
    rows = store.rows("issue_reports").set_index("report_code")
    assert f"{rows.loc['A1', 'reported_on']:%Y-%m-%d}" == "2025-03-06"
    assert store.reasons()[2].endswith("与第 5 行重复而内容不同，采用后出现的一行，本行待核")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"columns": {"No": "no_such_field"}}, "台账里没有字段 no_such_field"),
        ({"columns": {"No": "report_code", "When": "report_code"}}, "字段 report_code 填了两次"),
        ({"date_order": "YDM"}, "date_order 应是 YMD、MDY、DMY 之一，收到 YDM"),
        ({"repeats": "both"}, "repeats 应是 first"),
        ({"colums": {}}, "不认识 colums"),
        ({"constants": {"channel": 3}}, "constants 的值应是带引号的文字"),
        ([], "答案 应是 {名称: 值}"),
    ],
)
def test_wrong_answers_are_refused(tmp_path: Path, body: Mapping[str, object], says: str) -> None:
    with pytest.raises(RefusedError) as error:
        read_answers(write(tmp_path, body), "issue_reports")
    assert says in str(error.value)


def test_a_header_that_is_not_there_is_asked_about(store: Store) -> None:
    answers = read_answers(write(store.folder, {"columns": {"Nr": "report_code"}}), "issue_reports")
    report = store.bring_one(store.csv("log.csv", ROWS, HEADERS), ledger="issue_reports", answers=answers)
    assert report.verdict == "ask"
    assert [question.message for question in report.questions] == [
        "log.csv：答案里的列 Nr 不在文件里，请选它现在叫什么，或不要这一列。"
    ]


def test_the_command_takes_an_answers_file(store: Store) -> None:
    log, answers = store.csv("log.csv", ROWS, HEADERS), write(store.folder, BODY)
    done = run_cli(store.home, "import", str(log), "--ledger", "issue_reports", "--answers", str(answers))
    assert done.returncode == 0, done.stderr
    assert "采用 3 行，待核 1 行" in done.stdout
    wrong = run_cli(store.home, "import", str(log), "--ledger", "issue_reports", "--answers", str(log))
    assert wrong.returncode == 2
    assert "答案文件“log.csv”读不了" in wrong.stderr
