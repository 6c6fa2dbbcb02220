"""Small rows for the store's tests, and how to put them into a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.ledgers import LEDGERS
from data.store.manifest import Source
from data.store.schema import ledger_columns
from data.store.upsert import UpsertResult
from data.store.writer import Transaction, begin

Row = Mapping[str, Any]

GRIDS = pd.DataFrame(
    {
        "grid_code": ["01", "0101", "010101", "010102"],
        "grid_name": ["北下街街道", "春晓社区", "第一网格", "第二网格"],
        "level": [1, 2, 3, 3],
        "parent_code": [None, "01", "0101", "0101"],
        "staff_count": [None, None, 2, 3],
    }
)


def event(code: str, day: str, people: int = 1, grid: str = "010101") -> Row:
    return {
        "event_code": code,
        "grid_code": grid,
        "event_type": "政策宣传",
        "held_on": date.fromisoformat(day),
        "participation_count": people,
    }


def wish(code: str, day: str, title: str = "", fulfilled: str | None = None) -> Row:
    return {
        "wish_code": code,
        "wish_title": title,
        "grid_code": "010101",
        "wish_category": "困难帮扶",
        "submitted_on": date.fromisoformat(day),
        "fulfilled_on": date.fromisoformat(fulfilled) if fulfilled else None,
    }


def stage(txn: Transaction, ledger: str, rows: Iterable[Row]) -> Path:
    """The Parquet file that the import would hand over."""
    columns = ledger_columns(LEDGERS[ledger])
    given = [{"source_file": "表.xlsx", "source_row": number, **row} for number, row in enumerate(rows, start=2)]
    frame = pd.DataFrame(given, columns=list(columns), dtype=object)
    path = txn.staging / f"staged_{ledger}.parquet"
    casts = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in columns.items())
    with duckdb.connect() as connection:
        connection.register("given", frame)
        connection.execute(f"COPY (SELECT {casts} FROM given) TO '{path.as_posix()}' (FORMAT parquet)")
    return path


def put(txn: Transaction, ledger: str, rows: Iterable[Row]) -> UpsertResult:
    source = Source(txn.import_id, "表.xlsx", ledger=ledger)
    return txn.upsert(ledger, stage(txn, ledger, rows), source)


def publish(home: Path, note: str = "", **ledgers: Iterable[Row]) -> int:
    """One import of some rows."""
    with begin(home, note) as txn:
        for ledger, rows in ledgers.items():
            put(txn, ledger, rows)
        return txn.publish()
