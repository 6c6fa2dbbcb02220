from __future__ import annotations

from pathlib import Path

import pytest

from data.store.check import check
from data.store.errors import StoreError
from data.store.layout import Layout
from data.store.maintenance import list_versions, pin, prune, undo
from data.store.reader import current_version, open_store
from data.store.writer import begin
from tests.data.store.rows import GRIDS, event, publish


def import_times(home: Path, times: int) -> None:
    for number in range(times):
        publish(home, f"第 {number} 次", volunteer_events=[event("a", "2025-01-01", number)])


def people(home: Path, version: int | None = None) -> int:
    return int(open_store(home, version).query("FROM volunteer_events")["participation_count"][0])


def file_of(home: Path, table: str) -> Path:
    return open_store(home).files(table)[0]


def damages(home: Path) -> list[str]:
    return [problem.message for problem in check(home) if problem.is_damage]


def test_versions_are_listed_with_the_current_one_marked(tmp_path: Path) -> None:
    assert list_versions(tmp_path) == []
    import_times(tmp_path, 2)
    lines = list_versions(tmp_path)
    assert [(line.manifest.version, line.manifest.note, line.is_current) for line in lines] == [
        (1, "第 0 次", False),
        (2, "第 1 次", True),
    ]
    assert lines[1].manifest.ledgers["volunteer_events"].rows == 1


def test_undo_goes_back_and_keeps_the_newer_version(tmp_path: Path) -> None:
    import_times(tmp_path, 2)
    assert undo(tmp_path) == 1
    assert (current_version(tmp_path), people(tmp_path)) == (1, 0)
    with begin(tmp_path):
        pass
    assert people(tmp_path, 2) == 1, "the next writer took the undone version for a leftover"
    assert [line.is_undone for line in list_versions(tmp_path)] == [False, True]


def test_undo_of_a_version_that_is_no_longer_the_newest_is_refused(tmp_path: Path) -> None:
    import_times(tmp_path, 3)
    with pytest.raises(StoreError, match="第 2 版已不是当前版本"):
        undo(tmp_path, 2)
    assert current_version(tmp_path) == 3
    assert undo(tmp_path, 3) == 2


def test_a_number_is_never_used_twice(tmp_path: Path) -> None:
    import_times(tmp_path, 2)
    undo(tmp_path)
    Layout(tmp_path).manifest(2).unlink()
    assert publish(tmp_path, volunteer_events=[event("a", "2025-01-01", 7)]) == 3
    assert open_store(tmp_path).manifest.parent == 1
    assert undo(tmp_path) == 1


def test_undo_without_an_earlier_version_says_why(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有可撤销"):
        undo(tmp_path)
    import_times(tmp_path, 1)
    with pytest.raises(StoreError, match="最早"):
        undo(tmp_path)
    assert current_version(tmp_path) == 1


def test_undo_to_a_pruned_version_says_so_and_changes_nothing(tmp_path: Path) -> None:
    import_times(tmp_path, 2)
    Layout(tmp_path).manifest(1).unlink()
    with pytest.raises(StoreError, match="已被清理"):
        undo(tmp_path)
    assert current_version(tmp_path) == 2


def test_pruning_keeps_the_newest_the_pinned_and_what_undo_needs(tmp_path: Path) -> None:
    import_times(tmp_path, 6)
    pin(tmp_path, 2)
    assert prune(tmp_path, keep=1) == [1, 3, 4]
    assert [line.manifest.version for line in list_versions(tmp_path)] == [2, 5, 6]
    assert people(tmp_path, 2) == 1
    assert check(tmp_path) == []
    pin(tmp_path, 2, pinned=False)
    assert prune(tmp_path, keep=1) == [2]


def test_pruning_never_takes_the_current_version_after_undo(tmp_path: Path) -> None:
    import_times(tmp_path, 4)
    undo(tmp_path)
    undo(tmp_path)
    assert current_version(tmp_path) == 2
    assert prune(tmp_path, keep=1) == [3]
    assert people(tmp_path) == 1
    assert check(tmp_path) == []


def test_publishing_prunes_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.store.cleaning.prune.__defaults__", (3,))
    import_times(tmp_path, 5)
    assert [line.manifest.version for line in list_versions(tmp_path)] == [3, 4, 5]


def test_a_whole_store_and_an_empty_one_pass_the_check(tmp_path: Path) -> None:
    assert check(tmp_path) == []
    with begin(tmp_path) as txn:
        txn.put_grids(GRIDS)
        txn.publish()
    import_times(tmp_path, 2)
    assert check(tmp_path) == []


def test_check_finds_a_missing_file(tmp_path: Path) -> None:
    import_times(tmp_path, 1)
    path = file_of(tmp_path, "volunteer_events")
    path.unlink()
    assert len(damages(tmp_path)) == 1
    assert path.name in damages(tmp_path)[0]
    assert "不见了" in damages(tmp_path)[0]


def test_check_finds_a_shortened_file(tmp_path: Path) -> None:
    import_times(tmp_path, 1)
    path = file_of(tmp_path, "volunteer_events")
    path.write_bytes(path.read_bytes()[:-20])
    assert "大小不符" in damages(tmp_path)[0]


def test_check_finds_a_changed_byte(tmp_path: Path) -> None:
    import_times(tmp_path, 1)
    path = file_of(tmp_path, "mart_stage_month_volunteer_events")
    body = bytearray(path.read_bytes())
    body[8] ^= 1
    path.write_bytes(body)
    assert "被改动过" in damages(tmp_path)[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"rows": 1,\n    "month": "2025-01"', '"rows": 2,\n    "month": "2025-01"', "登记 2 行，实有 1 行"),
        ('"rows": 1,\n   "from"', '"rows": 9,\n   "from"', "合计行数不符"),
        ('"version": 1', '"version": ', "已损坏"),
    ],
    ids=["rows of a file", "rows of a ledger", "not JSON"],
)
def test_check_finds_a_manifest_that_lies(tmp_path: Path, old: str, new: str, said: str) -> None:
    import_times(tmp_path, 1)
    path = Layout(tmp_path).manifest(1)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert any(said in message for message in damages(tmp_path))


def test_check_finds_a_missing_manifest_and_a_spoilt_pointer(tmp_path: Path) -> None:
    import_times(tmp_path, 1)
    Layout(tmp_path).manifest(1).rename(tmp_path / "away")
    assert "没有第 1 版" in damages(tmp_path)[0]
    Layout(tmp_path).current.write_text("?", encoding="utf-8")
    assert "指针" in damages(tmp_path)[0]


def test_check_mentions_a_stray_file_without_calling_it_damage(tmp_path: Path) -> None:
    import_times(tmp_path, 1)
    (tmp_path / "files" / "volunteer_events" / "stray.parquet").touch()
    assert [problem.is_damage for problem in check(tmp_path)] == [False]
    with begin(tmp_path):
        pass
    assert check(tmp_path) == []


def test_nothing_is_cleaned_away_while_a_manifest_cannot_be_read(tmp_path: Path) -> None:
    import_times(tmp_path, 2)
    damaged = Layout(tmp_path).manifest(1)
    text = damaged.read_text(encoding="utf-8")
    damaged.write_text("", encoding="utf-8")
    with begin(tmp_path):
        pass
    damaged.write_text(text, encoding="utf-8")
    assert people(tmp_path, 1) == 0
