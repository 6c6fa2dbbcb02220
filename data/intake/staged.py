"""What the checks of a table need to know, and what a table came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from data.intake.answers import Repeats
from data.intake.areas import Names
from data.intake.homes import Places
from data.intake.remarks import Remark
from data.intake.report import Masked, QuestionError
from data.intake.typing_sql import DayOrder


@dataclass(frozen=True, slots=True)
class Context:
    """What the checks need to know beyond the table.

    Attributes:
        connection: scratch connection of the import.
        staging: scratch folder of the import.
        import_id: what the rows will carry.
        latest: stage dates after this day are refused.
        known_grids: the grids in the store and in this import, by code; empty when there are none.
        repeats: of rows with one number and different contents, which is taken; None asks.
        date_order: how dates with the year last are read; None lets the column prove it.
        stored: files of the same ledger in the store.
        places: what is known about where things are, beside codes and names.
        remembered_order: the order an earlier table of this kind had, for a column that does not prove its own.
    """

    connection: duckdb.DuckDBPyConnection
    staging: Path
    import_id: str
    latest: date
    known_grids: Names
    repeats: Repeats | None = None
    date_order: DayOrder | None = None
    stored: tuple[Path, ...] = ()
    places: Places = field(default_factory=Places)
    remembered_order: DayOrder | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """What a table came to.

    Attributes:
        accepted: Parquet with the declared columns and where each row comes from.
        quarantine: Parquet with refused rows, or None when there are none.
        rows_read: rows below the header that say anything.
        rows_accepted: rows in ``accepted``.
        rows_quarantined: rows in ``quarantine``.
        rows_duplicate: rows that repeat another row of the table word for word; not in ``accepted``.
        reasons: the commonest reasons: first sentence of that kind and how many rows have it.
        note: what else is to be told about the table; empty for nothing.
        remarks: what was done to its rows on the way.
        masked: columns of free text in which personal data was masked, and in how many rows.
        area_match: way in which the grids of rows were found → how many rows.
        question: what a person may settle before the table is stored, though it can be stored without.
        settled: numbers of rows kept aside earlier that came back and passed.
        refused: own numbers of the rows in ``quarantine``.
        is_correction: whether the table holds rows kept aside earlier.
    """

    accepted: Path
    quarantine: Path | None
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int
    reasons: tuple[tuple[str, int], ...]
    note: str = ""
    remarks: tuple[Remark, ...] = ()
    masked: Mapping[str, Masked] = field(default_factory=dict)
    area_match: Mapping[str, int] = field(default_factory=dict)
    question: QuestionError | None = None
    settled: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    is_correction: bool = False
