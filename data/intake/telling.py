"""How the tables of a file were understood: told in its report, and remembered for the next file of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.intake.headers import Match
from data.intake.memory import area_answers, remember, table_answers
from data.intake.privacy import columns_left_out
from data.intake.reading import Contents
from data.intake.report import FileReport, Masked
from data.intake.staged import Staged
from data.intake.tables import Table
from data.store.errors import StoreBusyError

_REASONS_TOLD = 10


def tell_understanding(contents: Contents, table: Table, match: Match) -> None:
    """Put into the report which column is which, what was left out, and what was remembered."""
    report = contents.report
    report.columns.update({table.headers[place]: field.name for place, field in match.columns.items()})
    report.columns.update({table.headers[place]: match.ledger.grid_field for place in match.areas.names})
    for code, words, count in table.notes:
        report.note(code, words, table.where, count)
    report.masked.update(columns_left_out(table.headers, match))
    report.masked.update(_coordinates(table, match))
    _tell_unused(report, table, match)
    _tell_remembered(contents, table, match)


def _coordinates(table: Table, match: Match) -> dict[str, Masked]:
    return {table.headers[place].strip(): {"done": "只用来找网格，没有保存", "rows": 0} for place in match.areas.points}


def _tell_unused(report: FileReport, table: Table, match: Match) -> None:
    for place, (like, _) in match.similar.items():
        header = table.headers[place].strip()
        told = f"“{header}”像是“{like.label}”，没有自动采用；确是的，请选定后再导入。"
        report.note("column_similar", told, table.where, weight="info")
    unused = [table.headers[place].strip() for place in match.unused if place not in match.similar]
    if unused:
        told = f"这些列没有对应的内容，没有导入：{'、'.join(unused)}。"
        report.note("column_unused", told, table.where, len(unused), "info")


def _tell_remembered(contents: Contents, table: Table, match: Match) -> None:
    recalled = contents.recalled.get(table.source)
    if recalled is None:
        return
    if recalled.stale:
        told = f"以前记住的{'、'.join(recalled.stale)}已经没有了，没有采用。"
        contents.report.note("memory_stale", told, table.where, len(recalled.stale), "info")
    if recalled.answers.ledger:
        told = f"与以前导入过的是同一张表，按上次的回答识别为{match.ledger.label}；不对的，请重新选定，以新的为准。"
        contents.report.note("remembered", told, table.where, weight="info")


def add_staged(report: FileReport, staged: Staged, ledger: str, where: str, already_stored: int) -> None:
    """Put into the report what became of the rows of a table or layer.

    Args:
        report: of the file.
        staged: what the table came to.
        ledger: where its rows go.
        where: file and sheet.
        already_stored: accepted rows the store has word for word.
    """
    report.ledger = "、".join(dict.fromkeys([*filter(None, report.ledger.split("、")), ledger]))
    report.rows_read += staged.rows_read
    report.rows_accepted += staged.rows_accepted
    report.rows_quarantined += staged.rows_quarantined
    report.rows_duplicate += staged.rows_duplicate + already_stored
    report.masked.update(staged.masked)
    for way, count in staged.area_match.items():
        report.area_match[way] = report.area_match.get(way, 0) + count
    if staged.question is not None:
        report.ask(staged.question)
    for remark in staged.remarks:
        report.note(remark.code, remark.message, where, remark.count, remark.weight)
    if staged.note:
        report.note("holidays_unknown", staged.note, where, weight="info")
    for sentence, count in staged.reasons[:_REASONS_TOLD]:
        report.note("rows_refused", sentence, where, count)


def needs_shapes(contents: Contents) -> bool:
    """Whether the shapes of grids are needed to understand a file."""
    return bool(contents.layers) or any(match.areas.has_point for _, match in contents.tables)


def remember_answers(home: Path, files: Sequence[Contents]) -> None:
    """Keep what was answered about the files of an import that was published."""
    kept = []
    for contents in files:
        told = contents.wishes.told
        kept += area_answers(told.areas)
        for table, match in contents.tables:
            before = contents.recalled[table.source].answers
            kept += [one] if (one := table_answers(table.source, match.ledger, told, before)) else []
    try:
        remember(home, list({one.code: one for one in kept}.values()))
    except StoreBusyError:
        # The version stands; the next file is asked about once more.
        files[0].report.note("memory_busy", "回答没能记下来，下次还会再问一次。", weight="info")
