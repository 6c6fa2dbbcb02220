"""Numbers with a word beside them: what is read, what is kept, what is told."""

from __future__ import annotations

import json

import pytest

from components.exports.tables import data_table
from components.screen.records import csv_of_records
from components.screen.tables import spoken
from components.views import item
from components.views.inexact import words_of
from components.views.pages import data_quality, teams_and_meetings
from data.intake.qualified import qualified
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.quality.behind import Pick
from data.store.reader import open_store
from tests.data.intake.conftest import Store, event


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("100余", "人次", (100, "≥", None)),
        ("100余人次", "人次", (100, "≥", None)),
        ("1,200多", "", (1200, "≥", None)),
        ("近百", "", (100, "≈", None)),
        ("百余", "", (100, "≥", None)),
        ("一百二十余", "", (120, "≥", None)),
        ("约 200", "", (200, "≈", None)),
        ("200左右", "", (200, "≈", None)),
        ("15—20万", "元", (150_000, "range", 200_000)),
        ("15-20 万", "元", (150_000, "range", 200_000)),
        ("３～５", "", (3, "range", 5)),
        ("98%以上", "%", (98, "≥", None)),
        ("60+", "", (60, "≥", None)),
        ("不足10", "", (10, "≤", None)),
        ("10以内", "", (10, "≤", None)),
        ("1.2万余", "", (12_000, "≥", None)),
        ("全覆盖", "%", (100, "all", None)),
    ],
)
def test_value_and_word(text: str, unit: str, expected: tuple[float, str, float | None]) -> None:
    found = qualified(text, unit)
    assert found is not None
    assert (found.value, found.qualifier, found.high, found.text) == (*expected, text)


@pytest.mark.parametrize(
    "text", ["数十", "若干", "100", "-5", "+5", "1.2万", "20-15", "2025-06", "约200余", "98%以上", "十几"]
)
def test_what_is_no_qualified_number(text: str) -> None:
    assert qualified(text) is None


def test_value_word_and_finding_are_kept_and_sums_use_the_value(store: Store) -> None:
    rows = [
        event("A", 参与人次="100余"),
        event("B", 参与人次="15—20"),
        event("C", 参与人次="数十"),
        event("D", 服务时长="近百小时"),
    ]
    report = store.bring_one(store.csv("志愿.csv", rows))
    stored = store.rows("volunteer_events").set_index("event_code")
    assert stored["participation_count"].to_dict() == {"A": 100, "B": 15, "D": 12}
    assert stored.loc["D", "service_hours"] == 100
    said = {code: json.loads(text) for code, text in stored["qualifiers"].items()}
    assert said["A"] == {"participation_count": {"qualifier": "≥", "value": 100, "high": None, "text": "100余"}}
    assert said["B"]["participation_count"]["high"] == 20
    assert set(said["D"]) == {"service_hours"}
    (told,) = [finding for finding in report.findings if finding.code == "number_qualified"]
    assert (told.count, told.weight, "“100余”" in told.message) == (3, "warn", True)
    assert "“数十”不是整数" in store.reasons()[4]


def test_plain_numbers_have_no_words(store: Store) -> None:
    rows = [event("A"), event("B", 参与人次="1,200"), event("C", 参与人次="1.2万"), event("D", 参与人次="")]
    store.bring_one(store.csv("志愿.tsv".replace("tsv", "csv"), [[f'"{cell}"' for cell in row] for row in rows]))
    assert store.rows("volunteer_events")["qualifiers"].isna().all()


@pytest.fixture
def answers(store: Store) -> Answers:
    rows = [event("A", 参与人次="100余"), event("B", 服务时长="15—20"), event("C", 活动日期="2025-03-01")]
    meetings = [
        ["M1", "座谈会", "010101", "2025-06-02", "近百", "3"],
        ["M2", "座谈会", "010101", "2025-06-01", "8", "2"],
    ]
    headers = ["会议编号", "会议类别", "网格编码", "召开日期", "到会人次", "提出事项"]
    report = store.bring(store.csv("志愿.csv", rows), store.csv("会议.csv", meetings, headers))
    assert report.version, report.to_json()
    return Answers(open_store(store.home), Scope(Period("2025-01", "2025-06")))


def test_lists_show_the_words_and_keep_the_numbers_to_sort_by(answers: Answers) -> None:
    frame, _ = answers.records("volunteer_events")
    said = dict(zip(frame["event_code"], frame["as_written"], strict=True))
    assert (said["A"], said["C"]) == ({"participation_count": "100余"}, None)
    assert said["B"] == {"service_hours": "15—20"}
    numbers = frame.set_index("event_code")["participation_count"]
    assert numbers.to_dict() == {"A": 100, "B": 12, "C": 12}
    shown = spoken(frame[["event_code", "participation_count"]], words_of(frame)).to_string()
    assert "A 100余" in shown
    assert "C 12\n" in shown
    text = csv_of_records(answers, "volunteer_events", "").decode("utf-8-sig")
    assert ("100余" in text, "15—20" in text) == (True, True)


def test_single_items_and_tables_of_pages_show_the_words(answers: Answers) -> None:
    row = answers.item("volunteer_events", "A")
    assert row is not None
    assert ("参与人次", "100余 人次") in item.facts(answers.ledger("volunteer_events"), row)
    view = teams_and_meetings.meetings(answers)
    (place,) = [n for n, column in enumerate(data_table(view).columns) if column.name == "attendance_count"]
    assert [row[place] for row in data_table(view).rows] == ["近百", 8]


def test_rows_with_inexact_numbers_can_be_opened_on_the_quality_page(answers: Answers) -> None:
    assert answers.quality.inexact() == {"volunteer_events": 2, "meetings": 1}
    page = answers.quality.rows(Pick("inexact", "volunteer_events"), 10)
    assert (page.total, page.rows["key"].tolist()) == (2, ["A", "B"])
    assert "“100余”不是确数" in page.rows["said"].iloc[0]
    said = data_quality.brief(answers).frame["sentence"].iloc[-1]
    assert said.startswith("**3 行**的数不是确数，最多的是志愿服务台账（2 场）")
    assert answers.figure("inexact_row_count").value == 3
    (one,) = answers.passports.lines("inexact_row_count")
    assert dict(zip(one.frame["label"], one.frame["n"], strict=True)) == {"志愿服务台账": 2, "会议议事台账": 1}
