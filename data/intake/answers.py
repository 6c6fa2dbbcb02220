"""Answers a person gives once for a file that speaks another language: columns, dates, values, constants, repeats.

They are kept beside the file as JSON::

    {"columns": {"Creation_Date": "reported_on", "Type": ["report_kind", "report_title"]},
     "date_order": "MDY",
     "constants": {"channel": "电话"},
     "values": {"report_kind": {"Graffiti": "其他事项", "": "其他事项", "*": "其他事项"}},
     "repeats": "last"}

In ``values``, "" stands for an empty cell and "*" for any value not named; a value mapped to "" becomes empty.
The answers only rewrite the text of cells; typing and all checks then run as for any other file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast

from data.intake.headers import named_ledger
from data.intake.report import QuestionError, RefusedError
from data.intake.tables import CELLS, ROW, Table, quote
from data.ledgers import LEDGERS, Ledger

Repeats = Literal["first", "last"]
_KEYS = ("columns", "date_order", "constants", "values", "repeats", "sheets", "encoding", "note", "gone")
_ORDERS = {"YMD": r"\1-\2-\3", "MDY": r"\3-\1-\2", "DMY": r"\3-\2-\1"}
_ENCODINGS = ("utf-8", "gb18030", "gbk", "big5", "utf-16")
_THREE_NUMBERS = r"^\s*(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})(?:[T\s].*)?$"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered.

    Attributes:
        columns: header → the fields it fills; other columns are left out.
        date_order: order of day, month and year in dates of three numbers.
        constants: field → its value in every row.
        values: field → text of a cell → what it stands for.
        repeats: of rows with one number and different contents, which is taken; the others are kept aside.
        sheets: the sheets to import; "*" stands for all that are ledgers.
        encoding: what a text file is written in, where it cannot be told.
        gone: "drop" removes the rows an earlier file of the same name had and the present one lacks.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_order: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    repeats: Repeats | None = None
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    gone: str = ""

    def applied(self, table: Table, ledger_name: str | None) -> Table:
        """The table as if it had been written with the ledger's own headings and values.

        Raises:
            QuestionError: the ledger is not named, or a header is not in the file.
        """
        if not (self.columns or self.constants or self.values):
            return table
        if ledger_name is None:
            raise QuestionError("--answers 要与 --ledger 一起用，写明是哪个台账。", "ledger_unknown")
        ledger = named_ledger(ledger_name)
        cells = {header: f"c{place}" for place, header in enumerate(table.headers)}
        missing = [header for header in self.columns if header not in cells]
        if missing:
            raise QuestionError(
                f"{table.where}：答案里的列 {'、'.join(missing)} 不在文件里，请核对答案文件。", "column_missing"
            )
        texts = {name: cells[header] for header, names in self.columns.items() for name in names}
        texts |= {name: quote(value) for name, value in self.constants.items()}
        chosen = [f"{self._cell(ledger, name, text)} AS c{place}" for place, (name, text) in enumerate(texts.items())]
        query = f"SELECT {ROW}, {len(texts)} AS {CELLS}, {', '.join(chosen)} FROM ({table.query})"  # noqa: S608
        return replace(table, headers=tuple(ledger.field(name).label for name in texts), query=query)

    def _cell(self, ledger: Ledger, name: str, text: str) -> str:
        """The rewritten text of a cell."""
        if ledger.field(name).type == "date" and self.date_order in ("MDY", "DMY"):
            return f"regexp_replace({text}, {quote(_THREE_NUMBERS)}, {quote(_ORDERS[self.date_order])})"
        known = self.values.get(name)
        if not known:
            return text
        bare = f"trim(coalesce({text}, ''))"
        cases = " ".join(f"WHEN {quote(raw)} THEN {quote(said)}" for raw, said in known.items() if raw != "*")
        rest = quote(known["*"]) if "*" in known else text
        return f"CASE {bare} {cases} ELSE {rest} END" if cases else rest


def answers_from(body: Mapping[str, Any], ledger_name: str | None = None) -> Answers:
    """Answers from the body of an answers file.

    Raises:
        RefusedError: something in it is not what it should be.
        QuestionError: there is no such ledger.
    """
    try:
        return _answers(body, named_ledger(ledger_name) if ledger_name else None)
    except ValueError as error:
        raise RefusedError(f"答案写法有误：{error}。", "answers_file") from error


def read_answers(path: Path, ledger_name: str | None) -> Answers:
    """Read an answers file.

    Args:
        path: JSON, see the module.
        ledger_name: the ledger the files belong to; its fields are what may be named.

    Raises:
        RefusedError: the file cannot be read, or something in it is not what it should be.
        QuestionError: there is no such ledger.
    """
    try:
        body = json.loads(path.read_text(encoding="utf-8-sig"))
        return _answers(body, named_ledger(ledger_name) if ledger_name else None)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RefusedError(f"答案文件“{path.name}”读不了：{error}。", "answers_file") from error
    except ValueError as error:
        raise RefusedError(f"答案文件“{path.name}”写法有误：{error}。", "answers_file") from error


def _answers(body: Any, ledger: Ledger | None) -> Answers:
    table = _mapping(body, "答案")
    if unknown := [key for key in table if key not in _KEYS]:
        raise ValueError(f"不认识 {'、'.join(unknown)}，可写 {'、'.join(_KEYS)}")
    columns = {header: _names(value) for header, value in _mapping(table.get("columns", {}), "columns").items()}
    constants = _texts(table.get("constants", {}), "constants")
    values = {
        name: _texts(known, f"values.{name}") for name, known in _mapping(table.get("values", {}), "values").items()
    }
    order, repeats = str(table.get("date_order", "")), table.get("repeats")
    if order and order not in _ORDERS:
        raise ValueError(f"date_order 应是 {'、'.join(_ORDERS)} 之一，收到 {order}")
    if repeats not in (None, "first", "last"):
        raise ValueError(f"repeats 应是 first（采用先出现的）或 last（采用后出现的），收到 {repeats}")
    filled = [name for names in columns.values() for name in names] + list(constants)
    _check_names(filled, [*filled, *values], ledger)
    sheets, encoding = _names(table.get("sheets", [])), str(table.get("encoding", "")).lower()
    if encoding and encoding not in _ENCODINGS:
        raise ValueError(f"encoding 应是 {'、'.join(_ENCODINGS)} 之一，收到 {encoding}")
    gone = str(table.get("gone", ""))
    if gone not in ("", "keep", "drop"):
        raise ValueError(f"gone 应是 keep（保留）或 drop（删去），收到 {gone}")
    return Answers(columns, order, constants, values, cast("Repeats | None", repeats), sheets, encoding, gone)


def _check_names(filled: list[str], named: list[str], ledger: Ledger | None) -> None:
    """Every name is a field of the ledger, and no field is filled twice."""
    ledgers = [ledger] if ledger else list(LEDGERS.values())
    known = {declared.name for one in ledgers for declared in one.fields}
    if unknown := [name for name in named if name not in known]:
        raise ValueError(f"台账里没有字段 {'、'.join(dict.fromkeys(unknown))}")
    if twice := [name for name in dict.fromkeys(filled) if filled.count(name) > 1]:
        raise ValueError(f"字段 {'、'.join(twice)} 填了两次")


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{where} 应是 {{名称: 值}}")
    return value


def _texts(value: Any, where: str) -> dict[str, str]:
    table = _mapping(value, where)
    if any(not isinstance(said, str) for said in table.values()):
        raise ValueError(f"{where} 的值应是带引号的文字")
    return dict(table)


def _names(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("columns 里每列应写一个字段名或几个字段名的列表，sheets 应写工作表名的列表")
    return tuple(names)
