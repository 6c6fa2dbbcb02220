"""What people answered about the tables of a source and about names of areas, so that it is asked only once.

A table is known again by its headers, whatever their order. Kept are the ledger, what the headers mean, the order of
day and month, and what the values of code fields stand for; of areas, the name as written and the grid it means. Free
text, numbers of items and anything that looks personal is never kept. The file lies beside the versions and only
grows; the last line of a code holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.access.masking import mask
from data.intake.answers import ORDERS, Answers, answers_from
from data.intake.areas import NAMELESS
from data.intake.header_text import normalise
from data.intake.report import IntakeError
from data.ledgers import LEDGERS, Ledger
from data.store.journal import append, appending, as_line, by_code, entries, now
from data.store.layout import Layout

_CODE_LENGTH = 10
_LONGEST_NAME = 30
_KEPT_TYPES = ("code", "grid_code")


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is remembered.

    Attributes:
        code: what it is called when it is to be forgotten.
        kind: "table" or "area".
        at: when it was answered last.
        answers: the part of an answers file that says it.
    """

    code: str
    kind: str
    at: str
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is remembered about a table.

    Attributes:
        answers: what still holds.
        stale: names of ledgers and fields that are no more.
    """

    answers: Answers = field(default_factory=Answers)
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered, as it stood when an import began.

    Attributes:
        tables: code → body of the answers.
        areas: name as written → grid code.
    """

    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)

    def recall(self, headers: Sequence[str]) -> Recalled:
        """What was answered about a table with these headers."""
        body = self.tables.get(fingerprint(headers))
        return _still_true(body) if body else Recalled()


def fingerprint(headers: Sequence[str]) -> str:
    """The code of a table: the same for the same headers in any order."""
    known = "\n".join(sorted(normalise(header) for header in headers if header.strip()))
    return "T" + hashlib.sha256(known.encode()).hexdigest()[:_CODE_LENGTH]


def recall_all(home: Path) -> Memory:
    """All that is remembered in a store."""
    kept = listed(home)
    areas: dict[str, str] = {}
    for one in kept:
        if one.kind == "area":
            areas.update(one.answers["areas"])
    return Memory({one.code: one.answers for one in kept if one.kind == "table"}, areas)


def listed(home: Path) -> list[Kept]:
    """Everything remembered, the one answered last first."""
    kept = by_code(entries(Layout(home).intake_memory), _kept, (KeyError, TypeError, ValueError))
    return sorted(kept.values(), key=lambda one: one.at)[::-1]


def forget(home: Path, code: str) -> bool:
    """Forget one thing; False where nothing of that code is remembered."""
    known = {one.code for one in listed(home)}
    if code not in known:
        return False
    _write(home, [{"code": code, "is_removed": True}])
    return True


def remember(home: Path, kept: Iterable[Kept]) -> None:
    """Keep answers; one given before under the same code is replaced."""
    _write(home, [{"code": one.code, "kind": one.kind, "answers": one.answers} for one in kept])


def table_answers(headers: Sequence[str], ledger: Ledger, told: Answers, before: Answers) -> Kept | None:
    """What is worth keeping of the answers about a table; None where nothing was answered that is.

    Args:
        headers: its headers as written.
        ledger: the ledger it belongs to.
        told: what was answered this time.
        before: what was remembered about it already.
    """
    body = _body(headers, ledger, told)
    if not body:
        return None
    both = _body(headers, ledger, told.over(before))
    return Kept(fingerprint(headers), "table", "", {**both, "ledger": ledger.name})


def area_answers(areas: Mapping[str, str]) -> list[Kept]:
    """The names of areas that are worth keeping."""
    return [
        Kept("A" + hashlib.sha256(said.encode()).hexdigest()[:_CODE_LENGTH], "area", "", {"areas": {said: code}})
        for said, code in areas.items()
        if code and is_plain(said) and not re.fullmatch(NAMELESS.format(r"\d+"), said)
    ]


def is_plain(said: str) -> bool:
    """Whether a name of an area is short and holds nothing that looks personal."""
    return len(said) <= _LONGEST_NAME and mask(said) == said


def _body(headers: Sequence[str], ledger: Ledger, told: Answers) -> dict[str, Any]:
    """The part of the answers that may be kept, without empty parts."""
    present = {normalise(header) for header in headers}
    codes = {one.name for one in ledger.fields if one.type in _KEPT_TYPES}

    def is_here(header: str) -> bool:
        return normalise(header.partition("（第 ")[0]) in present and mask(header) == header

    body: dict[str, Any] = {
        "ledger": told.ledger,
        "headers": {header: name for header, name in told.headers.items() if is_here(header)},
        "columns": {header: list(names) for header, names in told.columns.items() if is_here(header)},
        "date_order": told.date_order,
        "constants": {name: value for name, value in told.constants.items() if name in codes or not value},
        "values": {
            name: {raw: said for raw, said in known.items() if is_plain(raw)}
            for name, known in told.values.items()
            if name in codes
        },
        # Sheets have other names next time; that all of them count may stay so.
        "sheets": ["*"] if "*" in told.sheets else [],
    }
    return {key: value for key, value in body.items() if value}


def _still_true(body: Mapping[str, Any]) -> Recalled:
    """What of remembered answers still fits the ledgers there are."""
    ledger = LEDGERS.get(str(body.get("ledger", "")))
    if ledger is None:
        return Recalled(stale=(f"台账 {body.get('ledger')}",))
    fields = {"", *(one.name for one in ledger.fields)}
    stale: set[str] = set()
    fitting = dict(body)
    for key in ("headers", "columns", "constants", "values"):
        known = body.get(key, {})
        named = {one: _fields_named(key, one, said) for one, said in known.items()}
        stale |= {name for names in named.values() for name in names if name not in fields}
        fitting[key] = {one: said for one, said in known.items() if fields.issuperset(named[one])}
    if fitting.get("date_order", "") not in ("", *ORDERS):
        del fitting["date_order"]
    try:
        return Recalled(answers_from(fitting), tuple(sorted(f"字段 {name}" for name in stale)))
    except IntakeError:
        return Recalled(stale=("答案的写法",))


def _fields_named(key: str, one: str, said: Any) -> list[str]:
    """The fields that one entry of the answers names."""
    if key in ("constants", "values"):
        return [one]
    return list(said) if isinstance(said, list) else [str(said)]


def _kept(line: Mapping[str, Any]) -> Kept:
    return Kept(line["code"], line["kind"], line["at"], dict(line["answers"]))


def _write(home: Path, lines: Sequence[Mapping[str, Any]]) -> None:
    if not lines:
        return
    layout = Layout(home.absolute())
    with appending(layout):
        layout.intake_memory.parent.mkdir(parents=True, exist_ok=True)
        for line in lines:
            append(layout.intake_memory, as_line({**line, "at": now()}))
