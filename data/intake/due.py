"""When each item is due, where its file does not say: the ledger's rule, in working days, as one statement."""

from __future__ import annotations

import duckdb

from data.intake.tables import quote
from data.ledgers import Ledger
from data.ledgers.rules import DueRule
from data.measures import workdays

_CALENDAR = "workday_ranks"


def derive_due(connection: duckdb.DuckDBPyConnection, ledger: Ledger, table: str, present: set[str]) -> str:
    """Fill in the due date of the accepted rows of a table that have none.

    Args:
        connection: where the table is.
        ledger: its declaration; without a rule nothing is done.
        table: the staged rows; the due date's column is added where it is missing.
        present: fields the table has columns for.

    Returns:
        What is to be told: the years whose holidays are not announced, or nothing.
    """
    rule = ledger.due_rule
    if rule is None:
        return ""
    if ledger.due_field not in present:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {ledger.due_field} DATE")
    _make_calendar(connection)
    start = f"coalesce({', '.join(name for name in rule.start if name in present)})"
    wanted = f"{ledger.due_field} IS NULL AND reasons IS NULL"
    connection.execute(
        f"""UPDATE {table} SET {ledger.due_field} = due.day FROM (
            SELECT counted.row_number AS number, later.day FROM (
                SELECT row_number, {start} AS start, {_allowed(rule, ledger.category_field, present)} AS allowed,
                    {_paused(rule, present)} FROM {table} WHERE {wanted}
            ) counted
            JOIN {_CALENDAR} began ON began.any_day = counted.start
            LEFT JOIN {_CALENDAR} paused ON paused.any_day = counted.paused_on - 1
            LEFT JOIN {_CALENDAR} resumed ON resumed.any_day = counted.resumed_on - 1
            JOIN {_CALENDAR} later ON later.is_working AND later.rank =
                began.rank + counted.allowed + coalesce(greatest(resumed.rank - paused.rank, 0), 0)
        ) due WHERE {table}.row_number = due.number"""  # noqa: S608  (declared names)
    )
    return _unknown_years(connection, table, start)


def _allowed(rule: DueRule, category: str, present: set[str]) -> str:
    """Working days of an item: its own limit or its category's, and the extension."""
    cases = " ".join(f"WHEN {quote(name)} THEN {days}" for name, days in rule.limits)
    usual = f"CASE {category} {cases} ELSE {rule.otherwise} END"
    own = f"coalesce({rule.limit_field}, {usual})" if rule.limit_field in present else usual
    more = f" + coalesce({rule.extension_field}, 0)" if rule.extension_field in present else ""
    return f"({own}){more}"


def _paused(rule: DueRule, present: set[str]) -> str:
    """From when to when the clock stood still; nothing where it still does."""
    names = (rule.suspended_from, rule.suspended_to)
    chosen = names if all(name in present for name in names) else ("NULL::DATE", "NULL::DATE")
    return f"{chosen[0]} AS paused_on, {chosen[1]} AS resumed_on"


def _make_calendar(connection: duckdb.DuckDBPyConnection) -> None:
    """Every day with the number of working days up to it: adding working days becomes adding ranks."""
    days = workdays.working_days()
    connection.execute(
        f"""CREATE TEMP TABLE IF NOT EXISTS {_CALENDAR} AS
        WITH working AS (SELECT unnest(?::DATE[]) AS day),
        every AS (SELECT unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS any_day FROM working)
        SELECT any_day, any_day AS day, working.day IS NOT NULL AS is_working,
            count(working.day) OVER (ORDER BY any_day) AS rank
        FROM every LEFT JOIN working ON working.day = every.any_day""",  # noqa: S608  (our own names)
        [list(days)],
    )


def _unknown_years(connection: duckdb.DuckDBPyConnection, table: str, start: str) -> str:
    years = connection.execute(
        f"SELECT DISTINCT year({start}) FROM {table} WHERE reasons IS NULL AND "  # noqa: S608  (declared names)
        f"year({start}) NOT BETWEEN {workdays.FIRST_KNOWN} AND {workdays.LAST_KNOWN} ORDER BY 1"
    ).fetchall()
    if not years:
        return ""
    first, last = years[0][0], years[-1][0]
    named = f"{first} 年" if first == last else f"{first}—{last} 年间有些年份"
    return f"{named}的节假日安排没有收录，应结日期按周一至周五推算。"
