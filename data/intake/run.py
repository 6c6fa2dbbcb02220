"""One import: all files together make one new version, or none does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

import duckdb
import pandas as pd

from data.grids.marks import finding_rows
from data.intake.again import replaced_by, tell_aside, tell_gone, tell_nothing_new, tell_updated
from data.intake.answers import Answers
from data.intake.areas import Names, make_known_grids
from data.intake.boundaries import (
    Boundaries,
    check_shapes,
    name_unknown,
    put_group,
    stage_group,
    understand,
    with_parents,
)
from data.intake.code_values import stage_values
from data.intake.editions import Earlier, earlier_file
from data.intake.headers import Match
from data.intake.homes import Places, smallest_shapes
from data.intake.known import KnownGrids, district_place
from data.intake.memory import recall_all
from data.intake.preview import grid_preview, month_changes, preview_of
from data.intake.qualified import register as register_numbers
from data.intake.reading import Contents, Wishes, profile_among, read_file
from data.intake.report import ImportReport, Progress, QuestionError
from data.intake.staged import Context, Staged
from data.intake.tables import Table, let_go
from data.intake.telling import add_staged, needs_shapes, remember_answers, tell_understanding
from data.intake.typing_sql import DayOrder
from data.settings import duckdb_limits
from data.store.manifest import DistrictInfo, Source, district_from
from data.store.originals import keep_originals
from data.store.publish import now_text
from data.store.upsert import MonthCounts, Replaced
from data.store.writer import Transaction, begin


def import_files(
    paths: Sequence[Path],
    home: Path,
    ledger: str | None = None,
    crs: str | None = None,
    level: int | None = None,
    answers: Answers | None = None,
    note: str = "",
    progress: Progress | None = None,
    *,
    by: str = "",
    dry_run: bool = False,
    preview: bool = False,
) -> ImportReport:
    """Import files as one new version.

    A row that fails a check is kept aside with its reasons and does not stop the rest. A file that cannot be
    read, or that leaves a question open, stops the import: then nothing at all is stored.

    Args:
        paths: files of any kind that is read; their order does not matter.
        home: the store's folder.
        ledger: the ledger the tables belong to; found by their headers when None.
        crs: coordinate system of the shapes, when the files do not say or say it wrongly.
        level: level of the grids, when the files do not say.
        answers: what the columns of the tables are, for files with headings of their own.
        note: what the import says about itself; the files' names when empty.
        progress: see :data:`data.intake.report.Progress`.
        by: who imports, as they call themselves.
        dry_run: tell what would become of the files and store nothing.
        preview: tell also what a person looks at before saying yes.

    Returns:
        What became of every file; ``version`` is None when nothing was stored.

    Raises:
        StoreError: the store is busy or damaged.
    """
    tell = progress or (lambda share, words: None)
    text = note or "导入 " + "、".join(path.name for path in paths[:3]) + ("等" if len(paths) > 3 else "")
    with (
        begin(home, note=text, on_wait=lambda words: tell(0.0, words)) as txn,
        duckdb.connect(config=duckdb_limits()) as connection,
    ):
        # On disk when memory runs short; the store clears the folder.
        connection.execute("SET temp_directory = ?", [str(txn.staging / "intake_spill")])
        wishes = Wishes(ledger, crs, level, answers)
        return _Import(txn, connection, wishes, tell, by, preview=preview).run(paths, dry_run=dry_run)


@dataclass(slots=True)
class _Work:
    """One table or layer on its way into the store."""

    contents: Contents
    sheet: str
    where: str
    ledger: str
    staged: Staged
    earlier: Earlier = field(default_factory=Earlier)


class _Import:
    """The steps of one import; nothing is visible before the last."""

    def __init__(
        self,
        txn: Transaction,
        connection: duckdb.DuckDBPyConnection,
        wishes: Wishes,
        tell: Progress,
        by: str = "",
        *,
        preview: bool = False,
    ) -> None:
        self.txn = txn
        self.connection = connection
        self.wishes = wishes
        self.tell = tell
        self.by = by
        self.preview = preview
        self.staging = txn.staging / "intake"
        self.staging.mkdir()
        self.report = ImportReport(import_id=txn.import_id)

    def run(self, paths: Sequence[Path], *, dry_run: bool = False) -> ImportReport:
        base = self.txn.base.district if self.txn.base else DistrictInfo()
        self.wishes = replace(
            self.wishes,
            profile=profile_among(paths, base.profile),
            near=district_place(self.txn),
            memory=recall_all(self.txn.home),
            grids=self.txn.grid_names(),
        )
        register_numbers(self.connection)
        make_known_grids(self.connection, self.wishes.grids)
        files = list(self._read(paths))
        self.report.files = [contents.report for contents in files]
        district = self._district(files)
        known = KnownGrids(self.txn, with_shapes=any(needs_shapes(contents) for contents in files))
        boundaries = understand(files, district.level_names, known)
        if not self.report.is_accepted and not dry_run:
            self.report.conclude()
            return self.report
        # A dry run goes on with the other files, so that a person sees at once what each of them is.
        self._store_boundaries(boundaries)
        self._store_tables(files, district, known)
        check_shapes(boundaries, known, self.txn.closed_grids() if boundaries.groups else ())
        self._store_findings(boundaries)
        self.report.conclude()
        if not self.report.is_accepted:
            return self.report
        if not self.txn.has_changes():
            tell_nothing_new(self.report.files)
        elif not dry_run:
            self.tell(0.8, "正在写入新版本")
            keep_originals(self.txn.home, paths)
            self.report.version = self.txn.publish()
            remember_answers(self.txn.home, files)
        self.tell(1.0, "完成")
        return self.report

    def _read(self, paths: Sequence[Path]) -> Iterator[Contents]:
        for number, path in enumerate(paths):
            self.tell(0.4 * number / len(paths), f"正在读取 {path.name}")
            yield read_file(path, self.wishes, self.connection, self.staging)

    def _district(self, files: Sequence[Contents]) -> DistrictInfo:
        info = self.txn.base.district if self.txn.base else DistrictInfo()
        for contents in files:
            if contents.district is not None:
                contents.report.ledger = "district"
                self.txn.set_district(contents.district)
                info = district_from(contents.district)
        return info

    def _store_boundaries(self, boundaries: Boundaries) -> None:
        context = self._context(date.max, self.txn.grid_names())
        for contents, group in boundaries.groups:
            name_unknown(group, frozenset(context.known_grids))
            staged = stage_group(group, context)
            work = _Work(contents, group.layer, group.where, "grids", staged)
            counts = put_group(self.txn, group, staged, self._replaced(work))
            self._account(work)
            tell_gone(work.contents.report, work.where, work.ledger, counts.gone, work.contents.gone)
            if self.preview:
                self.report.previews.append(grid_preview(self.connection, group, staged, counts))
        if adopted := {unit.code: unit.parent for unit in boundaries.adopted}:
            self.txn.put_grids(pd.DataFrame({"grid_code": list(adopted), "parent_code": list(adopted.values())}))
        if boundaries.background is not None:
            self.txn.put_background(boundaries.background)

    def _store_findings(self, boundaries: Boundaries) -> None:
        """Keep the places of what was noticed about boundaries."""
        if not boundaries.groups:
            return
        rows = finding_rows(self.report.files, self.txn.import_id, now_text())
        codes = [unit.code for _, group in boundaries.groups for unit in group.units]
        self.txn.put_findings(rows, [contents.report.file for contents, _ in boundaries.groups], codes)

    def _store_tables(self, files: Sequence[Contents], district: DistrictInfo, known: KnownGrids) -> None:
        """Attributes of grids first: the other ledgers are checked against the grids they name."""
        latest = district.as_of or datetime.now().astimezone().date()
        tables = [(contents, table, match) for contents in files for table, match in contents.tables]
        tables.sort(key=lambda item: item[2].ledger.name != "grids")
        for number, (contents, table, match) in enumerate(tables):
            self.tell(0.4 + 0.4 * number / len(tables), f"正在核对 {table.where}")
            try:
                self._store_table(contents, table, match, latest, known)
            except QuestionError as question:
                contents.report.refuse(question)

    def _store_table(self, contents: Contents, table: Table, match: Match, latest: date, known: KnownGrids) -> None:
        report, name = contents.report, match.ledger.name
        tell_understanding(contents, table, match)
        context = self._context(latest, self.txn.grid_names(), contents, table)
        context = replace(context, stored=self.txn.ledger_files(name), places=self._places(contents, match, known))
        staged = stage_values(contents, table, match, context)
        if not self.preview:
            let_go(self.connection, table)
        work = _Work(contents, table.sheet, table.where, name, staged)
        if name == "grids":
            counts = self.txn.put_grids(with_parents(pd.read_parquet(staged.accepted), known), self._replaced(work))
            changes: tuple[MonthCounts, ...] = (counts,)
            self._account(work)
            tell_gone(report, table.where, name, counts.gone, contents.gone)
        else:
            result = self.txn.upsert(name, staged.accepted, self._source(work), self._replaced(work))
            changes = result.months
            self._account(work, already_stored=result.identical, add_source=False)
            tell_gone(report, table.where, name, result.gone, contents.gone)
            tell_updated(report, table.where, result.changed)
        if self.preview:
            shown = preview_of(self.connection, table, match, staged, month_changes(name, changes))
            self.report.previews.append(shown)
            let_go(self.connection, table)

    def _replaced(self, work: _Work) -> Replaced | None:
        work.earlier = earlier_file(self.connection, self.txn, self._source(work), work.staged)
        return replaced_by(self._source(work), work.staged, work.contents.gone, work.earlier)

    def _account(self, work: _Work, already_stored: int = 0, *, add_source: bool = True) -> None:
        """Keep the refused rows and tell what became of the table."""
        staged, report, earlier = work.staged, work.contents.report, work.earlier
        replaced = self.txn.renew_quarantine(earlier.replaced, staged.quarantine, staged.settled)
        tell_aside(report, work.where, earlier, replaced, len(staged.settled))
        if add_source:
            self.txn.add_source(self._source(work))
        add_staged(report, staged, work.ledger, work.where, already_stored)

    def _context(
        self, latest: date, known_grids: Names, contents: Contents | None = None, table: Table | None = None
    ) -> Context:
        told = contents.wishes.told if contents else Answers()
        recalled = contents.recalled.get(table.source) if contents and table else None
        return Context(
            self.connection,
            self.staging,
            self.txn.import_id,
            latest,
            known_grids,
            told.repeats,
            _day_order(told),
            remembered_order=_day_order(recalled.answers) if recalled else None,
        )

    def _places(self, contents: Contents, match: Match, known: KnownGrids) -> Places:
        """What is known about where the rows of a table are."""
        told, memory = contents.wishes.told, self.wishes.memory
        shapes = smallest_shapes(known.by_level, self.txn.closed_grids()) if match.areas.has_point else {}
        return Places(told.areas, memory.areas, shapes, told.crs, asks=self.preview)

    def _source(self, work: _Work) -> Source:
        staged = work.staged
        return Source(
            import_id=self.txn.import_id,
            file=work.contents.path.name,
            sheet=work.sheet,
            ledger=work.ledger,
            sha256=work.contents.sha256,
            rows_read=staged.rows_read,
            rows_accepted=staged.rows_accepted,
            rows_quarantined=staged.rows_quarantined,
            rows_duplicate=staged.rows_duplicate,
            imported_at=now_text(),
            imported_by=self.by,
        )


def _day_order(told: Answers) -> DayOrder | None:
    return cast("DayOrder | None", told.date_order if told.date_order in ("MDY", "DMY") else None)
