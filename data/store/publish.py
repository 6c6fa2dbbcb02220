"""The last steps of an import: files into place, figures of the version, manifest, pointer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from data.ledgers import ACTIVITY_LEDGERS, LEDGERS, Ledger
from data.store.fingerprint import fingerprint, fingerprints
from data.store.layout import Layout
from data.store.manifest import DistrictInfo, LedgerSummary, Manifest, TableFile
from data.store.pointer import (
    current_version,
    move_whole,
    read_numbers,
    sync_file,
    sync_folder,
    write_numbers,
    write_whole,
)
from data.store.schema import OWN_TABLES, file_list

Tables = dict[str, tuple[TableFile, ...]]


def place_files(layout: Layout, tables: Tables, version: int, base: Tables) -> Tables:
    """Move staged files (those with absolute paths) into the store, under names never used before, and sync them.

    A staged file equal to one the base version has under the same table is not stored twice.
    """
    placed: Tables = {}
    folders: set[Path] = set()
    for table, files in tables.items():
        placed[table] = tuple(_place(layout, table, file, version, base.get(table, ())) for file in files)
        folders |= {(layout.home / file.path).parent for file in placed[table]}
    for folder in folders | {layout.files}:
        sync_folder(folder)
    return placed


def _place(layout: Layout, table: str, file: TableFile, version: int, base: tuple[TableFile, ...]) -> TableFile:
    staged = Path(file.path)
    if not staged.is_absolute():
        return file
    digest = hash_file(staged)
    for known in base:
        if known.sha256 == digest and known.month == file.month:
            return known
    kind, _, part = table.partition("_")
    if kind in ("geometry", "shapes") and table not in OWN_TABLES:
        suffix = "json.gz" if kind == "geometry" else "parquet"
        name = f"{'level' if part.isdigit() else ''}{part}.{digest[:16]}.{suffix}"
        folder = kind
    else:
        name, folder = f"{file.month or 'all'}-{version:06d}-{digest[:12]}{staged.suffix}", table
    target = layout.files / folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    size = staged.stat().st_size
    sync_file(staged)
    move_whole(staged, target)
    return replace(file, path=target.relative_to(layout.home).as_posix(), sha256=digest, size_bytes=size)


def differs(files: Sequence[TableFile], base: Sequence[TableFile]) -> bool:
    """Whether the files of a table, staged ones among them, hold anything else than those of the base version."""
    digests = [hash_file(Path(file.path)) if Path(file.path).is_absolute() else file.sha256 for file in files]
    return digests != [file.sha256 for file in base]


def hash_file(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def summarise(
    connection: duckdb.DuckDBPyConnection, home: Path, tables: Tables
) -> tuple[dict[str, LedgerSummary], date | None]:
    """Rows and opened dates of each ledger, and the latest stage date of all of them."""
    summaries: dict[str, LedgerSummary] = {}
    latest: list[date] = []
    for name, ledger in LEDGERS.items():
        files = tables.get(name, ())
        rows = sum(file.rows for file in files)
        if not rows:
            continue
        first = last = None
        if ledger.stages:
            paths = [(home / file.path).as_posix() for file in files]
            first, last, newest = _dates(connection, ledger, paths)
            latest.append(newest)
        summaries[name] = LedgerSummary(rows, first, last)
    return summaries, max(latest, default=None)


def _dates(connection: duckdb.DuckDBPyConnection, ledger: Ledger, paths: list[str]) -> tuple[date, date, date]:
    stages = ", ".join(f"max({stage.field})" for stage in ledger.stages)
    query = (
        f"SELECT min({ledger.opened_field}), max({ledger.opened_field}), {stages} FROM read_parquet({file_list(paths)})"  # noqa: S608  (our own names)
    )
    row = connection.execute(query).fetchone()
    if row is None:
        raise AssertionError("an aggregate always gives a row")
    return row[0], row[1], max(day for day in row[2:] if day is not None)


def as_of_day(district: DistrictInfo, latest: date | None) -> date:
    """截至: the district's own date, else the latest stage date, else today for a store of grids alone."""
    return district.as_of or latest or date.today()


def rebuilt_marts(
    home: Path,
    tables: Tables,
    touched: Mapping[str, Set[str | None]],
    grids_changed: bool,
    district: DistrictInfo,
    base: Manifest | None,
    as_of: date,
    folder: Path,
) -> Tables:
    """The marts of the ledgers an import touched, and of those whose marts were built otherwise than they are now.

    Args:
        home: the store's folder.
        tables: every table of the new version.
        touched: ledger → months with changes.
        grids_changed: whether the tree of the grids may differ: then all marts are built anew for all months.
        district: of the new version.
        base: the version before.
        as_of: 截至 of the new version.
        folder: where the files go.
    """
    from data.store.marts import build_marts

    tree = next((home / file.path for file in tables.get("grid_tree", ())), None)
    built: Tables = {}
    for name in ACTIVITY_LEDGERS:
        is_as_now = base is not None and base.marts.get(name) == fingerprint(district.profile.ledger(name))
        months = {month for month in touched.get(name, ()) if month} if is_as_now and not grids_changed else None
        if months == set() and base is not None and as_of == base.as_of:
            continue
        marts = build_marts(
            home,
            district.profile.ledger(name),
            tables.get(name, ()),
            tree,
            as_of,
            months,
            folder / name,
            previous=base.tables if base else None,
            previous_as_of=base.as_of if base else None,
        )
        built.update({table: tuple(files) for table, files in marts.items()})
    return built


def now_text() -> str:
    """This moment, ISO 8601 with offset."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def make_current(layout: Layout, manifest: Manifest) -> None:
    """Write the manifest, then swap the pointer: the one moment at which readers see the new version.

    Its marts are as :func:`rebuilt_marts` leaves them: all built as they are built now.
    """
    manifest = replace(manifest, marts=fingerprints(manifest.district.profile))
    write_whole(layout.manifest(manifest.version), manifest.to_json())
    write_whole(layout.current, f"{manifest.version}\n")


def next_version(layout: Layout) -> int:
    """A number no version has had."""
    return 1 + max([current_version(layout.home) or 0, *layout.version_numbers(), *read_numbers(layout.undone)])


def point_back(layout: Layout, version: int, undone: Set[int]) -> None:
    """Swap the pointer to an older version, first noting those taken back so that they are not cleaned away."""
    write_numbers(layout.undone, read_numbers(layout.undone) | undone)
    write_whole(layout.current, f"{version}\n")
