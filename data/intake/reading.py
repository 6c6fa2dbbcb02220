"""Reading a file, whatever it is, into tables, layers or the district's own words."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from data.grids.choice import choose_layers
from data.grids.geojson import read_json_layers
from data.grids.layer import Layer
from data.grids.markup import read_gml_layers, read_kml_layers, read_kmz_layers
from data.grids.systems import Place, bring_to_degrees
from data.grids.vector_files import read_geopackage_layers, read_shapefile_layers
from data.intake.answers import Answers
from data.intake.areas import Names
from data.intake.choices import choices_of_sheets
from data.intake.detect import Kind, detect
from data.intake.headers import Match, Said, match_columns, named_ledger
from data.intake.likeness import fit_of
from data.intake.memory import Memory, Recalled
from data.intake.recognition import Clues, recognise
from data.intake.report import FileReport, IntakeError, QuestionError, RefusedError
from data.intake.rewriting import answered, with_grid_column, with_values
from data.intake.sheets_out import GUIDE_SHEET
from data.intake.tables import Table, read_csv
from data.intake.workbooks import read_html, read_workbook
from data.ledgers import LEDGERS
from data.ledgers.profile import PLAIN, Profile, ledgers_of
from data.measures.registry import UnknownMeasureError, measure
from data.store.manifest import district_from

_FEWEST_COLUMNS = 2


@dataclass(slots=True)
class Contents:
    """What a file holds.

    Attributes:
        path: the file.
        report: what is said about it.
        sha256: hash of the file as given.
        wishes: what was said about this file.
        tables: tables with the ledger each belongs to.
        recalled: headers of a table as written → what was remembered about it.
        layers: layers of shapes, in degrees.
        district: keys of a district.toml.
    """

    path: Path
    report: FileReport
    sha256: str = ""
    wishes: Wishes = field(default_factory=lambda: Wishes())
    recalled: dict[tuple[str, ...], Recalled] = field(default_factory=dict)
    tables: list[tuple[Table, Match]] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    district: dict[str, Any] | None = None

    @property
    def gone(self) -> str:
        """What becomes of rows that an earlier file of this name had and the present one lacks; empty where nobody said."""
        return self.wishes.told.gone or ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports has said: ledger, coordinate system, level and columns; the district's words and place.

    What was said on the command line goes before the answers; see :class:`data.intake.answers.Answers`.
    """

    ledger: str | None = None
    crs: str | None = None
    level: int | None = None
    answers: Answers | None = None
    profile: Profile = PLAIN
    near: Place | None = None
    memory: Memory = field(default_factory=Memory)
    grids: Names = field(default_factory=dict)

    def for_file(self, name: str) -> Wishes:
        """What was said about one file; ledger, coordinate system and level stand in its answers as well."""
        own = (self.answers or Answers()).for_file(name)
        told = Answers(ledger=self.ledger or "", crs=self.crs or "", level=self.level).over(own)
        return replace(self, ledger=told.ledger or None, crs=told.crs or None, level=told.level, answers=told)

    @property
    def told(self) -> Answers:
        """The answers, if any."""
        return self.answers or Answers()


def read_file(path: Path, wishes: Wishes, connection: duckdb.DuckDBPyConnection, staging: Path) -> Contents:
    """Read one file. What stands in the way becomes the verdict of its report; nothing is raised for it."""
    wishes = wishes.for_file(path.name)
    contents = Contents(path, FileReport(path.name), wishes=wishes)
    try:
        kind = detect(path)
        contents.sha256 = _hash(path)
        _fill(contents, kind, wishes, connection, staging)
    except IntakeError as error:
        contents.report.refuse(error)
    except OSError as error:
        contents.report.refuse(RefusedError(f"“{path.name}”读不了：{error.strerror or error}。", "file_unreadable"))
    return contents


def _fill(contents: Contents, kind: Kind, wishes: Wishes, connection: duckdb.DuckDBPyConnection, staging: Path) -> None:
    path, report = contents.path, contents.report
    if kind == "district":
        contents.district = _district(path)
    elif kind == "csv":
        table = read_csv(connection, path, staging, wishes.told.encoding)
        contents.tables = [_understood(table, [path.stem], contents, connection)]
    elif kind in ("workbook", "html"):
        read = read_workbook if kind == "workbook" else read_html
        sheets = _chosen(read(path, staging, report), contents)
        contents.tables = _one_sheet_a_ledger(_sheets(sheets, contents, connection), contents)
    else:
        layers = {
            "json": lambda: read_json_layers(path),
            "shapefile": lambda: read_shapefile_layers(path, staging),
            "gpkg": lambda: read_geopackage_layers(path),
            "kml": lambda: read_kml_layers(path, staging),
            "kmz": lambda: read_kmz_layers(path, staging),
            "gml": lambda: read_gml_layers(path, staging),
        }[kind]()
        contents.layers = choose_layers(layers, path.name, wishes.answers.layers if wishes.answers else (), report)
        for layer in contents.layers:
            bring_to_degrees(layer, path.name, wishes.crs, wishes.near)


