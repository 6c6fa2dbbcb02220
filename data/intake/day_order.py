"""Dates with the year last: which of 3/5/2024 is the month? Proved by the column, by its neighbours, or asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from data.intake.headers import Match
from data.intake.report import Choice, QuestionError
from data.intake.tables import ROW, Table
from data.intake.typing_sql import DayOrder, cleaned, day_and_month, typed, year_last
from data.ledgers import Field

_A_DATE = Field("t", "", "date")
_NEAR_DAYS = 15
"""A reading that stays so near to the column's certain dates, while the other does not, is the right one."""

YEAR_LAST_IN_RAW = r'": *"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*(?:\d{4}|\d{2})(?:[T\s][^"]*)?"'
"""A date with the year last within a row's raw JSON."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    label: str
    count: int
    month_first: int
    day_first: int
    open_row: int | None
    open_text: str | None
    near_month_first: bool
    near_day_first: bool

    @property
    def proved(self) -> DayOrder | None:
        """What the column itself says."""
        if self.month_first and not self.day_first:
            return "MDY"
        if self.day_first and not self.month_first:
            return "DMY"
        if not self.month_first and self.near_month_first != self.near_day_first:
            return "MDY" if self.near_month_first else "DMY"
        return None


def day_orders(
    connection: duckdb.DuckDBPyConnection, table: Table, match: Match, remembered: DayOrder | None = None
) -> Mapping[str, DayOrder]:
    """The order of day and month in every date column that has dates with the year last.

    Args:
        connection: where the table is read.
        table: the table.
        match: its columns.
        remembered: the order an earlier table of this kind had, for a column that does not prove its own.

    Raises:
        QuestionError: both readings are possible.
    """
    dates = {i: field for i, field in match.columns.items() if field.type == "date"}
    found = {field.name: _evidence(connection, table, i, field.label) for i, field in dates.items()}
    proved = {one.proved for one in found.values() if one.count and one.proved}
    orders: dict[str, DayOrder] = {}
    for name, one in found.items():
        if not one.count:
            continue
        contradicts = one.month_first and one.day_first
        order = one.proved or (next(iter(proved)) if len(proved) == 1 and not contradicts else None) or remembered
        if order is None and one.open_row is not None:
            raise QuestionError(
                f"{table.where} 第 {one.open_row} {table.row_word}“{one.label}”列：“{one.open_text}”看不出月和日哪个在前"
                f"（本列月在前的有 {one.month_first} 处，日在前的有 {one.day_first} 处）。"
                '请选哪个在前，或在原文件里改成 2025-06-01 的写法。命令行：在答案文件里写 {"date_order": "MDY"}（月在前）'
                '或 {"date_order": "DMY"}（日在前）。',
                "date_order",
                _choices(one),
            )
        orders[name] = order or "MDY"
    return orders


def _choices(one: _Evidence) -> list[Choice]:
    """The order more of the column's own dates speak for comes first."""
    choices = [
        Choice("月在前，如 3/5/2024 是 3 月 5 日", {"date_order": "MDY"}),
        Choice("日在前，如 3/5/2024 是 5 月 3 日", {"date_order": "DMY"}),
    ]
    return choices if one.month_first >= one.day_first else choices[::-1]


def _evidence(connection: duckdb.DuckDBPyConnection, table: Table, place: int, label: str) -> _Evidence:
    """One pass over a date column."""
    first, second = day_and_month("t")
    sure = typed(_A_DATE, "t")
    near = f"BETWEEN (SELECT low FROM span) - {_NEAR_DAYS} AND (SELECT high FROM span) + {_NEAR_DAYS}"  # noqa: S608  (our own names)
    row = connection.execute(
        f"""WITH texts AS (SELECT {ROW}, {cleaned(f"c{place}")} AS t FROM ({table.query})),
        span AS (SELECT min({sure}) AS low, max({sure}) AS high FROM texts),
        numbers AS (SELECT {ROW}, t, {first} AS a, {second} AS b FROM texts WHERE {year_last("t")}),
        open AS (
            SELECT {ROW}, t, {typed(_A_DATE, "t", "MDY")} AS month_first, {typed(_A_DATE, "t", "DMY")} AS day_first
            FROM numbers WHERE a <= 12 AND b <= 12 AND a <> b
        )
        SELECT (SELECT count(*) FROM numbers), (SELECT count(*) FROM numbers WHERE b > 12 AND a <= 12),
            (SELECT count(*) FROM numbers WHERE a > 12 AND b <= 12), (SELECT min({ROW}) FROM open),
            (SELECT arg_min(t, {ROW}) FROM open), coalesce((SELECT bool_and(month_first {near}) FROM open), false),
            coalesce((SELECT bool_and(day_first {near}) FROM open), false)"""  # noqa: S608  (our own names)
    ).fetchone()
    assert row is not None
    return _Evidence(label, *row)
