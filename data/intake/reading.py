"""Reading a file, whatever it is, into tables, layers or the district's own words."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from data.grids.geojson import read_json_layers
from data.grids.layer import Layer
from data.grids.systems import Place, bring_to_degrees
from data.grids.vector_files import read_geopackage_layers, read_shapefile_layers
from data.intake.answers import Answers
from data.intake.detect import Kind, detect
from data.intake.headers import Match, recognise
from data.intake.report import FileReport, IntakeError, QuestionError, RefusedError
from data.intake.sheets_out import GUIDE_SHEET
from data.intake.tables import Table, read_csv
from data.intake.workbooks import read_html, read_workbook
from data.ledgers.profile import PLAIN, Profile, ledgers_of
from data.measures.registry import UnknownMeasureError, measure
from data.store.manifest import district_from


@dataclass(slots=True)
class Contents:
    """What a file holds.

    Attributes:
        path: the file.
        report: what is said about it.
        sha256: hash of the file as given.
        tables: tables with the ledger each belongs to.
        layers: layers of shapes, in degrees.
        district: keys of a district.toml.
    """

    path: Path
    report: FileReport
    sha256: str = ""
    tables: list[tuple[Table, Match]] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    district: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports has said: ledger, coordinate system, level and columns; the district's words and place."""

    ledger: str | None = None
    crs: str | None = None
    level: int | None = None
    answers: Answers | None = None
    profile: Profile = PLAIN
    near: Place | None = None


def read_file(path: Path, wishes: Wishes, connection: duckdb.DuckDBPyConnection, staging: Path) -> Contents:
    """Read one file. What stands in the way becomes the verdict of its report; nothing is raised for it."""
    contents = Contents(path, FileReport(path.name))
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
        table = _answered(
            read_csv(connection, path, staging, wishes.answers.encoding if wishes.answers else ""), wishes
        )
        contents.tables = [
            (table, recognise(table.headers, [path.stem], table.where, wishes.ledger, ledgers_of(wishes.profile)))
        ]
    elif kind in ("workbook", "html"):
        read = read_workbook if kind == "workbook" else read_html
        sheets = [_answered(table, wishes) for table in _chosen(read(path, staging, report), wishes)]
        contents.tables = _one_sheet_a_ledger(_sheets(sheets, path, wishes, report), path, wishes)
    else:
        layers = {
            "json": lambda: read_json_layers(path),
            "shapefile": lambda: read_shapefile_layers(path, staging),
            "gpkg": lambda: read_geopackage_layers(path),
        }[kind]()
        for layer in layers:
            bring_to_degrees(layer, path.name, wishes.crs, wishes.near)
        contents.layers = layers


def _answered(table: Table, wishes: Wishes) -> Table:
    """The table under the ledger's own headings, where the person has said what its columns are."""
    return wishes.answers.applied(table, wishes.ledger) if wishes.answers else table


def _chosen(tables: list[Table], wishes: Wishes) -> list[Table]:
    """The sheets the person who imports has named, or all."""
    named = wishes.answers.sheets if wishes.answers else ()
    if not named or "*" in named:
        return tables
    if unknown := [name for name in named if name not in {table.sheet for table in tables}]:
        raise QuestionError(
            f"没有名为 {'、'.join(unknown)} 的工作表，可选：{'、'.join(table.sheet for table in tables)}。",
            "sheet_unknown",
        )
    return [table for table in tables if table.sheet in named]


def _one_sheet_a_ledger(found: list[tuple[Table, Match]], path: Path, wishes: Wishes) -> list[tuple[Table, Match]]:
    """Several sheets of one ledger may be months, or drafts and copies: only a person knows.

    Raises:
        QuestionError: nobody has said which sheets count.
    """
    by_ledger: dict[str, list[str]] = {}
    for table, match in found:
        by_ledger.setdefault(match.ledger.label, []).append(table.sheet)
    for label, sheets in by_ledger.items():
        if len(sheets) > 1 and not (wishes.answers and wishes.answers.sheets):
            listed = "、".join(f"“{sheet}”" for sheet in sheets)
            raise QuestionError(
                f"“{path.name}”有 {len(sheets)} 个工作表都是{label}：{listed}。请用 --answers 写明要导入哪些："
                '{"sheets": ["*"]} 是全部，或列出表名。',
                "sheet_choice",
            )
    return found


def _sheets(tables: list[Table], path: Path, wishes: Wishes, report: FileReport) -> list[tuple[Table, Match]]:
    """The sheets that are ledgers. A stray sheet beside a known one is told; with none known the question is asked."""
    found: list[tuple[Table, Match]] = []
    open_question: QuestionError | None = None
    for table in tables:
        if table.sheet == GUIDE_SHEET and len(tables) > 1:
            continue
        try:
            names = [table.sheet, path.stem]
            match = recognise(table.headers, names, table.where, wishes.ledger, ledgers_of(wishes.profile))
            found.append((table, match))
        except QuestionError as error:
            if error.code != "ledger_unknown":
                raise
            open_question = open_question or error
            report.note("sheet_skipped", f"工作表“{table.sheet}”不像任何台账，没有导入。", table.where)
    if not found and open_question is not None:
        report.findings.clear()
        raise open_question
    return found


def _district(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        _check_measures(district_from(values).profile)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, TypeError, UnknownMeasureError) as error:
        raise RefusedError(f"“{path.name}”写法有误：{error}。请对照说明改正。", "district_file") from error
    return values


def _check_measures(profile: Profile) -> None:
    """Refuse words for, or cards of, a measure there is not."""
    for code in (*(code for code, _ in profile.measures), *(code for mode in profile.modes for code in mode.cards)):
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
