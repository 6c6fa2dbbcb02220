"""The engine of the marts: more than fits into memory goes to disk."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import pytest

from data.settings import DUCKDB_MEMORY
from data.store.engine import DuckDBEngine

ROWS = 1_500_000


def test_what_does_not_fit_is_kept_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where no folder stands yet in which the marts will be."""
    monkeypatch.setenv(DUCKDB_MEMORY, "40")
    spill = tmp_path / "marts" / "demands" / "spill"
    with DuckDBEngine(spill) as engine:
        few = engine.table({"code": ["一", "二"]}).to_native()
        many = few.query("few", f"SELECT code, i, hash(i) AS h FROM few, range({ROWS}) AS r(i)")
        kept = engine.keep("kept", nw.from_native(many))
        assert any(spill.iterdir())
        assert kept.to_native().count("*").fetchall() == [(2 * ROWS,)]
