from __future__ import annotations

from pathlib import Path

import pytest

from data.store.check import check
from data.store.errors import StoreError
from data.store.reader import open_store
from data.store.upsert import UpsertResult
from data.store.writer import begin
from tests.data.store.rows import event, publish, put, wish

JANUARY, FEBRUARY, MARCH = "2025-01-10", "2025-02-10", "2025-03-10"


def files_by_month(home: Path, table: str = "volunteer_events") -> dict[str | None, str]:
    return {file.month: file.path for file in open_store(home).manifest.files(table)}


def held(home: Path) -> list[tuple[str, str, int]]:
    query = "SELECT event_code, strftime(held_on, '%Y-%m-%d'), participation_count FROM volunteer_events ORDER BY ALL"
    return [tuple(row) for row in open_store(home).query(query).to_numpy().tolist()]


def test_new_changed_and_identical_rows_are_told_apart(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", JANUARY, 1), event("b", JANUARY, 2)])
    with begin(tmp_path) as txn:
        result = put(txn, "volunteer_events", [event("a", JANUARY, 1), event("b", JANUARY, 5), event("c", MARCH, 3)])
        txn.publish()
    assert result == UpsertResult(added=1, changed=1, identical=1)
    assert held(tmp_path) == [("a", JANUARY, 1), ("b", JANUARY, 5), ("c", MARCH, 3)]
    assert open_store(tmp_path).manifest.sources[-1].rows_duplicate == 1


def test_an_identical_row_keeps_where_it_first_came_from(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[{**event("a", JANUARY), "import_id": "first"}])
    publish(tmp_path, volunteer_events=[{**event("a", JANUARY), "import_id": "second"}])
    assert list(open_store(tmp_path).query("SELECT import_id FROM volunteer_events")["import_id"]) == ["first"]


def test_months_without_change_keep_their_files(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", JANUARY), event("b", FEBRUARY)])
    before = files_by_month(tmp_path)
    publish(tmp_path, volunteer_events=[event("b", FEBRUARY, 9), event("c", MARCH)])
    after = files_by_month(tmp_path)
    assert set(after) == {"2025-01", "2025-02", "2025-03"}
    assert after["2025-01"] == before["2025-01"]
    assert after["2025-02"] != before["2025-02"]


def test_a_row_that_moves_to_another_month_leaves_the_old_one(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", JANUARY), event("b", JANUARY)])
    publish(tmp_path, volunteer_events=[event("a", FEBRUARY)])
    assert held(tmp_path) == [("a", FEBRUARY, 1), ("b", JANUARY, 1)]


def test_a_month_that_loses_its_last_row_loses_its_file(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", JANUARY)])
    publish(tmp_path, volunteer_events=[event("a", FEBRUARY)])
    assert set(files_by_month(tmp_path)) == {"2025-02"}


def test_the_later_of_two_rows_with_one_number_wins(tmp_path: Path) -> None:
    with begin(tmp_path) as txn:
        result = put(txn, "volunteer_events", [event("a", JANUARY, 1), event("a", FEBRUARY, 2)])
        txn.publish()
    assert result == UpsertResult(added=1, changed=0, identical=1)
    assert held(tmp_path) == [("a", FEBRUARY, 2)]


def test_several_files_of_one_import_build_on_each_other(tmp_path: Path) -> None:
    with begin(tmp_path) as txn:
        put(txn, "volunteer_events", [event("a", JANUARY, 1), event("b", JANUARY, 1)])
        second = put(txn, "volunteer_events", [event("a", JANUARY, 4), event("b", JANUARY, 1), event("c", JANUARY)])
        txn.publish()
    assert second == UpsertResult(added=1, changed=1, identical=1)
    assert held(tmp_path) == [("a", JANUARY, 4), ("b", JANUARY, 1), ("c", JANUARY, 1)]
    assert open_store(tmp_path).manifest.ledgers["volunteer_events"].rows == 3
    assert check(tmp_path) == []


def test_a_ledger_without_numbers_keeps_each_whole_row_once(tmp_path: Path) -> None:
    first = {"demand_code": "D1", "project_code": "P1"}
    second = {"demand_code": "D1", "project_code": "P2"}
    publish(tmp_path, demand_project_links=[first])
    with begin(tmp_path) as txn:
        result = put(txn, "demand_project_links", [first, second, second])
        txn.publish()
    assert result == UpsertResult(added=1, changed=0, identical=2)
    assert len(open_store(tmp_path).query("FROM demand_project_links")) == 2


def test_an_emptied_cell_is_a_change(tmp_path: Path) -> None:
    publish(tmp_path, micro_wishes=[wish("w", JANUARY, fulfilled=MARCH)])
    with begin(tmp_path) as txn:
        assert put(txn, "micro_wishes", [wish("w", JANUARY)]).changed == 1
        txn.publish()
    assert open_store(tmp_path).query("SELECT fulfilled_on FROM micro_wishes")["fulfilled_on"].isna().all()


def test_a_row_without_its_opening_date_is_refused_in_words(tmp_path: Path) -> None:
    with begin(tmp_path) as txn, pytest.raises(StoreError, match="活动日期"):
        put(txn, "volunteer_events", [{**event("a", JANUARY), "held_on": None}])


def test_rows_are_sorted_by_grid(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", JANUARY, grid="9"), event("b", JANUARY, grid="1")])
    assert list(open_store(tmp_path).query("SELECT grid_code FROM volunteer_events")["grid_code"]) == ["1", "9"]
