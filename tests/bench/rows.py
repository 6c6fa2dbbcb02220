"""Volunteer-event files of any length: seeded, written by DuckDB, in the shape a district would hand in."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.ledgers.volunteer_events import EVENT_TYPES, TEAM_KINDS

SEED = 20250630
FIRST_DAY = "2023-07-01"
DAYS = 731
TEAMS_A_GRID = 2


def write_events(target: Path, grid_codes: list[str], rows: int) -> None:
    """Write a CSV of events: busy and silent grids, seasons, eight types, teams at home in one grid.

    Args:
        target: the file to write.
        grid_codes: level-3 grids of the store the file will be imported into.
        rows: how many events.
    """
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE grids (n INTEGER, code VARCHAR)")
        connection.executemany("INSERT INTO grids VALUES (?, ?)", list(enumerate(grid_codes)))
        connection.execute(
            f"""
            COPY (
                WITH drawn AS (
                    SELECT i, hash(i, {SEED}) AS a, hash(i, {SEED + 1}) AS b, hash(i, {SEED + 2}) AS c
                    FROM range($rows) AS numbers(i)
                ), homes AS (
                    SELECT *, grids.n * {TEAMS_A_GRID} + (b % {TEAMS_A_GRID})::INTEGER AS team
                    -- A bent draw makes some grids busy and leaves some nearly silent.
                    FROM drawn JOIN grids ON grids.n = floor(pow((c >> 20) % 10000 / 10000.0, 1.6) * $grids)::INTEGER
                )
                SELECT
                    printf('BM%09d', i) AS 活动编号,
                    list_extract($types, (a % 8 + 1)::INTEGER) || '活动' AS 活动名称,
                    code AS 网格编码,
                    list_extract($types, (a % 8 + 1)::INTEGER) AS 活动类型,
                    printf('第%d志愿服务队', team) AS 志愿服务队,
                    list_extract($kinds, (team % 6 + 1)::INTEGER) AS 队伍类型,
                    DATE '{FIRST_DAY}' + (c % {DAYS})::INTEGER AS 活动日期,
                    5 + (a >> 8) % 40 AS 参与人次,
                    ((b >> 8) % 200) / 2.0 AS 服务时长,
                    (c >> 12) % 120 AS 服务人次,
                    '社区广场' AS 活动地点
                FROM homes
                ORDER BY i
            ) TO '{target.as_posix()}' (HEADER, DELIMITER ',')
            """,
            {"rows": rows, "types": list(EVENT_TYPES), "kinds": list(TEAM_KINDS), "grids": len(grid_codes)},
        )
