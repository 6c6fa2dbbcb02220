"""Typing, checks and quarantine, row by row."""

from __future__ import annotations

import json

from data.intake.answers import Answers
from tests.data.intake.conftest import EVENT_HEADERS, Store, event, feature, square

WISH_HEADERS = ["心愿编号", "网格编码", "心愿类别", "提出日期", "认领日期", "实现日期"]


def test_dates_as_people_write_them(store: Store) -> None:
    ways = [
        "2025-06-01",
        "2025/6/1",
        "2025.6.1",
        "2025年6月1日",
        "20250601",
        "2025-06-01 08:30",
        "2025/6/1 8:30:15",
        "2025-06-01T08:30:15",
        "2025年6月1日 8时30分",
        " ２０２５-０６-０１ ",
        "\u30002025-06-01\u00a0",
    ]
    report = store.bring_one(store.csv("志愿服务.csv", [event(f"{i}", 活动日期=way) for i, way in enumerate(ways)]))
    assert report.rows_accepted == len(ways), store.reasons()
    assert {str(day)[:10] for day in store.rows("volunteer_events")["held_on"]} == {"2025-06-01"}


def test_what_is_no_date_is_kept_aside(store: Store) -> None:
    wrong = [
        "2025-02-30",
        "0024-03-01",
        "6.1",
        "24/03/25",
        "待定",
        "2025-13-01",
        "2025-6",
        "2025-06-01 待定",
    ]
    rows = [event("A"), *(event(f"B{i}", 活动日期=text) for i, text in enumerate(wrong))]
    report = store.bring_one(store.csv("志愿服务.csv", rows))
    assert (report.rows_accepted, report.rows_quarantined) == (1, len(wrong))
    assert store.reasons() == {
        row: f"志愿服务.csv 第 {row} 行“活动日期”列：“{text}”不是日期，请写成 2025-06-01 的样子"
        for row, text in enumerate(wrong, start=3)
    }


def test_numbers_as_people_write_them(store: Store) -> None:
    rows = [event("A", 参与人次='"1,200"'), event("B", 参与人次="１２"), event("C", 参与人次="12.0", 服务时长=".5")]
    rows += [
        event("D", 参与人次='"1,200.5"'),
        event("E", 参与人次='"12,00"'),
        event("F", 参与人次="99999999999999999999"),
    ]
    report = store.bring_one(store.csv("志愿服务.csv", rows))
    assert (report.rows_accepted, report.rows_quarantined) == (3, 3)
    stored = store.rows("volunteer_events").set_index("event_code")
    assert stored["participation_count"].to_dict() == {"A": 1200, "B": 12, "C": 12}
    assert stored.loc["C", "service_hours"] == 0.5


def test_every_kind_of_refusal_names_file_row_and_column(store: Store) -> None:
    rows = [
        event("A"),
        event("B", 活动类型=""),
        event("C", 活动类型="打牌"),
        event("D", 参与人次="十二"),
        event("E", 参与人次="12.5"),
        event("F", 服务时长="-1"),
        event("G", 参与人次="100001"),
        event("H", 活动日期="2999-01-01"),
        event("I", 活动日期="2099-01-01"),
        event("", 活动类型="打牌"),
        [*event("K"), "多出的一格"],
    ]
    report = store.bring_one(store.csv("志愿服务.csv", rows))
    assert (report.verdict, report.rows_read, report.rows_accepted, report.rows_quarantined) == (
        "accept-with-warning",
        11,
        1,
        10,
    )
    reasons = store.reasons()
    expected = {
        3: "“活动类型”列：必须填写",
        4: "“活动类型”列：“打牌”不在可填的值里",
        5: "“参与人次”列：“十二”不是整数",
        6: "“参与人次”列：“12.5”不是整数",
        7: "“服务时长”列：-1小于最小值 0",
        8: "“参与人次”列：100001大于最大值 100,000",
        9: "“活动日期”列：“2999-01-01”不是日期",
        10: "“活动日期”列：2099-01-01 晚于截至日期",
        11: "“活动类型”列：“打牌”",
        12: "本行有 8 格，表头只有 7 列",
    }
    assert set(reasons) == set(expected)
    for row, words in expected.items():
        assert reasons[row].startswith(f"志愿服务.csv 第 {row} 行")
        assert words in reasons[row]
    assert sum(finding.count for finding in report.findings if finding.code == "rows_refused") == 10


def test_raw_text_is_kept_but_undeclared_columns_are_not(store: Store) -> None:
    headers = [*EVENT_HEADERS, "联系人手机"]
    report = store.bring_one(store.csv("志愿服务.csv", [[*event("A", 参与人次="x'y"), "19900000000"]], headers))
    raw = json.loads(store.rows("quarantine")["raw"].iloc[0])
    assert raw["参与人次"] == "x'y"
    assert "19900000000" not in json.dumps(raw)
    assert [finding.code for finding in report.findings if finding.weight == "info"] == ["column_unused"]


def test_a_comma_too_many_in_header_and_rows_is_no_extra_cell(store: Store) -> None:
    path = store.csv("志愿服务.csv", [[*event("A"), ""], event("B")], [*EVENT_HEADERS, ""])
    assert store.bring_one(path).rows_accepted == 2


