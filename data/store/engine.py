"""Where the mart expressions run: Parquet files in, a lazy frame to compute on, Parquet out.

The expressions are Narwhals and know no engine. DuckDB, in the process, is the one a single machine
needs; another engine is a second class with these methods.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import duckdb
import narwhals as nw

from data.settings import duckdb_limits
from data.store.schema import ROW_GROUP_ROWS, file_name

Build = Callable[[], nw.LazyFrame]
_PLANS: dict[Hashable, str] = {}
"""What expressions came to in SQL: working that out takes several times as long as running it over a small ledger."""
_MOST_PLANS = 1024


class Engine(Protocol):
    """What the marts ask of an engine."""

    def scan(
        self, paths: Sequence[Path], days: Mapping[str, str] | None = None, declared: Mapping[str, str] | None = None
    ) -> nw.LazyFrame:
        """The rows of several Parquet files as one lazy frame.

        Args:
            paths: the files.
            declared: column → SQL type; those that no file has are empty, as in a store from before they were declared.
            days: new column → date column it holds as whole days since 1970-01-01. The engine does it
                because Narwhals has no difference of dates in days that all engines share.
        """
        ...

    def table(self, columns: Mapping[str, Sequence[Any]]) -> nw.LazyFrame:
        """A small table from values at hand."""
        ...

    def keep(self, name: str, frame: nw.LazyFrame) -> nw.LazyFrame:
        """Compute a frame once, so that several results can be drawn from it by its name."""
        ...

    def named(self, name: str, build: Build, key: Hashable = None) -> nw.LazyFrame:
        """A frame others are drawn from by its name.

        Args:
            name: used once.
            build: makes the frame.
            key: says everything the expression follows from but the named and kept frames below it. For a key
                known from before, the expression need not be built again. None: it is built.
        """
        ...

    def write(self, build: Build, path: Path, order_by: Sequence[str], key: Hashable = None) -> int:
        """Write a frame as one sorted Parquet file; ``build`` and ``key`` as for :meth:`named`. Returns the number of rows."""
        ...


class DuckDBEngine:
    """The engine in the process; owns a private in-memory database until closed.

    Args:
        spill: folder for what does not fit into memory.
    """

    def __init__(self, spill: Path) -> None:
        # the database makes the folder itself when it first needs it, but none above it
        spill.parent.mkdir(parents=True, exist_ok=True)
        self._connection = duckdb.connect(
            config={
                "temp_directory": spill.as_posix(),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                **duckdb_limits(),
            }
        )
        self._connection.execute("SET preserve_insertion_order = false")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def scan(
        self, paths: Sequence[Path], days: Mapping[str, str] | None = None, declared: Mapping[str, str] | None = None
    ) -> nw.LazyFrame:
        """The rows of several Parquet files as one lazy frame, with dates as whole days where asked."""
        # By name: months written before a column was declared have none of it.
        rows = self._connection.read_parquet([path.as_posix() for path in paths], union_by_name=True)
        lacking = [f"NULL::{kind} AS {name}" for name, kind in (declared or {}).items() if name not in rows.columns]
        if lacking:
            rows = rows.project(", ".join(["*", *lacking]))
        numbers = (f"{field} - DATE '1970-01-01' AS {name}" for name, field in (days or {}).items())
        return nw.from_native(rows.project(", ".join(["*", *numbers])))

    def table(self, columns: Mapping[str, Sequence[Any]]) -> nw.LazyFrame:
        """A small table from values at hand."""
        rows = self._connection.values(*zip(*columns.values(), strict=True))
        names = (duckdb.ColumnExpression(f"col{i}").alias(name) for i, name in enumerate(columns))
        return nw.from_native(rows.select(*names))

    def keep(self, name: str, frame: nw.LazyFrame) -> nw.LazyFrame:
        """Compute a frame once into a temporary table (spilled to disk when large)."""
        frame.to_native().create(name)
        return nw.from_native(self._connection.table(name))

    def named(self, name: str, build: Build, key: Hashable = None) -> nw.LazyFrame:
        """A frame others are drawn from by its name, as a view."""
        self._connection.execute(f"CREATE VIEW {name} AS {_sql(build, key)}")
        return nw.from_native(self._connection.view(name))

    def write(self, build: Build, path: Path, order_by: Sequence[str], key: Hashable = None) -> int:
        """Write a frame as one sorted Parquet file; returns the number of rows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        order = ", ".join(f'"{name}"' for name in order_by)
        row = self._connection.execute(
            f"""COPY (FROM ({_sql(build, key)}) ORDER BY {order})
            TO {file_name(path.as_posix())} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})"""
        ).fetchone()
        return int(row[0]) if row else 0


def _sql(build: Build, key: Hashable) -> str:
    if key is None:
        return str(build().to_native().sql_query())
    if key not in _PLANS:
        if len(_PLANS) >= _MOST_PLANS:
            _PLANS.clear()
        _PLANS[key] = str(build().to_native().sql_query())
    return _PLANS[key]
