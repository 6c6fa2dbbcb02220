"""Writing: one transaction makes one new version beside the old ones, or nothing at all."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from data.ledgers import LEDGERS
from data.settings import duckdb_limits
from data.store.aside import Aside
from data.store.cleaning import clean_leftovers, prune
from data.store.findings import merge_findings
from data.store.grid_tables import GridsTable
from data.store.layout import Layout
from data.store.locking import WAIT_SECONDS, exclusive
from data.store.manifest import DistrictInfo, Manifest, Source, TableFile, district_from
from data.store.pointer import current_version, read_manifest
from data.store.publish import (
    Tables,
    as_of_day,
    differs,
    make_current,
    next_version,
    now_text,
    place_files,
    rebuilt_marts,
    summarise,
)
from data.store.upsert import Merger, MonthCounts, Replaced, UpsertResult

if TYPE_CHECKING:
    import geopandas as gpd


class Transaction:
    """What one import does to the store. Made by :func:`begin`.

    Attributes:
        home: the store's folder.
        base: the version the new one is made from; None for an empty store.
        version: number the new version will have.
        import_id: a name for this import, for the rows and sources it brings.
        note: what the import says about itself.
        staging: scratch folder of this transaction; emptied at its end.
    """

    def __init__(self, layout: Layout, note: str) -> None:
        self.home = layout.home
        self.note = note
        current = current_version(layout.home)
        self.base: Manifest | None = None if current is None else read_manifest(layout.home, current)
        self.version = next_version(layout)
        self.import_id = f"{self.version:06d}-{uuid.uuid4().hex[:8]}"
        self.staging = layout.tmp / uuid.uuid4().hex
        self.staging.mkdir(parents=True)
        self._layout = layout
        self._tables: Tables = dict(self.base.tables) if self.base else {}
        self._sources: list[Source] = list(self.base.sources) if self.base else []
        self._district: DistrictInfo = self.base.district if self.base else DistrictInfo()
        self._touched: dict[str, set[str | None]] = {}
        self._shapes: dict[int, gpd.GeoDataFrame] = {}
        self._grids: GridsTable | None = None
        self._connection = duckdb.connect(
            config={
                "temp_directory": str(self.staging / "spill"),
                "autoload_known_extensions": "false",
                **duckdb_limits(),
            }
        )

    def upsert(
        self, ledger: str, staged_parquet: Path, source: Source, replaced: Replaced | None = None
    ) -> UpsertResult:
        """Add rows to a ledger, replacing rows that have the same number.

        Args:
            ledger: name of the ledger; grids go through :meth:`put_grids`.
            staged_parquet: the declared columns (a missing one counts as empty) and source_file,
                source_sheet, source_row, import_id. Where a number comes twice, the later row wins.
            source: the file the rows come from; the rows found identical are added to its rows_duplicate.
            replaced: an earlier file of the same name, whose rows may be missing now; None looks for none.

        Raises:
            StoreError: a row has no opening date.
        """
        existing, folder = self._tables.get(ledger, ()), self._folder(ledger)
        merger = Merger(self._connection, LEDGERS[ledger], existing, self.home, staged_parquet, folder, replaced)
        merge = merger.run()
        self._tables[ledger] = merge.files
        self._touched.setdefault(ledger, set()).update(merge.touched)
        self.add_source(replace(source, rows_duplicate=source.rows_duplicate + merge.result.identical))
        return merge.result

    def put_grids(self, frame: pd.DataFrame, replaced: Replaced | None = None) -> MonthCounts:
        """Merge grids by grid_code; a missing value never overwrites a known one.

        Args:
            frame: any of the columns of the grids ledger, area_km2, has_shape and the source columns.
            replaced: an earlier file of the same name, whose grids may be missing now; they stay.
        """
        return self._grids_table().put(frame, replaced)

    def grid_codes(self) -> set[str]:
        """Codes of all grids known so far, those of this transaction included; empty when there are none."""
        return self._grids_table().codes()

    def grid_names(self) -> dict[str, tuple[str, str]]:
        """Code → name and parent code of all grids known so far."""
        return self._grids_table().names()

    def closed_grids(self) -> set[str]:
        """Codes of the grids that were closed at some time, those of this transaction included."""
        return self._grids_table().closed()

    def ledger_files(self, ledger: str) -> tuple[Path, ...]:
        """Files of a ledger so far, those of this transaction included."""
        return tuple(self.home / file.path for file in self._tables.get(ledger, ()))

    def put_shapes(self, level: int, shapes: gpd.GeoDataFrame) -> None:
        """Merge boundaries of one level by grid_code.

        Args:
            level: 1, 2 or 3.
            shapes: columns grid_code, name, parent_code, geometry (valid polygons, degrees).
        """
        from data.store.geometry import merged_shapes

        staged = self._folder("shapes") / f"{level}.parquet"
        merged = merged_shapes(self._path(f"shapes_{level}"), shapes)
        merged.to_parquet(staged, write_covering_bbox=False)
        self._tables[f"shapes_{level}"] = (TableFile(staged.as_posix(), len(merged)),)
        self._shapes[level] = merged

    def put_background(self, background: gpd.GeoDataFrame) -> None:
        """Replace the quiet layers below the grids.

        Args:
            background: columns kind (water, rail, road, green, outline, place) and geometry, degrees.
        """
        from data.store.geometry import write_light_background

        exact = self._folder("shapes") / "background.parquet"
        background[["kind", "geometry"]].to_parquet(exact)
        self._tables["shapes_background"] = (TableFile(exact.as_posix(), len(background)),)
        light = self._folder("geometry") / "background.json.gz"
        rows = write_light_background(background, light)
        self._tables["geometry_background"] = (TableFile(light.as_posix(), rows),)

    def add_quarantine(self, staged_parquet: Path) -> None:
        """Keep refused rows: columns import_id, ledger, file, sheet, row_number, reasons (list), raw (JSON text)."""
        aside = self._aside()
        aside.add(staged_parquet)
        self._tables["quarantine"] = aside.files

    def renew_quarantine(self, replaced: Collection[str], staged: Path | None, settled: Collection[str] = ()) -> int:
        """Keep the refused rows of a file in place of those of its earlier import, see :meth:`Aside.renew`."""
        aside = self._aside()
        gone = aside.renew(replaced, staged, settled)
        self._tables["quarantine"] = aside.files
        return gone

    def discard_quarantine(self, ids: Collection[str]) -> int:
        """Remove rows kept aside by their numbers. Returns how many there were."""
        aside = self._aside()
        found = aside.discard(ids)
        self._tables["quarantine"] = aside.files
        return found

    def has_changes(self) -> bool:
        """Whether a version published now would say anything else than its base."""
        base = self.base.tables if self.base else {}
        return (
            self._district != (self.base.district if self.base else DistrictInfo())
            or any(self._touched.values())
            or self._grids_table().is_changed()
            or any(differs(files, base.get(table, ())) for table, files in self._tables.items())
        )

    def put_findings(self, found: pd.DataFrame, files: Collection[str], codes: Collection[str]) -> None:
        """Keep what was found about boundaries, see :func:`data.store.findings.merge_findings`."""
        target = self._folder("findings") / "geometry_findings.parquet"
        rows = merge_findings(self._connection, self._path("geometry_findings"), found, files, codes, target)
        self._tables["geometry_findings"] = (TableFile(target.as_posix(), rows),)

    def set_district(self, values: Mapping[str, Any]) -> None:
        """Take what a district.toml says: name, level_names, is_demo, as_of and the profile.

        Raises:
            ValueError: something in it is not what it should be.
        """
        self._district = district_from(values)

    def add_source(self, source: Source) -> None:
        """Note a file that was imported (``upsert`` does it for its own)."""
        self._sources.append(source)

    def publish(self) -> int:
        """Make the version current.

        Returns:
            Its number.
        """
        grids_changed = self._finish_grids()
        summaries, latest = summarise(self._connection, self.home, self._tables)
        as_of = as_of_day(self._district, latest)
        folder = self._folder("marts")
        self._tables |= rebuilt_marts(
            self.home, self._tables, self._touched, grids_changed, self._district, self.base, as_of, folder
        )
        manifest = Manifest(
            version=self.version,
            parent=self.base.version if self.base else None,
            created_at=now_text(),
            note=self.note,
            as_of=as_of,
            district=self._district,
            tables=place_files(self._layout, self._tables, self.version, dict(self.base.tables) if self.base else {}),
            sources=tuple(self._sources),
            ledgers=summaries,
        )
        make_current(self._layout, manifest)
        prune(self._layout)
        return self.version

    def close(self) -> None:
        """Drop the scratch connection and folder."""
        self._connection.close()
        shutil.rmtree(self.staging, ignore_errors=True)

    def _finish_grids(self) -> bool:
        """Write the grids, their tree and the light shapes where they changed. Returns whether the tree may differ."""
        table = self._grids_table()
        changed = table.is_changed()
        if changed:
            folder = self._folder("grids")
            for name, write in (("grids", table.write), ("grid_tree", table.write_tree)):
                target = folder / f"{name}.parquet"
                self._tables[name] = (TableFile(target.as_posix(), write(target)),)
        if changed or self._shapes:
            from data.store.geometry import light_tables

            exact = {level: path for level in (1, 2, 3) if (path := self._path(f"shapes_{level}"))}
            folder = self._folder("geometry")
            self._tables |= light_tables(exact, self._shapes, table.names(), table.closed(), folder)
        return changed

    def _aside(self) -> Aside:
        return Aside(self._connection, self.home, self._tables.get("quarantine", ()), self._folder("quarantine"))

    def _grids_table(self) -> GridsTable:
        if self._grids is None:
            self._grids = GridsTable(self._connection, self._path("grids"))
        return self._grids

    def _path(self, table: str) -> Path | None:
        """The one file of a table, staged or stored."""
        files = self._tables.get(table, ())
        return self.home / files[0].path if files else None

    def _folder(self, name: str) -> Path:
        folder = self.staging / name
        folder.mkdir(exist_ok=True)
        return folder


@contextmanager
def begin(
    home: Path, note: str = "", *, wait_seconds: float = WAIT_SECONDS, on_wait: Callable[[str], None] | None = None
) -> Iterator[Transaction]:
    """Open the store for writing; one writer at a time, readers are never disturbed.

    What dead imports left behind is removed first. Leaving the block without ``publish`` changes nothing.

    Args:
        home: the store's folder; made when missing.
        note: what the import says about itself.
        wait_seconds: how long to wait for another writer.
        on_wait: told once, in words, when there is another writer to wait for.

    Raises:
        StoreBusyError: another writer held the store all that time.
    """
    layout = Layout(home.absolute())
    with exclusive(layout, wait_seconds, on_wait):
        clean_leftovers(layout)
        transaction = Transaction(layout, note)
        try:
            yield transaction
        finally:
            transaction.close()