def test_a_stage_before_an_earlier_one_is_kept_aside(store: Store) -> None:
    rows = [
        ["W1", "01", "便民服务", "2025-03-01", "2025-03-01", "2025-03-02"],
        ["W2", "01", "便民服务", "2025-03-05", "2025-03-04", ""],
        ["W3", "01", "便民服务", "2025-03-05", "", "2025-03-01"],
        ["W4", "01", "便民服务", "2025-03-05", "2025-03-09", "2025-03-08"],
        ["W5", "01", "便民服务", "2025-03-05", "", "2025-03-08"],
    ]
    store.bring(store.csv("微心愿.csv", rows, WISH_HEADERS))
    assert sorted(store.rows("micro_wishes")["wish_code"]) == ["W1", "W5"]
    reasons = store.reasons()
    assert "“认领日期”列：2025-03-04 早于“提出日期” 2025-03-05，先后颠倒" in reasons[3]
    assert "“实现日期”列：2025-03-01 早于“提出日期” 2025-03-05" in reasons[4]
    assert "“实现日期”列：2025-03-08 早于“认领日期” 2025-03-09" in reasons[5]


def test_a_row_without_a_number_gets_the_same_one_every_time(store: Store) -> None:
    path = store.csv("志愿服务.csv", [event(""), event("", 参与人次="13"), event("")])
    report = store.bring_one(path)
    assert (report.rows_accepted, report.rows_duplicate, report.verdict) == (2, 1, "accept-with-warning")
    assert "“活动编号”列是空的" in report.findings[0].message
    assert store.bring_one(path).rows_duplicate == 3
    assert len(store.rows("volunteer_events")) == 2


def test_one_number_with_two_contents_is_a_question(store: Store) -> None:
    path = store.csv("志愿服务.csv", [event("A"), event("B"), event("B", 参与人次="99")])
    report = store.bring(path)
    assert (report.exit_code, report.version) == (3, None)
    assert "“B”（第 3 行与第 4 行）" in report.files[0].questions[0].message
    store.bring(path, answers=Answers(repeats="last"))
    assert store.rows("volunteer_events").set_index("event_code").loc["B", "participation_count"] == 99


def test_repeats_within_a_file(store: Store) -> None:
    """A number again with the same content only counts; with other content the one that was told stands."""
    rows = [event("A"), event("B"), event("A"), event("B", 参与人次="99"), event("B", 参与人次="坏"), event("A")]
    report = store.bring_one(store.csv("志愿服务.csv", rows), answers=Answers(repeats="first"))
    assert (report.rows_read, report.rows_accepted, report.rows_duplicate, report.rows_quarantined) == (6, 2, 2, 2)
    assert store.rows("volunteer_events").set_index("event_code")["participation_count"].to_dict() == {"A": 12, "B": 12}
    reasons = store.reasons()
    assert "“活动编号”列：“B”与第 3 行重复而内容不同" in reasons[5]
    assert "不是整数" in reasons[6]
    assert json.loads(store.rows("quarantine").set_index("row_number").loc[5, "raw"])["参与人次"] == "99"


def test_whole_rows_repeat_in_a_ledger_without_numbers(store: Store) -> None:
    rows = [["D1", "P1"], ["D1", "P2"], ["D1", "P1"]]
    report = store.bring_one(store.csv("对应.csv", rows, ["需求编号", "项目编号"]))
    assert (report.ledger, report.rows_accepted, report.rows_duplicate) == ("demand_project_links", 2, 1)


def test_importing_again_changes_nothing_and_says_so(store: Store) -> None:
    path = store.csv("志愿服务.csv", [event("A"), event("B")])
    store.bring(path)
    again = store.bring_one(path)
    assert again.rows_duplicate == 2
    assert len(store.rows("volunteer_events")) == 2
    changed = store.bring_one(store.csv("志愿服务.csv", [event("A", 参与人次="13")]))
    assert [finding.code for finding in changed.findings] == ["rows_gone", "rows_updated"]
    assert store.rows("volunteer_events").set_index("event_code")["participation_count"].to_dict() == {"A": 13, "B": 12}


def test_unknown_grids_are_refused_only_once_grids_are_known(store: Store) -> None:
    first = store.csv("志愿服务.csv", [event("A", 网格编码="9999")])
    assert store.bring_one(first).rows_accepted == 1
    grids = store.geojson("网格.geojson", [feature(square(113.6, 34.7, 0.01), 网格编码="010101", 网格层级=3)])
    later = store.csv("志愿服务2.csv", [event("B"), event("C", 网格编码="9999")])
    report = store.bring(later, grids)
    assert [file.rows_accepted for file in report.files] == [1, 1]
    assert "“网格编码”列：没有编码为“9999”的网格" in store.reasons()[3]


def test_cells_are_never_taken_for_sql(store: Store) -> None:
    headers = [*EVENT_HEADERS, "x'); DROP TABLE staged; --"]
    rows = [[*event("A'; DROP TABLE staged; --", 活动类型="打'牌"), "1"], [*event('"\'"'), "2"]]
    report = store.bring_one(store.csv("志愿'服务.csv", rows, headers))
    assert (report.rows_accepted, report.rows_quarantined) == (1, 1)
    assert "“打'牌”" in store.reasons()[2]


def test_an_empty_ledger_is_accepted_as_empty(store: Store) -> None:
    report = store.bring(store.csv("志愿服务.csv", []))
    assert (report.files[0].verdict, report.version, report.exit_code) == ("accept-empty", None, 0)
