"""A plain file that is read by several processors at once: every row keeps the number it has in its file."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.intake.tables import read_csv

ROWS = 400_000
"""More than the reader takes in one piece."""


def test_every_row_of_a_long_file_has_its_own_number(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    lines = (f"{number},{'一行字' * (number % 7)}\n" for number in range(2, ROWS + 2))
    with path.open("w", encoding="utf-8") as file:
        file.write("编号,内容\n")
        file.writelines(lines)
    with duckdb.connect(config={"threads": 2}) as connection:
        table = read_csv(connection, path, tmp_path)
        counted = connection.execute(
            f"SELECT count(*), count(*) FILTER (CAST(c0 AS BIGINT) = row_number), min(cell_count), max(cell_count) FROM ({table.query})"
        ).fetchone()
        assert counted == (ROWS, ROWS, 2, 2)
        assert table.held
