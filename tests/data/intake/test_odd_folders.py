"""Where a store lies is not up to us: folders have the names people give them."""

from __future__ import annotations

from pathlib import Path

from data.intake.quarantine import pending_rows
from data.store.reader import open_store
from tests.data.intake.conftest import Store, event, feature, square


def test_a_folder_may_have_an_apostrophe_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "O'Brien 的资料"
    folder.mkdir()
    store = Store(folder / "数据 'a'", folder)
    store.bring(store.csv("志愿'一'.csv", [event("A"), event("B", 活动类型="打牌")]))
    shape = feature(square(113.7, 34.7, 0.01), 网格编码="01", 网格名称="甲街道", 级别="1")
    assert store.bring(store.geojson("网格.geojson", [shape])).version == 2
    assert set(store.rows("volunteer_events")["event_code"]) == {"A"}
    assert len(pending_rows(open_store(store.home))["volunteer_events"]) == 1
