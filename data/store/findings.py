"""What was found about the boundaries of a version, each with its place on the map."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import pandas as pd

from data.store.schema import FINDING_COLUMNS, empty_select, file_list, file_name


def merge_findings(
    connection: duckdb.DuckDBPyConnection,
    old: Path | None,
    found: pd.DataFrame,
    files: Collection[str],
    codes: Collection[str],
    target: Path,
) -> int:
    """Write the findings of a version after an import of boundaries.

    Args:
        connection: scratch connection.
        old: the findings before, or None.
        found: the new ones.
        files: names of the imported files: what was found in a file of that name before is settled.
        codes: codes of the imported grids: what was found about none but those is settled, too.
        target: the file to write.

    Returns:
        How many there are now.
    """
    connection.register("findings_given", found)
    columns = ", ".join(FINDING_COLUMNS)
    casts = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in FINDING_COLUMNS.items())
    fresh = f"SELECT {casts} FROM findings_given" if len(found) else empty_select(FINDING_COLUMNS)  # noqa: S608  (our own names)
    before = empty_select(FINDING_COLUMNS)
    if old is not None:
        before = f"SELECT {columns} FROM read_parquet({file_list([old.as_posix()])})"  # noqa: S608  (our own path)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE findings_kept AS FROM ({before})
        WHERE NOT list_contains($files, file) AND NOT list_has_all($codes, grid_codes)""",
        {"files": list(files), "codes": list(codes)},
    )
    row = connection.execute(
        f"COPY (FROM findings_kept UNION ALL {fresh}) TO {file_name(target.as_posix())} (FORMAT parquet)"
    ).fetchone()
    connection.unregister("findings_given")
    return int(row[0]) if row else 0
