"""One item of a ledger in words: its facts, the dates it reached its stages, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.views.formats import NO_VALUE, amount, full
from components.views.words import day
from data.ledgers import Field, Ledger
from data.measures.spoken import AS_WRITTEN


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing."""
    return value is None or value == "" or bool(pd.isna(value))  # type: ignore[call-overload]


def escaped(text: str) -> str:
    """Text that people have typed, with whatever Markdown would take for its own marks, or for a link, made plain."""
    return re.sub(r"([\\`*_{}\[\]<>#:$~|&]|(?<=www)\.)", r"\\\1", text)


def title(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """What the item is called in lists; its number where it has no title."""
    named = row.get(ledger.title_field) if ledger.title_field else None
    return str(row[ledger.id_field]) if is_blank(named) else str(named)


def cell(field: Field, value: object, written: str = "") -> str:
    """A field's value as printed: 2025年6月30日, 36.5 万元, 12 人次, —; a number that is not exact as it was written."""
    if is_blank(value):
        return NO_VALUE
    if written:
        return written if written.endswith(field.unit) else f"{written} {field.unit}"
    if field.type == "date":
        return day(pd.Timestamp(str(value)).date())
    if field.type in ("integer", "decimal"):
        number, unit = (
            amount(float(str(value)), field.unit) if field.unit == "元" else (full(float(str(value))), field.unit)
        )
        return f"{number} {unit}".rstrip()
    return str(value)


def stages(ledger: Ledger, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each stage with the day it was reached, — where it was not; an early end comes last."""
    reached = [(stage.label, cell(ledger.field(stage.field), row.get(stage.field))) for stage in ledger.stages]
    if ledger.exit_field and not is_blank(row.get(ledger.exit_field)):
        ended = cell(ledger.field(ledger.exit_date_field), row.get(ledger.exit_date_field))
        reached.append((str(row[ledger.exit_field]), ended))
    return reached


def status(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """The last thing that happened: the early end, or the last stage with a date."""
    return next((label for label, when in reversed(stages(ledger, row)) if when != NO_VALUE), NO_VALUE)


def facts(ledger: Ledger, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The other fields that hold something, in template order; dates of stages and titles are told elsewhere."""
    told = {ledger.title_field, ledger.grid_field, ledger.exit_field, ledger.exit_date_field}
    told |= {stage.field for stage in ledger.stages}
    written = row.get(AS_WRITTEN) or {}
    return [
        (field.label, cell(field, row.get(field.name), written.get(field.name, "")))
        for field in ledger.fields
        if field.name not in told and not field.personal and not is_blank(row.get(field.name))
    ]
