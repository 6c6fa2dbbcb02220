"""Workbooks: XLSX, old XLS and WPS files, ODS, and HTML tables saved as .xls; a table for every sheet."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine

from data.intake.header_rows import ROWS_LOOKED_AT, Merged, find_header
from data.intake.limits import check_columns, open_plain
from data.intake.report import FileReport, RefusedError
from data.intake.tables import Table, parquet_query, within_limits, without_tail
from data.intake.workbook_cells import SheetFaults, faults_of

_NAMED = 8
_MOST_HTML_CELLS = 3_000_000
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The only stream of a workbook with a password."""
_Cells = list[list[str]]


def read_workbook(path: Path, staging: Path, report: FileReport) -> list[Table]:
    """The sheets of a workbook that hold anything; hidden ones are left out and named in the report.

    Raises:
        RefusedError: the workbook is damaged, locked, empty or absurdly large.
    """
    faults = faults_of(path)
    try:
        with path.open("rb") as file:
            book = python_calamine.CalamineWorkbook.from_filelike(file)
            tables = [
                table
                for meta in book.sheets_metadata
                if (table := _sheet(book, meta, path, staging, report, faults.get(meta.name, SheetFaults())))
            ]
    except python_calamine.CalamineError as error:
        if _LOCKED in path.read_bytes():
            raise RefusedError(f"“{path.name}”加了密码，请在表格软件里去掉密码另存后再导入。", "file_locked") from error
        raise RefusedError(
            f"“{path.name}”打不开：不是完好的工作簿，请在表格软件里打开、另存为 .xlsx 后再导入。", "file_damaged"
        ) from error
    if not tables:
        raise RefusedError(f"“{path.name}”的各个工作表都是空的，没有表头也没有数据。", "file_empty")
    return tables


def read_html(path: Path, staging: Path, report: FileReport) -> list[Table]:
    """The tables of a web page that was saved as .xls.

    Raises:
        RefusedError: there is no table in it.
    """
    import lxml.html

    with open_plain(path) as file:
        body = file.read()
    # Explicit, because a file from outside must fetch nothing and grow without bounds nowhere.
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, encoding=_page_encoding(body))
    root = lxml.html.fromstring(body, parser=parser)
    found = [_html_rows(element, path.name) for element in root.iter("table") if element.find(".//table") is None]
    many = len(found) > 1
    sheets = (
        _table(cells, merged, path, f"第 {number} 个表" if many else "", staging, report)
        for number, (cells, merged) in enumerate(found, start=1)
    )
    if tables := [table for table in sheets if table is not None]:
        return tables
    raise RefusedError(
        f"“{path.name}”是网页（HTML），里面没有表格，多半是登录页面被存成了文件，请重新下载。", "file_kind"
    )


def _page_encoding(body: bytes) -> str | None:
    """What a web page is written in where it does not say so itself."""
    if b"charset" in body[:2048].lower():
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _html_rows(element: Any, file: str) -> tuple[_Cells, Merged]:
    """Cells and merged ranges of an HTML table, every cell in the column where it is seen.

    Raises:
        RefusedError: cells are said to span so many rows and columns that the table has no end.
    """
    budget = _MOST_HTML_CELLS
    rows: dict[int, dict[int, str]] = {}
    merged = []
    for place, line in enumerate(element.iter("tr")):
        cells = rows.setdefault(place, {})
        column = 0
        for cell in line.iterchildren("td", "th"):
            while column in cells:
                column += 1
            wide, high = (_span(cell.get(name, "")) for name in ("colspan", "rowspan"))
            budget -= wide * high
            if budget < 0:
                raise RefusedError(
                    f"“{file}”里的表格合并单元格跨度大得不合常理，没有打开，请另存为 .xlsx 再导入。", "sheet_too_large"
                )
            for below in range(high):
                for beside in range(wide):
                    rows.setdefault(place + below, {})[column + beside] = ""
            cells[column] = " ".join(cell.text_content().split())
            if wide > 1 or high > 1:
                merged.append(((place, column), (place + high - 1, column + wide - 1)))
            column += wide
    width = 1 + max((column for cells in rows.values() for column in cells), default=-1)
    return [[rows[place].get(column, "") for column in range(width)] for place in sorted(rows)], merged


def _span(text: str) -> int:
    return max(1, min(int(text), 1000)) if text.strip().isdecimal() and len(text) < 8 else 1


def _sheet(
    book: python_calamine.CalamineWorkbook,
    meta: Any,
    path: Path,
    staging: Path,
    report: FileReport,
    faults: SheetFaults,
) -> Table | None:
    """One sheet of a workbook."""
    where = f"{path.name} 工作表“{meta.name}”"
    if meta.visible != python_calamine.SheetVisibleEnum.Visible:
        report.note("sheet_hidden", f"工作表“{meta.name}”是隐藏的，没有导入；需要时请先取消隐藏。", where)
        return None
    if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return None
    sheet = book.get_sheet_by_name(meta.name)
    rows = sheet.to_python(skip_empty_area=False)
    cells = [[cell if type(cell) is str else cell_text(cell) for cell in row] for row in rows]
    table = _table(cells, sheet.merged_cell_ranges or (), path, meta.name, staging, report)
    if table is not None and faults.cells:
        named = "、".join(faults.cells[:_NAMED]) + ("等" if len(faults.cells) > _NAMED else "")
        words = f"{named}是公式错误（如 #REF!）或没有算过的公式，当作空格；请在表格软件里打开、算好、保存后再导入。"
        report.note("cells_error", words, where, len(faults.cells))
    return table


def _table(cells: _Cells, merged: Merged, path: Path, name: str, staging: Path, report: FileReport) -> Table | None:
    """A table from the cells of a sheet: what stands above the header is left out."""
    header = find_header(cells[:ROWS_LOOKED_AT], merged)
    if header is None:
        return None
    first, depth, names = header
    headers = without_tail(names)
    check_columns(headers, path.name)
    width = len(headers)
    below = cells[first + depth :]
    if stray := sum(any(cell for cell in row[width:]) for row in below):
        # Beside the table, not slipped cells as in a text file: a sheet keeps its columns.
        where = f"{path.name} 工作表“{name}”"
        report.note("cells_beside", "表头右边没有列名的格子里还有内容，没有导入。", where, stray)
    within = ((first + depth + 1 + place, row[:width]) for place, row in enumerate(below))
    return Table(path.name, name, headers, parquet_query(within_limits(within, path.name), width, staging))


def cell_text(value: Any) -> str:
    """A cell as the person would read it: whole numbers without ".0", dates in ISO form."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
