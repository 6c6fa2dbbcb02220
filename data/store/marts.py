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
            frame = run.fresh(mart, None) if whole else run.updated(mart, old, months or set())
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
        self._prepared: dict[tuple[bool, frozenset[str] | None], nw.LazyFrame | None] = {}

    def _first_month(self) -> str:
        rows = self.engine.scan([self.home / file.path for file in self.files])
        first = rows.select(nw.col(self.ledger.opened_field).min().alias("first")).collect().item()
        return f"{first:%Y-%m}" if first else f"{self.as_of:%Y-%m}"

    def fresh(self, mart: Mart, months: set[str] | None) -> nw.LazyFrame | None:
        """The mart from the ledger's rows of some months (None = all); None when there are none."""
        base = self._base(mart.whole_rows, months)
        return None if base is None else mart.build(base, self.ledger, day_of(self.as_of), self.ends)

    def updated(self, mart: Mart, old: Sequence[TableFile], months: set[str]) -> nw.LazyFrame:
        """The mart of the version before with the part of some months replaced."""
        kept = self.engine.scan([self.home / file.path for file in old])
        if not months:
            return kept
        kept = kept.filter(~nw.col("opened_month").is_in(sorted(months)))
        fresh = self.fresh(mart, months)
        if fresh is None:
            return kept
        return nw.concat([kept.select(*fresh.collect_schema().names()), fresh], how="vertical")

    def _base(self, whole: bool, months: set[str] | None) -> nw.LazyFrame | None:
        key = (whole, None if months is None else frozenset(months))
        if key not in self._prepared:
            chosen = [f for f in self.files if months is None or f.month is None or f.month in months]
            if not chosen:
                return None
            rows = self.engine.scan([self.home / file.path for file in chosen], day_columns(self.ledger))
            base = prepare(rows, self.ledger, self.tree, whole=whole)
            if months is not None:
                base = base.filter(nw.col("opened_month").is_in(sorted(months)))
            self._prepared[key] = base if whole else self.engine.keep(base)
        return self._prepared[key]
