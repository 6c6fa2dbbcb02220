"""Reading one version: queries over its exact file lists, from any thread."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ledgers import LEDGERS, Ledger
from data.store.errors import StoreError
from data.store.layout import Layout
from data.store.manifest import DistrictInfo, Manifest
from data.store.pointer import current_version, read_manifest
from data.store.publish import Tables
from data.store.renewal import tables_to_read
from data.store.schema import QUERY_TABLES, empty_select, file_list, table_columns

_catalog_lock = threading.Lock()


@cache
def shared_connection() -> duckdb.DuckDBPyConnection:
    """The one in-memory connection of the process. Take a cursor of it per call: it refuses threads itself."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    # Files never change, so what was read of their footers stays true.
    connection.execute("SET GLOBAL parquet_metadata_cache = true")
    return connection


class Reader:
    """One version of the store. Never changes, so it may be kept and shared between threads.

    Tables are the ledgers, ``quarantine``, ``grid_tree`` (grid_code, level, g1, g2, g3) and the marts of
    ``data.store.marts``; :meth:`query` knows each by its name.

    Args:
        home: the store's folder.
        manifest: the version to read.
    """

    def __init__(self, home: Path, manifest: Manifest) -> None:
        self.home = home
        self.manifest = manifest

    @property
    def version(self) -> int:
        """Number of the version."""
        return self.manifest.version

    @property
    def district(self) -> DistrictInfo:
        """What the district says about itself."""
        return self.manifest.district

    def ledger(self, name: str) -> Ledger:
        """The ledger with the district's own words."""
        return self.district.profile.ledger(name)

    @property
    def as_of(self) -> date:
        """截至: the last day the ledgers speak of."""
        return self.manifest.as_of

    @cached_property
    def _listed(self) -> Tables:
        """Table → its files. Worked out at the first question: marts that another program built are built anew then."""
        return tables_to_read(self.home, self.manifest)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have files in this version."""
        return tuple(name for name, files in self._listed.items() if files)

    def has_rows(self, table: str) -> bool:
        """Whether the table holds any row in this version."""
        return any(file.rows for file in self._listed.get(table, ()))

    def files(self, table: str) -> list[Path]:
        """The files of a table; empty when the version has none."""
        return [self.home / file.path for file in self._listed.get(table, ())]

    def geometry_file(self, level: int) -> Path | None:
        """The gzipped, simplified GeoJSON of a level, or None without shapes."""
        return next(iter(self.files(f"geometry_{level}")), None)

    @property
    def background_file(self) -> Path | None:
        """The gzipped GeoJSON of the background layers (water, rail, road, green, outline, place), or None."""
        return next(iter(self.files("geometry_background")), None)

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Run a SELECT over this version.

        Args:
            sql: names tables by their names; values belong in params (``?`` or ``$name``), never in the text.
            params: values for the placeholders.

        Returns:
            A frame of its own; the caller may change it.
        """
        with closing(self.cursor()) as cursor:
            return cursor.execute(sql, params).df()

    def arrays(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> dict[str, NDArray[Any]]:
        """:meth:`query` without the frame around the columns, in half the time: for small answers asked often.

        Missing values come as masked cells.
        """
        with closing(self.cursor()) as cursor:
            columns = cursor.execute(sql, params).fetchnumpy()
        return {name: np.asanyarray(values) for name, values in columns.items()}

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor that knows this version's tables by their names; close it after use."""
        cursor = shared_connection().cursor()
        cursor.execute(f"USE memory.{self._views}")
        return cursor

    @cached_property
    def _views(self) -> str:
        """Name of the schema with this version's views; made at the first query."""
        key = hashlib.sha256(f"{self.home}\n{self.manifest.to_json()}".encode()).hexdigest()[:16]
        schema = f"v{self.version}_{key}"
        names = dict.fromkeys((*QUERY_TABLES, *(name for name in self.tables if self._is_parquet(name))))
        with _catalog_lock:
            cursor = shared_connection().cursor()
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS memory.{schema}")
            for name in names:
                cursor.execute(f"CREATE OR REPLACE VIEW memory.{schema}.{name} AS {self.select(name)}")
            cursor.close()
        return schema

    def _is_parquet(self, table: str) -> bool:
        return all(file.path.endswith(".parquet") for file in self._listed.get(table, ()))

    def select(self, table: str) -> str:
        """The SELECT that stands for a table, by its file list; for engines that want SQL or paths.

        Raises:
            KeyError: the version has no such table and no declaration names its columns.
        """
        paths = [path.as_posix() for path in self.files(table)]
        if not paths:
            return empty_select(table_columns(table))
        stored = f"SELECT * FROM read_parquet({file_list(paths)}, union_by_name=true)"  # noqa: S608  (our own paths)
        if table not in LEDGERS:
            return stored
        # Months written before a field was declared have no column for it; they read as empty.
        return f"{empty_select(table_columns(table))} UNION ALL BY NAME {stored}"


def open_store(home: Path, version: int | None = None) -> Reader:
    """Open a version, the current one unless named.

    Raises:
        StoreError: the store is empty, or the version is missing or damaged.
    """
    number = current_version(home) if version is None else version
    if number is None:
        raise StoreError(
            f"数据仓 {home} 还没有数据，请先导入文件（python -m data import 文件…）或建立示例（python -m data build）"
        )
    path = Layout(home).manifest(number)
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    return _open(home.absolute(), number, stamp)


@lru_cache(maxsize=16)
def _open(home: Path, version: int, stamp: int) -> Reader:
    """A reader per manifest file: the stamp tells a store made anew in the same folder from the old one."""
    return Reader(home, read_manifest(home, version))
