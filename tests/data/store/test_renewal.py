"""A store whose marts another program built: every version reads right, and the current one is renewed for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from data.ledgers import ACTIVITY_LEDGERS, LEDGERS
from data.ledgers.profile import ledgers_of
from data.store import renewal
from data.store.errors import StoreError
from data.store.layout import Layout
from data.store.maintenance import list_versions, undo
from data.store.reader import Reader, open_store
from tests.data.store.rows import event, publish

KINDS = "SELECT team_kind, n FROM mart_stage_month_volunteer_events ORDER BY 1"


@contextmanager
def declared_otherwise(patch: pytest.MonkeyPatch, **changes: object) -> Iterator[None]:
    """Another program's declaration of the events: without what is counted by now."""
    with patch.context() as context:
        other = replace(LEDGERS["volunteer_events"], **changes)  # type: ignore[arg-type]
        for declared in (LEDGERS, ACTIVITY_LEDGERS):
            context.setitem(declared, "volunteer_events", other)
        ledgers_of.cache_clear()
        yield
    ledgers_of.cache_clear()


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two imports of a program that did not count the teams' kinds."""
    home = tmp_path / "home"
    with declared_otherwise(monkeypatch, dimensions=()):
        publish(home, "第一次", volunteer_events=[event("E1", "2025-01-10") | {"team_kind": "社会组织"}])
        publish(home, "第二次", volunteer_events=[event("E2", "2025-02-10") | {"team_kind": "企业"}])
    return home


def kinds(store: Reader) -> list[list[object]]:
    rows: list[list[object]] = store.query(KINDS).to_numpy().tolist()
    return rows


def test_the_store_is_renewed_in_the_place_of_its_newest_version(old: Path) -> None:
    assert renewal.is_due(old)
    assert renewal.renew(old) == 3
    assert not renewal.is_due(old)
    store = open_store(old)
    assert (store.manifest.parent, store.manifest.renews) == (1, 2)
    assert all(path.is_relative_to(old) for path in store.files("mart_stage_month_volunteer_events"))
    assert kinds(store) == [["企业", 1], ["社会组织", 1]]
    assert renewal.renew(old) == 3


def test_taking_a_renewed_version_back_takes_the_import_back(old: Path) -> None:
    renewal.renew(old)
    assert undo(old) == 1
    assert [line.manifest.version for line in list_versions(old) if line.is_undone] == [2, 3]
    assert kinds(open_store(old)) == [["社会组织", 1]]
    assert renewal.renew(old) == 4
    assert kinds(open_store(old)) == [["社会组织", 1]]
    assert Layout(old).version_numbers() == [1, 2, 3, 4]


def test_an_older_version_reads_right_and_stays_as_it_is(old: Path) -> None:
    renewal.renew(old)
    before = Layout(old).manifest(1).read_bytes()
    assert kinds(open_store(old, 1)) == [["社会组织", 1]]
    assert Layout(old).manifest(1).read_bytes() == before
    assert not any(path.is_relative_to(old) for path in open_store(old, 1).files("mart_recent_volunteer_events"))


def test_an_import_builds_the_old_marts_anew_and_others_are_taken_over(old: Path) -> None:
    publish(old, "第三次", volunteer_events=[event("E3", "2025-03-10") | {"team_kind": "企业"}])
    assert not renewal.is_due(old)
    assert kinds(open_store(old)) == [["企业", 1], ["企业", 1], ["社会组织", 1]]


def test_a_store_that_cannot_be_written_says_so_and_reads_right(old: Path) -> None:
    Layout(old).lock.unlink()
    Layout(old).lock.mkdir()
    told: list[str] = []
    renewal.bring_up_to_date(old, told.append)
    assert "数据仓不能写入" in told[-1]
    assert "数不受影响" in told[-1]
    assert open_store(old).version == 2
    assert kinds(open_store(old)) == [["企业", 1], ["社会组织", 1]]


def test_two_programs_do_not_renew_the_store_in_turn_for_ever(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renewal.renew(old)
    with declared_otherwise(monkeypatch, dimensions=()):
        renewal._made.clear()
        renewal.renew(old)
    monkeypatch.setattr(renewal, "_made", {(old, 3)})
    with pytest.raises(StoreError, match="另一版网览程序"):
        renewal.renew(old)
    assert kinds(open_store(old)) == [["企业", 1], ["社会组织", 1]]
