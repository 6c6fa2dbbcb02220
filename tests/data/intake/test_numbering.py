"""Running numbers are no identity: lists that all begin at 1 stay apart, and the same list is known again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from data.intake.answers import answers_from
from data.intake.quarantine import pending_rows
from data.store.reader import open_store
from tests.data.intake.conftest import EVENT_HEADERS, Store, event

NORTH, SOUTH = "010101", "020101"


def a_list(grid: str, titles: Sequence[str], month: str = "2025-06", **cells: str) -> list[list[str]]:
    """An office's own list: its rows are numbered from 1."""
    return [
        event(f"{n}", 活动名称=title, 网格编码=grid, 活动日期=f"{month}-{n:02d}", **cells)
        for n, title in enumerate(titles, 1)
    ]


NORTHERN = a_list(NORTH, ["清扫楼道", "义诊", "送清凉", "反诈宣传"])
SOUTHERN = a_list(SOUTH, ["读书会", "义诊", "法律咨询", "理发", "棋赛"])


def said(store: Store) -> dict[str, tuple[str, str]]:
    """Number → grid and title of every stored row."""
    rows = store.rows("volunteer_events")
    return dict(zip(rows["event_code"], zip(rows["grid_code"], rows["event_title"], strict=True), strict=True))


def codes(store: Store, path: Path, **wishes: object) -> list[str]:
    return [finding.code for finding in store.bring_one(path, **wishes).findings]


def test_two_offices_that_both_number_from_one_are_both_kept(store: Store) -> None:
    store.bring(store.csv("台账.csv", NORTHERN))
    told = store.bring_one(store.csv("城南.csv", SOUTHERN))
    kept = said(store)
    assert [kept[f"{n}"] for n in range(1, 5)] == [(NORTH, row[1]) for row in NORTHERN]
    assert [kept[f"{SOUTH}-202506-{n}"] for n in range(1, 6)] == [(SOUTH, row[1]) for row in SOUTHERN]
    assert (len(kept), told.verdict) == (9, "accept-with-warning")
    assert [finding.count for finding in told.findings if finding.code == "numbers_own"] == [5]


def test_both_offices_can_bring_their_lists_again_longer_and_changed(store: Store) -> None:
    for rows in (NORTHERN, SOUTHERN):
        store.bring(store.csv("台账.csv", rows))
    for rows in (NORTHERN, SOUTHERN):
        assert store.bring(store.csv("台账.csv", rows)).version is None
    store.bring(store.csv("台账.csv", [*SOUTHERN, event("6", 活动名称="合唱", 网格编码=SOUTH, 活动日期="2025-06-20")]))
    longer = a_list(NORTH, ["清扫楼道", "义诊", "送清凉（改期）", "反诈宣传", "包粽子", "垃圾分类"])
    longer[1][5] = "99"
    store.bring(store.csv("台账.csv", longer))
    kept = said(store)
    assert len(kept) == 6 + 6
    assert {title for grid, title in kept.values() if grid == NORTH} == {row[1] for row in longer}
    assert {title for grid, title in kept.values() if grid == SOUTH} == {*(row[1] for row in SOUTHERN), "合唱"}
    people = store.rows("volunteer_events").set_index("event_code")["participation_count"]
    assert (people["2"], people[f"{SOUTH}-202506-2"]) == (99, 12)


def test_a_list_numbered_anew_counts_nothing_twice(store: Store) -> None:
    store.bring(store.csv("台账.csv", NORTHERN))
    shifted = [event("1", 活动名称="植树", 网格编码=NORTH, 活动日期="2025-06-09")]
    shifted += [[f"{n}", *row[1:]] for n, row in enumerate(NORTHERN, 2)]
    assert {"numbers_own", "numbers_moved"} <= set(codes(store, store.csv("台账.csv", shifted)))
    kept = said(store)
    assert sorted(title for _, title in kept.values()) == sorted(row[1] for row in shifted)
    assert store.bring(store.csv("台账.csv", shifted)).version is None


