"""Rows that lead from one code to another must not lead back: a grid cannot become what it was made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import duckdb

from data.intake.tables import ROW, quote
from data.ledgers import Ledger

_SHOWN = 6
Links = dict[str, list[str]]


def refuse_loops(
    connection: duckdb.DuckDBPyConnection, ledger: Ledger, staged: str, known: Sequence[Path]
) -> list[int]:
    """Give a reason to the accepted rows that lead back to where they came from.

    Args:
        connection: holds the staged rows.
        ledger: names the two fields.
        staged: name of the table, with the columns row number and reasons.
        known: files of the ledger in the store; its rows lead on, too.

    Returns:
        Numbers of the rows that are refused now.
    """
    if ledger.loop_fields is None:
        return []
    source, target = ledger.loop_fields
    columns = {row[0] for row in connection.execute(f"DESCRIBE {staged}").fetchall()}
    if not {source, target} <= columns:
        return []
    pair = f"{source} IS NOT NULL AND {target} IS NOT NULL AND {source} <> {target}"
    rows: list[tuple[int, str, str]] = connection.execute(
        f"SELECT {ROW}, {source}, {target} FROM {staged} WHERE reasons IS NULL AND {pair} ORDER BY {ROW}"  # noqa: S608
    ).fetchall()
    links: Links = defaultdict(list)
    for path in known:
        query = f"SELECT {source}, {target} FROM read_parquet({quote(path.as_posix())}) WHERE {pair} ORDER BY ALL"  # noqa: S608
        for one, other in connection.execute(query).fetchall():
            links[one].append(other)
    for _, one, other in rows:
        links[one].append(other)
    refused = []
    for row, one, other in rows:
        back = _way(links, other, one)
        if back:
            chain = " → ".join([one, *back][: _SHOWN + 1])
            label = ledger.field(target).label
            reason = f"“{label}”列：{chain} 首尾相接成了一圈，{label}不能又是自己的来源，请核对前后编码，重新设立的请用新编码"
            connection.execute(f"UPDATE {staged} SET reasons = [?] WHERE {ROW} = ?", [reason, row])  # noqa: S608
            refused.append(row)
    return refused


def _way(links: Links, start: str, end: str) -> list[str]:
    """The codes from the first to the second along the links; empty where there is no way."""
    came: dict[str, str] = {start: ""}
    waiting = [start]
    while waiting and end not in came:
        code = waiting.pop(0)
        for following in links.get(code, ()):
            if following not in came:
                came[following] = code
                waiting.append(following)
    if end not in came:
        return []
    way = [end]
    while came[way[-1]]:
        way.append(came[way[-1]])
    return way[::-1]
