"""Real stores for the tests of measures: hand-made tables, and a random one with every oddity."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from data.ledgers import LEDGERS, Ledger
from data.store.manifest import Source
from data.store.reader import Reader, open_store
from data.store.writer import begin


def stage(folder: Path, ledger: Ledger, rows: pd.DataFrame) -> Path:
    """Rows as an import would hand them over: declared columns, typed, with their source."""
    given = rows.assign(source_file="x.csv", source_sheet="", source_row=range(2, len(rows) + 2), import_id="i")
    path = folder / f"{ledger.name}.{uuid.uuid4().hex}.parquet"
    columns = [
        f"{f.name}::{f.sql_type} AS {f.name}" if f.name in given else f"NULL::{f.sql_type} AS {f.name}"
        for f in ledger.fields
    ]
    query = f"SELECT {', '.join(columns)}, source_file, source_sheet, source_row, import_id FROM given"
    duckdb.connect().sql(query).write_parquet(str(path))
    return path


def load(home: Path, ledgers: dict[str, pd.DataFrame], grids: pd.DataFrame | None = None, as_of: str = "") -> Reader:
    """One import into a store."""
    with begin(home, "test") as txn:
        if as_of:
            txn.set_district({"name": "测试区", "level_names": ["街道", "社区", "网格"], "as_of": as_of})
        if grids is not None:
            txn.put_grids(grids)
        for name, rows in ledgers.items():
            txn.upsert(name, stage(txn.staging, LEDGERS[name], rows), Source("i", "x.csv", ledger=name))
        txn.publish()
    return open_store(home)


def net() -> pd.DataFrame:
    """3 subdistricts × 3 communities × 3 grids; the last of each has no staff count."""
    rows = []
    for a in range(1, 4):
        rows.append((f"0{a}", f"街道{a}", 1, None, None, None, None))
        for b in range(1, 4):
            rows.append((f"0{a}0{b}", f"社区{a}{b}", 2, f"0{a}", None, None, None))
            for c in range(1, 4):
                kind = ("城市社区", "农牧村", "专属")[c - 1]
                staff = None if c == 3 else c
                rows.append((f"0{a}0{b}0{c}", f"网格{a}{b}{c}", 3, f"0{a}0{b}", kind, 100 * a + 10 * b + c, staff))
    names = ["grid_code", "grid_name", "level", "parent_code", "grid_kind", "household_count", "staff_count"]
    return pd.DataFrame(rows, columns=names)


FIRST, AS_OF = date(2023, 11, 5), date(2025, 3, 20)


def random_ledger(ledger: Ledger, count: int, seed: int) -> pd.DataFrame:
    """Items of every fate: missing stages in the middle, exits with and without dates, codes of all levels."""
    rng = np.random.default_rng(seed)
    codes = list(net()["grid_code"])
    weights = np.array([1.0 if len(code) < 6 else 12.0 for code in codes])
    weights[-1] = weights[-2] = 0
    span = (AS_OF - FIRST).days
    rows = []
    for number in range(count):
        row: dict[str, object] = {ledger.id_field: f"X{number:05d}", ledger.title_field: f"事项{number}"}
        row["grid_code"] = str(rng.choice(codes, p=weights / weights.sum()))
        day = FIRST + timedelta(days=int(rng.integers(0, span + 1)))
        row[ledger.opened_field] = day
        for step in ledger.stages[1:]:
            day = day + timedelta(days=int(rng.integers(0, 40)))
            if day > AS_OF or rng.random() < 0.15:
                break
            row[step.field] = None if rng.random() < 0.05 else day
        _finish(row, ledger, day, rng)
        rows.append(row)
    return pd.DataFrame(rows, columns=[field.name for field in ledger.fields])


def _finish(row: dict[str, object], ledger: Ledger, day: date, rng: np.random.Generator) -> None:
    for name in (ledger.category_field, *ledger.dimensions):
        codes = ledger.field(name).codes
        row[name] = codes[int(rng.integers(0, len(codes)))]
        if name in ledger.dimensions and rng.random() < 0.1:
            row[name] = None
    if ledger.actor_field and rng.random() < 0.9:
        row[ledger.actor_field] = f"队{int(rng.integers(0, 9))}"
    for name in ledger.sum_fields:
        if rng.random() < 0.8:
            whole = ledger.field(name).type == "integer"
            row[name] = int(rng.integers(0, 200)) if whole else round(float(rng.random() * 1000), 2)
    opened = row[ledger.opened_field]
    assert isinstance(opened, date)
    if ledger.due_field and rng.random() < 0.7:
        row[ledger.due_field] = opened + timedelta(days=int(rng.integers(20, 150)))
    if ledger.due_rule:
        _suspend(row, opened, rng)
        row["filed_on"] = opened if rng.random() < 0.8 else None
        row["extension_workdays"] = int(rng.integers(0, 3)) if rng.random() < 0.3 else None
        row["reopen_count"] = int(rng.integers(0, 3)) if rng.random() < 0.5 else None
        row["satisfaction"] = str(rng.choice(ledger.field("satisfaction").codes)) if rng.random() < 0.4 else None
    if ledger.exit_field and row.get(ledger.closed_field) is None and day <= AS_OF and rng.random() < 0.4:
        codes = ledger.field(ledger.exit_field).codes
        fate = rng.random()
        row[ledger.exit_field] = codes[int(rng.integers(0, len(codes)))] if fate < 0.9 else None
        row[ledger.exit_date_field] = day if fate > 0.2 else None


def _suspend(row: dict[str, object], opened: date, rng: np.random.Generator) -> None:
    """Some items are suspended, most of them for a while."""
    if rng.random() < 0.15:
        since = opened + timedelta(days=int(rng.integers(1, 20)))
        until = since + timedelta(days=int(rng.integers(1, 60)))
        row["suspended_on"], row["resumed_on"] = since, until if rng.random() < 0.6 else None


def random_ledgers() -> dict[str, pd.DataFrame]:
    """The activity ledgers and the links."""
    sizes = {
        "volunteer_events": 700,
        "micro_wishes": 500,
        "demands": 600,
        "projects": 200,
        "issue_reports": 600,
        "resources": 150,
        "service_demands": 200,
        "matches": 150,
        "pairings": 400,
        "meetings": 300,
        "points": 300,
        "trainings": 200,
        "work_items": 400,
        "expected_reports": 400,
    }
    frames = {name: random_ledger(LEDGERS[name], n, seed) for seed, (name, n) in enumerate(sizes.items(), start=7)}
    pairs = {"demand_code": ["X00001", "X00002", "X00002"], "project_code": ["X00003", "X00003", "X00004"]}
    return frames | {"demand_project_links": pd.DataFrame(pairs)}