def test_months_and_sheets_that_begin_at_one_are_all_kept(store: Store) -> None:
    book = openpyxl.Workbook()
    for month in ("2025-06", "2025-07"):
        sheet = book.create_sheet(month)
        for row in (EVENT_HEADERS, *a_list(NORTH, ["清扫楼道", "义诊", "送清凉"], month)):
            sheet.append(row)
    del book["Sheet"]
    path = store.folder / "上半年.xlsx"
    book.save(path)
    for _ in range(2):
        store.bring(path, answers=answers_from({"sheets": ["*"]}))
        assert set(said(store)) == {"1", "2", "3", *(f"{NORTH}-202507-{n}" for n in (1, 2, 3))}
    store.bring(store.csv("八月.csv", a_list(NORTH, ["清扫楼道", "义诊"], "2025-08")))
    assert len(said(store)) == 8


def test_two_files_dropped_together_are_both_kept_and_what_both_tell_counts_once(store: Store) -> None:
    shared = event("3", 活动名称="联合义诊", 活动日期="2025-06-30")
    north, south = [*NORTHERN[:2], shared], [*SOUTHERN[:3], ["4", *shared[1:]]]
    store.bring(store.csv("甲.csv", north), store.csv("乙.csv", south))
    titles = [title for _, title in said(store).values()]
    assert sorted(titles) == sorted([row[1] for row in north] + [row[1] for row in south[:3]])


def test_rows_of_a_number_already_taken_that_were_kept_aside_stay_with_their_own_office(store: Store) -> None:
    wrong = [*NORTHERN[:3], event("4", 活动名称="反诈宣传", 活动日期="六月")]
    store.bring(store.csv("台账.csv", wrong))
    store.bring(store.csv("台账.csv", SOUTHERN))
    frame = pending_rows(open_store(store.home))["volunteer_events"]
    assert frame["活动名称"].tolist() == ["反诈宣传"]
    store.bring(store.csv("台账.csv", NORTHERN))
    assert store.rows("quarantine").empty
    assert len(said(store)) == 9


def test_a_list_refused_as_a_whole_and_mended_leaves_nothing_aside(store: Store) -> None:
    store.bring(store.csv("别的.csv", [event("A1")]))
    store.bring(store.csv("台账.csv", [[*row[:4], "六月", *row[5:]] for row in NORTHERN]))
    assert len(store.rows("quarantine")) == 4
    store.bring(store.csv("台账.csv", NORTHERN))
    assert store.rows("quarantine").empty


def test_a_row_refused_this_time_is_not_taken_for_gone(store: Store) -> None:
    for rows in (NORTHERN, SOUTHERN):
        store.bring(store.csv("台账.csv", rows))
    worse = [*SOUTHERN[:4], [*SOUTHERN[4][:4], "六月", *SOUTHERN[4][5:]]]
    store.bring(store.csv("台账.csv", worse), answers=answers_from({"gone": "drop"}))
    assert len(said(store)) == 9


def test_a_refused_row_keeps_its_place_also_where_three_lists_share_a_grid_and_month(store: Store) -> None:
    third = a_list(NORTH, ["包饺子", "修家电", "送春联"])
    for rows in (NORTHERN, a_list(NORTH, [row[1] for row in SOUTHERN]), third):
        store.bring(store.csv("台账.csv", rows))
    before = said(store)
    worse = [*third[:2], [*third[2][:4], "六月", *third[2][5:]]]
    store.bring(store.csv("台账.csv", worse), answers=answers_from({"gone": "drop"}))
    assert said(store) == before
    assert {title for _, title in before.values()} == {row[1] for row in (*NORTHERN, *SOUTHERN, *third)}


def test_organisations_named_by_their_place_in_the_list_keep_their_branches(store: Store) -> None:
    headers = ["组织编码", "组织名称", "上级组织编码", "组织类型", "所在网格编码"]
    kinds = ["党委", "党支部"]
    for place, grid in (("北街", NORTH), ("南街", SOUTH)):
        rows = [["1", f"{place}社区党委", "", kinds[0], grid], ["2", f"{place}第一支部", "1", kinds[1], grid]]
        store.bring(store.csv(f"{place}组织.csv", rows, headers), ledger="organisations")
    kept = store.rows("organisations").set_index("org_name")
    assert kept["parent_org_code"].dropna().to_dict() == {
        f"{place}第一支部": kept["org_code"][f"{place}社区党委"] for place in ("北街", "南街")
    }
    assert kept["org_code"].is_unique
    assert len(kept) == 4
