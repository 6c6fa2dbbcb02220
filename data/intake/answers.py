"""Answers a person gives once for a file that speaks another language: columns, dates, values, areas, repeats.

They are kept beside the file as JSON::

    {"ledger": "issue_reports",
     "headers": {"Created": "reported_on", "Remarks": ""},
     "date_order": "MDY",
     "constants": {"channel": "电话"},
     "values": {"report_kind": {"Graffiti": "其他事项", "": "其他事项", "*": "其他事项"}},
     "areas": {"北下街道": "0401"},
     "repeats": "last",
     "files": {"三月.xlsx": {"sheets": ["*"]}}}

``headers`` joins the matching of headings ("" leaves a column out); ``columns`` replaces it: every column not named
is left out. In ``values``, "" stands for an empty cell and "*" for any value not named; a value mapped to "" becomes
empty. What stands under ``files`` holds for the file of that name only and goes before the rest.
The answers only rewrite the text of cells; typing and all checks then run as for any other file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, cast

from data.intake.headers import named_ledger
from data.intake.report import QuestionError, RefusedError
from data.ledgers import LEDGERS, Ledger

Repeats = Literal["first", "last"]
Gone = Literal["keep", "drop"]
ORDERS = ("YMD", "MDY", "DMY")
_ENCODINGS = ("utf-8", "gb18030", "gbk", "big5", "utf-16")
_LEVELS = (1, 2, 3)


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
        ledger: the ledger the tables belong to.
        crs: the coordinate system of shapes, or of coordinates in a table.
        level: the level of the grids of a boundary file.
        headers: header → the field it fills, beside what is matched anyway; "" leaves the column out.
        areas: name as written → code of the grid it means; "" where it means none.
        layers: the layers of a boundary file to import; "*" stands for all.
        gone: what becomes of rows an earlier file of the same name had and this one lacks.
        files: name of a file → the answers for it alone.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_order: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    repeats: Repeats | None = None
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    ledger: str = ""
    crs: str = ""
    level: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    gone: Gone | None = None
    files: Mapping[str, Answers] = field(default_factory=dict)

    def for_file(self, name: str) -> Answers:
        """The answers that hold for a file: its own, and the general ones where it has none."""
        own = self.files.get(name)
        return replace(own.over(self) if own else self, files={})

    def over(self, other: Answers) -> Answers:
        """These answers, and another's where these say nothing."""
        joined = {one.name: _over(getattr(self, one.name), getattr(other, one.name)) for one in fields(self)}
        return Answers(**joined)


def _over(mine: Any, theirs: Any) -> Any:
    """An answer, and the entries of the other that it does not have."""
    if not (isinstance(mine, Mapping) and isinstance(theirs, Mapping)):
        return theirs if mine in (None, "", ()) else mine
    return {**theirs, **{key: _over(value, theirs[key]) if key in theirs else value for key, value in mine.items()}}


def joined_answers(bodies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Several answers as one body of an answers file: tables and lists are joined, of single values the last holds."""
    joined: dict[str, Any] = {}
    for body in bodies:
        for key, value in body.items():
            known = joined.get(key)
            if isinstance(known, Mapping) and isinstance(value, Mapping):
                joined[key] = joined_answers([known, value])
            elif isinstance(known, list) and isinstance(value, list):
                joined[key] = list(dict.fromkeys([*known, *value]))
            else:
                joined[key] = value
    return joined


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


_KEYS = tuple(one.name for one in fields(Answers))


def _answers(body: Any, ledger: Ledger | None, where: str = "答案") -> Answers:
    table = _mapping(body, where)
    if unknown := [key for key in table if key not in (*_KEYS, "note")]:
        raise ValueError(f"不认识 {'、'.join(unknown)}，可写 {'、'.join(_KEYS)}、note")
    columns = {
        header: _names(value, "columns") for header, value in _mapping(table.get("columns", {}), "columns").items()
    }
    constants = _texts(table.get("constants", {}), "constants")
    values = {
        name: _texts(known, f"values.{name}") for name, known in _mapping(table.get("values", {}), "values").items()
    }
    headers = _texts(table.get("headers", {}), "headers")
    filled = [name for names in columns.values() for name in names] + list(constants)
    named = _named(table, ledger)
    _check_names(filled, [*filled, *values], named)
    _check_names([], [name for name in headers.values() if name], None)
    return Answers(
        columns,
        _one_of(table, "date_order", ORDERS),
        constants,
        values,
        cast(
            "Repeats | None",
            _one_of(table, "repeats", ("first", "last"), "first（采用先出现的）或 last（采用后出现的）") or None,
        ),
        _names(table.get("sheets", []), "sheets"),
        _one_of(table, "encoding", _ENCODINGS),
        str(table.get("ledger", "")),
        str(table.get("crs", "")),
        _level(table.get("level")),
        headers,
        _texts(table.get("areas", {}), "areas"),
        _names(table.get("layers", []), "layers"),
        cast("Gone | None", _one_of(table, "gone", ("keep", "drop"), "keep（保留）或 drop（删去）") or None),
        {
            name: _answers(own, ledger, f"files.{name}")
            for name, own in _mapping(table.get("files", {}), "files").items()
        },
    )


def _named(table: Mapping[str, Any], ledger: Ledger | None) -> Ledger | None:
    """The ledger whose fields may be named; one the answers name wrongly is asked about when the file is read."""
    try:
        return ledger or (named_ledger(str(table["ledger"])) if table.get("ledger") else None)
    except QuestionError:
        return None


def _check_names(filled: list[str], named: list[str], ledger: Ledger | None) -> None:
    """Every name is a field of the ledger, and no field is filled twice."""
    ledgers = [ledger] if ledger else list(LEDGERS.values())
    known = {declared.name for one in ledgers for declared in one.fields}
    if unknown := [name for name in named if name not in known]:
        raise ValueError(f"台账里没有字段 {'、'.join(dict.fromkeys(unknown))}")
    if twice := [name for name in dict.fromkeys(filled) if filled.count(name) > 1]:
        raise ValueError(f"字段 {'、'.join(twice)} 填了两次")


def _one_of(table: Mapping[str, Any], key: str, allowed: Sequence[str], words: str = "") -> str:
    """A value out of a few; empty where nothing is said."""
    said = table.get(key) or ""
    text = str(said).lower() if key == "encoding" else str(said)
    if text and text not in allowed:
        raise ValueError(f"{key} 应是 {words or '、'.join(allowed) + ' 之一'}，收到 {said}")
    return text


def _level(said: Any) -> int | None:
    if said is not None and (isinstance(said, bool) or said not in _LEVELS):
        raise ValueError(f"level 应是 1、2、3 之一，收到 {said}")
    return cast("int | None", said)


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{where} 应是 {{名称: 值}}")
    return value


def _texts(value: Any, where: str) -> dict[str, str]:
    table = _mapping(value, where)
    if any(not isinstance(said, str) for said in table.values()):
        raise ValueError(f"{where} 的值应是带引号的文字")
    return dict(table)


def _names(value: Any, where: str) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        known = "每列应写一个字段名或几个字段名的列表" if where == "columns" else "应写名称的列表"
        raise ValueError(f"{where} {known}")
    return tuple(names)
