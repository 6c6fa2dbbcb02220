"""Importing a file again: what its earlier import left, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence

from data.intake.editions import Earlier
from data.intake.report import FileReport
from data.intake.staged import Staged
from data.store.manifest import Source
from data.store.upsert import Replaced

DROP = "drop"


def replaced_by(source: Source, staged: Staged, gone: str, earlier: Earlier) -> Replaced | None:
    """Where rows may be missing now; a list of corrected rows never stands for the whole.

    Args:
        source: the file, its sheet, ledger and import; grids are never removed, ledgers name them.
        staged: what the table came to.
        gone: the answer to what becomes of missing rows.
        earlier: what an earlier file of the name left; another office's has no rows to miss here.
    """
    if staged.is_correction or not earlier.imports:
        return None
    drop = gone == DROP and source.ledger != "grids"
    return Replaced(source.file, source.sheet, earlier.imports, staged.refused, drop)


def tell_gone(report: FileReport, where: str, ledger: str, count: int, gone: str) -> None:
    """Tell that an earlier file of this name had more rows."""
    if not count:
        return
    begins = "上次导入的同名文件里有、这次没有的记录"
    if ledger == "grids":
        told = f"{begins}仍然保留；确已撤销的网格，请在网格台账里填写撤销日期。"
    elif gone == DROP:
        told = f"{begins}已按答案删去。"
    else:
        told = f'{begins}仍然保留；确应删去的，请在答案里写明 {{"gone": "drop"}}。'
    report.note("rows_gone", told, where, count)


def tell_aside(report: FileReport, where: str, earlier: Earlier, replaced: int, settled: int) -> None:
    """Tell what became of the rows that an earlier import kept aside."""
    if earlier.left:
        told = (
            "以前导入过同名的文件，两份的编号大多不同，按另一份文件处理，那份文件的待核行仍旧保留；"
            "如果本文件就是它的新版，请在待核清单里放弃那些行。"
        )
        report.note("name_shared", told, where, earlier.left, "info")
    if replaced:
        told = "上次导入这个文件时的待核行，已由这次的结果代替。"
        report.note("quarantine_replaced", told, where, replaced, "info")
    if settled:
        report.note("quarantine_settled", "待核的行改好后采用，已从待核清单里划去。", where, settled, "info")


def tell_updated(report: FileReport, where: str, count: int) -> None:
    """Tell that rows of the store have new contents."""
    if count:
        told = "这些行的编号已在数据仓里而内容不同，已按本文件更新。"
        report.note("rows_updated", told, where, count, "info")


def tell_nothing_new(reports: Sequence[FileReport]) -> None:
    """Tell that the store has all of it already."""
    for report in reports:
        if report.rows_read or report.ledger == "district":
            report.note("nothing_new", "内容与数据仓里的完全一样，没有形成新版本。", weight="info")