def _understood(
    table: Table, names: Sequence[str], contents: Contents, connection: duckdb.DuckDBPyConnection
) -> tuple[Table, Match]:
    """A table with its ledger and columns: as told, as remembered, or as its headers say.

    Raises:
        QuestionError: see :func:`data.intake.recognition.recognise`.
    """
    wishes = contents.wishes
    recalled = wishes.memory.recall(table.headers)
    contents.recalled[table.headers] = recalled
    both = wishes.told.over(recalled.answers)
    ledger = both.ledger or None
    table = replace(answered(table, both, ledger), source=table.headers)
    told = {**{name: name for name in both.constants}, **wishes.told.headers}
    clues = Clues(Said(told, recalled.answers.headers), fit_of(connection, table), wishes.grids)
    match = recognise(table.headers, names, table.where, ledger, ledgers_of(wishes.profile), clues)
    table, match = with_grid_column(table, match)
    return with_values(table, match, both), match


def _chosen(tables: list[Table], contents: Contents) -> list[Table]:
    """The sheets the person who imports has named, or all; a name of none is told, and asked about where it is the only one.

    Raises:
        QuestionError: no sheet has a name that was named.
    """
    named = contents.wishes.told.sheets
    if not named or "*" in named:
        return tables
    chosen = [table for table in tables if table.sheet in named]
    sheets = [table.sheet for table in tables]
    unknown = (
        f"没有名为 {'、'.join(name for name in named if name not in sheets)} 的工作表，有的是：{'、'.join(sheets)}。"
    )
    if not chosen:
        raise QuestionError(unknown, "sheet_unknown", choices_of_sheets(sheets), several=True)
    if len(chosen) < len(named):
        contents.report.note("sheet_unknown", unknown, contents.path.name)
    return chosen


def _one_sheet_a_ledger(found: list[tuple[Table, Match]], contents: Contents) -> list[tuple[Table, Match]]:
    """Several sheets of one ledger may be months, or drafts and copies: only a person knows.

    Raises:
        QuestionError: nobody has said which sheets count.
    """
    by_ledger: dict[str, list[str]] = {}
    for table, match in found:
        by_ledger.setdefault(match.ledger.label, []).append(table.sheet)
    for label, sheets in by_ledger.items():
        if len(sheets) > 1 and not _sheets_are_settled(contents):
            listed = "、".join(f"“{sheet}”" for sheet in sheets)
            raise QuestionError(
                f"“{contents.path.name}”有 {len(sheets)} 个工作表都是{label}：{listed}。请选要导入哪些。"
                '命令行：在答案文件里写 {"sheets": ["*"]}（全部）或列出表名。',
                "sheet_choice",
                choices_of_sheets(sheets),
                several=True,
            )
    return found


def _sheets_are_settled(contents: Contents) -> bool:
    """Whether somebody has said, now or for an earlier file with these headers, which sheets count."""
    known = [recalled.answers.sheets for recalled in contents.recalled.values()]
    return bool(contents.wishes.told.sheets) or (bool(known) and all("*" in sheets for sheets in known))


def _sheets(
    tables: list[Table], contents: Contents, connection: duckdb.DuckDBPyConnection
) -> list[tuple[Table, Match]]:
    """The sheets that are ledgers. A stray sheet beside a known one is told; with none known the question is asked."""
    found: list[tuple[Table, Match]] = []
    open_question: QuestionError | None = None
    report = contents.report
    for table in tables:
        if table.sheet == GUIDE_SHEET and len(tables) > 1:
            continue
        try:
            found.append(_understood(table, [table.sheet, contents.path.stem], contents, connection))
        except QuestionError as error:
            if error.code != "ledger_unknown" and not _is_stray(table, contents):
                raise
            open_question = open_question or error
            report.note("sheet_skipped", f"工作表“{table.sheet}”不像任何台账，没有导入。", table.where)
    if not found and open_question is not None:
        report.findings.clear()
        raise open_question
    return found


def _is_stray(table: Table, contents: Contents) -> bool:
    """Whether a sheet has nothing of the ledger that was named for its workbook: a page of instructions, a summary."""
    ledger = contents.wishes.ledger
    said = Said(contents.wishes.told.headers)
    return (
        ledger is not None and len(match_columns(table.headers, named_ledger(ledger), said).columns) < _FEWEST_COLUMNS
    )


def _district(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        _check_measures(district_from(values).profile)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, TypeError, UnknownMeasureError) as error:
        raise RefusedError(f"“{path.name}”写法有误：{error}。请对照说明改正。", "district_file") from error
    return values


def _check_measures(profile: Profile) -> None:
    """Refuse words for, cards of, or an owner of a measure there is not."""
    owned = (code for code, _ in profile.owners if code not in LEDGERS)
    cards = (code for mode in profile.modes for code in mode.cards)
    for code in (*(code for code, _ in profile.measures), *cards, *owned):
        measure(code)


def profile_among(paths: Sequence[Path], base: Profile) -> Profile:
    """The words an import is read with: those of a district.toml among its files, else of the version before.

    A district.toml that is wrong is told when its turn comes.
    """
    for path in reversed(paths):
        with suppress(IntakeError, OSError):
            if detect(path) == "district":
                return district_from(_district(path)).profile
    return base


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
