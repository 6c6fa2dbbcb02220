"""Which grid a cell means: by its code, by the code a spreadsheet has shortened, or by its name.

The known grids stand in two temporary tables: their codes, and what else may be written for them. Nothing that
could mean two grids is in the second, unless a person has said which of the two it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import duckdb
import pyarrow as pa

from data.grids.nesting import AREA_SUFFIX
from data.intake.checks import KNOWN_GRIDS

ALIASES = "grid_aliases"
_CODES = f"SELECT grid_code FROM {KNOWN_GRIDS}"  # noqa: S608  (our own names)
_SEPARATORS = r"[-/\\>＞·—－、，,_|]"
_SEPARATOR, _SUFFIX = re.compile(_SEPARATORS), re.compile(AREA_SUFFIX)
_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}
_MOST_NAMES = 1 << 16
_UNSEEN = re.compile("[\\s\u00a0\u3000\ufeff\u200b-\u200f\u2060]")

NAMELESS = "第 {} 个图形"
"""What a shape without a name of its own is called; it is so called in its file only and never remembered."""

Names = Mapping[str, tuple[str, str]]
"""Code → name and parent code."""


def make_known_grids(
    connection: duckdb.DuckDBPyConnection,
    grids: Names,
    told: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> None:
    """Put the known grids where the SQL of this module and of the checks finds them.

    Args:
        connection: where they are put.
        grids: the grids in the store and in this import.
        told: name as written → grid it means, as the person who imports has said.
        remembered: the same, as it was said before.
    """
    codes = pa.table({"grid_code": pa.array(sorted(grids), pa.string())})  # noqa: F841  (read by name)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {KNOWN_GRIDS} AS SELECT * FROM codes")  # noqa: S608  (our own names)
    found = {said: (code, "name") for said, code in aliases(grids).items()}
    for way, names in (("remembered", remembered), ("told", told)):
        known = {as_compared(said): (code, way) for said, code in (names or {}).items() if code in grids}
        found |= {said: value for said, value in known.items() if said not in grids}
    rows = sorted(found.items())
    spoken = pa.table(  # noqa: F841  (read by name)
        {
            "said": pa.array([said for said, _ in rows], pa.string()),
            "code": pa.array([code for _, (code, _) in rows], pa.string()),
            "way": pa.array([way for _, (_, way) in rows], pa.string()),
        }
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {ALIASES} AS SELECT * FROM spoken")  # noqa: S608  (our own names)


def resolved(code: str) -> str:
    """The code of the grid a text means, as SQL; the text itself where it means none."""
    plain = f"regexp_replace({code}, '{_SEPARATORS}', '', 'g')"
    bare = f"regexp_replace({plain}, '{AREA_SUFFIX}', '')"
    return f"CASE WHEN {code} IN ({_CODES}) THEN {code} ELSE coalesce({_alias(code)}, {_alias(bare)}, {code}) END"


def way(text: str, code: str) -> str:
    """How a text led to a code, as SQL: code, mended, name, told, remembered or unmatched; NULL where nothing is written."""
    unknown = f"{code} IS NULL OR {code} NOT IN ({_CODES})"
    led = f"CASE WHEN {text} = {code} THEN 'code' WHEN {text} ~ '.*[\\x{{4e00}}-\\x{{9fff}}].*' THEN 'name' ELSE 'mended' END"
    spoken = f"(SELECT way FROM {ALIASES} WHERE said = {text} AND way <> 'name')"  # noqa: S608  (our own names)
    return f"CASE WHEN {text} IS NULL THEN NULL WHEN {unknown} THEN 'unmatched' ELSE coalesce({spoken}, {led}) END"


def _alias(said: str) -> str:
    return f"(SELECT code FROM {ALIASES} WHERE said = {said})"  # noqa: S608  (our own names)


@lru_cache(maxsize=_MOST_NAMES)
def as_compared(said: str) -> str:
    """A name as it is compared: half-width digits, nothing unseen."""
    return _UNSEEN.sub("", said).translate(_DIGITS)


@lru_cache(maxsize=_MOST_NAMES)
def bare(said: str) -> str:
    """A name without what may stand between its parts, and without what it ends in (街道, 社区, 村)."""
    return _SUFFIX.sub("", _SEPARATOR.sub("", as_compared(said)))


def aliases(grids: Names) -> dict[str, str]:
    """What may be written for a grid beside its code → the code, as long as it means no other grid.

    A whole name goes before a shortened one, and both before one with the areas above it.
    """
    return _aliases(tuple((code, name, parent) for code, (name, parent) in grids.items()))


@lru_cache(maxsize=2)
def _aliases(grids: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    names = {code: (name, parent) for code, name, parent in grids}
    found: dict[str, str] = {}
    decided: set[str] = set(names)
    for forms in (_whole, _shortened, _placed):
        meant: dict[str, set[str]] = {}
        for code in names:
            for said in forms(code, names):
                if said and said not in decided:
                    meant.setdefault(said, set()).add(code)
        decided |= meant.keys()
        found |= {said: next(iter(codes)) for said, codes in meant.items() if len(codes) == 1}
    return found


def _whole(code: str, names: Names) -> set[str]:
    name = names[code][0]
    return {name, as_compared(name)}


def _shortened(code: str, names: Names) -> set[str]:
    zeros = code.lstrip("0") if code.startswith("0") and code.isdigit() else ""
    return {bare(names[code][0]), zeros}


def _placed(code: str, names: Names) -> set[str]:
    """The name behind those of the areas above it, whole and shortened."""
    name, parent = names[code]
    if not name or parent not in names:
        return set()
    above, highest = names[parent]
    own = {as_compared(name), bare(name)}
    said = {over + one for over in (as_compared(above), bare(above)) for one in own}
    top = names[highest][0] if highest in names else ""
    tops = {as_compared(top), bare(top)} - {""}
    said |= {first + rest for first in tops for rest in (*own, *said)}
    return {_SEPARATOR.sub("", one) for one in said}
