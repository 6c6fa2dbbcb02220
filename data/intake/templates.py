"""The empty form of a ledger, from its declaration: a workbook that imports as it is, and with rows typed in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.intake.sheets_out import GUIDE_SHEET, Heading, add_sheet, open_workbook, sheet_name
from data.ledgers import Field, Ledger

_TYPED_ROWS = 5_000
"""Rows the lists and formats of a column reach down to."""
_LONGEST_LIST = 200
"""Characters of a list within a cell's rule; a longer one stands on the second sheet."""
_LIST_COLUMN = 8
"""The first column of the second sheet with values of a long list."""
_KINDS = {
    "integer": "整数",
    "decimal": "数字",
    "date": "日期",
    "grid_code": "网格编码（文本）",
    "code": "选项",
    "text": "文字",
}
_EXAMPLES = {"integer": "12", "decimal": "1.5", "date": "2025-06-01", "grid_code": "010101"}


def write_template(ledger: Ledger, path: Path) -> Path:
    """Write the form of a ledger.

    Args:
        ledger: in the district's own words.
        path: ends in .xlsx.
    """
    fields = [field for field in ledger.fields if not field.personal]
    with open_workbook(path) as book:
        headings = [Heading(field.label + ("*" if field.required else ""), _format(field)) for field in fields]
        sheet = add_sheet(book, sheet_name(ledger.label), headings, [])
        guide = add_sheet(book, GUIDE_SHEET, _guide_headings(), [_guide_row(ledger, field) for field in fields])
        for place, field in enumerate(fields):
            if field.codes:
                _add_list(sheet, guide, place, field)
    return path


def _format(field: Field) -> str:
    if field.type == "date":
        return "date"
    # Numbers too may be typed as 100余, which a number format would leave alone.
    return "number" if field.type in ("integer", "decimal") else "text"


def _guide_headings() -> list[Heading]:
    widths = {"列": 20, "含义": 44, "单位": 10, "必填": 26, "写法": 18, "可填的值": 60, "例": 16}
    return [Heading(text, "words", width) for text, width in widths.items()]


def _guide_row(ledger: Ledger, field: Field) -> Sequence[object]:
    needed = "必填" if field.required else ""
    if field.required_when is not None:
        other, values = field.required_when
        needed = f"{ledger.field(other).label}为{'、'.join(values)} 时必填"
    return (
        field.label,
        field.description,
        field.unit,
        needed,
        _KINDS[field.type],
        _allowed(field),
        field.codes[0] if field.codes else _EXAMPLES.get(field.type, ""),
    )


def _allowed(field: Field) -> str:
    if field.codes:
        return "、".join(field.codes) + ("，也可填别的" if field.is_open else "")
    if field.minimum is None and field.maximum is None:
        return ""
    low = "" if field.minimum is None else f"不小于 {field.minimum:,.10g}"
    high = "" if field.maximum is None else f"不大于 {field.maximum:,.10g}"
    return "，".join(filter(None, (low, high)))


def _add_list(sheet: Any, guide: Any, place: int, field: Field) -> None:
    """A list to choose from in the cells of a column."""
    source: list[str] | str = list(field.codes)
    if len(",".join(field.codes)) > _LONGEST_LIST:
        column = _LIST_COLUMN + place
        guide.write_column(0, column, [field.label, *field.codes])
        letters = _letters(column)
        source = f"='{GUIDE_SHEET}'!${letters}$2:${letters}${len(field.codes) + 1}"
    rule = {
        "validate": "list",
        "source": source,
        "error_type": "information" if field.is_open else "stop",
        "error_title": "不在可填的值里",
        "error_message": "请从列表里选；各列的含义见“填写说明”。",
    }
    sheet.data_validation(1, place, _TYPED_ROWS, place, rule)


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
