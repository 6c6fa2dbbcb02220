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
from data.store.mart_shapes import MARTS, Mart, month_ends, prepare


def mart_tables(ledger: Ledger) -> tuple[str, ...]:
    """Names of the marts of a ledger; none for ledgers without stages."""
    return tuple(mart.table(ledger.name) for mart in MARTS if ledger.stages and mart.applies_to(ledger))


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
    with DuckDBEngine() as engine:
        run = _Run(engine, home, ledger, files, grid_tree, as_of)
        written = {}
        for mart in (mart for mart in MARTS if mart.applies_to(ledger)):
            old = list((previous or {}).get(mart.table(ledger.name), ()))
            whole = months is None or not old or (mart.by_as_of and previous_as_of != as_of)
            frame = run.mart(mart, None if whole else months, old)
            path = out_dir / f"{mart.table(ledger.name)}.parquet"
            rows = engine.write(frame, path, mart.order_by)
            written[mart.table(ledger.name)] = [TableFile(path.as_posix(), rows)]
        return written


class _Run:
    """The prepared rows of one build, kept so that all marts draw on them."""

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
        self._prepared: dict[tuple[bool, bool], nw.LazyFrame] = {}

    def _first_month(self) -> str:
        rows = self.engine.scan([self.home / file.path for file in self.files])
        first = rows.select(nw.col(self.ledger.opened_field).min().alias("first")).collect().item()
        return f"{first:%Y-%m}" if first else f"{self.as_of:%Y-%m}"

    def mart(self, mart: Mart, months: set[str] | None, old: Sequence[TableFile]) -> nw.LazyFrame:
        """The mart from all rows (months None), or the old one with the part of some months replaced."""
        if months is None:
            return self._fresh(mart, self._rows(mart.whole_rows, None, self.files))
        kept = self.engine.scan([self.home / file.path for file in old])
        kept = kept.filter(~nw.col("opened_month").is_in(sorted(months))) if months else kept
        touched = [file for file in self.files if file.month is None or file.month in months]
        if not months or not touched:
            return kept
        fresh = self._fresh(mart, self._rows(mart.whole_rows, months, touched))
        return nw.concat([kept.select(*fresh.collect_schema().names()), fresh], how="vertical")

    def _fresh(self, mart: Mart, rows: nw.LazyFrame) -> nw.LazyFrame:
        return mart.build(rows, self.ledger, day_of(self.as_of), self.ends)

    def _rows(self, whole: bool, months: set[str] | None, files: Sequence[TableFile]) -> nw.LazyFrame:
        """The prepared rows of some months; those that are only counted are computed once."""
        key = (whole, months is None)
        if key not in self._prepared:
            rows = self.engine.scan([self.home / file.path for file in files], day_columns(self.ledger))
            rows = prepare(rows, self.ledger, self.tree, whole=whole)
            if months is not None:
                rows = rows.filter(nw.col("opened_month").is_in(sorted(months)))
            self._prepared[key] = rows if whole else self.engine.keep(rows)
        return self._prepared[key]
