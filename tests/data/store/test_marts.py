"""Marts: rebuilding only what an import touched gives the same marts as building everything."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.ledgers import ACTIVITY_LEDGERS, LEDGERS
from data.store.marts import mart_tables
from data.store.reader import Reader
from tests.data.measures.stores import AS_OF, load, net, random_ledgers

ALL_MARTS = [(ledger, table) for ledger in ACTIVITY_LEDGERS.values() for table in mart_tables(ledger)]


def content(store: Reader, table: str) -> list[tuple[str, ...]]:
    """Every row of a mart as text, in one order."""
    frame = store.query(f"SELECT * FROM {table}")
    columns = sorted(column for column in frame.columns if not column.startswith("source_"))
    rows = frame[columns].itertuples(index=False, name=None)
    return sorted(tuple(str(round(cell, 6) if isinstance(cell, float) else cell) for cell in row) for row in rows)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reader, Reader]:
    """The same rows in two stores: imported at once, and in three steps with corrections and moved dates."""
    frames = random_ledgers()
    home = tmp_path_factory.mktemp("steps")
    first, second, third = {}, {}, {}
    for name, frame in frames.items():
        if name not in ACTIVITY_LEDGERS:
            continue
        opened = LEDGERS[name].opened_field
        early = frame[frame[opened] < date(2025, 2, 1)]
        wrong = early.iloc[::40].assign(**{opened: early.iloc[::40][opened] + timedelta(days=60)})
        first[name] = pd.concat([early.drop(wrong.index), wrong])
        second[name] = frame[frame[opened] >= date(2025, 2, 1)]
        third[name] = early.iloc[::40]
    load(home / "steps", first, net())
    load(home / "steps", second)
    grown = load(home / "steps", third)
    whole = load(home / "whole", {name: frames[name] for name in first}, net())
    assert grown.version == 3
    return grown, whole


@pytest.mark.parametrize(("ledger", "table"), ALL_MARTS)
def test_steps_equal_one_import(grown: tuple[Reader, Reader], ledger: object, table: str) -> None:
    steps, whole = grown
    wanted = content(whole, table)
    assert content(steps, table) == wanted
    assert len(wanted) > 20


def test_the_backlog_follows_the_as_of_day(tmp_path: Path) -> None:
    wish = pd.DataFrame({"wish_code": ["W1"], "grid_code": ["01"], "wish_category": ["便民服务"]})
    opened = wish.assign(submitted_on="2025-01-10")
    event = pd.DataFrame({"event_code": ["E1"], "grid_code": ["01"], "event_type": ["便民服务"]})
    store = load(tmp_path / "home", {"micro_wishes": opened}, net())
    query = "SELECT month, bucket, is_overdue, n FROM mart_backlog_micro_wishes ORDER BY month"
    assert store.query(query).to_numpy().tolist() == [["2025-01", "0-7", False, 1]]
    store = load(tmp_path / "home", {"volunteer_events": event.assign(held_on="2025-02-14")})
    assert store.query(query).to_numpy().tolist() == [["2025-01", "16-30", True, 1], ["2025-02", "31-60", True, 1]]
    assert store.query("SELECT status FROM mart_cohort_micro_wishes")["status"].tolist() == ["overdue"]


def test_new_grids_place_old_rows(tmp_path: Path) -> None:
    event = {"event_code": ["E1"], "grid_code": ["010203"], "event_type": ["便民服务"], "held_on": ["2025-02-14"]}
    store = load(tmp_path / "home", {"volunteer_events": pd.DataFrame(event)})
    query = "SELECT g1, g2, g3 FROM mart_stage_month_volunteer_events"
    assert store.query(query).to_numpy().tolist() == [["", "", ""]]
    store = load(tmp_path / "home", {}, net())
    assert store.query(query).to_numpy().tolist() == [["01", "0102", "010203"]]


def test_a_store_from_before_a_column_was_declared_grows_on(tmp_path: Path) -> None:
    event = {"event_code": ["E1"], "grid_code": ["010203"], "event_type": ["便民服务"], "held_on": ["2025-02-14"]}
    store = load(tmp_path / "home", {"volunteer_events": pd.DataFrame(event)})
    (path,) = store.files("volunteer_events")
    path.chmod(0o644)
    pd.read_parquet(path).drop(columns=["service_hours", "qualifiers"]).to_parquet(path)
    store = load(tmp_path / "home", {}, net())
    row = store.query("SELECT n, g3 FROM mart_stage_month_volunteer_events").to_dict("records")
    assert row == [{"n": 1, "g3": "010203"}]
    assert store.query("SELECT service_hours FROM volunteer_events")["service_hours"].isna().all()


def test_a_column_no_longer_declared_is_no_part_of_another_store(tmp_path: Path) -> None:
    """What a mart comes to is remembered between stores; it may name columns that only one of them has."""
    wish = {"wish_code": ["W1"], "grid_code": ["010203"], "wish_category": ["便民服务"], "submitted_on": ["2025-01-10"]}
    old = load(tmp_path / "old", {"micro_wishes": pd.DataFrame(wish)})
    (path,) = old.files("micro_wishes")
    path.chmod(0o644)
    rows = pq.read_table(path)
    pq.write_table(rows.append_column("dropped", pa.array(["x"])), path)
    for home in ("old", "new"):
        store = load(tmp_path / home, {"micro_wishes": pd.DataFrame(wish)}, net())
        waiting = store.query("SELECT wish_code, waited_days, g3 FROM mart_waiting_micro_wishes").to_dict("records")
        assert waiting == [{"wish_code": "W1", "waited_days": 0, "g3": "010203"}]


def test_counts_and_sums_are_64_bit(grown: tuple[Reader, Reader]) -> None:
    types = grown[1].query("DESCRIBE SELECT * FROM mart_stage_month_volunteer_events").set_index("column_name")
    kinds = types["column_type"].to_dict()
    assert kinds["n"] == kinds["participation_count"] == "BIGINT"
    assert kinds["service_hours"] == "DOUBLE"


def test_marts_are_bounded(tmp_path: Path) -> None:
    """Twenty times the rows on the same days and grids give a mart of the same size."""
    row = {
        "grid_code": "010101",
        "event_type": "便民服务",
        "held_on": AS_OF,
        "team_name": "甲队",
        "team_kind": "社会组织",
    }
    for count in (1000, 20000):
        rows = pd.DataFrame([row] * count).assign(event_code=[f"E{n}" for n in range(count)])
        store = load(tmp_path / str(count), {"volunteer_events": rows}, net())
        for table in mart_tables(LEDGERS["volunteer_events"]):
            size = store.query(f"SELECT count(*) AS n FROM {table}")["n"].item()
            assert size == (200 if "recent" in table else 1), table
