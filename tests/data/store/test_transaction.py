from __future__ import annotations

import gzip
import json
import threading
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from data.store.errors import StoreBusyError, StoreError, VersionMissingError
from data.store.grid_tables import tree_rows
from data.store.reader import current_version, open_store
from data.store.writer import begin
from tests.data.store.rows import GRIDS, event, publish, put, stage, wish


def shapes(**boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    rows = [
        {"grid_code": code, "name": f"原名{code}", "parent_code": "", "geometry": box(*at)}
        for code, at in boxes.items()
    ]
    return gpd.GeoDataFrame(rows, crs="EPSG:4326")


def put_grids(home: Path, frame: pd.DataFrame) -> int:
    with begin(home) as txn:
        txn.put_grids(frame)
        return txn.publish()


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    assert current_version(tmp_path) is None
    with pytest.raises(StoreError, match="还没有数据"):
        open_store(tmp_path)


def test_a_version_that_is_not_there_is_named(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01")])
    with pytest.raises(VersionMissingError, match="第 7 版"):
        open_store(tmp_path, 7)


def test_leaving_without_publishing_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01")])
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    with begin(tmp_path) as txn:
        put(txn, "volunteer_events", [event("b", "2025-01-01")])
    with pytest.raises(RuntimeError), begin(tmp_path) as txn:
        txn.put_grids(GRIDS)
        raise RuntimeError
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    assert list((tmp_path / "tmp").iterdir()) == []


def test_old_versions_stay_readable(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01", 1)])
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01", 2)])
    counts = [
        open_store(tmp_path, version).query("FROM volunteer_events")["participation_count"][0] for version in (1, 2)
    ]
    assert counts == [1, 2]


def test_tables_without_rows_have_their_columns(tmp_path: Path) -> None:
    put_grids(tmp_path, GRIDS)
    store = open_store(tmp_path)
    assert {"wish_code", "submitted_on", "source_row"} <= set(store.query("FROM micro_wishes").columns)
    assert {"reasons", "raw"} <= set(store.query("FROM quarantine").columns)
    assert not store.has_rows("micro_wishes")


def test_values_travel_as_parameters(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01"), event("b' OR 1=1 --", "2025-01-01")])
    found = open_store(tmp_path).query("FROM volunteer_events WHERE event_code = ?", ["b' OR 1=1 --"])
    assert list(found["event_code"]) == ["b' OR 1=1 --"]


def test_threads_may_share_a_reader_and_versions_do_not_mix(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01", 1)])
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01", 2)])
    wrong: list[object] = []

    def read(version: int) -> None:
        try:
            for _ in range(30):
                value = open_store(tmp_path, version).query("FROM volunteer_events")["participation_count"][0]
                if value != version:
                    wrong.append(value)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=read, args=(1 + number % 2,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_store_made_anew_in_the_same_folder_is_not_mistaken_for_the_old(tmp_path: Path) -> None:
    import shutil

    home = tmp_path / "home"
    publish(home, volunteer_events=[event("a", "2025-01-01", 1)])
    open_store(home).query("FROM volunteer_events")
    shutil.rmtree(home)
    publish(home, volunteer_events=[event("a", "2025-01-01", 2)])
    assert open_store(home).query("FROM volunteer_events")["participation_count"][0] == 2


def test_as_of_is_the_latest_stage_date_unless_the_district_says_otherwise(tmp_path: Path) -> None:
    publish(
        tmp_path,
        volunteer_events=[event("a", "2025-01-01")],
        micro_wishes=[wish("w", "2025-01-02", fulfilled="2025-04-30"), wish("v", "2025-02-01")],
    )
    assert open_store(tmp_path).as_of == date(2025, 4, 30)
    summary = open_store(tmp_path).manifest.ledgers["micro_wishes"]
    assert (summary.rows, summary.first, summary.last) == (2, date(2025, 1, 2), date(2025, 2, 1))
    with begin(tmp_path) as txn:
        txn.set_district({"name": "示范区", "level_names": ["街道", "社区", "网格"], "as_of": "2025-06-30"})
        txn.publish()
    assert open_store(tmp_path).as_of == date(2025, 6, 30)
    assert open_store(tmp_path).district.name == "示范区"


def test_a_missing_value_never_overwrites_what_is_known_of_a_grid(tmp_path: Path) -> None:
    put_grids(tmp_path, GRIDS)
    news = pd.DataFrame({"grid_code": ["010101", "010103"], "grid_name": [None, "第三网格"], "staff_count": [9, None]})
    put_grids(tmp_path, news.assign(level=3, has_shape=[True, False]))
    grids = open_store(tmp_path).query("FROM grids").set_index("grid_code")
    assert grids.loc["010101", "grid_name"] == "第一网格"
    assert grids.loc["010101", "staff_count"] == 9
    assert grids.loc["010102", "staff_count"] == 3
    assert grids.loc["010103", "grid_name"] == "第三网格"
    assert list(grids["has_shape"]) == [False, False, True, False, False]


def test_a_shape_once_known_stays_known(tmp_path: Path) -> None:
    put_grids(tmp_path, GRIDS.assign(has_shape=True))
    put_grids(tmp_path, GRIDS.assign(has_shape=False))
    assert open_store(tmp_path).query("FROM grids")["has_shape"].all()


def test_codes_keep_their_leading_zeros_and_whole_numbers_stay_whole(tmp_path: Path) -> None:
    put_grids(
        tmp_path, pd.DataFrame({"grid_code": ["01"], "grid_name": ["甲"], "level": [1.0], "household_count": [1200.0]})
    )
    grids = open_store(tmp_path).query("FROM grids")
    assert (grids["grid_code"][0], grids["level"][0], grids["household_count"][0]) == ("01", 1, 1200)


def test_grids_that_say_nothing_new_keep_their_files_and_marts(tmp_path: Path) -> None:
    put_grids(tmp_path, GRIDS)
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01")])
    before = open_store(tmp_path).manifest.tables
    put_grids(tmp_path, GRIDS.assign(source_file="again.xlsx"))
    assert open_store(tmp_path).manifest.tables == before


def test_marts_follow_the_grid_tree(tmp_path: Path) -> None:
    publish(tmp_path, volunteer_events=[event("a", "2025-01-01")])
    mart = "SELECT DISTINCT g1 FROM mart_stage_month_volunteer_events"
    assert list(open_store(tmp_path).query(mart)["g1"]) == [""]
    put_grids(tmp_path, GRIDS)
    assert list(open_store(tmp_path).query(mart)["g1"]) == ["01"]


def test_the_transaction_knows_the_codes_it_was_just_given(tmp_path: Path) -> None:
    with begin(tmp_path) as txn:
        assert txn.grid_codes() == set()
        txn.put_grids(GRIDS)
        assert txn.grid_codes() == {"01", "0101", "010101", "010102"}


@pytest.mark.parametrize(
    ("grids", "expected"),
    [
        ([("a", 1, None), ("b", 2, "a"), ("c", 3, "b")], ("c", 3, "a", "b", "c")),
        ([("c", 3, "gone")], ("c", 3, "", "", "c")),
        ([("a", 1, None), ("c", 3, "a")], ("c", 3, "a", "", "c")),
        ([("b", 3, "c"), ("c", 3, "b")], ("c", 3, "", "", "c")),
        ([("a", 1, "c"), ("b", 2, "a"), ("c", 3, "b")], ("c", 3, "a", "b", "c")),
        ([("c", 3, "c")], ("c", 3, "", "", "c")),
        ([("c", None, None)], ("c", 0, "", "", "")),
    ],
    ids=["whole", "parent missing", "level skipped", "circle", "circle through the top", "own parent", "no level"],
)
def test_the_tree_survives_wrong_parents(
    grids: list[tuple[str, int | None, str | None]], expected: tuple[object, ...]
) -> None:
    assert tree_rows(grids)[-1] == expected


def test_shapes_are_merged_by_code_and_named_as_the_grids_are(tmp_path: Path) -> None:
    with begin(tmp_path) as txn:
        txn.put_grids(GRIDS)
        txn.put_shapes(3, shapes(**{"010101": (0, 0, 1, 1), "010102": (1, 0, 2, 1)}))
        txn.publish()
    with begin(tmp_path) as txn:
        txn.put_shapes(3, shapes(**{"010102": (1, 0, 3, 1), "010199": (3, 0, 4, 1)}))
        txn.publish()
    store = open_store(tmp_path)
    exact = gpd.read_parquet(store.files("shapes_3")[0]).set_index("grid_code")
    assert exact.bounds["maxx"].to_dict() == {"010101": 1, "010102": 3, "010199": 4}
    light = store.geometry_file(3)
    assert light is not None
    features = json.loads(gzip.decompress(light.read_bytes()))["features"]
    names = {feature["id"]: feature["properties"] for feature in features}
    assert names["010101"] == {"n": "第一网格", "p": "0101"}
    assert names["010199"] == {"n": "原名010199", "p": ""}
    assert store.geometry_file(1) is None


def test_a_renamed_grid_is_renamed_on_the_map(tmp_path: Path) -> None:
    with begin(tmp_path) as txn:
        txn.put_grids(GRIDS)
        txn.put_shapes(3, shapes(**{"010101": (0, 0, 1, 1)}))
        txn.publish()
    put_grids(tmp_path, pd.DataFrame({"grid_code": ["010101"], "grid_name": ["新名"]}))
    light = open_store(tmp_path).geometry_file(3)
    assert light is not None
    assert json.loads(gzip.decompress(light.read_bytes()))["features"][0]["properties"]["n"] == "新名"


def test_background_is_replaced_whole(tmp_path: Path) -> None:
    for kinds in (["water", "rail"], ["road"]):
        with begin(tmp_path) as txn:
            txn.put_background(
                gpd.GeoDataFrame({"kind": kinds}, geometry=[box(0, 0, 1, 1)] * len(kinds), crs="EPSG:4326")
            )
            txn.publish()
    light = open_store(tmp_path).background_file
    assert light is not None
    features = json.loads(gzip.decompress(light.read_bytes()))["features"]
    assert [feature["properties"]["k"] for feature in features] == ["road"]


def test_refused_rows_add_up_over_imports(tmp_path: Path) -> None:
    for number in range(2):
        with begin(tmp_path) as txn:
            path = txn.staging / "refused.parquet"
            row = {"import_id": str(number), "ledger": "demands", "file": "表.csv", "sheet": "", "row_number": 5}
            pd.DataFrame([{**row, "reasons": ["日期写法不认识", "缺少网格编码"], "raw": "{}"}]).to_parquet(path)
            txn.add_quarantine(path)
            txn.publish()
    refused = open_store(tmp_path).query("FROM quarantine ORDER BY import_id")
    assert list(refused["import_id"]) == ["0", "1"]
    assert list(refused["reasons"][0]) == ["日期写法不认识", "缺少网格编码"]


def test_a_second_writer_waits_and_builds_on_the_first(tmp_path: Path) -> None:
    told: list[str] = []
    second_done = threading.Event()

    def second() -> None:
        with begin(tmp_path, on_wait=told.append) as txn:
            put(txn, "volunteer_events", [event("b", "2025-01-02")])
            txn.publish()
        second_done.set()

    with begin(tmp_path) as txn:
        thread = threading.Thread(target=second)
        thread.start()
        while not told:
            assert not second_done.wait(0.01), "the second writer did not wait"
        put(txn, "volunteer_events", [event("a", "2025-01-01")])
        txn.publish()
    thread.join()
    assert "正在等待" in told[0]
    assert set(open_store(tmp_path).query("FROM volunteer_events")["event_code"]) == {"a", "b"}


def test_waiting_for_another_writer_has_an_end(tmp_path: Path) -> None:
    with begin(tmp_path), pytest.raises(StoreBusyError, match="请稍后再试"), begin(tmp_path, wait_seconds=0.2):
        pass


def test_staged_columns_may_be_missing(tmp_path: Path) -> None:
    with begin(tmp_path) as txn:
        path = stage(txn, "volunteer_events", [event("a", "2025-01-01")])
        short = pd.read_parquet(path)[["event_code", "grid_code", "event_type", "held_on"]]
        short.to_parquet(path)
        from data.store.manifest import Source

        txn.upsert("volunteer_events", path, Source("x", "短.csv"))
        txn.publish()
    assert open_store(tmp_path).query("FROM volunteer_events")["venue"].isna().all()
