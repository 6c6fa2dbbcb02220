"""Rows of a table that repeat one another: identical ones are merged, contradicting ones asked about or kept aside."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data.intake.answers import Repeats
from data.intake.report import Choice, QuestionError
from data.intake.tables import ROW, Table, quote
from data.ledgers import Ledger

_NAMED = 5


def drop_identical(
    connection: duckdb.DuckDBPyConnection, ledger: Ledger, names: Sequence[str], repeats: Repeats | None
) -> int:
    """Of accepted rows that repeat one another word for word keep the first (or the last).

    The rows that contradict another one stay in the temporary table ``repeats`` for the functions below.

    Args:
        connection: where ``staged`` is.
        ledger: its declaration.
        names: fields the table has columns for.
        repeats: which of contradicting rows is taken; None when nobody has said.

    Returns:
        How many identical rows were dropped.
    """
    values = ", ".join(names)
    key = ledger.id_field or values
    order = f"{ROW} DESC" if repeats == "last" else ROW
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE repeats AS
        WITH twice AS (
            SELECT {key} FROM staged WHERE reasons IS NULL GROUP BY {key} HAVING count(*) > 1
        ), numbered AS (
            SELECT {ROW}, {key}, hash({values}) AS content,
                first_value({ROW}) OVER same AS first_row, first_value(hash({values})) OVER same AS first_content
            FROM staged WHERE reasons IS NULL AND ({key}) IN (SELECT ({key}) FROM twice)
            WINDOW same AS (PARTITION BY {key} ORDER BY {order})
        )
        SELECT {ROW}, first_row, content = first_content AS is_identical
        FROM numbered WHERE {ROW} <> first_row"""  # noqa: S608  (our own names)
    )
    dropped = _number(connection, "SELECT count(*) FROM repeats WHERE is_identical")
    if dropped:
        connection.execute(
            f"DELETE FROM staged WHERE {ROW} IN (SELECT {ROW} FROM repeats WHERE is_identical)"  # noqa: S608  (our own names)
        )
    return dropped


def has_conflicts(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a number comes twice with different contents."""
    return _number(connection, "SELECT count(*) FROM repeats WHERE NOT is_identical") > 0


def ask_about_conflicts(connection: duckdb.DuckDBPyConnection, table: Table, ledger: Ledger) -> None:
    """Ask which row of one number counts.

    Raises:
        QuestionError: always.
    """
    key = ledger.id_field
    rows = connection.execute(
        f"""SELECT staged.{key}, repeats.first_row, staged.{ROW}, count(*) OVER () FROM repeats
        JOIN staged USING ({ROW}) WHERE NOT is_identical ORDER BY staged.{ROW} LIMIT {_NAMED}"""  # noqa: S608  (our own names)
    ).fetchall()
    named = "、".join(f"“{code}”（第 {first} 行与第 {row} 行）" for code, first, row, _ in rows)
    total = rows[0][3]
    raise QuestionError(
        f"{table.where}：“{ledger.field(key).label}”相同而内容不同的有 {total} 行：{named}{'等' if total > len(rows) else ''}。"
        "请选以哪一行为准，另一行留待核对；也可在原文件里改好再导入。"
        '命令行：在答案文件里写 {"repeats": "last"}（后出现的）或 {"repeats": "first"}（先出现的）。',
        "ids_conflict",
        (
            Choice("以后出现的一行为准", {"repeats": "last"}),
            Choice("以先出现的一行为准", {"repeats": "first"}),
        ),
    )


def refuse_conflicts(
    connection: duckdb.DuckDBPyConnection, table: Table, ledger: Ledger, repeats: Repeats | None, raw: str
) -> None:
    """Keep aside the rows that contradict the one that is taken.

    Args:
        connection: where ``staged`` and ``repeats`` are.
        table: where the rows come from.
        ledger: its declaration.
        repeats: which row is taken.
        raw: expression for a row's own words as JSON.
    """
    label = ledger.field(ledger.id_field).label
    word = "后" if repeats == "last" else "先"
    says = (
        f"{quote(f'“{label}”列：“')} || staged.{ledger.id_field} || '”与第 ' || repeats.first_row || "
        f"{quote(f' 行重复而内容不同，采用{word}出现的一行，本行待核')}"
    )
    connection.execute(
        f"""UPDATE staged SET reasons = [{says}], raw = original.raw
        FROM repeats, (SELECT {ROW}, {raw} AS raw FROM ({table.query})
            WHERE {ROW} IN (SELECT {ROW} FROM repeats)) AS original
        WHERE staged.{ROW} = repeats.{ROW} AND NOT repeats.is_identical AND original.{ROW} = staged.{ROW}"""  # noqa: S608  (our own names)
    )


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
