"""Building the marts of a ledger: only the months an import touched, the rest taken over as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from data.ledgers.model import Ledger
from data.measures.lifecycle import day_columns, day_of
from data.store.engine import DuckDBEngine, Engine
from data.store.manifest import TableFile
from data.store.mart_rows import counted_columns, prepare
from data.store.mart_shapes import MARTS, Mart, Material, added_up, month_ends
from data.store.schema import ledger_columns

Schema = tuple[tuple[str, object], ...]


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
            table = mart.table(ledger.name)
            written[table] = [run.write(mart, None if whole else months, old, out_dir / f"{table}.parquet")]
            if mart.has_areas:
                areas = mart.area_table(ledger.name)
                written[areas] = [run.write_areas(mart, out_dir / f"{table}.parquet", out_dir / f"{areas}.parquet")]
        return written


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
        self.tree = engine.named("grid_tree", lambda: engine.scan([grid_tree])) if grid_tree else None
        self.as_of = as_of
        self.ends = engine.keep("month_ends", engine.table(month_ends(self._first_month(), as_of)))
        self._materials: dict[bool, tuple[Material, Schema]] = {}

    def _first_month(self) -> str:
        rows = self.engine.scan([self.home / file.path for file in self.files])
        first = rows.select(nw.col(self.ledger.opened_field).min().alias("first")).collect().item()
        return f"{first:%Y-%m}" if first else f"{self.as_of:%Y-%m}"

    def write(self, mart: Mart, months: set[str] | None, old: Sequence[TableFile], path: Path) -> TableFile:
        """Write the mart from all rows (months None), or the old one with the part of some months replaced."""
        if months is None:
            material, known = self._material(None, self.files)
            build, key = partial(mart.build, material), (mart, self.ledger, self.as_of, known)
        else:
            build, key = partial(self._renewed, mart, months, old), None
        return TableFile(path.as_posix(), self.engine.write(build, path, mart.order_by, key))

    def write_areas(self, mart: Mart, source: Path, path: Path) -> TableFile:
        """Write a mart that is written already once more, added up over level-1 grids."""
        narrow = self.engine.named(f"narrow_{mart.name}", lambda: self.engine.scan([source]))
        key = ("areas", mart, self.ledger, tuple(narrow.collect_schema().items()))
        order = [name for name in mart.order_by if name not in ("g2", "g3")]
        return TableFile(path.as_posix(), self.engine.write(lambda: added_up(narrow, self.ledger), path, order, key))

    def _renewed(self, mart: Mart, months: set[str], old: Sequence[TableFile]) -> nw.LazyFrame:
        kept = self.engine.scan([self.home / file.path for file in old])
        kept = kept.filter(~nw.col("opened_month").is_in(sorted(months))) if months else kept
        touched = [file for file in self.files if file.month is None or file.month in months]
        if not months or not touched:
            return kept
        fresh = mart.build(self._material(months, touched)[0])
        return nw.concat([kept.select(*fresh.collect_schema().names()), fresh], how="vertical")

    def _material(self, months: set[str] | None, files: Sequence[TableFile]) -> tuple[Material, Schema]:
        """The prepared rows of all months, or of the touched ones, and their columns: old files may have others than are declared."""
        is_all = months is None
        if is_all not in self._materials:
            which = "all" if is_all else "touched"
            paths = [self.home / file.path for file in files]
            rows = self.engine.named(
                f"rows_{which}",
                lambda: self.engine.scan(paths, day_columns(self.ledger), ledger_columns(self.ledger)),
            )
            known = tuple(rows.collect_schema().items())
            key = ("whole", self.ledger, self.tree is None, months if months is None else frozenset(months), known)
            whole = self.engine.named(f"whole_{which}", lambda: self._prepared(rows, months), key)
            counted = self.engine.keep(f"counted_{which}", whole.select(*counted_columns(self.ledger)))
            self._materials[is_all] = Material(self.ledger, counted, whole, day_of(self.as_of), self.ends), known
        return self._materials[is_all]

    def _prepared(self, rows: nw.LazyFrame, months: set[str] | None) -> nw.LazyFrame:
        whole = prepare(rows, self.ledger, self.tree)
        return whole if months is None else whole.filter(nw.col("opened_month").is_in(sorted(months)))
