"""Importing a file again: nothing new, what changes by month, what is gone, and rows that come back corrected."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.intake.answers import answers_from
from data.intake.preview_model import MonthChange
from data.intake.quarantine import PENDING_HEADER, corrected_file, discard, pending_rows, write_pending
from data.intake.report import ImportReport
from data.ledgers import LEDGERS
from data.store.errors import StoreError
from data.store.maintenance import prune, undo
from data.store.pointer import current_version
from data.store.reader import Reader, open_store
from data.store.schema import QUALIFIERS
from tests.data.intake.conftest import Store, event, feature, square

EVENTS = LEDGERS["volunteer_events"]


def codes(report: ImportReport) -> list[str]:
    return [finding.code for finding in report.files[0].findings]


def kept_aside(store: Store) -> pd.DataFrame:
    frames = pending_rows(open_store(store.home))
    return frames.get("volunteer_events", pd.DataFrame())


def test_the_same_file_twice_makes_no_version_and_no_second_quarantine(store: Store) -> None:
    path = store.csv("志愿服务.csv", [event("A"), event("B", 活动类型="打牌"), event("C", 参与人次="-1")])
    first = store.bring(path)
    before = kept_aside(store)
    again = store.bring(path)
    assert (first.version, again.version, current_version(store.home)) == (1, None, 1)
    assert "nothing_new" in codes(again)
    assert len(before) == 2
    pd.testing.assert_frame_equal(kept_aside(store), before)


def test_boundaries_and_the_district_twice_make_no_version(store: Store) -> None:
    shapes = store.geojson(
        "网格边界.geojson",
        [
            feature(square(113.6 + n / 100, 34.7, 0.01), 网格编码=f"0{n}", 网格名称=f"第{n}网格", 网格层级=1)
            for n in (1, 2)
        ],
    )
    district = store.folder / "district.toml"
    district.write_text('name = "某区"\n', encoding="utf-8")
    assert store.bring(shapes, district, crs="EPSG:4490").version == 1
    assert store.bring(shapes, district, crs="EPSG:4490").version is None


def test_a_newer_file_replaces_what_was_kept_aside_from_the_older_one(store: Store) -> None:
    store.bring(store.csv("甲.csv", [event("A", 活动类型="打牌"), event("B", 活动类型="打牌")]))
    store.bring(store.csv("乙.csv", [event("C", 活动类型="打牌")]))
    same = kept_aside(store).set_index("活动编号")[PENDING_HEADER]
    report = store.bring(store.csv("甲.csv", [event("A", 活动类型="打牌"), event("B")]))
    left = kept_aside(store).set_index("活动编号")[PENDING_HEADER]
    assert left.to_dict() == {"A": same["A"], "C": same["C"]}
    assert "quarantine_replaced" in codes(report)
    assert list(store.rows("volunteer_events")["event_code"]) == ["B"]


def test_changes_are_counted_by_month_and_stored_by_nobody_in_a_dry_run(store: Store) -> None:
    old = [event("A"), event("B"), event("C", 活动日期="2025-07-02"), event("D", 活动日期="2025-09-01")]
    store.bring(store.csv("志愿.csv", old))
    store.bring(store.csv("别的.csv", [event("Z")]))
    new = [event("A"), event("B", 参与人次="99"), event("E", 活动日期="2025-07-03"), event("F", 活动类型="打牌")]
    path = store.csv("志愿.csv", new)
    report = store.bring(path, dry_run=True, preview=True)
    (shown,) = report.previews
    assert shown.changes == (
        MonthChange("volunteer_events", "2025-06", 0, 1, 1, 0),
        MonthChange("volunteer_events", "2025-07", 1, 0, 0, 1),
    )
    assert (report.version, current_version(store.home)) == (None, 2)
    told = next(finding for finding in report.files[0].findings if finding.code == "rows_gone")
    assert (told.count, told.weight) == (1, "warn")


def test_gone_rows_stay_unless_the_answer_says_drop(store: Store) -> None:
    whole = store.csv("志愿.csv", [event("A"), event("B"), event("C")])
    store.bring(whole)
    less = store.csv("志愿.csv", [event("A"), event("C", 活动类型="打牌")])
    store.bring(less)
    assert set(store.rows("volunteer_events")["event_code"]) == {"A", "B", "C"}
    report = store.bring(less, answers=answers_from({"gone": "drop"}))
    # C is in the file, though refused: it is not gone.
    assert set(store.rows("volunteer_events")["event_code"]) == {"A", "C"}
    assert report.version == 3
    assert set(store.rows("mart_recent_volunteer_events")["event_code"]) == {"A", "C"}
    undo(store.home)
    assert set(store.rows("volunteer_events")["event_code"]) == {"A", "B", "C"}


def test_a_register_without_months_tells_what_is_gone(store: Store) -> None:
    ledger = LEDGERS["teams"]
    headers = [field.label for field in ledger.fields if field.required]
    rows = [[_cell(field, n) for field in ledger.fields if field.required] for n in (1, 2)]
    store.bring(store.csv("队伍.csv", rows, headers), ledger="teams")
    report = store.bring(store.csv("队伍.csv", rows[:1], headers), ledger="teams", preview=True)
    assert [(one.month, one.same, one.gone) for one in report.previews[0].changes] == [("", 1, 1)]


def _cell(field: object, number: int) -> str:
    kind = field.type  # type: ignore[attr-defined]
    if field.codes:  # type: ignore[attr-defined]
        return str(field.codes[0])  # type: ignore[attr-defined]
    return {"date": "2025-01-01", "integer": "1", "decimal": "1", "grid_code": "0101"}.get(kind, f"甲{number}队")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_corrected_rows_leave_the_quarantine_and_wrong_ones_stay_with_new_reasons(store: Store, ending: str) -> None:
    rows = [
        event("A"),
        event("B", 活动类型="打牌"),
        event("C", 参与人次="很多"),
        event("D", 活动日期=""),
    ]
    store.bring(store.csv("志愿.csv", [*rows, event("=1+1", 活动类型="打牌"), event("OK")]))
    (path,) = write_pending(open_store(store.home), store.folder / f"待核.{ending}")
    again = store.bring(path)
    assert (again.version, "column_unused" in codes(again)) == (None, False)
    frame = kept_aside(store).set_index("活动编号")
    old = frame[PENDING_HEADER].to_dict()
    frame.loc["B", "活动类型"] = "环境整治"
    frame.loc["=1+1", "活动类型"] = "环境整治"
    frame.loc["C", "参与人次"] = "还是很多"
    corrected = corrected_file(frame.reset_index(), EVENTS, store.folder / f"改好.{ending}")
    report = store.bring(corrected)
    assert report.version == 2
    assert set(store.rows("volunteer_events")["event_code"]) == {"A", "OK", "B", "=1+1"}
    left = kept_aside(store).set_index("活动编号")
    assert left[PENDING_HEADER].to_dict() == {code: old[code] for code in left.index}
    assert "“还是很多”不是整数" in left.loc["C", "原因"]
    assert left.loc["C", "原因"].startswith("志愿.csv 第 4 行")
    assert not {"rows_gone", "quarantine_replaced"} & set(codes(report))
    assert store.bring(corrected).version is None


def test_discarding_makes_a_version_that_can_be_taken_back(store: Store) -> None:
    store.bring(store.csv("志愿.csv", [event("A", 活动类型="打牌"), event("B", 活动类型="打牌")]))
    number = kept_aside(store)[PENDING_HEADER].iloc[0]
    assert discard(store.home, [number]) == 2
    assert list(kept_aside(store)["活动编号"]) == ["B"]
    with pytest.raises(StoreError, match="没有这些编号"):
        discard(store.home, [number])
    undo(store.home)
    assert len(kept_aside(store)) == 2


def test_the_preview_shows_faults_and_leaves_persons_out(store: Store) -> None:
    headers = ["活动编号", "活动主题", "网格编码", "活动类型", "活动日期", "参与人次", "联系人", "经手"]
    good = ["A1", "看望居民张建国，电话13812345678", "0101", "环境整治", "2025-06-01", "3", "李四", "王小明"]
    rows = [[f"A{n}", *good[1:]] for n in range(30)]
    rows[25] = ["A25", *good[1:5], "许多", *good[6:]]
    report = store.bring(store.csv("志愿.csv", rows, headers), preview=True, dry_run=True)
    (shown,) = ImportReport.from_dict(json.loads(report.to_json())).previews
    assert [column.way for column in shown.columns] == ["exact", "alias", *["exact"] * 4, "none"]
    assert shown.row_numbers == (*range(2, 22), 27)
    (fault,) = shown.faults
    assert (fault[:2], "“许多”不是整数" in fault[2]) == ((20, 5), True)
    assert shown.rows[20][5] == "许多"
    text = json.dumps(shown.rows, ensure_ascii=False)
    assert not any(secret in text for secret in ("13812345678", "张建国", "李四", "王小明"))
    assert (shown.ledger, shown.ledger_confidence) == ("volunteer_events", 1.0)


def test_the_preview_marks_the_code_and_not_the_name_beside_it(store: Store) -> None:
    headers = ["活动编号", "网格编码", "网格名称", "活动类型", "活动日期"]
    store.bring(store.geojson("网格.geojson", [feature(square(113.6, 34.7, 0.01), code="0101", name="东里", level=1)]))
    path = store.csv("志愿.csv", [["A1", "0999", "西里", "环境整治", "2025-06-01"]], headers)
    (shown,) = store.bring(path, preview=True, dry_run=True).previews
    assert [shown.columns[place].header for _, place, _ in shown.faults] == ["网格编码"]


def test_the_preview_of_boundaries_counts_grids(store: Store) -> None:
    def file(*codes: str) -> Path:
        shapes = [
            feature(square(113.6 + int(code) / 100, 34.7, 0.01), 网格编码=code, 网格名称=f"第{code}网格", 网格层级=1)
            for code in codes
        ]
        return store.geojson("网格边界.geojson", shapes)

    store.bring(file("01", "02"), crs="EPSG:4490")
    (shown,) = store.bring(file("01", "03"), crs="EPSG:4490", preview=True, dry_run=True).previews
    assert shown.changes == (MonthChange("grids", "", 1, 0, 1, 1),)
    assert [row[0] for row in shown.rows] == ["01", "03"]


def test_originals_are_kept_only_when_asked_for_and_go_with_their_versions(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.csv("志愿 服务.csv", [event("A", 活动名称="独一无二的名称")])
    store.bring(path)
    assert [found for found in store.home.rglob("*") if found.is_file() and _holds(found)] == []
    monkeypatch.setenv("WANGLAN_KEEP_ORIGINALS", "1")
    for number in range(2, 5):
        store.bring(store.csv("志愿 服务.csv", [event(f"A{number}")]))
    kept = sorted((store.home / "originals").iterdir())
    assert len(kept) == 3
    assert all(name.name.endswith("-志愿_服务.csv") for name in kept)
    prune(store.home, keep=1)
    assert len(list((store.home / "originals").iterdir())) == 2


def _holds(path: Path) -> bool:
    return path.suffix != ".parquet" and "独一无二的名称".encode() in path.read_bytes()


def test_no_copy_stays_behind_when_an_import_is_refused(store: Store) -> None:
    path = store.folder / "表.csv"
    path.write_bytes("编号,说不清的列\n1,独一无二的名称\n".encode("gb18030"))
    store.bring(path)
    assert [found for found in (store.home / "tmp").rglob("*") if found.is_file()] == []


def test_a_store_from_before_the_words_beside_numbers_still_takes_rows(store: Store) -> None:
    store.bring(store.csv("旧.csv", [event("A"), event("B", 活动日期="2025-07-01")]))
    _forget_column(store, QUALIFIERS)
    store.bring(store.csv("新.csv", [event("C", 参与人次="100余")]))
    rows = store.rows("volunteer_events").set_index("event_code")
    assert rows["participation_count"].to_dict() == {"A": 12, "B": 12, "C": 100}
    assert rows[QUALIFIERS].isna().to_dict() == {"A": True, "B": True, "C": False}


def _forget_column(store: Store, column: str) -> None:
    """Write the files of the ledger again without a column, as an older version of the program did."""
    reader: Reader = open_store(store.home)
    for path in reader.files("volunteer_events"):
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE kept AS SELECT * EXCLUDE ({column}) FROM read_parquet('{path}')")
            path.unlink()
            connection.execute(f"COPY kept TO '{path}' (FORMAT parquet)")


def test_two_files_of_one_name_in_one_import_do_not_miss_each_others_rows(store: Store) -> None:
    first = store.csv("志愿.csv", [event("A"), event("B", 活动类型="打牌")])
    other = store.folder / "别处"
    other.mkdir()
    second = first.rename(other / "志愿.csv")
    first = store.csv("志愿.csv", [event("C"), event("D", 活动类型="打牌")])
    report = store.bring(first, second, answers=answers_from({"gone": "drop"}))
    assert set(store.rows("volunteer_events")["event_code"]) == {"A", "C"}
    assert set(kept_aside(store)["活动编号"]) == {"B", "D"}
    assert [finding.code for file in report.files for finding in file.findings] == ["rows_refused"] * 2


def test_another_offices_file_of_the_same_name_leaves_the_rows_of_the_first_alone(store: Store) -> None:
    north = [event("N1"), event("N2"), event("N3", 活动类型="打牌"), event("", 活动类型="打牌")]
    south = [event("S1"), event("S2", 活动类型="打牌"), event("N3", 活动类型="环境整治")]
    store.bring(store.csv("台账.csv", north))
    report = store.bring(store.csv("台账.csv", south), answers=answers_from({"gone": "drop"}))
    # N3 was taken over and put right by the other office: that row is settled. Its neighbour without a number is not.
    assert set(store.rows("volunteer_events")["event_code"]) == {"N1", "N2", "N3", "S1"}
    assert set(kept_aside(store)["活动编号"]) == {"", "S2"}
    (told,) = [finding for finding in report.files[0].findings if finding.code == "name_shared"]
    assert told.count == 1
    again = store.bring(store.csv("台账.csv", [event("N1"), event("N5", 活动类型="打牌")]))
    assert set(kept_aside(store)["活动编号"]) == {"S2", "N5"}
    (gone,) = [finding.count for finding in again.files[0].findings if finding.code == "rows_gone"]
    assert gone == 1, "N2 only: what the other office brought is not missing here"


def test_the_next_edition_of_a_file_replaces_rows_even_without_a_number(store: Store) -> None:
    store.bring(store.csv("台账.csv", [event("N1"), event("N2"), event("N3"), event("", 活动类型="打牌")]))
    report = store.bring(store.csv("台账.csv", [event("N1"), event("N2"), event("N4"), event("N5")]))
    assert kept_aside(store).empty
    assert {"quarantine_replaced", "rows_gone"} <= set(codes(report))
    assert "name_shared" not in codes(report)


def test_a_list_of_mended_rows_under_the_old_name_settles_those_rows(store: Store) -> None:
    store.bring(store.csv("台账.csv", [event(f"N{n}") for n in range(9)] + [event("X", 活动日期="")]))
    store.bring(store.csv("台账.csv", [event("X")]))
    assert kept_aside(store).empty
    assert len(store.rows("volunteer_events")) == 10


def test_links_without_numbers_are_an_edition_where_half_of_them_come_again(store: Store) -> None:
    headers = ["需求编号", "项目编号"]
    store.bring(store.csv("对应.csv", [["D1", "P1"], ["D2", "P2"], ["D3", ""]], headers), ledger="demand_project_links")
    store.bring(store.csv("对应.csv", [["D8", "P8"], ["D9", "P9"]], headers), ledger="demand_project_links")
    assert list(store.rows("quarantine")["row_number"]) == [4]
    store.bring(store.csv("对应.csv", [["D8", "P8"], ["D2", "P2"]], headers), ledger="demand_project_links")
    assert store.rows("quarantine").empty
