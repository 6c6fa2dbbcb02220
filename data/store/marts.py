"""Building the marts of a ledger: only the months an import touched, the rest taken over as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import narwhals as nw

from data.ledgers.model import Ledger
from data.measures.lifecycle import day_columns, day_of
from data.store.engine import DuckDBEngine, Engine
from data.store.manifest import TableFile
from data.store.mart_rows import counted_columns, prepare
from data.store.mart_shapes import MARTS, Mart, Material, added_up, month_ends
from data.store.schema import ledger_columns


def mart_tables(ledger: Ledger) -> tuple[str, ...]:
    """Names of the marts of a ledger; none for ledgers without stages."""
    kept = [mart for mart in MARTS if ledger.stages and mart.applies_to(ledger)]
    areas = [mart.area_table(ledger.name) for mart in kept if mart.has_areas]
    return (*(mart.table(ledger.name) for mart in kept), *areas)


def build_marts(
    home: Path,
    ledger: Ledger,
    ledger_files: Sequence[TableFile],
    grid_tree: Path | None,
    as_of: date,
    months: set[str] | None,
    out_dir: Path,
    previous: Mapping[str, Sequence[TableFile]] | None = None,
    previous_as_of: date | None = None,
) -> dict[str, list[TableFile]]:
    """Write the marts of one ledger, one file each.

    Args:
        home: the store's folder; paths of files are relative to it, those of staged files are absolute.
        ledger: the declaration.
        ledger_files: all files of the ledger in the new version, by month of opening.
        grid_tree: Parquet with grid_code, level, g1, g2, g3; None without grids.
        as_of: 截至 of the new version.
        months: months of opening whose rows changed (both, where a row moved); None = all.
        out_dir: folder to write to.
        previous: table → files of the version before. Where given, months not touched are taken over.
        previous_as_of: 截至 of the version before. When it differs from as_of, the marts that speak of
            the as-of day are rebuilt whole.

    Returns:
        Table name → its staged file; empty when the ledger has no rows or no stages.
    """
    files = [file for file in ledger_files if file.rows]
    if not files or not ledger.stages:
        return {}
    with DuckDBEngine(out_dir / "spill") as engine:
        run = _Run(engine, home, ledger, files, grid_tree, as_of)
        written: dict[str, list[TableFile]] = {}
        for mart in (mart for mart in MARTS if mart.applies_to(ledger)):
            old = list((previous or {}).get(mart.table(ledger.name), ()))
            whole = months is None or not old or (mart.by_as_of and previous_as_of != as_of)
            frame = run.mart(mart, None if whole else months, old)
            path = out_dir / f"{mart.table(ledger.name)}.parquet"
            written[mart.table(ledger.name)] = [_write(engine, frame, path, mart.order_by)]
            if mart.has_areas:
                areas = added_up(engine.scan([path]), ledger)
                order = [name for name in mart.order_by if name not in ("g2", "g3")]
                target = out_dir / f"{mart.area_table(ledger.name)}.parquet"
                written[mart.area_table(ledger.name)] = [_write(engine, areas, target, order)]
        return written


def _write(engine: Engine, frame: nw.LazyFrame, path: Path, order_by: Sequence[str]) -> TableFile:
    return TableFile(path.as_posix(), engine.write(frame, path, order_by))


class _Run:
    """One build: the prepared rows are computed once for all marts that draw on them."""

    def __init__(
        self,
        engine: Engine,
        home: Path,
        ledger: Ledger,
        files: Sequence[TableFile],
        grid_tree: Path | None,
        as_of: date,
    ) -> None:
        self.engine = engine
        self.home = home
        self.ledger = ledger
        self.files = files
        self.tree = engine.scan([grid_tree]) if grid_tree else None
        self.as_of = as_of
        self.ends = engine.table(month_ends(self._first_month(), as_of))
        self._materials: dict[bool, Material] = {}

    def _first_month(self) -> str:
        rows = self.engine.scan([self.home / file.path for file in self.files])
        first = rows.select(nw.col(self.ledger.opened_field).min().alias("first")).collect().item()
        return f"{first:%Y-%m}" if first else f"{self.as_of:%Y-%m}"

    def mart(self, mart: Mart, months: set[str] | None, old: Sequence[TableFile]) -> nw.LazyFrame:
        """The mart from all rows (months None), or the old one with the part of some months replaced."""
        if months is None:
            return mart.build(self._material(None, self.files))
        kept = self.engine.scan([self.home / file.path for file in old])
        kept = kept.filter(~nw.col("opened_month").is_in(sorted(months))) if months else kept
        touched = [file for file in self.files if file.month is None or file.month in months]
        if not months or not touched:
            return kept
        fresh = mart.build(self._material(months, touched))
        return nw.concat([kept.select(*fresh.collect_schema().names()), fresh], how="vertical")

    def _material(self, months: set[str] | None, files: Sequence[TableFile]) -> Material:
        """The prepared rows of all months, or of the touched ones."""
        is_all = months is None
        if is_all not in self._materials:
            paths = [self.home / file.path for file in files]
            rows = self.engine.scan(paths, day_columns(self.ledger), ledger_columns(self.ledger))
            whole = prepare(rows, self.ledger, self.tree)
            if months is not None:
                whole = whole.filter(nw.col("opened_month").is_in(sorted(months)))
            counted = self.engine.keep(whole.select(*counted_columns(self.ledger)))
            self._materials[is_all] = Material(self.ledger, counted, whole, day_of(self.as_of), self.ends)
        return self._materials[is_all]
