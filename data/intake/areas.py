"""Which grid a cell means: by its code, by the code a spreadsheet has shortened, or by its name.

The known grids stand in two temporary tables: their codes, and what else may be written for them. Nothing that
could mean two grids is in the second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import duckdb
import pyarrow as pa

from data.grids.nesting import AREA_SUFFIX
from data.intake.checks import KNOWN_GRIDS

ALIASES = "grid_aliases"
_CODES = f"SELECT grid_code FROM {KNOWN_GRIDS}"  # noqa: S608  (our own names)

Names = Mapping[str, tuple[str, str]]
"""Code → name and parent code."""


def make_known_grids(connection: duckdb.DuckDBPyConnection, grids: Names) -> None:
    """Put the known grids where the SQL of this module and of the checks finds them."""
    codes = pa.table({"grid_code": pa.array(sorted(grids), pa.string())})  # noqa: F841  (read by name)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {KNOWN_GRIDS} AS SELECT * FROM codes")  # noqa: S608
    found = sorted(_aliases(grids).items())
    aliases = pa.table(  # noqa: F841  (read by name)
        {
            "said": pa.array([said for said, _ in found], pa.string()),
            "code": pa.array([code for _, (code, _) in found], pa.string()),
            "way": pa.array([way for _, (_, way) in found], pa.string()),
        }
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {ALIASES} AS SELECT * FROM aliases")  # noqa: S608


def resolved(code: str) -> str:
    """The code of the grid a text means, as SQL; the text itself where it means none."""
    bare = f"regexp_replace({code}, '{AREA_SUFFIX}', '')"
    return f"CASE WHEN {code} IN ({_CODES}) THEN {code} ELSE coalesce({_alias(code)}, {_alias(bare)}, {code}) END"


def way(text: str, code: str) -> str:
    """How a text led to a code, as SQL: code, mended, name or unmatched; NULL where nothing is written."""
    unknown = f"{code} IS NULL OR {code} NOT IN ({_CODES})"
    led = f"CASE WHEN {text} = {code} THEN 'code' WHEN {text} ~ '.*[\\x{{4e00}}-\\x{{9fff}}].*' THEN 'name' ELSE 'mended' END"
    return f"CASE WHEN {text} IS NULL THEN NULL WHEN {unknown} THEN 'unmatched' ELSE {led} END"


def _alias(said: str) -> str:
    return f"(SELECT code FROM {ALIASES} WHERE said = {said})"  # noqa: S608  (our own names)


def _aliases(grids: Names) -> dict[str, tuple[str, str]]:
    """What may be written for a grid beside its code, as long as it means no other grid."""
    wanted: list[tuple[str, str, str]] = []
    for code, (name, parent) in grids.items():
        if code.startswith("0") and code.isdigit():
            wanted.append((code.lstrip("0"), code, "mended"))
        above = grids.get(parent, ("", ""))[0]
        for said in {name, re.sub(AREA_SUFFIX, "", name), *((above + name, f"{above}/{name}") if above else ())}:
            if said:
                wanted.append((said, code, "name"))
    times = Counter(said for said, _, _ in wanted)
    return {said: (code, kind) for said, code, kind in wanted if times[said] == 1 and said not in grids}
